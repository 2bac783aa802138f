"""Right solutions of week 7, written differently from the reference."""

import numpy as np

from autograder.variants import right

from .reference import ica_step, pca


@right("extract_patches")
def patches_in_a_loop(image, size, n, rng):
    h, w = image.shape
    X = np.zeros((n, size * size))
    for i in range(n):
        row = rng.integers(h - size + 1)
        column = rng.integers(w - size + 1)
        X[i] = image[row : row + size, column : column + size].flatten()
    return X


@right("extract_patches")
def patches_by_windows(image, size, n, rng):
    windows = np.lib.stride_tricks.sliding_window_view(image, (size, size))
    windows = windows.reshape(-1, size * size)
    return windows[rng.integers(0, len(windows), n)].copy()


@right("extract_patches")
def patches_by_choice(image, size, n, rng):
    h, w = image.shape
    X = []
    for place in rng.choice((h - size + 1) * (w - size + 1), n):
        row, column = divmod(place, w - size + 1)
        X.append([image[row + i, column + j] for i in range(size) for j in range(size)])
    return np.array(X)


@right("extract_patches")
def patches_by_rounding_down(image, size, n, rng):
    h, w = image.shape
    rows = np.floor(rng.random(n) * (h - size + 1)).astype(int)
    columns = np.floor(rng.random(n) * (w - size + 1)).astype(int)
    i, j = np.mgrid[:size, :size]
    return image[rows[:, None] + i.ravel(), columns[:, None] + j.ravel()]


@right("remove_dc")
def dc_in_a_loop(X):
    result = np.zeros(X.shape)
    for i in range(len(X)):
        result[i] = X[i] - sum(X[i]) / len(X[i])
    return result


@right("remove_dc")
def dc_transposed(X):
    return (X.T - X.mean(axis=1)).T


@right("remove_dc")
def dc_by_projection(X):
    d = X.shape[1]
    return X @ (np.eye(d) - np.ones((d, d)) / d)


@right("remove_dc")
def dc_from_a_copy(X):
    result = np.array(X, dtype=float)
    result -= np.average(result, axis=1).reshape(-1, 1)
    return result


@right("pca")
def pca_by_svd(X):
    centred = X - X.mean(axis=0)
    n, d = X.shape
    _, s, Vt = np.linalg.svd(centred, full_matrices=True)
    variances = np.zeros(d)
    variances[: len(s)] = s**2 / n
    return variances, Vt.T


@right("pca")
def pca_by_cov(X):
    variances, V = np.linalg.eigh(np.cov(X, rowvar=False, bias=True).reshape(X.shape[1], X.shape[1]))
    order = np.argsort(variances)[::-1]
    return variances[order], V[:, order]


@right("pca")
def pca_by_outer_products(X):
    mean = sum(X) / len(X)
    C = np.zeros((X.shape[1], X.shape[1]))
    for x in X:
        C += np.outer(x - mean, x - mean)
    variances, V = np.linalg.eigh(C / len(X))
    return np.flip(variances), np.fliplr(V)


@right("pca")
def pca_with_signs_chosen(X):
    centred = X - np.mean(X, axis=0, keepdims=True)
    C = np.einsum("ni,nj->ij", centred, centred) / len(X)
    V, variances, _ = np.linalg.svd(C, hermitian=True)
    V = V * np.where(V.sum(axis=0) < 0, -1, 1)
    return np.maximum(variances, 0), V


@right("whiten")
def whiten_turned(X, k):
    variances, V = pca(X)
    turn, _ = np.linalg.qr(np.random.default_rng(k).normal(size=(k, k)))
    A = V[:, :k] @ np.diag(1 / np.sqrt(variances[:k])) @ turn
    return (X - X.mean(axis=0)) @ A, A


@right("whiten")
def whiten_by_svd(X, k):
    centred = X - X.mean(axis=0)
    _, s, Vt = np.linalg.svd(centred, full_matrices=False)
    A = Vt[:k].T * np.sqrt(len(X)) / s[:k]
    return centred @ A, A


@right("whiten")
def whiten_in_a_loop(X, k):
    variances, V = pca(X)
    d = X.shape[1]
    A = np.zeros((d, k))
    for j in range(k):
        for i in range(d):
            A[i, j] = V[i, j] / variances[j] ** 0.5
    Z = np.zeros((len(X), k))
    mean = X.sum(axis=0) / len(X)
    for i, x in enumerate(X):
        Z[i] = (x - mean) @ A
    return Z, A


