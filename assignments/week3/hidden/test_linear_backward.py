"""Central differences of sum(dZ * (X W + B)), whose gradient at Z is the random dZ."""

from __future__ import annotations

import functools

import numpy as np

from autograder.checks import Failure, expect, expect_array, expect_pair, expect_unchanged, worth

from .oracle import NEAR, gradient, normal

NAMES = ("dX", "dW", "db")


def inputs(n: int, d: int, m: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """dZ (n, m), X (n, d), W (d, m)."""
    return normal(21, n, m), normal(22, n, d), normal(23, d, m)


@functools.cache
def expected(n: int, d: int, m: int) -> dict[str, np.ndarray]:
    """The three gradients for `inputs(n, d, m)`."""
    dZ, X, W = inputs(n, d, m)
    b = normal(24, m)
    return {
        "dX": gradient(lambda A: np.sum(dZ * (A @ W + b)), X),
        "dW": gradient(lambda A: np.sum(dZ * (X @ A + b)), W),
        "db": gradient(lambda a: np.sum(dZ * (X @ W + a)), b),
    }


def answer(student, n: int, d: int, m: int) -> dict:
    """What the student's function gives for `inputs(n, d, m)`, by name."""
    got = student.linear_backward(*inputs(n, d, m))
    expect_pair(got, "the result", NAMES)
    return dict(zip(NAMES, got))


def right(got: dict, n: int, d: int, m: int) -> list[str]:
    """The names of those that are right. Raises Failure where none is."""
    found = []
    for name in NAMES:
        try:
            expect_array(got[name], expected(n, d, m)[name], name, **NEAR)
            found.append(name)
        except Failure:
            pass
    expect(bool(found), "none of dX, dW and db is right yet, so there was nothing to look at here.")
    return found


def expect_as_usual(student, n: int, d: int, m: int) -> None:
    """What is right for 5 observations, 3 inputs and 4 units is right for these numbers too: no error counts twice."""
    usual = right(answer(student, 5, 3, 4), 5, 3, 4)
    got = answer(student, n, d, m)
    for name in usual:
        expect_array(got[name], expected(n, d, m)[name], name, **NEAR)


@worth(2)
def test_dX(student):
    """dX is the gradient at the layer's input."""
    expect_array(answer(student, 5, 3, 4)["dX"], expected(5, 3, 4)["dX"], "dX", **NEAR,
                 why="each input reaches every unit of its observation")


@worth(2)
def test_dW(student):
    """dW is the gradient at the weights."""
    expect_array(answer(student, 5, 3, 4)["dW"], expected(5, 3, 4)["dW"], "dW", **NEAR,
                 why="each weight serves every observation")


@worth(2)
def test_db(student):
    """db is the gradient at the bias."""
    expect_array(answer(student, 5, 3, 4)["db"], expected(5, 3, 4)["db"], "db", **NEAR,
                 why="each bias serves every observation")


def test_one_observation(student):
    """One observation is a batch too."""
    expect_as_usual(student, 1, 4, 3)


def test_one_input_one_unit(student):
    """A layer with one input and one unit is a layer too."""
    expect_as_usual(student, 6, 1, 1)


def test_square(student):
    """As many observations as inputs and units: every product has a shape that fits, and the same ones are right."""
    expect_as_usual(student, 4, 4, 4)


def test_arguments_unchanged(student):
    """dZ, X and W are left as they were."""
    right(answer(student, 5, 3, 4), 5, 3, 4)
    expect_unchanged(student)
