"""Wrong solutions of week 3, written after the engine and held out from its making."""
# ruff: noqa
import numpy as np


def numeric_gradient__relative_step(f, W, eps=1e-5):
    G = np.zeros_like(W)
    for i in np.ndindex(W.shape):
        h = eps * max(1.0, abs(W[i]))
        U = W.copy()
        U[i] += h
        G[i] = (f(U) - f(W)) / h
    return G


def numeric_gradient__four_eps(f, W, eps=1e-5):
    G = np.zeros_like(W)
    for i in np.ndindex(W.shape):
        U, V = W.copy(), W.copy()
        U[i] += eps
        V[i] -= eps
        G[i] = (f(U) - f(V)) / (4 * eps)
    return G


def numeric_gradient__adds(f, W, eps=1e-5):
    G = np.zeros_like(W)
    for i in np.ndindex(W.shape):
        U, V = W.copy(), W.copy()
        U[i] += eps
        V[i] -= eps
        G[i] = (f(U) + f(V)) / (2 * eps)
    return G


def numeric_gradient__sum_not_entries(f, W, eps=1e-5):
    return (f(W + eps) - f(W - eps)) / (2 * eps)


def numeric_gradient__transposed(f, W, eps=1e-5):
    G = np.zeros(W.shape[::-1])
    for i in np.ndindex(W.shape):
        U, V = W.copy(), W.copy()
        U[i] += eps
        V[i] -= eps
        G[i[::-1]] = (f(U) - f(V)) / (2 * eps)
    return G


def numeric_gradient__list(f, W, eps=1e-5):
    G = []
    for i in np.ndindex(W.shape):
        U, V = W.copy(), W.copy()
        U[i] += eps
        V[i] -= eps
        G.append((f(U) - f(V)) / (2 * eps))
    return G


def linear_backward__dW_wrong_order(dZ, X, W):
    return dZ @ W.T, dZ.T @ X, dZ.sum(axis=0)


def linear_backward__db_mean_dW_mean(dZ, X, W):
    return dZ @ W.T, X.T @ dZ / len(X), dZ.mean(axis=0)


def linear_backward__dX_elementwise(dZ, X, W):
    return dZ.sum(axis=1, keepdims=True) * X, X.T @ dZ, dZ.sum(axis=0)


def linear_backward__db_keepdims(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0, keepdims=True)


def linear_backward__db_axis1(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=1)


def linear_backward__two_returned(dZ, X, W):
    return X.T @ dZ, dZ.sum(axis=0)


def linear_backward__list(dZ, X, W):
    return [(dZ @ W.T).tolist(), (X.T @ dZ).tolist(), dZ.sum(axis=0).tolist()]


def linear_backward__dW_abs(dZ, X, W):
    return dZ @ W.T, np.abs(X.T @ dZ), dZ.sum(axis=0)


def linear_backward__in_place(dZ, X, W):
    dZ *= 1.0 / len(X)
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


def linear_backward__dX_halved_dW_doubled(dZ, X, W):
    return 0.5 * dZ @ W.T, 2 * X.T @ dZ, dZ.sum(axis=0)


def relu_backward__inverted(dA, Z):
    return dA * (Z <= 0)


def relu_backward__relu_z(dA, Z):
    return dA * np.maximum(Z, 0)


def relu_backward__leaky_02(dA, Z):
    return dA * np.where(Z > 0, 1, 0.2)


def relu_backward__slope_only(dA, Z):
    return (Z > 0) * 1.0


def relu_backward__if(dA, Z):
    if Z > 0:
        return dA
    return 0 * dA


def relu_backward__rows(dA, Z):
    out = dA.copy()
    for i in range(len(Z)):
        if np.all(Z[i] <= 0):
            out[i] = 0
    return out


def relu_backward__half(dA, Z):
    return 0.5 * dA * (1 + np.sign(Z))


def sigmoid_backward__minus(dA, A):
    return dA * A * (A - 1)


def sigmoid_backward__double(dA, A):
    return 2 * dA * A * (1 - A)


def sigmoid_backward__only_slope(dA, A):
    return A * (1 - A)


def sigmoid_backward__one_factor(dA, A):
    return dA * A


def sigmoid_backward__sqrt(dA, A):
    return dA * np.sqrt(A * (1 - A))


def sigmoid_backward__exp(dA, A):
    return dA * np.exp(-A) / (1 + np.exp(-A)) ** 2


def mse_backward__mean(Y, Y_hat):
    return 2 * np.mean(Y_hat - Y, axis=1)


def mse_backward__abs(Y, Y_hat):
    return 2 * np.abs(Y_hat - Y) / len(Y)


