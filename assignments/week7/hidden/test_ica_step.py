"""One step of FastICA, observation by observation, decorrelated by Newton's iteration; on skewed data."""

from __future__ import annotations

import numpy as np

from autograder.checks import expect, expect_array, expect_unchanged, generator, worth

from .oracle import fastica_update, near, orthonormal, polar, real, skewed


def step(student, W: np.ndarray, Z: np.ndarray) -> np.ndarray:
    return real(student.ica_step(W.copy(), Z.copy()), W.shape, "W", "one row a filter")


def moved(student, W: np.ndarray, Z: np.ndarray) -> np.ndarray:
    """The student's new W, once it depends on Z and is more than the old W, stretched or decorrelated. Failure else."""
    other = step(student, W, Z[:, ::-1])
    got = step(student, W, Z)
    length = np.linalg.norm(got)
    expect(bool(length > 1e-6), "W is all zeros.")
    expect(float(np.linalg.cond(got)) < 1e8, "All rows of W look in the same direction, or some are 0.")
    expect(not near(polar(got), polar(W), 1e-6), "W has not moved: it only was decorrelated, or not even that.")
    expect(not np.allclose(got, other), "The new W is the same for other data.")
    return got


@worth(3)
def test_values(student):
    """One step on three components, as the formula says."""
    W, Z = skewed(7601, 120, 3)
    want = polar(fastica_update(W, Z))
    expect_array(student.ica_step(W, Z), want, "W", why="the update of each row, then decorrelation")


@worth(2)
def test_two_and_five(student):
    """One step on two components, and on five."""
    for k, seed in ((2, 7602), (5, 7603)):
        W, Z = skewed(seed, 90, k)
        want = polar(fastica_update(W, Z))
        expect_array(student.ica_step(W, Z), want, "W")


@worth(3)
def test_update(student):
    """The update of the rows is right, whatever was done to decorrelate them."""
    W, Z = skewed(7604, 100, 3)
    update = fastica_update(W, Z)
    got = moved(student, W, Z)
    if not np.allclose(got / np.linalg.norm(got), update / np.linalg.norm(update), rtol=1e-6, atol=1e-8):
        expect_array(polar(got), polar(update), "W, made orthogonal",
                     why="mean(z tanh(wᵀz)) - mean(1 - tanh²(wᵀz)) w")


@worth(2)
def test_decorrelated(student):
    """The new rows have length 1 and stand at right angles: WWᵀ is the identity."""
    W, Z = skewed(7605, 80, 4)
    got = moved(student, W, Z)
    expect_array(got @ got.T, np.eye(4), "WWᵀ")


@worth(1)
def test_rows_on_their_own(student):
    """Each row of W is one filter: rows in another order, or with another sign, come back in that order and with
    that sign."""
    W, Z = skewed(7606, 80, 3)
    usual = moved(student, W, Z)
    order, signs = [2, 0, 1], np.array([[1.0], [-1.0], [-1.0]])
    expect_array(student.ica_step(signs * W[order], Z), signs * usual[order], "W")


@worth(1)
def test_sources_found(student):
    """Where every row has found its source W stays as it is, up to signs; elsewhere it moves."""
    W, Z = skewed(7607, 60, 2)
    moved(student, W, Z)
    # Two independent sources, each value of one with each of the other: symmetric, so nothing pulls W away.
    one, other = np.array([-3.0, -0.5, 0.5, 3.0, 0.25, -0.25]), np.array([-2.0, 0.125, -0.125, 2.0])
    S = np.array([(a, b) for a in one / one.std() for b in other / other.std()])
    turn = orthonormal(generator(7608), 2, 2)
    got = step(student, turn.T, S @ turn.T)
    expect(near(got, turn.T, 1e-7), "W moved away from the sources that it had found already.")


@worth(1)
def test_arguments_unchanged(student):
    """W and Z are left as they were."""
    W, Z = skewed(7609, 80, 3)
    moved(student, W, Z)
    expect_unchanged(student)
