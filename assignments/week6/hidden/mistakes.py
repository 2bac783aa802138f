"""Known wrong solutions of week 6."""

import numpy as np

from autograder.variants import mistake

from .reference import gabor, grating, response


@mistake("grating", hint="In the middle, with phase 0, a cosine is 1. What is yours there?")
def grating_of_sines(size, frequency, orientation, phase):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    return np.sin(2 * np.pi * frequency * (x * np.cos(orientation) + y * np.sin(orientation)) + phase)


@mistake("grating", hint="np.cos takes radians, and so do orientation and phase: nothing needs to be converted.")
def grating_in_degrees(size, frequency, orientation, phase):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    theta, phi = np.radians(orientation), np.radians(phase)
    return np.cos(2 * np.pi * frequency * (x * np.cos(theta) + y * np.sin(theta)) + phi)


@mistake(
    "grating",
    hint="x and y have changed places: x is the column's number and goes with the cosine, and rows come first.",
)
def grating_x_and_y_swapped(size, frequency, orientation, phase):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t, indexing="ij")
    return np.cos(2 * np.pi * frequency * (x * np.cos(orientation) + y * np.sin(orientation)) + phase)


@mistake("grating", hint="y counts downwards, as the rows do: yours counts upwards.")
def grating_y_upwards(size, frequency, orientation, phase):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, -t)
    return np.cos(2 * np.pi * frequency * (x * np.cos(orientation) + y * np.sin(orientation)) + phase)


@mistake("grating", hint="A cycle is 2 pi radians: where is the 2 pi?")
def grating_without_two_pi(size, frequency, orientation, phase):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    return np.cos(frequency * (x * np.cos(orientation) + y * np.sin(orientation)) + phase)


@mistake("grating", hint="A cycle is 2 pi radians, and not pi.")
def grating_with_one_pi(size, frequency, orientation, phase):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    return np.cos(np.pi * frequency * (x * np.cos(orientation) + y * np.sin(orientation)) + phase)


@mistake("grating", hint="x and y are 0 in the middle of the filter; yours are 0 in its upper left corner.")
def grating_from_the_corner(size, frequency, orientation, phase):
    x, y = np.meshgrid(np.arange(size), np.arange(size))
    return np.cos(2 * np.pi * frequency * (x * np.cos(orientation) + y * np.sin(orientation)) + phase)


@mistake("grating", hint="The middle of 0, 1, 2 is 1, and not 3/2: what is taken away from the integers?")
def grating_centred_at_half_the_size(size, frequency, orientation, phase):
    t = np.arange(size) - size / 2
    x, y = np.meshgrid(t, t)
    return np.cos(2 * np.pi * frequency * (x * np.cos(orientation) + y * np.sin(orientation)) + phase)


@mistake(
    "grating",
    hint="For an even size the middle lies between two pixels: is a whole number taken away from the integers?",
)
def grating_centred_at_a_pixel(size, frequency, orientation, phase):
    t = np.arange(size) - size // 2
    x, y = np.meshgrid(t, t)
    return np.cos(2 * np.pi * frequency * (x * np.cos(orientation) + y * np.sin(orientation)) + phase)


@mistake("grating", hint="The phase is added, and here it is taken away.")
def grating_phase_subtracted(size, frequency, orientation, phase):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    return np.cos(2 * np.pi * frequency * (x * np.cos(orientation) + y * np.sin(orientation)) - phase)


@mistake("grating", hint="The phase is in radians already: only f is multiplied by 2 pi.")
def grating_phase_in_cycles(size, frequency, orientation, phase):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    return np.cos(2 * np.pi * (frequency * (x * np.cos(orientation) + y * np.sin(orientation)) + phase))


@mistake("grating", hint="The phase has no part in it yet.")
def grating_phase_forgotten(size, frequency, orientation, phase):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    return np.cos(2 * np.pi * frequency * (x * np.cos(orientation) + y * np.sin(orientation)))


@mistake("grating", hint="f counts cycles a pixel, and here it counts cycles a filter.")
def grating_cycles_an_image(size, frequency, orientation, phase):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    return np.cos(2 * np.pi * frequency / size * (x * np.cos(orientation) + y * np.sin(orientation)) + phase)


