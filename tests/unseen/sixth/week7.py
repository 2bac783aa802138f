"""Wrong solutions of week 7, written blind to the naming engine."""
import numpy as np


def extract_patches__row_is_column(image, size, n, rng):
    # one number is drawn for row and column, so all patches lie on the diagonal
    last = min(image.shape) - size
    corners = rng.integers(0, last + 1, n)
    return np.array([image[c:c + size, c:c + size].ravel() for c in corners])


def extract_patches__tiles_of_a_grid(image, size, n, rng):
    # only places on a grid of tiles, multiples of size
    h, w = image.shape
    rows = rng.integers(0, h // size, n) * size
    cols = rng.integers(0, w // size, n) * size
    X = np.zeros((n, size * size))
    for i in range(n):
        X[i] = image[rows[i]:rows[i] + size, cols[i]:cols[i] + size].flatten()
    return X


def extract_patches__wraps_round(image, size, n, rng):
    # starts anywhere and goes on at the other side of the image when it leaves it
    h, w = image.shape
    steps = np.arange(size)
    X = []
    for _ in range(n):
        r, c = rng.integers(h), rng.integers(w)
        X.append(image[np.ix_((r + steps) % h, (c + steps) % w)].ravel())
    return np.array(X)


def extract_patches__pixels_by_column(image, size, n, rng):
    # reads each patch column by column, and never takes the last place downwards
    h, w = image.shape
    X = np.empty((n, size * size))
    for k in range(n):
        top = rng.integers(0, max(h - size, 1))
        left = rng.integers(0, w - size + 1)
        X[k] = image[top:top + size, left:left + size].T.ravel()
    return X


def remove_dc__columns_too(X):
    # takes away the column means as well as the row means
    X = X - X.mean(axis=1, keepdims=True)
    return X - X.mean(axis=0)


def remove_dc__divided_by_patches(X):
    # divides the row's sum by the number of patches, not of pixels
    means = X.sum(axis=1) / len(X)
    return X - means[:, None]


def remove_dc__median(X):
    # the median in place of the mean
    return np.array([row - np.median(row) for row in X])


def remove_dc__first_row_of_the_spectrum(X):
    # sets the spectrum of the first patch to 0, in place of the first coefficient of each patch
    F = np.fft.fft(X, axis=1)
    F[0] = 0
    return np.fft.ifft(F, axis=1).real


def pca__columns_standardised(X):
    # divides the columns by their standard deviation: eigenvalues of the correlation matrix
    centred = X - X.mean(axis=0)
    centred = centred / X.std(axis=0)
    values, vectors = np.linalg.eigh(centred.T @ centred / X.shape[0])
    return values[::-1], vectors[:, ::-1]


def pca__rows_centred(X):
    # takes each row's mean away where it should be each column's
    C = X - X.mean(axis=1, keepdims=True)
    variances, V = np.linalg.eigh(C.T @ C / len(X))
    order = np.argsort(variances)[::-1]
    return variances[order], V[:, order]


def pca__rows_of_v_sorted(X):
    # puts the rows of V in order, not the columns
    C = X - X.mean(axis=0)
    variances, V = np.linalg.eigh(C.T @ C / len(C))
    order = np.argsort(-variances)
    return variances[order], V[order]


def pca__components_scaled(X):
    # multiplies each component by its standard deviation, so they are not of length 1
    mu = X.mean(axis=0)
    cov = (X - mu).T @ (X - mu) / len(X)
    variances, V = np.linalg.eigh(cov)
    variances, V = variances[::-1], V[:, ::-1]
    return variances, V * np.sqrt(np.maximum(variances, 0))


def whiten__something_under_the_root(X, k):
    # adds 0.1 to the variances under the root, so that the covariance falls short of 1
    variances, V = pca(X)
    A = V[:, :k] / np.sqrt(variances[:k] + 0.1)
    return (X - X.mean(axis=0)) @ A, A


def whiten__columns_standardised(X, k):
    # divides the k most variable pixels by their standard deviation, without turning
    sd = X.std(axis=0)
    chosen = np.argsort(-sd)[:k]
    A = np.zeros((X.shape[1], k))
    for j, c in enumerate(chosen):
        A[c, j] = 1 / sd[c]
    return (X - X.mean(axis=0)) @ A, A


def whiten__one_scale_for_all(X, k):
    # divides all components by the standard deviation of the first
    variances, V = pca(X)
    A = V[:, :k] / np.sqrt(variances[0])
    return (X - X.mean(axis=0)) @ A, A


def whiten__rows_centred(X, k):
    # takes away the mean of each row in place of the columns' means
    variances, V = pca(X)
    A = V[:, :k] @ np.diag(1 / np.sqrt(variances[:k]))
    Z = remove_dc(X) @ A
    return Z, A


def kurtosis__sample_deviation(s):
    # standardises with n - 1 in the standard deviation
    z = (s - s.mean(axis=0)) / s.std(axis=0, ddof=1)
    return np.mean(z**4, axis=0) - 3


def kurtosis__not_standardised(s):
    # the fourth moment less three times the squared variance, without dividing: not free of the scale
    c = s - s.mean(axis=0)
    return (c**4).mean(axis=0) - 3 * ((c**2).mean(axis=0)) ** 2


def kurtosis__one_deviation_for_all(s):
    # one mean and one standard deviation over all columns together
    z = (s - np.mean(s)) / np.std(s)
    return (z**4).mean(axis=0) - 3


def kurtosis__size_only(s):
    # the absolute value of the kurtosis, negative ones come out positive
    m = s.mean(axis=0)
    v = s.var(axis=0)
    return np.abs(((s - m) ** 4).mean(axis=0) / v**2 - 3)


def ica_step__one_slope_for_all(W, Z):
    # the mean slope is one number over all filters, not one for each row
    T = np.tanh(Z @ W.T)
    W = T.T @ Z / len(Z) - (1 - T**2).mean() * W
    mu, E = np.linalg.eigh(W @ W.T)
    return E @ np.diag(mu**-0.5) @ E.T @ W


def ica_step__root_of_the_other_product(W, Z):
    # (W^T W)^(-1/2) W in place of (W W^T)^(-1/2) W: the rows are not orthonormal
    U = np.tanh(W @ Z.T)
    W = U @ Z / Z.shape[0] - np.mean(1 - U**2, axis=1, keepdims=True) * W
    mu, E = np.linalg.eigh(W.T @ W)
    return (E / np.sqrt(mu)) @ E.T @ W


def ica_step__cubes(W, Z):
    # the cube and its derivative 3 u^2 (kurtosis) in place of tanh
    U = Z @ W.T
    W = (U**3).T @ Z / len(Z) - 3 * (U**2).mean(axis=0)[:, None] * W
    mu, E = np.linalg.eigh(W @ W.T)
    return E / np.sqrt(mu) @ E.T @ W


def ica_step__one_filter_after_the_other(W, Z):
    # makes the rows orthonormal one after the other (Gram and Schmidt), so the first has its way
    new = []
    for w in W:
        t = np.tanh(Z @ w)
        v = (Z * t[:, None]).mean(axis=0) - (1 - t**2).mean() * w
        for u in new:
            v = v - (v @ u) * u
        new.append(v / np.linalg.norm(v))
    return np.array(new)


def ica__transposed_answer(Z, rng, max_steps=200):
    # gives back the transpose of W, filters in the columns
    k = Z.shape[1]
    W = np.linalg.qr(rng.normal(size=(k, k)))[0]
    for _ in range(max_steps):
        W = ica_step(W, Z)
    return W.T


def ica__compared_with_itself(Z, rng, max_steps=200):
    # the old W is taken after the step, so it stops after the first one
    k = Z.shape[1]
    W = np.linalg.qr(rng.normal(size=(k, k)))[0]
    for _ in range(max_steps):
        W = ica_step(W, Z)
        old = W.copy()
        if np.max(np.abs(np.abs(old) - np.abs(W))) < 1e-8:
            break
    return W


def ica__few_observations(Z, rng, max_steps=200):
    # uses the first 50 observations only, to be quick
    k = Z.shape[1]
    small = Z[:50]
    W, _ = np.linalg.qr(rng.normal(size=(k, k)))
    for _ in range(max_steps):
        new = ica_step(W, small)
        if np.allclose(np.abs(np.diag(new @ W.T)), 1, atol=1e-9):
            return new
        W = new
    return W


def ica__averaged_over_steps(Z, rng, max_steps=200):
    # returns the mean of all W on the way, which are not orthonormal and whose signs cancel
    k = Z.shape[1]
    W = np.linalg.qr(rng.normal(size=(k, k)))[0]
    total = np.zeros((k, k))
    for _ in range(max_steps):
        W = ica_step(W, Z)
        total += W
    return total / max_steps
