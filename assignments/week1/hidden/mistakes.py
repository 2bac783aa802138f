"""Wrong solutions of week 1, as students write them. Each must lose marks; its hint names what to look at.

They also run on the recorded calls of a failing student, outside the sandbox, so each must come to an end by itself:
hence min(epochs, 1000) where a wrong rule may never be without a mistake.
"""

import numpy as np

from autograder.variants import mistake

from .reference import linear, relu, sigmoid


@mistake("score", hint="The bias is nowhere in your score. What should come out for x = 0?")
def score_without_bias(x, w, b):
    return x @ w


@mistake("score", hint="Your score is multiplied input by input but not summed: one neuron has one number.")
def score_not_summed(x, w, b):
    return x * w + b


@mistake("score", hint="The bias is added once for each input. It belongs to the neuron, not to its inputs.")
def score_bias_in_each_term(x, w, b):
    return np.sum(x * w + b)


@mistake("score", hint="The score is cut off at zero. The activation comes later; a score may be negative.")
def score_with_relu(x, w, b):
    return max(0.0, x @ w + b)


@mistake("score", hint="You average over the inputs where the formula sums.")
def score_by_mean(x, w, b):
    return np.mean(x * w) + b


@mistake("score", hint="The score comes packed in an array. Look at its shape: what makes it (1,) or (1, 1)?")
def score_in_an_array(x, w, b):
    return x.reshape(1, -1) @ w + b


@mistake("score", hint="The sign of the bias: the formula adds b. (Subtracting a threshold is the older convention.)")
def score_minus_threshold(x, w, b):
    return x @ w - b


@mistake("score", hint="You give back a decision, 0 or 1. The score itself was asked for.")
def score_as_decision(x, w, b):
    return 1.0 if x @ w + b > 0 else 0.0


@mistake("linear", hint="The bias is nowhere in Z. What should Z be for X = 0?")
def linear_without_bias(X, W, b):
    return X @ W


@mistake("linear", hint="W is (d, m): its rows belong to inputs already. Is the transpose needed?")
def linear_with_transposed_weights(X, W, b):
    return X @ W.T + b


@mistake("linear", hint="Z has units as rows. Observations are rows in this course: compare with XW + B.")
def linear_units_as_rows(X, W, b):
    return (X @ W + b).T


@mistake("linear", hint="The bias runs down the rows. It belongs to the units, which are columns of Z.")
def linear_bias_down_the_rows(X, W, b):
    return X @ W + b.reshape(-1, 1)


@mistake("linear", hint="`*` multiplies entry by entry. Which product sums over the inputs?")
def linear_entrywise(X, W, b):
    return X * W + b


@mistake("linear", hint="Only the first observation is scored. How many rows should Z have?")
def linear_first_row_only(X, W, b):
    return X[0] @ W + b


@mistake("linear", hint="All units get the same bias. b has one entry for each unit.")
def linear_first_bias_for_all(X, W, b):
    return X @ W + b[0]


@mistake("linear", hint="The biases are summed up before they are added. Each unit has its own.")
def linear_summed_bias(X, W, b):
    return X @ W + np.sum(b)


@mistake("linear", hint="Your layer cuts negative scores off. The activation is a function of its own.")
def linear_with_relu(X, W, b):
    return np.maximum(X @ W + b, 0)


@mistake("linear", hint="The bias is added before the product with W. In which order does the formula say it?")
def linear_bias_before_product(X, W, b):
    return (X + b[0]) @ W


@mistake("linear", hint="The bias is subtracted; the formula adds B.")
def linear_minus_bias(X, W, b):
    return X @ W - b


@mistake("linear", hint="Assigning to b.shape turns the caller's own b. Make a new array, or let broadcasting do it.")
def linear_turns_b(X, W, b):
    b.shape = (1, -1)
    return X @ W + b


@mistake("linear", hint="Where there is only one row, or one column, your Z loses an axis. Z is always (n, m).")
def linear_squeezed(X, W, b):
    return np.squeeze(X @ W + b)


@mistake("relu", hint="The negative scores of the caller's own Z are overwritten. Make a new array.")
def relu_in_place(Z):
    Z[Z < 0] = 0
    return Z


