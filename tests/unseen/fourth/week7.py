"""Wrong solutions of week 7 as students write them, measured before the naming code was changed for any of them."""
# ruff: noqa
import numpy as np


def extract_patches__last_place_missing(image, size, n, rng):
    h, w = image.shape
    X = np.zeros((n, size * size))
    for i in range(n):
        r = rng.integers(0, h - size)
        c = rng.integers(0, w - size)
        X[i] = image[r:r + size, c:c + size].ravel()
    return X


def extract_patches__height_for_width(image, size, n, rng):
    h = image.shape[0]
    rows = rng.integers(0, h - size + 1, size=n)
    cols = rng.integers(0, h - size + 1, size=n)
    return np.stack([image[r:r + size, c:c + size].flatten() for r, c in zip(rows, cols)])


def extract_patches__diagonal_places(image, size, n, rng):
    limit = min(image.shape) - size + 1
    starts = rng.integers(0, limit, n)
    return np.array([image[s:s + size, s:s + size].ravel() for s in starts])


def extract_patches__global_random(image, size, n, rng):
    h, w = image.shape
    patches = []
    for _ in range(n):
        r = np.random.randint(0, h - size + 1)
        c = np.random.randint(0, w - size + 1)
        patches.append(image[r:r + size, c:c + size].reshape(-1))
    return np.array(patches)


def extract_patches__columns_first(image, size, n, rng):
    h, w = image.shape
    out = np.empty((n, size ** 2))
    for k in range(n):
        i, j = rng.integers(h - size + 1), rng.integers(w - size + 1)
        out[k] = image[i:i + size, j:j + size].T.ravel()
    return out


def remove_dc__column_means(X):
    return X - np.mean(X, axis=0)


def remove_dc__overall_mean(X):
    return X - X.mean()


def remove_dc__standardised(X):
    mean = X.mean(axis=1, keepdims=True)
    std = X.std(axis=1, keepdims=True)
    return (X - mean) / std


def remove_dc__rows_overwritten(X):
    for row in X:
        row -= row.mean()
    return X


def pca__np_cov_default(X):
    variances, V = np.linalg.eigh(np.cov(X, rowvar=False))
    order = np.argsort(variances)[::-1]
    return variances[order], V[:, order]


def pca__rows_sorted(X):
    Xc = X - X.mean(axis=0)
    C = Xc.T @ Xc / X.shape[0]
    vals, vecs = np.linalg.eigh(C)
    idx = np.argsort(-vals)
    return vals[idx], vecs[idx]


def pca__not_centred(X):
    n = len(X)
    w, v = np.linalg.eigh(X.T @ X / n)
    return w[::-1], v[:, ::-1]


def pca__svd_values(X):
    Xc = X - X.mean(axis=0)
    U, S, Vt = np.linalg.svd(Xc, full_matrices=True)
    variances = np.zeros(X.shape[1])
    variances[:len(S)] = S / np.sqrt(len(X))
    return variances, Vt.T


def pca__svd_vt_returned(X):
    Xc = X - X.mean(axis=0)
    U, S, Vt = np.linalg.svd(Xc, full_matrices=True)
    variances = np.zeros(X.shape[1])
    variances[:len(S)] = S ** 2 / len(X)
    return variances, Vt


def pca__reversed_only_values(X):
    centred = X - np.mean(X, axis=0, keepdims=True)
    cov = np.zeros((X.shape[1], X.shape[1]))
    for row in centred:
        cov += np.outer(row, row)
    cov /= len(X)
    variances, V = np.linalg.eigh(cov)
    return variances[::-1], V


def whiten__divided_by_variance(X, k):
    variances, V = pca(X)
    A = V[:, :k] / variances[:k]
    return (X - X.mean(axis=0)) @ A, A


def whiten__zca(X, k):
    variances, V = pca(X)
    V_k = V[:, :k]
    A = V_k @ np.diag(1 / np.sqrt(variances[:k])) @ V_k.T
    return (X - X.mean(axis=0)) @ A, A


def whiten__smallest(X, k):
    variances, V = pca(X)
    A = V[:, -k:] / np.sqrt(variances[-k:])
    Z = (X - X.mean(axis=0)) @ A
    return Z, A


def whiten__epsilon_in_root(X, k):
    variances, V = pca(X)
    D = np.diag(1.0 / np.sqrt(variances[:k] + 1e-2))
    A = V[:, :k] @ D
    return (X - X.mean(axis=0)) @ A, A


