"""What an answer of `ica` tells of how it came about, without a single training: one step of FastICA leaves a W that has found
the sources where it is, whatever it started from.

Each of these is asked of the answer W and of what ica was called with; None where nothing is wrong with that answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from .reference import ica_step

#: Cosines of angles: of rows that a step leaves where they are, or nearly, and of rows that are one and the same.
STILL, NEARLY, SAME = 1 - 1e-5, 0.99, 0.999


def square(W: Any, Z: np.ndarray) -> np.ndarray:
    """W, if it is a finite matrix that may unmix Z. ValueError else."""
    k = Z.shape[1]
    if not isinstance(W, np.ndarray) or W.shape != (k, k) or W.dtype.kind not in "iuf" or not np.isfinite(W).all():
        raise ValueError
    return W.astype(float)


def orthonormal(W: np.ndarray) -> bool:
    return np.allclose(W @ W.T, np.eye(len(W)), atol=1e-6)


def at_rest(W: np.ndarray, Z: np.ndarray) -> bool:
    """Whether W is orthonormal, and one more step turns no row of it by more than 0.3 degrees."""
    return orthonormal(W) and bool(np.abs(np.sum(ica_step(W, Z) * W, axis=1)).min() > STILL)


def starts(k: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Matrices that a training may begin with."""
    yield np.eye(k)
    for draw in ("normal", "standard_normal", "random", "uniform"):
        began = rng.bit_generator.state
        drawn = np.asarray(getattr(rng, draw)(size=(k, k)))
        rng.bit_generator.state = began
        yield from (drawn, 2 * drawn - 1, np.linalg.qr(drawn)[0], np.linalg.svd(drawn)[0],
                    drawn / np.linalg.norm(drawn, axis=1, keepdims=True))


def of_wrong(shows: Callable[[np.ndarray, np.ndarray, np.random.Generator], bool | None]) -> Callable[..., bool | None]:
    """Asked of an answer that has the right shape and is not at rest: where one is, nothing is wrong. By chance a few are, a W of
    two rows that was turned round, say. Where no more than one step was allowed, nobody's is."""
    def shown(W: Any, Z: np.ndarray, rng: np.random.Generator, max_steps: int) -> bool | None:
        W = square(W, Z)
        return None if max_steps == 1 or at_rest(W, Z) else shows(W, Z, rng)

    return shown


@of_wrong
def one_step(W: np.ndarray, Z: np.ndarray, rng: np.random.Generator) -> bool:
    """It is one step away from what may be drawn first."""
    return any(np.allclose(W, ica_step(start, Z)) for start in starts(len(W), rng))


@of_wrong
def a_start(W: np.ndarray, Z: np.ndarray, rng: np.random.Generator) -> bool:
    """It is what may be drawn first."""
    return any(np.allclose(W, start) for start in starts(len(W), rng))


@of_wrong
def too_early(W: np.ndarray, Z: np.ndarray, rng: np.random.Generator) -> bool:
    """It is a rotation, but one step more turns it on."""
    return orthonormal(W)


@of_wrong
def turned_round(W: np.ndarray, Z: np.ndarray, rng: np.random.Generator) -> bool:
    """Its columns are at rest."""
    return at_rest(W.T, Z)


@of_wrong
def stretched(W: np.ndarray, Z: np.ndarray, rng: np.random.Generator) -> bool:
    """Its rows are at rest once they are brought to length 1."""
    return at_rest(W / np.linalg.norm(W, axis=1, keepdims=True), Z)


@of_wrong
def rows_alike(W: np.ndarray, Z: np.ndarray, rng: np.random.Generator) -> bool | None:
    """Two of its rows are the same but for their lengths and signs. Rows that nothing keeps apart have each found a source of its
    own now and then, and are nearly at rest."""
    rows = W / np.linalg.norm(W, axis=1, keepdims=True)
    if np.abs(rows @ rows.T)[~np.eye(len(W), dtype=bool)].max() > SAME:
        return True
    return None if np.abs(np.sum(ica_step(W, Z) * W, axis=1)).min() > NEARLY else False


def sources(W: Any, Z: np.ndarray, rng: np.random.Generator, max_steps: int) -> bool:
    """What came back is Z by a W that is at rest: one row or one column for each observation."""
    if not isinstance(W, np.ndarray) or Z.shape not in (W.shape, W.shape[::-1]):
        return False
    S = W if W.shape == Z.shape else W.T
    return at_rest(np.linalg.lstsq(Z, S, rcond=None)[0].T, Z)
