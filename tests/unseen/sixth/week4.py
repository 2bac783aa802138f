"""Wrong solutions of week 4, written blind to the naming engine."""
import numpy as np


def sgd_step__biases_in_place(params, grads, learning_rate):
    # the biases are changed in place with -=, so the old params change too
    new = []
    for (W, b), (dW, db) in zip(params, grads):
        b -= learning_rate * db
        new.append((W - learning_rate * dW, b))
    return new


def sgd_step__moving_average(params, grads, learning_rate):
    # (1 - rate) W - rate dW: the weights shrink at every step
    keep = 1 - learning_rate
    return [(keep * W - learning_rate * dW, keep * b - learning_rate * db)
            for (W, b), (dW, db) in zip(params, grads)]


def sgd_step__gradients_clipped(params, grads, learning_rate):
    # cuts the gradients off at 1 in size
    return [tuple(p - learning_rate * np.clip(g, -1, 1) for p, g in zip(pair, grad))
            for pair, grad in zip(params, grads)]


def sgd_step__slower_layer_by_layer(params, grads, learning_rate):
    # layer i takes the rate divided by i + 1
    out = []
    for i in range(len(params)):
        W, b = params[i]
        rate = learning_rate / (i + 1)
        out.append((W - rate * grads[i][0], b - rate * grads[i][1]))
    return out


def minibatches__new_permutation_each_batch(n, batch_size, rng):
    # draws a new permutation for each batch, so some indices come twice and some never
    batches = []
    for start in range(0, n, batch_size):
        size = min(batch_size, n - start)
        batches.append(rng.permutation(n)[:size])
    return batches