@mistake("grating", hint="np.linspace(-size / 2, size / 2, size) is not spaced by 1: how far apart are two pixels?")
def grating_stretched(size, frequency, orientation, phase):
    t = np.linspace(-size / 2, size / 2, size)
    x, y = np.meshgrid(t, t)
    return np.cos(2 * np.pi * frequency * (x * np.cos(orientation) + y * np.sin(orientation)) + phase)


@mistake("gabor", hint="The mean is not taken away: what does this cell say to plain grey?")
def gabor_with_its_mean(size, frequency, orientation, phase, sigma):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    W = grating(size, frequency, orientation, phase) * np.exp(-(x**2 + y**2) / (2 * sigma**2))
    return W / np.linalg.norm(W)


@mistake("gabor", hint="The norm is not made 1.")
def gabor_without_norm(size, frequency, orientation, phase, sigma):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    W = grating(size, frequency, orientation, phase) * np.exp(-(x**2 + y**2) / (2 * sigma**2))
    return W - W.mean()


@mistake("gabor", hint="Of a matrix, np.linalg.norm(W, 2) is the largest singular value: the root of the sum of squares is "
                       "another norm.")
def gabor_spectral_norm(size, frequency, orientation, phase, sigma):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    W = grating(size, frequency, orientation, phase) * np.exp(-(x**2 + y**2) / (2 * sigma**2))
    W = W - W.mean()
    return W / np.linalg.norm(W, 2)



@mistake("gabor", hint="Taking the mean away changes the norm: which of the two comes last?")
def gabor_norm_before_mean(size, frequency, orientation, phase, sigma):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    W = grating(size, frequency, orientation, phase) * np.exp(-(x**2 + y**2) / (2 * sigma**2))
    W = W / np.linalg.norm(W)
    return W - W.mean()


@mistake("gabor", hint="The mean is taken away from the bare grating; the envelope after it brings another mean.")
def gabor_mean_before_envelope(size, frequency, orientation, phase, sigma):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    W = grating(size, frequency, orientation, phase)
    W = (W - W.mean()) * np.exp(-(x**2 + y**2) / (2 * sigma**2))
    return W / np.linalg.norm(W)


@mistake("gabor", hint="The envelope's exponent has a 2 in its denominator.")
def gabor_envelope_without_two(size, frequency, orientation, phase, sigma):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    W = grating(size, frequency, orientation, phase) * np.exp(-(x**2 + y**2) / sigma**2)
    W = W - W.mean()
    return W / np.linalg.norm(W)


@mistake("gabor", hint="a / 2 * b is (a / 2) * b: mind the brackets in the exponent's denominator.")
def gabor_brackets_missing(size, frequency, orientation, phase, sigma):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    W = grating(size, frequency, orientation, phase) * np.exp(-(x**2 + y**2) / 2 * sigma**2)
    W = W - W.mean()
    return W / np.linalg.norm(W)


@mistake("gabor", hint="sigma is squared in the exponent.")
def gabor_sigma_not_squared(size, frequency, orientation, phase, sigma):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    W = grating(size, frequency, orientation, phase) * np.exp(-(x**2 + y**2) / (2 * sigma))
    W = W - W.mean()
    return W / np.linalg.norm(W)


@mistake("gabor", hint="The envelope is not centred: its x and y are 0 in the middle, as the grating's are.")
def gabor_envelope_in_the_corner(size, frequency, orientation, phase, sigma):
    x, y = np.meshgrid(np.arange(size), np.arange(size))
    W = grating(size, frequency, orientation, phase) * np.exp(-(x**2 + y**2) / (2 * sigma**2))
    W = W - W.mean()
    return W / np.linalg.norm(W)


@mistake(
    "gabor",
    hint="The weights are divided by the sum of their sizes; the norm is the root of the sum of squares.",
)
def gabor_norm_of_sizes(size, frequency, orientation, phase, sigma):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    W = grating(size, frequency, orientation, phase) * np.exp(-(x**2 + y**2) / (2 * sigma**2))
    W = W - W.mean()
    return W / np.abs(W).sum()


@mistake("gabor", hint="The largest weight was made 1, and not the norm.")
def gabor_largest_one(size, frequency, orientation, phase, sigma):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    W = grating(size, frequency, orientation, phase) * np.exp(-(x**2 + y**2) / (2 * sigma**2))
    W = W - W.mean()
    return W / np.abs(W).max()


