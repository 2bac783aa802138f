"""Central differences of sum(dA * sigmoid(Z)) with random dA, and closed forms."""

from __future__ import annotations

import math

import numpy as np

from autograder.checks import expect_array, expect_unchanged, worth

from .oracle import NEAR, expect_likeness, gradient, normal


def outputs(Z: np.ndarray) -> np.ndarray:
    """The sigmoid entry by entry, for scores of moderate size."""
    return np.array([1 / (1 + math.exp(-z)) for z in Z.ravel().tolist()]).reshape(Z.shape)


def expected(dA: np.ndarray, Z: np.ndarray) -> np.ndarray:
    return gradient(lambda V: np.sum(dA * outputs(V)), Z)


@worth(3)
def test_values(student):
    """dZ is the gradient before the sigmoid, told from its output A."""
    dA, Z = normal(41, 5, 3), 2 * normal(42, 5, 3)
    expect_array(student.sigmoid_backward(dA, outputs(Z)), expected(dA, Z), "dZ", **NEAR,
                 why="the second argument is the sigmoid's output")


def test_half_open(student):
    """A unit at 0.5 passes a quarter of dA."""
    dA = normal(43, 4, 2)
    expect_array(student.sigmoid_backward(dA, np.full((4, 2), 0.5)), dA / 4, "dZ")


def test_saturated(student):
    """A unit that sits at 0 or at 1 passes nothing, others in the same batch pass their share."""
    A = np.array([[0.0, 0.25, 1.0, 0.0], [1.0, 0.75, 0.0, 2.0**-10]])
    dA = np.array([[3.0, 16.0, -5.0, 1.0], [7.0, -16.0, 2.0, 2.0**10]])
    expect_array(student.sigmoid_backward(dA, A), [[0, 3, 0, 0], [0, -3, 0, 1 - 2.0**-10]], "dZ",
                 why="only a unit at exactly 0 or 1 passes nothing")


def test_any_shape(student):
    """Arrays of one axis and of three axes work as matrices do."""
    for shape in ((6,), (2, 4, 3)):
        dA, Z = normal(44, *shape), normal(45, *shape)
        expect_array(student.sigmoid_backward(dA, outputs(Z)), expected(dA, Z), "dZ", **NEAR)


def test_arguments_unchanged(student):
    """dA and A are left as they were."""
    dA, Z = normal(46, 3, 4), normal(47, 3, 4)
    expect_likeness(student.sigmoid_backward(dA, outputs(Z)), expected(dA, Z), "dZ")
    expect_unchanged(student)
