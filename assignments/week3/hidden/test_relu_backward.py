"""Central differences of sum(dA * max(Z, 0)) with random dA, away from the kink, and what is agreed on at it."""

from __future__ import annotations

import numpy as np

from autograder.checks import expect, expect_array, expect_shape, expect_unchanged, worth

from .oracle import NEAR, clear_of_zero, expect_likeness, gradient, normal


def expected(dA: np.ndarray, Z: np.ndarray) -> np.ndarray:
    return gradient(lambda V: np.sum(dA * np.where(V > 0, V, 0.0)), Z)


@worth(3)
def test_values(student):
    """dA passes where Z is positive, and nothing passes where Z is negative."""
    dA, Z = np.abs(normal(31, 5, 4)) + 0.1, clear_of_zero(32, 5, 4)
    expect_array(student.relu_backward(dA, Z), expected(dA, Z), "dZ", **NEAR, why="look at the sign of Z there")


@worth(2)
def test_sign_of_dA(student):
    """The sign of dA does not matter: negative gradients pass as positive ones do."""
    dA, Z = clear_of_zero(33, 4, 6), clear_of_zero(34, 4, 6)
    expect_array(student.relu_backward(dA, Z), expected(dA, Z), "dZ", **NEAR)


def test_any_shape(student):
    """Arrays of one axis and of three axes work as matrices do."""
    for shape in ((7,), (2, 3, 4)):
        dA, Z = np.abs(normal(35, *shape)) + 0.1, clear_of_zero(36, *shape)
        expect_array(student.relu_backward(dA, Z), expected(dA, Z), "dZ", **NEAR)


def test_near_and_far(student):
    """The slope is 0 or 1 close to zero and far from it."""
    Z = np.array([[1e-9, -1e-9, 1e6], [-1e6, 1e-12, -1e-12]])
    dA = np.array([[2.0, 3.0, 5.0], [7.0, 11.0, 13.0]])
    expect_array(student.relu_backward(dA, Z), [[2, 0, 5], [0, 11, 0]], "dZ")


def test_at_zero(student):
    """At exactly zero the slope is either 0 or 1."""
    Z = np.array([[0.0, 3.0], [-2.0, 0.0], [1.0, -1.0]])
    dA = np.array([[2.0, 3.0], [5.0, 7.0], [11.0, 13.0]])
    got = student.relu_backward(dA, Z)
    taken = expected_at_kink(got, dA, Z)
    expect_array(got, taken, "dZ", why="a slope of 0 or of 1 is accepted where Z is 0")


def expected_at_kink(got, dA: np.ndarray, Z: np.ndarray) -> np.ndarray:
    """Slope 1 where Z is positive, 0 where it is negative, and at 0 whichever of the two `got` took."""
    expect_shape(got, Z.shape, "dZ")
    expect(got.dtype.kind in "biuf", f"dZ has dtype {got.dtype}; real numbers (float64) were expected.")
    return np.where((Z > 0) | ((Z == 0) & np.isclose(got.astype(float), dA)), dA, 0.0)


def test_arguments_unchanged(student):
    """dA and Z are left as they were."""
    dA, Z = clear_of_zero(37, 3, 5), clear_of_zero(38, 3, 5)
    want = expected(dA, Z)
    got = student.relu_backward(dA, Z)
    expect_likeness(got, want, "dZ")
    expect_unchanged(student)
