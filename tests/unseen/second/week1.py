"""Wrong solutions of week 1, written after the engine and held out from its making."""
# ruff: noqa
import numpy as np


def score__bias_is_subtracted_in_loop(x, w, b):
    s = 0.0
    for xi, wi in zip(x, w):
        s += xi * wi - b
    return s


def score__abs(x, w, b):
    return abs(np.dot(x, w) + b)


def score__mean_plus_bias_over_d(x, w, b):
    return (x @ w + b) / len(x)


def score__distance(x, w, b):
    return np.sqrt(np.sum((x - w) ** 2)) + b


def score__max_product(x, w, b):
    return np.max(x * w) + b


def score__forgets_return(x, w, b):
    z = np.dot(w, x) + b


def score__weights_squared(x, w, b):
    return np.dot(w ** 2, x) + b


def score__array_one(x, w, b):
    return np.array([np.dot(x, w) + b])


def score__log(x, w, b):
    return np.log(1 + np.exp(x @ w + b))


def score__swapped_index(x, w, b):
    z = b
    for i in range(len(x)):
        z += x[i] * w[-i]
    return z


def linear__max_zero(X, W, b):
    return np.maximum(0, X @ W) + b


def linear__bias_sign_and_twice(X, W, b):
    return X @ W - 2 * b


def linear__row_by_row_list(X, W, b):
    Z = []
    for x in X:
        Z.append(x @ W + b)
    return Z


def linear__elementwise_loop(X, W, b):
    Z = np.zeros((len(X), W.shape[1]))
    for i in range(len(X)):
        for j in range(W.shape[1]):
            Z[i, j] = X[i, 0] * W[0, j] + b[j]
    return Z


def linear__bias_of_the_row(X, W, b):
    Z = X @ W
    for i in range(len(Z)):
        Z[i] += b[i % len(b)]
    return Z


def linear__x_normalised(X, W, b):
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    return X @ W + b


def linear__column_vector(X, W, b):
    return (X @ W + b).reshape(-1, 1)


def linear__tanh(X, W, b):
    return np.tanh(X @ W + b)


def linear__square_weights(X, W, b):
    return X @ (W * W) + b


def linear__b_times_w(X, W, b):
    return X @ (W + b)


def linear__sum_over_units(X, W, b):
    return np.sum(X @ W + b, axis=1)


def linear__einsum_wrong(X, W, b):
    return np.einsum("nd,dm->n", X, W)[:, None] + b


def relu__where_ge_one(Z):
    return np.where(Z >= 1, Z, 0)


def relu__heaviside(Z):
    return np.heaviside(Z, 0.0)


def relu__gelu(Z):
    return 0.5 * Z * (1 + np.tanh(np.sqrt(2 / np.pi) * (Z + 0.044715 * Z ** 3)))


def relu__leaky_third(Z):
    return np.maximum(Z / 3, Z)


def relu__list_comp_1d(Z):
    return np.array([max(z, 0) for z in Z])


def relu__np_max(Z):
    return np.max([Z, 0])


def relu__half(Z):
    return (Z + np.abs(Z))


def relu__in_place_clip(Z):
    np.clip(Z, 0, None, out=Z)
    return Z


def relu__doubles(Z):
    return Z * (Z > 0) * 2


def relu__removes_shape(Z):
    return np.maximum(Z, 0).reshape(-1)


def relu__loop_bug(Z):
    A = Z.copy()
    for i in range(len(A)):
        if np.any(A[i] < 0):
            A[i] = 0
    return A


def sigmoid__exp_over_one_plus(Z):
    return np.exp(Z) / (1 + np.exp(Z))


def sigmoid__scaled_tanh(Z):
    return 0.5 * np.tanh(Z) + 0.5


def sigmoid__clip_20(Z):
    Z = np.clip(Z, -20, 20)
    return 1 / (1 + np.exp(-Z))


def sigmoid__square(Z):
    return 1 / (1 + np.exp(-Z ** 2))


def sigmoid__hard(Z):
    return np.clip(Z / 6 + 0.5, 0, 1)


def sigmoid__nan_zero(Z):
    with np.errstate(all="ignore"):
        return np.nan_to_num(np.exp(Z) / (1 + np.exp(Z)))


def sigmoid__two_times(Z):
    return 2 / (1 + np.exp(-np.clip(Z, -700, 700)))


def sigmoid__logit(Z):
    return np.log(Z / (1 - Z))


