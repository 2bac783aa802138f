"""Oracle: minus the log of the chance of the label, in a form that loses no digits, number by number."""

import math

import numpy as np

from autograder.checks import expect, expect_number, expect_scalar, expect_unchanged, generator, worth


def surprise(z, y):
    return sum(one_loss(score if label else -score) for score, label in zip(z.tolist(), y.tolist())) / len(y)


def one_loss(margin):
    """log(1 + exp(-margin)); the margin is the score counted in the direction of the label."""
    return math.log1p(math.exp(-margin)) if margin > 0 else -margin + math.log1p(math.exp(margin))


def scores(seed, n):
    """Of two observations or more some have each label, whatever is drawn."""
    rng = generator(seed)
    return rng.normal(0, 2, n), rng.permutation((np.arange(n) + rng.integers(2)) % 2)


@worth(3)
def test_values(student):
    """logistic_loss is minus the log of the label's probability, averaged over the observations."""
    z, y = np.array([0.5, -1.5, 2.0, -0.3, 1.1]), np.array([1, 0, 0, 1, 1])
    expect_scalar(student.logistic_loss(z, y), surprise(z, y), "the loss", why="the score speaks for y = 1")


@worth(1)
def test_known_by_hand(student):
    """A score of 0 costs log 2, a score of log 3 costs log(4/3) for y = 1 and log 4 for y = 0."""
    for z, y, want in [(0.0, 1, math.log(2)), (0.0, 0, math.log(2)), (math.log(3), 1, math.log(4 / 3)),
                       (math.log(3), 0, math.log(4))]:
        expect_scalar(student.logistic_loss(np.array([z]), np.array([y])), want, f"the loss of z = {z:.4g}, y = {y}")


@worth(1)
def test_any_size(student):
    """logistic_loss works for one observation and many, with both labels or only one of them."""
    for n in (1, 2, 300):
        z, y = scores(81 + n, n)
        for labels in (y, np.zeros(n, dtype=int), np.ones(n, dtype=int)):
            expect_scalar(student.logistic_loss(z, labels), surprise(z, labels), f"the loss of {n} scores")


@worth(1)
def test_sure_and_wrong(student):
    """The loss is exact where the network is surely wrong: a score of 300 against y = 0 costs 300."""
    z, y = np.array([300.0, -300, 38, -45]), np.array([0, 1, 0, 1])
    expect_scalar(student.logistic_loss(z, y), surprise(z, y), "the loss",
                  why="does a probability that was rounded or clipped stand in the way?")


@worth(1)
def test_large_scores(student):
    """Scores of 10,000 and -10,000 give an exact, finite loss."""
    for z, y in [([1e4, -1e4, 1e4], [1, 0, 1]), ([1e4, -1e4, 750], [0, 1, 0]), ([-1e4, 1e4, -800], [0, 0, 0])]:
        z, y = np.array(z), np.array(y)
        expect_scalar(student.logistic_loss(z, y), surprise(z, y), "the loss of scores up to 10,000 in size",
                      why="exp overflows above 709")


@worth(0.5)
def test_arguments_unchanged(student):
    """logistic_loss leaves z and y as they were."""
    losses = []
    for seed in (86, 87):
        loss = student.logistic_loss(*scores(seed, 5))
        expect_number(loss, "the loss")
        expect_unchanged(student)
        losses.append(float(loss))
    expect(abs(losses[0] - losses[1]) > 0, "The loss is the same number for different scores.")
