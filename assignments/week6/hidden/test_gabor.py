"""Oracle: the three steps, one pixel at a time."""

import math

import numpy as np

from autograder.checks import expect, worth

from .fields import expect_plain, expect_values, field, numbers, slant


def weights(got, size):
    """The filter as finite numbers (size, size), not all the same, or a sentence that says what it is instead."""
    W = numbers(got, (size, size), "W")
    expect(float(np.ptp(W)) > 1e-6, "All weights of W are the same.")
    return W


@worth(1.5)
def test_plain_array(student):
    """gabor returns a plain array of float64, (size, size)."""
    for size in (9, 12):
        expect_plain(student.gabor(size, 0.25, 0.0, 0.0, 2.0), field(size, 0.25, 0.0, 0.0, 2.0), "W",
                     why="orientation 0, phase 0, f = 0.25, sigma 2")


@worth(1.5)
def test_sum(student):
    """The weights add up to 0: the cell says nothing to plain grey."""
    for size, seed in ((9, 6101), (12, 6102)):
        frequency, orientation, phase = slant(seed)
        W = weights(student.gabor(size, frequency, orientation, phase, 2.0), size)
        expect(abs(W.sum()) < 1e-6 * np.abs(W).sum(), f"The sum of W is {W.sum():.6g}; 0 was expected: "
               "is the mean taken away, and after the envelope?")


@worth(1.5)
def test_norm(student):
    """The squares of the weights add up to 1."""
    for size, seed in ((9, 6103), (12, 6104)):
        frequency, orientation, phase = slant(seed)
        W = weights(student.gabor(size, frequency, orientation, phase, 2.0), size)
        total = float(np.sum(W**2))
        expect(abs(total - 1) < 1e-5, f"The squares of W add up to {total:.6g}; 1 was expected: "
               "is the norm made 1 last, and is it the root of the sum of squares?")


@worth(2)
def test_form(student):
    """Stripes under a round Gaussian: W has the right form, whatever its mean and its norm."""
    for size, seed in ((11, 6105), (14, 6106), (11, 6107)):
        frequency, orientation, phase = slant(seed)
        W = weights(student.gabor(size, frequency, orientation, phase, 2.5), size)
        want = field(size, frequency, orientation, phase, 2.5)
        mine = (W - W.mean()) / np.linalg.norm(W - W.mean())
        same = np.abs(mine - want).max() < 1e-6
        expect(same, f"The form of W is not that of a Gabor filter (size {size}, sigma 2.5): "
               "look at the grating and at the exponent of the envelope.")


@worth(1)
def test_envelope(student):
    """With frequency 0 only the envelope is left, a Gaussian as wide as sigma says, less its mean."""
    for sigma in (1.0, 1.75, 4.0):
        W = weights(student.gabor(9, 0.0, 0.0, 0.0, sigma), 9)
        want = field(9, 0.0, 0.0, 0.0, sigma)
        middle = (W[4] - W[4, 0]) / (W[4, 4] - W[4, 0] or 1.0)
        wanted = (want[4] - want[4, 0]) / (want[4, 4] - want[4, 0])
        same = np.abs(middle - wanted).max() < 1e-6
        expect(same, f"The envelope does not fall as a Gaussian of width sigma = {sigma:g} does, "
               "exp(-(x^2 + y^2) / (2 sigma^2)), counted from the middle.")


@worth(1)
def test_quarter_period(student):
    """With phase 0 one half of W mirrors the other, with phase pi / 2 it is minus the other."""
    frequency, orientation, _ = slant(6108)
    for size in (10, 13):
        even = weights(student.gabor(size, frequency, orientation, 0.0, 2.5), size)
        odd = weights(student.gabor(size, frequency, orientation, math.pi / 2, 2.5), size)
        expect(np.abs(even - even[::-1, ::-1]).max() < 1e-9, "With phase 0, W turned by 180 degrees is not the same W.")
        expect(np.abs(odd + odd[::-1, ::-1]).max() < 1e-9, "With phase pi / 2, W turned by 180 degrees is not -W.")


@worth(2)
def test_values(student):
    """Every weight, for even and odd sizes, any slant and phase, narrow and wide envelopes."""
    for size, seed, sigma in ((7, 6109, 1.5), (10, 6110, 3.0), (15, 6111, 2.25)):
        frequency, orientation, phase = slant(seed)
        want = field(size, frequency, orientation, phase, sigma)
        got = student.gabor(size, frequency, orientation, phase, sigma)
        expect_values(got, want, "W", f"size {size}, sigma {sigma:g}")
