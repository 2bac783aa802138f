"""Every pixel of the test images holds its own number, so that a patch tells from where it was cut."""

from __future__ import annotations

import numpy as np

from autograder.checks import expect, expect_unchanged, generator, worth

from .oracle import real


def numbered(h: int, w: int) -> np.ndarray:
    """An image whose pixel (row, column) is row * w + column."""
    return np.arange(h * w, dtype=np.float64).reshape(h, w)


def patches_of(student, h: int, w: int, size: int, n: int, seed: int) -> np.ndarray:
    """What extract_patches gives for a numbered image, after the type ladder."""
    got = student.extract_patches(numbered(h, w), size, n, generator(seed))
    X = real(got, (n, size * size), "X", "one row a patch")
    expect(bool(((X >= 0) & (X < h * w) & (X == np.round(X))).all()),
           "X holds numbers that are not pixels of the image.")
    return X.astype(np.int64)


def places(X: np.ndarray, h: int, w: int, size: int) -> list[tuple[int, int]]:
    """(row, column) of the smallest pixel of each patch. Raises Failure where one cannot be a patch's corner."""
    corners = [divmod(int(pixel), w) for pixel in X.min(axis=1)]
    expect(all(row <= h - size and column <= w - size for row, column in corners),
           "a row of X starts where no whole patch fits into the image.")
    return corners


def expect_patches(X: np.ndarray, h: int, w: int, size: int) -> None:
    for number, (row, column) in enumerate(places(X, h, w, size)):
        want = [(row + i) * w + column + j for i in range(size) for j in range(size)]
        expect(sorted(X[number].tolist()) == want,
               f"Row {number} of X does not hold the pixels of one square patch, each once.")


@worth(3)
def test_square_patches(student):
    """Each row of X holds the pixels of one square patch of the image, whatever the image's shape."""
    for h, w, size, seed in ((9, 14, 3, 7101), (15, 8, 4, 7102)):
        expect_patches(patches_of(student, h, w, size, 30, seed), h, w, size)


@worth(2)
def test_rows_first(student):
    """The pixels of a patch stand in their order: its first row, then its second, as ravel gives them."""
    X = patches_of(student, 12, 10, 4, 20, 7103)
    expect_patches(X, 12, 10, 4)
    for row in X.tolist():
        expect(row == sorted(row),
               "The pixels of a patch are there but in another order; rows of the image come first.")


@worth(2)
def test_every_row_possible(student):
    """The topmost place, the lowest and all between are drawn."""
    rows = {row for row, _ in places(patches_of(student, 7, 9, 4, 400, 7104), 7, 9, 4)}
    never = sorted(set(range(4)) - rows)
    expect(not never, f"In 400 patches of size 4 from an image of 7 rows, none begins in row {never[:1] and never[0]} "
                      f"(rows 0 to 3 are possible).")


@worth(2)
def test_every_column_possible(student):
    """The leftmost place, the rightmost and all between are drawn."""
    columns = {column for _, column in places(patches_of(student, 9, 7, 4, 400, 7105), 9, 7, 4)}
    never = sorted(set(range(4)) - columns)
    expect(not never, f"In 400 patches of size 4 from an image of 7 columns, none begins in column "
                      f"{never[:1] and never[0]} (columns 0 to 3 are possible).")


@worth(2)
def test_uniform(student):
    """All places are equally likely: rows and columns are drawn evenly, and apart from each other."""
    corners = places(patches_of(student, 8, 9, 4, 6000, 7106), 8, 9, 4)
    counts = np.zeros((5, 6), dtype=int)
    for row, column in corners:
        counts[row, column] += 1
    # 200 are expected at each of the 30 places, with a standard deviation of 14: the bounds are ten of these away.
    often, seldom = int(counts.max()), int(counts.min())
    expect(60 < seldom and often < 340,
           f"In 6000 patches one of the 30 places was drawn {seldom} times and another {often} times; 200 are expected "
           "each.")


@worth(1)
def test_whole_image(student):
    """A patch as large as the image fits in one place only."""
    X = patches_of(student, 5, 5, 5, 3, 7107)
    expect(X.tolist() == [list(range(25))] * 3, "For size = 5 and an image of 5 x 5 every patch is the whole image.")


@worth(1)
def test_only_rng(student):
    """All randomness comes from rng: equal generators give equal patches, others give others."""
    first, again = (patches_of(student, 20, 22, 2, 40, 7108) for _ in range(2))
    expect(bool(np.array_equal(first, again)), "The same seed gave other patches the second time; "
                                               "some randomness comes from elsewhere.")
    expect(len(set(first[:, 0].tolist())) > 20, "Hardly any two patches come from different places of the image.")
    expect(not np.array_equal(first, patches_of(student, 20, 22, 2, 40, 7109)),
           "Two generators with different seeds gave the same patches; is rng used?")


@worth(1)
def test_image_unchanged(student):
    """The image is left as it was."""
    # Neither in order nor beginning at 0: sorting it, or moving its darkest pixel to 0, would else change nothing.
    image = 7 + generator(7111).permutation(numbered(10, 11).ravel()).reshape(10, 11)
    X = real(student.extract_patches(image, 3, 10, generator(7110)), (10, 9), "X", "one row a patch")
    expect(len(np.unique(X)) > 9, "All patches are alike, so there was nothing to look at here.")
    expect_unchanged(student)
