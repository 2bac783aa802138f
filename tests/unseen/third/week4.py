"""Wrong solutions of week 4 as students write them, measured before the naming code was changed for any of them."""
# ruff: noqa
import numpy as np


def sgd_step__first_layer(params, grads, learning_rate):
    new = [(W, b) for W, b in params]
    W, b = params[0]
    dW, db = grads[0]
    new[0] = (W - learning_rate * dW, b - learning_rate * db)
    return new


def sgd_step__weights_plus(params, grads, learning_rate):
    out = []
    for i in range(len(params)):
        W, b = params[i]
        dW, db = grads[i]
        out.append((W + learning_rate * dW, b - learning_rate * db))
    return out


def sgd_step__swapped(params, grads, learning_rate):
    out = []
    for (W, b), (dW, db) in zip(params, grads):
        out.append((dW - learning_rate * W, db - learning_rate * b))
    return out


def sgd_step__clipped(params, grads, learning_rate):
    out = []
    for (W, b), (dW, db) in zip(params, grads):
        out.append((W - learning_rate * np.clip(dW, -1, 1), b - learning_rate * np.clip(db, -1, 1)))
    return out


def minibatches__one_short(n, batch_size, rng):
    idx = rng.permutation(n)
    out = []
    i = 0
    while i + batch_size < n:
        out.append(idx[i:i + batch_size])
        i += batch_size
    return out


def minibatches__shuffle_returns_none(n, batch_size, rng):
    idx = np.arange(n)
    idx = rng.shuffle(idx)
    return [idx[i:i + batch_size] for i in range(0, n, batch_size)]


def minibatches__floats(n, batch_size, rng):
    idx = rng.uniform(0, n, n)
    return [idx[i:i + batch_size] for i in range(0, n, batch_size)]


def minibatches__permutes_each(n, batch_size, rng):
    out = []
    for i in range(0, n, batch_size):
        out.append(rng.permutation(n)[i:i + batch_size])
    return out


def train__history_sum_over_n_batches(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        batches = minibatches(len(X), batch_size, rng)
        total = 0
        for batch in batches:
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            total += len(batch) * loss
        history.append(total / len(batches))
    return params, history


def train__decaying_rate(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for epoch in range(epochs):
        total = 0.0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate / (epoch + 1))
            total += len(batch) * loss
        history.append(total / len(X))
    return params, history


def train__params_in_history(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        total = 0.0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            total += len(batch) * loss
        history.append((params, total / len(X)))
    return params, history


def train__first_loss(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        losses = []
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            losses.append(loss)
        history.append(losses[0])
    return params, history


def train__grads_of_everything(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        total = 0.0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X, targets, params)
            params = sgd_step(params, grads, learning_rate)
            total += len(batch) * loss
        history.append(total / len(X))
    return params, history


def fit_curve__straight(x, y, rng):
    params = init_params([1, 20, 20, 1], rng)
    for _ in range(50):
        params, _ = train(x, y, params, regression_gradients, 1, len(x), 0.001, rng)
    return params


def fit_digits__forgets_result(X, labels, rng):
    params = init_params([64, 40, 10], rng)
    train(X, labels, params, mlp_gradients, 2, 50, 0.1, rng)
    return params


def fit_digits__labels_shuffled(X, labels, rng):
    params = init_params([64, 40, 10], rng)
    y = rng.permutation(labels)
    params, _ = train(X, y, params, mlp_gradients, 3, 50, 0.1, rng)
    return params


def momentum__beta_on_params(params, grads, velocity, learning_rate, beta=0.9):
    new_p, new_v = [], []
    for (W, b), (dW, db), (vW, vb) in zip(params, grads, velocity):
        vW = beta * vW - learning_rate * dW
        vb = beta * vb - learning_rate * db
        new_v.append((vW, vb))
        new_p.append((beta * W + vW, beta * b + vb))
    return new_p, new_v


def momentum__twice_rate(params, grads, velocity, learning_rate, beta=0.9):
    new_p, new_v = [], []
    for (W, b), (dW, db), (vW, vb) in zip(params, grads, velocity):
        vW = beta * vW - dW
        vb = beta * vb - db
        new_v.append((vW, vb))
        new_p.append((W + learning_rate * vW, b + learning_rate * vb))
    return new_p, new_v


def momentum__weights_only(params, grads, velocity, learning_rate, beta=0.9):
    new_p, new_v = [], []
    for (W, b), (dW, db), (vW, vb) in zip(params, grads, velocity):
        vW = beta * vW - learning_rate * dW
        new_v.append((vW, vb))
        new_p.append((W + vW, b - learning_rate * db))
    return new_p, new_v


def momentum__velocity_first_layer(params, grads, velocity, learning_rate, beta=0.9):
    vW, vb = velocity[0]
    dW, db = grads[0]
    new_v = list(velocity)
    new_v[0] = (beta * vW - learning_rate * dW, beta * vb - learning_rate * db)
    new_p = [(W + a, b + c) for (W, b), (a, c) in zip(params, new_v)]
    return new_p, new_v
