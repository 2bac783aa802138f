"""Wrong student solutions of week 7 (statistics of natural images), written blind."""
import numpy as np


def extract_patches__last_place_never(image, size, n, rng):
    # The upper end is h - size (exclusive), so the last row and column of places never come.
    h, w = image.shape
    out = np.empty((n, size * size))
    for i in range(n):
        r = rng.integers(0, h - size) if h > size else 0
        c = rng.integers(0, w - size) if w > size else 0
        out[i] = image[r:r + size, c:c + size].ravel()
    return out


def extract_patches__column_by_column(image, size, n, rng):
    # The pixels of a patch are written column by column.
    h, w = image.shape
    rows, cols = rng.integers(0, h - size + 1, n), rng.integers(0, w - size + 1, n)
    return np.array([image[r:r + size, c:c + size].T.ravel() for r, c in zip(rows, cols)])


def extract_patches__height_and_width_exchanged(image, size, n, rng):
    # Height and width are exchanged in the ranges, so in images that are not square windows run over the edge (an error).
    w, h = image.shape
    X = []
    for _ in range(n):
        r = int(rng.integers(h - size + 1))
        c = int(rng.integers(w - size + 1))
        X.append(image[r:r + size, c:c + size].flatten())
    return np.array(X)


def remove_dc__column_means(X):
    # The mean of each column (pixel) is taken away instead of each row's.
    return X - X.mean(axis=0)


def remove_dc__in_place(X):
    # X itself is changed.
    for row in X:
        row -= row.mean()
    return X


def remove_dc__standardised(X):
    # Each row is divided by its standard deviation as well (contrast normalisation).
    Xc = X - X.mean(axis=1, keepdims=True)
    return Xc / X.std(axis=1, keepdims=True)


def pca__divided_by_n_minus_one(X):
    # np.cov divides by n - 1.
    lam, V = np.linalg.eigh(np.cov(X, rowvar=False))
    return lam[::-1], V[:, ::-1]


def pca__rows_reordered(X):
    # After sorting, the rows of V are reversed instead of its columns.
    Xc = X - X.mean(axis=0)
    lam, V = np.linalg.eigh(Xc.T @ Xc / len(X))
    return lam[::-1], V[::-1]


def pca__singular_values_as_variances(X):
    # Singular values of the centred data are returned without squaring, only divided by n.
    Xc = X - X.mean(axis=0)
    _, s, Vt = np.linalg.svd(Xc, full_matrices=True)
    variances = np.zeros(X.shape[1])
    variances[:len(s)] = s / len(X)
    return variances, Vt.T


def pca__short_when_few_rows(X):
    # The thin SVD is used, so with fewer patches than pixels V has only n columns.
    Xc = X - X.mean(axis=0)
    _, s, Vt = np.linalg.svd(Xc, full_matrices=False)
    return s ** 2 / len(X), Vt.T


def pca__rows_as_components_and_correlation(X):
    # Two slips: the columns are standardised, so the correlation matrix is taken, and the eigenvectors come back as rows.
    Xs = (X - X.mean(axis=0)) / X.std(axis=0)
    lam, V = np.linalg.eigh(Xs.T @ Xs / len(Xs))
    idx = np.argsort(-lam)
    return lam[idx], V[:, idx].T


def whiten__divided_by_variance(X, k):
    # Divided by the variances instead of their roots.
    variances, V = pca(X)
    A = V[:, :k] / variances[:k]
    return (X - X.mean(axis=0)) @ A, A


def whiten__not_centred(X, k):
    # X is multiplied by A without its column means taken away.
    lam, V = pca(X)
    A = V[:, :k] / np.sqrt(lam[:k])
    return X @ A, A


def whiten__epsilon_and_dewhitening_matrix(X, k):
    # Two slips: 0.01 is added to the variances, and the matrix returned is the one that undoes the whitening.
    lam, V = pca(X)
    scale = np.sqrt(lam[:k] + 0.01)
    Z = (X - X.mean(axis=0)) @ V[:, :k] / scale
    return Z, V[:, :k] * scale


