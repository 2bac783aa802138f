"""Right solutions of week 3, written differently from the reference."""

import numpy as np

from autograder.variants import right

from .reference import (
    linear,
    linear_backward,
    mlp_forward,
    relu,
    relu_backward,
    softmax,
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
)


@right("numeric_gradient")
def in_place_and_back(f, W, eps=1e-5):
    dW = np.empty_like(W)
    for place in np.ndindex(*W.shape):
        W[place] += eps
        above = f(W)
        W[place] -= 2 * eps
        below = f(W)
        W[place] += eps
        dW[place] = (above - below) / (2 * eps)
    return dW


@right("numeric_gradient")
def with_nditer(f, W, eps=1e-5):
    dW = np.zeros_like(W)
    places = np.nditer(W, flags=["multi_index"])
    for _ in places:
        above, below = W.copy(), W.copy()
        above[places.multi_index] += eps
        below[places.multi_index] -= eps
        dW[places.multi_index] = (f(above) - f(below)) / (2 * eps)
    return dW


@right("numeric_gradient")
def along_unit_directions(f, W, eps=1e-5):
    slopes = []
    for direction in np.eye(W.size):
        step = eps * direction.reshape(W.shape)
        slopes.append((f(W + step) - f(W - step)) / 2 / eps)
    return np.array(slopes).reshape(W.shape)


@right("numeric_gradient")
def through_a_flat_view(f, W, eps=1e-5):
    moved = np.array(W, dtype=float)
    flat, dW = moved.ravel(), np.zeros(W.size)
    for i in range(W.size):
        w = flat[i]
        flat[i] = w - eps
        below = f(moved)
        flat[i] = w + eps
        dW[i] = (f(moved) - below) / (2 * eps)
        flat[i] = w
    return dW.reshape(W.shape)


@right("numeric_gradient")
def half_a_step_each_way(f, W, eps=1e-5):
    W, dW = W.copy(), np.zeros(W.shape)
    for place in np.ndindex(W.shape):
        w = W[place]
        W[place] = w + eps / 2
        above = f(W)
        W[place] = w - eps / 2
        dW[place] = (above - f(W)) / eps
        W[place] = w
    return dW


@right("linear_backward")
def with_einsum(dZ, X, W):
    return np.einsum("nm,dm->nd", dZ, W), np.einsum("nd,nm->dm", X, dZ), np.einsum("nm->m", dZ)


@right("linear_backward")
def observation_by_observation(dZ, X, W):
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(W.shape[1])
    for i in range(len(X)):
        dX[i] = W @ dZ[i]
        dW += np.outer(X[i], dZ[i])
        db += dZ[i]
    return [dX, dW, db]


@right("linear_backward")
def with_dot_and_transposes(dZ, X, W):
    return np.dot(W, dZ.T).T, np.dot(dZ.T, X).T, np.dot(np.ones(len(dZ)), dZ)


@right("linear_backward")
def by_broadcasting(dZ, X, W):
    dX = (dZ[:, None, :] * W[None, :, :]).sum(axis=2)
    dW = (X[:, :, None] * dZ[:, None, :]).sum(axis=0)
    return dX, dW, np.sum(dZ, axis=0)


@right("linear_backward")
def entry_by_entry(dZ, X, W):
    (n, d), m = X.shape, W.shape[1]
    dX = np.array([[sum(dZ[i, j] * W[k, j] for j in range(m)) for k in range(d)] for i in range(n)])
    dW = np.array([[sum(X[i, k] * dZ[i, j] for i in range(n)) for j in range(m)] for k in range(d)])
    return dX, dW, np.array([sum(dZ[:, j]) for j in range(m)])


@right("relu_backward")
def with_where(dA, Z):
    return np.where(Z > 0, dA, 0)


@right("relu_backward")
def open_at_zero(dA, Z):
    return dA * (Z >= 0).astype(float)


@right("relu_backward")
def masked_copy(dA, Z):
    dZ = dA.copy()
    dZ[Z <= 0] = 0
    return dZ


@right("relu_backward")
def with_heaviside(dA, Z):
    return np.heaviside(Z, 0.0) * dA


@right("relu_backward")
def gate_by_gate(dA, Z):
    dZ = np.zeros(Z.shape)
    for place in np.ndindex(Z.shape):
        if Z[place] > 0:
            dZ[place] = dA[place]
    return dZ


@right("sigmoid_backward")
def multiplied_out(dA, A):
    return dA * (A - A**2)


@right("sigmoid_backward")
def with_np_multiply(dA, A):
    return np.multiply(np.multiply(A, 1.0 - A), dA)


@right("sigmoid_backward")
def unit_by_unit(dA, A):
    flat = [da * a * (1 - a) for da, a in zip(dA.ravel(), A.ravel())]
    return np.array(flat).reshape(A.shape)


@right("sigmoid_backward")
def completed_square(dA, A):
    return dA * (0.25 - (A - 0.5) ** 2)


@right("sigmoid_backward")
def into_a_copy(dA, A):
    dZ = dA.copy()
    dZ *= A
    dZ *= 1 - A
    return dZ


@right("mse_backward")
def averaged_by_shape(Y, Y_hat):
    return 2 / Y.shape[0] * (Y_hat - Y)


