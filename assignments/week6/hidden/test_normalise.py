"""Oracle: one division a cell, row by row."""

import math

import numpy as np

from autograder.checks import expect, expect_unchanged, generator, worth

from .fields import expect_plain, expect_values, expect_worked_out, numbers


def shares(E, sigma):
    return np.array([[e / (sigma * sigma + math.fsum(row)) for e in row] for row in E.tolist()])


def excited(seed, n, m):
    return generator(seed).uniform(0.5, 4.0, (n, m))


@worth(1.5)
def test_plain_array(student):
    """normalise returns a plain array of E's shape."""
    for n, m in ((3, 4), (1, 3)):
        E = excited(6600 + n, n, m)
        expect_plain(student.normalise(E, 1.0), shares(E, 1.0), "R", why="sigma = 1")


@worth(2)
def test_values(student):
    """Each energy is divided by sigma squared plus the sum of its row, the cell itself included."""
    for n, m, sigma in ((4, 5, 0.5), (6, 2, 2.0), (3, 8, 1.5)):
        E = excited(6611 + n, n, m)
        expect_values(student.normalise(E, sigma), shares(E, sigma), "R", f"{n} images, {m} cells, sigma {sigma:g}")


@worth(1)
def test_square(student):
    """As many images as cells: the sum still goes over the row."""
    E = excited(6621, 5, 5)
    expect_values(student.normalise(E, 1.0), shares(E, 1.0), "R", "5 images and 5 cells, sigma = 1")


@worth(1.5)
def test_rows_apart(student):
    """What one image excites changes nothing for another."""
    E = excited(6631, 4, 3)
    other = E.copy()
    other[2] *= 10
    first, second = (numbers(student.normalise(e, 1.25), (4, 3), "R") for e in (E, other))
    expect(np.ptp(first) > 1e-6 and not np.allclose(first, E), "Nothing is divided.")
    expect(np.allclose(first[[0, 1, 3]], second[[0, 1, 3]]), "A row changes when another row does.")
    expect(not np.allclose(first[2], second[2]), "A row does not change when its own energies do.")


@worth(1)
def test_silence(student):
    """Where all cells are silent they stay silent, and one excited cell alone saturates below 1."""
    E = np.array([[0.0, 0.0, 0.0], [0.0, 8.0, 0.0], [0.0, 800.0, 0.0]])
    expect_values(student.normalise(E, 2.0), np.array([[0, 0, 0], [0, 8 / 12, 0], [0, 800 / 804, 0]]), "R", "sigma = 2")


@worth(1.5)
def test_proportions(student):
    """The cells of a row share one divisor: who says twice as much before says twice as much after."""
    E = excited(6641, 4, 6)
    R = numbers(student.normalise(E, 1.75), (4, 6), "R")
    divisors = E / np.where(R == 0, np.nan, R)
    expect(bool(np.isfinite(divisors).all()) and not np.allclose(divisors, 1), "Nothing is divided.")
    same = np.ptp(divisors, axis=1).max() < 1e-4 * np.abs(divisors).max()
    expect(same, "Cells of the same row are not divided by the same number.")


@worth(0.5)
def test_argument_unchanged(student):
    """normalise leaves E as it was."""
    E = np.array([[1.0, 2.0, 3.0], [3.0, 1.0, 2.0], [2.0, 3.0, 1.0]])
    expect_worked_out(student.normalise(E, 1.0), shares(E, 1.0), "R")
    expect_unchanged(student)
