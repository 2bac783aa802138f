"""Oracle: window by window, pixel by pixel."""

import numpy as np

from autograder.checks import expect, expect_unchanged, kind_of, worth

from .fields import expect_plain, expect_values, expect_worked_out, filtered, numbers, pixels


@worth(2)
def test_plain_array(student):
    """filter_image returns a plain array, (h - k + 1, w - k + 1)."""
    image, W = pixels(6301, 7, 7), np.full((3, 3), 0.5)
    got = student.filter_image(image, W)
    expect_plain(got, filtered(image, W), "F", why="7 x 7 and a W of 3 x 3, all its weights 0.5")
    image, W = pixels(6302, 5, 7), np.full((1, 1), 1.5)
    expect_plain(student.filter_image(image, W), filtered(image, W), "F", why="a W of one pixel")


@worth(2)
def test_square(student):
    """Each entry is the sum of W times its window, W laid on as it is: a correlation."""
    for size, k, seed in ((8, 3, 6303), (9, 5, 6304)):
        image, W = pixels(seed, size, size), pixels(seed + 10, k, k)
        got = student.filter_image(image, W)
        expect_values(got, filtered(image, W), "F", f"an image of {size} x {size}, W {k} x {k}")


@worth(1.5)
def test_symmetric(student):
    """With a W that looks the same from all sides, or an image that does, any way round is right."""
    for shape, k in (((9, 9), 3), ((6, 10), 3), ((10, 6), 5)):
        t = np.abs(np.arange(k) - k // 2)
        W = 1.0 / (1.0 + t + t[:, None])
        image = pixels(6320 + k, *shape)
        expect_values(student.filter_image(image, W), filtered(image, W), "F", f"an image of {shape[0]} x {shape[1]}")
    W = pixels(6333, 3, 3) + 1.0
    want = np.full((3, 6), 0.25 * sum(W.ravel().tolist()))
    expect_values(student.filter_image(np.full((5, 8), 0.25), W), want, "F", "a grey image, without an edge")


@worth(2)
def test_places_of_weights(student):
    """One bright pixel brings W out turned by 180 degrees; a W with one weight cuts a part out of the image."""
    W, image = pixels(6331, 3, 3), np.zeros((5, 5))
    image[2, 2] = 1
    expect_values(student.filter_image(image, W), W[::-1, ::-1].copy(), "F", "one bright pixel in the middle")
    image = pixels(6332, 6, 7)
    for a, b in ((0, 0), (0, 2), (1, 0)):
        W = np.zeros((3, 3))
        W[a, b] = 1
        want = image[a : a + 4, b : b + 5].copy()
        expect_values(student.filter_image(image, W), want, "F", f"the only weight of W is at [{a}, {b}]")


@worth(1)
def test_rectangles(student):
    """Images need not be square, and may be larger than W in one direction only."""
    for shape, k in (((5, 9), 3), ((10, 4), 3), ((4, 9), 4), ((8, 3), 3)):
        image, W = pixels(6340 + shape[0], *shape), pixels(6350 + k, k, k)
        expect_values(student.filter_image(image, W), filtered(image, W), "F",
                      f"an image of {shape[0]} x {shape[1]}, W {k} x {k}")


@worth(1.5)
def test_sizes_of_filters(student):
    """Filters of even size, of one pixel, and as large as the image."""
    for k, shape in ((2, (7, 6)), (4, (7, 6)), (1, (4, 5)), (4, (4, 4))):
        image, W = pixels(6360 + k, *shape), pixels(6370 + k, k, k)
        expect_values(student.filter_image(image, W), filtered(image, W), "F", f"W is {k} x {k}")


@worth(1)
def test_contrast(student):
    """Twice the contrast, twice the answers."""
    image, W = pixels(6383, 8, 8), pixels(6384, 3, 3)
    once, twice = (numbers(student.filter_image(factor * image, W), (6, 6), "F") for factor in (1.0, 2.0))
    expect(np.ptp(once) > 1e-3, "The answers are the same at all places.")
    same = np.abs(twice - 2 * once).max() < 1e-5 * np.abs(twice).max()
    expect(same, "Twice the contrast does not give twice the answers.")


@worth(1)
def test_own_window(student):
    """Each place sees its own window alone: a pixel in the corner changes the answer of the last place, no other."""
    image, W = pixels(6386, 7, 7), pixels(6387, 3, 3) + 4.0
    other = image.copy()
    other[6, 6] += 2.0
    before, after = (numbers(student.filter_image(seen, W), (5, 5), "F") for seen in (image, other))
    changed = np.abs(after - before) > 1e-6
    expect(bool(changed[4, 4]), "The last place does not see the last pixel.")
    expect(int(changed.sum()) == 1, "The last pixel changes answers of places whose window does not reach it.")


@worth(1)
def test_first_places(student):
    """The first window lies in the upper left corner, and the next ones a pixel to the right and a pixel down."""
    image, W = pixels(6388, 8, 8), pixels(6389, 3, 3)
    got, want = student.filter_image(image, W), filtered(image, W)
    fine = isinstance(got, np.ndarray) and got.ndim == 2 and min(got.shape) >= 2 and got.dtype.kind in "iuf"
    expect(fine, f"F is {kind_of(got)}; an array of two axes was expected.")
    for i, j in ((0, 0), (0, 1), (1, 0)):
        expect_values(float(got[i, j]), want[i, j], f"F[{i}, {j}]")


@worth(0.5)
def test_arguments_unchanged(student):
    """filter_image leaves the image and W as they were."""
    t = np.abs(np.arange(3) - 1)
    image, W = pixels(6385, 8, 8), 1.0 / (1.0 + t + t[:, None])
    expect_worked_out(student.filter_image(image, W), filtered(image, W), "F")
    expect_unchanged(student)
