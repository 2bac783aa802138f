"""Hidden tests of `energy`: the double sum by loops, on quarters, where every sum is exact."""

from __future__ import annotations

import numpy as np

from autograder.checks import expect, expect_array, expect_shape, expect_unchanged, worth

from .oracle import energy_of, quarters, signs, weights_of


def energies(S: np.ndarray, W: np.ndarray) -> np.ndarray:
    """One number a row."""
    return np.array([energy_of(s, W) for s in S])


def symmetric(seed: int, N: int) -> np.ndarray:
    """Hopfield's weights of five patterns, the first two units alike in all of them."""
    P = signs(seed, 5, N)
    P[:, 1] = P[:, 0]
    return weights_of(P)


def states(seed: int, n: int, N: int) -> np.ndarray:
    """Random states; in the first one the first two units agree, in the second they do not."""
    S = signs(seed, n, N)
    S[:2, 0], S[0, 1] = 1, 1
    if n > 1:
        S[1] = S[0]
        S[1, 1] = -1
    return S


@worth(3)
def test_hopfield_weights(student):
    """With Hopfield's weights: -1/2 of the double sum for each row."""
    S, W = states(5302, 5, 8), symmetric(5301, 8)
    want = energies(S, W)
    expect_array(student.energy(S, W), want, "E", why="5 states of 8 units")


@worth(2)
def test_square(student):
    """With as many states as units the states are still the rows."""
    S, W = states(5312, 8, 8), symmetric(5311, 8)
    want = energies(S, W)
    expect_array(student.energy(S, W), want, "E", why="8 states of 8 units")


@worth(1)
def test_one_state(student):
    """One state is a stack of one: shape (1,)."""
    S, W = states(5322, 1, 8), symmetric(5321, 8)
    want = energies(S, W)
    expect_array(student.energy(S, W), want, "E", why="one state of 8 units")


@worth(1)
def test_diagonal_counts(student):
    """Weights of a unit to itself count like all the others."""
    S, W = states(5332, 3, 4), symmetric(5331, 4) + np.diag([1.0, 2.0, -0.5, 4.0])
    want = energies(S, W)
    expect_array(student.energy(S, W), want, "E", why="W has a diagonal here")


@worth(1)
def test_not_symmetric(student):
    """W need not be symmetric."""
    S, W = quarters(5342, 4, 5), quarters(5341, 5, 5)
    want = energies(S, W)
    expect_array(student.energy(S, W), want, "E", why="W is not symmetric here, and the states are any numbers")


@worth(1)
def test_arguments_unchanged(student):
    """S and W are left as they were."""
    got = student.energy(states(5352, 4, 8), symmetric(5351, 8))
    expect_shape(got, (4,), "E", why="one number a state")
    expect(len(np.unique(got)) > 1, "All energies are alike, so there is nothing to look at yet.")
    expect_unchanged(student)
