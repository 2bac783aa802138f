"""Wrong student solutions of week 1 (layers), written blind."""
import numpy as np


def score__bias_added_in_each_term(x, w, b):
    # The bias is added to every product before summing, so it counts d times.
    total = 0.0
    for xi, wi in zip(x, w):
        total += wi * xi + b
    return total


def score__bias_as_threshold(x, w, b):
    # The bias is subtracted, as the firing threshold of another course's neuron.
    return float(np.dot(w, x) - b)


def score__last_input_skipped(x, w, b):
    # The loop ends one input too early, so the last product is missing.
    z = b
    for j in range(len(x) - 1):
        z = z + w[j] * x[j]
    return z


def linear__loop_overwrites(X, W, b):
    # In the triple loop the entry is set instead of added to, so only the last input counts.
    n, d = X.shape
    m = W.shape[1]
    Z = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            for k in range(d):
                Z[i, j] = X[i, k] * W[k, j] + b[j]
    return Z


def linear__scaled_by_inputs_and_bias_minus(X, W, b):
    # Two slips: the sum over inputs is a mean (divided by d), and the bias is subtracted.
    return np.einsum("nd,dm->nm", X, W) / X.shape[1] - b


def linear__bias_as_column(X, W, b):
    # The bias is made a column, so it goes along the observations (an error unless n = m or n = 1, and then wrong).
    return X @ W + b.reshape(-1, 1)


def relu__in_place(Z):
    # The negative entries of the argument itself are set to 0, so Z is changed.
    Z[Z < 0] = 0
    return Z


def relu__absolute(Z):
    # Negative scores are mirrored to positive ones instead of silenced.
    return np.where(Z > 0, Z, -Z)


def relu__matrix_only(Z):
    # Loops over rows and columns, so it fails for vectors and for three axes.
    n, m = Z.shape
    return np.array([[max(0.0, Z[i, j]) for j in range(m)] for i in range(n)])


def sigmoid__clipped_at_20(Z):
    # Clips the scores to +-20 against overflow, so values further out are off by up to 2e-9.
    return 1 / (1 + np.exp(-np.clip(Z, -20, 20)))


def sigmoid__sign_of_whole_array(Z):
    # Chooses one of the two forms for the whole array, from the sign of its mean, so mixed arrays overflow (with a warning, or to nan).
    if np.mean(Z) >= 0:
        return 1 / (1 + np.exp(-Z))
    return np.exp(Z) / (1 + np.exp(Z))


def sigmoid__tanh_unscaled(Z):
    # Uses (1 + tanh z) / 2 and forgets that the argument must be z / 2.
    return 0.5 * (1 + np.tanh(Z))


def sigmoid__mirrored_negative_branch(Z):
    # For negative scores 1/(1+e^z) of |z| is used without taking one minus it, so it is symmetric about 0.
    return 1 / (1 + np.exp(-np.abs(Z)))


def init_params__variance_passed_as_sd(sizes, rng):
    # The variance 2 / fan_in is given to rng.normal as the standard deviation.
    params = []
    for i in range(len(sizes) - 1):
        W = rng.normal(0, 2 / sizes[i], (sizes[i], sizes[i + 1]))
        params.append((W, np.zeros(sizes[i + 1])))
    return params


def init_params__glorot(sizes, rng):
    # Uses the Glorot variance 2 / (fan_in + fan_out) of another course.
    return [(rng.normal(size=(a, c)) * np.sqrt(2 / (a + c)), np.zeros(c)) for a, c in zip(sizes, sizes[1:])]


def init_params__fan_of_first_layer_and_random_bias(sizes, rng):
    # Two slips: the fan-in of the first layer is used for all layers, and the biases are random instead of 0.
    scale = np.sqrt(2 / sizes[0])
    params = []
    for fan_in, fan_out in zip(sizes[:-1], sizes[1:]):
        params.append((scale * rng.standard_normal((fan_in, fan_out)), scale * rng.standard_normal(fan_out)))
    return params


def mlp_forward__relu_on_inputs(X, params):
    # The ReLU is applied before every layer, so the negative inputs of the network are cut off too.
    A = X
    for W, b in params:
        A = linear(relu(A), W, b)
    return A


def mlp_forward__sigmoid_hidden(X, params):
    # The hidden layers use the sigmoid instead of the ReLU.
    out = X
    last = len(params) - 1
    for i, (W, b) in enumerate(params):
        out = linear(out, W, b)
        if i != last:
            out = sigmoid(out)
    return out


def mlp_forward__only_two_layers(X, params):
    # Written for exactly one hidden layer: uses the first and the last pair, so deeper networks fail or skip layers.
    W1, b1 = params[0]
    W2, b2 = params[-1]
    if len(params) == 1:
        return linear(X, W1, b1)
    return linear(relu(linear(X, W1, b1)), W2, b2)


def mlp_forward__relu_between_product_and_bias(X, params):
    # In the hidden layers the ReLU is taken of XW, and the bias added after it.
    for W, b in params[:-1]:
        X = relu(X @ W) + b
    return X @ params[-1][0] + params[-1][1]


def mlp_forward__relu_on_output_and_last_bias_missing(X, params):
    # Two slips: the output layer gets a ReLU as well, and its bias is left out.
    A = X
    for i in range(len(params)):
        W, b = params[i]
        Z = A @ W
        if i < len(params) - 1:
            Z = Z + b
        A = relu(Z)
    return A


def perceptron__batch_update(X, y, epochs):
    # All observations of an epoch are judged with the same w and b, and the corrections are added together at its end.
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        error = y - (X @ w + b > 0).astype(int)
        if not error.any():
            break
        w = w + error @ X
        b = b + error.sum()
    return w, b


def perceptron__mistakes_never_reset(X, y, epochs):
    # The counter of mistakes is set to 0 before all epochs, so after one mistake it never stops early.
    w = np.zeros(X.shape[1])
    b = 0.0
    mistakes = 0
    for _ in range(epochs):
        for i in range(len(X)):
            guess = 1 if X[i] @ w + b > 0 else 0
            if guess != y[i]:
                mistakes += 1
                w = w + (y[i] - guess) * X[i]
                b += y[i] - guess
        if mistakes == 0:
            break
    return w, b


def perceptron__predicts_one_at_zero_and_no_bias_update(X, y, epochs):
    # Two slips: a score of exactly 0 is taken as a 1, and b is never changed.
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        clean = True
        for xi, yi in zip(X, y):
            diff = yi - (1 if w @ xi + b >= 0 else 0)
            if diff != 0:
                w = w + diff * xi
                clean = False
        if clean:
            return w, b
    return w, b


def perceptron__check_inside_inner_loop(X, y, epochs):
    # The test for an epoch without mistakes stands inside the loop over observations, so it ends at the first right one that no mistake precedes.
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        mistakes = 0
        for xi, yi in zip(X, y):
            y_hat = int(np.dot(w, xi) + b > 0)
            if y_hat != yi:
                w = w + (yi - y_hat) * xi
                b = b + (yi - y_hat)
                mistakes += 1
            if mistakes == 0:
                return w, b
    return w, b
