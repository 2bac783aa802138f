"""Wrong solutions of week 7 as students write them, measured before the naming code was changed for any of them."""
# ruff: noqa
import numpy as np


def remove_dc__per_pixel(X):
    return X - np.mean(X, axis=0)


def remove_dc__standardises(X):
    out = []
    for x in X:
        out.append((x - x.mean()) / x.std())
    return np.array(out)


def extract_patches__never_last(image, size, n, rng):
    patches = []
    h, w = image.shape
    for _ in range(n):
        i = rng.integers(0, h - size)
        j = rng.integers(0, w - size)
        patches.append(image[i:i + size, j:j + size].ravel())
    return np.array(patches)


def pca__not_centred(X):
    C = X.T @ X / len(X)
    variances, V = np.linalg.eigh(C)
    return variances[::-1], V[:, ::-1]


def pca__ascending(X):
    X = X - X.mean(axis=0)
    C = X.T @ X / len(X)
    return np.linalg.eigh(C)


def pca__n_minus_one(X):
    C = np.cov(X, rowvar=False)
    variances, V = np.linalg.eigh(C)
    order = np.argsort(variances)[::-1]
    return variances[order], V[:, order]


def pca__rows(X):
    X = X - X.mean(axis=0)
    variances, V = np.linalg.eigh(X.T @ X / len(X))
    return variances[::-1], V.T[::-1]


def whiten__no_root(X, k):
    variances, V = pca(X)
    A = V[:, :k] / variances[:k]
    return (X - X.mean(axis=0)) @ A, A


def whiten__x_not_centred(X, k):
    variances, V = pca(X)
    A = V[:, :k] / np.sqrt(variances[:k])
    return X @ A, A


def kurtosis__without_three(s):
    z = (s - s.mean(axis=0)) / s.std(axis=0)
    return np.mean(z ** 4, axis=0)


def kurtosis__skewness(s):
    z = (s - s.mean(axis=0)) / s.std(axis=0)
    return np.mean(z ** 3, axis=0)


def kurtosis__over_everything(s):
    z = (s - s.mean()) / s.std()
    return np.mean(z ** 4, axis=0) - 3


def ica_step__no_decorrelation(W, Z):
    T = np.tanh(Z @ W.T)
    W = T.T @ Z / len(Z) - np.mean(1 - T ** 2, axis=0)[:, None] * W
    return W / np.linalg.norm(W, axis=1, keepdims=True)


def ica_step__plus(W, Z):
    T = np.tanh(Z @ W.T)
    W = T.T @ Z / len(Z) + np.mean(1 - T ** 2, axis=0)[:, None] * W
    mu, E = np.linalg.eigh(W @ W.T)
    return E @ np.diag(mu ** -0.5) @ E.T @ W
