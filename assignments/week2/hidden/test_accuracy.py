"""Oracle: rows are made with a known winner, so the right answer is known before any score is."""

import numpy as np

from autograder.checks import expect, expect_number, expect_scalar, expect_unchanged, generator, worth


def won(winners, C, seed, centre=0.0):
    """Scores (n, C) whose largest stand at `winners`, with a gap to the second largest."""
    Z = generator(seed).uniform(-1, 1, (len(winners), C)) + centre
    Z[np.arange(len(winners)), winners] = centre + 1.5
    return Z


@worth(2)
def test_values(student):
    """accuracy is the fraction of rows whose largest score stands at the label."""
    winners = np.array([0, 3, 1, 2, 2, 0, 1, 3])
    labels = np.array([0, 3, 2, 2, 1, 0, 1, 3])
    expect_scalar(student.accuracy(won(winners, 4, 71), labels), 6 / 8, "the accuracy", why="a fraction, row by row")


@worth(1)
def test_extremes(student):
    """accuracy is 1 where every row is right, and 0 where none is."""
    labels = np.array([2, 0, 1, 1, 2])
    expect_scalar(student.accuracy(won(labels, 3, 72), labels), 1.0, "the accuracy where every row is right")
    expect_scalar(student.accuracy(won((labels + 1) % 3, 3, 73), labels), 0.0, "the accuracy where no row is right")


@worth(1)
def test_any_size(student):
    """accuracy works for one observation and many, for two classes and many."""
    for n, C, wrong in [(1, 3, 0), (3, 2, 1), (250, 10, 60)]:
        labels = generator(74).integers(0, C, n)
        winners = labels.copy()
        winners[:wrong] = (winners[:wrong] + 1) % C
        expect_scalar(student.accuracy(won(winners, C, 75), labels), (n - wrong) / n, f"the accuracy of {n} rows")


@worth(1)
def test_any_level(student):
    """Only the order of a row's scores counts: all may be below 0, or far above 1."""
    winners, labels = np.array([1, 0, 2, 2, 0]), np.array([1, 0, 2, 1, 0])
    for centre in (-50.0, 50.0):
        expect_scalar(student.accuracy(won(winners, 3, 76, centre), labels), 4 / 5,
                      f"the accuracy of scores around {centre:g}")


@worth(0.5)
def test_arguments_unchanged(student):
    """accuracy leaves the scores and the labels as they were."""
    labels = np.array([0, 1, 2, 1])
    seen = []
    for winners in (labels, (labels + np.array([0, 1, 1, 1])) % 3):
        got = student.accuracy(won(winners, 3, 77), labels)
        expect_number(got, "the accuracy")
        expect_unchanged(student)
        seen.append(float(got))
    expect(abs(seen[0] - seen[1]) > 0, "The accuracy is the same number for different scores.")
