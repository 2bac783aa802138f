"""An answer of several parts: pairs, triples, a list of pairs; each part with a relation of its own."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.naming.calls import Call, agree
from autograder.naming.relations.relation import as_array

#: Parts of a tuple that are each something of their own.
FEW = 4
#: Where a part stands: numbers, and "*" for every pair of a list.
Role = tuple[int | str, ...]


@dataclass(frozen=True, eq=False)
class Pair:
    """One part of one answer beside the right one. layer: its place in a list of pairs, of so many."""

    got: Any
    want: Any
    call: Call
    layer: int = 0
    layers: int = 1

    def agrees(self, near: tuple[float, float]) -> bool:
        return agree(self.got, self.want, near)


def is_leaf(value: Any) -> bool:
    """A number, an array, or a list of numbers; a tuple has parts that are each something of its own."""
    if isinstance(value, tuple) and 1 < len(value) <= FEW and not any(isinstance(v, (list, tuple)) for v in value):
        return False
    return not isinstance(value, (list, tuple)) or not value or (not isinstance(value[0], (list, tuple, np.ndarray)) and all(
        isinstance(v, (int, float, np.number)) for v in value))


def leaves(want: Any, got: Any, role: Role = (), layer: int = 0, of: int = 1) -> Iterator[tuple[Role, int, int, Any, Any]]:
    """(role, layer, layers, got, want) of each part. Raises ValueError where the two are not built alike."""
    if is_leaf(want):
        yield role, layer, of, got, want
        return
    if not isinstance(got, (list, tuple)) or len(got) != len(want):
        raise ValueError
    layered = isinstance(want, list) and isinstance(want[0], (list, tuple, np.ndarray))
    for i, (w, g) in enumerate(zip(want, got, strict=True)):
        if layered:
            yield from leaves(w, g, (*role, "*"), i, len(want))
        else:
            yield from leaves(w, g, (*role, i), layer, of)


def role_name(role: Role, parts: tuple[str, ...]) -> str:
    """What a part is called: by the docstring's names where it gives as many."""
    numbers = [r for r in role if isinstance(r, int)]
    if not numbers:
        return ""
    if "*" in role and role[0] == "*":
        return parts[numbers[0]] if numbers[0] < len(parts) else f"the {_ordinal(numbers[0])} of each pair"
    outer = parts[numbers[0]] if numbers[0] < len(parts) else f"the {_ordinal(numbers[0])} part"
    if len(numbers) > 1:
        return f"the {_ordinal(numbers[1])} of each pair of {outer}"
    return outer


def _ordinal(index: int) -> str:
    return ("first", "second", "third", "fourth", "fifth")[index] if index < 5 else f"number {index + 1}"


def built(got: Any, want: Any, names: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """How an answer with the right parts is put together otherwise: (name, sentence), all that hold. names: what its parts are called."""
    if not isinstance(want, (list, tuple)) or is_leaf(want):
        return
    parts = list(want)
    if isinstance(got, dict):
        if any(_among(v, parts) for v in got.values()):
            yield "a dictionary", f"A dictionary came back; the parts were asked for as a plain {type(want).__name__}, in order."
        return
    for i, part in enumerate(parts):
        if agree(got, part):
            yield f"only part {i + 1}", f"Only the {_ordinal(i)} of {len(parts)} parts comes back, by itself."
    if not isinstance(got, (list, tuple)):
        return
    given = list(got)
    if len(given) == len(parts) > 1:
        if len(parts) > 4 or isinstance(want, list):
            if agree(given[::-1], parts):
                yield "reversed", "The parts are right, in the reverse order: which one comes first?"
        else:
            for order in itertools.permutations(range(len(parts))):
                if order != tuple(range(len(parts))) and agree([given[i] for i in order], parts):
                    yield "another order of parts", "The parts are right, in another order: compare with the docstring."
    paired = isinstance(want, list) and all(isinstance(p, (list, tuple)) for p in parts)
    if 0 < len(given) < len(parts) and not paired:
        missing = [i for i, p in enumerate(parts) if not _among(p, given)]
        if len(missing) == len(parts) - len(given):
            which = " and ".join(_ordinal(i) for i in missing[:3])
            yield f"without part {missing[0] + 1}", f"The {which} of {len(parts)} parts is missing; the others are right."
    if len(given) > len(parts) and all(_among(p, given) for p in parts):
        yield "parts too many", f"{len(given)} parts came back, {len(parts)} were asked for; the right ones are among them."
    yield from _rebuilt(given, parts)
    if len(given) == len(parts) and isinstance(want, tuple):
        # One of the parts is a list, and that is put together otherwise.
        other = [i for i, part in enumerate(parts) if not agree(given[i], part)]
        if len(other) == 1:
            inner = names[other[0]] if other[0] < len(names) else f"the {_ordinal(other[0])} of {len(parts)} parts"
            yield from ((name, f"In {inner}, {says[:1].lower()}{says[1:]}") for name, says in built(given[other[0]], parts[other[0]]))


def _rebuilt(given: list[Any], parts: list[Any]) -> Iterator[tuple[str, str]]:
    """A list of pairs in another form."""
    if not all(isinstance(p, (list, tuple)) for p in parts) or not parts:
        return
    flat = [x for p in parts for x in p]
    if agree(given, flat):
        yield "flat", "All arrays come back in one long list; they belong together in pairs."
    turned = [list(z) for z in zip(*parts, strict=False)]
    if agree([list(g) if isinstance(g, (list, tuple)) else g for g in given], turned):
        yield "two lists", "Two lists came back, one of all the first and one of all the second; pairs were asked for."
    for j in range(min(len(p) for p in parts)):
        if agree(given, [p[j] for p in parts]):
            yield f"only the {_ordinal(j)} of each pair", f"Only the {_ordinal(j)} of each pair comes back."
    if len(given) == len(parts) and all(isinstance(g, (list, tuple)) for g in given):
        if all(agree(list(g)[::-1], list(p)) for g, p in zip(given, parts, strict=True)):
            yield "pairs turned round", "In each pair the first and the second stand in each other's place."
        if all(len(g) > len(p) and all(_among(x, list(g)) for x in p) for g, p in zip(given, parts, strict=True)):
            yield "more than pairs", "Each pair holds more than was asked for; the right ones are among it."
    deeper = [g for g in given if isinstance(g, (list, tuple))]
    if len(given) < len(parts) and deeper and all(_among(g, parts) for g in given):
        where = "last" if agree(given[-1], parts[-1]) else "first" if agree(given[0], parts[0]) else "middle"
        yield f"only the {where} pairs", f"Only {len(given)} of {len(parts)} pairs come back (the {where}): must the list begin before the loop?"


def _among(part: Any, values: list[Any]) -> bool:
    return any(agree(v, part) for v in values)


def listed(got: Any, want: Any) -> bool:
    """Whether the right numbers came back in lists where an array was asked for, or in an array for a list."""
    if isinstance(want, np.ndarray) and want.ndim and isinstance(got, (list, tuple)):
        found = as_array(got)
        return found is not None and agree(found, want)
    return False
