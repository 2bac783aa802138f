"""A few numbers of every answer, by which most stand-ins are left out without being run on a student's calls."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.naming.calls import Array, Call, numeric
from autograder.sandbox.outcome import Outcome

#: What a signature holds: the kind of outcome, how many entries, a weighted sum, the sum of sizes, of squares over its square, and of
#: the entries over it without their sign; and of the first PARTS parts of an answer the sum and the sum of sizes of each, less than 0 where there is no such part.
KIND, COUNT, SUM, SIZE, SHAPE, BALANCE, FIRST_PART = range(7)
PARTS = 4
FIELDS = FIRST_PART + 2 * PARTS
#: What stands for entries that are no finite number.
_NAN, _INF = 3.7, 1e3
#: Lists in lists that are looked into, arrays and numbers in them, and entries of each.
_DEEPEST, _MOST_LEAVES, _MOST_ENTRIES = 6, 500, 5_000
#: Wider than any two values that are taken for the same.
_NEAR, _NEAR_EACH, _FORM = 1e-5, 1e-7, 1e-6


def signature(outcome: Outcome) -> Array:
    """The FIELDS numbers of an outcome. Outcomes that are the same to a hidden test have the same, within rounding."""
    if outcome.status != "returned":
        return _made(f"{outcome.status} {outcome.error_type}", ())
    return of_value(outcome.value)


def of_value(value: Any) -> Array:
    """The FIELDS numbers of a value that came back."""
    leaves: list[Array] = []
    made = _made(_kind(value, leaves), leaves)
    if isinstance(value, (list, tuple)):
        for place, part in zip(range(FIRST_PART, FIELDS, 2), value, strict=False):
            leaves = []
            made[place:place + 2] = _made(_kind(part, leaves), leaves)[[SUM, SIZE]]
    return made


def _made(kind: str, leaves: Sequence[Array]) -> Array:
    entries = np.concatenate(leaves) if leaves else np.empty(0)
    if not np.isfinite(entries).all():
        entries = np.nan_to_num(entries, nan=_NAN, posinf=_INF, neginf=-_INF)
    with np.errstate(all="ignore"):
        size = np.abs(entries).sum()
        total = (entries * (1 + np.cos(np.arange(len(entries))) / 2)).sum()
        shape, balance = np.square(entries).sum() / size**2, abs(entries.sum()) / size
    return np.array([zlib.crc32(kind.encode("utf-8", "replace")), len(entries), total, size, shape, balance, *[-1.0] * (FIELDS - FIRST_PART)])


def _kind(value: Any, leaves: list[Array], depth: int = 0) -> str:
    """What a value is made of, its numbers put into `leaves`."""
    if isinstance(value, (list, tuple)):
        # A list may hold itself.
        return f"({','.join(_kind(v, leaves, depth + 1) for v in value)})" if depth < _DEEPEST else "deeper"
    array = numeric(value)
    if array is None:
        return f"{type(value).__name__} {value}" if isinstance(value, (str, type(None))) else type(value).__name__
    if len(leaves) == _MOST_LEAVES:
        return "more"
    leaves.append(array.ravel()[:_MOST_ENTRIES])
    return f"{array.shape}" if array.size else "empty"


def _allowed(sizes: Array, own: Array) -> Array:
    """How far the sums of values that are taken for the same may be apart."""
    return _NEAR * (sizes + own[SIZE]) + _NEAR_EACH * (1 + own[COUNT])


@dataclass(frozen=True, eq=False)
class Signatures:
    """Of many stand-ins on many calls. table: (stand-ins, calls, FIELDS); columns: a call's key -> its place."""

    table: Array
    columns: dict[str, int]

    def may_be(self, got: Outcome, call: Call, overflown: bool = False) -> Array:
        """Which stand-ins could have done on this call what was got: True also where that is not known. overflown: entries of
        it that are inf or nan need not be so in the stand-in's."""
        own = _made("raised Endless", ()) if got.status == "timed_out" else signature(got)
        if overflown and got.status == "returned":
            own[SUM] = np.nan
        return self._alike(own, call)

    def may_give(self, value: Any, call: Call) -> Array:
        """Which stand-ins could have given this value."""
        return self._alike(of_value(value), call)

    def may_have_part(self, value: Any, part: int, call: Call) -> Array:
        """Which could have given an answer with this value as one of its first PARTS parts."""
        known, own = self._of(call), of_value(value)
        if known is None or part >= PARTS:
            return self._all()
        total, size = known[:, FIRST_PART + 2 * part], known[:, FIRST_PART + 2 * part + 1]
        with np.errstate(all="ignore"):
            off = (size < 0) | (np.abs(total - own[SUM]) > _allowed(size, own))
        return ~off

    def may_give_scaled(self, value: Any, call: Call, factors: Array) -> Array:
        """Which could have given this array or number but for one of the `factors`."""
        known, own = self._of(call), of_value(value)
        if known is None:
            return self._all()
        return self.may_be_multiple(value, call, factors) & (known[:, KIND] == own[KIND])

    def may_be_multiple(self, value: Any, call: Call, factors: Array) -> Array:
        """The same in whatever form."""
        known, own = self._of(call), of_value(value)
        if known is None:
            return self._all()
        with np.errstate(all="ignore"):
            ratio, factors = own[SIZE] / known[:, SIZE], np.sort(np.abs(factors))
            place = np.clip(np.searchsorted(factors, ratio), 1, len(factors) - 1)
            gap = np.minimum(np.abs(factors[place] - ratio), np.abs(factors[place - 1] - ratio))
            off = (gap > _FORM * ratio) & (known[:, SIZE] > 0)
        return ~off

    def may_be_in_form(self, value: Any, call: Call) -> Array:
        """Which could have given these numbers in another form or by a factor: as many, as unlike one another."""
        known, own = self._of(call), of_value(value)
        if known is None:
            return self._all()
        with np.errstate(all="ignore"):
            off = (known[:, COUNT] != own[COUNT]) | (np.abs(known[:, SHAPE] - own[SHAPE]) > _FORM * own[SHAPE])
        return ~off

    def may_be_balanced(self, value: Any, call: Call) -> Array:
        """Which could have given these numbers in another order or by a factor, where all are of one size and may_be_in_form tells
        nothing."""
        known, own = self._of(call), of_value(value)
        if known is None:
            return self._all()
        with np.errstate(all="ignore"):
            off = np.abs(known[:, BALANCE] - own[BALANCE]) > _FORM
        return ~off

    def _alike(self, own: Array, call: Call) -> Array:
        known = self._of(call)
        if known is None:
            return self._all()
        with np.errstate(all="ignore"):
            off = (known[:, KIND] != own[KIND]) | (np.abs(known[:, SUM] - own[SUM]) > _allowed(known[:, SIZE], own))
        return ~off

    def _of(self, call: Call) -> Array | None:
        place = self.columns.get(call.key) if call.key is not None else None
        return None if place is None else self.table[:, place]

    def _all(self) -> Array:
        return np.ones(len(self.table), bool)


def chosen(calls: Sequence[Call], most: int) -> Iterator[Call]:
    """Up to `most` calls with different arguments, the smallest first, and of those the ones whose answers tell more."""
    found: dict[str, Call] = {}
    for call in calls:
        if call.key is not None:
            found.setdefault(call.key, call)
    ordered = sorted(found.values(), key=lambda c: (_poor(c), count_of(c.args), c.number))
    yield from ordered[:most]


def _poor(call: Call) -> bool:
    value = of_value(call.want.value) if call.want.status == "returned" else None
    return value is None or value[COUNT] < 2 or value[SIZE] == 0


def count_of(value: Any) -> int:
    """How many numbers a value holds, lists in it included."""
    return sum(map(count_of, value)) if isinstance(value, (list, tuple)) else int(getattr(value, "size", 1))
