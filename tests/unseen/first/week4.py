"""Wrong solutions of week 4, written before the engine; see week1.py."""
# ruff: noqa
import numpy as np


def sgd_step__plus(params, grads, learning_rate):
    return [(W + learning_rate * dW, b + learning_rate * db) for (W, b), (dW, db) in zip(params, grads)]


def sgd_step__in_place(params, grads, learning_rate):
    for (W, b), (dW, db) in zip(params, grads):
        W -= learning_rate * dW
        b -= learning_rate * db
    return params


def sgd_step__only_weights(params, grads, learning_rate):
    return [(W - learning_rate * dW, b) for (W, b), (dW, db) in zip(params, grads)]


def sgd_step__rate_squared(params, grads, learning_rate):
    return [(W - learning_rate ** 2 * dW, b - learning_rate ** 2 * db) for (W, b), (dW, db) in zip(params, grads)]


def sgd_step__divides(params, grads, learning_rate):
    return [(W - dW / learning_rate, b - db / learning_rate) for (W, b), (dW, db) in zip(params, grads)]


def sgd_step__update_only(params, grads, learning_rate):
    return [(-learning_rate * dW, -learning_rate * db) for dW, db in grads]


def sgd_step__fixed_rate(params, grads, learning_rate):
    return [(W - 0.01 * dW, b - 0.01 * db) for (W, b), (dW, db) in zip(params, grads)]


def sgd_step__bias_twice(params, grads, learning_rate):
    return [(W - learning_rate * dW, b - 2 * learning_rate * db) for (W, b), (dW, db) in zip(params, grads)]


def sgd_step__last_layer_only(params, grads, learning_rate):
    W, b = params[-1]
    dW, db = grads[-1]
    return params[:-1] + [(W - learning_rate * dW, b - learning_rate * db)]


