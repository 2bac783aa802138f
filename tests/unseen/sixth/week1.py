"""Wrong solutions of week 1, written blind to the naming engine."""
import numpy as np


def score__bias_as_threshold(x, w, b):
    # takes b as a threshold that is subtracted: w.x - b
    return np.dot(w, x) - b


def score__distance_to_the_cut(x, w, b):
    # divides the score by the length of w, as for the distance of a point to a line
    z = 0.0
    for wj, xj in zip(w, x):
        z += wj * xj
    return (z + b) / np.linalg.norm(w)


def score__loop_starts_at_one(x, w, b):
    # the loop starts at 1, so the first input is never heard
    total = b
    for j in range(1, len(x)):
        total = total + w[j] * x[j]
    return total


def score__mean_of_products(x, w, b):
    # the mean of the products instead of their sum
    return (w * x).mean() + b


def linear__bias_never_arrives(X, W, b):
    # the loop binds the name row anew and leaves Z alone, so no bias is added
    Z = X @ W
    for row in Z:
        row = row + b
    return Z


def linear__first_bias_for_all(X, W, b):
    # always takes the bias of the first unit, b[0], for all units
    n, m = X.shape[0], W.shape[1]
    Z = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            Z[i, j] = np.sum(X[i] * W[:, j]) + b[0]
    return Z


def linear__whole_numbers(X, W, b):
    # stores the scores in an integer array, so the decimals are cut off
    Z = np.zeros((len(X), len(b)), dtype=int)
    for i, x in enumerate(X):
        Z[i] = x @ W + b
    return Z


def linear__ones_last_bias_first(X, W, b):
    # bias trick with the ones as last column of X but b as first row of W
    ones = np.ones((X.shape[0], 1))
    return np.hstack([X, ones]) @ np.vstack([b, W])


def relu__identity_with_sign_slip(Z):
    # (|z| - z)/2 instead of (|z| + z)/2: that is relu of -z
    return (np.abs(Z) - Z) / 2


def relu__only_for_matrices(Z):
    # two nested loops, so it works for matrices alone and breaks off for vectors and stacks
    return np.array([[max(0.0, z) for z in row] for row in Z])


def relu__flat_view_overwrites(Z):
    # ravel gives a view, so Z itself is overwritten
    flat = Z.ravel()
    flat[flat < 0] = 0
    return flat.reshape(Z.shape)


def relu__softplus(Z):
    # the softplus log(1 + e^z), a smooth relative of the ReLU
    return np.logaddexp(0, Z)


def sigmoid__clipped_at_twenty(Z):
    # clips the scores at 20 in size against overflow: wrong in the ninth decimal
    z = np.clip(Z, -20, 20)
    return 1 / (1 + np.exp(-z))


def sigmoid__tanh_without_half(Z):
    # uses (1 + tanh(z))/2 where it must be tanh(z/2)
    return 0.5 * (1 + np.tanh(Z))


def sigmoid__forgets_the_negative_side(Z):
    # 1/(1 + e^-|z|) for every sign: negative scores come out above one half
    E = np.exp(-np.abs(Z))
    return 1 / (1 + E)


def sigmoid__softmax_shift(Z):
    # subtracts the largest score as in softmax, which the 1 in the denominator does not allow
    shifted = np.exp(Z - np.max(Z))
    return shifted / (1 + shifted)


def init_params__two_over_root(sizes, rng):
    # the root covers fan_in alone: standard deviation 2/sqrt(fan_in), a variance of 4/fan_in
    params = []
    for i in range(len(sizes) - 1):
        W = rng.normal(size=(sizes[i], sizes[i + 1])) * 2 / sizes[i] ** 0.5
        params.append((W, np.zeros(sizes[i + 1])))
    return params


def init_params__uniform_numbers(sizes, rng):
    # uniform on -a to a with a = sqrt(2/fan_in): not normal, a third of the variance
    return [(rng.uniform(-1, 1, (a, c)) * np.sqrt(2 / a), np.zeros(c)) for a, c in zip(sizes, sizes[1:])]


def init_params__fan_in_of_the_first_layer(sizes, rng):
    # scales every layer by the number of inputs of the whole network
    scale = np.sqrt(2 / sizes[0])
    out = []
    for fan_in, fan_out in zip(sizes[:-1], sizes[1:]):
        out.append((rng.normal(0, scale, (fan_in, fan_out)), np.zeros(fan_out)))
    return out


def init_params__one_column_repeated(sizes, rng):
    # draws the weights of one unit and gives all units of the layer the same
    params = []
    for k in range(1, len(sizes)):
        w = rng.normal(0, np.sqrt(2.0 / sizes[k - 1]), size=(sizes[k - 1], 1))
        params.append((np.repeat(w, sizes[k], axis=1), np.zeros(sizes[k])))
    return params


def mlp_forward__inputs_rectified(X, params):
    # rectifies in front of every linear layer, so the inputs lose their negative part
    A = X
    for W, b in params:
        A = linear(relu(A), W, b)
    return A


def mlp_forward__hidden_biases_forgotten(X, params):
    # the hidden layers have no bias, only the output layer has
    A = X
    for W, b in params[:-1]:
        A = np.maximum(0, A @ W)
    W, b = params[-1]
    return A @ W + b


def mlp_forward__every_second_relu(X, params):
    # reads "linear, ReLU, linear" as a pattern: only every second hidden layer is rectified
    A = X
    last = len(params) - 1
    for i, (W, b) in enumerate(params):
        A = linear(A, W, b)
        if i % 2 == 0 and i != last:
            A = relu(A)
    return A


def mlp_forward__activations_centred(X, params):
    # takes the mean over the batch away from each hidden unit, a kind of batch normalisation
    A = X
    for W, b in params[:-1]:
        Z = linear(A, W, b)
        A = relu(Z - Z.mean(axis=0))
    return linear(A, *params[-1])


def perceptron__one_update_per_epoch(X, y, epochs):
    # updates once an epoch with the sum over all mistakes instead of at once
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        errors = y - (X @ w + b > 0).astype(int)
        if not errors.any():
            break
        w = w + errors @ X
        b = b + errors.sum()
    return w, b


def perceptron__last_observation_decides(X, y, epochs):
    # stops when the last observation of an epoch was right, whatever the others were
    w = np.zeros(X.shape[1])
    b = 0.0
    epoch = 0
    while epoch < epochs:
        for i in range(len(X)):
            guess = 1 if np.dot(w, X[i]) + b > 0 else 0
            error = y[i] - guess
            w = w + error * X[i]
            b = b + error
        if error == 0:
            break
        epoch += 1
    return w, b


def perceptron__plus_minus_labels(X, y, epochs):
    # works with labels -1 and +1, so each step is twice as long as it should be
    t = 2 * y - 1
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        wrong = 0
        for x, target in zip(X, t):
            guess = 1 if w @ x + b > 0 else -1
            if guess != target:
                w = w + (target - guess) * x
                b = b + (target - guess)
                wrong += 1
        if wrong == 0:
            return w, b
    return w, b


def perceptron__bias_left_out_of_the_score(X, y, epochs):
    # learns b but does not use it when predicting
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(min(epochs, 1000)):
        mistakes = 0
        for x, target in zip(X, y):
            error = target - int(w @ x > 0)
            if error != 0:
                w = w + error * x
                b += error
                mistakes += 1
        if not mistakes:
            break
    return w, b