@mistake("relu", hint="You give back the absolute value. A negative score should be silenced, not turned around.")
def relu_absolute(Z):
    return np.abs(Z)


@mistake("relu", hint="The negative side leaks: its slope should be 0. (A leaky ReLU is another function.)")
def relu_leaky(Z):
    return np.where(Z > 0, Z, 0.01 * Z)


@mistake("relu", hint="You give back where the score is positive, a step. What should a positive score become?")
def relu_step(Z):
    return (Z > 0).astype(float)


@mistake("relu", hint="np.max looks for the one largest entry. Which function compares entry by entry?")
def relu_largest_entry(Z):
    return np.max(Z)


@mistake("relu", hint="Your activation is bounded above. A positive score passes as it is, however large.")
def relu_bounded(Z):
    return np.clip(Z, 0, 6)


@mistake("relu", hint="The signs are the other way round: the negative scores pass and the positive ones don't.")
def relu_mirrored(Z):
    return np.minimum(Z, 0)


@mistake("relu", hint="The negative entries are left out, so the shape is lost. Each entry of Z keeps its place.")
def relu_drops_negatives(Z):
    return Z[Z > 0]


# The next two do the same, so they share a hint.
OVERFLOW = ("An exponential overflows for very large z: each entry needs the form that suits its own sign. (np.where works "
            "out both of its branches for all z.)")


@mistake("sigmoid", hint=OVERFLOW)
def sigmoid_plain(Z):
    return 1 / (1 + np.exp(-Z))


@mistake("sigmoid", hint=OVERFLOW)
def sigmoid_by_where(Z):
    return np.where(Z >= 0, 1 / (1 + np.exp(-Z)), np.exp(Z) / (1 + np.exp(Z)))


@mistake("sigmoid", hint="This form is safe for negative z only: for large positive z it is infinity over infinity.")
def sigmoid_other_form(Z):
    return np.exp(Z) / (1 + np.exp(Z))


@mistake("sigmoid", hint="A large positive score should give 1, not 0: look at the sign in the exponent, "
                         "or at which form is for which sign.")
def sigmoid_wrong_sign(Z):
    return 1 / (1 + np.exp(np.clip(Z, -500, 500)))


@mistake("sigmoid", hint="tanh runs from -1 to 1; the sigmoid from 0 to 1.")
def sigmoid_as_tanh(Z):
    return np.tanh(Z)


@mistake("sigmoid", hint="z is cut off too early: beyond the cut the function still moves by more than 1e-12.")
def sigmoid_clipped_early(Z):
    return 1 / (1 + np.exp(-np.clip(Z, -20, 20)))


@mistake("sigmoid", hint="The result is clipped away from 0 and 1. The sigmoid itself comes as close as float64 can.")
def sigmoid_clipped_result(Z):
    A = 1 / (1 + np.exp(-np.clip(Z, -500, 500)))
    return np.clip(A, 1e-7, 1 - 1e-7)


@mistake("sigmoid", hint="A small number is added in the denominator. Can it ever be 0 here?")
def sigmoid_with_epsilon(Z):
    return 1 / (1 + np.exp(-np.clip(Z, -500, 500)) + 1e-8)


@mistake("sigmoid", hint="The entries are divided by their sum. The sigmoid looks at each entry alone.")
def sigmoid_as_softmax(Z):
    E = np.exp(Z - np.max(Z))
    return E / np.sum(E)


@mistake("sigmoid", hint="This is the slope of the sigmoid, not the sigmoid.")
def sigmoid_slope(Z):
    A = 1 / (1 + np.exp(-np.clip(Z, -500, 500)))
    return A * (1 - A)


@mistake("sigmoid", hint="Half precision is lost: the result is float32. float64 is used throughout.")
def sigmoid_in_float32(Z):
    return (1 / (1 + np.exp(-np.clip(Z, -500, 500)))).astype(np.float32)


@mistake("sigmoid", hint="`out=` or `*=` wrote into the caller's own Z. Make a new array.")
def sigmoid_in_place(Z):
    np.clip(Z, -500, 500, out=Z)
    Z *= -1
    return 1 / (1 + np.exp(Z))