def sigmoid__loop_first_axis(Z):
    out = []
    for z in Z:
        out.append(1 / (1 + np.e ** -z))
    return np.array(out)


def sigmoid__parenthesis(Z):
    return 1 / 1 + np.exp(-np.abs(Z))


def sigmoid__float_only(Z):
    if Z >= 0:
        return 1 / (1 + np.exp(-Z))
    return np.exp(Z) / (1 + np.exp(Z))


def init_params__uniform(sizes, rng):
    return [(rng.uniform(-1, 1, (a, b)) * np.sqrt(2 / a), np.zeros(b)) for a, b in zip(sizes, sizes[1:])]


def init_params__sqrt_of_two_over(sizes, rng):
    return [(rng.normal(0, np.sqrt(2) / a, (a, b)), np.zeros(b)) for a, b in zip(sizes, sizes[1:])]


def init_params__variance_times(sizes, rng):
    return [(rng.normal(0, np.sqrt(2 * a), (a, b)), np.zeros(b)) for a, b in zip(sizes, sizes[1:])]


def init_params__bias_shape(sizes, rng):
    return [(rng.normal(0, np.sqrt(2 / a), (a, b)), np.zeros(a)) for a, b in zip(sizes, sizes[1:])]


def init_params__dict(sizes, rng):
    return {i: (rng.normal(0, np.sqrt(2 / a), (a, b)), np.zeros(b)) for i, (a, b) in enumerate(zip(sizes, sizes[1:]))}


def init_params__absolute(sizes, rng):
    return [(np.abs(rng.normal(0, np.sqrt(2 / a), (a, b))), np.zeros(b)) for a, b in zip(sizes, sizes[1:])]


def init_params__one_number(sizes, rng):
    return [(np.full((a, b), rng.normal(0, np.sqrt(2 / a))), np.zeros(b)) for a, b in zip(sizes, sizes[1:])]


def mlp_forward__relu_everywhere_and_softmax(X, params):
    A = X
    for W, b in params:
        A = np.maximum(A @ W + b, 0)
    E = np.exp(A - A.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def mlp_forward__bias_only_last(X, params):
    A = X
    for W, b in params[:-1]:
        A = relu(A @ W)
    W, b = params[-1]
    return A @ W + b


def mlp_forward__leaky(X, params):
    A = X
    for W, b in params[:-1]:
        Z = A @ W + b
        A = np.where(Z > 0, Z, 0.01 * Z)
    W, b = params[-1]
    return A @ W + b


def mlp_forward__abs(X, params):
    A = X
    for W, b in params[:-1]:
        A = abs(A @ W + b)
    W, b = params[-1]
    return A @ W + b


def mlp_forward__last_layer_twice(X, params):
    A = X
    for W, b in params:
        A = relu(linear(A, W, b))
    return linear(A, *params[-1])


def mlp_forward__index_of_w(X, params):
    A = X
    for i in range(len(params) - 1):
        A = relu(linear(A, params[0][0], params[i][1]))
    return linear(A, *params[-1])


def mlp_forward__first_row(X, params):
    A = X[:1]
    for W, b in params[:-1]:
        A = relu(linear(A, W, b))
    return linear(A, *params[-1])


def mlp_forward__mean_centred(X, params):
    A = X - X.mean(axis=0)
    for W, b in params[:-1]:
        A = relu(linear(A, W, b))
    return linear(A, *params[-1])


def perceptron__ge(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(min(epochs, 1000)):
        wrong = 0
        for x, t in zip(X, y):
            p = 1 if x @ w + b >= 0 else 0
            if p != t:
                w = w + (t - p) * x
                b = b + (t - p)
                wrong += 1
        if wrong == 0:
            break
    return w, b


def perceptron__bias_updates_missing_sign(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(min(epochs, 300)):
        wrong = 0
        for x, t in zip(X, y):
            p = int(x @ w + b > 0)
            if p != t:
                w = w + (t - p) * x
                b = b + 1
                wrong += 1
        if wrong == 0:
            break
    return w, b


def perceptron__random_start(X, y, epochs):
    w, b = np.ones(X.shape[1]), 0.0
    for _ in range(min(epochs, 1000)):
        wrong = 0
        for x, t in zip(X, y):
            e = t - int(x @ w + b > 0)
            w, b = w + e * x, b + e
            wrong += abs(e)
        if wrong == 0:
            break
    return w, b


def perceptron__updates_always(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(min(epochs, 100)):
        for x, t in zip(X, y):
            w, b = w + (t - 0.5) * x, b + (t - 0.5)
    return w, b