def minibatches__equal_parts(n, batch_size, rng):
    # cuts into n // batch_size nearly equal parts, so that sizes are not those asked for
    return np.array_split(rng.permutation(n), max(1, n // batch_size))


def minibatches__only_order_of_batches(n, batch_size, rng):
    # shuffles the order of the batches, while within them are always the same neighbours
    cuts = [np.arange(i, min(i + batch_size, n)) for i in range(0, n, batch_size)]
    return [cuts[i] for i in rng.permutation(len(cuts))]


def minibatches__batches_overlap(n, batch_size, rng):
    # each batch takes one index too many, the first of the next batch
    order = rng.permutation(n)
    hands = []
    start = 0
    while start < n:
        hands.append(order[start:start + batch_size + 1])
        start += batch_size
    return hands


def train__batches_drawn_once(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    # the batches are drawn once in front of the loop: every epoch has the same ones
    batches = minibatches(len(X), batch_size, rng)
    history = []
    for _ in range(epochs):
        losses = []
        for batch in batches:
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            losses.append(loss * len(batch))
        history.append(sum(losses) / len(X))
    return params, history


def train__targets_not_shuffled(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    # the observations are shuffled but the targets are taken from the top: they do not belong together
    n = len(X)
    history = []
    for epoch in range(epochs):
        total = 0
        for batch in minibatches(n, batch_size, rng):
            loss, grads = gradients(X[batch], targets[:len(batch)], params)
            params = sgd_step(params, grads, learning_rate)
            total += loss * len(batch)
        history.append(total / n)
    return params, history


def train__weighted_by_full_batch(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    # each loss is weighted by batch_size, also that of the smaller last batch
    n, history = len(X), []
    for _ in range(epochs):
        total = 0.0
        for batch in minibatches(n, batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            total += batch_size * loss
        history.append(total / n)
    return params, history


def train__best_params_kept(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    # returns the params of the epoch with the smallest loss, as they were when that epoch began
    n = len(X)
    history, best = [], params
    for _ in range(epochs):
        start = params
        total = 0.0
        for batch in minibatches(n, batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            total += len(batch) * loss
        if not history or total / n < min(history):
            best = start
        history.append(total / n)
    return best, history


def fit_digits__standardised_not_folded(X, labels, rng):
    # trains on standardised pixels, but the params are used with the pixels as they are
    Z = (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-3)
    params = init_params([64, 50, 10], rng)
    params, _ = train(Z, labels, params, mlp_gradients, 20, 20, 0.1, rng)
    return params


def fit_digits__only_pixels_shuffled(X, labels, rng):
    # shuffles the rows of X and forgets the labels
    X = X[rng.permutation(len(X))]
    params, history = train(X, labels, init_params([64, 40, 10], rng), mlp_gradients, 15, 20, 0.1, rng)
    return params


def fit_digits__two_hidden_units(X, labels, rng):
    # a hidden layer of two units, too narrow for ten digits
    params = init_params([64, 2, 10], rng)
    return train(X, labels, params, mlp_gradients, 30, 20, 0.1, rng)[0]


def fit_digits__rate_far_too_small(X, labels, rng):
    # a learning rate of 0.0005 and ten epochs: it has hardly begun to learn
    params = init_params([64, 60, 10], rng)
    params, _ = train(X, labels, params, mlp_gradients, 10, 32, 0.0005, rng)
    return params


def fit_curve__inputs_rescaled(x, y, rng):
    # trains on x divided by its largest size and returns params that are asked with x itself
    u = x / np.abs(x).max()
    params = init_params([1, 40, 20, 1], rng)
    params[0] = (params[0][0] * 2, rng.normal(0, 1, 40))
    params, _ = train(u, y, params, regression_gradients, 200, 10, 0.01, rng)
    return params


def fit_curve__targets_standardised(x, y, rng):
    # trains on standardised targets and does not turn the answers back
    t = (y - y.mean()) / y.std()
    params = init_params([1, 40, 20, 1], rng)
    params[0] = (params[0][0], rng.normal(0, 1, 40))
    params, _ = train(x, t, params, regression_gradients, 250, 10, 0.01, rng)
    return params


def fit_curve__no_hidden_layer(x, y, rng):
    # no hidden layer: the best straight line
    params, history = train(x, y, init_params([1, 1], rng), regression_gradients, 100, 10, 0.05, rng)
    return params


def fit_curve__few_steps_of_the_whole(x, y, rng):
    # one batch of all points and 40 epochs: 40 steps are not enough
    params = init_params([1, 30, 1], rng)
    for _ in range(40):
        _, grads = regression_gradients(x, y, params)
        params = sgd_step(params, grads, 0.01)
    return params


def momentum__moves_with_old_velocity(params, grads, velocity, learning_rate, beta=0.9):
    # the params move with the velocity from before the update
    moved = [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, velocity)]
    velocity = [(beta * vW - learning_rate * dW, beta * vb - learning_rate * db)
                for (vW, vb), (dW, db) in zip(velocity, grads)]
    return moved, velocity


def momentum__nesterov(params, grads, velocity, learning_rate, beta=0.9):
    # Nesterov's form: the params move by beta v - rate dW with the new v
    new_p, new_v = [], []
    for (W, b), (dW, db), (vW, vb) in zip(params, grads, velocity):
        vW = beta * vW - learning_rate * dW
        vb = beta * vb - learning_rate * db
        new_v.append((vW, vb))
        new_p.append((W + beta * vW - learning_rate * dW, b + beta * vb - learning_rate * db))
    return new_p, new_v


def momentum__rate_outside_velocity(params, grads, velocity, learning_rate, beta=0.9):
    # the velocity sums plain gradients, the rate comes in only when the params move
    v = [tuple(beta * a + g for a, g in zip(pair, grad)) for pair, grad in zip(velocity, grads)]
    p = [tuple(q - learning_rate * a for q, a in zip(pair, vel)) for pair, vel in zip(params, v)]
    return p, v


def momentum__biases_without_memory(params, grads, velocity, learning_rate, beta=0.9):
    # only the weights have momentum, the biases take the plain step
    new_params = []
    new_velocity = []
    for i, (W, b) in enumerate(params):
        vW = beta * velocity[i][0] - learning_rate * grads[i][0]
        vb = -learning_rate * grads[i][1]
        new_velocity.append((vW, vb))
        new_params.append((W + vW, b + vb))
    return new_params, new_velocity
