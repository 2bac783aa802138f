"""Wrong solutions of week 3, written blind to the naming engine."""
import numpy as np


def numeric_gradient__whole_rows_move(f, W, eps=1e-5):
    # W[i] is a whole row of a matrix: all its entries move together
    V = W.copy()
    G = np.zeros_like(V)
    for i in range(len(V)):
        old = V[i].copy()
        V[i] = old + eps
        up = f(V)
        V[i] = old - eps
        down = f(V)
        V[i] = old
        G[i] = (up - down) / (2 * eps)
    return G


def numeric_gradient__copies_made_once(f, W, eps=1e-5):
    # the moved entries are not put back, so each difference holds those of all entries before
    up, down = W.copy(), W.copy()
    grad = np.zeros(W.shape)
    for idx in np.ndindex(*W.shape):
        up[idx] += eps
        down[idx] -= eps
        grad[idx] = (f(up) - f(down)) / (2 * eps)
    return grad


def numeric_gradient__step_relative_to_the_weight(f, W, eps=1e-5):
    # moves each weight by eps times itself, and divides by 2 eps all the same
    grad = np.zeros(W.shape)
    for idx in np.ndindex(W.shape):
        plus, minus = W.copy(), W.copy()
        plus[idx] = W[idx] * (1 + eps)
        minus[idx] = W[idx] * (1 - eps)
        grad[idx] = (f(plus) - f(minus)) / (2 * eps)
    return grad


def numeric_gradient__same_array_twice(f, W, eps=1e-5):
    # up and down are two names of one array, so both sides are the same point: zeros
    base = W.copy()
    G = np.zeros(base.shape)
    for idx in np.ndindex(base.shape):
        up = base
        up[idx] += eps
        down = base
        down[idx] -= eps
        G[idx] = (f(up) - f(down)) / (2 * eps)
    return G


def linear_backward__relu_slope_too(dZ, X, W):
    # dX is cut off where X is not positive, as if a ReLU belonged to the layer
    dX = (dZ @ W.T) * (X > 0)
    return dX, X.T @ dZ, dZ.sum(axis=0)


def linear_backward__only_last_observation(dZ, X, W):
    # the loop overwrites dW and db instead of adding up: only the last observation counts
    dX = np.zeros(X.shape)
    for i in range(len(X)):
        dX[i] = W @ dZ[i]
        dW = np.outer(X[i], dZ[i])
        db = dZ[i].copy()
    return dX, dW, db


def linear_backward__bias_averaged(dZ, X, W):
    # db is a mean over the observations where it should be a sum
    return np.einsum("nm,dm->nd", dZ, W), np.einsum("nd,nm->dm", X, dZ), np.mean(dZ, axis=0)


def linear_backward__sums_multiplied(dZ, X, W):
    # the outer product of two sums in place of the sum of outer products
    db = dZ.sum(axis=0)
    dW = np.outer(X.sum(axis=0), db)
    return dZ @ W.T, dW, db


def relu_backward__times_activation(dA, Z):
    # multiplies by relu(z) instead of by its slope
    return dA * relu(Z)


def relu_backward__guided(dA, Z):
    # lets only positive gradients pass (guided backpropagation)
    return np.where((Z > 0) & (dA > 0), dA, 0.0)


def relu_backward__scores_where_silent(dA, Z):
    # where the unit is silent the score is given back in place of 0
    return np.where(Z > 0, dA, Z)


def relu_backward__gradient_overwritten(dA, Z):
    # dZ is another name of dA, which is overwritten
    dZ = dA
    dZ[Z < 0] = 0
    return dZ


def sigmoid_backward__output_squashed_again(dA, A):
    # takes A for the score and squashes it a second time
    S = sigmoid(A)
    return dA * S * (1 - S)


def sigmoid_backward__one_less_gradient(dA, A):
    # the second factor is 1 - dA, a mix-up of two names
    return dA * A * (1 - dA)


def sigmoid_backward__brackets_missing(dA, A):
    # dA A - A^2: brackets missing
    return dA * A - A**2


def sigmoid_backward__divided_by_slope(dA, A):
    # divides by the slope A(1 - A) instead of multiplying
    return dA / (A * (1 - A))


def mse_backward__gradient_of_the_length(Y, Y_hat):
    # the gradient of the error's length instead of its square
    D = Y_hat - Y
    length = np.sqrt((D**2).sum(axis=1, keepdims=True))
    return D / np.maximum(length, 1e-12) / len(Y)


