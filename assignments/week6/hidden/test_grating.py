"""Oracle: one cosine a pixel, in Python loops."""

import math

import numpy as np

from autograder.checks import expect, worth

from .fields import expect_plain, expect_values, numbers, slant, stripes


@worth(1.5)
def test_plain_array(student):
    """grating returns a plain array of float64, (size, size)."""
    for size, frequency in ((7, 0.125), (6, 0.25)):
        got = student.grating(size, frequency, 0.0, 0.0)
        expect_plain(got, stripes(size, frequency, 0.0, 0.0), "the grating", why="orientation 0, phase 0")


@worth(1.25)
def test_stripes_stand(student):
    """With orientation 0 the brightness changes from left to right and is the same down each column."""
    frequency, _, phase = slant(6001)
    W = numbers(student.grating(9, frequency, 0.0, phase), (9, 9), "the grating")
    expect(np.ptp(W, axis=1).min() > 0.5, "With orientation 0 nothing changes from left to right in some row.")
    expect(np.ptp(W, axis=0).max() < 1e-9, "With orientation 0 the brightness changes down a column; "
           "x is the column's number and cos 0 = 1 belongs to it.")


@worth(1.25)
def test_stripes_lie(student):
    """With orientation pi / 2 the brightness changes from the top down and is the same along each row."""
    frequency, _, phase = slant(6002)
    W = numbers(student.grating(9, frequency, math.pi / 2, phase), (9, 9), "the grating")
    expect(np.ptp(W, axis=0).min() > 0.5, "With orientation pi / 2 nothing changes from the top down in some column.")
    expect(np.ptp(W, axis=1).max() < 1e-9, "With orientation pi / 2 the brightness changes along a row: "
           "are the angles in radians?")


@worth(1.25)
def test_period(student):
    """With frequency 1/8 the stripes come again after 8 pixels, and are turned round after 4."""
    W = numbers(student.grating(17, 0.125, 0.0, slant(6003)[2]), (17, 17), "the grating")
    expect(np.ptp(W) > 0.5, "The grating has no stripes: all its numbers are nearly the same.")
    expect(np.abs(W[:, :9] - W[:, 8:]).max() < 1e-9, "At f = 1/8 the stripes do not come again after 8 pixels: "
           "f counts cycles a pixel, and a cycle is 2 pi.")
    expect(np.abs(W[:, :13] + W[:, 4:]).max() < 1e-9, "At f = 1/8 bright is not dark 4 pixels on.")


@worth(1)
def test_middle(student):
    """In the middle of an odd size the grating is the cosine of its phase, whatever its slant."""
    for seed in (6004, 6005):
        frequency, orientation, phase = slant(seed)
        W = numbers(student.grating(11, frequency, orientation, phase), (11, 11), "the grating")
        expect(np.ptp(W) > 0.5, "The grating has no stripes: all its numbers are nearly the same.")
        expect(abs(W[5, 5] - math.cos(phase)) < 1e-9, f"The middle pixel is {W[5, 5]:.6g}; there x = y = 0, "
               "so that the cosine of the phase is left.")


@worth(1.5)
def test_slants(student):
    """Every orientation: x to the right, y downwards, phase 0."""
    for seed in (6006, 6007, 6008):
        frequency, orientation, _ = slant(seed)
        for turn in (0.0, math.pi / 2, math.pi):
            want = stripes(9, frequency, orientation + turn, 0.0)
            got = student.grating(9, frequency, orientation + turn, 0.0)
            expect_values(got, want, "the grating", f"orientation {orientation + turn:.2f} radians, phase 0")


@worth(1)
def test_phase(student):
    """The phase is added inside the cosine, in radians."""
    for seed in (6009, 6010):
        frequency, _, phase = slant(seed)
        want = stripes(7, frequency, 0.0, phase)
        got = student.grating(7, frequency, 0.0, phase)
        expect_values(got, want, "the grating", f"orientation 0, phase {phase:.2f}")


@worth(1)
def test_even_sizes(student):
    """For an even size the middle lies between two pixels."""
    for size in (8, 2):
        frequency, orientation, _ = slant(6011)
        want = stripes(size, frequency, orientation, 0.0)
        got = student.grating(size, frequency, orientation, 0.0)
        expect_values(got, want, "the grating", f"size {size}: is it centred?")


@worth(1)
def test_all_together(student):
    """Frequency, orientation and phase together, for several sizes, 1 among them; an angle may be below 0 or beyond pi."""
    for size, seed, sign, turn in ((1, 6012, 1, 0.0), (5, 6013, -1, 0.0), (12, 6014, 1, math.pi), (21, 6015, -1, -math.pi)):
        frequency, orientation, phase = slant(seed)
        orientation, phase = orientation + turn, sign * phase
        want = stripes(size, frequency, orientation, phase)
        expect_values(student.grating(size, frequency, orientation, phase), want, "the grating", f"size {size}")
