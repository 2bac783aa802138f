"""A relation of an answer to the right one: what it is called, says, and when it holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.naming.calls import ATOL, RTOL, Array, Call, numeric, same

#: What a sum loses of its largest term.
ROUNDING = 1e-14


@dataclass(frozen=True)
class Relation:
    """holds(got, want, call) tells whether one answer is so related to the right one. says: a sentence with {it} for what
    it is about and, in braces, letters whose sizes it quotes. firm: it says all about the answer: nothing is left open.
    free: it has one number that was found in an answer. constant: it says that the answer is one value, whatever was asked."""

    name: str
    says: str
    holds: Callable[[Array, Array, Call], bool]
    firm: bool = True
    free: bool = False
    constant: bool = False


def is_so(relation: Relation, got: Array, want: Array, call: Call) -> bool:
    try:
        return relation.holds(got, want, call)
    except (ValueError, TypeError, IndexError, ZeroDivisionError, FloatingPointError, np.linalg.LinAlgError, KeyError):
        return False


def made_of(make: Callable[[Array], Array], of: Array) -> Array | None:
    if not of.size:
        # Of nothing numpy warns, and nothing is told.
        return of
    try:
        return np.asarray(make(of), dtype=np.float64)
    except (ValueError, TypeError, IndexError, ZeroDivisionError, np.linalg.LinAlgError):
        return None


def equals(make: Callable[[Array], Array]) -> Callable[[Array, Array, Call], bool]:
    """The answer is `make` of the right one."""

    def holds(got: Array, want: Array, call: Call) -> bool:
        made = made_of(make, want)
        return made is not None and same(got, made)

    return holds


def undone(make: Callable[[Array], Array]) -> Callable[[Array, Array, Call], bool]:
    """The right one is `make` of the answer: it was left out."""
    def holds(got: Array, want: Array, call: Call) -> bool:
        made = made_of(make, got)
        # What is left of large numbers that cancel is no nearer than their rounding.
        rounding = min(ROUNDING * size_of(got), RTOL * size_of(want))
        return made is not None and same(made, want, atol=ATOL + (rounding if np.isfinite(rounding) else 0))

    return holds


def size_of(values: Array) -> float:
    return float(np.abs(values[np.isfinite(values)]).max(initial=0.0))


def as_array(value: Any) -> Array | None:
    """Numbers however they are wrapped: an array, a number, nested lists of them."""
    found = numeric(value)
    if found is None and isinstance(value, (list, tuple)) and value:
        parts = [as_array(v) for v in value]
        if all(p is not None for p in parts) and len({p.shape for p in parts if p is not None}) == 1:
            return np.stack([p for p in parts if p is not None])
    return found