def mse_backward__outputs_for_observations(Y, Y_hat):
    # divides by the number of outputs k, not of observations
    return 2 * (Y_hat - Y) / Y.shape[1]


def mse_backward__sign_and_all_entries(Y, Y_hat):
    # wrong sign and divided by all n k entries: two errors
    return 2 * (Y - Y_hat) / Y.size


def mse_backward__times_the_loss(Y, Y_hat):
    # multiplies by the loss itself, chain rule overdone
    n = Y.shape[0]
    return 2 * mse(Y, Y_hat) * (Y_hat - Y) / n


def softmax_cross_entropy_backward__every_label_column(Z, labels):
    # P[:, labels] -= 1 subtracts in the columns of all labels, in every row
    P = softmax(Z).copy()
    P[:, labels] -= 1
    return P / len(Z)


def softmax_cross_entropy_backward__jacobian_twice(Z, labels):
    # sends P - Y through softmax's own derivative once more
    n, C = Z.shape
    P = softmax(Z)
    D = (P - one_hot(labels, C)) / n
    return P * (D - np.sum(P * D, axis=1, keepdims=True))


def softmax_cross_entropy_backward__with_respect_to_probabilities(Z, labels):
    # -Y/P, the gradient with respect to the probabilities, not to the scores
    n, C = Z.shape
    P = np.maximum(softmax(Z), 1e-12)
    return -one_hot(labels, C) / P / n


def softmax_cross_entropy_backward__only_the_true_class(Z, labels):
    # only the true class gets its p - 1, the other classes stay at 0
    n = len(labels)
    rows = np.arange(n)
    dZ = np.zeros(Z.shape)
    dZ[rows, labels] = (softmax(Z)[rows, labels] - 1) / n
    return dZ


def mlp_gradients__scores_as_inputs(X, labels, params):
    # remembers the scores before the ReLU as the inputs of the next layer's dW
    A = X
    inputs, scores = [X], []
    for W, b in params:
        Z = linear(A, W, b)
        scores.append(Z)
        inputs.append(Z)
        A = relu(Z)
    loss = softmax_cross_entropy(scores[-1], labels)
    dZ = softmax_cross_entropy_backward(scores[-1], labels)
    grads = [None] * len(params)
    for k in range(len(params) - 1, -1, -1):
        dA, dW, db = linear_backward(dZ, inputs[k], params[k][0])
        grads[k] = (dW, db)
        if k > 0:
            dZ = relu_backward(dA, scores[k - 1])
    return loss, grads


def mlp_gradients__output_through_relu_backward(X, labels, params):
    # goes back through a ReLU at the output layer too, where there is none
    cache = []
    A = X
    for W, b in params:
        Z = linear(A, W, b)
        cache.append((A, Z, W))
        A = relu(Z)
    loss = softmax_cross_entropy(Z, labels)
    grad = softmax_cross_entropy_backward(Z, labels)
    grads = []
    for A_in, Z, W in cache[::-1]:
        grad = relu_backward(grad, Z)
        grad, dW, db = linear_backward(grad, A_in, W)
        grads.append((dW, db))
    return loss, grads[::-1]


def mlp_gradients__weight_decay(X, labels, params):
    # adds a penalty on the weights (0.01 times W) that nobody asked for to each dW
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    loss = softmax_cross_entropy(scores[-1], labels) + 0.005 * sum(np.sum(W**2) for W, _ in params)
    dZ, grads = softmax_cross_entropy_backward(scores[-1], labels), []
    for i in reversed(range(len(params))):
        W = params[i][0]
        dA, dW, db = linear_backward(dZ, inputs[i], W)
        grads.insert(0, (dW + 0.01 * W, db))
        if i:
            dZ = relu_backward(dA, scores[i - 1])
    return loss, grads


def mlp_gradients__relu_only_below_the_top(X, labels, params):
    # only the last hidden layer's ReLU is gone back through, those further down are forgotten
    zs, activations = [], [X]
    for W, b in params:
        zs.append(activations[-1] @ W + b)
        activations.append(np.maximum(zs[-1], 0))
    loss = softmax_cross_entropy(zs[-1], labels)
    d = softmax_cross_entropy_backward(zs[-1], labels)
    top = len(params) - 1
    grads = {}
    for layer in range(top, -1, -1):
        dx, dW, db = linear_backward(d, activations[layer], params[layer][0])
        grads[layer] = (dW, db)
        d = relu_backward(dx, zs[layer - 1]) if layer == top and layer > 0 else dx
    return loss, [grads[layer] for layer in range(len(params))]
