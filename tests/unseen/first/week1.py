"""Wrong solutions of week 1 that the authors of the engine wrote before it: a spread, as students would write them.

A function's name is that of its exercise, two underscores, and what is wrong with it. They are text to be graded, never run here.
"""
# ruff: noqa
import numpy as np


def score__outer_product(x, w, b):
    return np.outer(x, w) + b


def score__elementwise_and_bias_dropped(x, w, b):
    return x * w


def score__sum_of_x(x, w, b):
    return np.sum(x) + b


def score__bias_times_size(x, w, b):
    return x @ w + b * len(x)


def score__sigmoid_on_top(x, w, b):
    return 1 / (1 + np.exp(-(x @ w + b)))


def score__tanh(x, w, b):
    return np.tanh(np.dot(w, x) + b)


def score__negative(x, w, b):
    return -(w @ x) + b


def score__loop_skips_first(x, w, b):
    total = 0
    for i in range(1, len(x)):
        total += x[i] * w[i]
    return total + b


def score__loop_skips_last(x, w, b):
    total = b
    for i in range(len(x) - 1):
        total += x[i] * w[i]
    return total


def score__prints(x, w, b):
    print(x @ w + b)


def score__normalised(x, w, b):
    return (x @ w + b) / np.linalg.norm(w)


def score__rounded(x, w, b):
    return round(float(x @ w + b), 2)


def score__wrapped_in_list(x, w, b):
    return [x @ w + b]


def score__int(x, w, b):
    return int(x @ w + b)


def score__x_plus_w(x, w, b):
    return np.sum(x + w) + b


def score__bias_multiplied(x, w, b):
    return (x @ w) * b


def linear__bias_twice(X, W, b):
    return X @ W + b + b


def linear__loop_returns_early(X, W, b):
    Z = np.zeros((X.shape[0], W.shape[1]))
    for i in range(X.shape[0]):
        for j in range(W.shape[1]):
            Z[i, j] = np.sum(X[i] * W[:, j]) + b[j]
        return Z


def linear__loop_without_accumulating(X, W, b):
    n, d = X.shape
    m = W.shape[1]
    Z = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            for k in range(d):
                Z[i, j] = X[i, k] * W[k, j]
            Z[i, j] += b[j]
    return Z


def linear__bias_inside_inner_loop(X, W, b):
    n, d = X.shape
    m = W.shape[1]
    Z = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            for k in range(d):
                Z[i, j] += X[i, k] * W[k, j] + b[j]
    return Z


def linear__divided_by_inputs(X, W, b):
    return X @ W / X.shape[1] + b


def linear__divided_by_rows(X, W, b):
    return (X @ W + b) / len(X)


def linear__reversed_product(X, W, b):
    return W @ X + b


def linear__transposed_x(X, W, b):
    return X.T @ W + b


def linear__sigmoid(X, W, b):
    Z = X @ W + b
    return 1 / (1 + np.exp(-Z))


def linear__flattened(X, W, b):
    return (X @ W + b).ravel()


def linear__list(X, W, b):
    return [list(row) for row in X @ W + b]


def linear__integers(X, W, b):
    Z = np.zeros((X.shape[0], W.shape[1]), dtype=int)
    for i in range(X.shape[0]):
        Z[i] = X[i] @ W + b
    return Z


def linear__bias_mean(X, W, b):
    return X @ W + b.mean()


def linear__float32(X, W, b):
    return (X @ W + b).astype(np.float32)


def linear__in_place_b(X, W, b):
    b += X[0] @ W
    return X @ W + b


def linear__last_row_missing(X, W, b):
    return np.array([x @ W + b for x in X[:-1]])


def relu__minimum(Z):
    return np.minimum(Z, 0)


def relu__scalar_if(Z):
    if Z > 0:
        return Z
    return 0


def relu__max_builtin(Z):
    return max(0, Z)


def relu__softplus(Z):
    return np.log(1 + np.exp(Z))


def relu__elu(Z):
    return np.where(Z > 0, Z, np.exp(Z) - 1)


def relu__leaky_other_slope(Z):
    return np.where(Z > 0, Z, 0.1 * Z)


def relu__two_axes_only(Z):
    A = np.zeros(Z.shape)
    for i in range(Z.shape[0]):
        for j in range(Z.shape[1]):
            if Z[i, j] > 0:
                A[i, j] = Z[i, j]
    return A


