"""What week 7's hidden tests trust: data whose covariance is known because it was built so, and FastICA by plain loops.

Nothing here comes from the reference solutions. Components are built with clear gaps, so that only signs are free.
"""

from __future__ import annotations

import math

import numpy as np

from autograder.checks import expect, expect_shape, generator

#: Variances of built data, largest first; no two are near each other.
GAPS = (9.0, 4.0, 2.25, 1.0, 0.49, 0.25)


def orthonormal(rng: np.random.Generator, n: int, m: int) -> np.ndarray:
    """m orthonormal columns in n dimensions, by Gram and Schmidt, done twice to be exact to rounding."""
    columns = []
    while len(columns) < m:
        v = rng.normal(size=n)
        for _ in range(2):
            for u in columns:
                v = v - (u @ v) * u
        if np.linalg.norm(v) > 0.1:
            columns.append(v / np.linalg.norm(v))
    return np.stack(columns, axis=1)


def built(seed: int, n: int, variances: tuple[float, ...]) -> tuple[np.ndarray, np.ndarray]:
    """(X, V): X (n, d) with column means 0 and covariance V diag(variances) V', divided by n, for n > d.

    No principal direction lies near an axis, and no two columns of X are free of correlation, so that a function that
    only looks at single columns has nothing right.
    """
    rng, d = generator(seed), len(variances)
    while True:
        V = orthonormal(rng, d, d)
        covariance = V @ np.diag(variances) @ V.T
        scale = np.sqrt(np.diag(covariance))
        correlation = np.abs(covariance / np.outer(scale, scale))[~np.eye(d, dtype=bool)]
        if d == 1 or (np.abs(V).max() < 0.95 and correlation.min() > 0.02 and correlation.max() > 0.2):
            break
    # Scores with mean 0 and covariance 1: columns of an orthonormal basis that begins with the constant one.
    basis = [np.full(n, 1 / math.sqrt(n))]
    for column in orthonormal(rng, n, d).T:
        for _ in range(2):
            for u in basis:
                column = column - (u @ column) * u
        basis.append(column / np.linalg.norm(column))
    scores = math.sqrt(n) * np.stack(basis[1:], axis=1)
    return scores * np.sqrt(variances) @ V.T, V


def covariance_of(X: np.ndarray) -> np.ndarray:
    """The covariance (d, d) of the columns of X, entry by entry, divided by n."""
    n, d = X.shape
    means = [math.fsum(X[:, j].tolist()) / n for j in range(d)]
    C = np.zeros((d, d))
    for i in range(d):
        for j in range(d):
            C[i, j] = math.fsum(((X[:, i] - means[i]) * (X[:, j] - means[j])).tolist()) / n
    return C


def real(got, shape: tuple[int, ...], what: str, why: str = "") -> np.ndarray:
    """An array of this shape with finite real numbers, as float64. Raises Failure for anything else."""
    expect_shape(got, shape, what, why)
    expect(got.dtype.kind in "biuf", f"{what} has dtype {got.dtype}; real numbers (float64) were expected.")
    got = got.astype(np.float64)
    expect(bool(np.isfinite(got).all()), f"{what} holds nan or inf.")
    return got


def polar(W: np.ndarray) -> np.ndarray:
    """(WW')^(-1/2) W, the orthogonal matrix nearest to W, by Newton's iteration: no eigenvalues are needed."""
    for _ in range(100):
        W = (W + np.linalg.inv(W).T) / 2
    return W


def fastica_update(W: np.ndarray, Z: np.ndarray) -> np.ndarray:
    """mean(z tanh(w'z)) - mean(1 - tanh^2(w'z)) w for each row w of W, observation by observation; not decorrelated."""
    n, k = Z.shape
    rows = []
    for w in W.tolist():
        first, slope = [0.0] * k, 0.0
        for z in Z.tolist():
            t = math.tanh(sum(a * b for a, b in zip(w, z)))
            first = [f + a * t for f, a in zip(first, z)]
            slope += 1 - t * t
        rows.append([f / n - slope / n * a for f, a in zip(first, w)])
    return np.array(rows)


def whitened(S: np.ndarray) -> np.ndarray:
    """The columns of S centred and made uncorrelated with variance 1, by a triangular matrix (Cholesky)."""
    S = S - S.mean(axis=0)
    L = np.linalg.cholesky(S.T @ S / len(S))
    return np.linalg.solve(L, S.T).T


def skewed(seed: int, n: int, k: int) -> tuple[np.ndarray, np.ndarray]:
    """(W, Z): whitened Z (n, k) with skewed columns, and a W (k, k) whose update is far from singular.

    On symmetric columns mean(1 - tanh) and mean(1 - tanh^2) can hardly be told apart; on these they can.
    """
    rng = generator(seed)
    while True:
        S = rng.exponential(size=(n, k)) ** 1.2
        Z = whitened(S @ rng.normal(size=(k, k)))
        W = orthonormal(rng, k, k).T + 0.2 * rng.normal(size=(k, k))
        update = fastica_update(W, Z)
        if np.linalg.cond(update) < 20 and np.linalg.cond(W) < 20 and not near(polar(update), polar(W), 0.1):
            return W, Z


def near(A: np.ndarray, B: np.ndarray, tolerance: float) -> bool:
    """Whether A is B within `tolerance`, up to the signs of rows."""
    return bool(np.abs(np.abs(A) - np.abs(B)).max() < tolerance)


def found(Y: np.ndarray, S: np.ndarray) -> list[float]:
    """For each source (column of S) the size of its correlation with a column of Y, each column given to one source."""
    with np.errstate(all="ignore"):
        Y, S = Y - Y.mean(axis=0), S - S.mean(axis=0)
        C = np.abs(S.T @ Y) / np.outer(np.linalg.norm(S, axis=0), np.linalg.norm(Y, axis=0))
    C = np.nan_to_num(C)
    best = [0.0] * len(C)
    for _ in range(len(C)):
        source, column = np.unravel_index(int(C.argmax()), C.shape)
        best[source] = float(C[source, column])
        C[source], C[:, column] = -1, -1
    return best
