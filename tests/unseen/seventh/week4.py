"""Wrong student solutions of week 4 (stochastic gradient descent), written blind."""
import numpy as np


def sgd_step__uphill(params, grads, learning_rate):
    # The step goes with the gradient instead of against it.
    return [(W + learning_rate * dW, b + learning_rate * db) for (W, b), (dW, db) in zip(params, grads)]


def sgd_step__in_place(params, grads, learning_rate):
    # W -= and b -= change the arrays that were handed in, so the old params move too.
    new = []
    for (W, b), (dW, db) in zip(params, grads):
        W -= learning_rate * dW
        b -= learning_rate * db
        new.append((W, b))
    return new


def sgd_step__biases_stay(params, grads, learning_rate):
    # Only the weights take a step, the biases stay.
    stepped = []
    for i in range(len(params)):
        W, b = params[i]
        stepped.append((W - learning_rate * grads[i][0], b.copy()))
    return stepped


def sgd_step__gradient_normalised(params, grads, learning_rate):
    # Each gradient is scaled to length 1 first, so the step does not depend on its size.
    def unit(g):
        return g / (np.linalg.norm(g) + 1e-12)
    return [(W - learning_rate * unit(dW), b - learning_rate * unit(db)) for (W, b), (dW, db) in zip(params, grads)]


def sgd_step__sign_only_and_bias_uphill(params, grads, learning_rate):
    # Two slips: only the sign of the gradient is used, and the biases' sign is reversed.
    return [(W - learning_rate * np.sign(dW), b + learning_rate * np.sign(db)) for (W, b), (dW, db) in zip(params, grads)]