@mistake("init_params", hint="rng.normal takes the standard deviation. You gave it the variance.")
def init_params_variance_as_scale(sizes, rng):
    return [(rng.normal(0, 2 / d, (d, m)), np.zeros(m)) for d, m in zip(sizes, sizes[1:])]


@mistake("init_params", hint="The variance is divided by the layer's outputs. fan_in is a unit's number of inputs.")
def init_params_by_fan_out(sizes, rng):
    return [(rng.normal(0, np.sqrt(2 / m), (d, m)), np.zeros(m)) for d, m in zip(sizes, sizes[1:])]


@mistake("init_params", hint="The variance is 1 / fan_in. The ReLU silences half of the scores: what makes up for it?")
def init_params_without_the_two(sizes, rng):
    return [(rng.normal(0, np.sqrt(1 / d), (d, m)), np.zeros(m)) for d, m in zip(sizes, sizes[1:])]


@mistake("init_params", hint="The weights are not scaled to the number of inputs at all.")
def init_params_unscaled(sizes, rng):
    return [(rng.normal(size=(d, m)), np.zeros(m)) for d, m in zip(sizes, sizes[1:])]


@mistake("init_params", hint="The weights are drawn uniformly. The variance is right, but a normal draw was asked for.")
def init_params_uniform(sizes, rng):
    return [
        (rng.uniform(-np.sqrt(6 / d), np.sqrt(6 / d), (d, m)), np.zeros(m)) for d, m in zip(sizes, sizes[1:])
    ]


@mistake("init_params", hint="The biases are drawn as well. They start at 0.")
def init_params_random_biases(sizes, rng):
    return [
        (rng.normal(0, np.sqrt(2 / d), (d, m)), rng.normal(0, np.sqrt(2 / d), m)) for d, m in zip(sizes, sizes[1:])
    ]


@mistake("init_params", hint="The randomness does not come from rng: numpy's global generator is another one.")
def init_params_global_generator(sizes, rng):
    return [(np.random.randn(d, m) * np.sqrt(2 / d), np.zeros(m)) for d, m in zip(sizes, sizes[1:])]


@mistake("init_params", hint="A generator is made anew inside, so every call draws the same. What is rng for?")
def init_params_own_seed(sizes, rng):
    rng = np.random.default_rng(0)
    return [(rng.normal(0, np.sqrt(2 / d), (d, m)), np.zeros(m)) for d, m in zip(sizes, sizes[1:])]


@mistake("init_params", hint="W is (fan_out, fan_in). In Z = XW + B the inputs are the rows of W.")
def init_params_transposed(sizes, rng):
    return [(rng.normal(0, np.sqrt(2 / d), (m, d)), np.zeros(m)) for d, m in zip(sizes, sizes[1:])]


@mistake("init_params", hint="The biases are (1, m). One number a unit is a vector of shape (m,).")
def init_params_biases_as_rows(sizes, rng):
    return [(rng.normal(0, np.sqrt(2 / d), (d, m)), np.zeros((1, m))) for d, m in zip(sizes, sizes[1:])]


@mistake("init_params", hint="All weights are 0. Units that start alike get alike updates and stay alike for ever.")
def init_params_zeros(sizes, rng):
    return [(np.zeros((d, m)), np.zeros(m)) for d, m in zip(sizes, sizes[1:])]


@mistake("init_params", hint="The list of sizes is taken apart on the way: the caller's own is shorter afterwards.")
def init_params_pops_sizes(sizes, rng):
    params = []
    while len(sizes) > 1:
        d = sizes.pop(0)
        params.append((rng.normal(0, np.sqrt(2 / d), (d, sizes[0])), np.zeros(sizes[0])))
    return params


@mistake("init_params", hint="One size more or less: L + 1 sizes make L layers. Is the last one there?")
def init_params_without_output_layer(sizes, rng):
    return [(rng.normal(0, np.sqrt(2 / d), (d, m)), np.zeros(m)) for d, m in zip(sizes[:-2], sizes[1:-1])]


@mistake("mlp_forward", hint="The output layer is rectified too. May the network never answer with a negative number?")
def mlp_forward_relu_on_output(X, params):
    A = X
    for W, b in params:
        A = relu(linear(A, W, b))
    return A


