"""Data built with known variances in known directions; the covariance itself by exact sums where variances are
equal."""

from __future__ import annotations

import numpy as np

from autograder.checks import expect, expect_array, expect_pair, expect_unchanged, generator, worth

from .oracle import GAPS, built, covariance_of, real

FIVE = GAPS[:5]


def answer(student, X: np.ndarray) -> tuple:
    """(variances, V) as the student's function gives them, whatever they are."""
    got = student.pca(X.copy())
    expect_pair(got, "the result", ("variances", "V"))
    return got[0], got[1]


def cosines(got: np.ndarray, V: np.ndarray) -> np.ndarray:
    """Sizes of the cosines between columns: [i, j] of true direction i with found column j."""
    return np.abs(V.T @ got) / np.maximum(np.linalg.norm(got, axis=0), 1e-300)


def directions(student, X: np.ndarray, V: np.ndarray) -> np.ndarray:
    """The student's V, once each true direction is one of its columns, in whatever order. Raises Failure else."""
    got = real(answer(student, X)[1], V.shape, "V", "one column a component")
    best = cosines(got, V).max(axis=1)
    if bool((cosines(got.T, V).max(axis=1) > 1 - 1e-9).all()) and not bool((best > 1 - 1e-9).all()):
        expect(False, "The components are the rows of V; they were expected as its columns.")
    expect(bool((best > 1 - 1e-9).all()),
           "Some directions in which the data vary are no columns of V (signs are free).")
    return got


@worth(3)
def test_variances(student):
    """The variances along the components, for columns whose means are 0."""
    X, _ = built(7301, 40, FIVE)
    got = real(answer(student, X)[0], (5,), "variances", "one a column of X")
    expect_array(np.sort(got)[::-1], FIVE, "variances", why="the covariance is divided by n")


@worth(1)
def test_shares(student):
    """The share of each component in the whole variance."""
    X, _ = built(7302, 30, FIVE)
    for contrast in (1.0, 1e-3):
        got = real(answer(student, contrast * X)[0], (5,), "variances", "one a column of X")
        expect(bool((got > 0).all()), "A variance is not above 0, though the data vary in every direction.")
        expect_array(np.sort(got / got.sum())[::-1], np.array(FIVE) / sum(FIVE), "the share of a component",
                     why="of patches with much contrast or little")


@worth(3)
def test_directions(student):
    """The components are the columns of V: the directions in which the data vary, with either sign."""
    X, V = built(7303, 35, FIVE)
    directions(student, X, V)


@worth(2)
def test_largest_first(student):
    """Variances and columns of V both begin with the largest variance, and belong together."""
    X, V = built(7304, 35, FIVE)
    got = directions(student, X, V)
    variances = real(answer(student, X)[0], (5,), "variances")
    first = "the largest comes first"
    expect(bool((np.diff(variances) < 0).all()), f"variances is not in falling order ({first}).")
    expect(bool((np.diag(cosines(got, V)) > 1 - 1e-9).all()),
           f"The columns of V are not in the order of the variances ({first}).")


@worth(1)
def test_unit_columns(student):
    """The columns of V have length 1 and stand at right angles to each other."""
    X, V = built(7305, 30, FIVE)
    got = directions(student, X, V)
    expect_array(got.T @ got, np.eye(5), "VᵀV")


@worth(3)
def test_means_do_not_matter(student):
    """The columns are centred first: data moved to another place have the same variances and components."""
    X, V = built(7306, 45, FIVE)
    moved = X + generator(7307).uniform(5, 9, 5)
    usual = np.sort(real(answer(student, X)[0], (5,), "variances"))
    got = np.sort(real(answer(student, moved)[0], (5,), "variances"))
    expect(bool(usual[0] > 1e-3 and usual[-1] > 2 * usual[0]), "the variances are not on the way yet.")
    expect_array(got, usual, "variances", why="the means of the columns have changed, the spread has not")
    directions(student, moved, V)


@worth(2)
def test_covariance_again(student):
    """V diag(variances) Vᵀ is the covariance, also where two variances are equal."""
    X, _ = built(7308, 32, (4.0, 1.0, 1.0, 0.25))
    X = X + generator(7309).normal(size=4)
    want = covariance_of(X)
    variances, V = answer(student, X)
    variances, V = real(variances, (4,), "variances"), real(V, (4, 4), "V")
    expect_array(V @ np.diag(variances) @ V.T, want, "V diag(variances) Vᵀ")


@worth(2)
def test_few_observations(student):
    """No more observations than pixels: V is still (d, d), and the variances that are left over are 0."""
    for n, d, seed in ((4, 7, 7310), (5, 5, 7312)):
        X = generator(seed).normal(size=(n, d))
        want = covariance_of(X)
        variances, V = answer(student, X)
        variances, V = real(variances, (d,), "variances"), real(V, (d, d), "V")
        expect(bool(variances.min() > -1e-9), "A variance is negative.")
        expect_array(V.T @ V, np.eye(d), "VᵀV")
        product = V @ np.diag(variances) @ V.T
        expect(bool(np.abs(product).max() > 0), "the variances are all 0.")
        # No error counts twice: a covariance of the wrong size has the right shape.
        scale = np.trace(product) / np.trace(want)
        expect_array(product / scale, want, "V diag(variances) Vᵀ (brought to the covariance's size)")


@worth(1)
def test_arguments_unchanged(student):
    """X is left as it was."""
    X, V = built(7311, 30, FIVE)
    X = X + 1.5
    variances, got = answer(student, X)
    variances = real(variances, (5,), "variances")
    expect(bool(np.ptp(variances) > 0.1), "the variances are all alike, so there was nothing to look at here.")
    expect_unchanged(student)
