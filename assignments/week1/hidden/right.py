"""Right solutions of week 1, written differently. None may lose a mark."""

import numpy as np

from autograder.variants import right

from .reference import linear, relu, score


@right("score")
def score_by_loop(x, w, b):
    total = b
    for xi, wi in zip(x, w):
        total += xi * wi
    return total


@right("score")
def score_by_sum(x, w, b):
    return np.sum(x * w) + b


@right("score")
def score_as_0d_array(x, w, b):
    return np.array(np.dot(x, w) + b)


@right("score")
def score_as_python_float(x, w, b):
    return float(x.T @ w + b)


@right("score")
def score_by_einsum(x, w, b):
    return np.einsum("i,i->", x, w) + b


@right("linear")
def linear_by_loops(X, W, b):
    n, d = X.shape
    m = W.shape[1]
    Z = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            for k in range(d):
                Z[i, j] += X[i, k] * W[k, j]
            Z[i, j] += b[j]
    return Z


@right("linear")
def linear_by_einsum(X, W, b):
    return np.einsum("nd,dm->nm", X, W) + b.reshape(1, -1)


@right("linear")
def linear_row_by_row(X, W, b):
    return np.array([x @ W + b for x in X])


@right("linear")
def linear_from_scores(X, W, b):
    return np.array([[score(x, W[:, j], b[j]) for j in range(W.shape[1])] for x in X])


@right("linear")
def linear_with_a_column_of_ones(X, W, b):
    return np.hstack([X, np.ones((len(X), 1))]) @ np.vstack([W, b])


@right("linear")
def linear_transposed(X, W, b):
    return (W.T @ X.T + b[:, None]).T


@right("relu")
def relu_by_where(Z):
    return np.where(Z > 0, Z, 0)


@right("relu")
def relu_by_mask(Z):
    A = Z.copy()
    A[A < 0] = 0
    return A


@right("relu")
def relu_by_product(Z):
    return Z * (Z > 0)


@right("relu")
def relu_by_absolute_value(Z):
    return (Z + np.abs(Z)) / 2


@right("relu")
def relu_by_loop(Z):
    A = np.zeros_like(Z)
    for where, z in np.ndenumerate(Z):
        if z > 0:
            A[where] = z
    return A


@right("sigmoid")
def sigmoid_by_masks(Z):
    A = np.empty_like(Z, dtype=float)
    up = Z >= 0
    A[up] = 1 / (1 + np.exp(-Z[up]))
    E = np.exp(Z[~up])
    A[~up] = E / (1 + E)
    return A


@right("sigmoid")
def sigmoid_by_tanh(Z):
    return 0.5 * (1 + np.tanh(Z / 2))


@right("sigmoid")
def sigmoid_by_logaddexp(Z):
    return np.exp(-np.logaddexp(0, -Z))


@right("sigmoid")
def sigmoid_by_clipping(Z):
    return 1 / (1 + np.exp(-np.clip(Z, -500, 500)))


@right("sigmoid")
def sigmoid_with_warnings_off(Z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-Z))


@right("sigmoid")
def sigmoid_by_loop(Z):
    A = np.zeros(Z.shape)
    for where, z in np.ndenumerate(Z):
        e = np.exp(-abs(z))
        A[where] = 1 / (1 + e) if z >= 0 else e / (1 + e)
    return A


@right("init_params")
def init_params_by_scale(sizes, rng):
    params = []
    for layer in range(1, len(sizes)):
        fan_in, fan_out = sizes[layer - 1], sizes[layer]
        W = rng.normal(loc=0.0, scale=(2 / fan_in) ** 0.5, size=(fan_in, fan_out))
        params.append([W, np.zeros(fan_out)])
    return params


@right("init_params")
def init_params_last_layer_first(sizes, rng):
    params = []
    for d, m in reversed(list(zip(sizes[:-1], sizes[1:]))):
        params.insert(0, (rng.standard_normal((m, d)).T * np.sqrt(2) / np.sqrt(d), np.zeros((m,))))
    return params


