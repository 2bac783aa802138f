"""Oracle: two Gabors and their answers, pixel by pixel."""

import math

import numpy as np

from autograder.checks import expect, expect_unchanged, worth

from .fields import energies, expect_plain, expect_values, expect_worked_out, field, numbers, pixels, slant, stripes


def told(student, images, *cell):
    """The cell's answers as finite numbers (n,), or a sentence that says what they are instead."""
    return numbers(student.complex_cell(images, *cell), (len(images),), "the answers")


@worth(1.5)
def test_plain_array(student):
    """complex_cell returns a plain array, one number an image: (n,)."""
    for n in (3, 1):
        images = pixels(6500 + n, n, 9, 9)
        expect_plain(student.complex_cell(images, 0.25, 0.0, 1.5), energies(images, 0.25, 0.0, 1.5), "the answers",
                     why="two squares, added")


@worth(2)
def test_values(student):
    """The answers of the two Gabors, squared and added, for images of even and odd size."""
    for n, size, seed in ((4, 8, 6511), (6, 11, 6512), (9, 9, 6513)):
        frequency, orientation, _ = slant(seed)
        images = pixels(seed + 10, n, size, size)
        want = energies(images, frequency, orientation, 2.0)
        expect_values(student.complex_cell(images, frequency, orientation, 2.0), want, "the answers",
                      f"{n} images of {size} x {size}")


@worth(1.5)
def test_phase(student):
    """The same stripes at any phase get nearly the same answer, within 5%."""
    for frequency, sigma, seed in ((0.15, 3.0, 6531), (0.125, 3.0, 6532)):
        orientation = slant(seed)[1]
        images = np.array([stripes(16, frequency, orientation, 2 * math.pi * k / 12) for k in range(12)])
        got = told(student, images, frequency, orientation, sigma)
        expect(got.min() > 0, f"The cell is silent, or below 0, to stripes it likes: {got.min():.4g}.")
        expect(len(set(np.round(got, 12))) > 1, "The answers are exactly the same for different images.")
        even = np.ptp(got) <= 0.05 * got.mean()
        expect(even, f"The answers to the same stripes at 12 phases go from {got.min():.4g} to {got.max():.4g}: "
               "do the two Gabors lie a quarter of a period apart?")


@worth(1.25)
def test_slant(student):
    """The cell cares about the slant: stripes at a right angle to those it likes get less than a hundredth."""
    frequency, orientation, phase = 0.15, *slant(6541)[1:]
    images = np.array([stripes(16, frequency, orientation + turn, phase) for turn in (0.0, math.pi / 2)])
    liked, crossed = told(student, images, frequency, orientation, 3.0)
    expect(abs(liked) > 1e-3, "The cell is silent to the very stripes it likes.")
    tuned = abs(crossed) < 0.01 * abs(liked)
    expect(tuned, f"Stripes at a right angle get {crossed:.4g}, those the cell likes {liked:.4g}.")


@worth(1.5)
def test_contrast(student):
    """Three times the contrast, nine times the answer; the opposite contrast, the same answer."""
    frequency, orientation, _ = slant(6551)
    images = pixels(6552, 5, 10, 10)
    once, thrice, minus = (told(student, factor * images, frequency, orientation, 2.0) for factor in (1.0, 3.0, -1.0))
    expect(np.ptp(once) > 1e-6, "The answers are the same for different images.")
    expect(np.allclose(thrice, 9 * once, rtol=1e-4), "Three times the contrast does not give nine times the answer.")
    expect(np.allclose(minus, once, rtol=1e-4), "An image of the opposite contrast gets another answer.")


@worth(1)
def test_own_fields(student):
    """Each of its two Gabors, shown as an image, makes the cell fire, and their sum makes it fire twice as much."""
    frequency, orientation, _ = slant(6561)
    even, odd = (field(13, frequency, orientation, phase, 2.5) for phase in (0.0, math.pi / 2))
    images = np.array([even, odd, even + odd, even - odd])
    got = told(student, images, frequency, orientation, 2.5)
    said = ", ".join(f"{e:.3g}" for e in got)
    right = np.allclose(got, [1, 1, 2, 2], atol=0.02)
    expect(right, f"To its even and odd Gabor, their sum and their difference the cell says {said}; 1, 1, 2 and 2 were "
           "expected.")


@worth(0.5)
def test_arguments_unchanged(student):
    """complex_cell leaves the images as they were."""
    frequency, orientation, _ = slant(6571)
    W = field(9, frequency, orientation, 0.0, 2.0)
    images = np.array([size * W for size in (0.25, 0.5, 1.0, 2.0)])
    expect_worked_out(student.complex_cell(images, frequency, orientation, 2.0),
                      energies(images, frequency, orientation, 2.0), "the answers")
    expect_unchanged(student)
