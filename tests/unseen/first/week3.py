"""Wrong solutions of week 3, written before the engine; see week1.py."""
# ruff: noqa
import numpy as np


def numeric_gradient__forward_on_copy(f, W, eps=1e-5):
    G = np.zeros_like(W)
    for i in np.ndindex(W.shape):
        V = W.copy()
        V[i] += eps
        G[i] = (f(V) - f(W)) / eps
    return G


def numeric_gradient__divides_by_eps_only(f, W, eps=1e-5):
    G = np.zeros_like(W)
    for i in np.ndindex(W.shape):
        U, V = W.copy(), W.copy()
        U[i] += eps
        V[i] -= eps
        G[i] = (f(U) - f(V)) / eps
    return G


def numeric_gradient__no_division(f, W, eps=1e-5):
    G = np.zeros_like(W)
    for i in np.ndindex(W.shape):
        U, V = W.copy(), W.copy()
        U[i] += eps
        V[i] -= eps
        G[i] = f(U) - f(V)
    return G


def numeric_gradient__big_eps(f, W, eps=1e-5):
    eps = 0.1
    G = np.zeros_like(W)
    for i in np.ndindex(W.shape):
        U, V = W.copy(), W.copy()
        U[i] += eps
        V[i] -= eps
        G[i] = (f(U) - f(V)) / (2 * eps)
    return G


def numeric_gradient__vectors_only(f, W, eps=1e-5):
    G = np.zeros(len(W))
    for i in range(len(W)):
        U, V = W.copy(), W.copy()
        U[i] += eps
        V[i] -= eps
        G[i] = (f(U) - f(V)) / (2 * eps)
    return G


def numeric_gradient__returns_in_loop(f, W, eps=1e-5):
    G = np.zeros_like(W)
    for i in np.ndindex(W.shape):
        U, V = W.copy(), W.copy()
        U[i] += eps
        V[i] -= eps
        G[i] = (f(U) - f(V)) / (2 * eps)
        return G


def numeric_gradient__multiplies_by_w(f, W, eps=1e-5):
    G = np.zeros_like(W)
    for i in np.ndindex(W.shape):
        U, V = W.copy(), W.copy()
        U[i] *= 1 + eps
        V[i] *= 1 - eps
        G[i] = (f(U) - f(V)) / (2 * eps)
    return G


def numeric_gradient__leaves_w_moved(f, W, eps=1e-5):
    G = np.zeros_like(W)
    for i in np.ndindex(W.shape):
        W[i] += eps
        up = f(W)
        W[i] -= eps
        down = f(W)
        G[i] = (up - down) / (2 * eps)
    return G


def numeric_gradient__passes_entry(f, W, eps=1e-5):
    G = np.zeros_like(W)
    for i in np.ndindex(W.shape):
        G[i] = (f(W[i] + eps) - f(W[i] - eps)) / (2 * eps)
    return G


def numeric_gradient__diff_only_first_row(f, W, eps=1e-5):
    G = np.zeros_like(W)
    for j in range(W.shape[-1]):
        U, V = W.copy(), W.copy()
        U[0, j] += eps
        V[0, j] -= eps
        G[0, j] = (f(U) - f(V)) / (2 * eps)
    return G


def linear_backward__dX_uses_W(dZ, X, W):
    return dZ @ W, X.T @ dZ, dZ.sum(axis=0)


def linear_backward__dX_transposed(dZ, X, W):
    return W @ dZ.T, X.T @ dZ, dZ.sum(axis=0)


def linear_backward__all_transposed(dZ, X, W):
    return (dZ @ W.T).T, (X.T @ dZ).T, dZ.sum(axis=0)