@right("init_params")
def init_params_as_tuples(sizes, rng):
    return tuple(
        (rng.normal(0, np.sqrt(2 / d), (d, m)), np.zeros(m)) for d, m in zip(sizes, sizes[1:])
    )


@right("init_params")
def init_params_weight_by_weight(sizes, rng):
    params = []
    for d, m in zip(sizes, sizes[1:]):
        W = np.zeros((d, m))
        for k in range(d):
            for j in range(m):
                W[k, j] = rng.normal() * np.sqrt(2 / d)
        params.append((W, 0.0 * np.ones(m)))
    return params


@right("init_params")
def init_params_multivariate(sizes, rng):
    all_weights = [rng.normal(size=d * m) for d, m in zip(sizes, sizes[1:])]
    return [
        (np.sqrt(2 / d) * w.reshape(d, m), np.zeros(m, dtype=int))
        for w, d, m in zip(all_weights, sizes, sizes[1:])
    ]


@right("mlp_forward")
def mlp_forward_with_a_flag(X, params):
    A = X
    for layer, (W, b) in enumerate(params):
        Z = linear(A, W, b)
        A = relu(Z) if layer < len(params) - 1 else Z
    return A


@right("mlp_forward")
def mlp_forward_recursive(X, params):
    W, b = params[0]
    Z = linear(X, W, b)
    return Z if len(params) == 1 else mlp_forward_recursive(relu(Z), params[1:])


@right("mlp_forward")
def mlp_forward_without_own_functions(X, params):
    A = X
    for W, b in params[:-1]:
        A = np.maximum(A @ W + b, 0)
    return A @ params[-1][0] + params[-1][1]


@right("mlp_forward")
def mlp_forward_row_by_row(X, params):
    rows = []
    for x in X:
        a = x.reshape(1, -1)
        for W, b in params[:-1]:
            a = relu(linear(a, W, b))
        rows.append(linear(a, *params[-1])[0])
    return np.array(rows)


@right("mlp_forward")
def mlp_forward_relu_before_each_next(X, params):
    Z = linear(X, *params[0])
    for layer in range(1, len(params)):
        Z = linear(relu(Z), params[layer][0], params[layer][1])
    return Z


@right("perceptron")
def perceptron_counting_mistakes(X, y, epochs):
    n, d = X.shape
    w, b = np.zeros(d), 0.0
    epoch, mistakes = 0, n
    while epoch < epochs and mistakes > 0:
        mistakes = 0
        for i in range(n):
            y_hat = 1 if X[i] @ w + b > 0 else 0
            if y_hat != y[i]:
                w = w + (y[i] - y_hat) * X[i]
                b = b + (y[i] - y_hat)
                mistakes += 1
        epoch += 1
    return w, b


@right("perceptron")
def perceptron_always_adding(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0
    for _ in range(epochs):
        wrong = False
        for x, target in zip(X, y):
            step = target - int(score(x, w, b) > 0)
            w += step * x
            b += step
            wrong = wrong or step != 0
        if not wrong:
            return [w, b]
    return [w, b]


@right("perceptron")
def perceptron_with_a_column_of_ones(X, y, epochs):
    rows = np.hstack([X, np.ones((len(X), 1))])
    v = np.zeros(rows.shape[1])
    for _ in range(epochs):
        before = v.copy()
        changed = False
        for x, target in zip(rows, y):
            if (v @ x > 0) != (target == 1):
                v = v + x if target == 1 else v - x
                changed = True
        if not changed:
            return before[:-1], before[-1]
    return v[:-1], v[-1]


@right("perceptron")
def perceptron_checking_at_the_end(X, y, epochs):
    w, b = np.zeros(X.shape[1]), np.array(0.0)
    for _ in range(epochs):
        for x, target in zip(X, y):
            error = float(target) - float(w @ x + b > 0)
            w, b = w + error * x, b + error
        if np.all((X @ w + b > 0) == (y == 1)):
            break
    return w, b
