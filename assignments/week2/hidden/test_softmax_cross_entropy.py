"""Oracle: log(1 + sum of exp(gap)) with the gaps to the true class's score, row by row in Python's own floats."""

import math

import numpy as np

from autograder.checks import expect, expect_number, expect_scalar, expect_unchanged, generator, worth


def combined(Z, labels):
    return sum(one_loss(row, row[label]) for row, label in zip(Z.tolist(), labels.tolist())) / len(labels)


def one_loss(row, true_score):
    """log of sum of exp(z - true score): where a gap is beyond exp's reach, that gap is the loss to all digits."""
    gaps = sorted(z - true_score for z in row)
    widest = gaps.pop()
    return widest + math.log(1 + sum(math.exp(gap - widest) for gap in gaps))


def scores(seed, n, C, spread=2.0):
    rng = generator(seed)
    return rng.normal(0, spread, (n, C)), rng.integers(0, C, n)


@worth(3)
def test_values(student):
    """The loss is minus the log of the true class's softmax probability, averaged over the observations."""
    Z, labels = scores(61, 6, 4)
    expect_scalar(student.softmax_cross_entropy(Z, labels), combined(Z, labels), "the loss",
                  why="log-sum-exp of the row minus the score of the true class, averaged")


@worth(1)
def test_any_size(student):
    """softmax_cross_entropy works for one observation and many, for two classes and many."""
    for n, C in [(1, 5), (3, 3), (120, 2), (40, 10)]:
        Z, labels = scores(62 + n, n, C)
        expect_scalar(student.softmax_cross_entropy(Z, labels), combined(Z, labels), f"the loss of {n} x {C} scores")


@worth(1)
def test_large_scores(student):
    """Scores around 10,000 or -10,000 give the same loss as the same scores around 0."""
    Z, labels = scores(63, 5, 3)
    for offset in (1e4 - 10, 10 - 1e4):
        expect_scalar(student.softmax_cross_entropy(Z + offset, labels), combined(Z, labels),
                      f"the loss of scores around {offset:g}", why="exp overflows above 709 and is 0 below -745")


@worth(1)
def test_sure_and_wrong(student):
    """The loss is exact where the true class's probability is tiny: a gap of 600 costs 600."""
    Z = np.array([[600.0, 0, 20], [20, -7, 0], [-100, -300, -400], [1, 2, 3]])
    labels = np.array([1, 1, 2, 0])
    expect_scalar(student.softmax_cross_entropy(Z, labels), combined(Z, labels), "the loss",
                  why="does a clipped or rounded probability stand in the way?")


@worth(1)
def test_scores_far_apart(student):
    """Scores 20,000 apart give an exact, finite loss."""
    Z = np.array([[1e4, -1e4], [-1e4, 1e4], [1e4, 0], [5e3, 1e4]])
    for labels in (np.array([1, 0, 1, 0]), np.array([0, 1, 0, 0]), np.array([1, 1, 0, 1])):
        expect_scalar(student.softmax_cross_entropy(Z, labels), combined(Z, labels), "the loss",
                      why="what is the log of a probability that has become 0?")


@worth(1)
def test_rows_apart(student):
    """A row's loss depends on that row alone, also when another row's scores dwarf it."""
    # Sizes at which exp itself neither over- nor underflows, so that this tells of the rows alone.
    Z = np.array([[600, 601, 598], [-400, -401, -399.5], [0, 1, 2]])
    labels = np.array([0, 2, 1])
    expect_scalar(student.softmax_cross_entropy(Z, labels), combined(Z, labels), "the loss",
                  why="does one row's size reach into another row?")


@worth(0.5)
def test_arguments_unchanged(student):
    """softmax_cross_entropy leaves the scores and the labels as they were."""
    losses = []
    for seed in (64, 65):
        loss = student.softmax_cross_entropy(*scores(seed, 4, 3))
        expect_number(loss, "the loss")
        expect_unchanged(student)
        losses.append(float(loss))
    expect(abs(losses[0] - losses[1]) > 0, "The loss is the same number for different scores.")
