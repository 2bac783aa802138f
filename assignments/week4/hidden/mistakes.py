"""Known wrong solutions of week 4, each with a hint at what to look at."""

import numpy as np

from autograder.variants import mistake

from .reference import init_params, minibatches, mlp_gradients, regression_gradients, sgd_step, train


def trained(exercise: str, hint: str):
    """A mistake that trains a network: too slow to replay for each failing student, whose rates differ anyway."""
    return mistake(exercise, hint, replay=False)


@mistake("sgd_step", hint="The gradient points uphill. Which way should the step go?")
def sgd_step_uphill(params, grads, learning_rate):
    return [(W + learning_rate * dW, b + learning_rate * db) for (W, b), (dW, db) in zip(params, grads)]


@mistake("sgd_step", hint="-= changes the old array itself; the old params should be left as they were.")
def sgd_step_in_place(params, grads, learning_rate):
    for (W, b), (dW, db) in zip(params, grads):
        W -= learning_rate * dW
        b -= learning_rate * db
    return params


@mistake("sgd_step", hint="Biases are parameters too: do they move?")
def sgd_step_without_biases(params, grads, learning_rate):
    return [(W - learning_rate * dW, b.copy()) for (W, b), (dW, db) in zip(params, grads)]


@mistake("sgd_step", hint="Biases are parameters in every layer: do those after the first move?")
def sgd_step_first_bias_only(params, grads, learning_rate):
    (W, b), (dW, db) = params[0], grads[0]
    later = [(W - learning_rate * dW, b.copy()) for (W, b), (dW, _) in zip(params[1:], grads[1:])]
    return [(W - learning_rate * dW, b - learning_rate * db), *later]


@mistake("sgd_step", hint="A steep gradient gives a long step. Is the gradient cut off somewhere?")
def sgd_step_clips(params, grads, learning_rate):
    return [tuple(p - learning_rate * np.clip(g, -5, 5) for p, g in zip(*both)) for both in zip(params, grads)]


@mistake("sgd_step", hint="How long is the step when the learning rate is halved?")
def sgd_step_without_rate(params, grads, learning_rate):
    return [(W - dW, b - db) for (W, b), (dW, db) in zip(params, grads)]


@mistake("sgd_step", hint="Is it the step that is returned, or the params after the step?")
def sgd_step_returns_the_step(params, grads, learning_rate):
    return [(-learning_rate * dW, -learning_rate * db) for dW, db in grads]


@mistake("sgd_step", hint="Look at where the return stands: how many layers have been updated by then?")
def sgd_step_first_layer_only(params, grads, learning_rate):
    new = []
    for (W, b), (dW, db) in zip(params, grads):
        new.append((W - learning_rate * dW, b - learning_rate * db))
        return new


