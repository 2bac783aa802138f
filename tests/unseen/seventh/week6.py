"""Wrong student solutions of week 6 (receptive fields), written blind."""
import numpy as np


def grating__x_and_y_exchanged(size, frequency, orientation, phase):
    # meshgrid's results are taken as y, x, so stripes of orientation 0 lie instead of standing.
    t = np.arange(size) - (size - 1) / 2
    y, x = np.meshgrid(t, t)
    return np.cos(2 * np.pi * frequency * (x * np.cos(orientation) + y * np.sin(orientation)) + phase)


def grating__origin_in_corner(size, frequency, orientation, phase):
    # x and y are counted from the upper left pixel and not from the middle.
    x, y = np.meshgrid(np.arange(size), np.arange(size))
    return np.cos(2 * np.pi * frequency * (x * np.cos(orientation) + y * np.sin(orientation)) + phase)


def grating__centred_by_integer_half(size, frequency, orientation, phase):
    # size // 2 is taken away, so even sizes are half a pixel off the middle.
    t = np.arange(size) - size // 2
    u = t[None, :] * np.cos(orientation) + t[:, None] * np.sin(orientation)
    return np.cos(2 * np.pi * frequency * u + phase)


def grating__y_upwards(size, frequency, orientation, phase):
    # y grows upwards as in mathematics, so oblique stripes lean to the other side.
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t[::-1])
    return np.cos(2 * np.pi * frequency * (x * np.cos(orientation) + y * np.sin(orientation)) + phase)


def grating__phase_inside_and_degrees(size, frequency, orientation, phase):
    # Two slips: the phase is multiplied by 2 pi f with the place, and the orientation is taken in degrees.
    theta = np.deg2rad(orientation)
    c = (size - 1) / 2
    G = np.empty((size, size))
    for row in range(size):
        for col in range(size):
            G[row, col] = np.cos(2 * np.pi * frequency * ((col - c) * np.cos(theta) + (row - c) * np.sin(theta) + phase))
    return G


def gabor__norm_before_mean(size, frequency, orientation, phase, sigma):
    # The norm is made 1 first and the mean taken away after it, so the norm is no longer 1.
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    W = grating(size, frequency, orientation, phase) * np.exp(-(x**2 + y**2) / (2 * sigma**2))
    W = W / np.linalg.norm(W)
    return W - W.mean()


def gabor__mean_of_grating_removed(size, frequency, orientation, phase, sigma):
    # The mean is taken away from the grating before the envelope, so the product's mean is not 0.
    t = np.arange(size) - (size - 1) / 2
    G = grating(size, frequency, orientation, phase)
    G = G - G.mean()
    W = G * np.exp(-(t[:, None] ** 2 + t ** 2) / (2 * sigma ** 2))
    return W / np.linalg.norm(W)


def gabor__envelope_without_two(size, frequency, orientation, phase, sigma):
    # The 2 of 2 sigma^2 is missing, so the envelope is too narrow.
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    W = grating(size, frequency, orientation, phase) * np.exp(-(x**2 + y**2) / sigma**2)
    W = W - W.mean()
    return W / np.linalg.norm(W)


def gabor__spectral_norm_and_envelope_off_centre(size, frequency, orientation, phase, sigma):
    # Two slips: the envelope is centred on pixel size // 2 (off for even sizes), and the largest singular value is made 1 instead of the sum of squares.
    t = np.arange(size) - size // 2
    x, y = np.meshgrid(t, t)
    W = grating(size, frequency, orientation, phase) * np.exp(-(x**2 + y**2) / (2 * sigma**2))
    W = W - W.mean()
    return W / np.linalg.norm(W, 2)


def response__mean_over_pixels(images, W):
    # The mean over the pixels is taken instead of the sum.
    return np.mean(images * W, axis=(1, 2))


