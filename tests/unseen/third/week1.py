"""Wrong solutions of week 1 as students write them, measured before the naming code was changed for any of them."""
# ruff: noqa
import numpy as np


def score__loop_with_equals(x, w, b):
    z = 0
    for i in range(len(x)):
        z = x[i] * w[i]
    z = z + b
    return z


def score__average_input(x, w, b):
    weighted = [xi * wi for xi, wi in zip(x, w)]
    return np.mean(weighted) + b


def score__bias_forgotten_and_negative(x, w, b):
    total = 0
    for i in range(x.shape[0]):
        total -= w[i] * x[i]
    return total


def score__relu_inside(x, w, b):
    z = w.T @ x + b
    if z < 0:
        z = 0
    return z


def linear__bias_as_column(X, W, b):
    return X @ W + b[:, None]


def linear__only_first_row_of_x(X, W, b):
    x = X[0]
    out = []
    for row in X:
        out.append(x @ W + b)
    return np.array(out)


def linear__weights_flipped_loop(X, W, b):
    n, d = X.shape
    m = W.shape[1]
    Z = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            s = 0
            for k in range(d):
                s += X[i, d - 1 - k] * W[k, j]
            Z[i, j] = s + b[j]
    return Z


def linear__sum_of_b(X, W, b):
    scores = np.dot(X, W)
    return scores + sum(b)


def linear__centred_output(X, W, b):
    Z = X.dot(W) + b
    Z = Z - Z.mean(axis=0)
    return Z


def relu__sqrt_trick_wrong(Z):
    return (Z + np.sqrt(Z ** 2)) / 4


def relu__keeps_large_only(Z):
    A = Z.copy()
    A[A < 0.5] = 0
    return A


def relu__mask_and_one(Z):
    mask = Z > 0
    return Z * mask + (1 - mask)


def relu__max_over_list(Z):
    return [max(0, z) for z in Z]


def sigmoid__exp_abs(Z):
    return 1 / (1 + np.exp(-abs(Z)))


def sigmoid__piecewise_missing_half(Z):
    out = np.zeros_like(Z)
    pos = Z > 0
    out[pos] = 1 / (1 + np.exp(-Z[pos]))
    return out


def sigmoid__float32(Z):
    z = Z.astype("float32")
    return 1 / (1 + np.exp(-z))


def sigmoid__softsign(Z):
    return 0.5 * (Z / (1 + np.abs(Z)) + 1)


def init_params__transposed(sizes, rng):
    params = []
    for i in range(1, len(sizes)):
        W = rng.normal(0, np.sqrt(2 / sizes[i - 1]), size=(sizes[i], sizes[i - 1]))
        params.append((W, np.zeros(sizes[i])))
    return params


def init_params__fan_out(sizes, rng):
    params = []
    for n_in, n_out in zip(sizes[:-1], sizes[1:]):
        std = (2 / n_out) ** 0.5
        params.append((std * rng.standard_normal((n_in, n_out)), np.zeros(n_out)))
    return params


def init_params__biases_drawn(sizes, rng):
    params = []
    for n_in, n_out in zip(sizes[:-1], sizes[1:]):
        s = np.sqrt(2 / n_in)
        params.append((rng.normal(0, s, (n_in, n_out)), rng.normal(0, s, n_out)))
    return params


def init_params__skips_last(sizes, rng):
    params = []
    for i in range(len(sizes) - 2):
        W = rng.normal(0, np.sqrt(2 / sizes[i]), (sizes[i], sizes[i + 1]))
        params.append((W, np.zeros(sizes[i + 1])))
    return params


def mlp_forward__no_activation(X, params):
    out = X
    for W, b in params:
        out = np.dot(out, W) + b
    return out


def mlp_forward__same_x(X, params):
    for W, b in params[:-1]:
        A = relu(linear(X, W, b))
    W, b = params[-1]
    return linear(A, W, b)


def mlp_forward__relu_on_input(X, params):
    A = relu(X)
    for W, b in params[:-1]:
        A = relu(linear(A, W, b))
    W, b = params[-1]
    return linear(A, W, b)


def perceptron__minus_x(X, y, epochs):
    w = np.zeros(X.shape[1])
    b = 0.0
    for e in range(min(epochs, 500)):
        changed = False
        for i in range(len(X)):
            pred = 1 if np.dot(w, X[i]) + b > 0 else 0
            if pred == 0 and y[i] == 1:
                w = w + X[i]
                b = b + 1
                changed = True
            elif pred == 1 and y[i] == 0:
                w = w - X[i]
                changed = True
        if not changed:
            break
    return w, b


def perceptron__batch_update(X, y, epochs):
    w = np.zeros(X.shape[1])
    b = 0.0
    for e in range(min(epochs, 500)):
        pred = (X @ w + b > 0).astype(int)
        err = y - pred
        if not err.any():
            break
        w = w + X.T @ err
        b = b + err.sum()
    return w, b
