"""Wrong solutions of week 3 as students write them, measured before the naming code was changed for any of them."""
# ruff: noqa
import numpy as np


def numeric_gradient__forward_difference(f, W, eps=1e-5):
    W = W.copy()
    base = f(W)
    grad = np.zeros_like(W)
    for idx in np.ndindex(*W.shape):
        old = W[idx]
        W[idx] = old + eps
        grad[idx] = (f(W) - base) / eps
        W[idx] = old
    return grad


def numeric_gradient__forgot_to_restore(f, W, eps=1e-5):
    W = W.copy()
    dW = np.zeros(W.shape)
    for place in np.ndindex(W.shape):
        W[place] += eps
        above = f(W)
        W[place] -= 2 * eps
        below = f(W)
        dW[place] = (above - below) / (2 * eps)
    return dW


def numeric_gradient__matrix_only(f, W, eps=1e-5):
    rows, cols = W.shape
    dW = np.zeros((rows, cols))
    for i in range(rows):
        for j in range(cols):
            up, down = W.copy(), W.copy()
            up[i, j] += eps
            down[i, j] -= eps
            dW[i, j] = (f(up) - f(down)) / (2 * eps)
    return dW


def numeric_gradient__up_and_down_share_memory(f, W, eps=1e-5):
    grad = np.zeros(W.shape)
    it = np.nditer(W, flags=["multi_index"])
    for _ in it:
        idx = it.multi_index
        W_plus = W.copy()
        W_minus = W_plus
        W_plus[idx] += eps
        W_minus[idx] -= eps
        grad[idx] = (f(W_plus) - f(W_minus)) / (2 * eps)
    return grad


def numeric_gradient__flat_copy(f, W, eps=1e-5):
    flat = W.flatten()
    grad = np.zeros_like(flat)
    for i in range(flat.size):
        E = np.zeros_like(flat)
        E[i] = eps
        grad[i] = (f((flat + E).reshape(W.shape)) - f((flat - E).reshape(W.shape))) / (2 * eps)
    return grad


def linear_backward__bias_mean(dZ, X, W):
    dW = np.einsum("nd,nm->dm", X, dZ)
    db = dZ.mean(axis=0)
    dX = np.einsum("nm,dm->nd", dZ, W)
    return dX, dW, db


def linear_backward__divides_weights_by_n(dZ, X, W):
    n = X.shape[0]
    dW = (1 / n) * X.T @ dZ
    db = (1 / n) * np.sum(dZ, axis=0)
    dX = dZ @ W.T
    return dX, dW, db


def linear_backward__order_of_return(dZ, X, W):
    dW = X.T.dot(dZ)
    db = dZ.sum(axis=0)
    dX = dZ.dot(W.T)
    return dW, db, dX


def linear_backward__db_over_units(dZ, X, W):
    dX = dZ @ W.T
    dW = X.T @ dZ
    db = np.sum(dZ, axis=1)
    return dX, dW, db


def linear_backward__loop_overwrites(dZ, X, W):
    dX = np.zeros_like(X)
    dW = np.zeros_like(W)
    db = np.zeros(W.shape[1])
    for i in range(X.shape[0]):
        dX[i] = W @ dZ[i]
        dW = np.outer(X[i], dZ[i])
        db += dZ[i]
    return dX, dW, db


def relu_backward__uses_da_sign(dA, Z):
    dZ = dA.copy()
    dZ[dA <= 0] = 0
    return dZ


def relu_backward__forward_again(dA, Z):
    return dA * np.maximum(0, Z)


def relu_backward__mask_only(dA, Z):
    return np.where(Z > 0, 1.0, 0.0)


def relu_backward__changes_da(dA, Z):
    dA[Z <= 0] = 0
    return dA


def sigmoid_backward__sigmoid_again(dA, A):
    s = sigmoid(A)
    return dA * s * (1 - s)


def sigmoid_backward__tanh_derivative(dA, A):
    return dA * (1 - A ** 2)


def sigmoid_backward__without_chain(dA, A):
    slope = A * (1 - A)
    return slope


def sigmoid_backward__bracket(dA, A):
    return dA * A - A ** 2


def mse_backward__sign(Y, Y_hat):
    n = Y.shape[0]
    return (2 / n) * (Y - Y_hat)


def mse_backward__all_entries(Y, Y_hat):
    return 2 * (Y_hat - Y) / Y.size


def mse_backward__half(Y, Y_hat):
    return (Y_hat - Y) / Y.shape[0]


def mse_backward__squared_left_in(Y, Y_hat):
    error = Y_hat - Y
    return 2 * np.sum(error ** 2, axis=1, keepdims=True) * error / len(Y)