@mistake("gabor", hint="It is divided by the sum of squares: a root is missing.")
def gabor_root_missing(size, frequency, orientation, phase, sigma):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    W = grating(size, frequency, orientation, phase) * np.exp(-(x**2 + y**2) / (2 * sigma**2))
    W = W - W.mean()
    return W / np.sum(W**2)


@mistake("gabor", hint="The envelope falls along x only: it is round, so y has its part.")
def gabor_envelope_of_x(size, frequency, orientation, phase, sigma):
    t = np.arange(size) - (size - 1) / 2
    x, _ = np.meshgrid(t, t)
    W = grating(size, frequency, orientation, phase) * np.exp(-(x**2) / (2 * sigma**2))
    W = W - W.mean()
    return W / np.linalg.norm(W)


@mistake("gabor", hint="np.std is not the norm: it is divided by the number of pixels.")
def gabor_standardised(size, frequency, orientation, phase, sigma):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    W = grating(size, frequency, orientation, phase) * np.exp(-(x**2 + y**2) / (2 * sigma**2))
    return (W - W.mean()) / W.std()


@mistake("gabor", hint="The distance in the exponent is not squared: a Gaussian falls with x^2 + y^2.")
def gabor_distance_not_squared(size, frequency, orientation, phase, sigma):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    W = grating(size, frequency, orientation, phase) * np.exp(-np.sqrt(x**2 + y**2) / (2 * sigma**2))
    W = W - W.mean()
    return W / np.linalg.norm(W)


@mistake("gabor", hint="The phase is not handed on to the grating.")
def gabor_phase_forgotten(size, frequency, orientation, phase, sigma):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    W = grating(size, frequency, orientation, 0) * np.exp(-(x**2 + y**2) / (2 * sigma**2))
    W = W - W.mean()
    return W / np.linalg.norm(W)


@mistake("response", hint="This is a mean over the pixels; the cell adds up.")
def response_mean(images, W):
    return np.mean(images * W, axis=(1, 2))


@mistake("response", hint="One number came back for all images: over which axes may be summed?")
def response_one_number(images, W):
    return np.sum(images * W)


@mistake("response", hint="The sum goes over one axis only: an image has two.")
def response_rows_left(images, W):
    return np.sum(images * W, axis=2)


@mistake("response", hint="images @ W multiplies rows with columns, as matrices do; the cell weighs pixel by pixel.")
def response_matrix_product(images, W):
    return np.array([np.sum(image @ W.T) for image in images])


@mistake("response", hint="W is turned round: lay it on the image as it is.")
def response_turned(images, W):
    return np.sum(images * W[::-1, ::-1], axis=(1, 2))


@mistake("response", hint="W lies on its side: rows of W belong to rows of the image.")
def response_transposed(images, W):
    return np.sum(images * W.T, axis=(1, 2))


@mistake("response", hint="Answers may be negative: nothing is cut off or made positive yet.")
def response_sizes(images, W):
    return np.abs(np.sum(images * W, axis=(1, 2)))


@mistake("response", hint="The images were multiplied in place: make a new array.")
def response_images_changed(images, W):
    images *= W
    return images.sum(axis=(1, 2))


@mistake("response", hint="The answer is divided by the norms; the cell only adds up.")
def response_cosine(images, W):
    return np.sum(images * W, axis=(1, 2)) / np.linalg.norm(images, axis=(1, 2)) / np.linalg.norm(W)


@mistake("filter_image", hint="W is turned by 180 degrees: that is a convolution. Lay it on as it is.")
def filter_convolution(image, W):
    windows = np.lib.stride_tricks.sliding_window_view(image, W.shape)
    return np.einsum("ijab,ab->ij", windows, W[::-1, ::-1])


@mistake("filter_image", hint="W is mirrored, up for down: lay it on as it is.")
def filter_mirrored_rows(image, W):
    windows = np.lib.stride_tricks.sliding_window_view(image, W.shape)
    return np.einsum("ijab,ab->ij", windows, W[::-1])


@mistake("filter_image", hint="W is mirrored, left for right: lay it on as it is.")
def filter_mirrored_columns(image, W):
    windows = np.lib.stride_tricks.sliding_window_view(image, W.shape)
    return np.einsum("ijab,ab->ij", windows, W[:, ::-1])


