"""Hidden tests of `train`. A spy stands for `gradients`, and its batches are replayed, whatever their order was."""

import math
from typing import Any

import numpy as np

from autograder.checks import (
    Failure,
    expect,
    expect_number,
    expect_pair,
    expect_params,
    expect_scalar,
    expect_unchanged,
    generator,
    kind_of,
    worth,
)

from .pairs import shapes_of
from .spy import Spy, expect_pairs

#: Far too large a rate: the loss grows from epoch to epoch.
RISING = 0.2


def form(got: Any, X, targets, params, gradients, epochs: int, batch_size, learning_rate, rng) -> tuple:
    """(params, history). The reference is not asked: gradients counts its calls."""
    return [(np.zeros(W.shape), np.zeros(b.shape)) for W, b in params], [0.0] * epochs


def trained(student, spy, epochs, batch_size, learning_rate, seed):
    """What train returned as (params, history), after a look at the type."""
    rng = generator(seed)
    got = student.train(spy.X, spy.targets, spy.start, spy, epochs, batch_size, learning_rate, rng)
    expect_pair(got, names=("params", "history"))
    expect(bool(spy.batches), "train never called gradients.")
    return got


@worth(2)
def test_params(student):
    """After each batch the params take one step against its gradients, and the next batch starts from there."""
    for n, epochs, batch_size, learning_rate, seed in [(12, 1, 4, 0.05, 4301), (23, 3, 5, 0.02, 4302), (8, 12, 4, 0.01, 4306)]:
        spy = Spy(n, seed)
        params, _ = trained(student, spy, epochs, batch_size, learning_rate, seed)
        why = f"{epochs} epoch{'s' if epochs > 1 else ''} on {n} observations, batch size {batch_size}"
        expect_pairs(params, spy.replay(learning_rate), why)


@worth(1)
def test_full_batch(student):
    """With a batch of all observations an epoch is one step of plain gradient descent."""
    spy = Spy(9, 4303)
    params, _ = trained(student, spy, 2, 9, 0.03, 4304)
    want = spy.start
    for _ in range(2):
        _, grads = spy.loss_and_grads(range(9), want)
        want = [(W - 0.03 * dW, b - 0.03 * db) for (W, b), (dW, db) in zip(want, grads)]
    expect_pairs(params, want, "two epochs, batch size n")


@worth(1.5)
def test_every_observation(student):
    """Each epoch shows every observation once, in batches of batch_size, the last one possibly smaller."""
    for n, epochs, batch_size, sizes in [(20, 2, 5, [5, 5, 5, 5]), (23, 3, 5, [5, 5, 5, 5, 3]), (6, 2, 10, [6])]:
        spy = Spy(n, 4310 + n)
        trained(student, spy, epochs, batch_size, 0.01, 4311)
        for epoch in spy.epochs(epochs):
            rows = [row for batch in epoch for row in batch.rows]
            expect(sorted(rows) == list(range(n)), "An epoch does not show every observation exactly once.")
            got = [len(batch.rows) for batch in epoch]
            expect(got == sizes, f"For n = {n}, batch_size = {batch_size} an epoch's batches have sizes {got[:8]}; "
                                 f"{sizes} was expected.")


@worth(1)
def test_new_order(student):
    """Every epoch draws its batches anew."""
    n, epochs = 40, 8
    spy = Spy(n, 4321)
    trained(student, spy, epochs, 20, 0.01, 4322)
    seen = [tuple(batch.rows for batch in epoch) for epoch in spy.epochs(epochs)]
    expect(len(set(seen)) == epochs, "Two epochs showed the observations in the very same order.")


@worth(1)
def test_only_rng(student):
    """All randomness comes from rng: the same state gives the same batches again, another seed gives others."""
    orders = []
    for seed in (4323, 4323, 4324):
        spy = Spy(30, 4325)
        trained(student, spy, 1, 6, 0.01, seed)
        expect(spy.moved, "The params given to gradients never change, so there is no training to look at yet.")
        orders.append([batch.rows for batch in spy.batches])
    expect(orders[0] == orders[1], "The same rng gave other batches the second time; some randomness comes from elsewhere.")
    expect(orders[0] != orders[2], "Two generators with different seeds gave the same batches; is rng handed on?")


@worth(1)
def test_every_epoch(student):
    """All epochs are trained, also where the loss no longer falls, or grows."""
    for learning_rate, epochs in ((0.0, 40), (RISING, 4)):
        spy = Spy(8, 4326)
        _, history = trained(student, spy, epochs, 8, learning_rate, 4327)
        spy.epochs(epochs)
        expect(len(losses(history)) == epochs,
               f"History has {len(losses(history))} entries; {epochs} were expected, one an epoch.")


# A training on wrong pairs learns nothing, and no other test sees them: the spy's gradients are those of the right ones.
@worth(3)
def test_targets_stay_with_their_observations(student):
    """Each batch carries the targets of its own observations, be they labels (n,) or rows of Y (n, k)."""
    for spy in (Spy(15, 4331), Spy(14, 4332, labels=True)):
        trained(student, spy, 2, 4, 0.01, 4333)
        expect(spy.moved, "The params given to gradients never change, so there is no training to look at yet.")
        expect(all(batch.paired for batch in spy.batches),
               "A batch came with targets that are not those of its observations "
               f"(here targets have shape {spy.targets.shape}).")


@worth(1.5)
def test_history(student):
    """History holds, for each epoch, the mean of the batch losses, each weighted by the size of its batch."""
    for n, epochs, batch_size, seed in [(20, 4, 5, 4341), (13, 3, 5, 4342)]:
        spy = Spy(n, seed)
        _, history = trained(student, spy, epochs, batch_size, 0.02, seed)
        history = losses(history)
        expect(len(history) == epochs, f"History has {len(history)} entries; {epochs} were expected, one an epoch.")
        for number, (got, batches) in enumerate(zip(history, spy.epochs(epochs)), start=1):
            total = math.fsum(spy.loss_and_grads(b.rows, b.params)[0] * len(b.rows) for b in batches)
            expect_scalar(got, total / sum(len(b.rows) for b in batches), f"the history's entry for epoch {number}",
                          why=f"{n} observations in batches of {batch_size}")


@worth(1)
def test_arguments_unchanged(student):
    """X, targets and the params it starts from are left as they were."""
    spy = Spy(10, 4351)
    params, _ = trained(student, spy, 2, 5, 0.05, 4352)
    expect_params(params, shapes_of(spy.start))
    before = student.last.args[2]
    expect(any(not np.array_equal(new[0], old[0]) for new, old in zip(params, before)),
           "The trained params are those it started from, so there is no training to look at yet.")
    expect_unchanged(student)


def losses(history) -> list:
    """The numbers of a history: a list, a tuple or a 1-d array."""
    if isinstance(history, np.ndarray) and history.ndim == 1:
        history = list(history)
    if not isinstance(history, (list, tuple)):
        raise Failure(f"history is {kind_of(history)}; a list of losses, one an epoch, was expected.")
    for number, loss in enumerate(history, start=1):
        expect_number(loss, f"the history's entry for epoch {number}")
    return list(history)