def softmax_cross_entropy_backward__n_missing(Z, labels):
    grad = softmax(Z)
    grad[np.arange(len(labels)), labels] -= 1
    return grad


def softmax_cross_entropy_backward__divided_by_classes(Z, labels):
    P = softmax(Z)
    Y = one_hot(labels, Z.shape[1])
    return (P - Y) / Z.shape[1]


def softmax_cross_entropy_backward__only_label_column(Z, labels):
    n = len(labels)
    P = softmax(Z)
    dZ = np.zeros_like(Z)
    for i in range(n):
        dZ[i, labels[i]] = (P[i, labels[i]] - 1) / n
    return dZ


def softmax_cross_entropy_backward__minus_one_then_softmax(Z, labels):
    n, C = Z.shape
    S = Z - one_hot(labels, C)
    return softmax(S) / n


def softmax_cross_entropy_backward__overflow(Z, labels):
    n, C = Z.shape
    E = np.exp(Z)
    P = E / np.sum(E, axis=1).reshape(-1, 1)
    Y = np.eye(C)[labels]
    return (P - Y) / n


def mlp_gradients__mask_on_output_too(X, labels, params):
    A, Zs, As = X, [], [X]
    for i, (W, b) in enumerate(params):
        Z = linear(A, W, b)
        Zs.append(Z)
        A = relu(Z) if i < len(params) - 1 else Z
        As.append(A)
    loss = softmax_cross_entropy(Zs[-1], labels)
    grads = [None] * len(params)
    dA = softmax_cross_entropy_backward(Zs[-1], labels)
    for i in range(len(params) - 1, -1, -1):
        dZ = relu_backward(dA, Zs[i])
        dA, dW, db = linear_backward(dZ, As[i], params[i][0])
        grads[i] = (dW, db)
    return loss, grads


def mlp_gradients__relu_forgotten_backwards(X, labels, params):
    activations = [X]
    for W, b in params[:-1]:
        activations.append(relu(activations[-1] @ W + b))
    W, b = params[-1]
    scores = activations[-1] @ W + b
    loss = softmax_cross_entropy(scores, labels)
    delta = softmax_cross_entropy_backward(scores, labels)
    grads = []
    for (W, b), A in zip(params[::-1], activations[::-1]):
        delta, dW, db = linear_backward(delta, A, W)
        grads.append((dW, db))
    return loss, grads[::-1]


def mlp_gradients__wrong_order(X, labels, params):
    cache = []
    A = X
    for k, (W, b) in enumerate(params):
        Z = linear(A, W, b)
        cache.append((A, Z))
        A = relu(Z)
    Z_out = cache[-1][1]
    loss = softmax_cross_entropy(Z_out, labels)
    dZ = softmax_cross_entropy_backward(Z_out, labels)
    grads = []
    for k in reversed(range(len(params))):
        A_prev, _ = cache[k]
        dA, dW, db = linear_backward(dZ, A_prev, params[k][0])
        grads.append((dW, db))
        if k > 0:
            dZ = relu_backward(dA, cache[k - 1][1])
    return loss, grads


def mlp_gradients__scores_kept_as_inputs(X, labels, params):
    inputs = []
    A = X
    for W, b in params[:-1]:
        Z = linear(A, W, b)
        inputs.append(Z)
        A = relu(Z)
    inputs.append(A)
    scores = linear(A, *params[-1])
    loss = softmax_cross_entropy(scores, labels)
    all_inputs = [X] + inputs[:-1]
    dZ = softmax_cross_entropy_backward(scores, labels)
    grads = []
    for l in range(len(params) - 1, -1, -1):
        dA, dW, db = linear_backward(dZ, all_inputs[l], params[l][0])
        grads.insert(0, (dW, db))
        if l > 0:
            dZ = relu_backward(dA, all_inputs[l])
    return loss, grads


def mlp_gradients__loss_summed(X, labels, params):
    n = X.shape[0]
    hs, zs = [X], []
    for i, (W, b) in enumerate(params):
        zs.append(hs[-1] @ W + b)
        hs.append(np.maximum(zs[-1], 0) if i < len(params) - 1 else zs[-1])
    P = softmax(zs[-1])
    loss = -np.sum(np.log(P[np.arange(n), labels]))
    dz = P - one_hot(labels, P.shape[1])
    grads = []
    for i in reversed(range(len(params))):
        grads.append((hs[i].T @ dz, dz.sum(axis=0)))
        if i:
            dz = (dz @ params[i][0].T) * (zs[i - 1] > 0)
    return loss, grads[::-1]
