"""Data built with known variances in known directions. Any rotation of the k whitened components is right."""

from __future__ import annotations

import numpy as np

from autograder.checks import expect, expect_array, expect_pair, expect_unchanged, generator, worth

from .oracle import GAPS, built, real

N, D, K = 50, 6, 3


def answer(student, X: np.ndarray, k: int) -> tuple:
    """(Z, A) as the student's function gives them, whatever they are."""
    got = student.whiten(X.copy(), k)
    expect_pair(got, "the result", ("Z", "A"))
    return got[0], got[1]


def whitened(student, X: np.ndarray, k: int) -> np.ndarray:
    return real(answer(student, X, k)[0], (len(X), k), "Z", "k components an observation")


def expect_of(Z: np.ndarray, X: np.ndarray) -> None:
    """The columns of Z, centred, are mixtures of those of X, centred: no constant passes for whitened data."""
    Z, X = Z - Z.mean(axis=0), X - X.mean(axis=0)
    left = Z - X @ np.linalg.lstsq(X, Z, rcond=None)[0]
    expect(bool(np.linalg.norm(left) < 1e-6 * np.linalg.norm(Z)), "Z is no mixture of the columns of X.")


def matrix(student, X: np.ndarray, k: int) -> np.ndarray:
    return real(answer(student, X, k)[1], (X.shape[1], k), "A", "from d pixels to k components")


def correlations(Z: np.ndarray) -> np.ndarray:
    """Correlations of the columns of Z, off the diagonal; 1 where a column does not vary."""
    Z = Z - Z.mean(axis=0)
    length = np.linalg.norm(Z, axis=0)
    expect(bool((length > 1e-6).all()), "a column of Z does not vary.")
    C = Z.T @ Z / np.outer(length, length)
    return C[~np.eye(len(C), dtype=bool)]


@worth(2)
def test_uncorrelated(student):
    """The columns of Z are uncorrelated."""
    X, _ = built(7401, N, GAPS)
    largest = float(np.abs(correlations(whitened(student, X, K))).max())
    expect(largest < 1e-7, f"Two columns of Z have correlation {largest:.3g}; 0 was expected.")


@worth(3)
def test_unit_variance(student):
    """Every column of Z has variance 1, divided by n."""
    X, _ = built(7402, N, GAPS)
    Z = whitened(student, X, K)
    expect(float(np.abs(correlations(Z)).max()) < 0.999, "all columns of Z are the same.")
    expect_array(Z.var(axis=0), np.ones(K), "the variance of Z",
                 why="divide by a standard deviation, not by a variance")


@worth(2)
def test_largest_kept(student):
    """A keeps the k components with the largest variances (in any rotation)."""
    X, V = built(7403, N, GAPS)
    A = matrix(student, X, K)
    spanned = np.linalg.qr(A)[0]
    expect(float(np.linalg.cond(A)) < 1e6, "The columns of A do not stand for k different components.")
    expect_array(spanned @ spanned.T, V[:, :K] @ V[:, :K].T, "the projector on the columns of A")


@worth(2)
def test_z_comes_from_a(student):
    """Z is X, less its column means, times A."""
    X, V = built(7404, N, GAPS)
    Z, A = whitened(student, X, K), matrix(student, X, K)
    near = np.linalg.norm(V[:, :K].T @ A) / max(float(np.linalg.norm(A)), 1e-300)
    expect(near > 0.999 or float(np.abs(correlations(Z)).max()) < 1e-7,
           "neither Z nor A is on the way yet, so there was nothing to look at here.")
    expect_array(Z, X @ A, "Z")


@worth(2)
def test_centred(student):
    """Data with other means have the same Z and A: the column means are taken away."""
    X, V = built(7405, N, GAPS)
    moved = X + generator(7406).uniform(2, 6, D)
    Z = whitened(student, moved, K)
    expect(float(np.abs(correlations(Z)).max()) < 0.999, "all columns of Z are the same.")
    expect(bool(Z.std(axis=0).min() > 1e-3), "a column of Z hardly varies.")
    largest = float(np.abs(Z.mean(axis=0)).max())
    expect(largest < 1e-7, f"A column of Z has mean {largest:.3g}; 0 was expected.")
    A = matrix(student, moved, K)
    expect_array(Z, (moved - moved.mean(axis=0)) @ A, "Z")


@worth(1)
def test_one_component(student):
    """k = 1 gives one column."""
    X, V = built(7407, 20, (2.25, 1.0, 0.25))
    Z = whitened(student, X, 1)
    along = X @ V[:, :1]
    direction = np.abs(along.T @ Z).item() / max(float(np.linalg.norm(along) * np.linalg.norm(Z)), 1e-300)
    expect(direction > 1 - 1e-9, "For k = 1 Z does not follow the component with the largest variance.")


@worth(1)
def test_all_components(student):
    """k = d keeps everything: from Z and A the data can be had back."""
    X, _ = built(7408, 30, (4.0, 1.0, 0.25, 0.0625))
    Z, A = whitened(student, X, 4), matrix(student, X, 4)
    expect(float(np.linalg.cond(A)) < 1e6, "A cannot be undone.")
    expect(float(np.abs(correlations(Z)).max()) < 1e-7, "the columns of Z are still correlated.")
    expect_array(Z @ np.linalg.inv(A), X, "Z times the inverse of A")


@worth(1)
def test_faint_data(student):
    """Patches of very low contrast are whitened just as well."""
    X, _ = built(7409, 30, GAPS[:4])
    usual, faint = whitened(student, X, 2), whitened(student, 1e-5 * X, 2)
    expect(float(np.abs(correlations(usual)).max()) < 0.999, "all columns of Z are the same.")
    expect(float(usual.std()) > 1e-3, "Z hardly varies.")
    expect_of(usual, X)
    expect_array(faint.std(axis=0), usual.std(axis=0), "the standard deviation of Z", rtol=1e-6,
                 why="the contrast has changed, and whitening should undo that")


@worth(1)
def test_arguments_unchanged(student):
    """X is left as it was."""
    X, V = built(7410, N, GAPS)
    X = X + 1.5
    Z = whitened(student, X, K)
    expect_of(Z, X)
    expect(float(np.abs(correlations(Z)).max()) < 0.2, "Z is not on the way yet, so there was nothing to look at here.")
    expect_unchanged(student)
