"""Known wrong solutions of week 3."""

import numpy as np

from autograder.variants import mistake

from .reference import (
    linear,
    linear_backward,
    one_hot,
    relu,
    relu_backward,
    sigmoid,
    softmax,
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
)


@mistake(
    "numeric_gradient",
    hint="This is a forward difference: it looks at one side of the entry. A central one looks at both.",
)
def one_sided(f, W, eps=1e-5):
    W, dW, here = W.copy(), np.zeros(W.shape), f(W)
    for place in np.ndindex(W.shape):
        w = W[place]
        W[place] = w + eps
        dW[place] = (f(W) - here) / eps
        W[place] = w
    return dW


@mistake(
    "numeric_gradient",
    hint="This is a backward difference: it looks below the entry only. A central one looks at both sides.",
)
def one_sided_below(f, W, eps=1e-5):
    W, dW, here = W.copy(), np.zeros(W.shape), f(W)
    for place in np.ndindex(W.shape):
        w = W[place]
        W[place] = w - eps
        dW[place] = (here - f(W)) / eps
        W[place] = w
    return dW


@mistake("numeric_gradient", hint="Every entry is moved by eps, however large it is. Is the step multiplied by something?")
def step_grows_with_the_entry(f, W, eps=1e-5):
    W, dW = W.copy(), np.zeros(W.shape)
    for place in np.ndindex(W.shape):
        w = W[place]
        step = eps * max(abs(w), 1)
        W[place] = w + step
        above = f(W)
        W[place] = w - step
        dW[place] = (above - f(W)) / (2 * step)
        W[place] = w
    return dW


@mistake("numeric_gradient", hint="The gradient is twice too large: how far apart are the two places you look at?")
def step_not_doubled(f, W, eps=1e-5):
    W, dW = W.copy(), np.zeros(W.shape)
    for place in np.ndindex(W.shape):
        w = W[place]
        W[place] = w + eps
        above = f(W)
        W[place] = w - eps
        dW[place] = (above - f(W)) / eps
        W[place] = w
    return dW


@mistake("numeric_gradient", hint="a / 2 * eps is (a / 2) * eps: mind the brackets in the denominator.")
def brackets_missing(f, W, eps=1e-5):
    W, dW = W.copy(), np.zeros(W.shape)
    for place in np.ndindex(W.shape):
        w = W[place]
        W[place] = w + eps
        above = f(W)
        W[place] = w - eps
        dW[place] = (above - f(W)) / 2 * eps
        W[place] = w
    return dW


@mistake("numeric_gradient", hint="The sign is turned round: which of the two values is subtracted from which?")
def sign_turned(f, W, eps=1e-5):
    W, dW = W.copy(), np.zeros(W.shape)
    for place in np.ndindex(W.shape):
        w = W[place]
        W[place] = w + eps
        above = f(W)
        W[place] = w - eps
        dW[place] = (f(W) - above) / (2 * eps)
        W[place] = w
    return dW


@mistake("numeric_gradient", hint="An entry that was moved is not put back before the next one is moved.")
def not_put_back(f, W, eps=1e-5):
    W, dW = W.copy(), np.zeros(W.shape)
    for place in np.ndindex(W.shape):
        w = W[place]
        W[place] = w - eps
        below = f(W)
        W[place] = w + eps
        dW[place] = (f(W) - below) / (2 * eps)
    return dW


@mistake("numeric_gradient", hint="The caller's W stays moved by eps: put each entry back, or work on a copy.")
def caller_changed(f, W, eps=1e-5):
    dW = np.zeros(W.shape)
    for place in np.ndindex(W.shape):
        W[place] += eps
        above = f(W)
        W[place] -= 2 * eps
        dW[place] = (above - f(W)) / (2 * eps)
    return dW


@mistake(
    "numeric_gradient",
    hint="Each entry stays moved when the next one is measured: put it back where it was before you move another.",
)
def left_moved(f, W, eps=1e-5):
    W, dW = W.copy(), np.zeros(W.shape)
    for place in np.ndindex(W.shape):
        W[place] += eps
        above = f(W)
        W[place] -= 2 * eps
        dW[place] = (above - f(W)) / (2 * eps)
    return dW


TWO_NAMES = "The array that is moved up and the one that is moved down are one and the same: two names. Make two copies."


