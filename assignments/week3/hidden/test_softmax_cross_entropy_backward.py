"""Central differences of the combined softmax loss, and closed forms where scores are large."""

from __future__ import annotations

import math

import numpy as np

from autograder.checks import expect, expect_array, expect_shape, expect_unchanged, worth

from .oracle import NEAR, expect_likeness, gradient, normal, softmax_loss

LABELS = np.array([2, 0, 3, 1, 2])


def expected(Z: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return gradient(lambda V: softmax_loss(V, labels), Z)


@worth(3)
def test_values(student):
    """dZ is the gradient of the mean loss at the scores."""
    Z = 2 * normal(61, 5, 4)
    expect_array(student.softmax_cross_entropy_backward(Z, LABELS), expected(Z, LABELS), "dZ", **NEAR,
                 why="the loss is a mean over observations")


@worth(2)
def test_push_and_balance(student):
    """In each row the label's score is pushed up, the others down, and the pushes sum to 0."""
    got = student.softmax_cross_entropy_backward(normal(62, 5, 4), LABELS)
    expect_shape(got, (5, 4), "dZ")
    expect(got.dtype.kind == "f", f"dZ has dtype {got.dtype}; real numbers (float64) were expected.")
    own = got[np.arange(5), LABELS]
    expect(bool(np.all(own < 0)), "dZ is not negative everywhere at the labels, where the score should grow.")
    others = np.delete(got.ravel(), np.arange(5) * 4 + LABELS)
    expect(bool(np.all(others > 0)), "dZ is not positive everywhere but at the labels, where scores should shrink.")
    expect_array(got.sum(axis=1), np.zeros(5), "the sum over each row of dZ", atol=1e-8,
                 why="adding the same to all scores of a row leaves the loss as it is")


def test_one_observation(student):
    """One observation: nothing to average over."""
    Z, labels = normal(63, 1, 3), np.array([1])
    expect_array(student.softmax_cross_entropy_backward(Z, labels), expected(Z, labels), "dZ", **NEAR)


def test_missing_class(student):
    """The classes are the columns of Z, even if no label names the last ones."""
    Z, labels = normal(64, 1, 5), np.array([0])
    expect_array(student.softmax_cross_entropy_backward(Z, labels), expected(Z, labels), "dZ", **NEAR)


def test_large_scores(student):
    """Scores of 10,000 in size give finite and right gradients."""
    Z = np.array([[1e4, -1e4, 9999.0]])
    p = 1 / (1 + math.exp(-1))
    expect_array(student.softmax_cross_entropy_backward(Z, np.array([1])), [[p, -1, 1 - p]], "dZ")


def test_rows_apart(student):
    """A row's gradient depends on that row alone, also when another row's scores dwarf it."""
    Z = np.array([[0.5, -1.0, 0.25, 0.0, 1.5], [1000.0, 1001.0, 999.5, 1000.5, 998.0]])
    want = expected(np.stack([Z[0], Z[1] - 1000]), np.array([3, 1]))
    expect_array(student.softmax_cross_entropy_backward(Z, np.array([3, 1])), want, "dZ", **NEAR,
                 why="what is subtracted from a row's scores before exp: something of that row, or of them all?")


def test_arguments_unchanged(student):
    """Z and the labels are left as they were."""
    Z = normal(65, 5, 4)
    expect_likeness(student.softmax_cross_entropy_backward(Z, LABELS), expected(Z, LABELS), "dZ")
    expect_unchanged(student)
