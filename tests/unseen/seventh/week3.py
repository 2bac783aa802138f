"""Wrong student solutions of week 3 (backpropagation), written blind."""
import numpy as np


def numeric_gradient__forward_difference(f, W, eps=1e-5):
    # A forward difference, (f(w + eps) - f(w)) / eps, instead of a central one.
    base = f(W)
    grad = np.zeros_like(W)
    for place in np.ndindex(W.shape):
        V = W.copy()
        V[place] += eps
        grad[place] = (f(V) - base) / eps
    return grad


def numeric_gradient__entry_not_put_back(f, W, eps=1e-5):
    # An entry stays at w - eps after its turn, so the later entries are asked at another place.
    V = W.copy()
    grad = np.zeros(V.shape)
    for place in np.ndindex(V.shape):
        V[place] += eps
        up = f(V)
        V[place] -= 2 * eps
        down = f(V)
        grad[place] = (up - down) / (2 * eps)
    return grad


def numeric_gradient__whole_array_moved(f, W, eps=1e-5):
    # All entries are moved at once, so every place gets the sum of all slopes.
    slope = (f(W + eps) - f(W - eps)) / (2 * eps)
    return np.full(W.shape, slope)


def numeric_gradient__step_hard_coded_and_divided_once(f, W, eps=1e-5):
    # Two slips: the entry is moved by 1e-3 whatever eps is, and the difference is divided by one step instead of two.
    h = 1e-3
    out = np.zeros(W.shape)
    for idx in np.ndindex(*W.shape):
        plus, minus = W.copy(), W.copy()
        plus[idx] += h
        minus[idx] -= h
        out[idx] = (f(plus) - f(minus)) / h
    return out


def linear_backward__bias_averaged(dZ, X, W):
    # db is the mean over the observations instead of the sum.
    return dZ @ W.T, X.T @ dZ, dZ.mean(axis=0)


def linear_backward__bias_sum_over_units(dZ, X, W):
    # db is summed over the units (axis 1), so it has one entry an observation.
    dX = np.einsum("nm,dm->nd", dZ, W)
    dW = np.einsum("nd,nm->dm", X, dZ)
    db = dZ.sum(axis=1)
    return dX, dW, db


def linear_backward__weights_divided_by_n_again(dZ, X, W):
    # dW and db are divided by n a second time although dZ carries it already.
    n = X.shape[0]
    return dZ.dot(W.T), X.T.dot(dZ) / n, np.sum(dZ, axis=0) / n


def linear_backward__loop_overwrites_weights(dZ, X, W):
    # In the loop over observations dW is set instead of added to, so only the last observation counts.
    dX = np.zeros(X.shape)
    dW = np.zeros(W.shape)
    db = np.zeros(W.shape[1])
    for i in range(len(X)):
        dX[i] = W @ dZ[i]
        dW = np.outer(X[i], dZ[i])
        db += dZ[i]
    return dX, dW, db


def relu_backward__gate_by_sign_of_gradient(dA, Z):
    # The ReLU is applied to the gradient itself as well, so negative gradients are lost.
    return np.maximum(dA, 0) * (Z > 0)


def relu_backward__in_place(dA, Z):
    # The gradient that was handed in is itself set to 0 at the shut gates, so dA is changed.
    dA[Z <= 0] = 0
    return dA


def sigmoid_backward__sigmoid_applied_again(dA, A):
    # A is treated as if it were the score: the sigmoid is applied to it once more.
    s = sigmoid(A)
    return dA * s * (1 - s)


def sigmoid_backward__tanh_slope(dA, A):
    # The slope of tanh, 1 - a squared, is used.
    return dA * (1 - A ** 2)


def sigmoid_backward__gradient_added(dA, A):
    # The bracket is wrong: dA A - A^2 instead of dA (A - A^2).
    return dA * A - A ** 2


def mse_backward__factor_two_missing(Y, Y_hat):
    # The factor 2 from the square is missing.
    n = Y.shape[0]
    return (Y_hat - Y) / n


def mse_backward__divided_by_all_entries(Y, Y_hat):
    # Divided by n times k, as if the loss were averaged over outputs too.
    return 2 * (Y_hat - Y) / Y.size


def mse_backward__sign_and_sum(Y, Y_hat):
    # Two slips: the sign is that of the gradient with respect to Y, and it is not divided by n.
    return np.array([[2 * (y - p) for y, p in zip(row, row_hat)] for row, row_hat in zip(Y, Y_hat)])