def whiten__x_not_centred(X, k):
    lam, V = pca(X)
    A = V[:, :k] @ np.diag(lam[:k] ** -0.5)
    Z = X @ A
    return Z, A


def kurtosis__three_missing(s):
    m = s.mean(axis=0)
    v = ((s - m) ** 2).mean(axis=0)
    return ((s - m) ** 4).mean(axis=0) / v ** 2


def kurtosis__not_centred(s):
    return np.mean(s ** 4, axis=0) / np.mean(s ** 2, axis=0) ** 2 - 3


def kurtosis__variance_not_squared(s):
    c = s - s.mean(axis=0)
    return (c ** 4).mean(axis=0) / c.var(axis=0) - 3


def kurtosis__sample_std(s):
    z = (s - np.mean(s, axis=0)) / np.std(s, axis=0, ddof=1)
    return np.mean(z ** 4, axis=0) - 3


def kurtosis__over_everything(s):
    z = (s - s.mean()) / s.std()
    return (z ** 4).mean() - 3


def ica_step__tanh_not_squared(W, Z):
    T = np.tanh(Z @ W.T)
    W_new = T.T @ Z / len(Z) - np.diag((1 - T).mean(axis=0)) @ W
    mu, E = np.linalg.eigh(W_new @ W_new.T)
    return E @ np.diag(mu ** -0.5) @ E.T @ W_new


def ica_step__rows_normalised_only(W, Z):
    n, k = Z.shape
    W_new = np.zeros_like(W)
    for i in range(k):
        w = W[i]
        t = np.tanh(Z @ w)
        w_new = (Z * t[:, None]).mean(axis=0) - (1 - t ** 2).mean() * w
        W_new[i] = w_new / np.linalg.norm(w_new)
    return W_new


def ica_step__gram_schmidt(W, Z):
    W_new = np.empty_like(W)
    for p in range(len(W)):
        w = W[p]
        u = np.tanh(Z @ w)
        w = Z.T @ u / len(Z) - np.mean(1 - u ** 2) * w
        for q in range(p):
            w = w - (w @ W_new[q]) * W_new[q]
        W_new[p] = w / np.sqrt(w @ w)
    return W_new


def ica_step__mean_over_wrong_axis(W, Z):
    n, k = Z.shape
    Y = np.tanh(W @ Z.T)
    slopes = (1 - Y ** 2).mean(axis=0)[:k]
    W = Y @ Z / n - slopes[:, None] * W
    vals, vecs = np.linalg.eigh(W @ W.T)
    return vecs / np.sqrt(vals) @ vecs.T @ W


def ica_step__sum_in_first_term(W, Z):
    T = np.tanh(Z @ W.T)
    W = T.T @ Z - (1 - T ** 2).mean(axis=0)[:, None] * W
    mu, E = np.linalg.eigh(W @ W.T)
    return E @ np.diag(1 / np.sqrt(mu)) @ E.T @ W


def ica_step__root_not_inverted(W, Z):
    G = np.tanh(Z @ W.T)
    W = G.T @ Z / len(Z) - (1 - G ** 2).mean(axis=0)[:, None] * W
    vals, vecs = np.linalg.eigh(W @ W.T)
    return vecs @ np.diag(np.sqrt(vals)) @ vecs.T @ W


def ica__two_steps(Z, rng, max_steps=200):
    k = Z.shape[1]
    W = rng.normal(size=(k, k))
    for _ in range(2):
        W = ica_step(W, Z)
    return W


def ica__restarts_every_step(Z, rng, max_steps=200):
    k = Z.shape[1]
    W0, _ = np.linalg.qr(rng.normal(size=(k, k)))
    for _ in range(max_steps):
        W = ica_step(W0, Z)
        if np.allclose(W, W0):
            break
    return W


def ica__unmixing_transposed(Z, rng, max_steps=200):
    k = Z.shape[1]
    W = np.linalg.qr(rng.standard_normal((k, k)))[0]
    for _ in range(max_steps):
        W_old = W
        W = ica_step(W, Z)
        if np.all(np.abs(np.abs(np.diag(W @ W_old.T)) - 1) < 1e-8):
            break
    return W.T


def ica__sources_returned(Z, rng, max_steps=200):
    k = Z.shape[1]
    W = np.linalg.qr(rng.normal(size=(k, k)))[0]
    for _ in range(max_steps):
        W_new = ica_step(W, Z)
        converged = np.max(np.abs(np.abs(np.sum(W_new * W, axis=1)) - 1)) < 1e-9
        W = W_new
        if converged:
            break
    return Z @ W.T