def linear_backward__db_max(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.max(axis=0)


def linear_backward__db_first_row(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ[0]


def linear_backward__db_ones(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, np.ones(W.shape[1])


def linear_backward__db_zeros(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, np.zeros(W.shape[1])


def linear_backward__dW_divided_by_batch_and_db_fine(dZ, X, W):
    n = X.shape[0]
    dW = (X.T @ dZ) / n
    db = dZ.sum(axis=0)
    dX = dZ @ W.T
    return dX, dW, db


def linear_backward__dW_by_w(dZ, X, W):
    return dZ @ W.T, W * dZ.sum(axis=0), dZ.sum(axis=0)


def linear_backward__dictionary(dZ, X, W):
    return {"dX": dZ @ W.T, "dW": X.T @ dZ, "db": dZ.sum(axis=0)}


def linear_backward__dX_is_dZ(dZ, X, W):
    return dZ, X.T @ dZ, dZ.sum(axis=0)


def linear_backward__dW_first(dZ, X, W):
    return X.T @ dZ, dZ.sum(axis=0), dZ @ W.T


def linear_backward__minus_signs(dZ, X, W):
    return -dZ @ W.T, -X.T @ dZ, -dZ.sum(axis=0)


def linear_backward__forward(dZ, X, W):
    return X @ W, X.T @ dZ, dZ.sum(axis=0)


def linear_backward__dX_over_m(dZ, X, W):
    return dZ @ W.T / W.shape[1], X.T @ dZ, dZ.sum(axis=0)


def relu_backward__ge_and_value(dA, Z):
    return np.where(Z > 0, dA * Z, 0)


def relu_backward__relu_of_dA(dA, Z):
    return np.maximum(dA, 0)


def relu_backward__minus_one(dA, Z):
    return np.where(Z > 0, dA, -dA)


def relu_backward__unchanged(dA, Z):
    return dA.copy()


def relu_backward__z_in_place(dA, Z):
    Z[Z <= 0] = 0
    Z[Z > 0] = 1
    return dA * Z


def relu_backward__sign_of_z(dA, Z):
    return dA * np.sign(Z)


def relu_backward__above_one(dA, Z):
    return dA * (Z > 1)


def relu_backward__matrix_product(dA, Z):
    return dA @ (Z > 0)


def relu_backward__added(dA, Z):
    return dA + (Z > 0)


def relu_backward__selected(dA, Z):
    return dA[Z > 0]


def relu_backward__swapped(dA, Z):
    return Z * (dA > 0)


def sigmoid_backward__of_Z(dA, A):
    s = 1 / (1 + np.exp(-A))
    return dA * s * (1 - s)


def sigmoid_backward__plus(dA, A):
    return dA * A * (1 + A)


def sigmoid_backward__no_brackets(dA, A):
    return dA * A * 1 - A


def sigmoid_backward__square(dA, A):
    return dA * (A * (1 - A)) ** 2


def sigmoid_backward__divides(dA, A):
    return dA / (A * (1 - A))


def sigmoid_backward__one_minus_dA(dA, A):
    return A * dA * (1 - dA)


def sigmoid_backward__adds(dA, A):
    return dA + A * (1 - A)


def sigmoid_backward__tanh_wrong(dA, A):
    return dA * (1 - np.tanh(A) ** 2)


def sigmoid_backward__matmul(dA, A):
    return dA @ (A * (1 - A))


def mse_backward__no_two_no_n(Y, Y_hat):
    return Y_hat - Y


def mse_backward__sum_scalar(Y, Y_hat):
    return np.mean(2 * (Y_hat - Y))


def mse_backward__mean_rows(Y, Y_hat):
    return np.mean(2 * (Y_hat - Y), axis=0)


def mse_backward__with_respect_to_Y(Y, Y_hat):
    return 2 * (Y - Y_hat) / Y.shape[0]


def mse_backward__times_n(Y, Y_hat):
    return 2 * (Y_hat - Y) * len(Y)


def mse_backward__times_y(Y, Y_hat):
    return 2 * (Y_hat - Y) * Y_hat / len(Y)


def mse_backward__cube(Y, Y_hat):
    return (Y_hat - Y) ** 2 / len(Y) * 2


def mse_backward__four(Y, Y_hat):
    return 4 * (Y_hat - Y) / len(Y)


def mse_backward__sign_only(Y, Y_hat):
    return np.sign(Y_hat - Y) / len(Y)


def mse_backward__transposed(Y, Y_hat):
    return (2 * (Y_hat - Y) / len(Y)).T


def softmax_cross_entropy_backward__no_one_hot(Z, labels):
    return softmax(Z) / len(Z)


def softmax_cross_entropy_backward__minus_labels(Z, labels):
    return (softmax(Z) - labels[:, None]) / len(Z)


def softmax_cross_entropy_backward__scores(Z, labels):
    return (Z - one_hot(labels, Z.shape[1])) / len(Z)


def softmax_cross_entropy_backward__column_of_labels(Z, labels):
    P = softmax(Z)
    P[:, labels] -= 1
    return P / len(Z)


def softmax_cross_entropy_backward__only_label(Z, labels):
    P = softmax(Z)
    G = np.zeros_like(P)
    r = np.arange(len(Z))
    G[r, labels] = P[r, labels] - 1
    return G / len(Z)


def softmax_cross_entropy_backward__divided_by_c(Z, labels):
    return (softmax(Z) - one_hot(labels, Z.shape[1])) / Z.shape[1]


def softmax_cross_entropy_backward__divided_by_size(Z, labels):
    return (softmax(Z) - one_hot(labels, Z.shape[1])) / Z.size


def softmax_cross_entropy_backward__naive(Z, labels):
    E = np.exp(Z)
    P = E / E.sum(axis=1, keepdims=True)
    P[np.arange(len(Z)), labels] -= 1
    return P / len(Z)


def softmax_cross_entropy_backward__softmax_derivative(Z, labels):
    P = softmax(Z)
    return P * (1 - P) / len(Z)


def softmax_cross_entropy_backward__global_softmax(Z, labels):
    E = np.exp(Z - Z.max())
    P = E / E.sum()
    P[np.arange(len(Z)), labels] -= 1
    return P / len(Z)


def softmax_cross_entropy_backward__minus_one_everywhere(Z, labels):
    return (softmax(Z) - 1) / len(Z)


def mlp_gradients__no_relu_backward(X, labels, params):
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    loss = softmax_cross_entropy(scores[-1], labels)
    dZ = softmax_cross_entropy_backward(scores[-1], labels)
    grads = []
    for i in reversed(range(len(params))):
        dZ, dW, db = linear_backward(dZ, inputs[i], params[i][0])
        grads.insert(0, (dW, db))
    return loss, grads


def mlp_gradients__appended_in_reverse(X, labels, params):
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
        grads.append((dW, db))
        if i > 0:
            dZ = relu_backward(dA, scores[i - 1])
    return loss, grads


def mlp_gradients__relu_on_output(X, labels, params):
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    loss = softmax_cross_entropy(A, labels)
    dZ = relu_backward(softmax_cross_entropy_backward(A, labels), scores[-1])
    grads = []
    for i in reversed(range(len(params))):
        dA, dW, db = linear_backward(dZ, inputs[i], params[i][0])
        grads.insert(0, (dW, db))
        if i > 0:
            dZ = relu_backward(dA, scores[i - 1])
    return loss, grads


def mlp_gradients__triples(X, labels, params):
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
        grads.insert(0, (dA, dW, db))
        if i > 0:
            dZ = relu_backward(dA, scores[i - 1])
    return loss, grads


def mlp_gradients__two_layers_hardcoded(X, labels, params):
    (W1, b1), (W2, b2) = params
    Z1 = linear(X, W1, b1)
    A1 = relu(Z1)
    Z2 = linear(A1, W2, b2)
    loss = softmax_cross_entropy(Z2, labels)
    dZ2 = softmax_cross_entropy_backward(Z2, labels)
    dA1, dW2, db2 = linear_backward(dZ2, A1, W2)
    dX, dW1, db1 = linear_backward(relu_backward(dA1, Z1), X, W1)
    return loss, [(dW1, db1), (dW2, db2)]


def mlp_gradients__only_grads(X, labels, params):
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    dZ = softmax_cross_entropy_backward(scores[-1], labels)
    grads = []
    for i in reversed(range(len(params))):
        dA, dW, db = linear_backward(dZ, inputs[i], params[i][0])
        grads.insert(0, (dW, db))
        if i > 0:
            dZ = relu_backward(dA, scores[i - 1])
    return grads


def mlp_gradients__loss_times_n(X, labels, params):
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    loss = softmax_cross_entropy(scores[-1], labels) * len(X)
    dZ = softmax_cross_entropy_backward(scores[-1], labels) * len(X)
    grads = []
    for i in reversed(range(len(params))):
        dA, dW, db = linear_backward(dZ, inputs[i], params[i][0])
        grads.insert(0, (dW, db))
        if i > 0:
            dZ = relu_backward(dA, scores[i - 1])
    return loss, grads


def mlp_gradients__relu_on_activations_of_output_layer(X, labels, params):
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    loss = softmax_cross_entropy(scores[-1], labels)
    dZ = softmax_cross_entropy_backward(scores[-1], labels)
    grads = []
    for i in reversed(range(len(params))):
        dA, dW, db = linear_backward(relu_backward(dZ, scores[i]), inputs[i], params[i][0])
        grads.insert(0, (dW, db))
        dZ = dA
    return loss, grads


def mlp_gradients__inputs_are_scores(X, labels, params):
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    loss = softmax_cross_entropy(scores[-1], labels)
    dZ = softmax_cross_entropy_backward(scores[-1], labels)
    grads = []
    for i in reversed(range(len(params))):
        dA, dW, db = linear_backward(dZ, X if i == 0 else scores[i - 1], params[i][0])
        grads.insert(0, (dW, db))
        if i > 0:
            dZ = relu_backward(dA, scores[i - 1])
    return loss, grads


def mlp_gradients__biases_negative(X, labels, params):
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
        grads.insert(0, (dW, -db))
        if i > 0:
            dZ = relu_backward(dA, scores[i - 1])
    return loss, grads