@mistake("sgd_step", hint="The first gradient belongs to the first layer. Is one of the lists turned around?")
def sgd_step_reversed_grads(params, grads, learning_rate):
    return [(W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in zip(params, reversed(grads))]


@mistake("sgd_step", hint="What is returned should look like params: a list of pairs, one a layer.")
def sgd_step_flat_list(params, grads, learning_rate):
    new = []
    for (W, b), (dW, db) in zip(params, grads):
        new.extend([W - learning_rate * dW, b - learning_rate * db])
    return new


@mistake("sgd_step", hint="The gradients are those of the mean loss already; nothing more needs dividing.")
def sgd_step_divides_by_size(params, grads, learning_rate):
    rates = [learning_rate / len(W) for W, _ in params]
    return [(W - rate * dW, b - rate * db) for rate, (W, b), (dW, db) in zip(rates, params, grads)]


@mistake("minibatches", hint="The batches come in the order of the data. Where is the deck shuffled?")
def minibatches_unshuffled(n, batch_size, rng):
    return [np.arange(n)[start : start + batch_size] for start in range(0, n, batch_size)]


@mistake("minibatches", hint="Do the last n % batch_size observations end up in a batch?")
def minibatches_drop_the_last(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[k * batch_size : (k + 1) * batch_size] for k in range(n // batch_size)]


@mistake("minibatches", hint="An index may be drawn twice here, and another never. A deck holds every card once.")
def minibatches_with_replacement(n, batch_size, rng):
    order = rng.integers(0, n, n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


@mistake("minibatches", hint="Each batch is drawn from the full deck; what was dealt already should not come again.")
def minibatches_each_from_full_deck(n, batch_size, rng):
    return [rng.permutation(n)[: min(batch_size, n - start)] for start in range(0, n, batch_size)]


@mistake("minibatches", hint="Who rolls the dice? All randomness should come from the argument rng.")
def minibatches_global_random(n, batch_size, rng):
    order = np.random.permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


@mistake(
    "minibatches",
    hint="A generator made anew with a fixed seed draws the same order every time. Use the one you are given.",
)
def minibatches_fixed_seed(n, batch_size, rng):
    order = np.random.default_rng(0).permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


@mistake("minibatches", hint="The batches are shuffled, but what is inside each of them? Shuffle before you cut.")
def minibatches_shuffled_blocks(n, batch_size, rng):
    blocks = [np.arange(n)[start : start + batch_size] for start in range(0, n, batch_size)]
    full = blocks[: n // batch_size]
    return [full[k] for k in rng.permutation(len(full))] + blocks[len(full) :]


@mistake("minibatches", hint="Cards are mixed only within their own hand. Shuffle the whole deck before you cut.")
def minibatches_shuffled_within(n, batch_size, rng):
    return [rng.permutation(np.arange(start, min(start + batch_size, n))) for start in range(0, n, batch_size)]


@mistake("minibatches", hint="Is batch_size the number of batches, or the number of observations in each?")
def minibatches_as_many_batches(n, batch_size, rng):
    return np.array_split(rng.permutation(n), batch_size)


@mistake(
    "minibatches",
    hint="batch_size asks for exact sizes; equal parts are not the same when n does not divide evenly.",
)
def minibatches_equal_parts(n, batch_size, rng):
    return np.array_split(rng.permutation(n), -(-n // batch_size))


@mistake("minibatches", hint="When n divides evenly, what is in the last batch?")
def minibatches_empty_at_the_end(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[k * batch_size : (k + 1) * batch_size] for k in range(n // batch_size + 1)]


@mistake("minibatches", hint="Indices in Python go from 0 to n - 1.")
def minibatches_from_one(n, batch_size, rng):
    order = rng.permutation(n) + 1
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


@mistake("minibatches", hint="Only the first batch comes back. Where does the return stand?")
def minibatches_first_only(n, batch_size, rng):
    order = rng.permutation(n)
    for start in range(0, n, batch_size):
        return [order[start : start + batch_size]]


@mistake("minibatches", hint="Neighbouring batches share an index: where does one slice end and the next begin?")
def minibatches_overlapping(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[start : start + batch_size + 1] for start in range(0, n, batch_size)]


@mistake("train", hint="The step's result is not kept: with which params does the next batch begin?")
def train_forgets_the_step(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        total = 0.0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            sgd_step(params, grads, learning_rate)
            total += loss * len(batch)
        history.append(total / len(X))
    return params, history


@mistake("train", hint="Each epoch deals a new deck. When are your batches drawn?")
def train_draws_once(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    batches, history = minibatches(len(X), batch_size, rng), []
    for _ in range(epochs):
        total = 0.0
        for batch in batches:
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            total += loss * len(batch)
        history.append(total / len(X))
    return params, history


@mistake("train", hint="A small last batch counts as much as a full one in this mean. How does history weigh them?")
def train_plain_mean(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        losses = []
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            losses.append(loss)
        history.append(np.mean(losses))
    return params, history


@mistake("train", hint="The batch losses are added up; what makes a mean of them?")
def train_summed_history(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        total = 0.0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            total += loss
        history.append(total)
    return params, history


@mistake("train", hint="History tells only of each epoch's last batch. What of the others?")
def train_last_loss(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
        history.append(loss)
    return params, history


@mistake("train", hint="History has an entry for each batch; it should have one for each epoch.")
def train_history_by_batch(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            history.append(loss)
    return params, history


@mistake("train", hint="The batch's observations are picked, but are its targets?")
def train_targets_of_the_first(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        total = 0.0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[: len(batch)], params)
            params = sgd_step(params, grads, learning_rate)
            total += loss * len(batch)
        history.append(total / len(X))
    return params, history


@mistake("train", hint="What goes into gradients: the batch, or all of X?")
def train_always_all(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        total = 0.0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X, targets, params)
            params = sgd_step(params, grads, learning_rate)
            total += loss * len(batch)
        history.append(total / len(X))
    return params, history


@mistake("train", hint="Only one batch of each epoch is used. Is something indented too far, or not far enough?")
def train_one_batch_an_epoch(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        batch = minibatches(len(X), batch_size, rng)[0]
        loss, grads = gradients(X[batch], targets[batch], params)
        params = sgd_step(params, grads, learning_rate)
        history.append(loss)
    return params, history


@mistake(
    "train",
    hint="The step is taken once an epoch, with the last batch's gradients; it should follow every batch.",
)
def train_steps_once_an_epoch(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        total = 0.0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            total += loss * len(batch)
        params = sgd_step(params, grads, learning_rate)
        history.append(total / len(X))
    return params, history


@mistake("train", hint="Two things are to be returned: the params and the history.")
def train_params_only(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    for _ in range(epochs):
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
    return params


@mistake("train", hint="One epoch too few. How often does the loop run?")
def train_one_epoch_short(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(1, epochs):
        total = 0.0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            total += loss * len(batch)
        history.append(total / len(X))
    return params, history


@mistake(
    "train",
    hint="The params are changed in place, so those you were given are gone. Use sgd_step, which makes new ones.",
)
def train_in_place(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        total = 0.0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            for (W, b), (dW, db) in zip(params, grads):
                W -= learning_rate * dW
                b -= learning_rate * db
            total += loss * len(batch)
        history.append(total / len(X))
    return params, history


@mistake("train", hint="The batches are drawn from a generator of your own. Which one is train given, and what for?")
def train_from_the_global_state(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        total, order = 0.0, np.random.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start:start + batch_size]
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            total += loss * len(batch)
        history.append(total / len(X))
    return params, history


@mistake("train", hint="Training ends before the last epoch when the loss no longer falls. How many epochs were asked for?")
def train_stops_early(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        total = 0.0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            total += loss * len(batch)
        history.append(total / len(X))
        if len(history) > 10 and min(history[-5:]) >= min(history[:-5]):
            break
    return params, history


@mistake("train", hint="Every epoch begins again from the first params. What should it begin from?")
def train_restarts(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    history = []
    for _ in range(epochs):
        new, total = params, 0.0
        for batch in minibatches(len(X), batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], new)
            new = sgd_step(new, grads, learning_rate)
            total += loss * len(batch)
        history.append(total / len(X))
    return new, history


@trained(
    "fit_digits",
    hint="The steps are far too long: the loss explodes or the units fall silent. See your plot of exercise 4.",
)
def fit_digits_huge_rate(X, labels, rng):
    params = init_params([64, 32, 10], rng)
    return train(X, labels, params, mlp_gradients, 20, 32, 30.0, rng)[0]


@trained(
    "fit_digits",
    hint="The steps are too short: the loss is still falling at the end. See your plot of exercise 4.",
)
def fit_digits_tiny_rate(X, labels, rng):
    params = init_params([64, 32, 10], rng)
    return train(X, labels, params, mlp_gradients, 20, 32, 1e-4, rng)[0]


@trained("fit_digits", hint="Once through the deck is hardly enough. What does history say?")
def fit_digits_one_epoch(X, labels, rng):
    params = init_params([64, 32, 10], rng)
    return train(X, labels, params, mlp_gradients, 1, 32, 0.1, rng)[0]


@trained(
    "fit_digits",
    hint="With all weights zero every hidden unit is silent and stays so. How does init_params begin?",
)
def fit_digits_zero_start(X, labels, rng):
    params = [(np.zeros((64, 32)), np.zeros(32)), (np.zeros((32, 10)), np.zeros(10))]
    return train(X, labels, params, mlp_gradients, 20, 32, 0.1, rng)[0]


@trained(
    "fit_digits",
    hint="Hidden units that start alike stay alike: they get the same gradient. What breaks the tie?",
)
def fit_digits_equal_start(X, labels, rng):
    params = [(np.full((64, 32), 0.05), np.zeros(32)), (np.full((32, 10), 0.05), np.zeros(10))]
    return train(X, labels, params, mlp_gradients, 20, 32, 0.1, rng)[0]


@trained("fit_digits", hint="train returns two things, params and history. Which are wanted here?")
def fit_digits_with_history(X, labels, rng):
    params = init_params([64, 32, 10], rng)
    return train(X, labels, params, mlp_gradients, 20, 32, 0.1, rng)


@trained("fit_digits", hint="These are the params from before the training. Where does what train returns go?")
def fit_digits_untrained(X, labels, rng):
    params = init_params([64, 32, 10], rng)
    train(X, labels, params, mlp_gradients, 20, 32, 0.1, rng)
    return params


@trained(
    "fit_digits",
    hint="The pixels are rescaled for the training only; the graders give them as they are. Fold the scaling in.",
)
def fit_digits_rescaled(X, labels, rng):
    params = init_params([64, 100, 10], rng)
    return train(16 * X - 8, labels, params, mlp_gradients, 20, 32, 0.01, rng)[0]


@trained("fit_digits", hint="The observations are put into a new order; do their labels go with them?")
def fit_digits_loses_its_labels(X, labels, rng):
    params = init_params([64, 32, 10], rng)
    return train(rng.permutation(X), labels, params, mlp_gradients, 20, 32, 0.1, rng)[0]


@trained("fit_digits", hint="First all zeros, then all ones...: batches should be a mixture. What is the deck's order?")
def fit_digits_sorted(X, labels, rng):
    params = init_params([64, 32, 10], rng)
    order = np.argsort(labels, kind="stable")
    for _ in range(10):
        for start in range(0, len(X), 32):
            batch = order[start : start + 32]
            params = sgd_step(params, mlp_gradients(X[batch], labels[batch], params)[1], 0.2)
    return params


@trained("fit_digits", hint="All digits in one batch make one step an epoch. How many steps is that in all?")
def fit_digits_few_full_batches(X, labels, rng):
    params = init_params([64, 32, 10], rng)
    return train(X, labels, params, mlp_gradients, 40, len(X), 0.1, rng)[0]


@trained("fit_digits", hint="Two hidden units have to tell ten digits apart. Is that layer wide enough?")
def fit_digits_bottleneck(X, labels, rng):
    params = init_params([64, 2, 10], rng)
    return train(X, labels, params, mlp_gradients, 20, 32, 0.1, rng)[0]


@trained("fit_digits", hint="Most of the training digits are never looked at. How many does the network need?")
def fit_digits_few_observations(X, labels, rng):
    params = init_params([64, 32, 10], rng)
    return train(X[:100], labels[:100], params, mlp_gradients, 60, 10, 0.1, rng)[0]


@trained("fit_digits", hint="The X that was given is scaled in place: whoever called fit_digits finds another X.")
def fit_digits_rescales_its_argument(X, labels, rng):
    X /= X.max()
    return train(X, labels, init_params([64, 48, 10], rng), mlp_gradients, 20, 16, 0.1, rng)[0]


@trained("fit_digits", hint="What is learned here is not the X and labels that were given. What if they are other ones?")
def fit_digits_learns_its_own(X, labels, rng):
    with np.load("digits.npz") as arrays:
        X, labels = arrays["X"] / 16, arrays["labels"].astype(int)
    return train(X, labels, init_params([64, 48, 10], rng), mlp_gradients, 20, 16, 0.1, rng)[0]


@trained("fit_digits", hint="There are ten digits, from 0 to 9. How many outputs has the network?")
def fit_digits_nine_outputs(X, labels, rng):
    params = init_params([64, 32, 9], rng)
    return train(X, labels, params, mlp_gradients, 20, 32, 0.1, rng)[0]


@trained("fit_curve", hint="The steps are too long and the training blows up. See your plot of exercise 4.")
def fit_curve_huge_rate(x, y, rng):
    params = init_params([1, 20, 20, 1], rng)
    return train(x, y, params, regression_gradients, 50, 20, 1.0, rng)[0]


@trained(
    "fit_curve",
    hint="The steps are too short: the loss is still falling at the end. See your plot of exercise 4.",
)
def fit_curve_tiny_rate(x, y, rng):
    params = init_params([1, 20, 20, 1], rng)
    return train(x, y, params, regression_gradients, 100, 20, 1e-5, rng)[0]


@trained("fit_curve", hint="A few epochs give a few bends. What does history say: has the loss levelled off?")
def fit_curve_few_epochs(x, y, rng):
    params = init_params([1, 20, 20, 1], rng)
    return train(x, y, params, regression_gradients, 20, 20, 0.02, rng)[0]


@trained("fit_curve", hint="Without a hidden layer the network is a straight line. What bends it?")
def fit_curve_straight(x, y, rng):
    params = init_params([1, 1], rng)
    return train(x, y, params, regression_gradients, 100, 20, 0.02, rng)[0]


@trained("fit_curve", hint="Each hidden unit of the first layer is one kink. How many kinks does this curve need?")
def fit_curve_two_units(x, y, rng):
    params = init_params([1, 2, 1], rng)
    return train(x, y, params, regression_gradients, 300, 20, 0.02, rng)[0]


@trained(
    "fit_curve",
    hint="With all weights zero every hidden unit is silent and stays so. How does init_params begin?",
)
def fit_curve_zero_start(x, y, rng):
    params = [(np.zeros((1, 20)), np.zeros(20)), (np.zeros((20, 1)), np.zeros(1))]
    return train(x, y, params, regression_gradients, 100, 20, 0.02, rng)[0]


@trained("fit_curve", hint="Hidden units that start alike stay alike, and bend at one place. What breaks the tie?")
def fit_curve_equal_start(x, y, rng):
    params = [(np.ones((1, 20)), np.ones(20)), (np.full((20, 1), 0.1), np.zeros(1))]
    return train(x, y, params, regression_gradients, 200, 20, 0.005, rng)[0]


@trained("fit_curve", hint="train returns two things, params and history. Which are wanted here?")
def fit_curve_with_history(x, y, rng):
    params = init_params([1, 20, 20, 1], rng)
    return train(x, y, params, regression_gradients, 50, 20, 0.02, rng)


@trained("fit_curve", hint="These are the params from before the training. Where does what train returns go?")
def fit_curve_untrained(x, y, rng):
    params = init_params([1, 20, 20, 1], rng)
    train(x, y, params, regression_gradients, 50, 20, 0.02, rng)
    return params


@trained(
    "fit_curve",
    hint="x is rescaled for the training only; the graders give it as it is. Fold the scaling into the first layer.",
)
def fit_curve_rescaled_x(x, y, rng):
    params = init_params([1, 20, 20, 1], rng)
    params[0] = (params[0][0], rng.uniform(-2, 2, 20))
    return train(3 * x, y, params, regression_gradients, 300, 10, 0.005, rng)[0]


@trained(
    "fit_curve",
    hint="y is rescaled for the training only; the network should give y itself. Fold the scaling into the last layer.",
)
def fit_curve_rescaled_y(x, y, rng):
    params = init_params([1, 20, 20, 1], rng)
    params[0] = (params[0][0], rng.uniform(-2, 2, 20))
    return train(x, y / 3, params, regression_gradients, 300, 10, 0.02, rng)[0]


@trained("fit_curve", hint="The points are put into a new order; does each x keep its own y?")
def fit_curve_loses_its_y(x, y, rng):
    params = init_params([1, 20, 20, 1], rng)
    return train(rng.permutation(x), y, params, regression_gradients, 200, 10, 0.02, rng)[0]


@trained(
    "fit_curve",
    hint="Network and loss agree on what is input and what is output. Which of x and y is the target?",
)
def fit_curve_swapped(x, y, rng):
    params = init_params([1, 20, 20, 1], rng)
    return train(y, x, params, regression_gradients, 200, 10, 0.02, rng)[0]


@mistake(
    "momentum",
    hint="The gradient points uphill: which sign does it have in the velocity?",
    function="momentum_step",
)
def momentum_uphill(params, grads, velocity, learning_rate, beta=0.9):
    new = [
        (beta * vW + learning_rate * dW, beta * vb + learning_rate * db) for (vW, vb), (dW, db) in zip(velocity, grads)
    ]
    return [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, new)], new


@mistake(
    "momentum",
    hint="The velocity has a minus sign in it already. Is it added to the params, or taken away?",
    function="momentum_step",
)
def momentum_subtracts_velocity(params, grads, velocity, learning_rate, beta=0.9):
    new = [
        (beta * vW - learning_rate * dW, beta * vb - learning_rate * db) for (vW, vb), (dW, db) in zip(velocity, grads)
    ]
    return [(W - vW, b - vb) for (W, b), (vW, vb) in zip(params, new)], new


@mistake("momentum", hint="The params move by a velocity: by the old one, or by the new one?", function="momentum_step")
def momentum_old_velocity(params, grads, velocity, learning_rate, beta=0.9):
    new = [
        (beta * vW - learning_rate * dW, beta * vb - learning_rate * db) for (vW, vb), (dW, db) in zip(velocity, grads)
    ]
    return [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, velocity)], new


@mistake("momentum", hint="This is plain descent: where does the velocity so far come in?", function="momentum_step")
def momentum_forgets(params, grads, velocity, learning_rate, beta=0.9):
    new = [(-learning_rate * dW, -learning_rate * db) for dW, db in grads]
    return [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, new)], new


@mistake(
    "momentum",
    hint="Weighing the gradient with 1 - beta is another recipe; look at the formula again.",
    function="momentum_step",
)
def momentum_running_mean(params, grads, velocity, learning_rate, beta=0.9):
    new = [
        (beta * vW - (1 - beta) * learning_rate * dW, beta * vb - (1 - beta) * learning_rate * db)
        for (vW, vb), (dW, db) in zip(velocity, grads)
    ]
    return [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, new)], new


@mistake(
    "momentum",
    hint="What happens to the velocity when the gradient is zero? Friction should slow it down.",
    function="momentum_step",
)
def momentum_without_friction(params, grads, velocity, learning_rate, beta=0.9):
    new = [(vW - learning_rate * dW, vb - learning_rate * db) for (vW, vb), (dW, db) in zip(velocity, grads)]
    return [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, new)], new


@mistake(
    "momentum",
    hint="How does the learning rate enter? The step from rest should be the plain one.",
    function="momentum_step",
)
def momentum_without_rate(params, grads, velocity, learning_rate, beta=0.9):
    new = [(beta * vW - dW, beta * vb - db) for (vW, vb), (dW, db) in zip(velocity, grads)]
    return [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, new)], new


@mistake(
    "momentum",
    hint="The velocity here holds no learning rate yet; the formula puts it in when the velocity is made.",
    function="momentum_step",
)
def momentum_rate_at_the_end(params, grads, velocity, learning_rate, beta=0.9):
    new = [(beta * vW - dW, beta * vb - db) for (vW, vb), (dW, db) in zip(velocity, grads)]
    return [(W + learning_rate * vW, b + learning_rate * vb) for (W, b), (vW, vb) in zip(params, new)], new


@mistake("momentum", hint="beta is an argument. What if it is not 0.9?", function="momentum_step")
def momentum_fixed_beta(params, grads, velocity, learning_rate, beta=0.9):
    new = [
        (0.9 * vW - learning_rate * dW, 0.9 * vb - learning_rate * db) for (vW, vb), (dW, db) in zip(velocity, grads)
    ]
    return [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, new)], new


@mistake("momentum", hint="Biases are parameters too: do they have a velocity?", function="momentum_step")
def momentum_without_biases(params, grads, velocity, learning_rate, beta=0.9):
    new = [(beta * vW - learning_rate * dW, vb.copy()) for (vW, vb), (dW, db) in zip(velocity, grads)]
    return [(W + vW, b.copy()) for (W, b), (vW, vb) in zip(params, new)], new


@mistake(
    "momentum",
    hint="Arrays are changed in place, so the old ones are gone. Make new ones.",
    function="momentum_step",
)
def momentum_in_place(params, grads, velocity, learning_rate, beta=0.9):
    for (W, b), (dW, db), (vW, vb) in zip(params, grads, velocity):
        vW *= beta
        vW -= learning_rate * dW
        vb *= beta
        vb -= learning_rate * db
        W += vW
        b += vb
    return params, velocity


@mistake("momentum", hint="Two things are to be returned. Which of them comes first?", function="momentum_step")
def momentum_swapped(params, grads, velocity, learning_rate, beta=0.9):
    new = [
        (beta * vW - learning_rate * dW, beta * vb - learning_rate * db) for (vW, vb), (dW, db) in zip(velocity, grads)
    ]
    return new, [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, new)]


@mistake("momentum", hint="The next step needs the velocity as well: return both.", function="momentum_step")
def momentum_params_only(params, grads, velocity, learning_rate, beta=0.9):
    return [
        (W + beta * vW - learning_rate * dW, b + beta * vb - learning_rate * db)
        for (W, b), (dW, db), (vW, vb) in zip(params, grads, velocity)
    ]