@right("mse_backward")
def with_minus(Y, Y_hat):
    return -2 * np.subtract(Y, Y_hat) / Y_hat.shape[0]


@right("mse_backward")
def row_by_row(Y, Y_hat):
    n = len(Y)
    return np.array([2 * (y_hat - y) / n for y, y_hat in zip(Y, Y_hat)])


@right("mse_backward")
def twice_the_error(Y, Y_hat):
    error = Y_hat - Y
    return (error + error) / len(error)


@right("softmax_cross_entropy_backward")
def label_entries_less_one(Z, labels):
    P = softmax(Z)
    P[np.arange(len(Z)), labels] -= 1
    return P / len(Z)


@right("softmax_cross_entropy_backward")
def own_softmax(Z, labels):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return (E / E.sum(axis=1, keepdims=True) - np.eye(Z.shape[1])[labels]) / Z.shape[0]


@right("softmax_cross_entropy_backward")
def score_by_score(Z, labels):
    P, (n, C) = softmax(Z), Z.shape
    return np.array([[(P[i, j] - (1 if j == labels[i] else 0)) / n for j in range(C)] for i in range(n)])


@right("softmax_cross_entropy_backward")
def by_comparing_with_the_label(Z, labels):
    return (softmax(Z) - (np.arange(Z.shape[1]) == labels[:, None])) / len(labels)


@right("softmax_cross_entropy_backward")
def two_terms(Z, labels):
    dZ = softmax(Z) / len(Z)
    np.add.at(dZ, (np.arange(len(Z)), labels), -1 / len(Z))
    return dZ


@right("mlp_gradients")
def recursive(X, labels, params):
    def from_layer(A, rest):
        (W, b), later = rest[0], rest[1:]
        Z = linear(A, W, b)
        if later:
            loss, dA, grads = from_layer(relu(Z), later)
            dZ = relu_backward(dA, Z)
        else:
            loss, dZ, grads = softmax_cross_entropy(Z, labels), softmax_cross_entropy_backward(Z, labels), []
        dX, dW, db = linear_backward(dZ, A, W)
        return loss, dX, [(dW, db)] + grads

    loss, dX, grads = from_layer(X, list(params))
    return loss, grads


@right("mlp_gradients")
def reversed_at_the_end(X, labels, params):
    kept = [X]
    for W, b in params[:-1]:
        kept.append(relu(linear(kept[-1], W, b)))
    Z = linear(kept[-1], *params[-1])
    dA, dW, db = linear_backward(softmax_cross_entropy_backward(Z, labels), kept[-1], params[-1][0])
    grads = [[dW, db]]
    for k in range(len(params) - 2, -1, -1):
        # A > 0 exactly where Z > 0.
        dA, dW, db = linear_backward(relu_backward(dA, kept[k + 1]), kept[k], params[k][0])
        grads.append([dW, db])
    return [softmax_cross_entropy(Z, labels), grads[::-1]]


@right("mlp_gradients")
def all_by_hand(X, labels, params):
    inputs, A, n = [], X, len(X)
    for layer, (W, b) in enumerate(params):
        inputs.append(A)
        A = A @ W + b
        if layer < len(params) - 1:
            A = np.maximum(A, 0)
    shifted = A - A.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_p[np.arange(n), labels].mean()
    dZ = np.exp(log_p)
    dZ[np.arange(n), labels] -= 1
    dZ /= n
    grads = [None] * len(params)
    for layer in range(len(params) - 1, -1, -1):
        grads[layer] = (inputs[layer].T @ dZ, dZ.sum(axis=0))
        dZ = (dZ @ params[layer][0].T) * (inputs[layer] > 0)
    return loss, grads


@right("mlp_gradients")
def one_observation_at_a_time(X, labels, params):
    n, total = len(X), 0.0
    sums = [(np.zeros(W.shape), np.zeros(b.shape)) for W, b in params]
    for i in range(n):
        inputs, scores, A = [], [], X[i : i + 1]
        for W, b in params:
            inputs.append(A)
            scores.append(linear(A, W, b))
            A = relu(scores[-1])
        total += softmax_cross_entropy(scores[-1], labels[i : i + 1])
        dZ = softmax_cross_entropy_backward(scores[-1], labels[i : i + 1])
        for layer in range(len(params) - 1, -1, -1):
            dA, dW, db = linear_backward(dZ, inputs[layer], params[layer][0])
            sums[layer] = (sums[layer][0] + dW, sums[layer][1] + db)
            if layer:
                dZ = relu_backward(dA, scores[layer - 1])
    return total / n, [(dW / n, db / n) for dW, db in sums]


@right("mlp_gradients")
def loss_from_mlp_forward(X, labels, params):
    caches, A = [], X
    for W, b in params[:-1]:
        Z = linear(A, W, b)
        caches.append((A, Z))
        A = relu(Z)
    scores = mlp_forward(X, params)
    dA, *pair = linear_backward(softmax_cross_entropy_backward(scores, labels), A, params[-1][0])
    grads = [tuple(pair)]
    for (A, Z), (W, b) in zip(reversed(caches), reversed(params[:-1])):
        dA, *pair = linear_backward(relu_backward(dA, Z), A, W)
        grads = [tuple(pair)] + grads
    return softmax_cross_entropy(scores, labels), tuple(grads)
