"""A relation of an answer to the right one: what it is called, says, and when it holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.naming.calls import ATOL, RTOL, Array, Call, numeric, same, starts_otherwise

#: What a sum loses of its largest term; and numbers of which that is next to nothing.
ROUNDING, MODERATE = 1e-14, 1e6
#: Entries up to which what is made of an array is kept, and how many are: 32 MB at most.
KEPT_MOST, KEPT = 100, 20_000
#: (what makes it, shape, bytes) -> what is made.
_kept: dict[tuple[Callable[[Array], Array], tuple[int, ...], bytes], Array | None] = {}


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


def kept_of(make: Callable[[Array], Array], of: Array) -> Array | None:
    """`made_of`, worked out once a process: the right answers are the same for all students. make: one that stays."""
    if of.size > KEPT_MOST:
        return made_of(make, of)
    key = make, of.shape, of.tobytes()
    if key not in _kept:
        if len(_kept) >= KEPT:
            _kept.clear()
        _kept[key] = made_of(make, of)
    return _kept[key]


def equals(make: Callable[[Array], Array], of: Callable[..., Array | None] = made_of) -> Callable[[Array, Array, Call], bool]:
    """The answer is `make` of the right one. of: works that out."""

    def holds(got: Array, want: Array, call: Call) -> bool:
        made = of(make, want)
        return made is not None and not starts_otherwise(got, made) and same(got, made)

    return holds


def undone(make: Callable[[Array], Array]) -> Callable[[Array, Array, Call], bool]:
    """The right one is `make` of the answer: it was left out. make: one that stays."""
    def holds(got: Array, want: Array, call: Call) -> bool:
        made = kept_of(make, got)
        if made is None or (size_of(got) < MODERATE and starts_otherwise(made, want)):
            return False
        # What is left of large numbers that cancel is no nearer than their rounding.
        rounding = min(ROUNDING * size_of(got), RTOL * size_of(want))
        return same(made, want, atol=ATOL + (rounding if np.isfinite(rounding) else 0))

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
