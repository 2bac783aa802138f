"""Wrong solutions of week 1 as students write them, measured before the naming code was changed for any of them."""
# ruff: noqa
import numpy as np


def score__outer_product_summed(x, w, b):
    return float(np.sum(np.outer(w, x)) + b)


def score__range_starts_at_one(x, w, b):
    z = b
    for j in range(1, len(w)):
        z += w[j] * x[j]
    return z


def score__bias_inside_sum(x, w, b):
    return np.sum(w * x + b)


def score__normalised_by_weights(x, w, b):
    w = w / np.linalg.norm(w)
    return np.dot(w, x) + b


def linear__bias_scaled_by_n(X, W, b):
    n = X.shape[0]
    B = np.ones((n, 1)) @ b.reshape(1, -1) * n
    return X @ W + B


def linear__loop_last_feature_missing(X, W, b):
    n, d = X.shape
    m = W.shape[1]
    Z = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            for k in range(d - 1):
                Z[i, j] += X[i, k] * W[k, j]
            Z[i, j] += b[j]
    return Z


def linear__bias_added_in_inner_loop(X, W, b):
    Z = np.zeros((X.shape[0], W.shape[1]))
    for i in range(X.shape[0]):
        for j in range(W.shape[1]):
            for k in range(X.shape[1]):
                Z[i, j] += X[i, k] * W[k, j] + b[j]
    return Z


def linear__result_transposed(X, W, b):
    Z = [W[:, j] @ X.T + b[j] for j in range(len(b))]
    return np.array(Z)


def linear__weights_plus_bias_first(X, W, b):
    return np.matmul(X, W + b)


def relu__leaky(Z):
    alpha = 0.01
    return np.where(Z > 0, Z, alpha * Z)


def relu__clips_at_one(Z):
    return np.clip(Z, 0, 1)


def relu__derivative_instead(Z):
    A = np.zeros_like(Z)
    A[Z > 0] = 1.0
    return A


def relu__max_over_axis(Z):
    return np.max(np.stack([Z, np.zeros_like(Z)]), axis=-1)


def relu__in_place(Z):
    for index in np.ndindex(Z.shape):
        if Z[index] < 0:
            Z[index] = 0
    return Z


def sigmoid__plain_formula(Z):
    return 1 / (1 + np.exp(-Z))


def sigmoid__clip_at_twenty(Z):
    Z = np.clip(Z, -20, 20)
    return 1.0 / (1.0 + np.exp(-Z))


def sigmoid__where_evaluates_both(Z):
    positive = 1 / (1 + np.exp(-Z))
    negative = np.exp(Z) / (1 + np.exp(Z))
    return np.where(Z >= 0, positive, negative)


def sigmoid__tanh_without_half(Z):
    return 0.5 * (1 + np.tanh(Z))


def sigmoid__masks_mixed_up(Z):
    out = np.empty_like(Z, dtype=float)
    pos = Z >= 0
    neg = ~pos
    out[pos] = 1 / (1 + np.exp(-Z[pos]))
    ez = np.exp(Z[neg])
    out[neg] = 1 / (1 + ez)
    return out


def init_params__std_two_over_fan_in(sizes, rng):
    params = []
    for i in range(len(sizes) - 1):
        W = rng.normal(loc=0.0, scale=2 / sizes[i], size=(sizes[i], sizes[i + 1]))
        b = np.zeros(sizes[i + 1])
        params.append((W, b))
    return params


def init_params__xavier(sizes, rng):
    params = []
    for fan_in, fan_out in zip(sizes, sizes[1:]):
        limit = np.sqrt(6 / (fan_in + fan_out))
        params.append((rng.uniform(-limit, limit, (fan_in, fan_out)), np.zeros(fan_out)))
    return params


def init_params__fan_in_of_the_net(sizes, rng):
    scale = np.sqrt(2 / sizes[0])
    return [(rng.standard_normal((a, c)) * scale, np.zeros(c)) for a, c in zip(sizes[:-1], sizes[1:])]


def init_params__bias_row(sizes, rng):
    result = []
    for layer in range(1, len(sizes)):
        fan_in = sizes[layer - 1]
        W = rng.normal(size=(fan_in, sizes[layer])) * (2 / fan_in) ** 0.5
        b = np.zeros((1, sizes[layer]))
        result.append((W, b))
    return result


def mlp_forward__relu_everywhere(X, params):
    out = X
    for W, b in params:
        out = relu(out @ W + b)
    return out


def mlp_forward__relu_only_first(X, params):
    A = X
    for i, (W, b) in enumerate(params):
        Z = linear(A, W, b)
        A = relu(Z) if i == 0 and len(params) > 1 else Z
    return A


def mlp_forward__sigmoid_hidden(X, params):
    A = X
    L = len(params)
    for l in range(L - 1):
        W, b = params[l]
        A = sigmoid(linear(A, W, b))
    W, b = params[L - 1]
    return linear(A, W, b)


def mlp_forward__input_rectified(X, params):
    hidden = X
    for W, b in params:
        hidden = linear(relu(hidden), W, b)
    return hidden


def mlp_forward__skips_a_layer(X, params):
    def forward_layer(A, layer, activate):
        W, b = layer
        Z = linear(A, W, b)
        return relu(Z) if activate else Z

    A = forward_layer(X, params[0], len(params) > 1)
    for layer in params[1:-1]:
        forward_layer(A, layer, True)
    if len(params) > 1:
        A = forward_layer(A, params[-1], False)
    return A


def perceptron__stops_when_last_one_is_right(X, y, epochs):
    w = np.zeros(X.shape[1])
    b = 0.0
    for epoch in range(epochs):
        for xi, yi in zip(X, y):
            y_hat = 1 if xi @ w + b > 0 else 0
            error = yi - y_hat
            w = w + error * xi
            b = b + error
        if error == 0:
            break
    return w, b


def perceptron__ge_zero(X, y, epochs):
    n, d = X.shape
    w, b = np.zeros(d), 0.0
    for _ in range(epochs):
        errors = 0
        for i in range(n):
            pred = int(np.dot(w, X[i]) + b >= 0)
            update = y[i] - pred
            w = w + update * X[i]
            b = b + update
            errors += int(update != 0)
        if errors == 0:
            return w, b
    return w, b


def perceptron__batch_update(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        y_hat = (X @ w + b > 0).astype(int)
        error = y - y_hat
        if not error.any():
            break
        w = w + X.T @ error
        b = b + error.sum()
    return w, b


def perceptron__returns_inside_the_loop(X, y, epochs):
    w = np.zeros(X.shape[1])
    b = 0
    for epoch in range(epochs):
        changed = False
        for x, t in zip(X, y):
            yhat = 1 if w @ x + b > 0 else 0
            if yhat != t:
                w = w + (t - yhat) * x
                b = b + (t - yhat)
                changed = True
            if not changed:
                return w, b
    return w, b
