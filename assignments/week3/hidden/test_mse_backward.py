"""Central differences of the mean squared error, summed over outputs and averaged over observations."""

from __future__ import annotations

import numpy as np

from autograder.checks import expect, expect_array, expect_shape, expect_unchanged, worth

from .oracle import NEAR, expect_likeness, gradient, normal, squared_loss


def expected(Y: np.ndarray, Y_hat: np.ndarray) -> np.ndarray:
    return gradient(lambda V: squared_loss(Y, V), Y_hat)


@worth(3)
def test_values(student):
    """The gradient is right for several observations with several outputs."""
    Y, Y_hat = normal(51, 5, 3), normal(52, 5, 3)
    expect_array(student.mse_backward(Y, Y_hat), expected(Y, Y_hat), "the gradient", **NEAR,
                 why="the loss is summed over outputs and averaged over observations")


@worth(2)
def test_downhill(student):
    """A small step against the gradient makes the loss smaller, for every single prediction."""
    Y, Y_hat = normal(53, 4, 3), normal(54, 4, 3)
    got = student.mse_backward(Y, Y_hat)
    expect_shape(got, (4, 3), "the gradient")
    expect(got.dtype.kind in "iuf", f"the gradient has dtype {got.dtype}; real numbers (float64) were expected.")
    uphill = np.argwhere(~(np.sign(got) == np.sign(expected(Y, Y_hat))))
    where = tuple(uphill[0].tolist()) if len(uphill) else ()
    expect(not len(uphill), f"a small step against the gradient at {where} does not make the loss smaller: which sign "
                            f"does it have where the prediction is too large?")


def test_one_observation(student):
    """One observation with several outputs."""
    Y, Y_hat = normal(55, 1, 4), normal(56, 1, 4)
    expect_array(student.mse_backward(Y, Y_hat), expected(Y, Y_hat), "the gradient", **NEAR,
                 why="with one observation there is nothing to average over")


def test_one_output(student):
    """Several observations with one output."""
    Y, Y_hat = normal(57, 6, 1), normal(58, 6, 1)
    expect_array(student.mse_backward(Y, Y_hat), expected(Y, Y_hat), "the gradient", **NEAR,
                 why="with one output there is nothing to sum over")


def test_arguments_unchanged(student):
    """Y and Y_hat are left as they were."""
    Y, Y_hat = normal(59, 3, 2), normal(60, 3, 2)
    expect_likeness(student.mse_backward(Y, Y_hat), expected(Y, Y_hat), "the gradient")
    expect_unchanged(student)
