"""Oracle: one `if` a number."""

import numpy as np

from autograder.checks import expect, expect_array, expect_shape, expect_unchanged, generator, worth


def moved(z, t):
    return np.array([one(value, t) for value in z.ravel().tolist()]).reshape(z.shape)


def one(value, t):
    if value > t:
        return value - t
    return value + t if value < -t else 0.0


def sizes(seed, low, high, n=6):
    """(n,) numbers above 0, no two alike."""
    rng = generator(seed)
    return rng.permutation(np.linspace(low, high, n)) * rng.uniform(0.98, 1.02, n)


def expect_moved(got, z, what="the result"):
    """A weak look: shaped as z, neither z itself nor one number throughout."""
    expect_shape(got, z.shape, what)
    expect(float(np.ptp(got)) > 1e-9 and not np.array_equal(got, z), "The result is z, or the same number throughout.")


@worth(0.75)
def test_positive(student):
    """A positive z beyond t is moved down by t."""
    for t in (0.5, 2.0):
        z = t + sizes(8301, 0.3, 4)
        expect_array(student.soft_threshold(z, t), moved(z, t), "the result", why=f"z above t = {t:g}")


@worth(0.75)
def test_negative(student):
    """A negative z beyond t is moved up by t, towards 0."""
    for t in (0.5, 2.0):
        z = -t - sizes(8302, 0.3, 4)
        expect_array(student.soft_threshold(z, t), moved(z, t), "the result", why=f"z below {-t:g}; which way is 0?")


@worth(0.75)
def test_within(student):
    """Within t of 0, on either side, the result is exactly 0; beyond it is not."""
    small, large = sizes(8303, 0.1, 0.9), sizes(8304, 1.4, 3)
    z = np.concatenate([small, -small, large, -large])
    got = student.soft_threshold(z, 1.2)
    expect_shape(got, z.shape)
    expect_array(got[:12], np.zeros(12), "the result within t of 0", rtol=0, atol=0)
    expect(bool(np.all(got[12:] != 0)), "A z beyond t of 0 became 0.")


@worth(0.5)
def test_at_the_threshold(student):
    """At z = t and z = -t the result is 0, and it changes without a jump."""
    step = 2.0**-20
    z = np.array([1.5, -1.5, 1.5 + step, -1.5 - step, 1.5 - step, step - 1.5, 0.0, 4.0])
    expect_array(student.soft_threshold(z, 1.5), moved(z, 1.5), "the result", rtol=0, atol=2.0**-40, why="z near ±t")


@worth(0.25)
def test_no_threshold(student):
    """With t = 0 nothing moves; with a tiny t hardly anything does, but it does."""
    z = np.concatenate([sizes(8305, 0.2, 3), -sizes(8306, 0.2, 3), [0.0]])
    expect_array(student.soft_threshold(z, 0.0), z, "the result for t = 0", why="nothing is to be moved")
    expect_array(student.soft_threshold(z, 2.0**-10), moved(z, 2.0**-10), "the result for t = 1/1024")


@worth(0.75)
def test_both_sides_alike(student):
    """The result for -z is minus the result for z."""
    z = generator(8307).uniform(-3, 3, 9)
    here, other = student.soft_threshold(z, 0.7), student.soft_threshold(-z, 0.7)
    expect_moved(here, z)
    expect_array(other, -here, "the result for -z", why="it should be minus that for z")


@worth(1)
def test_any_shape(student):
    """soft_threshold works for z of any shape, each number alone."""
    flat = generator(8308).uniform(-3, 3, 24)
    row = student.soft_threshold(flat, 0.7)
    expect_moved(row, flat)
    for shape in ((4, 6), (2, 3, 4), (24, 1), (1, 24)):
        expect_array(student.soft_threshold(flat.reshape(shape), 0.7), row.reshape(shape),
                     f"the result for z of shape {shape}", why="the same numbers in one row give others")


@worth(0.25)
def test_z_unchanged(student):
    """soft_threshold leaves z as it was."""
    z = generator(8309).uniform(-3, 3, (3, 4))
    expect_moved(student.soft_threshold(z, 0.7), z)
    expect_unchanged(student)
