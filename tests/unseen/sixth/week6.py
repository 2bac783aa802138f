"""Wrong solutions of week 6, written blind to the naming engine."""
import numpy as np


def grating__y_upwards(size, frequency, orientation, phase):
    # lets y grow upwards: x cos - y sin
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    return np.cos(2 * np.pi * frequency * (x * np.cos(orientation) - y * np.sin(orientation)) + phase)


def grating__centre_on_a_pixel(size, frequency, orientation, phase):
    # the middle is size // 2, half a pixel off for even sizes
    t = np.arange(size) - size // 2
    x, y = np.meshgrid(t, t)
    u = x * np.cos(orientation) + y * np.sin(orientation)
    return np.cos(2 * np.pi * frequency * u + phase)


def grating__phase_inside_the_bracket(size, frequency, orientation, phase):
    # the phase is added to the place, so it is multiplied by 2 pi f
    c = (size - 1) / 2
    out = np.zeros((size, size))
    for row in range(size):
        for col in range(size):
            place = (col - c) * np.cos(orientation) + (row - c) * np.sin(orientation) + phase
            out[row, col] = np.cos(2 * np.pi * frequency * place)
    return out


def grating__steps_too_long(size, frequency, orientation, phase):
    # linspace from -size/2 to size/2: the steps are a little more than a pixel
    t = np.linspace(-size / 2, size / 2, size)
    y, x = np.meshgrid(t, t, indexing="ij")
    return np.cos(2 * np.pi * frequency * (np.cos(orientation) * x + np.sin(orientation) * y) + phase)


def gabor__norm_before_mean(size, frequency, orientation, phase, sigma):
    # makes the norm 1 first and takes the mean away then, so the norm is no longer 1
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    W = grating(size, frequency, orientation, phase) * np.exp(-(x**2 + y**2) / (2 * sigma**2))
    W /= np.sqrt((W**2).sum())
    return W - W.mean()


def gabor__mean_taken_under_the_envelope(size, frequency, orientation, phase, sigma):
    # takes away a multiple of the envelope in place of the plain mean
    t = np.arange(size) - (size - 1) / 2
    G = np.exp(-(t[:, None] ** 2 + t[None, :] ** 2) / (2 * sigma**2))
    C = grating(size, frequency, orientation, phase)
    W = G * (C - np.sum(G * C) / np.sum(G))
    return W / np.linalg.norm(W)


def gabor__long_envelope(size, frequency, orientation, phase, sigma):
    # the envelope is turned with the stripes and twice as long along them, as in other textbooks
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    u = x * np.cos(orientation) + y * np.sin(orientation)
    v = -x * np.sin(orientation) + y * np.cos(orientation)
    W = grating(size, frequency, orientation, phase) * np.exp(-(u**2 + 0.25 * v**2) / (2 * sigma**2))
    W = W - W.mean()
    return W / np.linalg.norm(W)


def gabor__sigma_multiplies(size, frequency, orientation, phase, sigma):
    # brackets missing: the exponent is divided by 2 and then multiplied by sigma^2
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    W = grating(size, frequency, orientation, phase) * np.exp(-(x**2 + y**2) / 2 * sigma**2)
    W = W - W.mean()
    return W / np.linalg.norm(W)


def response__image_norm_divided(images, W):
    # divides by the norm of each image, like a cosine of an angle
    flat = images.reshape(len(images), -1)
    return flat @ W.ravel() / np.linalg.norm(flat, axis=1)


def response__filter_turned_round(images, W):
    # lays W on the image turned by 180 degrees
    return np.einsum("nhw,hw->n", images, W[::-1, ::-1])


def response__pixels_in_another_order(images, W):
    # the image is read row by row and W column by column
    return images.reshape(images.shape[0], -1) @ W.T.flatten()


def response__rates_not_negative(images, W):
    # cuts the answers off at 0, as firing rates are
    out = []
    for image in images:
        out.append(max(0.0, np.sum(image * W)))
    return np.array(out)


