"""Wrong solutions of week 4 as students write them, measured before the naming code was changed for any of them."""
# ruff: noqa
import numpy as np


def sgd_step__uphill(params, grads, learning_rate):
    new_params = []
    for (W, b), (dW, db) in zip(params, grads):
        new_params.append((W + learning_rate * dW, b + learning_rate * db))
    return new_params


def sgd_step__augmented_assignment(params, grads, learning_rate):
    updated = []
    for (W, b), (dW, db) in zip(params, grads):
        W -= learning_rate * dW
        b -= learning_rate * db
        updated.append((W, b))
    return updated


def sgd_step__bias_not_moved(params, grads, learning_rate):
    return [(W - learning_rate * g[0], b) for (W, b), g in zip(params, grads)]


def sgd_step__returns_after_first_layer(params, grads, learning_rate):
    new = []
    for i in range(len(params)):
        W, b = params[i]
        dW, db = grads[i]
        new.append((W - learning_rate * dW, b - learning_rate * db))
        return new


def minibatches__with_replacement(n, batch_size, rng):
    order = rng.integers(0, n, size=n)
    return [order[i:i + batch_size] for i in range(0, n, batch_size)]


def minibatches__last_one_dropped(n, batch_size, rng):
    indices = rng.permutation(n)
    n_batches = n // batch_size
    return [indices[k * batch_size:(k + 1) * batch_size] for k in range(n_batches)]


def minibatches__array_split(n, batch_size, rng):
    perm = rng.permutation(n)
    return np.array_split(perm, int(np.ceil(n / batch_size)))


def minibatches__empty_hand_at_end(n, batch_size, rng):
    idx = np.arange(n)
    rng.shuffle(idx)
    batches = []
    for k in range(n // batch_size + 1):
        batches.append(idx[k * batch_size:(k + 1) * batch_size])
    return batches


def minibatches__only_order_of_batches_shuffled(n, batch_size, rng):
    batches = [np.arange(s, min(s + batch_size, n)) for s in range(0, n, batch_size)]
    return [batches[i] for i in rng.permutation(len(batches))]


def train__one_shuffle_for_all(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    batches = minibatches(len(X), batch_size, rng)
    for epoch in range(epochs):
        epoch_loss = 0
        for batch in batches:
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            epoch_loss += loss * len(batch)
        history.append(epoch_loss / len(X))
    return params, history


def train__plain_mean_of_batches(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        losses = []
        for batch in minibatches(X.shape[0], batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            losses.append(loss)
            params = sgd_step(params, grads, learning_rate)
        history.append(np.mean(losses))
    return params, history


def train__loss_after_the_epoch(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for epoch in range(epochs):
        for batch in minibatches(len(X), batch_size, rng):
            _, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
        loss, _ = gradients(X, targets, params)
        history.append(loss)
    return params, history


def train__each_batch_from_old_params(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    n = len(X)
    for _ in range(epochs):
        total = 0
        for batch in minibatches(n, batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            new_params = sgd_step(params, grads, learning_rate)
            total += loss * len(batch) / n
        params = new_params
        history.append(total)
    return params, history


def train__targets_not_indexed_alike(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        weighted = 0.0
        start = 0
        for batch in minibatches(len(X), batch_size, rng):
            Xb = X[batch]
            yb = targets[start:start + len(batch)]
            start += len(batch)
            loss, grads = gradients(Xb, yb, params)
            params = sgd_step(params, grads, learning_rate)
            weighted += len(batch) * loss
        history.append(weighted / len(X))
    return params, history


def train__history_per_batch(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for epoch in range(epochs):
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            history.append(loss)
    return params, history


def fit_curve__too_few_epochs(x, y, rng):
    params = init_params([1, 30, 1], rng)
    params, history = train(x, y, params, regression_gradients, 20, 20, 0.01, rng)
    return params


def fit_curve__no_hidden_layer(x, y, rng):
    params = init_params([1, 1], rng)
    params, _ = train(x, y, params, regression_gradients, 100, 20, 0.05, rng)
    return params


def fit_curve__returns_history_too(x, y, rng):
    params = init_params([1, 40, 20, 1], rng)
    W, kinks = rng.choice([-1.0, 1.0], (1, 40)), rng.uniform(-2, 2, 40)
    params[0] = (W, -W[0] * kinks)
    return train(x, y, params, regression_gradients, 60, 10, 0.01, rng)


def fit_curve__scaling_not_folded_back(x, y, rng):
    mean, std = x.mean(), x.std()
    x_scaled = (x - mean) / std + 1
    params = init_params([1, 40, 1], rng)
    params, _ = train(x_scaled, y, params, regression_gradients, 150, 10, 0.02, rng)
    return params


def fit_digits__rate_too_small(X, labels, rng):
    params = init_params([64, 50, 10], rng)
    params, _ = train(X, labels, params, mlp_gradients, 15, 32, 0.001, rng)
    return params


def fit_digits__rate_blows_up(X, labels, rng):
    params = init_params([64, 64, 10], rng)
    params, _ = train(X, labels, params, mlp_gradients, 10, 32, 20.0, rng)
    return params


def fit_digits__trained_on_a_few(X, labels, rng):
    n = len(X)
    n_train = n // 10
    X_train, y_train = X[:n_train], labels[:n_train]
    params = init_params([64, 64, 10], rng)
    params, _ = train(X_train, y_train, params, mlp_gradients, 40, 20, 0.1, rng)
    return params


def fit_digits__training_result_thrown_away(X, labels, rng):
    params = init_params([64, 64, 10], rng)
    trained, history = train(X, labels, params, mlp_gradients, 10, 32, 0.1, rng)
    print("final loss", history[-1])
    return params


def momentum__velocity_sign(params, grads, velocity, learning_rate, beta=0.9):
    new_params, new_velocity = [], []
    for (W, b), (dW, db), (vW, vb) in zip(params, grads, velocity):
        vW = beta * vW + learning_rate * dW
        vb = beta * vb + learning_rate * db
        new_params.append((W - vW, b - vb))
        new_velocity.append((vW, vb))
    return new_params, new_velocity


def momentum__old_velocity_moves(params, grads, velocity, learning_rate, beta=0.9):
    new_velocity = [(beta * vW - learning_rate * dW, beta * vb - learning_rate * db)
                    for (vW, vb), (dW, db) in zip(velocity, grads)]
    new_params = [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, velocity)]
    return new_params, new_velocity


def momentum__running_average(params, grads, velocity, learning_rate, beta=0.9):
    v_new = [(beta * vW - (1 - beta) * learning_rate * dW, beta * vb - (1 - beta) * learning_rate * db)
             for (vW, vb), (dW, db) in zip(velocity, grads)]
    p_new = [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, v_new)]
    return p_new, v_new


def momentum__velocity_in_place(params, grads, velocity, learning_rate, beta=0.9):
    new_params = []
    for i, ((W, b), (dW, db)) in enumerate(zip(params, grads)):
        vW, vb = velocity[i]
        vW *= beta
        vW -= learning_rate * dW
        vb *= beta
        vb -= learning_rate * db
        new_params.append((W + vW, b + vb))
    return new_params, velocity


def momentum__beta_hard_coded(params, grads, velocity, learning_rate, beta=0.9):
    velocity = [(0.9 * v[0] - learning_rate * g[0], 0.9 * v[1] - learning_rate * g[1]) for v, g in zip(velocity, grads)]
    params = [(p[0] + v[0], p[1] + v[1]) for p, v in zip(params, velocity)]
    return params, velocity