def response__matrix_product_summed(images, W):
    # images @ W is a matrix product, summed afterwards, instead of pixel times pixel (an error where not square).
    return (images @ W).sum(axis=(1, 2))


def response__sum_over_first_axes(images, W):
    # The sum runs over the images and rows, so one number a column is left.
    return np.sum(images * W, axis=(0, 1))


def filter_image__convolution(image, W):
    # W is turned by 180 degrees first, a convolution instead of a correlation.
    k = W.shape[0]
    h, w = image.shape
    V = W[::-1, ::-1]
    return np.array([[np.sum(image[i:i + k, j:j + k] * V) for j in range(w - k + 1)] for i in range(h - k + 1)])


def filter_image__square_output(image, W):
    # The height is used for both directions, so images that are not square come out with a wrong width (an error where they are taller than wide).
    k = W.shape[0]
    m = image.shape[0] - k + 1
    F = np.zeros((m, m))
    for i in range(m):
        for j in range(m):
            F[i, j] = np.sum(image[i:i + k, j:j + k] * W)
    return F


def filter_image__padded_same_size(image, W):
    # The image is padded with zeros, so the result is as large as the image.
    k = W.shape[0]
    before = (k - 1) // 2
    padded = np.pad(image, (before, k - 1 - before))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (k, k))
    return (windows * W).sum(axis=(2, 3))


def filter_image__non_overlapping_and_mean(image, W):
    # Two slips: windows are k apart (they do not overlap), and their mean is taken instead of the sum.
    k = W.shape[0]
    return np.array([[np.mean(image[i:i + k, j:j + k] * W) for j in range(0, image.shape[1] - k + 1, k)]
                     for i in range(0, image.shape[0] - k + 1, k)])


def half_square__no_rectification(z):
    # Negative answers are squared too.
    return z ** 2


def half_square__half_of_the_square(z):
    # Read as half of the square: z^2 / 2 where z > 0.
    return 0.5 * np.maximum(z, 0) ** 2


def half_square__keeps_sign(z):
    # The square keeps the sign of z, so negative answers become negative rates.
    return z * np.abs(z)


def complex_cell__root_taken(images, frequency, orientation, sigma):
    # The root of the energy is taken.
    k = images.shape[-1]
    a = response(images, gabor(k, frequency, orientation, 0, sigma))
    b = response(images, gabor(k, frequency, orientation, np.pi / 2, sigma))
    return np.hypot(a, b)


def complex_cell__half_squared(images, frequency, orientation, sigma):
    # The two answers are half-squared, so negative ones are lost.
    size = images.shape[1]
    even = response(images, gabor(size, frequency, orientation, 0, sigma))
    odd = response(images, gabor(size, frequency, orientation, np.pi / 2, sigma))
    return half_square(even) + half_square(odd)


def complex_cell__orientation_turned_instead_of_phase(images, frequency, orientation, sigma):
    # The second Gabor is turned by 90 degrees in orientation instead of being shifted in phase.
    size = images.shape[1]
    one = response(images, gabor(size, frequency, orientation, 0, sigma))
    two = response(images, gabor(size, frequency, orientation + np.pi / 2, 0, sigma))
    return one ** 2 + two ** 2


def normalise__sum_over_images(E, sigma):
    # The sum runs over the images of a cell (axis 0) instead of over the cells of an image.
    return E / (sigma ** 2 + E.sum(axis=0))


def normalise__own_energy_left_out(E, sigma):
    # A cell's own energy is left out of the sum.
    R = np.zeros(E.shape)
    n, m = E.shape
    for i in range(n):
        for j in range(m):
            others = sum(E[i, l] for l in range(m) if l != j)
            R[i, j] = E[i, j] / (sigma ** 2 + others)
    return R


def normalise__sigma_not_squared_mean_pool(E, sigma):
    # Two slips: sigma is not squared, and the mean over the cells is taken instead of the sum.
    return E / (sigma + E.mean(axis=1, keepdims=True))