@mistake("filter_image", hint="W lies on its side: rows of W belong to rows of the image.")
def filter_transposed_W(image, W):
    windows = np.lib.stride_tricks.sliding_window_view(image, W.shape)
    return np.einsum("ijab,ab->ij", windows, W.T)


@mistake(
    "filter_image",
    hint="F is as large as the image: only windows that lie wholly inside count, so nothing is padded.",
)
def filter_same_size(image, W):
    k = len(W)
    padded = np.pad(image, ((k // 2, k - 1 - k // 2), (k // 2, k - 1 - k // 2)))
    return np.einsum("ijab,ab->ij", np.lib.stride_tricks.sliding_window_view(padded, W.shape), W)


@mistake("filter_image", hint="The last row and column of places are missing: there are h - k + 1 of them.")
def filter_off_by_one(image, W):
    k = len(W)
    h, w = image.shape
    F = np.zeros((h - k, w - k))
    for i in range(h - k):
        for j in range(w - k):
            F[i, j] = np.sum(W * image[i : i + k, j : j + k])
    return F


@mistake("filter_image", hint="F lies on its side: rows of F belong to rows of the image.")
def filter_transposed_answer(image, W):
    windows = np.lib.stride_tricks.sliding_window_view(image, W.shape)
    return np.einsum("ijab,ab->ji", windows, W)


@mistake("filter_image", hint="This is a mean over the window; the cell adds up.")
def filter_mean(image, W):
    windows = np.lib.stride_tricks.sliding_window_view(image, W.shape)
    return np.mean(windows * W, axis=(2, 3))


@mistake("filter_image", hint="The window jumps by its own size: it moves one pixel at a time.")
def filter_strides(image, W):
    k = len(W)
    return np.einsum("ijab,ab->ij", np.lib.stride_tricks.sliding_window_view(image, W.shape)[::k, ::k], W)


@mistake(
    "filter_image",
    hint="There are h - k + 1 places downwards and w - k + 1 across: the image need not be square.",
)
def filter_square_only(image, W):
    k = len(W)
    n = image.shape[0] - k + 1
    F = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            window = image[i : i + k, j : j + k]
            F[i, j] = np.sum(W[: window.shape[0], : window.shape[1]] * window)
    return F


@mistake("filter_image", hint="The size of W is taken to be odd: where does the window of an even W begin and end?")
def filter_odd_only(image, W):
    k = len(W)
    r = k // 2
    h, w = image.shape
    F = np.zeros((h - 2 * r, w - 2 * r))
    for i in range(h - 2 * r):
        for j in range(w - 2 * r):
            window = image[i : i + 2 * r + 1, j : j + 2 * r + 1]
            F[i, j] = np.sum(W[: window.shape[0], : window.shape[1]] * window[:k, :k])
    return F


@mistake("filter_image", hint="F begins as the image itself and is never emptied: start at zeros.")
def filter_added_to_image(image, W):
    k = len(W)
    rows, columns = image.shape[0] - k + 1, image.shape[1] - k + 1
    F = image[:rows, :columns].copy()
    for a in range(k):
        for b in range(k):
            F += W[a, b] * image[a : a + rows, b : b + columns]
    return F


@mistake("filter_image", hint="The image was changed on the way: take a copy, or don't subtract from it in place.")
def filter_image_changed(image, W):
    windows = np.lib.stride_tricks.sliding_window_view(image.copy(), W.shape)
    image -= image.mean()
    return np.einsum("ijab,ab->ij", windows, W)


@mistake(
    "filter_image",
    hint="The windows are multiplied with W as matrices are; the cell weighs pixel by pixel and adds up.",
)
def filter_matrix_product(image, W):
    windows = np.lib.stride_tricks.sliding_window_view(image, W.shape)
    return np.sum(windows @ W, axis=(2, 3))


@mistake("filter_image", hint="Answers may be negative: nothing is cut off here.")
def filter_rectified(image, W):
    windows = np.lib.stride_tricks.sliding_window_view(image, W.shape)
    return np.maximum(np.einsum("ijab,ab->ij", windows, W), 0)


@mistake(
    "half_square",
    hint="The square of a negative number is positive: what is negative must be cut off before it is squared.",
)
def half_square_whole(z):
    return z**2


@mistake("half_square", hint="What is positive is squared, and here it stays as it is.")
def half_square_relu(z):
    return np.maximum(z, 0)


@mistake("half_square", hint="Negative inputs give negative rates: a rate is 0 at least.")
def half_square_signed(z):
    return np.abs(z) * z


@mistake("half_square", hint="It is called half-squaring for the half that is cut off; nothing is divided by 2.")
def half_square_halved(z):
    return np.maximum(z, 0) ** 2 / 2


@mistake("half_square", hint="The negative half was kept and the positive one cut off.")
def half_square_other_half(z):
    return np.minimum(z, 0) ** 2


@mistake("half_square", hint="z was changed: make a new array.")
def half_square_in_place(z):
    z[z < 0] = 0
    return z**2


@mistake("half_square", hint="The result has lost its shape: z may have any number of axes.")
def half_square_flat(z):
    return np.array([v**2 if v > 0 else 0.0 for v in z.ravel()])


@mistake("half_square", hint="Only the positive entries are left: the others become 0 and stay where they are.")
def half_square_left_out(z):
    return z[z > 0] ** 2


@mistake("half_square", hint="Large rates are cut off at 1.")
def half_square_clipped(z):
    return np.clip(z, 0, 1) ** 2


@mistake("complex_cell", hint="One Gabor alone cares about the phase: the energy has two.")
def complex_one_gabor(images, frequency, orientation, sigma):
    return response(images, gabor(images.shape[1], frequency, orientation, 0, sigma)) ** 2


@mistake(
    "complex_cell",
    hint="A quarter of a period is pi / 2: half a period apart the second Gabor is minus the first.",
)
def complex_half_a_period(images, frequency, orientation, sigma):
    size = images.shape[1]
    even = response(images, gabor(size, frequency, orientation, 0, sigma))
    odd = response(images, gabor(size, frequency, orientation, np.pi, sigma))
    return even**2 + odd**2


@mistake("complex_cell", hint="A quarter of a period is pi / 2, and not pi / 4.")
def complex_eighth_of_a_period(images, frequency, orientation, sigma):
    size = images.shape[1]
    even = response(images, gabor(size, frequency, orientation, 0, sigma))
    odd = response(images, gabor(size, frequency, orientation, np.pi / 4, sigma))
    return even**2 + odd**2


@mistake("complex_cell", hint="A root is taken in the end: the energy is the sum of the squares itself.")
def complex_root(images, frequency, orientation, sigma):
    size = images.shape[1]
    even = response(images, gabor(size, frequency, orientation, 0, sigma))
    odd = response(images, gabor(size, frequency, orientation, np.pi / 2, sigma))
    return np.sqrt(even**2 + odd**2)


@mistake("complex_cell", hint="The answers are added before they are squared: (a + b)^2 is not a^2 + b^2.")
def complex_added_first(images, frequency, orientation, sigma):
    size = images.shape[1]
    even = response(images, gabor(size, frequency, orientation, 0, sigma))
    odd = response(images, gabor(size, frequency, orientation, np.pi / 2, sigma))
    return (even + odd) ** 2


@mistake("complex_cell", hint="Sizes are added in place of squares.")
def complex_sizes(images, frequency, orientation, sigma):
    size = images.shape[1]
    even = response(images, gabor(size, frequency, orientation, 0, sigma))
    odd = response(images, gabor(size, frequency, orientation, np.pi / 2, sigma))
    return np.abs(even) + np.abs(odd)


@mistake("complex_cell", hint="Half-squaring loses the negative answers; the energy squares them as well.")
def complex_half_squared(images, frequency, orientation, sigma):
    size = images.shape[1]
    even = response(images, gabor(size, frequency, orientation, 0, sigma))
    odd = response(images, gabor(size, frequency, orientation, np.pi / 2, sigma))
    return np.maximum(even, 0) ** 2 + np.maximum(odd, 0) ** 2


@mistake("complex_cell", hint="One number came back for all images: each has an energy of its own.")
def complex_one_number(images, frequency, orientation, sigma):
    size = images.shape[1]
    even = response(images, gabor(size, frequency, orientation, 0, sigma))
    odd = response(images, gabor(size, frequency, orientation, np.pi / 2, sigma))
    return np.sum(even**2 + odd**2)


@mistake("complex_cell", hint="The first axis of images counts images; which one tells their size?")
def complex_size_of_the_stack(images, frequency, orientation, sigma):
    size = images.shape[0]
    even = response(images, gabor(size, frequency, orientation, 0, sigma))
    odd = response(images, gabor(size, frequency, orientation, np.pi / 2, sigma))
    return even**2 + odd**2


@mistake("complex_cell", hint="The squares are averaged: the energy adds them.")
def complex_mean_of_squares(images, frequency, orientation, sigma):
    size = images.shape[1]
    even = response(images, gabor(size, frequency, orientation, 0, sigma))
    odd = response(images, gabor(size, frequency, orientation, np.pi / 2, sigma))
    return (even**2 + odd**2) / 2


@mistake(
    "complex_cell",
    hint="The second Gabor differs from the first in orientation; a quarter of a period is a matter of phase.",
)
def complex_orientation_turned(images, frequency, orientation, sigma):
    size = images.shape[1]
    even = response(images, gabor(size, frequency, orientation, 0, sigma))
    odd = response(images, gabor(size, frequency, orientation + np.pi / 2, 0, sigma))
    return even**2 + odd**2


@mistake("complex_cell", hint="Two gratings without an envelope: sigma has no part in it.")
def complex_gratings(images, frequency, orientation, sigma):
    size = images.shape[1]
    even = response(images, grating(size, frequency, orientation, 0))
    odd = response(images, grating(size, frequency, orientation, np.pi / 2))
    return even**2 + odd**2


@mistake("complex_cell", hint="The two answers come back side by side: add their squares.")
def complex_not_added(images, frequency, orientation, sigma):
    size = images.shape[1]
    even = response(images, gabor(size, frequency, orientation, 0, sigma))
    odd = response(images, gabor(size, frequency, orientation, np.pi / 2, sigma))
    return np.stack([even**2, odd**2], axis=1)


@mistake("complex_cell", hint="The second square is taken away: a sum of squares was asked for.")
def complex_difference(images, frequency, orientation, sigma):
    size = images.shape[1]
    even = response(images, gabor(size, frequency, orientation, 0, sigma))
    odd = response(images, gabor(size, frequency, orientation, np.pi / 2, sigma))
    return even**2 - odd**2


@mistake("normalise", hint="sigma is squared in the denominator.")
def normalise_sigma_not_squared(E, sigma):
    return E / (sigma + E.sum(axis=1, keepdims=True))


@mistake("normalise", hint="The sum goes over the column, that is over images; neighbours are the cells of one row.")
def normalise_over_images(E, sigma):
    return E / (sigma**2 + E.sum(axis=0))


@mistake("normalise", hint="The cell itself belongs to the sum.")
def normalise_without_itself(E, sigma):
    return E / (sigma**2 + E.sum(axis=1, keepdims=True) - E)


@mistake("normalise", hint="One sum serves all images here: each image has a sum of its own.")
def normalise_total(E, sigma):
    return E / (sigma**2 + E.sum())


@mistake(
    "normalise",
    hint="The energies are squares already: add them as they are, without a norm or another square.",
)
def normalise_by_norm(E, sigma):
    return E / (sigma**2 + np.linalg.norm(E, axis=1, keepdims=True))


@mistake("normalise", hint="The energies are squares already: they are not squared again.")
def normalise_squared_again(E, sigma):
    return E**2 / (sigma**2 + (E**2).sum(axis=1, keepdims=True))


@mistake("normalise", hint="The mean of the row is not its sum.")
def normalise_by_mean(E, sigma):
    return E / (sigma**2 + E.mean(axis=1, keepdims=True))


@mistake("normalise", hint="sigma is missing: what comes out where all cells are silent?")
def normalise_without_sigma(E, sigma):
    with np.errstate(all="ignore"):
        return E / E.sum(axis=1, keepdims=True)


@mistake("normalise", hint="E /= ... changes the caller's array: make a new one.")
def normalise_in_place(E, sigma):
    E /= sigma**2 + E.sum(axis=1, keepdims=True)
    return E


@mistake(
    "normalise",
    hint="The sums are (n,) and are laid along the rows: what shape must they have to belong to rows?",
)
def normalise_axis_lost(E, sigma):
    return E / (sigma**2 + E.sum(axis=1))


@mistake("normalise", hint="Two divisions in a row: sigma squared and the sum are added first, in brackets.")
def normalise_brackets_missing(E, sigma):
    return E / sigma**2 + E.sum(axis=1, keepdims=True)
