"""Wrong solutions of week 6 as students write them, measured before the naming code was changed for any of them."""
# ruff: noqa
import numpy as np


def grating__orientation_in_degrees(size, frequency, orientation, phase):
    theta = np.deg2rad(orientation)
    t = np.arange(size) - (size - 1) / 2
    X, Y = np.meshgrid(t, t)
    return np.cos(2 * np.pi * frequency * (X * np.cos(theta) + Y * np.sin(theta)) + phase)


def grating__linspace_ends(size, frequency, orientation, phase):
    t = np.linspace(-size / 2, size / 2, size)
    x, y = np.meshgrid(t, t)
    return np.cos(2 * np.pi * frequency * (x * np.cos(orientation) + y * np.sin(orientation)) + phase)


def grating__integer_half(size, frequency, orientation, phase):
    half = size // 2
    g = np.zeros((size, size))
    for row in range(size):
        for col in range(size):
            x, y = col - half, row - half
            g[row, col] = np.cos(2 * np.pi * frequency * (x * np.cos(orientation) + y * np.sin(orientation)) + phase)
    return g


def grating__phase_in_the_bracket(size, frequency, orientation, phase):
    t = np.arange(size) - (size - 1) / 2
    x, y = t[None, :], t[:, None]
    u = x * np.cos(orientation) + y * np.sin(orientation)
    return np.cos(2 * np.pi * frequency * (u + phase))


def grating__rotated_the_other_way(size, frequency, orientation, phase):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    x_rot = x * np.cos(orientation) - y * np.sin(orientation)
    return np.cos(2 * np.pi * frequency * x_rot + phase)


def gabor__variance_for_sigma(size, frequency, orientation, phase, sigma):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    envelope = np.exp(-(x ** 2 + y ** 2) / (2 * sigma))
    W = envelope * grating(size, frequency, orientation, phase)
    W = W - np.mean(W)
    return W / np.sqrt(np.sum(W ** 2))


def gabor__norm_then_mean(size, frequency, orientation, phase, sigma):
    t = np.arange(size) - (size - 1) / 2
    r2 = t[:, None] ** 2 + t[None, :] ** 2
    W = grating(size, frequency, orientation, phase) * np.exp(-r2 / (2 * sigma ** 2))
    W /= np.linalg.norm(W)
    W -= W.mean()
    return W


def gabor__spectral_norm(size, frequency, orientation, phase, sigma):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    W = grating(size, frequency, orientation, phase) * np.exp(-(x ** 2 + y ** 2) / (2 * sigma ** 2))
    W = W - W.mean()
    return W / np.linalg.norm(W, 2)


def gabor__density_in_front_and_no_norm(size, frequency, orientation, phase, sigma):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    g = np.exp(-(x ** 2 + y ** 2) / (2 * sigma ** 2)) / (2 * np.pi * sigma ** 2)
    W = g * grating(size, frequency, orientation, phase)
    return W - W.mean()


def gabor__grating_centred_before(size, frequency, orientation, phase, sigma):
    G = grating(size, frequency, orientation, phase)
    G = G - G.mean()
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    W = G * np.exp(-(x ** 2 + y ** 2) / (2 * sigma ** 2))
    return W / np.linalg.norm(W)


def response__one_axis_only(images, W):
    return (images * W).sum(axis=1)


def response__mean_for_sum(images, W):
    out = []
    for image in images:
        out.append(np.mean(image * W))
    return np.array(out)


def response__single_total(images, W):
    return np.sum(images * W)


def response__cosine(images, W):
    flat = images.reshape(len(images), -1)
    w = W.ravel()
    return flat @ w / (np.linalg.norm(flat, axis=1) * np.linalg.norm(w))


def response__trace_of_product(images, W):
    return np.array([np.trace(image @ W) if image.shape[1] == W.shape[0] else np.trace(image @ W.T) for image in images])


def filter_image__off_by_one(image, W):
    h, w = image.shape
    k = W.shape[0]
    out = np.zeros((h - k, w - k))
    for i in range(h - k):
        for j in range(w - k):
            out[i, j] = np.sum(image[i:i + k, j:j + k] * W)
    return out


def filter_image__height_twice(image, W):
    h, w = image.shape
    k = len(W)
    out = np.zeros((h - k + 1, h - k + 1))
    for i in range(h - k + 1):
        for j in range(h - k + 1):
            out[i, j] = (image[i:i + k, j:j + k] * W).sum()
    return out


def filter_image__flipped_kernel(image, W):
    k = W.shape[0]
    K = np.flipud(np.fliplr(W))
    H, V = image.shape[0] - k + 1, image.shape[1] - k + 1
    return np.array([[np.sum(image[r:r + k, c:c + k] * K) for c in range(V)] for r in range(H)])


def filter_image__padded(image, W):
    k = W.shape[0]
    pad = k // 2
    padded = np.pad(image, pad)
    h, w = image.shape
    out = np.zeros_like(image, dtype=float)
    for i in range(h):
        for j in range(w):
            out[i, j] = np.sum(padded[i:i + k, j:j + k] * W)
    return out


def filter_image__einsum_transposes_w(image, W):
    k = W.shape[0]
    windows = np.lib.stride_tricks.sliding_window_view(image, (k, k))
    return np.einsum("ijab,ba->ij", windows, W)


def half_square__square_all(z):
    return np.square(z)


def half_square__relu_only(z):
    return np.where(z > 0, z, 0)


def half_square__half_of_square(z):
    return 0.5 * np.maximum(z, 0) ** 2


def half_square__signed_square(z):
    return z * np.abs(z)


def complex_cell__sum_squared(images, frequency, orientation, sigma):
    k = images.shape[1]
    even = response(images, gabor(k, frequency, orientation, 0, sigma))
    odd = response(images, gabor(k, frequency, orientation, np.pi / 2, sigma))
    return (even + odd) ** 2


def complex_cell__magnitude(images, frequency, orientation, sigma):
    size = images.shape[-1]
    answers = [response(images, gabor(size, frequency, orientation, phase, sigma)) for phase in (0, np.pi / 2)]
    return np.sqrt(answers[0] ** 2 + answers[1] ** 2)


def complex_cell__half_period(images, frequency, orientation, sigma):
    size = images.shape[1]
    total = np.zeros(len(images))
    for phase in (0, np.pi):
        total += response(images, gabor(size, frequency, orientation, phase, sigma)) ** 2
    return total


def complex_cell__orientation_turned(images, frequency, orientation, sigma):
    size = images.shape[1]
    first = response(images, gabor(size, frequency, orientation, 0, sigma))
    second = response(images, gabor(size, frequency, orientation + np.pi / 2, 0, sigma))
    return first ** 2 + second ** 2


def complex_cell__size_from_stack(images, frequency, orientation, sigma):
    size = len(images)
    g1 = gabor(size, frequency, orientation, 0, sigma)
    g2 = gabor(size, frequency, orientation, np.pi / 2, sigma)
    return response(images, g1) ** 2 + response(images, g2) ** 2


def normalise__no_square(E, sigma):
    return E / (sigma + np.sum(E, axis=1, keepdims=True))


def normalise__without_itself(E, sigma):
    total = E.sum(axis=1, keepdims=True)
    return E / (sigma ** 2 + total - E)


def normalise__whole_population_of_images(E, sigma):
    n, m = E.shape
    R = np.zeros_like(E)
    for i in range(n):
        for j in range(m):
            R[i, j] = E[i, j] / (sigma ** 2 + E.sum())
    return R


def normalise__mean_of_row(E, sigma):
    pool = E.mean(axis=1)
    return E / (sigma ** 2 + pool[:, None])
