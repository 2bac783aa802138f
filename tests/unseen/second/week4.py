"""Wrong solutions of week 4, written after the engine and held out from its making."""
# ruff: noqa
import numpy as np


def sgd_step__half(params, grads, learning_rate):
    return [(W - 0.5 * learning_rate * dW, b - 0.5 * learning_rate * db) for (W, b), (dW, db) in zip(params, grads)]


def sgd_step__multiplies(params, grads, learning_rate):
    return [(W * (1 - learning_rate * dW), b * (1 - learning_rate * db)) for (W, b), (dW, db) in zip(params, grads)]


def sgd_step__no_rate(params, grads, learning_rate):
    return [(W - dW, b - db) for (W, b), (dW, db) in zip(params, grads)]


def sgd_step__decays(params, grads, learning_rate):
    return [((1 - learning_rate) * W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in zip(params, grads)]


def sgd_step__sign(params, grads, learning_rate):
    return [(W - learning_rate * np.sign(dW), b - learning_rate * np.sign(db)) for (W, b), (dW, db) in zip(params, grads)]


def sgd_step__returns_in_loop(params, grads, learning_rate):
    new = []
    for (W, b), (dW, db) in zip(params, grads):
        new.append((W - learning_rate * dW, b - learning_rate * db))
        return new


def sgd_step__lists(params, grads, learning_rate):
    return [[(W - learning_rate * dW).tolist(), (b - learning_rate * db).tolist()] for (W, b), (dW, db) in zip(params, grads)]


def sgd_step__same_arrays(params, grads, learning_rate):
    new = list(params)
    for i, (dW, db) in enumerate(grads):
        W, b = new[i]
        W -= learning_rate * dW
        new[i] = (W, b - learning_rate * db)
    return new


def sgd_step__averages(params, grads, learning_rate):
    return [(W - learning_rate * dW.mean(), b - learning_rate * db.mean()) for (W, b), (dW, db) in zip(params, grads)]


def minibatches__one_batch(n, batch_size, rng):
    return [rng.permutation(n)]


def minibatches__last_merged(n, batch_size, rng):
    order = rng.permutation(n)
    full = n // batch_size
    batches = [order[i * batch_size:(i + 1) * batch_size] for i in range(full - 1)]
    return batches + [order[(full - 1) * batch_size:]]


def minibatches__range_step(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[i::batch_size] for i in range(batch_size)]


def minibatches__n_minus_one(n, batch_size, rng):
    order = rng.permutation(n - 1)
    return [order[i:i + batch_size] for i in range(0, n - 1, batch_size)]


def minibatches__array_of_objects(n, batch_size, rng):
    order = rng.permutation(n)
    return np.array([order[i:i + batch_size] for i in range(0, n, batch_size)], dtype=object)


def minibatches__tuple_of_sets(n, batch_size, rng):
    order = rng.permutation(n)
    return [set(order[i:i + batch_size].tolist()) for i in range(0, n, batch_size)]


def minibatches__reverse_order(n, batch_size, rng):
    order = np.arange(n)[::-1]
    return [order[i:i + batch_size] for i in range(0, n, batch_size)]


def minibatches__seeded_by_n(n, batch_size, rng):
    order = np.random.default_rng(n).permutation(n)
    return [order[i:i + batch_size] for i in range(0, n, batch_size)]


def minibatches__extra_empty(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[i:i + batch_size] for i in range(0, n + batch_size, batch_size)]


def train__no_total(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
    return params, history


def train__divides_by_batches(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        total, count = 0.0, 0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            total += loss * batch_size
            count += batch_size
        history.append(total / count)
    return params, history


def train__one_too_many(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs + 1):
        total = 0.0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            total += loss * len(batch)
        history.append(total / len(X))
    return params, history


def train__step_twice(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        total = 0.0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            params = sgd_step(params, grads, learning_rate)
            total += loss * len(batch)
        history.append(total / len(X))
    return params, history


def train__returns_history_only(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        total = 0.0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            total += loss * len(batch)
        history.append(total / len(X))
    return history


def train__swapped_result(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        total = 0.0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            total += loss * len(batch)
        history.append(total / len(X))
    return history, params


def train__update_after_epoch(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        total = 0.0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            total += loss * len(batch)
        params = sgd_step(params, grads, learning_rate)
        history.append(total / len(X))
    return params, history


def train__min_loss(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        losses = []
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            losses.append(loss)
        history.append(min(losses))
    return params, history


def train__history_list_reset(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    for _ in range(epochs):
        history = []
        total = 0.0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            total += loss * len(batch)
        history.append(total / len(X))
    return params, history


def fit_digits__zeros(X, labels, rng):
    return [(np.zeros((64, 10)), np.zeros(10))]


def fit_digits__none(X, labels, rng):
    params = init_params([64, 50, 10], rng)
    train(X, labels, params, mlp_gradients, 1, 100, 0.1, rng)


def fit_digits__fixed_classes(X, labels, rng):
    params = init_params([64, 50, 9], rng)
    return train(X, labels, params, mlp_gradients, 1, 100, 0.1, rng)[0]


def fit_curve__zeros(x, y, rng):
    return [(np.zeros((1, 1)), np.zeros(1))]


def fit_curve__flat_input(x, y, rng):
    params = init_params([200, 10, 1], rng)
    return train(x.T, y, params, regression_gradients, 2, 10, 0.01, rng)[0]


def momentum__beta_on_gradient(params, grads, velocity, learning_rate, beta=0.9):
    v = [(vW - beta * learning_rate * dW, vb - beta * learning_rate * db) for (vW, vb), (dW, db) in zip(velocity, grads)]
    return [(W + a, b + c) for (W, b), (a, c) in zip(params, v)], v


def momentum__minus_velocity(params, grads, velocity, learning_rate, beta=0.9):
    v = [(beta * vW - learning_rate * dW, beta * vb - learning_rate * db) for (vW, vb), (dW, db) in zip(velocity, grads)]
    return [(W - a, b - c) for (W, b), (a, c) in zip(params, v)], v


def momentum__one_minus_beta(params, grads, velocity, learning_rate, beta=0.9):
    v = [(beta * vW - (1 - beta) * learning_rate * dW, beta * vb - (1 - beta) * learning_rate * db)
         for (vW, vb), (dW, db) in zip(velocity, grads)]
    return [(W + a, b + c) for (W, b), (a, c) in zip(params, v)], v


def momentum__in_place(params, grads, velocity, learning_rate, beta=0.9):
    for (vW, vb), (dW, db) in zip(velocity, grads):
        vW *= beta
        vW -= learning_rate * dW
        vb *= beta
        vb -= learning_rate * db
    return [(W + a, b + c) for (W, b), (a, c) in zip(params, velocity)], velocity


def momentum__biases_plain(params, grads, velocity, learning_rate, beta=0.9):
    v = [(beta * vW - learning_rate * dW, -learning_rate * db) for (vW, vb), (dW, db) in zip(velocity, grads)]
    return [(W + a, b + c) for (W, b), (a, c) in zip(params, v)], v


def momentum__velocity_old_returned(params, grads, velocity, learning_rate, beta=0.9):
    v = [(beta * vW - learning_rate * dW, beta * vb - learning_rate * db) for (vW, vb), (dW, db) in zip(velocity, grads)]
    return [(W + a, b + c) for (W, b), (a, c) in zip(params, v)], velocity