def softmax_cross_entropy_backward__sum_not_mean(Z, labels):
    # The gradient of the slides' sum: the division by n is missing.
    P = softmax(Z)
    P[np.arange(len(labels)), labels] -= 1
    return P


def softmax_cross_entropy_backward__one_subtracted_everywhere(Z, labels):
    # P[:, labels] -= 1 takes 1 away from whole columns, in every row.
    n = len(Z)
    dZ = softmax(Z).copy()
    dZ[:, labels] -= 1
    return dZ / n


def softmax_cross_entropy_backward__divided_by_classes(Z, labels):
    # Divided by the number of classes instead of observations.
    n, C = Z.shape
    return (softmax(Z) - one_hot(labels, C)) / C


def softmax_cross_entropy_backward__only_true_class(Z, labels):
    # Only the true class gets its slope p - 1; those of the other classes are left 0.
    n, C = Z.shape
    dZ = np.zeros((n, C))
    P = softmax(Z)
    for i, t in enumerate(labels):
        dZ[i, t] = (P[i, t] - 1) / n
    return dZ


def mlp_gradients__relu_gate_missing(X, labels, params):
    # On the way back the ReLU is forgotten: dA is handed on as dZ.
    inputs, A = [], X
    for i, (W, b) in enumerate(params):
        inputs.append(A)
        Z = linear(A, W, b)
        A = relu(Z)
    loss = softmax_cross_entropy(Z, labels)
    dZ = softmax_cross_entropy_backward(Z, labels)
    grads = [None] * len(params)
    for i in range(len(params) - 1, -1, -1):
        dZ, dW, db = linear_backward(dZ, inputs[i], params[i][0])
        grads[i] = (dW, db)
    return loss, grads


def mlp_gradients__order_backwards(X, labels, params):
    # The gradients are appended on the way back and not turned round, so the last layer's come first.
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    loss = softmax_cross_entropy(scores[-1], labels)
    dZ = softmax_cross_entropy_backward(scores[-1], labels)
    grads = []
    for layer in range(len(params) - 1, -1, -1):
        dA, dW, db = linear_backward(dZ, inputs[layer], params[layer][0])
        grads.append((dW, db))
        if layer:
            dZ = relu_backward(dA, scores[layer - 1])
    return loss, grads


def mlp_gradients__relu_on_output(X, labels, params):
    # The output layer gets a ReLU too, forward and in the loss.
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        Z = A @ W + b
        scores.append(Z)
        A = np.maximum(Z, 0)
    loss = softmax_cross_entropy(A, labels)
    dA = softmax_cross_entropy_backward(A, labels)
    grads = []
    for (W, b), I, Z in zip(reversed(params), reversed(inputs), reversed(scores)):
        dA, dW, db = linear_backward(relu_backward(dA, Z), I, W)
        grads.insert(0, (dW, db))
    return loss, grads


def mlp_gradients__scores_kept_as_inputs(X, labels, params):
    # The scores before the ReLU are kept as the next layer's input for the way back, so dW of the later layers is wrong.
    zs, A = [X], X
    for W, b in params:
        zs.append(linear(A, W, b))
        A = relu(zs[-1])
    loss = softmax_cross_entropy(zs[-1], labels)
    dZ = softmax_cross_entropy_backward(zs[-1], labels)
    grads = []
    for l in reversed(range(len(params))):
        dA, dW, db = linear_backward(dZ, zs[l], params[l][0])
        grads = [(dW, db)] + grads
        if l > 0:
            dZ = relu_backward(dA, zs[l])
    return loss, grads


def mlp_gradients__summed_loss_and_bias_averaged(X, labels, params):
    # Two slips: the loss is given as the sum over observations while the gradients are of the mean, and the biases' gradients are averaged.
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    loss = softmax_cross_entropy(scores[-1], labels) * len(X)
    dZ = softmax_cross_entropy_backward(scores[-1], labels)
    grads = []
    for layer in reversed(range(len(params))):
        dA, dW, _ = linear_backward(dZ, inputs[layer], params[layer][0])
        grads.insert(0, (dW, dZ.mean(axis=0)))
        if layer > 0:
            dZ = relu_backward(dA, scores[layer - 1])
    return loss, grads
