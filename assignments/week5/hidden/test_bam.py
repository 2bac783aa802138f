"""Hidden tests of `bam`: step by step by loops, on inputs whose sums are exact in binary."""

from __future__ import annotations

import numpy as np

from autograder.checks import expect, expect_array, expect_pair, expect_shape, expect_unchanged, worth

from .oracle import expect_state, input_of, signs, turned


def both_ways(x: np.ndarray, W: np.ndarray, max_steps: int = 100) -> tuple[np.ndarray, np.ndarray]:
    """The two sides at the end, unit by unit."""
    y = listen(x, W.T, np.ones(W.shape[1]))
    for _ in range(max_steps):
        new_x = listen(y, W, x)
        new_y = listen(new_x, W.T, y)
        if np.array_equal(new_x, x) and np.array_equal(new_y, y):
            break
        x, y = new_x, new_y
    return x, y


def listen(speakers: np.ndarray, W: np.ndarray, old: np.ndarray) -> np.ndarray:
    """New states of units that receive W[i] times the speakers' states."""
    return np.array([turned(input_of(i, speakers, W), old[i]) for i in range(len(old))])


def memory(seed: int, p: int, d: int, m: int) -> np.ndarray:
    """Hebb's weights of p random pairs; d is a power of two."""
    return signs(seed, p, d).T @ signs(seed + 1, p, m) / d


def answer(student, x: np.ndarray, W: np.ndarray, **more) -> tuple[np.ndarray, np.ndarray]:
    """(x, y) of the student, after the type ladder."""
    got = student.bam(x, W, **more)
    expect_pair(got, "the result", ("x", "y"))
    expect_shape(got[0], (W.shape[0],), "x", why="W is (d, m), x is (d,)")
    expect_shape(got[1], (W.shape[1],), "y", why="W is (d, m), y is (m,)")
    return got[0], got[1]


def chain(length: int) -> np.ndarray:
    """Weights in which x_k mostly hears y_k and y_k mostly hears x_(k-1): a change needs many steps to run through."""
    W = np.zeros((length, length))
    for k in range(length):
        W[k, k] = 2.0 * length - 2 * k
        if k + 1 < length:
            W[k, k + 1] = 2.0 * length - 2 * k - 1
    return W


@worth(3)
def test_recall(student):
    """A damaged x brings back its pair, for W with more rows than columns and the reverse."""
    for d, m, seed in ((16, 7, 5901), (8, 21, 5911)):
        x, y = signs(seed, d), signs(seed + 1, m)
        W = np.outer(x, y) / d
        damaged = x.copy()
        damaged[:3] *= -1
        got_x, got_y = answer(student, damaged, W)
        expect_array(got_x, x, "x", why=f"one stored pair, d = {d}, m = {m}, three units of x turned round")
        expect_array(got_y, y, "y", why=f"one stored pair, d = {d}, m = {m}, three units of x turned round")


@worth(2)
def test_many_pairs(student):
    """With many pairs stored it ends where the two sides agree."""
    for seed in (5921, 5931, 5941, 5951):
        W, x = memory(seed, 5, 16, 9), signs(seed + 2, 16)
        want_x, want_y = both_ways(x, W)
        got_x, got_y = answer(student, x, W)
        expect_array(got_x, want_x, "x", why="five stored pairs")
        expect_array(got_y, want_y, "y", why="five stored pairs")


@worth(2)
def test_to_the_end(student):
    """It goes on until both sides stand still, however many steps that takes."""
    W = chain(8)
    x = np.ones(8)
    x[0] = -1
    want_x, want_y = both_ways(x, W)
    expect(bool(np.all(want_x == -1)), "the chain of the test turns as a whole")
    got_x, got_y = answer(student, x, W)
    expect_array(got_x, want_x, "x", why="a chain of units, where it takes many steps")
    expect_array(got_y, want_y, "y", why="a chain of units, where it takes many steps")


@worth(1)
def test_first_y(student):
    """Where the first y hears 0, it is +1."""
    W, x = np.zeros((4, 3)), np.array([1.0, -1.0, -1.0, 1.0])
    W[:, 0] = -x
    W[:2, 2] = 1
    want_x, want_y = both_ways(x, W)
    got_x, got_y = answer(student, x, W)
    expect_array(got_y, want_y, "y", why="two units of y hear 0 from the first x")
    expect_array(got_x, want_x, "x")


@worth(1)
def test_stays_at_zero(student):
    """Where a later input is 0, a unit stays what it was a step before, which need not be what it was at the start."""
    W, x = np.array([[-1.0, 2.0], [1.0, 3.0]]), np.array([1.0, -1.0])
    got_x, got_y = answer(student, x, W)
    expect_array(got_x, np.array([-1.0, -1.0]), "x", why="the example by hand")
    expect_array(got_y, np.array([-1.0, -1.0]), "y", why="the example by hand, where y hears 0")
    W = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 0.0]])
    got_x, got_y = answer(student, np.array([-1.0, -1.0, 1.0]), W)
    expect_array(got_x, np.array([-1.0, -1.0, 1.0]), "x", why="two units of x hear 0 all the time")
    expect_array(got_y, np.array([-1.0, 1.0]), "y", why="one unit of y hears 0 all the time")
    # A unit of x, then one of y, that turns first and hears 0 later on.
    for side, W, x in (
        ("x", [[2, -2, 1], [0, -1, -1], [-2, 1, -2]], [-1, 1, -1]),
        ("y", [[-2, -1, 2, -2], [1, 1, -1, 2], [1, -2, 2, 1], [2, -1, 2, -2]], [1, 1, -1, 1]),
    ):
        W, x = np.array(W, dtype=float), np.array(x, dtype=float)
        want_x, want_y = both_ways(x, W)
        got_x, got_y = answer(student, x, W)
        why = f"a unit of {side} has turned before it hears 0: what was it then?"
        expect_array(got_x, want_x, "x", why=why)
        expect_array(got_y, want_y, "y", why=why)


@worth(1)
def test_max_steps(student):
    """After max_steps steps it ends, each step a new x and then a new y."""
    W, x = chain(8), np.ones(8)
    x[0] = -1
    for steps in (1, 2, 4):
        want_x, want_y = both_ways(x, W, steps)
        got_x, got_y = answer(student, x, W, max_steps=steps)
        expect_array(got_x, want_x, "x", why=f"max_steps = {steps}")
        expect_array(got_y, want_y, "y", why=f"max_steps = {steps}")


@worth(1)
def test_arguments_unchanged(student):
    """The start and W are left as they were."""
    x, y = signs(5961, 8), signs(5962, 5)
    damaged = x.copy()
    damaged[:2] *= -1
    got_x, got_y = answer(student, damaged, np.outer(x, y) / 8)
    expect_state(got_x, 8, "x")
    expect(not np.array_equal(got_x, damaged), "x is as it was shown, so there is nothing to look at yet.")
    expect_unchanged(student)
