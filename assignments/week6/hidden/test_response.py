"""Oracle: weight times pixel, one by one."""

import numpy as np

from autograder.checks import expect, expect_unchanged, worth

from .fields import answer, expect_plain, expect_values, expect_worked_out, numbers, pixels


def answers(images, W):
    return np.array([answer(image, W) for image in images])


@worth(1.5)
def test_plain_array(student):
    """response returns a plain array, one number an image: (n,)."""
    for n in (4, 1):
        images, W = pixels(6201 + n, n, 3, 3), np.array([[1.0, 2, 1], [2, 4, 2], [1, 2, 1]])
        got = student.response(images, W)
        expect_plain(got, answers(images, W), "the answers", why="a sum over all pixels of an image")


@worth(1.5)
def test_values(student):
    """Each image gives the sum of W times the image; as many images as pixels a side change nothing."""
    for n, k in ((5, 4), (4, 4), (3, 6)):
        images, W = pixels(6220 + n, n, k, k), pixels(6230 + k, k, k)
        expect_values(student.response(images, W), answers(images, W), "the answers", f"{n} images of {k} x {k}")


@worth(1)
def test_not_square(student):
    """Images and W need not be square."""
    for n, h, w in ((4, 3, 5), (2, 6, 2), (3, 1, 4)):
        images, W = pixels(6240 + h, n, h, w), pixels(6250 + h, h, w)
        expect_values(student.response(images, W), answers(images, W), "the answers", f"{n} images of {h} x {w}")


@worth(0.5)
def test_one_image(student):
    """One image gives one answer."""
    images, W = pixels(6261, 1, 4, 3), pixels(6262, 4, 3)
    expect_values(student.response(images, W), answers(images, W), "the answers", "a stack of one image")


@worth(1)
def test_one_pixel(student):
    """Where all pixels are dark but one, the answer is the weight at its place: W is laid on as it is."""
    W = pixels(6263, 3, 4)
    images = np.zeros((12, 3, 4))
    images.reshape(12, 12)[np.arange(12), np.arange(12)] = 1
    expect_values(student.response(images, W), W.reshape(12).copy(), "the answers", "one bright pixel an image")


@worth(1)
def test_even_weights(student):
    """With a weight of 1 everywhere the answer is the brightness of the image, added up."""
    images, W = pixels(6269, 5, 4, 4), np.ones((4, 4))
    expect_values(student.response(images, W), answers(images, W), "the answers", "all weights are 1")


@worth(1.25)
def test_contrast(student):
    """Twice the contrast, twice the answer."""
    images, W = pixels(6264, 6, 5, 5), pixels(6266, 5, 5)
    once, twice = (numbers(student.response(factor * images, W), (6,), "the answers") for factor in (1.0, 2.0))
    expect(np.ptp(once) > 1e-3, "The answers are the same for different images.")
    same = np.abs(twice - 2 * once).max() < 1e-5 * np.abs(twice).max()
    expect(same, "Twice the contrast does not give twice the answer.")


@worth(1.25)
def test_superposition(student):
    """The answer to a sum of two images is the sum of the answers to each."""
    A, B, W = pixels(6264, 6, 5, 5), pixels(6265, 6, 5, 5), pixels(6266, 5, 5)
    of_A, of_B, of_both = (numbers(student.response(images, W), (6,), "the answers") for images in (A, B, A + B))
    expect(np.ptp(of_A) > 1e-3, "The answers are the same for different images.")
    same = np.abs(of_both - of_A - of_B).max() < 1e-5 * np.abs(of_both).max()
    expect(same, "The answer to A + B is not the sum of the answers to A and to B.")


@worth(0.5)
def test_arguments_unchanged(student):
    """response leaves images and W as they were."""
    images, W = pixels(6267, 7, 4, 4), pixels(6268, 4, 4)
    expect_worked_out(student.response(images, W), answers(images, W), "the answers")
    expect_unchanged(student)