@mistake("numeric_gradient", hint=TWO_NAMES)
def copy_is_no_copy(f, W, eps=1e-5):
    dW = np.zeros(W.shape)
    for place in np.ndindex(W.shape):
        above, below = W, W
        above[place] += eps
        below[place] -= eps
        dW[place] = (f(above) - f(below)) / (2 * eps)
    return dW


@mistake("numeric_gradient", hint=TWO_NAMES)
def one_copy_for_both(f, W, eps=1e-5):
    dW = np.zeros(W.shape)
    for place in np.ndindex(W.shape):
        above = below = W.copy()
        above[place] += eps
        below[place] -= eps
        dW[place] = (f(above) - f(below)) / (2 * eps)
    return dW


@mistake("numeric_gradient", hint="All entries are moved at the same time: each entry needs two looks of its own.")
def all_at_once(f, W, eps=1e-5):
    return np.full(W.shape, (f(W + eps) - f(W - eps)) / (2 * eps))


@mistake("numeric_gradient", hint="One number came back: each entry of W has a slope of its own.")
def one_number(f, W, eps=1e-5):
    return (f(W + eps) - f(W - eps)) / (2 * eps)


@mistake("numeric_gradient", hint="The argument eps is not used: the step is always the same.")
def eps_ignored(f, W, eps=1e-5):
    W, dW, step = W.copy(), np.zeros(W.shape), 1e-5
    for place in np.ndindex(W.shape):
        w = W[place]
        W[place] = w + step
        above = f(W)
        W[place] = w - step
        dW[place] = (above - f(W)) / (2 * step)
        W[place] = w
    return dW


@mistake("numeric_gradient", hint="W[i] of a matrix is a whole row: here rows are moved, not entries.")
def whole_rows(f, W, eps=1e-5):
    W, dW = W.copy(), np.zeros(W.shape)
    for i in range(len(W)):
        W[i] += eps
        above = f(W)
        W[i] -= 2 * eps
        dW[i] = (above - f(W)) / (2 * eps)
        W[i] += eps
    return dW


@mistake("numeric_gradient", hint="The gradient came back flat: it has the shape of W.")
def flat(f, W, eps=1e-5):
    W, slopes = W.copy(), []
    for place in np.ndindex(W.shape):
        w = W[place]
        W[place] = w + eps
        above = f(W)
        W[place] = w - eps
        slopes.append((above - f(W)) / (2 * eps))
        W[place] = w
    return np.array(slopes)


@mistake("numeric_gradient", hint="Two loops, i and j, serve matrices only: W may have any number of axes.")
def matrices_only(f, W, eps=1e-5):
    W, dW = W.copy(), np.zeros(W.shape)
    for i in range(W.shape[0]):
        for j in range(W.shape[1]):
            w = W[i, j]
            W[i, j] = w + eps
            above = f(W)
            W[i, j] = w - eps
            dW[i, j] = (above - f(W)) / (2 * eps)
            W[i, j] = w
    return dW


@mistake(
    "numeric_gradient",
    hint="The slopes are stored in an array of integers, which cuts off everything behind the point.",
)
def integers(f, W, eps=1e-5):
    W, dW = W.copy(), np.zeros(W.shape, dtype=int)
    for place in np.ndindex(W.shape):
        w = W[place]
        W[place] = w + eps
        above = f(W)
        W[place] = w - eps
        dW[place] = (above - f(W)) / (2 * eps)
        W[place] = w
    return dW


@mistake("linear_backward", hint="Where n = d = m every product fits. Is a matrix turned only where its shape does not?")
def turned_where_it_does_not_fit(dZ, X, W):
    dX = dZ @ W if dZ.shape[1] == W.shape[0] else dZ @ W.T
    dW = dZ.T @ X if dZ.shape[1] == X.shape[1] else X.T @ dZ
    return dX, dW, dZ.sum(axis=0)


@mistake("linear_backward", hint="dW is n times too small: the mean is taken once, in the loss; a layer sums.")
def dW_averaged(dZ, X, W):
    return dZ @ W.T, X.T @ dZ / len(X), dZ.sum(axis=0)