def relu__negated(Z):
    return np.maximum(-Z, 0)


def relu__one_floor(Z):
    return np.maximum(Z, 1)


def relu__squared(Z):
    return np.maximum(Z, 0) ** 2


def relu__drops_negatives(Z):
    return Z[Z > 0]


def relu__integers(Z):
    return np.array([max(0, int(z)) for z in Z.ravel()]).reshape(Z.shape)


def relu__flat(Z):
    return np.array([z if z > 0 else 0.0 for z in Z.ravel()])


def relu__alias(Z):
    A = Z
    A[A < 0] = 0.0
    return A


def relu__row_max(Z):
    return np.max(Z, axis=0)


def relu__clipped_to_one(Z):
    return np.clip(Z, 0, 1)


def sigmoid__naive(Z):
    return 1 / (1 + np.exp(-Z))


def sigmoid__sign(Z):
    return 1 / (1 + np.exp(Z))


def sigmoid__no_one(Z):
    return 1 / np.exp(-Z)


def sigmoid__tanh(Z):
    return np.tanh(Z)


def sigmoid__clipped(Z):
    return 1 / (1 + np.exp(-np.clip(Z, -10, 10)))


def sigmoid__clipped_500(Z):
    Z = np.clip(Z, -500, 500)
    return 1 / (1 + np.exp(-Z))


def sigmoid__derivative(Z):
    S = 1 / (1 + np.exp(-np.abs(Z)))
    S = np.where(Z >= 0, S, 1 - S)
    return S * (1 - S)


def sigmoid__minus_one(Z):
    E = np.exp(-np.abs(Z))
    return np.where(Z >= 0, 1, E) / (1 - E)


def sigmoid__softmax(Z):
    E = np.exp(Z - Z.max())
    return E / E.sum()


def sigmoid__rounded_decision(Z):
    return (Z > 0).astype(int)


def sigmoid__in_place(Z):
    Z *= -1
    E = np.exp(-np.abs(Z))
    return np.where(Z <= 0, 1, E) / (1 + E)


def sigmoid__math(Z):
    import math
    return 1 / (1 + math.exp(-Z))


def sigmoid__wrong_branch(Z):
    E = np.exp(-np.abs(Z))
    return np.where(Z >= 0, E, 1) / (1 + E)


def sigmoid__only_positive_form(Z):
    E = np.exp(-np.abs(Z))
    return 1 / (1 + E)


def sigmoid__base_two(Z):
    E = 2.0 ** -np.abs(Z)
    return np.where(Z >= 0, 1, E) / (1 + E)


def init_params__standard_normal_div_sqrt(sizes, rng):
    return [(rng.standard_normal((a, b)) / np.sqrt(a), np.zeros(b)) for a, b in zip(sizes, sizes[1:])]


def init_params__glorot(sizes, rng):
    return [(rng.normal(0, np.sqrt(2 / (a + b)), (a, b)), np.zeros(b)) for a, b in zip(sizes, sizes[1:])]


def init_params__biases_ones(sizes, rng):
    return [(rng.normal(0, np.sqrt(2 / a), (a, b)), np.ones(b)) for a, b in zip(sizes, sizes[1:])]


def init_params__scale_tenth(sizes, rng):
    return [(rng.normal(0, 1, (a, b)) * 0.1, np.zeros(b)) for a, b in zip(sizes, sizes[1:])]


def init_params__same_weights(sizes, rng):
    seed = 42
    params = []
    for a, b in zip(sizes, sizes[1:]):
        r = np.random.default_rng(seed)
        params.append((r.normal(0, np.sqrt(2 / a), (a, b)), np.zeros(b)))
    return params


def init_params__wrong_mean(sizes, rng):
    return [(rng.normal(1, np.sqrt(2 / a), (a, b)), np.zeros(b)) for a, b in zip(sizes, sizes[1:])]


def init_params__lists(sizes, rng):
    params = []
    for i in range(len(sizes) - 1):
        W = rng.normal(0, np.sqrt(2 / sizes[i]), (sizes[i], sizes[i + 1]))
        b = [0.0] * sizes[i + 1]
        params.append([W, b])
    return params


def init_params__only_weights(sizes, rng):
    return [rng.normal(0, np.sqrt(2 / a), (a, b)) for a, b in zip(sizes, sizes[1:])]


