"""Closed forms on given numbers, and fractions where there is none: never drawn samples, whose kurtosis is too
uncertain."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from autograder.checks import expect, expect_array, expect_scalar, expect_unchanged, generator, worth

from .oracle import real


def exact(column: list[float]) -> float:
    """Mean fourth power of the standardised values, less 3, in fractions."""
    values = [Fraction(x) for x in column]
    mean = sum(values) / len(values)
    variance = sum((x - mean) ** 2 for x in values) / len(values)
    return float(sum((x - mean) ** 4 for x in values) / len(values) / variance**2 - 3)


def table(seed: int, n: int) -> np.ndarray:
    """Three columns of mean 0 and variance 1 whose kurtosis is -2, n/2 - 3 and somewhere else, not symmetric."""
    two = np.tile([1.0, -1.0], n // 2)
    peak = np.zeros(n)
    peak[1], peak[2] = np.sqrt(n / 2), -np.sqrt(n / 2)
    lopsided = generator(seed).exponential(size=n) ** 2
    lopsided = (lopsided - lopsided.mean()) / lopsided.std()
    return np.stack([two, peak, lopsided], axis=1)


def column_values(student, s: np.ndarray) -> np.ndarray:
    return real(student.kurtosis(s.copy()), (s.shape[1],), "the kurtosis", "one number a column")


@worth(3)
def test_known_values(student):
    """Two equal halves have kurtosis -2, rare large values a high one; a Gaussian has 0, hence the 3 taken off."""
    s = table(7501, 16)
    want = [-2, 16 / 2 - 3, exact(s[:, 2].tolist())]
    expect_array(student.kurtosis(s), want, "the kurtosis", why="these columns have mean 0 and variance 1 already")


@worth(2)
def test_differences(student):
    """How much more kurtosis one column has than another."""
    s = table(7502, 60)
    got = column_values(student, s)
    want = np.diff([-2, 60 / 2 - 3, exact(s[:, 2].tolist())])
    expect_array(np.diff(got), want, "the difference of two columns' kurtosis")


@worth(2)
def test_any_mean(student):
    """The mean does not matter: it is taken away first."""
    s = table(7503, 12)
    usual = column_values(student, s)
    expect(bool(np.ptp(usual) > 0.1), "the kurtosis is the same for every column.")
    # The columns in another order: an answer that never looks at s stays as it was.
    moved = (s + np.array([2.0, -1.0, 0.5]))[:, ::-1]
    expect_array(student.kurtosis(moved), usual[::-1], "the kurtosis", why="the columns have only been moved and reversed")


@worth(2)
def test_any_scale(student):
    """The scale does not matter: the values are divided by their standard deviation first."""
    s = table(7504, 12)
    usual = column_values(student, s)
    expect(bool(np.ptp(usual) > 0.1), "the kurtosis is the same for every column.")
    stretched = (s * np.array([0.5, 3.0, 20.0]))[:, ::-1]
    expect_array(student.kurtosis(stretched), usual[::-1], "the kurtosis",
                 why="the columns have only been stretched and reversed")


@worth(1)
def test_one_variable(student):
    """For s of shape (n,) it is a single number."""
    values = table(7505, 10)[:, 1]
    got = student.kurtosis(values)
    expect_scalar(got, 10 / 2 - 3, "the kurtosis")


@worth(1)
def test_one_column(student):
    """A single column (n, 1) gives an array of one number."""
    expect_array(student.kurtosis(table(7506, 14)[:, 1:2]), [14 / 2 - 3], "the kurtosis")


@worth(1)
def test_arguments_unchanged(student):
    """s is left as it was."""
    s = 2 * table(7507, 12) + 1
    got = column_values(student, s)
    expect(bool(np.ptp(got) > 0.1), "the kurtosis is the same for every column, so there was nothing to look at here.")
    expect_array(column_values(student, s[:, ::-1]), got[::-1], "the kurtosis", why="only the order of the columns is another")
    expect_unchanged(student)
