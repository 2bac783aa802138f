"""Hidden tests of `stay_or_turn`: the three cases, unit by unit."""

from __future__ import annotations

import numpy as np

from autograder.checks import expect, expect_array, expect_shape, expect_unchanged, worth

from .oracle import quarters, signs, turned


def turned_all(h: np.ndarray, s: np.ndarray) -> np.ndarray:
    """The new states, one by one."""
    return np.array([turned(a, b) for a, b in zip(h.ravel().tolist(), s.ravel().tolist())]).reshape(h.shape)


def states(seed: int, *shape: int) -> np.ndarray:
    """Random states with both kinds among the first two and the last two."""
    s = signs(seed, *shape)
    s.flat[:2], s.flat[-2:] = (1, -1), (-1, 1)
    return s


@worth(3)
def test_turns(student):
    """A positive input makes +1 and a negative one -1, whatever the old state was."""
    h, s = quarters(5101, 24), states(5102, 24)
    h[:4], s[:4] = (2, -2, 2, -2), (1, 1, -1, -1)
    want = turned_all(h, s)
    expect_array(student.stay_or_turn(h, s), want, "the new states", why="no input is 0 here")


@worth(3)
def test_stays(student):
    """Where the input is exactly 0 the old state stays, +1 as well as -1."""
    h, s = quarters(5111, 16), states(5112, 16)
    h[:2], h[-2:] = 0, 0
    h[4:6], s[4:6] = (1.5, -1.5), (-1, 1)
    want = turned_all(h, s)
    got = student.stay_or_turn(h, s)
    expect_shape(got, (16,), "the new states")
    expect(not np.array_equal(got, s), "Nothing ever turns, so there is no staying to look at yet.")
    expect_array(got[[0, 1, 14, 15]], want[[0, 1, 14, 15]], "the states of the units with input 0")


@worth(1)
def test_tiny_inputs_count(student):
    """However small, an input that is not 0 decides."""
    h, s = np.array([1e-300, -1e-300, 1e-12, -1e-12, 1e-9, -1e-9]), np.array([-1.0, 1.0, -1.0, 1.0, -1.0, 1.0])
    expect_array(student.stay_or_turn(h, s), -s, "the new states", why="inputs of 1e-9 down to 1e-300 are not 0")


@worth(2)
def test_any_shape(student):
    """Arrays of two and of three axes keep their shape."""
    for seed, shape in ((5121, (3, 4)), (5123, (2, 3, 2)), (5125, (4, 1))):
        h, s = quarters(seed, *shape), states(seed + 1, *shape)
        h.flat[2], s.flat[2], h.flat[3], s.flat[3] = 1.5, -1, -1.5, 1
        want = turned_all(h, s)
        expect_array(student.stay_or_turn(h, s), want, "the new states", why=f"shape {shape}")


@worth(1)
def test_arguments_unchanged(student):
    """The inputs and the old states are left as they were."""
    h, s = np.array([1.5, -0.5, 0.0, 0.0, 2.0]), np.array([-1.0, 1.0, 1.0, -1.0, 1.0])
    got = student.stay_or_turn(h, s)
    expect_shape(got, (5,), "the new states")
    expect(not np.array_equal(got, s) and len(np.unique(got)) > 1,
           "No unit turns as it should, so there is nothing to look at yet.")
    expect_unchanged(student)