def filter_image__height_for_both(image, W):
    # both loops run over the number of places downwards
    h, w = image.shape
    k = len(W)
    F = np.zeros((h - k + 1, w - k + 1))
    for i in range(h - k + 1):
        for j in range(h - k + 1):
            F[i, j] = np.sum(image[i:i + k, j:j + k] * W)
    return F


def filter_image__window_mean_removed(image, W):
    # takes the mean brightness of each window away first
    k = W.shape[0]
    windows = np.lib.stride_tricks.sliding_window_view(image, (k, k))
    windows = windows - windows.mean(axis=(2, 3), keepdims=True)
    return np.sum(windows * W, axis=(2, 3))


def filter_image__product_by_fourier(image, W):
    # multiplies the Fourier transforms, a convolution that wraps round, and keeps the upper left part
    h, w = image.shape
    k = W.shape[0]
    F = np.fft.ifft2(np.fft.fft2(image) * np.fft.fft2(W, s=image.shape)).real
    return F[:h - k + 1, :w - k + 1]


def filter_image__matrix_product(image, W):
    # the matrix product of window and W is summed, in place of the product entry by entry
    k = W.shape[0]
    rows, cols = image.shape[0] - k + 1, image.shape[1] - k + 1
    return np.array([[(image[i:i + k, j:j + k] @ W).sum() for j in range(cols)] for i in range(rows)])


def half_square__half_of_the_square(z):
    # takes half of the square
    return np.where(z > 0, z**2 / 2, 0)


def half_square__keeps_the_sign(z):
    # z |z|: negative values are squared and keep their sign
    return z * np.abs(z)


def half_square__argument_overwritten(z):
    # z itself is multiplied by the mask, so the caller's array changes
    z *= z > 0
    return z**2


def half_square__negative_passed_on(z):
    # values that are not positive come back as they are in place of 0
    r = np.array(z, dtype=float)
    r[r > 0] = r[r > 0] ** 2
    return r


def complex_cell__sum_then_square(images, frequency, orientation, sigma):
    # adds the two answers first and squares their sum
    size = images.shape[1]
    pair = gabor(size, frequency, orientation, 0, sigma) + gabor(size, frequency, orientation, np.pi / 2, sigma)
    return response(images, pair) ** 2


def complex_cell__negative_answers_lost(images, frequency, orientation, sigma):
    # half-squares the two answers, so the negative ones are lost
    size = images.shape[1]
    total = np.zeros(len(images))
    for phase in (0, np.pi / 2):
        total += half_square(response(images, gabor(size, frequency, orientation, phase, sigma)))
    return total


def complex_cell__orientation_turned(images, frequency, orientation, sigma):
    # the quarter turn is given to the orientation, not to the phase
    k = images.shape[-1]
    a = response(images, gabor(k, frequency, orientation, 0, sigma))
    b = response(images, gabor(k, frequency, orientation + np.pi / 2, 0, sigma))
    return a**2 + b**2


def complex_cell__four_phases_squared(images, frequency, orientation, sigma):
    # four Gabors a quarter apart, each fully squared, so everything comes twice
    size = images.shape[1]
    return sum(response(images, gabor(size, frequency, orientation, k * np.pi / 2, sigma)) ** 2 for k in range(4))


def normalise__neighbours_only(E, sigma):
    # the sum leaves out the cell itself
    total = E.sum(axis=1, keepdims=True)
    return E / (sigma**2 + total - E)


def normalise__energies_squared(E, sigma):
    # squares the energies once more, above and below
    S = E**2
    return S / (sigma**2 + S.sum(axis=1)[:, None])


def normalise__one_cell_after_the_other(E, sigma):
    # divides cell after cell within one array, so later sums hold normalised cells already
    R = np.array(E, dtype=float)
    for i in range(R.shape[0]):
        for j in range(R.shape[1]):
            R[i, j] = R[i, j] / (sigma**2 + R[i].sum())
    return R


def normalise__root_of_the_pool(E, sigma):
    # divides by the square root of sigma^2 plus the sum
    pool = np.sqrt(sigma**2 + E.sum(axis=1))
    return (E.T / pool).T