def mse_backward__all_entries(Y, Y_hat):
    return 2 * (Y_hat - Y) / Y.size


def mse_backward__no_minus(Y, Y_hat):
    return 2 * (Y_hat + Y) / len(Y)


def mse_backward__n_minus_1(Y, Y_hat):
    return 2 * (Y_hat - Y) / (len(Y) - 1)


def mse_backward__squared(Y, Y_hat):
    return 2 * (Y_hat - Y) ** 2 / len(Y)


def softmax_cross_entropy_backward__sum(Z, labels):
    return softmax(Z) - one_hot(labels, Z.shape[1])


def softmax_cross_entropy_backward__plus(Z, labels):
    return (softmax(Z) + one_hot(labels, Z.shape[1])) / len(Z)


def softmax_cross_entropy_backward__times(Z, labels):
    return softmax(Z) * one_hot(labels, Z.shape[1]) / len(Z)


def softmax_cross_entropy_backward__reverse(Z, labels):
    return (one_hot(labels, Z.shape[1]) - softmax(Z)) / len(Z)


def softmax_cross_entropy_backward__labels_off(Z, labels):
    return (softmax(Z) - np.eye(Z.shape[1])[labels - 1]) / len(Z)


def softmax_cross_entropy_backward__sigmoid(Z, labels):
    return (sigmoid(Z) - one_hot(labels, Z.shape[1])) / len(Z)


def softmax_cross_entropy_backward__loss(Z, labels):
    return softmax_cross_entropy(Z, labels)


def softmax_cross_entropy_backward__axis0(Z, labels):
    E = np.exp(Z - Z.max(axis=0))
    P = E / E.sum(axis=0)
    P[np.arange(len(Z)), labels] -= 1
    return P / len(Z)


def softmax_cross_entropy_backward__log(Z, labels):
    return (np.log(softmax(Z) + 1e-12) - one_hot(labels, Z.shape[1])) / len(Z)


def mlp_gradients__sum_loss(X, labels, params):
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    loss = softmax_cross_entropy(scores[-1], labels) * len(X)
    dZ = softmax_cross_entropy_backward(scores[-1], labels)
    grads = []
    for i in reversed(range(len(params))):
        dA, dW, db = linear_backward(dZ, inputs[i], params[i][0])
        grads.insert(0, (dW, db))
        if i > 0:
            dZ = relu_backward(dA, scores[i - 1])
    return loss, grads


def mlp_gradients__gate_from_activation_gradient(X, labels, params):
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    loss = softmax_cross_entropy(scores[-1], labels)
    dZ = softmax_cross_entropy_backward(scores[-1], labels)
    grads = []
    for i in reversed(range(len(params))):
        dA, dW, db = linear_backward(dZ, inputs[i], params[i][0])
        grads.insert(0, (dW, db))
        if i > 0:
            dZ = relu_backward(dA, dA)
    return loss, grads


def mlp_gradients__only_last_layer(X, labels, params):
    A = X
    for W, b in params[:-1]:
        A = relu(linear(A, W, b))
    Z = linear(A, *params[-1])
    dA, dW, db = linear_backward(softmax_cross_entropy_backward(Z, labels), A, params[-1][0])
    return softmax_cross_entropy(Z, labels), [(dW, db)]


def mlp_gradients__grads_flat(X, labels, params):
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    loss = softmax_cross_entropy(scores[-1], labels)
    dZ = softmax_cross_entropy_backward(scores[-1], labels)
    grads = []
    for i in reversed(range(len(params))):
        dA, dW, db = linear_backward(dZ, inputs[i], params[i][0])
        grads = [dW, db] + grads
        if i > 0:
            dZ = relu_backward(dA, scores[i - 1])
    return loss, grads


def mlp_gradients__averaged_twice(X, labels, params):
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    loss = softmax_cross_entropy(scores[-1], labels)
    dZ = softmax_cross_entropy_backward(scores[-1], labels) / len(X)
    grads = []
    for i in reversed(range(len(params))):
        dA, dW, db = linear_backward(dZ, inputs[i], params[i][0])
        grads.insert(0, (dW, db))
        if i > 0:
            dZ = relu_backward(dA, scores[i - 1])
    return loss, grads


def mlp_gradients__no_biases(X, labels, params):
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        scores.append(A @ W)
        A = relu(scores[-1])
    loss = softmax_cross_entropy(scores[-1], labels)
    dZ = softmax_cross_entropy_backward(scores[-1], labels)
    grads = []
    for i in reversed(range(len(params))):
        dA, dW, db = linear_backward(dZ, inputs[i], params[i][0])
        grads.insert(0, (dW, db))
        if i > 0:
            dZ = relu_backward(dA, scores[i - 1])
    return loss, grads