@right("whiten")
def whiten_by_own_eigenvectors(X, k):
    mean = X.mean(axis=0)
    variances, V = np.linalg.eigh((X - mean).T @ (X - mean) / X.shape[0])
    A = V[:, -k:] / np.sqrt(variances[-k:])
    return X @ A - mean @ A, A


@right("kurtosis")
def kurtosis_from_moments(s):
    centred = s - s.mean(axis=0)
    return (centred**4).mean(axis=0) / ((centred**2).mean(axis=0)) ** 2 - 3


@right("kurtosis")
def kurtosis_by_var(s):
    fourth = np.mean(np.power(s - np.mean(s, axis=0), 4), axis=0)
    return fourth / np.var(s, axis=0) ** 2 - 3


@right("kurtosis")
def kurtosis_column_by_column(s):
    def of(values):
        values = np.asarray(values)
        standard = (values - values.mean()) / values.std()
        return sum(v**4 for v in standard) / len(standard) - 3

    if s.ndim == 1:
        return float(of(s))
    return np.array([of(s[:, j]) for j in range(s.shape[1])])


@right("kurtosis")
def kurtosis_from_raw_moments(s):
    centred = s - s.mean(axis=0)
    m2, m4 = ((centred**p).mean(axis=0) for p in (2, 4))
    return (m4 - 3 * m2**2) / m2**2


@right("ica_step")
def step_by_svd(W, Z):
    T = np.tanh(Z @ W.T)
    update = T.T @ Z / len(Z) - np.diag((1 - T**2).mean(axis=0)) @ W
    U, _, Vt = np.linalg.svd(update)
    return U @ Vt


@right("ica_step")
def step_row_by_row(W, Z):
    n = len(Z)
    new = np.zeros(W.shape)
    for i, w in enumerate(W):
        y = Z @ w
        new[i] = sum(Z[t] * np.tanh(y[t]) for t in range(n)) / n - sum(1 / np.cosh(y) ** 2) / n * w
    variances, E = np.linalg.eigh(new @ new.T)
    return E @ np.diag(variances**-0.5) @ E.T @ new


@right("ica_step")
def step_rooted_on_the_other_side(W, Z):
    Y = np.einsum("nj,ij->ni", Z, W)
    update = np.einsum("ni,nj->ij", np.tanh(Y), Z) / len(Z) - np.mean(1 - np.tanh(Y) ** 2, axis=0)[:, None] * W
    variances, E = np.linalg.eigh(update.T @ update)
    return update @ (E / np.sqrt(variances)) @ E.T


@right("ica_step")
def step_decorrelated_by_iteration(W, Z):
    Y = W @ Z.T
    update = np.tanh(Y) @ Z / Z.shape[0] - (1 - np.tanh(Y) ** 2).mean(axis=1, keepdims=True) * W
    update = update / np.linalg.norm(update, 2)
    for _ in range(200):
        update = 1.5 * update - 0.5 * update @ update.T @ update
    return update


@right("ica")
def ica_from_the_identity(Z, rng, max_steps=200):
    W = np.eye(Z.shape[1])
    for _ in range(max_steps):
        W = ica_step(W, Z)
    return W


@right("ica")
def ica_until_it_stands_still(Z, rng, max_steps=200):
    k = Z.shape[1]
    W, _ = np.linalg.qr(rng.standard_normal((k, k)))
    for _ in range(max_steps):
        old, W = W, ica_step(W, Z)
        if np.abs(np.abs(np.sum(W * old, axis=1)) - 1).max() < 1e-10:
            break
    return W


@right("ica")
def ica_from_uniform_numbers(Z, rng, max_steps=200):
    W = rng.uniform(-1, 1, (Z.shape[1], Z.shape[1]))
    step = 0
    while step < max_steps:
        W = ica_step(W, Z)
        step += 1
    return W


@right("ica")
def ica_best_of_three_starts(Z, rng, max_steps=200):
    best, contrast = None, -1.0
    for _ in range(3):
        W = np.linalg.svd(rng.normal(size=(Z.shape[1], Z.shape[1])))[0]
        for _ in range(max_steps // 3):
            W = ica_step(W, Z)
        log_cosh = np.log(np.cosh(Z @ W.T)).mean(axis=0)
        distance = ((log_cosh - 0.3745672) ** 2).sum()
        if distance > contrast:
            best, contrast = W, distance
    return best
