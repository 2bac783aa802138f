"""Where in an answer an entry stands, and what should be there: the places in which alone an answer may be right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.naming.calls import Array


def places() -> dict[str, Callable[[Array], Array]]:
    """Where an entry stands or what it should be -> a mask of the right answer's entries."""

    def at(*index: Any) -> Callable[[Array], Array]:
        def mask(w: Array) -> Array:
            found = np.zeros(w.shape, dtype=bool)
            found[index if len(index) > 1 else index[0]] = True
            return found

        return mask

    return {
        "where the right answer is positive": lambda w: w > 0,
        "where the right answer is negative": lambda w: w < 0,
        "where the right answer is 0": lambda w: w == 0,
        "where the right answer is nearly 0": lambda w: np.abs(w) < 1e-6,
        "where the right answer is at most 1": lambda w: np.abs(w) <= 1,
        "where the right answer is above 1/2": lambda w: w > 0.5,
        "where the right answer is finite": np.isfinite,
        "in the first row": at(0),
        "in the last row": at(-1),
        "in the first column": at(..., 0),
        "in the last column": at(..., -1),
        "on the diagonal": lambda w: np.eye(*w.shape, dtype=bool) if w.ndim == 2 else np.zeros(w.shape, dtype=bool),
    }
