"""Hidden tests of `hebb`: the sum of outer products by loops, on inputs that are exact in binary."""

from __future__ import annotations

import math

import numpy as np

from autograder.checks import expect, expect_array, expect_shape, expect_unchanged, worth

from .oracle import quarters, signs


def hebb_of(X: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """The weights, number by number."""
    (p, d), m = X.shape, Y.shape[1]
    return np.array([[math.fsum(X[i, k] * Y[i, j] for i in range(p)) / d for j in range(m)] for k in range(d)])


def expect_up_to_a_factor(W, want: np.ndarray, why: str) -> None:
    """W is `want` times some positive number: a wrong divisor costs the test that looks for it, and no other."""
    expect_shape(W, want.shape, "W")
    expect_array(W, W.astype(float) if W.dtype.kind in "biuf" else np.zeros(want.shape), "W")
    expect(bool(np.isfinite(W).all()), "W holds numbers that are infinite or nan.")
    factor = (W.astype(float) * want).sum() / (want**2).sum()
    off = np.abs(W - factor * want).max()
    expect(factor > 0 and off < 1e-3 * factor * np.abs(want).max(),
           f"Whatever W is divided by, its weights do not stand to each other as the sum of the outer products: {why}.")


@worth(2)
def test_one_pair(student):
    """One pair: every weight is the product of its two cells' activities, up to one factor for all."""
    X, Y = signs(5001, 1, 4), signs(5002, 1, 3)
    expect_up_to_a_factor(student.hebb(X, Y), hebb_of(X, Y), "one pair, d = 4, m = 3")


@worth(3)
def test_many_pairs(student):
    """Many pairs: the outer products of all pairs are added up, up to one factor; one that comes twice counts twice."""
    for p, d, m, seed in ((5, 8, 3, 5003), (3, 4, 7, 5005)):
        X, Y = signs(seed, p, d), signs(seed + 1, p, m)
        X[0, :2], X[1, :2], Y[0, 0] = (1, 1), (1, -1), -Y[1, 0]
        X[2], Y[2] = X[1], Y[1]
        expect_up_to_a_factor(student.hebb(X, Y), hebb_of(X, Y), f"{p} pairs, d = {d}, m = {m}")


@worth(4)
def test_divided_by_d(student):
    """The sum is divided by d, the number of input cells, however many pairs and output cells there are."""
    for p, d, m, seed in ((1, 4, 3, 5007), (5, 8, 3, 5013), (3, 4, 7, 5015)):
        X, Y = signs(seed, p, d), signs(seed + 1, p, m)
        want = hebb_of(X, Y)
        expect_array(student.hebb(X, Y), want, "W", why=f"{p} {'pair' if p == 1 else 'pairs'}, d = {d}, m = {m}")
    X, Y = 2 * signs(5017, 5, 8), signs(5018, 5, 3)
    want = hebb_of(X, Y)
    expect_array(student.hebb(X, Y), want, "W", why="activities of 2 and -2: d counts cells, however strongly they fire")


@worth(1)
def test_any_activity(student):
    """Activities may be any numbers, not only +1 and -1."""
    X, Y = quarters(5011, 6, 4), quarters(5012, 6, 5)
    expect_up_to_a_factor(student.hebb(X, Y), hebb_of(X, Y), "inputs that are quarters")


@worth(1)
def test_square(student):
    """With as many input cells as output cells and pairs W is right too, its diagonal like every other weight."""
    X, Y = signs(5021, 4, 4), signs(5022, 4, 4)
    X[:, 0], Y[:, 0] = 1, (1, 1, 1, -1)
    X[:, 1], Y[:, 1] = (1, -1, -1, -1), -1
    expect_up_to_a_factor(student.hebb(X, Y), hebb_of(X, Y), "4 pairs, d = m = 4")


@worth(3)
def test_orthogonal_inputs_recall(student):
    """Inputs that are orthogonal each bring back their own output: sign(X W) = Y."""
    X = np.array([[1.0]])
    for _ in range(3):
        X = np.block([[X, X], [X, -X]])
    X = X[1:6] * signs(5031, 8)
    Y = signs(5032, 5, 3)
    Y[0], Y[1] = 1, -1
    W = student.hebb(X, Y)
    expect_shape(W, (8, 3), "W")
    expect_array(W, W.astype(float) if W.dtype.kind in "biuf" else np.zeros((8, 3)), "W")
    expect(np.array_equal(np.sign(X @ W.astype(float)), Y), "Five orthogonal inputs do not bring back their outputs.")


@worth(1)
def test_arguments_unchanged(student):
    """X and Y are left as they were."""
    X, Y = signs(5041, 5, 4), signs(5042, 5, 3)
    X[0], X[1] = 1, (1, 1, -1, -1)
    W = student.hebb(X, Y)
    expect_shape(W, (4, 3), "W")
    expect(len(np.unique(W)) > 1, "All weights are alike, so there is nothing to look at yet.")
    expect_unchanged(student)