@mistake("linear_backward", hint="db is n times too small: the mean is taken once, in the loss; a layer sums.")
def db_averaged(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.mean(axis=0)


@mistake("linear_backward", hint="dW and db are n times too small: dZ already carries the loss's 1/n.")
def averaged_again(dZ, X, W):
    return dZ @ W.T, X.T @ dZ / len(X), dZ.mean(axis=0)


@mistake("linear_backward", hint="All three are n times too small: dZ already carries the loss's 1/n.")
def everything_averaged(dZ, X, W):
    dZ = dZ / len(X)
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


@mistake("linear_backward", hint="db is summed over the units: which entries of Z feel the bias of one unit?")
def db_over_units(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=1)


@mistake("linear_backward", hint="db has two axes; b has one, (m,).")
def db_with_two_axes(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0, keepdims=True)


@mistake("linear_backward", hint="db is still one row an observation: one bias serves them all.")
def db_not_summed(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.copy()


@mistake("linear_backward", hint="db is one number: each unit has a bias of its own.")
def db_one_number(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum()


@mistake("linear_backward", hint="db counts observations; it should sum their blame.")
def db_counts(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, np.full(W.shape[1], float(len(X)))


@mistake("linear_backward", hint="dW lies on its side: it has the shape of W, (d, m).")
def dW_on_its_side(dZ, X, W):
    return dZ @ W.T, dZ.T @ X, dZ.sum(axis=0)


@mistake("linear_backward", hint="W was reshaped to fit: that deals its entries out anew and is not the transpose.")
def reshaped(dZ, X, W):
    return dZ @ W.reshape(W.shape[1], W.shape[0]), X.T @ dZ, dZ.sum(axis=0)


@mistake("linear_backward", hint="The order is (dX, dW, db).")
def order_changed(dZ, X, W):
    return X.T @ dZ, dZ @ W.T, dZ.sum(axis=0)


@mistake("linear_backward", hint="Two gradients came back: the bias has one too.")
def db_missing(dZ, X, W):
    return dZ @ W.T, X.T @ dZ


@mistake("linear_backward", hint="dX mixes the units: the blame of unit j comes back through the weights of unit j.")
def units_mixed(dZ, X, W):
    return dZ.sum(axis=1, keepdims=True) * W.sum(axis=1), X.T @ dZ, dZ.sum(axis=0)


@mistake("linear_backward", hint="dW knows one observation only, the last: a loop must add up, not overwrite.")
def last_observation(dZ, X, W):
    for x, dz in zip(X, dZ):
        dW = np.outer(x, dz)
    return dZ @ W.T, dW, dZ.sum(axis=0)


@mistake("linear_backward", hint="dZ /= ... changes the caller's array, and dZ carries the 1/n already.")
def dZ_changed(dZ, X, W):
    dZ /= len(X)
    return dZ @ W.T * len(X), X.T @ dZ, dZ.sum(axis=0)


@mistake("relu_backward", hint="The gate asks for the sign of dA; the ReLU's slope depends on Z.")
def gate_from_dA(dA, Z):
    return dA * (dA > 0)


@mistake("relu_backward", hint="This is the slope alone: the chain rule multiplies it with dA.")
def slope_alone(dA, Z):
    return (Z > 0).astype(float)


@mistake("relu_backward", hint="Writing into dA changes the caller's array: make a new one.")
def dA_overwritten(dA, Z):
    dA[Z <= 0] = 0
    return dA


@mistake("relu_backward", hint="Negative gradients are stopped too: they pass an open gate as positive ones do.")
def negative_stopped(dA, Z):
    return relu(dA) * (Z > 0)


@mistake("relu_backward", hint="The gate is open where it should be shut: look at the sign of Z.")
def gate_inverted(dA, Z):
    return dA * (Z < 0)


@mistake("relu_backward", hint="dA is multiplied with the ReLU's value; the chain rule asks for its slope.")
def times_value(dA, Z):
    return dA * relu(Z)


@mistake("relu_backward", hint="0 / 0 is nan: at exactly zero the slope is agreed on as 0 or 1.")
def nan_at_zero(dA, Z):
    with np.errstate(invalid="ignore", divide="ignore"):
        return dA * (1 + Z / np.abs(Z)) / 2


@mistake("relu_backward", hint="At exactly zero the slope is taken as 1/2; 0 or 1 is agreed on.")
def half_at_zero(dA, Z):
    return dA * np.heaviside(Z, 0.5)


@mistake("relu_backward", hint="A little leaks through where Z is negative: that is a leaky ReLU's slope.")
def leaky(dA, Z):
    return np.where(Z > 0, dA, 0.01 * dA)


@mistake("sigmoid_backward", hint="A is the sigmoid's output already; here the sigmoid is taken of it once more.")
def sigmoid_again(dA, A):
    S = sigmoid(A)
    return dA * S * (1 - S)


@mistake("sigmoid_backward", hint="This is the slope alone: the chain rule multiplies it with dA.")
def sigmoid_slope_alone(dA, A):
    return A * (1 - A)


@mistake(
    "sigmoid_backward",
    hint="The slope has two factors; one of them, A, is missing. At A = 0 the sigmoid is flat.",
)
def factor_A_missing(dA, A):
    return dA * (1 - A)


@mistake(
    "sigmoid_backward",
    hint="The slope has two factors; one of them is missing. At A = 1 the sigmoid is flat too.",
)
def factor_one_minus_A_missing(dA, A):
    return dA * A


@mistake("sigmoid_backward", hint="This is the slope of tanh, from its output; the sigmoid's is a quarter at most.")
def slope_of_tanh(dA, A):
    return dA * (1 - A**2)


@mistake(
    "sigmoid_backward",
    hint="Going back to Z takes the logarithm of 0 for saturated units: the slope can be told from A alone.",
)
def back_through_Z(dA, A):
    with np.errstate(all="ignore"):
        Z = np.log(A / (1 - A))
        return dA * np.exp(-Z) / (1 + np.exp(-Z)) ** 2


@mistake("sigmoid_backward", hint="*= changes the caller's dA: make a new array.")
def sigmoid_dA_overwritten(dA, A):
    dA *= A * (1 - A)
    return dA


@mistake("sigmoid_backward", hint="The sign is turned round: the sigmoid only ever grows.")
def sigmoid_sign_turned(dA, A):
    return dA * A * (A - 1)


@mistake("mse_backward", hint="The gradient is half of what it should be: differentiate the square.")
def two_missing(Y, Y_hat):
    return (Y_hat - Y) / len(Y)


@mistake("mse_backward", hint="The gradient is n times too large: the mean's 1/n is missing.")
def mse_not_averaged(Y, Y_hat):
    return 2 * (Y_hat - Y)


@mistake("mse_backward", hint="The sign is turned round: the gradient is positive where the prediction is too large.")
def mse_sign_turned(Y, Y_hat):
    return 2 * (Y - Y_hat) / len(Y)


@mistake("mse_backward", hint="The average goes over all n * k entries; this course's loss sums over the outputs.")
def averaged_over_outputs(Y, Y_hat):
    return 2 * (Y_hat - Y) / Y.size


@mistake("mse_backward", hint="It is divided by the number of outputs; the average goes over observations.")
def divided_by_outputs(Y, Y_hat):
    return 2 * (Y_hat - Y) / Y.shape[1]


@mistake("mse_backward", hint="The gradient has lost its sign: the slope of a square is not an absolute value.")
def mse_sign_lost(Y, Y_hat):
    return 2 * np.abs(Y_hat - Y) / len(Y)


@mistake("mse_backward", hint="This is the squared error itself, not its slope.")
def squared_not_differentiated(Y, Y_hat):
    return (Y_hat - Y) ** 2 / len(Y)


@mistake("mse_backward", hint="-= changes the caller's Y_hat: make a new array.")
def Y_hat_overwritten(Y, Y_hat):
    Y_hat -= Y
    return 2 * Y_hat / len(Y)


@mistake(
    "mse_backward",
    hint="The gradient is summed over the outputs: it has the shape of Y_hat, one entry a prediction.",
)
def summed_over_outputs(Y, Y_hat):
    return 2 * (Y_hat - Y).sum(axis=1) / len(Y)


@mistake("softmax_cross_entropy_backward", hint="The 1 is taken from the score, before the softmax; it belongs to the "
                                                "probability, after it.")
def one_taken_from_the_score(Z, labels):
    return softmax(Z - one_hot(labels, Z.shape[1])) / len(Z)



@mistake("softmax_cross_entropy_backward", hint="The gradient is n times too large: the mean's 1/n is missing.")
def not_averaged(Z, labels):
    return softmax(Z) - one_hot(labels, Z.shape[1])


@mistake(
    "softmax_cross_entropy_backward",
    hint="The sign is turned round: growing the label's score makes the loss smaller.",
)
def loss_sign_turned(Z, labels):
    return (one_hot(labels, Z.shape[1]) - softmax(Z)) / len(Z)


@mistake(
    "softmax_cross_entropy_backward",
    hint="The average goes over all n * C entries; the loss is averaged over observations.",
)
def averaged_over_classes(Z, labels):
    return (softmax(Z) - one_hot(labels, Z.shape[1])) / Z.size


@mistake(
    "softmax_cross_entropy_backward",
    hint="exp overflows for large scores: week 2's softmax knows how to avoid that.",
)
def overflows(Z, labels):
    with np.errstate(all="ignore"):
        P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    return (P - one_hot(labels, Z.shape[1])) / len(Z)


@mistake(
    "softmax_cross_entropy_backward",
    hint="The number of classes is that of Z's columns; the labels of a batch need not name them all.",
)
def classes_from_labels(Z, labels):
    return (softmax(Z) - one_hot(labels, labels.max() + 1)) / len(Z)


@mistake(
    "softmax_cross_entropy_backward",
    hint="This is the gradient at the probabilities; one more step of the chain rule leads to Z.",
)
def at_probabilities(Z, labels):
    with np.errstate(all="ignore"):
        return -one_hot(labels, Z.shape[1]) / softmax(Z) / len(Z)


@mistake(
    "softmax_cross_entropy_backward",
    hint="The scores themselves are compared with the labels: where is the softmax?",
)
def softmax_missing(Z, labels):
    return (Z - one_hot(labels, Z.shape[1])) / len(Z)


@mistake(
    "softmax_cross_entropy_backward",
    hint="The labels play no part: the loss has two terms, and this is the first one's gradient.",
)
def labels_missing(Z, labels):
    return softmax(Z) / len(Z)


@mistake("softmax_cross_entropy_backward", hint="P[:, labels] picks whole columns; one entry in each row is meant.")
def whole_columns(Z, labels):
    P = softmax(Z)
    P[:, labels] -= 1
    return P / len(Z)


@mistake("softmax_cross_entropy_backward", hint="-= changes the caller's Z: make a new array.")
def Z_overwritten(Z, labels):
    Z -= Z.max(axis=1, keepdims=True)
    return (softmax(Z) - one_hot(labels, Z.shape[1])) / len(Z)


@mistake(
    "softmax_cross_entropy_backward",
    hint="One maximum is subtracted from all rows: what becomes of exp in a row that lies a thousand below it?",
)
def shifted_by_the_largest_of_all(Z, labels):
    E = np.exp(Z - Z.max())
    P = E / E.sum(axis=1, keepdims=True)
    return (P - one_hot(labels, Z.shape[1])) / len(Z)


@mistake(
    "softmax_cross_entropy_backward",
    hint="The softmax's slope is multiplied in once more: it is in this simple form already.",
)
def slope_twice(Z, labels):
    P = softmax(Z)
    return (P - one_hot(labels, Z.shape[1])) * P * (1 - P) / len(Z)


@mistake(
    "softmax_cross_entropy_backward",
    hint="The softmax runs down the columns; the classes of one observation stand in a row.",
)
def down_the_columns(Z, labels):
    return (softmax(Z.T).T - one_hot(labels, Z.shape[1])) / len(Z)


@mistake(
    "softmax_cross_entropy_backward",
    hint="Only the label's score gets a gradient: every score of the row is in the log-sum-exp.",
)
def label_only(Z, labels):
    Y = one_hot(labels, Z.shape[1])
    return (softmax(Z) - Y) * Y / len(Z)


@mistake("softmax_cross_entropy_backward", hint="Labels count from 0 to C - 1; here they are taken to count from 1.")
def labels_from_one(Z, labels):
    return (softmax(Z) - one_hot(labels - 1, Z.shape[1])) / len(Z)


@mistake("mlp_gradients", hint="On the way back the ReLU's gate is missing between two layers.")
def gate_missing(X, labels, params):
    inputs, A = [], X
    for W, b in params:
        inputs.append(A)
        Z = linear(A, W, b)
        A = relu(Z)
    grads, dZ = [], softmax_cross_entropy_backward(Z, labels)
    for A, (W, b) in zip(inputs[::-1], params[::-1]):
        dZ, dW, db = linear_backward(dZ, A, W)
        grads.insert(0, (dW, db))
    return softmax_cross_entropy(Z, labels), grads


@mistake("mlp_gradients", hint="The output layer has a ReLU: it has no activation, forwards and backwards.")
def relu_at_output(X, labels, params):
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    grads, dA = [], softmax_cross_entropy_backward(A, labels)
    for k in reversed(range(len(params))):
        dA, dW, db = linear_backward(relu_backward(dA, scores[k]), inputs[k], params[k][0])
        grads.insert(0, (dW, db))
    return softmax_cross_entropy(A, labels), grads


@mistake(
    "mlp_gradients",
    hint="The loss's own gradient goes through a gate first: the output layer has no ReLU to go back through.",
)
def gate_at_output(X, labels, params):
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    grads, dA = [], softmax_cross_entropy_backward(scores[-1], labels)
    for k in reversed(range(len(params))):
        dA, dW, db = linear_backward(relu_backward(dA, scores[k]), inputs[k], params[k][0])
        grads.insert(0, (dW, db))
    return softmax_cross_entropy(scores[-1], labels), grads


@mistake(
    "mlp_gradients",
    hint="The pairs come in the order of the way back; they should stand in the order of params.",
)
def order_of_the_way_back(X, labels, params):
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    grads, dZ = [], softmax_cross_entropy_backward(scores[-1], labels)
    for k in reversed(range(len(params))):
        dA, dW, db = linear_backward(dZ, inputs[k], params[k][0])
        grads.append((dW, db))
        if k > 0:
            dZ = relu_backward(dA, scores[k - 1])
    return softmax_cross_entropy(scores[-1], labels), grads


@mistake(
    "mlp_gradients",
    hint="The scores were kept as the layers' inputs: the next layer gets what the ReLU made of them.",
)
def scores_as_inputs(X, labels, params):
    scores, A = [X], X
    for W, b in params:
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    grads, dZ = [], softmax_cross_entropy_backward(scores[-1], labels)
    for k in reversed(range(len(params))):
        dA, dW, db = linear_backward(dZ, scores[k], params[k][0])
        grads.insert(0, (dW, db))
        if k > 0:
            dZ = relu_backward(dA, scores[k])
    return softmax_cross_entropy(scores[-1], labels), grads


@mistake("mlp_gradients", hint="The gradients are n times too small: the 1/n comes in once, at the loss.")
def divided_again(X, labels, params):
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    grads, dZ = [], softmax_cross_entropy_backward(scores[-1], labels)
    for k in reversed(range(len(params))):
        dA, dW, db = linear_backward(dZ, inputs[k], params[k][0])
        grads.insert(0, (dW / len(X), db / len(X)))
        if k > 0:
            dZ = relu_backward(dA, scores[k - 1])
    return softmax_cross_entropy(scores[-1], labels), grads


@mistake("mlp_gradients", hint="This is written for two layers: any depth is asked for, one layer included.")
def two_layers_only(X, labels, params):
    (W1, b1), (W2, b2) = params
    Z1 = linear(X, W1, b1)
    A1 = relu(Z1)
    Z2 = linear(A1, W2, b2)
    dA1, dW2, db2 = linear_backward(softmax_cross_entropy_backward(Z2, labels), A1, W2)
    dX, dW1, db1 = linear_backward(relu_backward(dA1, Z1), X, W1)
    return softmax_cross_entropy(Z2, labels), [(dW1, db1), (dW2, db2)]


@mistake("mlp_gradients", hint="The loss is n times too large: it is a mean over observations.")
def loss_summed(X, labels, params):
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    grads, dZ = [], softmax_cross_entropy_backward(scores[-1], labels)
    for k in reversed(range(len(params))):
        dA, dW, db = linear_backward(dZ, inputs[k], params[k][0])
        grads.insert(0, (dW, db))
        if k > 0:
            dZ = relu_backward(dA, scores[k - 1])
    return len(X) * softmax_cross_entropy(scores[-1], labels), grads


@mistake("mlp_gradients", hint="The gradients came back without the loss: (loss, grads) was asked for.")
def loss_missing(X, labels, params):
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    grads, dZ = [], softmax_cross_entropy_backward(scores[-1], labels)
    for k in reversed(range(len(params))):
        dA, dW, db = linear_backward(dZ, inputs[k], params[k][0])
        grads.insert(0, (dW, db))
        if k > 0:
            dZ = relu_backward(dA, scores[k - 1])
    return grads


@mistake("mlp_gradients", hint="The pairs are (db, dW); params holds (W, b), so grads holds (dW, db).")
def pairs_turned(X, labels, params):
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    grads, dZ = [], softmax_cross_entropy_backward(scores[-1], labels)
    for k in reversed(range(len(params))):
        dA, dW, db = linear_backward(dZ, inputs[k], params[k][0])
        grads.insert(0, (db, dW))
        if k > 0:
            dZ = relu_backward(dA, scores[k - 1])
    return softmax_cross_entropy(scores[-1], labels), grads


@mistake(
    "mlp_gradients",
    hint="The weights are changed on the way: this function only tells the gradient, the step comes next week.",
)
def params_changed(X, labels, params):
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    grads, dZ = [], softmax_cross_entropy_backward(scores[-1], labels)
    for k in reversed(range(len(params))):
        W, b = params[k]
        dA, dW, db = linear_backward(dZ, inputs[k], W)
        grads.insert(0, (dW, db))
        W -= 0.1 * dW
        b -= 0.1 * db
        if k > 0:
            dZ = relu_backward(dA, scores[k - 1])
    return softmax_cross_entropy(scores[-1], labels), grads


@mistake(
    "mlp_gradients",
    hint="The loss is the log of a probability that may be rounded to 0: the combined form never takes it.",
)
def loss_of_probabilities(X, labels, params):
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    grads, dZ = [], softmax_cross_entropy_backward(scores[-1], labels)
    for k in reversed(range(len(params))):
        dA, dW, db = linear_backward(dZ, inputs[k], params[k][0])
        grads.insert(0, (dW, db))
        if k > 0:
            dZ = relu_backward(dA, scores[k - 1])
    P = softmax(scores[-1])[np.arange(len(X)), labels]
    return -np.mean(np.log(np.clip(P, 1e-12, 1))), grads


@mistake(
    "mlp_gradients",
    hint="The ReLU's mask is taken from its own dA: the gate remembers the forward pass, the layer's Z.",
)
def gate_from_gradient(X, labels, params):
    inputs, scores, A = [], [], X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    grads, dZ = [], softmax_cross_entropy_backward(scores[-1], labels)
    for k in reversed(range(len(params))):
        dA, dW, db = linear_backward(dZ, inputs[k], params[k][0])
        grads.insert(0, (dW, db))
        dZ = relu_backward(dA, dA)
    return softmax_cross_entropy(scores[-1], labels), grads


@mistake("mlp_gradients", hint="The forward pass has no ReLU at all: compare your loss with that of mlp_forward.")
def no_relu_forward(X, labels, params):
    inputs, A = [], X
    for W, b in params:
        inputs.append(A)
        A = linear(A, W, b)
    grads, dZ = [], softmax_cross_entropy_backward(A, labels)
    for k in reversed(range(len(params))):
        dA, dW, db = linear_backward(dZ, inputs[k], params[k][0])
        grads.insert(0, (dW, db))
        if k > 0:
            dZ = relu_backward(dA, inputs[k])
    return softmax_cross_entropy(A, labels), grads


@mistake(
    "mlp_gradients",
    hint="Only the last layer gets its gradient, the others get zeros: the blue pass goes on to the first layer.",
)
def last_layer_only(X, labels, params):
    A = X
    for W, b in params[:-1]:
        A = relu(linear(A, W, b))
    Z = linear(A, *params[-1])
    dA, dW, db = linear_backward(softmax_cross_entropy_backward(Z, labels), A, params[-1][0])
    return softmax_cross_entropy(Z, labels), [(0 * W, 0 * b) for W, b in params[:-1]] + [(dW, db)]
