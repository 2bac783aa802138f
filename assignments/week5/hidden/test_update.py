"""Hidden tests of `update`: unit after unit by loops, at N = 16, where inputs that are 0 are 0 for everybody."""

from __future__ import annotations

import numpy as np

from autograder.checks import expect, expect_array, expect_unchanged, generator, worth

from .oracle import expect_state, input_of, signs, updated, weights_of

N = 16


def network(seed: int, p: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """Weights of p random patterns, and a random state. With an odd p no input is ever 0."""
    return weights_of(signs(seed, p, N)), signs(seed + 1, N)


def at_once(s: np.ndarray, W: np.ndarray, order) -> np.ndarray:
    """What comes of it if all look at the old state: not what is asked for."""
    new = s.copy()
    for i in order:
        new[i] = updated(s, W, [i])[i]
    return new


def chain() -> tuple[np.ndarray, np.ndarray]:
    """Each unit follows the one before; the first is -1, all others are +1."""
    W = np.diag(np.ones(N - 1), -1)
    s = np.ones(N)
    s[0] = -1
    return W, s


@worth(2)
def test_a_single_turn(student):
    """One unit's turn: it takes the sign of its input, and no other unit moves."""
    for seed in (5401, 5411):
        W, s = network(seed)
        unit = int(generator(seed + 2).integers(N))
        s[unit] = -updated(s, W, [unit])[unit]
        want = updated(s, W, [unit])
        expect_array(student.update(s, W, [unit]), want, "the state", why="the turn of one unit that should turn")


@worth(3)
def test_each_sees_what_the_ones_before_have_become(student):
    """In a chain where each unit follows the one before, one sweep in that order carries -1 to the end."""
    W, s = chain()
    expect_array(student.update(s, W, np.arange(1, N)), -np.ones(N), "the state", why="units 1, 2, 3, ... of a chain")


@worth(2)
def test_a_sweep(student):
    """All units of a Hopfield network take their turn, in any order."""
    for seed in (5421, 5431):
        W, s = network(seed)
        order = generator(seed + 2).permutation(N)
        want = updated(s, W, order)
        expect_array(student.update(s, W, order), want, "the state", why="all 16 units in a random order")


@worth(2)
def test_the_order_counts(student):
    """Turns are taken in the order that is asked for: backwards along the chain only unit 1 turns."""
    W, s = chain()
    want = s.copy()
    want[1] = -1
    got = student.update(s, W, np.arange(N - 1, 0, -1))
    expect_array(got, want, "the state", why="a chain's units, last one first")


@worth(1)
def test_only_those_in_order(student):
    """Units may come twice and others not at all; an empty order changes nothing."""
    W, s = chain()
    want = s.copy()
    want[1:4] = -1
    expect_array(student.update(s, W, [3, 2, 1, 2, 3]), want, "the state", why="units 3, 2, 1, 2, 3 of a chain")
    expect_array(student.update(s, W, []), s, "the state", why="nobody's turn")


@worth(1)
def test_diagonal_counts(student):
    """W is used as it is given: what it holds on its diagonal is part of a unit's input, like all the rest."""
    W, s = network(5441)
    # No input of five patterns is larger than 5, so that each unit's weight to itself decides: it stays, or it turns.
    own = np.resize([8.0, -8.0], N)
    want = s * np.sign(own)
    got = student.update(s, W + np.diag(own), generator(5443).permutation(N))
    expect_array(got, want, "the state", why="here W[i, i] is 8 or -8: which j does the sum of W[i, j] s[j] run over?")


@worth(1)
def test_input_zero(student):
    """A unit whose input is exactly 0 stays what it was when its turn came, and the next ones take theirs."""
    W, s = np.zeros((N, N)), np.resize([1.0, -1.0], N)
    W[0, 2] = W[1, 2] = W[5, 2] = 1.0
    W[1, 4] = -1.0
    W[5, 3] = 1.0
    s[0] = -1
    expect(input_of(1, s, W) == 0 and input_of(5, s, W) == 0, "the test's own inputs are 0")
    want = s.copy()
    want[0] = 1
    expect_array(student.update(s, W, np.arange(N)), want, "the state", why="all units but unit 0 have input 0")
    W, s = np.zeros((N, N)), np.ones(N)
    W[3, 4] = W[3, 5] = W[5, 6] = 1.0
    W[7, 6] = -1.0
    s[4:6] = -1
    want = s.copy()
    want[[3, 5, 7]] = -1, 1, -1
    got = student.update(s, W, [3, 5, 3, 7, 8])
    expect_array(got, want, "the state",
                 why="units 3, 5, 3, 7, 8: unit 3 turns, later its input is 0, and unit 7 has its turn after that")


@worth(1)
def test_rows_of_W(student):
    """Unit i listens to row i of W, which need not be symmetric."""
    W = np.diag(np.ones(N - 1), 1)
    s = np.ones(N)
    s[N - 1] = -1
    want = s.copy()
    want[N - 4:] = -1
    got = student.update(s, W, [N - 2, N - 3, N - 4])
    expect_array(got, want, "the state", why="here each unit follows the one after it")


@worth(1)
def test_arguments_unchanged(student):
    """The old state, W and order are left as they were."""
    W, s = chain()
    got = student.update(s, W, np.arange(1, N))
    expect_state(got, N)
    expect(not np.array_equal(got, s), "No unit turned, so there is nothing to look at yet.")
    expect_unchanged(student)
