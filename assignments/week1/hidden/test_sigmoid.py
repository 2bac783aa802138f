"""Hidden tests of `sigmoid`."""

import math

import numpy as np

from autograder.checks import expect_array, expect_no_warnings, expect_shape, expect_unchanged, generator, worth

from .answers import expect_some_answer

#: For tests of something else than the last digits, which have a test of their own.
ROUGH = {"rtol": 1e-6, "atol": 1e-6}


def logistic(Z):
    """1 / (1 + e^-z), entry by entry, in the form whose exponent is never positive. math.exp underflows to 0."""

    def one(z):
        return 1.0 / (1.0 + math.exp(-z)) if z >= 0 else math.exp(z) / (1.0 + math.exp(z))

    return np.array([one(z) for z in Z.ravel().tolist()]).reshape(Z.shape)


@worth(3)
def test_values(student):
    """σ(z) = 1 / (1 + e⁻ᶻ) for random scores."""
    Z = generator(1401).normal(scale=2.0, size=(6, 5))
    want = logistic(Z)
    expect_array(student.sigmoid(Z), want, "A", **ROUGH, why="the plain formula, at scores of ordinary size")


@worth(2)
def test_exact_in_the_tails(student):
    """Right to 1e-12 from z = -40 to z = 40."""
    Z = np.linspace(-40.0, 40.0, 161).reshape(7, 23)
    want = logistic(Z)
    expect_array(student.sigmoid(Z), want, "A", rtol=0.0, atol=1e-12, why="within 1e-12; is z cut off too early?")


@worth(2)
def test_large_positive_scores(student):
    """Scores up to 10 000 give 1, not nan."""
    Z = np.array([[1.0, 50.0, 400.0, 709.0], [2.0, 711.0, 2_500.0, 1e4]])
    want = logistic(Z)
    expect_array(student.sigmoid(Z), want, "A", **ROUGH, why="a large positive score saturates at 1")


@worth(2)
def test_large_negative_scores(student):
    """Scores down to -10 000 give 0, not nan."""
    Z = np.array([[-1.0, -50.0, -400.0, -709.0], [-2.0, -711.0, -2_500.0, -1e4]])
    want = logistic(Z)
    expect_array(student.sigmoid(Z), want, "A", **ROUGH, why="a large negative score saturates at 0")


@worth(4)
def test_no_overflow(student):
    """Nothing overflows on the way: numpy has no reason to warn, whatever the score's sign."""
    Z = np.array([[-1.0, 0.5, 2.0], [-1e4, 800.0, -800.0], [0.0, 1e4, -2e3]])
    want = logistic(Z[:1])
    A = student.sigmoid(Z)
    expect_shape(A, (3, 3), "A")
    expect_array(A[:1], want, "A", **ROUGH, why="the plain formula, at scores of ordinary size")
    expect_no_warnings(student)


@worth(1)
def test_any_shape(student):
    """A vector, one row, one column, a block of three axes: the shape of A is that of Z."""
    rng = generator(1402)
    for shape in ((5,), (1, 4), (4, 1), (2, 3, 2)):
        Z = rng.normal(size=shape)
        want = logistic(Z)
        expect_array(student.sigmoid(Z), want, "A", **ROUGH, why=f"Z of shape {shape}")


@worth(1)
def test_argument_unchanged(student):
    """Z is left as it was."""
    Z = generator(1403).normal(size=(4, 3))
    A = student.sigmoid(Z)
    expect_unchanged(student)
    expect_some_answer(A, (4, 3), "A")