@mistake("mlp_forward", hint="There is no activation anywhere. What does that leave of several layers? (Exercise 7.)")
def mlp_forward_without_activation(X, params):
    Z = X
    for W, b in params:
        Z = linear(Z, W, b)
    return Z


@mistake("mlp_forward", hint="The ReLU comes before each layer, so it cuts X itself too. It belongs after a layer.")
def mlp_forward_relu_on_input(X, params):
    Z = X
    for W, b in params:
        Z = linear(relu(Z), W, b)
    return Z


@mistake("mlp_forward", hint="The last pair of params is not used. How many linear layers are there?")
def mlp_forward_without_output_layer(X, params):
    A = X
    for W, b in params[:-1]:
        A = relu(linear(A, W, b))
    return A


@mistake("mlp_forward", hint="The first hidden layer is rectified, and not all that follow. Each hidden layer has its own ReLU.")
def mlp_forward_relu_once(X, params):
    Z = relu(linear(X, *params[0])) if len(params) > 1 else linear(X, *params[0])
    for W, b in params[1:]:
        Z = linear(Z, W, b)
    return Z


@mistake("mlp_forward", hint="The last hidden layer is rectified, and not all before it. Each hidden layer has its own ReLU.")
def mlp_forward_relu_at_the_end(X, params):
    Z = X
    for W, b in params[:-1]:
        Z = linear(Z, W, b)
    return linear(relu(Z), *params[-1]) if len(params) > 1 else linear(Z, *params[-1])


@mistake("mlp_forward", hint="Two layers do all the work, the first and the last. How many pairs are in params, "
                             "and is a loop over them left after its first turn?")
def mlp_forward_two_layers_only(X, params):
    (W1, b1), (W2, b2) = params[0], params[-1]
    return linear(relu(linear(X, W1, b1)), W2, b2)


@mistake("mlp_forward", hint="The hidden layers use the sigmoid. This network's activation is the ReLU.")
def mlp_forward_with_sigmoid(X, params):
    A = X
    for W, b in params[:-1]:
        A = sigmoid(linear(A, W, b))
    return linear(A, *params[-1])


@mistake("mlp_forward", hint="The output goes through a sigmoid. This network answers with its scores.")
def mlp_forward_sigmoid_on_output(X, params):
    A = X
    for W, b in params[:-1]:
        A = relu(linear(A, W, b))
    return sigmoid(linear(A, *params[-1]))


@mistake("mlp_forward", hint="Each layer reads X again. What goes into the second layer?")
def mlp_forward_always_from_x(X, params):
    Z = X
    for layer, (W, b) in enumerate(params):
        Z = linear(X, W, b)
        if layer < len(params) - 1:
            Z = relu(Z)
    return Z


@mistake("mlp_forward", hint="The biases are left out, in all layers.")
def mlp_forward_without_biases(X, params):
    A = X
    for W, _ in params[:-1]:
        A = relu(A @ W)
    return A @ params[-1][0]


@mistake("mlp_forward", hint="The layers are gone through from last to first. Which pair does the input meet first?")
def mlp_forward_backwards(X, params):
    A = X
    for W, b in params[:0:-1]:
        A = relu(linear(A, W, b))
    return linear(A, *params[0])


@mistake("mlp_forward", hint="pop takes the output layer out of the caller's own list: the next call finds one less.")
def mlp_forward_pops(X, params):
    W_out, b_out = params.pop()
    A = X
    for W, b in params:
        A = relu(linear(A, W, b))
    return linear(A, W_out, b_out)


@mistake("mlp_forward", hint="All layers' activations come back. The output Z alone was asked for.")
def mlp_forward_all_activations(X, params):
    activations = [X]
    for W, b in params[:-1]:
        activations.append(relu(linear(activations[-1], W, b)))
    return [*activations, linear(activations[-1], *params[-1])]