def minibatches__last_small_batch_dropped(n, batch_size, rng):
    # The incomplete last batch is left out, so some observations are not used.
    order = rng.permutation(n)
    return [order[k * batch_size:(k + 1) * batch_size] for k in range(n // batch_size)]


def minibatches__with_replacement(n, batch_size, rng):
    # Each batch is drawn anew from all observations, so some come twice and others never.
    sizes = [min(batch_size, n - start) for start in range(0, n, batch_size)]
    return [rng.integers(0, n, size) for size in sizes]


def minibatches__equal_splits(n, batch_size, rng):
    # np.array_split makes pieces of nearly equal size instead of full batches and a small rest.
    return np.array_split(rng.permutation(n), -(-n // batch_size))


def minibatches__number_and_size_mixed_up(n, batch_size, rng):
    # batch_size is taken as the number of batches instead of their length.
    return [part for part in np.array_split(rng.permutation(n), batch_size) if len(part)]


def minibatches__fixed_seed(n, batch_size, rng):
    # A generator of its own with a fixed seed is used, so the permutation is the same every time.
    order = np.random.default_rng(0).permutation(n)
    return [order[i:i + batch_size] for i in range(0, n, batch_size)]


def minibatches__start_moves_too_little(n, batch_size, rng):
    # The start moves on by batch_size - 1, so neighbouring batches share an observation.
    order = rng.permutation(n)
    step = max(batch_size - 1, 1)
    return [order[i:i + batch_size] for i in range(0, n, step)]


def minibatches__not_shuffled(n, batch_size, rng):
    # The permutation is drawn but not used: the batches are cut from the indices in their natural order.
    order = np.arange(n)
    rng.permutation(order)
    return [order[i:i + batch_size] for i in range(0, n, batch_size)]


def train__shuffled_once(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    # The batches are made once before the first epoch and used again in every epoch.
    batches = minibatches(len(X), batch_size, rng)
    history = []
    for _ in range(epochs):
        total = 0.0
        for batch in batches:
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            total += loss * len(batch)
        history.append(total / len(X))
    return params, history


def train__last_batch_loss(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    # history holds the loss of each epoch's last batch only.
    history = []
    for epoch in range(epochs):
        for idx in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[idx], targets[idx], params)
            params = sgd_step(params, grads, learning_rate)
        history.append(loss)
    return params, history


def train__unweighted_mean(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    # The batch losses are averaged without their sizes as weights.
    history = []
    for _ in range(epochs):
        losses = []
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            losses.append(loss)
            params = sgd_step(params, grads, learning_rate)
        history.append(np.mean(losses))
    return params, history


def train__total_never_reset(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    # The running total is set to 0 once and not at each epoch, so history adds up over epochs.
    total, history, n = 0.0, [], X.shape[0]
    for _ in range(epochs):
        for batch in minibatches(n, batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            total += len(batch) * loss
            params = sgd_step(params, grads, learning_rate)
        history.append(total / n)
    return params, history


def train__starts_over_each_epoch(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    # Every epoch begins again from the params that were handed in.
    history = []
    for _ in range(epochs):
        current = params
        total = 0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], current)
            current = sgd_step(current, grads, learning_rate)
            total += loss * batch.size
        history.append(total / len(X))
    return current, history


def train__step_once_an_epoch(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    # The step stands outside the loop over batches, so only the last batch of an epoch moves the params.
    history = []
    for _ in range(epochs):
        total = 0.0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            total += len(batch) * loss
        params = sgd_step(params, grads, learning_rate)
        history.append(total / len(X))
    return params, history


def train__targets_not_shuffled_along(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    # The observations are picked by the batch's indices and the targets in their own order, so they no longer belong together.
    history = []
    for _ in range(epochs):
        done, total = 0, 0.0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[done:done + len(batch)], params)
            done += len(batch)
            params = sgd_step(params, grads, learning_rate)
            total += len(batch) * loss
        history.append(total / len(X))
    return params, history


def train__loss_after_step_and_rate_decays(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    # Two slips: the loss is asked for again after the step (two calls a batch), and the rate shrinks with the epochs.
    history = []
    for epoch in range(epochs):
        total = 0.0
        for batch in minibatches(len(X), batch_size, rng):
            _, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate / (1 + epoch))
            loss, _ = gradients(X[batch], targets[batch], params)
            total += len(batch) * loss
        history.append(total / len(X))
    return params, history


def momentum__old_velocity_moves(params, grads, velocity, learning_rate, beta=0.9):
    # The params move by the old velocity and not by the new one.
    new_params = [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, velocity)]
    new_velocity = [(beta * vW - learning_rate * dW, beta * vb - learning_rate * db)
                    for (vW, vb), (dW, db) in zip(velocity, grads)]
    return new_params, new_velocity


def momentum__running_average(params, grads, velocity, learning_rate, beta=0.9):
    # The gradient is weighted by 1 - beta, as in Adam's running average.
    vel, par = [], []
    for (W, b), (dW, db), (vW, vb) in zip(params, grads, velocity):
        vW = beta * vW - (1 - beta) * learning_rate * dW
        vb = beta * vb - (1 - beta) * learning_rate * db
        vel.append((vW, vb))
        par.append((W + vW, b + vb))
    return par, vel


def momentum__velocity_with_other_sign(params, grads, velocity, learning_rate, beta=0.9):
    # Another book's convention: v <- beta v + grad and param <- param - rate v, so the velocity that comes back has another sign and size.
    velocity = [(beta * vW + dW, beta * vb + db) for (vW, vb), (dW, db) in zip(velocity, grads)]
    params = [(W - learning_rate * vW, b - learning_rate * vb) for (W, b), (vW, vb) in zip(params, velocity)]
    return params, velocity


def momentum__beta_fixed_and_results_swapped(params, grads, velocity, learning_rate, beta=0.9):
    # Two slips: 0.9 stands in the code in place of beta, and the velocity comes back first.
    v = [(0.9 * vW - learning_rate * dW, 0.9 * vb - learning_rate * db) for (vW, vb), (dW, db) in zip(velocity, grads)]
    p = [(W + a, b + c) for (W, b), (a, c) in zip(params, v)]
    return v, p
