"""What week 3's hidden tests trust: losses in plain terms, and their gradients by central differences.

Nothing here comes from the reference solutions.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable

import numpy as np

from autograder.checks import expect, expect_shape, generator, numeric_gradient

#: How near a right gradient comes to central differences of losses of size 1 to 10.
NEAR = {"rtol": 1e-5, "atol": 1e-7}

#: No hidden score of a test network lies nearer to the kink of the ReLU; the oracle's steps are 1e-6.
CLEAR = 0.02


def normal(seed: int, *shape: int) -> np.ndarray:
    """Standard normal numbers of a shape."""
    return generator(seed).normal(size=shape)


def clear_of_zero(seed: int, *shape: int) -> np.ndarray:
    """Numbers of both signs, none nearer to 0 than 0.1."""
    Z = normal(seed, *shape)
    return Z + np.where(Z > 0, 0.1, -0.1)


def gradient(f: Callable[[np.ndarray], float], W: np.ndarray) -> np.ndarray:
    """Central differences of f at W. Raises ValueError where the gradient is so small that anything would pass."""
    found = numeric_gradient(f, W)
    if np.abs(found).max() < 1e-3:
        raise ValueError("the expected gradient is zero: choose other inputs")
    return found


def expect_likeness(got, want: np.ndarray, what: str) -> None:
    """Something was worked out: `got` points along `want` or against it, at whatever length.

    For tests about something else, such as unchanged arguments: no wrong factor or sign fails them as well, and a
    function that returns some constant earns nothing by them.
    """
    expect_shape(got, want.shape, what)
    expect(alike(got, want), f"{what} has nothing of the gradient yet, so there was nothing to look at here.")


def alike(got: np.ndarray, want: np.ndarray) -> bool:
    """Whether an array of the right shape holds finite numbers whose cosine with `want` is beyond 0.5 in size."""
    if got.dtype.kind not in "iuf" or not np.isfinite(got).all():
        return False
    got = got / (np.abs(got).max() or 1.0)
    return abs(np.vdot(got, want)) > 0.5 * np.linalg.norm(got) * np.linalg.norm(want)


def softmax_loss(Z: np.ndarray, labels: np.ndarray) -> float:
    """Mean over rows of -log of the softmax probability at the label, row by row."""
    total = 0.0
    for row, label in zip(Z.tolist(), labels.tolist()):
        top = max(row)
        total += top + math.log(math.fsum(math.exp(z - top) for z in row)) - row[label]
    return total / len(Z)


def squared_loss(Y: np.ndarray, Y_hat: np.ndarray) -> float:
    """Squared errors summed over outputs, averaged over observations."""
    return math.fsum((y - y_hat) ** 2 for y, y_hat in zip(Y.ravel().tolist(), Y_hat.ravel().tolist())) / len(Y)


def hidden_scores(X: np.ndarray, params: list) -> list[np.ndarray]:
    """The scores Z of every layer of the week-1 network, the output's last."""
    scores, A = [], X
    for W, b in params:
        scores.append(A @ W + b)
        A = np.where(scores[-1] > 0, scores[-1], 0.0)
    return scores


def network_loss(X: np.ndarray, labels: np.ndarray, params: list) -> float:
    """The combined softmax loss of the network's output."""
    return softmax_loss(hidden_scores(X, params)[-1], labels)


def network(seed: int, sizes: tuple[int, ...], n: int) -> tuple[np.ndarray, np.ndarray, list]:
    """(X, labels, params): biases are not zero, labels not all the same, hidden scores clear of the kink."""
    rng = generator(seed)
    while True:
        params = [(rng.normal(size=(d, m)), rng.normal(size=m)) for d, m in zip(sizes, sizes[1:])]
        X, labels = rng.normal(size=(n, sizes[0])), rng.integers(0, sizes[-1], n)
        hidden = hidden_scores(X, params)[:-1]
        clear = all(np.abs(Z).min() > CLEAR and (Z > 0).any(axis=1).all() and (Z < 0).any() for Z in hidden)
        if clear and (n == 1 or len(set(labels.tolist())) > 1):
            return X, labels, params


@functools.cache
def network_gradients(seed: int, sizes: tuple[int, ...], n: int) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
    """(dW, db) of every layer of `network(seed, sizes, n)`, each entry of each array moved on its own."""
    X, labels, params = network(seed, sizes, n)

    def loss_with(array: np.ndarray, layer: int, which: int) -> float:
        changed = [list(pair) for pair in params]
        changed[layer][which] = array
        return network_loss(X, labels, changed)

    return tuple(
        tuple(gradient(lambda A, at=(layer, which): loss_with(A, *at), array) for which, array in enumerate(pair))
        for layer, pair in enumerate(params)
    )
