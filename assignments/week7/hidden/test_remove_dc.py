"""Row means by exact sums."""

from __future__ import annotations

import math

import numpy as np

from autograder.checks import expect, expect_array, expect_unchanged, generator, worth

from .oracle import real


def without_mean(X: np.ndarray) -> np.ndarray:
    """Each row less its mean, number by number."""
    return np.array([[x - math.fsum(row) / len(row) for x in row] for row in X.tolist()])


@worth(3)
def test_values(student):
    """Each row loses its own mean."""
    X = generator(7201).normal(3, 2, (5, 7)) + np.arange(5.0)[:, None]
    want = without_mean(X)
    expect_array(student.remove_dc(X), want, "the result", why="one mean for each patch, and a patch is a row")
    X = generator(7206).normal(-3, 1, (6, 6))
    X[1] = -2.5
    want = without_mean(X)
    expect_array(student.remove_dc(X), want, "the result", why="6 patches of 6 pixels, all means below 0, one patch flat")


@worth(2)
def test_rows_sum_to_zero(student):
    """Whatever the patches, each row of the result sums to 0."""
    X = generator(7202).uniform(0, 1, (6, 16))
    got = real(student.remove_dc(X.copy()), X.shape, "the result")
    expect(bool(np.ptp(got, axis=1).min() > 0.01), "A row of the result is flat, though no patch was.")
    largest = float(np.abs(got.sum(axis=1)).max())
    expect(largest < 1e-9, f"A row of the result sums to {largest:.3g}; 0 was expected.")


@worth(1)
def test_contrast_kept(student):
    """Only the mean goes: the differences between the pixels of a patch stay as they were."""
    X = 4 * generator(7203).normal(size=(4, 6)) + 10
    got = real(student.remove_dc(X.copy()), X.shape, "the result")
    expect(not np.allclose(got, X), "The patches came back as they were.")
    expect_array(np.diff(got, axis=1), np.diff(X, axis=1), "the difference of neighbours in a row")


@worth(1)
def test_integer_pixels(student):
    """Pixels may be integers from 0 to 255; their means need not be."""
    rng = generator(7204)
    X = rng.integers(0, 256, (3, 5))
    while not (X.sum(axis=1) % 5).all():
        X = rng.integers(0, 256, (3, 5))
    want = without_mean(X.astype(float))
    expect_array(student.remove_dc(X), want, "the result")


@worth(1)
def test_arguments_unchanged(student):
    """X is left as it was."""
    X = generator(7205).normal(size=(8, 12)) + 2
    got = real(student.remove_dc(X.copy()), X.shape, "the result")
    expect(bool(np.ptp(got) > 0.01) and np.corrcoef(got.ravel(), X.ravel())[0, 1] > 0.5,
           "the result has nothing of the patches, so there was nothing to look at here.")
    expect(not np.allclose(got, X), "The patches came back as they were, so there was nothing to look at here.")
    expect_unchanged(student)
