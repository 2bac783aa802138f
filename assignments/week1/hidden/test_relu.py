"""Hidden tests of `relu`."""

import numpy as np

from autograder.checks import expect_array, expect_unchanged, generator, worth

from .answers import expect_some_answer


def rectified(Z):
    """max(0, z), entry by entry."""
    return np.array([z if z > 0 else 0.0 for z in Z.ravel().tolist()]).reshape(Z.shape)


@worth(3)
def test_values(student):
    """relu(z) = max(0, z) for scores of both signs."""
    Z = generator(1301).normal(scale=3.0, size=(5, 4))
    want = rectified(Z)
    expect_array(student.relu(Z), want, "A", why="below zero 0, above zero z itself")


@worth(2)
def test_not_bounded_above(student):
    """A positive score passes as it is, however small or large."""
    Z = np.array([[1e-6, 0.25, 1.0], [7.5, 320.0, 1e6]])
    want = rectified(Z)
    expect_array(student.relu(Z), want, "A", atol=1e-12, why="above zero A is z itself")


@worth(2)
def test_silent_below_zero(student):
    """A negative score gives exactly 0, and a unit at 0 is silent too."""
    Z = np.array([[-1e-6, -0.5, 0.0, 2.0], [-40.0, 3.0, -1e6, -0.0]])
    want = rectified(Z)
    expect_array(student.relu(Z), want, "A", atol=1e-12, why="the slope below zero is 0")


@worth(1)
def test_any_shape(student):
    """A vector, one row, one column, a block of three axes: the shape of A is that of Z."""
    rng = generator(1302)
    for shape in ((7,), (1, 6), (6, 1), (2, 3, 4)):
        Z = rng.normal(size=shape)
        want = rectified(Z)
        expect_array(student.relu(Z), want, "A", why=f"Z of shape {shape}")


@worth(2)
def test_argument_unchanged(student):
    """Z is left as it was: week 3 needs the scores again."""
    Z = generator(1303).normal(size=(4, 5))
    A = student.relu(Z)
    expect_unchanged(student)
    expect_some_answer(A, (4, 5), "A")
