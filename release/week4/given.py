"""Week 1 and Week 2 and Week 3, solved: made by `make release` from those weeks' own solutions."""


import numpy as np

# Week 1: Layers


def score(x, w, b):
    """The score of one neuron for one observation.

    x: inputs (d,). w: weights (d,). b: bias, a number.
    Returns z = wᵀx + b, a number.
    """
    return w @ x + b


def linear(X, W, b):
    """The scores of a layer for all observations.

    X: observations (n, d). W: weights (d, m). b: biases (m,).
    Returns Z = XW + B of shape (n, m), each row of B being b.
    """
    return X @ W + b


def relu(Z):
    """The rectified linear unit, entry by entry.

    Z: scores, of any shape. Returns max(0, z) in the same shape, as a new array.
    """
    return np.maximum(Z, 0)


def sigmoid(Z):
    """The logistic sigmoid, entry by entry, without overflow.

    Z: scores, of any shape. Returns 1 / (1 + e⁻ᶻ) in the same shape, as a new array.
    """
    # The exponent is never positive, so nothing overflows; the numerator picks the form that suits the sign.
    E = np.exp(-np.abs(Z))
    return np.where(Z >= 0, 1, E) / (1 + E)


def init_params(sizes, rng):
    """Random parameters for a network of ReLU layers.

    sizes: [n0, n1, ..., nL], the number of inputs, then the units of each layer.
    rng: a numpy.random.Generator, the only source of randomness.
    Returns a list of L pairs (W, b), with W (fan_in, fan_out) normal of mean 0 and
    variance 2 / fan_in, and b (fan_out,) zeros.
    """
    return [
        (rng.normal(0, np.sqrt(2 / fan_in), size=(fan_in, fan_out)), np.zeros(fan_out))
        for fan_in, fan_out in zip(sizes[:-1], sizes[1:])
    ]


def mlp_forward(X, params):
    """The forward pass of a multi-layer perceptron: linear, ReLU, ..., linear.

    X: observations (n, d). params: a list of pairs (W, b), one a layer, the first with W (d, m1).
    Returns the scores Z (n, k) of the output layer, without an activation.
    """
    A = X
    for W, b in params[:-1]:
        A = relu(linear(A, W, b))
    W, b = params[-1]
    return linear(A, W, b)


def perceptron(X, y, epochs):
    """Learn a straight cut by Rosenblatt's rule.

    X: observations (n, d). y: labels (n,), 0 or 1. epochs: how many passes over the data at most.
    Returns (w, b): weights (d,) and bias, a number, so that the score is > 0 where 1 is predicted.
    """
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        mistakes = 0
        for x, target in zip(X, y):
            error = target - int(w @ x + b > 0)
            if error:
                w, b = w + error * x, b + error
                mistakes += 1
        if mistakes == 0:
            break
    return w, b


# Week 2: Output layers and losses


def softmax(Z):
    """Softmax of each row.

    Z: (n, C) scores, one row an observation. Returns (n, C) probabilities; every row sums to 1.
    """
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def mse(Y, Y_hat):
    """Squared error, summed over outputs and averaged over observations.

    Y, Y_hat: (n, k) targets and predictions. Returns a scalar.
    """
    return np.mean(np.sum((Y - Y_hat) ** 2, axis=1))


def one_hot(labels, n_classes):
    """Labels as rows of 0 with a single 1.

    labels: (n,) integers from 0 to n_classes - 1. Returns (n, n_classes).
    """
    return np.eye(n_classes)[labels]


def cross_entropy(Y, Y_hat):
    """Mean surprise at the true classes, never inf or nan.

    Y: (n, C) one-hot labels. Y_hat: (n, C) probabilities, clipped below at 1e-12. Returns a scalar.
    """
    return -np.mean(np.sum(Y * np.log(np.maximum(Y_hat, 1e-12)), axis=1))


def softmax_cross_entropy(Z, labels):
    """Cross-entropy of the softmax of scores, by log-sum-exp.

    Z: (n, C) scores. labels: (n,) integers from 0 to C - 1. Returns a scalar, the mean over observations.
    """
    M = Z.max(axis=1)
    log_sum_exp = M + np.log(np.exp(Z - M[:, None]).sum(axis=1))
    return np.mean(log_sum_exp - Z[np.arange(len(Z)), labels])


def accuracy(Z, labels):
    """Fraction of rows whose largest score stands at the label.

    Z: (n, C) scores. labels: (n,) integers from 0 to C - 1. Returns a scalar from 0 to 1.
    """
    return np.mean(Z.argmax(axis=1) == labels)


def logistic_loss(z, y):
    """Mean binary cross-entropy from scores.

    z: (n,) scores for y = 1. y: (n,) labels, 0 or 1. Returns a scalar.
    """
    return np.mean(np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))) - y * z)


# Week 3: Backpropagation


def numeric_gradient(f, W, eps=1e-5):
    """Gradient of f at W by central differences.

    f: takes an array shaped as W, returns a number. W: any shape. eps: how far each entry is moved, up and down.
    Returns: an array shaped as W.
    """
    W = W.copy()
    dW = np.zeros(W.shape)
    for place in np.ndindex(W.shape):
        w = W[place]
        W[place] = w + eps
        above = f(W)
        W[place] = w - eps
        below = f(W)
        W[place] = w
        dW[place] = (above - below) / (2 * eps)
    return dW


def linear_backward(dZ, X, W):
    """Backward pass of Z = X W + B.

    dZ: (n, m), gradient at the layer's output. X: (n, d), its input. W: (d, m), its weights.
    Returns: (dX, dW, db) of shapes (n, d), (d, m), (m,).
    """
    dX = dZ @ W.T
    dW = X.T @ dZ
    db = dZ.sum(axis=0)
    return dX, dW, db


def relu_backward(dA, Z):
    """Backward pass of A = relu(Z).

    dA: gradient at the output. Z: the input, of the same shape (any).
    Returns: dZ, of that shape.
    """
    return dA * (Z > 0)


def sigmoid_backward(dA, A):
    """Backward pass of A = sigmoid(Z).

    dA: gradient at the output. A: the output itself, of the same shape (any).
    Returns: dZ, of that shape.
    """
    return dA * A * (1 - A)


def mse_backward(Y, Y_hat):
    """Gradient of mse(Y, Y_hat) with respect to Y_hat.

    Y: (n, k), targets. Y_hat: (n, k), predictions.
    Returns: (n, k).
    """
    return 2 * (Y_hat - Y) / len(Y)


def softmax_cross_entropy_backward(Z, labels):
    """Gradient of softmax_cross_entropy(Z, labels) with respect to Z.

    Z: (n, C), scores. labels: (n,), integers from 0 to C - 1.
    Returns: (n, C).
    """
    n, C = Z.shape
    return (softmax(Z) - one_hot(labels, C)) / n


def mlp_gradients(X, labels, params):
    """Loss and gradients of the week-1 network under the combined softmax loss.

    X: (n, d). labels: (n,), integers. params: a list of (W, b), one pair a layer, any number of layers.
    Returns: (loss, grads), grads a list of (dW, db) shaped and ordered as params.
    """
    inputs, scores = [], []
    A = X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    loss = softmax_cross_entropy(scores[-1], labels)

    grads = []
    dZ = softmax_cross_entropy_backward(scores[-1], labels)
    for layer in reversed(range(len(params))):
        W, b = params[layer]
        dA, dW, db = linear_backward(dZ, inputs[layer], W)
        grads.insert(0, (dW, db))
        if layer > 0:
            dZ = relu_backward(dA, scores[layer - 1])
    return loss, grads
