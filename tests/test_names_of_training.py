"""A function that trains for seconds is not replayed: its network tells what was done, and nothing is told that is not so."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from autograder.graders.student import Record
from autograder.naming.retraining import retrained
from autograder.naming.training import forward, of_training
from autograder.sandbox.outcome import Outcome


def fit(x, y, rng):
    """Points x, y (n, 1). Returns params of a network."""


def init(sizes, rng):
    return [(rng.normal(0, np.sqrt(2 / a), (a, b)), np.zeros(b)) for a, b in itertools.pairwise(sizes)]


def points(seed):
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 1, (200, 1))
    return x, 2 * np.sin(4 * x) + 0.05 * rng.normal(size=x.shape)


def trained(x, y, rng, sizes=(1, 40, 1), steps=2000, rate=0.05):
    """Plain gradient descent: what a student's fit does."""
    params = init(sizes, rng)
    for _ in range(steps):
        values = [x]
        for k, (W, b) in enumerate(params):
            Z = values[-1] @ W + b
            values.append(Z if k == len(params) - 1 else np.maximum(Z, 0))
        dZ = 2 * (values[-1] - y) / len(x)
        for k in reversed(range(len(params))):
            W, b = params[k]
            params[k] = W - rate * values[k].T @ dZ, b - rate * dZ.sum(axis=0)
            dZ = dZ @ W.T * (values[k] > 0)
    return params


def shuffled(x, y, rng):
    return trained(x, y[rng.permutation(len(y))], rng)


WRONG = {
    "not trained": lambda x, y, rng: init((1, 40, 1), rng),
    "hardly moved": lambda x, y, rng: trained(x, y, rng, steps=1, rate=1e-3),
    "not trained to its end": lambda x, y, rng: trained(x, y, rng, steps=30, rate=0.005),
    "no hidden layer": lambda x, y, rng: trained(x, np.sign(np.sin(9 * x)), rng, sizes=(1, 1)),
    "few hidden units": lambda x, y, rng: trained(x, y, rng, sizes=(1, 2, 1)),
    "y rescaled": lambda x, y, rng: trained(x, y / 5 + 1, rng),
    "learned from x times 5": lambda x, y, rng: trained(5 * x, y, rng, rate=0.01),
    "blown up": lambda x, y, rng: trained(x, y, rng, rate=50.0, steps=500),
    "all units alike": lambda x, y, rng: [(np.ones((1, 5)), np.ones(5)), (np.ones((5, 1)), np.ones(1))],
    "more than the params": lambda x, y, rng: (trained(x, y, rng, steps=3), [1.0, 0.5]),
    "outputs": lambda x, y, rng: trained(x, np.hstack([y, y]), rng, sizes=(1, 9, 2), steps=30),
}


@np.errstate(all="ignore")
def told(make):
    records = []
    for seed in (1, 2):
        x, y = points(seed)
        made = make(x, y, np.random.default_rng(seed))
        records.append(Record("fit", (x, y, np.random.default_rng(seed)), {}, Outcome("returned", made)))
    return of_training(fit, records, {"init": init})


@pytest.mark.parametrize("name", WRONG)
def test_a_network_tells_what_was_done(name):
    found = told(WRONG[name])
    assert [f.name for f in found] == [name] and found[0].firm


def test_a_right_one_is_told_nothing():
    x, y = points(1)
    assert np.mean((forward(trained(x, y, np.random.default_rng(1)), x) - y) ** 2) < 0.1
    assert told(trained) == []


@pytest.mark.parametrize("make", [shuffled, lambda x, y, rng: trained(y, x, rng)])
def test_what_may_be_one_thing_or_another_is_no_name(make):
    assert [f.firm for f in told(make)] == [False]


@np.errstate(all="ignore")
def told_by_trying(make):
    records = []
    for seed in (1, 2):
        x, y = points(seed)
        made = make(x, y, np.random.default_rng(seed))
        records.append(Record("fit", (x, y, np.random.default_rng(seed)), {}, Outcome("returned", made)))
    return retrained(fit, records, {"init": init}, lambda args: Outcome("returned", make(*args)))


def dealt(x, y, rng, epochs=10, batch=20, rate=0.01, orders=None):
    """Stochastic gradient descent on shuffled batches."""
    params = init((1, 12, 1), rng)
    for _ in range(epochs):
        order = rng.permutation(len(x)) if orders is None else orders(rng, x)
        for k in range(0, len(x), batch):
            params = one_step(params, x[order[k:k + batch]], y[order[k:k + batch]], rate)
    return params


def one_step(params, x, y, rate):
    (W, b), (V, c) = params
    H = np.maximum(x @ W + b, 0)
    dZ = 2 * (H @ V + c - y) / len(x)
    dH = dZ @ V.T * (H > 0)
    return [(W - rate * x.T @ dH, b - rate * dH.sum(axis=0)), (V - rate * H.T @ dZ, c - rate * dZ.sum(axis=0))]


@pytest.mark.parametrize("make, name", [
    (shuffled, "y in another order"),
    (lambda x, y, rng: trained(rng.permutation(x), y, rng, steps=100), "y in another order"),
    (lambda x, y, rng: trained(y, x, rng), "x and y swapped"),
    (lambda x, y, rng: trained(x, y, rng, steps=30, rate=0.004),
     "trained with these numbers: 30 epochs, a learning rate of 0.004, all observations in one batch"),
    (dealt, "trained with these numbers: 10 epochs, a learning rate of 0.01, batches of 20"),
    (lambda x, y, rng: dealt(x, y, rng, orders=lambda rng, x: np.arange(len(x))),
     "not shuffled; 10 epochs, a learning rate of 0.01, batches of 20"),
    (lambda x, y, rng: dealt(x[:100], y[:100], rng), "only 100 observations; 10 epochs, a learning rate of 0.01, batches of 20"),
])
def test_a_few_observations_tell_how_it_trains(make, name):
    found = told_by_trying(make)
    assert [f.name for f in found] == [name] and found[0].firm


@pytest.mark.parametrize("make", [
    # A start of its own, a rate that falls, batches that are drawn by another order: none of it is what could be done again.
    lambda x, y, rng: [(W + 0.1, b) for W, b in trained(x, y, rng, steps=10)],
    lambda x, y, rng: one_step(one_step(init((1, 12, 1), rng), x, y, 0.01), x, y, 0.005),
    lambda x, y, rng: dealt(x, y, rng, orders=lambda rng, x: rng.permutation(x.ravel().argsort())),
])
def test_a_training_that_cannot_be_done_again_has_no_name(make):
    assert told_by_trying(make) == []


def test_a_network_beyond_all_measure_is_not_trained_again(monkeypatch):
    def never(*_):
        raise AssertionError

    monkeypatch.setattr("autograder.naming.retraining.stepped", never)
    assert told_by_trying(lambda x, y, rng: trained(x, y, rng, sizes=(1, 20_000, 1), steps=3, rate=1e-4)) == []
