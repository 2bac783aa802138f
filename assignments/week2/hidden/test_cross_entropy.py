"""Oracle: math.log of the true class's probability, row by row."""

import math

import numpy as np

from autograder.checks import expect, expect_number, expect_scalar, expect_unchanged, generator, worth

LEAST = 1e-12


def surprise(labels, Y_hat):
    return sum(-math.log(max(row[j], LEAST)) for j, row in zip(labels.tolist(), Y_hat.tolist())) / len(labels)


def guesses(seed, n, C):
    """labels (n,), their one-hot Y (n, C), and random probabilities Y_hat (n, C), none near 0."""
    rng = generator(seed)
    labels = rng.integers(0, C, n)
    Y_hat = rng.uniform(0.05, 1, (n, C))
    return labels, np.array([[float(j == label) for j in range(C)] for label in labels]), Y_hat / Y_hat.sum(1)[:, None]


@worth(3)
def test_values(student):
    """cross_entropy is minus the logarithm of the true class's probability, averaged over the observations."""
    labels, Y, Y_hat = guesses(51, 6, 4)
    expect_scalar(student.cross_entropy(Y, Y_hat), surprise(labels, Y_hat), "the loss",
                  why="natural logarithm, summed over classes, averaged over observations")


@worth(1)
def test_any_size(student):
    """cross_entropy works for one observation and many, for two classes and many."""
    for n, C in [(1, 3), (2, 2), (150, 10)]:
        labels, Y, Y_hat = guesses(52 + n, n, C)
        expect_scalar(student.cross_entropy(Y, Y_hat), surprise(labels, Y_hat), f"the loss of {n} x {C} probabilities")


@worth(1)
def test_sure_and_right(student):
    """A network that gives the true class all the probability loses nothing: 0, and not nan."""
    labels, Y, Y_hat = guesses(53, 4, 3)
    expect_scalar(student.cross_entropy(Y, Y.copy()), 0.0, "the loss where the true class has probability 1",
                  why="what is 0 times log 0?")
    Y_hat[:2] = Y[:2]
    expect_scalar(student.cross_entropy(Y, Y_hat), surprise(labels, Y_hat), "the loss where two of four rows are sure")


@worth(1)
def test_sure_and_wrong(student):
    """A network that gives the true class no probability at all has a large loss, but a finite one."""
    labels, Y, Y_hat = guesses(54, 5, 3)
    Y_hat[1] = np.roll(Y[1], 1)
    Y_hat[4] = np.roll(Y[4], 2)
    expect_scalar(student.cross_entropy(Y, Y_hat), surprise(labels, Y_hat),
                  "the loss where two of five rows are surely wrong", why="probabilities are clipped below at 1e-12")


@worth(1)
def test_clipped_at_the_bound(student):
    """Probabilities below 1e-12 count as 1e-12; those just above it count as they are."""
    Y = np.eye(2)
    for p in (3e-13, 2e-12, 1e-9):
        Y_hat = np.array([[p, 1 - p], [1 - p, p]])
        expect_scalar(student.cross_entropy(Y, Y_hat), -math.log(max(p, LEAST)),
                      f"the loss where the true class has probability {p:g}", why="clipping is not adding")


@worth(0.5)
def test_arguments_unchanged(student):
    """cross_entropy leaves Y and Y_hat as they were."""
    losses = []
    for seed in (55, 56):
        labels, Y, Y_hat = guesses(seed, 3, 3)
        Y_hat[0, labels[0]] = 1e-14
        loss = student.cross_entropy(Y, Y_hat)
        expect_number(loss, "the loss")
        expect_unchanged(student)
        losses.append(float(loss))
    expect(abs(losses[0] - losses[1]) > 0, "The loss is the same number for different probabilities.")
