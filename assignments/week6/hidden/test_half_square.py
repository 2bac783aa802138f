"""Oracle: one number at a time."""

import numpy as np

from autograder.checks import expect, expect_unchanged, worth

from .fields import expect_plain, expect_values, expect_worked_out, numbers, pixels


def rates(z):
    return np.array([v * v if v > 0 else 0.0 for v in z.ravel().tolist()]).reshape(z.shape)


@worth(1.5)
def test_plain_array(student):
    """half_square returns a plain array of z's shape."""
    for z in (np.array([1.0, 2.0, 0.5]), np.array([[0.25], [3.0]])):
        expect_plain(student.half_square(z), rates(z), "the rates", why="z is positive here, so it is squared")


@worth(1.5)
def test_positive(student):
    """What is positive is squared."""
    z = pixels(6401, 40)
    got = numbers(student.half_square(z), (40,), "the rates")
    expect_values(got[z > 0], rates(z)[z > 0], "the rates where z > 0")


@worth(1.5)
def test_negative(student):
    """What is not positive gives 0, and only that."""
    z = np.concatenate([pixels(6402, 20), [0.0, -0.0, -1e-3, -50.0]])
    got = numbers(student.half_square(z), (24,), "the rates")
    expect(bool((got[z <= 0] == 0).all()), "Where z is not positive the rate is not 0.")
    alive = bool((got[z > 0] > 0).all()) and np.ptp(got[z > 0]) > 0
    expect(alive, "Where z is positive the rates are not positive, or all the same.")


@worth(1)
def test_growing(student):
    """A rate is never negative, and it grows with what is positive."""
    z = np.concatenate([-np.arange(1.0, 4.0), np.sort(np.abs(pixels(6406, 12))) + np.arange(12) / 100])
    got = numbers(student.half_square(z), (15,), "the rates")
    expect(bool((got >= 0).all()), "There are negative rates.")
    expect(bool((np.diff(got[3:]) > 0).all()), "Where z is positive the rate does not grow with z.")


@worth(1)
def test_any_shape(student):
    """z may have any shape, and may hold whole numbers."""
    for seed, shape in ((6403, (3, 4)), (6404, (2, 3, 2)), (6405, (1, 6))):
        z = pixels(seed, *shape)
        expect_values(student.half_square(z), rates(z), "the rates", f"z is {shape}")
    z = np.array([[-3, 2, 0], [5, -1, 4]])
    expect_values(student.half_square(z), rates(z), "the rates", "z holds integers")


@worth(1)
def test_sizes(student):
    """Small and large inputs are squared alike; nothing is cut off."""
    z = np.array([1e-3, -1e-3, 0.5, -0.5, 7.0, -7.0, 1e3, -1e3])
    expect_values(student.half_square(z), rates(z), "the rates")


@worth(0.5)
def test_argument_unchanged(student):
    """half_square leaves z as it was."""
    z = np.array([-2.0, -1.0, -0.5, 0.5, 1.5, 2.0, 3.0])
    expect_worked_out(student.half_square(z), rates(z), "the rates")
    expect_unchanged(student)
