"""More calls of a wrong function on arguments that are changed in one way, beside what the reference does on them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autograder.naming.calls import Array, Call, numeric, run, same
from autograder.naming.conditions import entries
from autograder.naming.deciding import Ask, inputs
from autograder.naming.evidence import ENOUGH, bits_of
from autograder.naming.look import Look
from autograder.sandbox.outcome import Outcome

#: More calls of one wrong function; how many of its wrong calls are changed, and how many of other draws.
MOST, BASES, MORE = 80, 3, 4
#: Entries of arguments beyond which a call is not made again, and the largest number in it: beyond, all is in what overflows.
LARGE, LARGEST = 400, 60.0
#: Two answers are one within the first; beyond the second they clearly differ.
ALIKE, UNLIKE = (1e-9, 1e-11), (1e-4, 1e-6)


def flat(value: Any) -> Array | None:
    """All numbers of an answer in a row, None where there is something else in it."""
    if isinstance(value, (list, tuple)):
        parts = [flat(v) for v in value]
        return None if not parts or any(p is None for p in parts) else np.concatenate([p for p in parts if p is not None])
    array = numeric(value)
    return None if array is None else array.ravel()


class Probing:
    """Makes the calls. usable: wrong calls that can be made again. bases: those of them that are told apart by their answers; none where
    the first is not answered as before."""

    def __init__(self, look: Look, ask: Ask):
        self.look, self._ask = look, ask
        self.left = MOST
        self.usable = self._usable()
        self.bases = self._repeated([c for c in self.usable if _tells(c.got.value)])

    def _usable(self) -> list[Call]:
        if any(c.got.status == "timed_out" for c in self.look.calls):
            return []
        usable = [c for c in self.look.wrong if c.got.status == c.want.status == "returned" and _plain(c.args) and _finite(c.got.value) and _finite(c.want.value)]
        return sorted(usable, key=lambda c: (1 in c.sizes.values(), c.number))

    def _repeated(self, calls: Sequence[Call]) -> list[Call]:
        """The first few with different answers, if the first gives the same again: else it draws, or remembers."""
        found: list[Call] = []
        for call in calls:
            if len(found) < BASES and all(not _same(call.got.value, c.got.value) and call.key != c.key for c in found):
                found.append(call)
        if len(found) < 2:
            return []
        again = self.student(found[0].args)
        return found if again is not None and _same(again, found[0].got.value) else []

    def others(self) -> Iterator[Call]:
        """Calls as another draw of the tests makes them, with what the student's function gives for each."""
        number = 0
        for call in inputs(self.look.week, self.look.exercise, 0):
            if number < MORE and _plain(call.args) and _tells(call.want.value):
                value = self.student(call.args)
                if _tells(value):
                    number += 1
                    yield dataclasses.replace(call, got=Outcome("returned", value))

    def student(self, args: tuple[Any, ...]) -> Any:
        """What the student's function gives, None where it gives nothing or all calls are made."""
        if self.left <= 0:
            return None
        self.left -= 1
        got = self._ask(args)
        if got.status == "timed_out":
            self.left = 0
        return got.value if got.status == "returned" and not got.changed else None

    def reference(self, args: tuple[Any, ...]) -> Any:
        outcome = run(self.look.seen.function, args, None)
        return outcome.value if outcome.status == "returned" else None

    def stays(self, args: tuple[Any, ...], base: Call) -> bool | None:
        """Whether the student's answer is what it is for the base, None where it cannot be told."""
        got = self.student(args)
        return None if got is None or flat(got) is None else _same(got, base.got.value)

    def reference_stays(self, args: tuple[Any, ...], base: Call) -> bool | None:
        """The same of the reference; None too where it is not clear."""
        want = flat(self.reference(args))
        known = flat(base.want.value)
        if want is None or known is None or not np.isfinite(want).all():
            return None
        if want.shape == known.shape and same(want, known, *ALIKE):
            return True
        return None if want.shape == known.shape and same(want, known, *UNLIKE) else False


def _same(a: Any, b: Any) -> bool:
    one, other = flat(a), flat(b)
    return one is not None and other is not None and _shape(a) == _shape(b) and same(one, other, *ALIKE)


def _shape(value: Any) -> tuple[Any, ...]:
    return tuple(map(_shape, value)) if isinstance(value, (list, tuple)) else np.shape(value)


def _plain(args: Sequence[Any]) -> bool:
    """Whether all arguments are arrays and numbers, neither many nor large."""
    if not all(isinstance(a, (np.ndarray, int, float)) for a in args):
        return False
    return all(np.size(a) <= LARGE and (np.size(a) == 0 or float(np.abs(entries(a)).max()) <= LARGEST) for a in args)


def _finite(value: Any) -> bool:
    found = flat(value)
    return found is not None and bool(np.isfinite(found).all())


def _tells(value: Any) -> bool:
    found = flat(value)
    return found is not None and bool(np.isfinite(found).all()) and bits_of(found) >= ENOUGH


def replaced(call: Call, place: int, by: Any) -> tuple[Any, ...]:
    """The arguments of a call with another one at a place."""
    return tuple(by if i == place else a for i, a in enumerate(call.args))


def with_answers(call: Call, got: Array, want: Array) -> Call:
    """The call as if these had come back."""
    return dataclasses.replace(call, got=dataclasses.replace(call.got, value=got), want=dataclasses.replace(call.want, value=want))
