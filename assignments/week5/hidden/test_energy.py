"""Hidden tests of `energy`: the double sum by loops, on quarters, where every sum is exact."""

from __future__ import annotations

import numpy as np

from autograder.checks import expect, expect_array, expect_shape, expect_unchanged, worth

from .oracle import energy_of, quarters, signs, weights_of


def energies(S: np.ndarray, W: np.ndarray) -> np.ndarray:
    """One number a row."""
    return np.array([energy_of(s, W) for s in S])


def network(seed: int, n: int, N: int) -> tuple[np.ndarray, np.ndarray]:
    """States S and Hopfield's weights of five patterns. The first state is one of the patterns, so its energy is below
    -1; in the second one unit is turned round, which gives it another energy."""
    P = signs(seed, 5, N)
    S, W = signs(seed + 1, n, N), weights_of(P)
    S[0] = P[0]
    if n > 1:
        S[1] = P[0]
        unit = int(np.argmax(np.abs(W @ P[0])))
        S[1, unit] *= -1
    return S, W


@worth(3)
def test_hopfield_weights(student):
    """With Hopfield's weights: -1/2 of the double sum for each row."""
    S, W = network(5302, 5, 8)
    want = energies(S, W)
    expect_array(student.energy(S, W), want, "E", why="5 states of 8 units")


@worth(3)
def test_heights_compare(student):
    """Up to one factor, the same for all states, the energies are right."""
    S, W = network(5362, 6, 8)
    want = energies(S, W)
    got = student.energy(S, W)
    expect_shape(got, (6,), "E", why="one number a state")
    expect_array(got, got, "E")
    expect(bool(abs(got[0]) > 1e-9), "The energy of a stored pattern is 0, so there is nothing to compare with.")
    expect_array(got / got[0], want / want[0], "E divided by its first entry", why="6 states of 8 units")


@worth(2)
def test_square(student):
    """With as many states as units the states are still the rows."""
    S, W = network(5312, 8, 8)
    want = energies(S, W)
    expect_array(student.energy(S, W), want, "E", why="8 states of 8 units")


@worth(1)
def test_one_state(student):
    """One state is a stack of one: shape (1,)."""
    S, W = network(5322, 1, 8)
    want = energies(S, W)
    expect_array(student.energy(S, W), want, "E", why="one state of 8 units")


@worth(1)
def test_diagonal_counts(student):
    """Weights of a unit to itself count like all the others."""
    S, W = network(5332, 3, 4)
    W = W - np.diag([8.0, 4.0, 16.0, 4.0])
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
    got = student.energy(*network(5352, 4, 8))
    expect_shape(got, (4,), "E", why="one number a state")
    expect(len(np.unique(got)) > 1, "All energies are alike, so there is nothing to look at yet.")
    expect_unchanged(student)