def init_params__index_error(sizes, rng):
    params = []
    for i in range(len(sizes)):
        params.append((rng.normal(0, np.sqrt(2 / sizes[i]), (sizes[i], sizes[i + 1])), np.zeros(sizes[i + 1])))
    return params


def init_params__overwrites_list(sizes, rng):
    for i in range(len(sizes) - 1):
        params = []
        params.append((rng.normal(0, np.sqrt(2 / sizes[i]), (sizes[i], sizes[i + 1])), np.zeros(sizes[i + 1])))
    return params


def mlp_forward__sigmoid_hidden_and_relu_out(X, params):
    A = X
    for W, b in params:
        A = relu(A @ W + b)
    return A


def mlp_forward__returns_hidden(X, params):
    A = X
    hidden = []
    for W, b in params[:-1]:
        A = relu(linear(A, W, b))
        hidden.append(A)
    W, b = params[-1]
    return linear(A, W, b), hidden


def mlp_forward__indentation(X, params):
    A = X
    for W, b in params[:-1]:
        A = relu(linear(A, W, b))
        W, b = params[-1]
        return linear(A, W, b)


def mlp_forward__hardcoded_three(X, params):
    (W1, b1), (W2, b2), (W3, b3) = params
    return linear(relu(linear(relu(linear(X, W1, b1)), W2, b2)), W3, b3)


def mlp_forward__softmax_out(X, params):
    A = X
    for W, b in params[:-1]:
        A = relu(linear(A, W, b))
    W, b = params[-1]
    Z = linear(A, W, b)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def mlp_forward__relu_before_bias(X, params):
    A = X
    for W, b in params[:-1]:
        A = relu(A @ W) + b
    W, b = params[-1]
    return A @ W + b


def mlp_forward__tanh(X, params):
    A = X
    for W, b in params[:-1]:
        A = np.tanh(linear(A, W, b))
    W, b = params[-1]
    return linear(A, W, b)


def mlp_forward__no_last_bias(X, params):
    A = X
    for W, b in params[:-1]:
        A = relu(linear(A, W, b))
    W, b = params[-1]
    return A @ W


def mlp_forward__transposed(X, params):
    A = X
    for W, b in params[:-1]:
        A = relu(linear(A, W.T, b))
    W, b = params[-1]
    return linear(A, W.T, b)


def mlp_forward__skips_first(X, params):
    A = X
    for W, b in params[1:-1]:
        A = relu(linear(A, W, b))
    W, b = params[-1]
    return linear(A, W, b)


def mlp_forward__argmax(X, params):
    A = X
    for W, b in params[:-1]:
        A = relu(linear(A, W, b))
    W, b = params[-1]
    return np.argmax(linear(A, W, b), axis=1)


def perceptron__sees_labels_as_is(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(min(epochs, 500)):
        for x, t in zip(X, y):
            if (w @ x + b > 0) != t:
                w, b = w + t * x, b + t
    return w, b


def perceptron__half_rate(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(min(epochs, 1000)):
        mistakes = 0
        for x, t in zip(X, y):
            e = t - int(w @ x + b > 0)
            w, b = w + 0.5 * e * x, b + 0.5 * e
            mistakes += abs(e)
        if mistakes == 0:
            break
    return w, b


def perceptron__returns_only_w(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(min(epochs, 1000)):
        mistakes = 0
        for x, t in zip(X, y):
            e = t - int(w @ x + b > 0)
            w, b = w + e * x, b + e
            mistakes += abs(e)
        if mistakes == 0:
            break
    return w


def perceptron__bias_starts_at_one(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 1.0
    for _ in range(min(epochs, 1000)):
        mistakes = 0
        for x, t in zip(X, y):
            e = t - int(w @ x + b > 0)
            w, b = w + e * x, b + e
            mistakes += abs(e)
        if mistakes == 0:
            break
    return w, b


def perceptron__one_epoch_too_few(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(min(epochs, 1000) - 1):
        mistakes = 0
        for x, t in zip(X, y):
            e = t - int(w @ x + b > 0)
            w, b = w + e * x, b + e
            mistakes += abs(e)
        if mistakes == 0:
            break
    return w, b


def perceptron__order_of_result(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(min(epochs, 1000)):
        mistakes = 0
        for x, t in zip(X, y):
            e = t - int(w @ x + b > 0)
            w, b = w + e * x, b + e
            mistakes += abs(e)
        if mistakes == 0:
            break
    return b, w
