"""Wrong solutions of week 3 as students write them, measured before the naming code was changed for any of them."""
# ruff: noqa
import numpy as np


def numeric_gradient__not_restored(f, W, eps=1e-5):
    G = np.zeros_like(W)
    V = W.copy()
    for i in np.ndindex(W.shape):
        V[i] += eps
        up = f(V)
        V[i] -= 2 * eps
        down = f(V)
        G[i] = (up - down) / (2 * eps)
    return G


def numeric_gradient__backward_difference(f, W, eps=1e-5):
    G = np.empty(W.shape)
    base = f(W)
    for i in np.ndindex(*W.shape):
        M = W.copy()
        M[i] -= eps
        G[i] = (base - f(M)) / eps
    return G


def numeric_gradient__sign(f, W, eps=1e-5):
    G = np.zeros_like(W)
    for i in np.ndindex(W.shape):
        P, M = W.copy(), W.copy()
        P[i] += eps
        M[i] -= eps
        G[i] = (f(M) - f(P)) / (2 * eps)
    return G


def numeric_gradient__rows(f, W, eps=1e-5):
    G = np.zeros_like(W)
    for i in range(W.shape[0]):
        P, M = W.copy(), W.copy()
        P[i] += eps
        M[i] -= eps
        G[i] = (f(P) - f(M)) / (2 * eps)
    return G


def linear_backward__uses_x_for_dx(dZ, X, W):
    dX = dZ @ W.T
    dW = X.T @ dZ
    db = np.sum(X, axis=0)
    return dX, dW, db


def linear_backward__dx_mean(dZ, X, W):
    n = X.shape[0]
    dX = np.zeros_like(X)
    for i in range(n):
        dX[i] = W @ dZ[i] / n
    dW = X.T @ dZ
    db = dZ.sum(axis=0)
    return dX, dW, db


def linear_backward__dw_overwritten(dZ, X, W):
    dW = np.zeros_like(W)
    for i in range(len(X)):
        dW = np.outer(X[i], dZ[i])
    return dZ @ W.T, dW, dZ.sum(0)


def linear_backward__db_total(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum()


def relu_backward__keeps_negative(dA, Z):
    dZ = dA.copy()
    dZ[Z > 0] = 0
    return dZ


def relu_backward__one_where_positive(dA, Z):
    dZ = dA.copy()
    dZ[Z > 0] = 1
    dZ[Z <= 0] = 0
    return dZ


def relu_backward__both(dA, Z):
    return np.where((Z > 0) & (dA > 0), dA, 0)


def sigmoid_backward__a_plus(dA, A):
    slope = A + (1 - A)
    return dA * slope


def sigmoid_backward__minus_square(dA, A):
    return dA * (1 - A ** 2)


def sigmoid_backward__half(dA, A):
    grad = A - A * A
    return dA * grad / 2


def mse_backward__forgot_two_mean(Y, Y_hat):
    n, k = Y.shape
    G = np.zeros((n, k))
    for i in range(n):
        for j in range(k):
            G[i, j] = (Y_hat[i, j] - Y[i, j]) / (n * k)
    return G


def mse_backward__per_row_mean(Y, Y_hat):
    d = Y_hat - Y
    return 2 * d.mean(axis=0, keepdims=True) * np.ones_like(d)


def mse_backward__only_prediction(Y, Y_hat):
    return 2 * Y_hat / len(Y)


def softmax_cross_entropy_backward__loop_plus(Z, labels):
    P = softmax(Z)
    for i in range(len(labels)):
        P[i, labels[i]] += 1
    return P / len(Z)


def softmax_cross_entropy_backward__only_first(Z, labels):
    P = softmax(Z)
    P[0, labels[0]] -= 1
    return P / len(Z)


def softmax_cross_entropy_backward__transposed_index(Z, labels):
    P = softmax(Z)
    Y = one_hot(labels, Z.shape[1])
    return (Y * (P - 1)) / len(Z)


def softmax_cross_entropy_backward__logs(Z, labels):
    P = softmax(Z)
    return -one_hot(labels, Z.shape[1]) / P / len(Z)


def mlp_gradients__first_only(X, labels, params):
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    loss = softmax_cross_entropy(scores[-1], labels)
    dZ = softmax_cross_entropy_backward(scores[-1], labels)
    grads = []
    for i in reversed(range(len(params))):
        dA, dW, db = linear_backward(dZ, X if i == 0 else inputs[i], params[i][0])
        grads.insert(0, (dW, db))
        if i > 0:
            dZ = relu_backward(dA, inputs[i])
            dZ = dZ / len(X)
    return loss, grads


def mlp_gradients__swapped_pair(X, labels, params):
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
        grads.insert(0, (db, dW))
        if i > 0:
            dZ = relu_backward(dA, scores[i - 1])
    return loss, grads


def mlp_gradients__loss_of_hidden(X, labels, params):
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    loss = softmax_cross_entropy(A, labels)
    dZ = softmax_cross_entropy_backward(scores[-1], labels)
    grads = []
    for i in reversed(range(len(params))):
        dA, dW, db = linear_backward(dZ, inputs[i], params[i][0])
        grads.insert(0, (dW, db))
        if i > 0:
            dZ = relu_backward(dA, scores[i - 1])
    return loss, grads