@mistake("perceptron", hint="A score of exactly 0 predicts 0; yours predicts 1. At the start all scores are 0.")
def perceptron_zero_is_one(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        mistakes = 0
        for x, target in zip(X, y):
            error = target - int(w @ x + b >= 0)
            w, b, mistakes = w + error * x, b + error, mistakes + abs(error)
        if mistakes == 0:
            break
    return w, b


@mistake("perceptron", hint="Your updates go the wrong way: look at the sign of (y - ŷ) when a 1 was missed.")
def perceptron_wrong_sign(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(min(epochs, 1000)):
        mistakes = 0
        for x, target in zip(X, y):
            error = int(w @ x + b > 0) - target
            w, b, mistakes = w + error * x, b + error, mistakes + abs(error)
        if mistakes == 0:
            break
    return w, b


@mistake("perceptron", hint="The bias is never updated: the line can turn but not leave the origin.")
def perceptron_without_bias(X, y, epochs):
    w = np.zeros(X.shape[1])
    for _ in range(min(epochs, 1000)):
        mistakes = 0
        for x, target in zip(X, y):
            error = target - int(w @ x > 0)
            w, mistakes = w + error * x, mistakes + abs(error)
        if mistakes == 0:
            break
    return w, 0.0


@mistake("perceptron", hint="It stops after one epoch. Unless that was without a mistake there are more to go.")
def perceptron_one_epoch(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for x, target in zip(X, y):
        error = target - int(w @ x + b > 0)
        w, b = w + error * x, b + error
    return w, b


@mistake("perceptron", hint="All of an epoch's mistakes are added up at once. The rule updates after each of them.")
def perceptron_batch(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(min(epochs, 1000)):
        error = y - (X @ w + b > 0)
        if not error.any():
            break
        w, b = w + error @ X, b + error.sum()
    return w, b


@mistake("perceptron", hint="Your predictions are -1 and 1, the labels 0 and 1. What is y - ŷ then, for y = 0?")
def perceptron_labels_of_minus_one(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(min(epochs, 1000)):
        mistakes = 0
        for x, target in zip(X, y):
            guess = 1 if w @ x + b > 0 else -1
            if guess != target:
                w, b, mistakes = w + (target - guess) * x, b + (target - guess), mistakes + 1
        if mistakes == 0:
            break
    return w, b


@mistake("perceptron", hint="Only missed ones are learned from. A false alarm (ŷ = 1 where y = 0) is a mistake too.")
def perceptron_missed_ones_only(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(min(epochs, 1000)):
        mistakes = 0
        for x, target in zip(X, y):
            if target == 1 and w @ x + b <= 0:
                w, b, mistakes = w + x, b + 1, mistakes + 1
        if mistakes == 0:
            break
    return w, b


@mistake("perceptron", hint="It stops at the first observation that is right, not after an epoch without a mistake.")
def perceptron_stops_too_early(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for x, target in zip(X, y):
            error = target - int(w @ x + b > 0)
            w, b = w + error * x, b + error
            if error == 0:
                break
        else:
            continue
        break
    return w, b


@mistake("perceptron", hint="Whether there was a mistake is asked after each observation, so that an epoch ends the learning as "
                            "soon as it begins with a right one. An epoch has to be over first.")
def perceptron_asks_too_early(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        mistakes = 0
        for x, target in zip(X, y):
            error = target - int(w @ x + b > 0)
            w, b, mistakes = w + error * x, b + error, mistakes + (error != 0)
            if mistakes == 0:
                return w, b
    return w, b


@mistake("perceptron", hint="b comes back packed in an array. It is one number.")
def perceptron_bias_in_an_array(X, y, epochs):
    w, b = np.zeros(X.shape[1]), np.zeros(1)
    for _ in range(epochs):
        mistakes = 0
        for x, target in zip(X, y):
            error = target - int((w @ x + b > 0)[0])
            w, b, mistakes = w + error * x, b + error, mistakes + abs(error)
        if mistakes == 0:
            break
    return w, b


@mistake("perceptron", hint="The observations are visited in another order. Take them as they come.")
def perceptron_backwards(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        mistakes = 0
        for x, target in zip(X[::-1], y[::-1]):
            error = target - int(w @ x + b > 0)
            w, b, mistakes = w + error * x, b + error, mistakes + abs(error)
        if mistakes == 0:
            break
    return w, b