def whiten__scaled_along_wrong_axis(X, k):
    # The rows of V are divided by the standard deviations instead of its columns, and only then the first k columns are taken.
    lam, V = pca(X)
    A = (V / np.sqrt(np.maximum(lam, 1e-12))[:, None])[:, :k]
    return (X - X.mean(axis=0)) @ A, A


def kurtosis__over_all_entries(s):
    # Mean and deviation are those of the whole matrix, so one scale serves all columns.
    z = (s - s.mean()) / s.std()
    return (z ** 4).mean(axis=0) - 3


def kurtosis__variance_once(s):
    # The fourth moment is divided by the variance and not by its square.
    c = s - s.mean(axis=0)
    return (c ** 4).mean(axis=0) / (c ** 2).mean(axis=0) - 3


def kurtosis__not_centred_and_n_minus_one(s):
    # Two slips: the mean is not taken away before the fourth power, and the deviation is that with n - 1.
    return np.mean((s / s.std(axis=0, ddof=1)) ** 4, axis=0) - 3


def ica_step__derivative_wrong(W, Z):
    # The derivative of tanh is written as 1 - tanh instead of 1 - tanh squared.
    T = np.tanh(Z @ W.T)
    V = T.T @ Z / len(Z) - (1 - T).mean(axis=0)[:, None] * W
    mu, E = np.linalg.eigh(V @ V.T)
    return E / np.sqrt(mu) @ E.T @ V


def ica_step__gram_schmidt(W, Z):
    # The rows are made orthonormal one after the other (Gram-Schmidt, deflation) instead of symmetrically.
    T = np.tanh(Z @ W.T)
    V = T.T @ Z / len(Z) - (1 - T ** 2).mean(axis=0)[:, None] * W
    for i in range(len(V)):
        for j in range(i):
            V[i] -= (V[i] @ V[j]) * V[j]
        V[i] /= np.sqrt(V[i] @ V[i])
    return V


def ica_step__factors_along_columns(W, Z):
    # The factor mean(1 - tanh^2) of each row is multiplied along the columns of W.
    T = np.tanh(Z @ W.T)
    V = T.T @ Z / Z.shape[0] - (1 - T ** 2).mean(axis=0) * W
    U, _, Vt = np.linalg.svd(V)
    return U @ Vt


def ica_step__columns_as_filters_and_sum(W, Z):
    # Two slips: the columns of W are used as the filters in Z W, and the first term is a sum over the observations instead of a mean.
    T = np.tanh(Z @ W)
    V = T.T @ Z - np.mean(1 - T ** 2, axis=0)[:, None] * W
    U, _, Vt = np.linalg.svd(V)
    return U @ Vt


def ica_step__inverse_root_applied_on_right(W, Z):
    # The inverse root is multiplied from the right: W (W W^T)^(-1/2).
    T = np.tanh(Z @ W.T)
    V = (T.T @ Z) / len(Z) - np.diag((1 - T ** 2).mean(axis=0)) @ W
    mu, E = np.linalg.eigh(V @ V.T)
    return V @ (E * mu ** -0.5) @ E.T


def ica__one_step_only(Z, rng, max_steps=200):
    # Each round starts again from the first W, so however many rounds, it is one step.
    k = Z.shape[1]
    start = np.linalg.qr(rng.normal(size=(k, k)))[0]
    for _ in range(max_steps):
        W = ica_step(start, Z)
    return W


def ica__transposed_result(Z, rng, max_steps=200):
    # The matrix comes back transposed, filters as columns.
    k = Z.shape[1]
    W = np.linalg.qr(rng.standard_normal((k, k)))[0]
    for _ in range(max_steps):
        new = ica_step(W, Z)
        if np.min(np.abs(np.sum(new * W, axis=1))) > 1 - 1e-10:
            W = new
            break
        W = new
    return W.T


def ica__stops_by_loose_tolerance(Z, rng, max_steps=200):
    # It stops as soon as the mean cosine of old and new rows exceeds 0.5, which is after a step or two.
    k = Z.shape[1]
    W = np.linalg.qr(rng.normal(size=(k, k)))[0]
    for _ in range(max_steps):
        old, W = W, ica_step(W, Z)
        if np.mean(np.abs(np.sum(old * W, axis=1))) > 0.5:
            break
    return W