def sgd_step__reversed(params, grads, learning_rate):
    return [(W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in zip(params, reversed(grads))]


def sgd_step__flat_list(params, grads, learning_rate):
    new = []
    for (W, b), (dW, db) in zip(params, grads):
        new.append(W - learning_rate * dW)
        new.append(b - learning_rate * db)
    return new


def sgd_step__none(params, grads, learning_rate):
    for i in range(len(params)):
        W, b = params[i]
        params[i] = (W - learning_rate * grads[i][0], b - learning_rate * grads[i][1])


def sgd_step__tuple_minus_tuple(params, grads, learning_rate):
    return [p - learning_rate * g for p, g in zip(params, grads)]


def sgd_step__normalised(params, grads, learning_rate):
    return [(W - learning_rate * dW / np.linalg.norm(dW), b - learning_rate * db / np.linalg.norm(db))
            for (W, b), (dW, db) in zip(params, grads)]


def minibatches__no_shuffle(n, batch_size, rng):
    order = np.arange(n)
    return [order[i:i + batch_size] for i in range(0, n, batch_size)]


def minibatches__drops_rest(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[i * batch_size:(i + 1) * batch_size] for i in range(n // batch_size)]


def minibatches__with_replacement(n, batch_size, rng):
    return [rng.integers(0, n, batch_size) for _ in range(0, n, batch_size)]


def minibatches__choice(n, batch_size, rng):
    return [rng.choice(n, batch_size, replace=False) for _ in range(int(np.ceil(n / batch_size)))]


def minibatches__array_split(n, batch_size, rng):
    return np.array_split(rng.permutation(n), batch_size)


def minibatches__fixed_seed(n, batch_size, rng):
    order = np.random.default_rng(0).permutation(n)
    return [order[i:i + batch_size] for i in range(0, n, batch_size)]


def minibatches__shuffles_batches(n, batch_size, rng):
    batches = [np.arange(i, min(i + batch_size, n)) for i in range(0, n, batch_size)]
    rng.shuffle(batches)
    return batches


def minibatches__lists(n, batch_size, rng):
    order = rng.permutation(n)
    return [list(order[i:i + batch_size]) for i in range(0, n, batch_size)]


def minibatches__one_based(n, batch_size, rng):
    order = rng.permutation(n) + 1
    return [order[i:i + batch_size] for i in range(0, n, batch_size)]


def minibatches__overlapping(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[i:i + batch_size] for i in range(n - batch_size + 1)]


def minibatches__global(n, batch_size, rng):
    order = np.random.permutation(n)
    return [order[i:i + batch_size] for i in range(0, n, batch_size)]


def minibatches__generator(n, batch_size, rng):
    order = rng.permutation(n)
    return (order[i:i + batch_size] for i in range(0, n, batch_size))


def minibatches__sorted(n, batch_size, rng):
    order = rng.permutation(n)
    return [np.sort(order[i:i + batch_size]) for i in range(0, n, batch_size)]


def minibatches__padded(n, batch_size, rng):
    order = rng.permutation(n)
    order = np.concatenate([order, order])
    return [order[i:i + batch_size] for i in range(0, n, batch_size)]


def minibatches__reshape(n, batch_size, rng):
    return rng.permutation(n).reshape(-1, batch_size)


def train__never_updates(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        total = 0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            sgd_step(params, grads, learning_rate)
            total += loss * len(batch)
        history.append(total / len(X))
    return params, history


def train__sum_of_losses(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        total = 0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            total += loss
        history.append(total)
    return params, history


def train__unweighted(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        losses = []
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            losses.append(loss)
        history.append(np.mean(losses))
    return params, history


def train__last_loss(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
        history.append(loss)
    return params, history


def train__one_epoch(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        total = 0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            total += loss * len(batch)
        history.append(total / len(X))
        return params, history


def train__batches_once(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    batches = minibatches(len(X), batch_size, rng)
    for _ in range(epochs):
        total = 0
        for batch in batches:
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            total += loss * len(batch)
        history.append(total / len(X))
    return params, history


def train__full_batch(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        loss, grads = gradients(X, targets, params)
        params = sgd_step(params, grads, learning_rate)
        history.append(loss)
    return params, history


def train__loss_after_update(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
        history.append(gradients(X, targets, params)[0])
    return params, history


def train__only_params(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    for _ in range(epochs):
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
    return params


def train__targets_not_indexed(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        total = 0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[:len(batch)], params)
            params = sgd_step(params, grads, learning_rate)
            total += loss * len(batch)
        history.append(total / len(X))
    return params, history


def train__ascends(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        total = 0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, -learning_rate)
            total += loss * len(batch)
        history.append(total / len(X))
    return params, history


def train__from_start_params(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    new = params
    for _ in range(epochs):
        total = 0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            new = sgd_step(new, grads, learning_rate)
            total += loss * len(batch)
        history.append(total / len(X))
    return new, history


def train__rate_divided(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        total = 0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate / len(batch))
            total += loss * len(batch)
        history.append(total / len(X))
    return params, history


def train__history_per_batch(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            history.append(loss)
    return params, history


def train__total_not_reset(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    total = 0
    for _ in range(epochs):
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            total += loss * len(batch)
        history.append(total / len(X))
    return params, history


def fit_digits__untrained(X, labels, rng):
    return init_params([64, 50, 10], rng)


def fit_digits__one_output(X, labels, rng):
    params = init_params([64, 50, 1], rng)
    return params


def fit_digits__few_epochs(X, labels, rng):
    params = init_params([64, 30, 10], rng)
    return train(X, labels, params, mlp_gradients, 1, 100, 0.01, rng)[0]


def fit_digits__returns_history_too(X, labels, rng):
    params = init_params([64, 50, 10], rng)
    return train(X, labels, params, mlp_gradients, 3, 50, 0.1, rng)


def fit_digits__rate_too_big(X, labels, rng):
    params = init_params([64, 50, 10], rng)
    return train(X, labels, params, mlp_gradients, 3, 20, 50.0, rng)[0]


def fit_digits__rescaled(X, labels, rng):
    X = (X - X.mean()) * 1000
    params = init_params([64, 50, 10], rng)
    return train(X, labels, params, mlp_gradients, 3, 50, 0.0001, rng)[0]


def fit_digits__linear_only(X, labels, rng):
    params = init_params([64, 10], rng)
    return train(X, labels, params, mlp_gradients, 2, 50, 0.05, rng)[0]


def fit_curve__no_hidden(x, y, rng):
    params = init_params([1, 1], rng)
    return train(x, y, params, regression_gradients, 20, 20, 0.01, rng)[0]


def fit_curve__wrong_gradients(x, y, rng):
    params = init_params([1, 30, 1], rng)
    return train(x, y, params, mlp_gradients, 20, 20, 0.01, rng)[0]


def fit_curve__few_steps(x, y, rng):
    params = init_params([1, 10, 1], rng)
    return train(x, y, params, regression_gradients, 5, 50, 0.01, rng)[0]


def fit_curve__both(x, y, rng):
    params = init_params([1, 30, 1], rng)
    return train(x, y, params, regression_gradients, 5, 20, 0.01, rng)


def fit_curve__y_and_x_swapped(x, y, rng):
    params = init_params([1, 30, 1], rng)
    return train(y, x, params, regression_gradients, 30, 20, 0.01, rng)[0]


def fit_curve__blows_up(x, y, rng):
    params = init_params([1, 30, 1], rng)
    return train(x, y, params, regression_gradients, 10, 20, 10.0, rng)[0]


def momentum__plus_rate(params, grads, velocity, learning_rate, beta=0.9):
    v = [(beta * vW + learning_rate * dW, beta * vb + learning_rate * db) for (vW, vb), (dW, db) in zip(velocity, grads)]
    return [(W + a, b + c) for (W, b), (a, c) in zip(params, v)], v


def momentum__classical_minus(params, grads, velocity, learning_rate, beta=0.9):
    v = [(beta * vW + learning_rate * dW, beta * vb + learning_rate * db) for (vW, vb), (dW, db) in zip(velocity, grads)]
    return [(W - a, b - c) for (W, b), (a, c) in zip(params, v)], v


def momentum__ema(params, grads, velocity, learning_rate, beta=0.9):
    v = [(beta * vW + (1 - beta) * dW, beta * vb + (1 - beta) * db) for (vW, vb), (dW, db) in zip(velocity, grads)]
    return [(W - learning_rate * a, b - learning_rate * c) for (W, b), (a, c) in zip(params, v)], v


def momentum__old_velocity(params, grads, velocity, learning_rate, beta=0.9):
    v = [(beta * vW - learning_rate * dW, beta * vb - learning_rate * db) for (vW, vb), (dW, db) in zip(velocity, grads)]
    return [(W + a, b + c) for (W, b), (a, c) in zip(params, velocity)], v


def momentum__beta_fixed(params, grads, velocity, learning_rate, beta=0.9):
    v = [(0.9 * vW - learning_rate * dW, 0.9 * vb - learning_rate * db) for (vW, vb), (dW, db) in zip(velocity, grads)]
    return [(W + a, b + c) for (W, b), (a, c) in zip(params, v)], v


def momentum__no_beta(params, grads, velocity, learning_rate, beta=0.9):
    v = [(vW - learning_rate * dW, vb - learning_rate * db) for (vW, vb), (dW, db) in zip(velocity, grads)]
    return [(W + a, b + c) for (W, b), (a, c) in zip(params, v)], v


def momentum__no_velocity(params, grads, velocity, learning_rate, beta=0.9):
    v = [(beta * vW - learning_rate * dW, beta * vb - learning_rate * db) for (vW, vb), (dW, db) in zip(velocity, grads)]
    return [(W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in zip(params, grads)], v


def momentum__order(params, grads, velocity, learning_rate, beta=0.9):
    v = [(beta * vW - learning_rate * dW, beta * vb - learning_rate * db) for (vW, vb), (dW, db) in zip(velocity, grads)]
    return v, [(W + a, b + c) for (W, b), (a, c) in zip(params, v)]


def momentum__only_params(params, grads, velocity, learning_rate, beta=0.9):
    v = [(beta * vW - learning_rate * dW, beta * vb - learning_rate * db) for (vW, vb), (dW, db) in zip(velocity, grads)]
    return [(W + a, b + c) for (W, b), (a, c) in zip(params, v)]


def momentum__nesterov(params, grads, velocity, learning_rate, beta=0.9):
    v = [(beta * vW - learning_rate * dW, beta * vb - learning_rate * db) for (vW, vb), (dW, db) in zip(velocity, grads)]
    return [(W + beta * a - learning_rate * dW, b + beta * c - learning_rate * db)
            for (W, b), (a, c), (dW, db) in zip(params, v, grads)], v
