"""One look at a wrong exercise: its calls, which of them are wrong, and what may have stood for its function."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from autograder.course.week import Exercise, Week
from autograder.naming.calls import LOOSE, TIGHT, Array, Call, Seen, agree, numeric
from autograder.naming.conditions import entries
from autograder.naming.evidence import bits_of
from autograder.naming.finding import Finding
from autograder.naming.relations.comparison import told
from autograder.naming.relations.relation import as_array
from autograder.naming.stand_ins.kept import Kept, kept
from autograder.naming.stand_ins.signatures import Signatures
from autograder.naming.stand_ins.stand_in import StandIn, may_match, overflown
from autograder.sandbox.outcome import Outcome

#: Two values of a stand-in and a student are the same within this; where a function of finite steps is called, wider.
NEAR, STEPPED = (1e-9, 1e-12), (1e-6, 1e-8)
#: No number that is given and at most so large makes exp overflow, or a sum or product of several.
OVERFLOWING = 50.0


def bits(outcome: Outcome) -> float:
    """How much one outcome tells, in bits."""
    if outcome.status != "returned":
        # Much else raises the same.
        return 1
    value = as_array(outcome.value)
    return 8 if value is None else bits_of(value)


class Look:
    """The calls of one exercise beside what the reference does on them. known: the authors' mistakes. wrong: calls that differ, by
    `strictness`. open: what was found that leaves something open. asked: calls that were made to confirm a name. refuted: whether one of
    them did not."""

    def __init__(self, week: Week, exercise: Exercise, said: Seen, known: list[StandIn]):
        self.week, self.exercise, self.seen, self.known = week, exercise, said, known
        self.calls = said.calls
        stepped = any(callable(a) for c in self.calls for a in c.args)
        self.open: list[Finding] = []
        self.asked: list[Call] = []
        self.refuted = False
        endless = [c for c in self.calls if (a := numeric(c.got.value)) is not None and not np.isfinite(a).all()]
        # What overflows began with something large; inf from small numbers is a division by zero.
        self.unbounded = bool(endless) and all(largest(c.args) > OVERFLOWING for c in endless)
        self.near = STEPPED if stepped else NEAR
        self.wrong = self.differing(LOOSE)
        # Where a test is stricter than the rest, the difference is small.
        self.strictness = LOOSE
        if not self.wrong and not stepped:
            self.wrong, self.strictness = self.differing(TIGHT), TIGHT

    def differing(self, near: tuple[float, float]) -> list[Call]:
        return [c for c in self.calls if _differs(c, near)]

    def differs(self, call: Call) -> bool:
        """Whether a call is wrong."""
        return _differs(call, self.strictness)

    def as_finding(self, stand_in: StandIn, calls: Iterable[Call] | None = None) -> Finding:
        it = f"your {self.seen.it}" if self.seen.it else "your answer"
        says = stand_in.says if stand_in.known else told(stand_in.says, it, self.wrong[0] if self.wrong else self.calls[0])
        return Finding(stand_in.name, says, frozenset(c.number for c in calls or self.calls), known=stand_in.known)

    def may_be(self, calls: Sequence[Call]) -> Callable[[Signatures], Array]:
        """Which stand-ins their signatures allow to be the same in all these calls."""
        return lambda kept: np.logical_and.reduce([kept.may_be(c.got, c, self.unbounded) for c in calls])

    def told_apart(self, calls: Sequence[Call] | None = None) -> float:
        """How much the wrong answers, or those of some calls, tell in bits: two of few values could be the same by chance."""
        return sum(bits(call.got) for call in (self.wrong if calls is None else calls))

    def kept(self) -> Kept:
        return kept(self.week, self.exercise)[0]

    @functools.cached_property
    def by_telling(self) -> list[Call]:
        """Wrong calls first, those with more than one different number in front."""
        def poor(call: Call) -> tuple[bool, bool, bool, bool, int]:
            value = numeric(call.got.value) if call.got.status == "returned" else None
            right = call not in self.wrong
            size = getattr(call.want.value, "size", 1)
            return (right, size > 5_000, call.got.status != "returned", value is not None and value.size > 1 and bool(np.ptp(value) == 0), call.number)

        return sorted(self.calls, key=poor)

    def matches(self, stand_in: StandIn, call: Call, near: tuple[float, float] | None = None) -> bool:
        known = stand_in.outcome(call)
        return self.same_outcome(call.got, known, near)

    def same_outcome(self, got: Outcome, known: Outcome, near: tuple[float, float] | None = None) -> bool:
        """Whether two are the same, as near as `near` says in place of the look's own."""
        if got.status == "timed_out":
            return known.error_type == "Endless"
        if got.status == "raised":
            return known.status == "raised" and known.error_type == got.error_type
        if known.status != "returned" or (known.changed and not got.changed):
            # What changes an argument is told by that: code that leaves it alone does something else, though the values are the same.
            return False
        if (near or may_match(got.value, known.value)) and agree(got.value, known.value, near or self.near):
            return True
        return self.unbounded and overflown(got.value, known.value)


def _differs(call: Call, near: tuple[float, float]) -> bool:
    return call.got.status != call.want.status or (call.got.status == "returned" and not agree(call.got.value, call.want.value, near))


def largest(args: Sequence[object]) -> float:
    """The largest number among the arguments, without its sign."""
    largest = 0.0
    for arg in args:
        with contextlib.suppress(TypeError, ValueError):
            largest = max(largest, float(np.abs(entries(arg)).max(initial=0.0)))
    return largest
