"""Hidden tests of `hopfield_weights`: by loops, the diagonal by itself."""

from __future__ import annotations

import numpy as np

from autograder.checks import expect, expect_array, expect_shape, expect_unchanged, worth

from .oracle import signs, weights_of

CASES = ((3, 8, 5201), (11, 4, 5202), (5, 16, 5203))


def patterns(p: int, N: int, seed: int) -> np.ndarray:
    """Random patterns; the first two units agree everywhere, the third disagrees with them."""
    P = signs(seed, p, N)
    P[:, 1], P[:, 2] = P[:, 0], -P[:, 0]
    return P


def off_diagonal(W: np.ndarray) -> np.ndarray:
    """W with a diagonal of zeros."""
    return np.where(np.eye(len(W)) == 1, 0, W)


@worth(3)
def test_weights_between_units(student):
    """Between two units the weight is the sum of their products over the patterns, divided by N."""
    for p, N, seed in CASES:
        P = patterns(p, N, seed)
        want = weights_of(P)
        W = student.hopfield_weights(P)
        expect_shape(W, (N, N), "W", why="a weight from each unit to each")
        expect_array(off_diagonal(W), want, "W off its diagonal", why=f"{p} patterns of {N} units")


@worth(2)
def test_diagonal(student):
    """The diagonal is exactly zero: no unit hears itself."""
    for p, N, seed in CASES:
        W = student.hopfield_weights(patterns(p, N, seed))
        expect_shape(W, (N, N), "W", why="a weight from each unit to each")
        expect(bool(np.any(off_diagonal(W) != 0)),
               "All weights between units are 0, so there is no diagonal to look at yet.")
        expect_array(np.diag(W).copy(), np.zeros(N), "the diagonal of W", rtol=0, atol=0)


@worth(1)
def test_one_pattern(student):
    """One pattern is stored too."""
    P = patterns(1, 8, 5211)
    want = weights_of(P)
    W = student.hopfield_weights(P)
    expect_shape(W, (8, 8), "W", why="a weight from each unit to each")
    expect_array(off_diagonal(W), want, "W off its diagonal", why="one pattern of 8 units")


@worth(1)
def test_as_many_patterns_as_units(student):
    """With as many patterns as units it is still units that W connects."""
    P = patterns(8, 8, 5221)
    want = weights_of(P)
    W = student.hopfield_weights(P)
    expect_shape(W, (8, 8), "W", why="a weight from each unit to each")
    expect_array(off_diagonal(W), want, "W off its diagonal", why="8 patterns of 8 units")


@worth(1)
def test_symmetric(student):
    """W is symmetric: what i is to j, j is to i."""
    W = student.hopfield_weights(patterns(5, 8, 5231))
    expect_shape(W, (8, 8), "W", why="a weight from each unit to each")
    expect(len(np.unique(off_diagonal(W))) > 2, "Nearly all weights are alike, so there is nothing to look at yet.")
    expect_array(W, W.T, "W", why="compared with its transpose")


@worth(1)
def test_arguments_unchanged(student):
    """P is left as it was."""
    for P in (patterns(5, 8, 5241), patterns(4, 4, 5242)):
        W = student.hopfield_weights(P)
        expect_shape(W, P.shape[1:] * 2, "W", why="a weight from each unit to each")
        expect(len(np.unique(off_diagonal(W))) > 2, "Nearly all weights are alike, so there is nothing to look at yet.")
        expect_unchanged(student)
