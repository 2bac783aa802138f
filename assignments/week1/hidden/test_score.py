"""Hidden tests of `score`: one neuron, one observation."""

import math

import numpy as np

from autograder.checks import Failure, expect, expect_number, expect_scalar, expect_unchanged, generator, kind_of, worth

W_OF_THREE = np.array([0.5, 0.25, 2.0])
TWO_OBSERVATIONS = np.array([1.0, 2.0, -1.0]), np.array([3.0, 1.0, 4.0])


def weighted_sum(x, w, b):
    """wᵀx + b by a sum that is exact to the last bit."""
    return math.fsum([float(b), *(float(xi) * float(wi) for xi, wi in zip(x, w))])


def value(got):
    """The one number in what came back. Its packing is judged by one test of its own."""
    if isinstance(got, np.ndarray) and got.size == 1:
        got = got.reshape(())
    if isinstance(got, (list, tuple)) and len(got) == 1:
        got = got[0]
    return got


def expect_scores(got):
    """A weak look: two numbers that differ, as the observations do."""
    for z in got:
        expect_number(z, "the score")
        # An integer may be too large for any float.
        expect(bool(abs(z) < 1e300), "The score is nan or infinite.")
    expect(float(got[0]) != float(got[1]), "Two different observations got the same score.")


@worth(3)
def test_weighted_sum(student):
    """With b = 0 the score is the weighted sum wᵀx."""
    rng = generator(1101)
    for d in (2, 5, 8):
        x, w = rng.normal(size=d), rng.normal(size=d)
        want = weighted_sum(x, w, 0.0)
        expect_scalar(value(student.score(x, w, 0.0)), want, "the score",
                      why=f"d = {d}, b = 0: each input times its own weight, summed")


@worth(2)
def test_bias(student):
    """The bias b is added once: with x = 0 the score is b, and with any other x it is b more than without a bias."""
    w = generator(1102).normal(size=6)
    for b in (0.75, -2.5):
        expect_scalar(value(student.score(np.zeros(6), w, b)), b, "the score", why=f"x = 0 and b = {b}")
        # Both scores are above 0, so that an activation is noticed elsewhere.
        without, got = (value(student.score(4 * W_OF_THREE, W_OF_THREE, bias)) for bias in (0.0, b))
        for z in (without, got):
            expect_number(z, "the score")
        expect_scalar(float(got) - float(without), b, "the score less that for b = 0", why=f"b = {b}, x is not 0")


@worth(2)
def test_no_activation(student):
    """The score may be any number, negative or large: nothing squashes or cuts it."""
    x, w = np.array([3.0, -4.0, 10.0]), np.array([-5.0, 2.5, -1.5])
    for sign in (1.0, -1.0):
        expect_scalar(value(student.score(x, sign * w, 0.0)), sign * -40.0, "the score",
                      why="a score has no activation function")


@worth(1)
def test_one_input(student):
    """One input (d = 1) is enough."""
    expect_scalar(value(student.score(np.array([1.5]), np.array([-2.0]), 0.0)), -3.0, "the score", why="d = 1, b = 0")


@worth(1)
def test_scalar(student):
    """One observation has one score: a single number comes back."""
    got = [student.score(x, W_OF_THREE, 0.0) for x in TWO_OBSERVATIONS]
    if isinstance(got[0], np.ndarray) and got[0].shape != ():
        raise Failure(f"The score is {kind_of(got[0])}; a single number was expected (not an array that holds it).")
    expect_scores(got)


@worth(1)
def test_arguments_unchanged(student):
    """x, w and b are left as they were."""
    got = []
    for x in TWO_OBSERVATIONS:
        got.append(value(student.score(x, W_OF_THREE, 0.0)))
        expect_unchanged(student)
    expect_scores(got)
