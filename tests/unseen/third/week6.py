"""Wrong solutions of week 6 as students write them, measured before the naming code was changed for any of them."""
# ruff: noqa
import numpy as np


def grating__degrees(size, frequency, orientation, phase):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    theta = np.deg2rad(orientation)
    return np.cos(2 * np.pi * frequency * (x * np.cos(theta) + y * np.sin(theta)) + phase)


def grating__not_centred(size, frequency, orientation, phase):
    t = np.arange(size)
    x, y = np.meshgrid(t, t)
    return np.cos(2 * np.pi * frequency * (x * np.cos(orientation) + y * np.sin(orientation)) + phase)


def gabor__no_norm(size, frequency, orientation, phase, sigma):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    envelope = np.exp(-(x ** 2 + y ** 2) / (2 * sigma ** 2))
    W = grating(size, frequency, orientation, phase) * envelope
    return W - W.mean()


def gabor__sigma_not_squared(size, frequency, orientation, phase, sigma):
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    W = grating(size, frequency, orientation, phase) * np.exp(-(x ** 2 + y ** 2) / (2 * sigma))
    W -= W.mean()
    return W / np.sqrt((W ** 2).sum())


def response__mean(images, W):
    return np.array([np.mean(image * W) for image in images])


def response__rows(images, W):
    return np.sum(images * W, axis=2)


def filter_image__convolution(image, W):
    k = len(W)
    h, w = image.shape
    out = np.zeros((h - k + 1, w - k + 1))
    flipped = W[::-1, ::-1]
    for i in range(h - k + 1):
        for j in range(w - k + 1):
            out[i, j] = np.sum(image[i:i + k, j:j + k] * flipped)
    return out


def filter_image__one_short(image, W):
    k = len(W)
    h, w = image.shape
    out = np.zeros((h - k, w - k))
    for i in range(h - k):
        for j in range(w - k):
            out[i, j] = np.sum(image[i:i + k, j:j + k] * W)
    return out


def half_square__square_all(z):
    return z ** 2


def half_square__signed(z):
    return np.sign(z) * z ** 2


def complex_cell__sum_then_square(images, frequency, orientation, sigma):
    size = images.shape[-1]
    a = response(images, gabor(size, frequency, orientation, 0, sigma))
    b = response(images, gabor(size, frequency, orientation, np.pi / 2, sigma))
    return (a + b) ** 2


def complex_cell__root(images, frequency, orientation, sigma):
    size = images.shape[-1]
    a = response(images, gabor(size, frequency, orientation, 0, sigma))
    b = response(images, gabor(size, frequency, orientation, np.pi / 2, sigma))
    return np.hypot(a, b)


def normalise__without_itself(E, sigma):
    out = np.zeros_like(E)
    for i in range(E.shape[0]):
        for j in range(E.shape[1]):
            out[i, j] = E[i, j] / (sigma ** 2 + E[i].sum() - E[i, j])
    return out


def normalise__mean(E, sigma):
    return E / (sigma ** 2 + E.mean(axis=1, keepdims=True))


def normalise__total(E, sigma):
    return E / (sigma + E.sum())
