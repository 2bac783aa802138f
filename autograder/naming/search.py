"""Finds what accounts for a wrong exercise, from the calls that were recorded: first what explains all of them at once, then
what explains each of them. None of a student's code runs here."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.course.week import Exercise, Week
from autograder.graders.reference import solutions
from autograder.graders.student import Record
from autograder.graders.variants import variants
from autograder.naming.behaviour import did, raised
from autograder.naming.calls import LOOSE, TIGHT, Array, Call, Seen, agree, behaves_alike, numeric, same, seen
from autograder.naming.conditions import separating
from autograder.naming.draws import drawn
from autograder.naming.finding import Finding
from autograder.naming.numbers import unknown_numbers
from autograder.naming.objects import of_objects
from autograder.naming.relations.comparison import compared, told
from autograder.naming.relations.forms import factors
from autograder.naming.relations.relation import as_array, slips
from autograder.naming.stand_ins.kept import Kept, kept
from autograder.naming.stand_ins.signatures import Signatures
from autograder.naming.stand_ins.stand_in import StandIn, close_in_form, may_match, overflown
from autograder.sandbox.outcome import Outcome

#: Two values of a stand-in and a student are the same within this; where a function of finite steps is called, wider.
ENOUGH = 14.0
#: Wrong calls of which a name may leave out one and still be worth telling.
FEWEST = 4
NEAR, STEPPED = (1e-9, 1e-12), (1e-6, 1e-8)


@np.errstate(all="ignore")
def findings(week: Week, exercise: Exercise, records: list[Record]) -> list[Finding]:
    """What was found, the surest first; empty where nothing can be told."""
    mistakes = variants(week, "mistakes", exercise.id)
    slow = bool(mistakes) and not any(v.replay for v in mistakes)
    function = getattr(solutions(week), exercise.function, None)
    if isinstance(function, type):
        return of_objects(week, exercise, records)
    own = [r for r in records if r.name == exercise.function and r.outcome.status in ("returned", "raised", "timed_out")]
    if function is None or not own or all(r.outcome.error_type == "NotImplementedError" for r in own):
        return []
    known = [StandIn(v.name, v.hint or "", v.function, known=True) for v in mistakes if v.replay]
    if slow:
        return _of_training(function, own)
    said = seen(function, own)
    if not said.calls:
        return []
    return _Naming(week, exercise, said, known).found()


class _Naming:
    """The search for one exercise."""

    def __init__(self, week: Week, exercise: Exercise, said: Seen, known: list[StandIn]):
        self.week, self.exercise, self.seen, self.known = week, exercise, said, known
        self.calls = said.calls
        stepped = any(callable(a) for c in self.calls for a in c.args)
        self._open: list[Finding] = []
        self._unbounded = any((a := numeric(c.got.value)) is not None and not np.isfinite(a).all() for c in self.calls)
        self.near = STEPPED if stepped else NEAR
        self.wrong = self._wrong(LOOSE)
        # Where a test is stricter than the rest, the difference is small.
        self.strictness = LOOSE
        if not self.wrong and not stepped:
            self.wrong, self.strictness = self._wrong(TIGHT), TIGHT

    def _wrong(self, near: tuple[float, float]) -> list[Call]:
        return [c for c in self.calls if c.got.status != c.want.status
                or (c.got.status == "returned" and not agree(c.got.value, c.want.value, near))]

    def found(self) -> list[Finding]:
        """The first search that explains everything wins."""
        exact = next((s for s in self.known if all(behaves_alike(c.got, s.outcome(c)) for c in self.calls)), None)
        if exact is not None:
            return [self._as_finding(exact)]
        behaved = list(did(self.seen, self.calls, self.wrong))
        if not self.wrong:
            return behaved or self._in_detail()
        for search in (self._known_values, lambda: [f for f in behaved if self._complete([f])][:1], self._related,
                       self._drawn, self._stood_in, self._slipped, self._numbered):
            found = search()
            if found:
                return self._with(found, behaved)
        if found := self._edited_mistakes():
            return found
        return self._in_pieces(behaved)

    def _with(self, found: list[Finding], behaved: list[Finding]) -> list[Finding]:
        """What was found, and what else it did: changed an argument, drew from elsewhere."""
        return [*found, *(f for f in behaved if f.name not in {g.name for g in found} and not f.explains)]

    def _complete(self, found: Sequence[Finding]) -> bool:
        explained = frozenset().union(*(f.explains for f in found))
        return all(f.firm for f in found) and all(c.number in explained for c in self.wrong)

    def _as_finding(self, stand_in: StandIn, calls: Iterable[Call] | None = None) -> Finding:
        it = f"your {self.seen.it}" if self.seen.it else "your answer"
        says = stand_in.says if stand_in.known else told(stand_in.says, it, self.wrong[0] if self.wrong else self.calls[0])
        return Finding(stand_in.name, says, frozenset(c.number for c in calls or self.calls), known=stand_in.known)

    def _in_detail(self) -> list[Finding]:
        return []

    def _known_values(self) -> list[Finding]:
        """An author's mistake, its values alone: it may also warn, or change an argument."""
        return [self._as_finding(s) for s in self.known if all(self._matches(s, c) for c in self._by_telling())][:1]

    def _related(self) -> list[Finding]:
        """Relations, and with them why the calls that raised did so."""
        parted = isinstance(self.calls[0].want.value, tuple)
        found = compared(self.seen, self.calls, self.strictness, stand_ins=self._kept() if parted else None)
        stopped = list(raised(self.seen, self.calls))
        self._open = found
        if self._complete([*found, *stopped]):
            return [*found, *stopped]
        return []

    def _drawn(self) -> list[Finding]:
        """Facts of random answers; and of answers that are related to what a right variant draws."""
        found = list(drawn(self.seen, self.calls))[:1]
        self._open = [*self._open, *(f for f in found if not f.firm)]
        return [f for f in found if f.firm]

    def _stood_in(self) -> list[Finding]:
        """Something else on the same arguments, or the reference on others, or an edit of it."""
        calls = self._by_telling()
        if self._told_apart() < ENOUGH:
            return []
        whole, scaled = self._may_be(calls), self._may_be_scaled(calls)
        for stand_in in self._kept().fitting([lambda kept: whole(kept) | scaled(kept)]):
            if all(self._matches(stand_in, c) for c in calls):
                return [self._as_finding(self._undetermined(stand_in, calls))]
            if stand_in.scaled and (found := self._scaled(stand_in, calls)):
                return [found]
        return []

    def _may_be(self, calls: Sequence[Call]) -> Callable[[Signatures], Array]:
        """Which stand-ins their signatures allow to be the same in all these calls."""
        return lambda kept: np.logical_and.reduce([kept.may_be(c.got, c, self._unbounded) for c in calls])

    def _may_be_scaled(self, calls: Sequence[Call]) -> Callable[[Signatures], Array]:
        """The same but for a factor with a name."""
        if any(c.got.status != "returned" or numeric(c.got.value) is None for c in calls):
            return lambda kept: np.zeros(len(kept.table), bool)
        return lambda kept: np.logical_and.reduce([kept.may_give_scaled(c.got.value, c, _named_factors(c)) for c in calls])

    def _undetermined(self, stand_in: StandIn, calls: Sequence[Call]) -> StandIn:
        """The stand-in without its number where another number would do the same."""
        family = [s for s in self._kept().stand_ins if stand_in.family and s.family == stand_in.family and s is not stand_in]
        if any(all(self._matches(other, c) for c in calls) for other in family):
            return dataclasses.replace(stand_in, name=stand_in.family, says=f"{{it}} is what comes out for {stand_in.family}: what is that "
                                                                            f"limit, or that small number, for?")
        return stand_in

    def _told_apart(self) -> float:
        """How much the wrong answers tell, in bits: two of few values could be the same by chance."""
        bits = 0.0
        for call in self.wrong:
            value = as_array(call.got.value) if call.got.status == "returned" else None
            if call.got.status != "returned" or value is None:
                bits += 8
            elif value.size:
                entries = value.ravel()[:200]
                coarse = np.isfinite(entries) & (np.abs(entries * 60 - np.round(entries * 60)) < 1e-9)
                kinds = len(np.unique(entries))
                bits += 20 * min(3, int((~coarse).sum())) + int(coarse.sum()) * np.log2(max(kinds, 2)) * (0.5 if kinds > 1 else 0.2)
        return bits

    def _kept(self) -> Kept:
        return kept(self.week, self.exercise)[0]

    def _by_telling(self) -> list[Call]:
        """Wrong calls first, those with more than one different number in front."""
        def poor(call: Call) -> tuple[bool, bool, bool, bool, int]:
            value = numeric(call.got.value) if call.got.status == "returned" else None
            right = call not in self.wrong
            size = getattr(call.want.value, "size", 1)
            return (right, size > 5_000, call.got.status != "returned", value is not None and value.size > 1 and bool(np.ptp(value) == 0), call.number)

        return sorted(self.calls, key=poor)

    def _matches(self, stand_in: StandIn, call: Call) -> bool:
        known = stand_in.outcome(call)
        return self._same(call.got, known)

    def _same(self, got: Outcome, known: Outcome) -> bool:
        if got.status == "timed_out":
            return known.error_type == "Endless"
        if got.status == "raised":
            return known.status == "raised" and known.error_type == got.error_type
        if known.status != "returned":
            return False
        if may_match(got.value, known.value) and agree(got.value, known.value, self.near):
            return True
        return self._unbounded and overflown(got.value, known.value)

    def _scaled(self, stand_in: StandIn, calls: Sequence[Call]) -> Finding | None:
        """The stand-in times a factor that has a name and is the same in every call."""
        labels: set[str] | None = None
        for call in calls:
            known = stand_in.outcome(call)
            got, value = numeric(call.got.value), numeric(known.value)
            if known.status != "returned" or got is None or value is None or got.shape != value.shape or not np.isfinite(value).all():
                return None
            if not value.any():
                if got.any():
                    return None
                continue
            ratio = float(got.flat[np.abs(value).argmax()] / value.flat[np.abs(value).argmax()])
            fitting = {k for k, f in {"1": 1.0, **factors(call.sizes, ())}.items() if abs(f - ratio) <= 1e-8 * abs(ratio)}
            labels = fitting if labels is None else labels & fitting
            if not labels:
                return None
            if not same(got, value * ratio, 1e-8):
                return None
        if not labels or len(calls) < 2:
            return None
        label = min(labels, key=lambda k: (len(k), k))
        return dataclasses.replace(self._as_finding(stand_in), name=stand_in.name if label in ("1", "-1") else f"{stand_in.name}, times {label}")

    def _slipped(self) -> list[Finding]:
        """A known mistake, and a slip of form or factor on top of it."""
        returned = [c for c in self._by_telling() if c.got.status == "returned"]
        if not returned or len(returned) < len(self.calls):
            return []
        others = self._kept().fitting([self._in_form(returned)]) if numeric(returned[0].want.value) is not None else ()
        for stand_in in itertools.chain(self.known, others):
            first = stand_in.outcome(returned[0])
            if first.status != "returned" or not close_in_form(returned[0].got.value, first.value):
                continue
            calls = [dataclasses.replace(c, want=stand_in.outcome(c)) for c in returned]
            if any(c.want.status != "returned" for c in calls):
                continue
            found = compared(self.seen, calls, self.strictness, (slips,))
            if found and all(f.firm and "(" not in f.name for f in found) and all(
                    c.number in frozenset().union(*(f.explains for f in found)) or agree(c.got.value, c.want.value) for c in calls):
                return [self._as_finding(stand_in), *found]
        return []

    def _in_form(self, calls: Sequence[Call]) -> Callable[[Signatures], Array]:
        """Which stand-ins may have the answers' numbers, in another form or with a factor."""
        def test(kept: Signatures) -> Array:
            left = kept.may_be_in_form(calls[0].got.value, calls[0])
            if getattr(calls[0].got.value, "size", 1) == 1:
                # Single numbers are alike in all but their size.
                for call in calls:
                    if getattr(call.got.value, "size", 1) == 1:
                        left &= kept.may_be_multiple(call.got.value, call, _named_factors(call))
            return left

        return test

    def _edited_mistakes(self) -> list[Finding]:
        """A known mistake with one more small slip in it."""
        calls = self._by_telling()
        if self._told_apart() < ENOUGH:
            return []
        for stand_in in kept(self.week, self.exercise)[1].fitting([self._may_be(calls)]):
            if all(self._matches(stand_in, c) for c in calls):
                return [self._as_finding(stand_in)]
        return []

    def _numbered(self) -> list[Finding]:
        return unknown_numbers(self.seen, self.calls, self.wrong, self.near)

    def _in_pieces(self, behaved: list[Finding]) -> list[Finding]:
        """One thing in some calls and another in others, as far as they can be told; then what sets the wrong calls apart."""
        pieces = [f for f in (*self._partly(), *behaved, *raised(self.seen, self.calls), *self._open) if f.explains or f.firm]
        wrong = {c.number for c in self.wrong}
        for one in pieces:
            if one.firm and wrong <= one.explains:
                return [one]
        for i, one in enumerate(pieces):
            for other in pieces[:i]:
                if one.firm and other.firm and wrong <= one.explains | other.explains:
                    return [other, one]
        if found := self._but_for_one():
            return [found]
        loose = [f for f in (*self._open, *raised(self.seen, self.calls), *behaved) if not f.known]
        if loose:
            return loose[:3]
        where = separating(self.seen, self.calls, [c.number in wrong for c in self.calls])
        if where:
            return [Finding(f"wrong where {where}", f"The answers are wrong where {where}, and right in all other calls: what is "
                                                    f"different there?", frozenset(wrong), firm=False)]
        return []

    def _but_for_one(self) -> Finding | None:
        """What agrees with all calls but one: not a name, but nearly."""
        calls, most = self._by_telling(), len(self.calls) - 1
        if len(self.wrong) < FEWEST or self._told_apart() < ENOUGH:
            return None
        others = self._kept().fitting([lambda kept: np.add.reduce([kept.may_be(c.got, c, self._unbounded) for c in calls], dtype=int) >= most])
        for stand_in in itertools.chain(self.known, others):
            missed = list(itertools.islice((c for c in calls if not self._matches(stand_in, c)), 2))
            if len(missed) == 1:
                found = self._as_finding(stand_in, [c for c in calls if c is not missed[0]])
                agrees = found.says.replace("does exactly what", "agrees with what")
                says = f"{agrees} This is so in all calls but one of {len(calls)}: there something else happens."
                return dataclasses.replace(found, name=f"{found.name}, but for one call", says=says, firm=False)
        return None

    def _partly(self) -> Iterator[Finding]:
        """Stand-ins that account for some of the wrong calls; where the answer is right they need not hold."""
        best: dict[frozenset[int], Finding] = {}
        wrong = [c for c in self._by_telling() if c in self.wrong]
        first = [self._may_be([c]) for c in wrong[:3]]
        others = self._kept().fitting([lambda kept: np.logical_or.reduce([test(kept) for test in first])] if first else [])
        for stand_in in itertools.chain(self.known, others):
            few = [c for c in wrong[:3] if self._matches(stand_in, c)]
            which = [*few, *(c for c in wrong[3:] if self._matches(stand_in, c))] if few else []
            if which and (key := frozenset(c.number for c in which)) not in best:
                best[key] = self._as_finding(stand_in, which)
        yield from sorted(best.values(), key=lambda f: -len(f.explains))[:40]


def _named_factors(call: Call) -> Array:
    """Every factor that has a name, and 1."""
    return np.array([1.0, *(f for f in factors(call.sizes, call.args).values() if np.isfinite(f))])


def _of_training(function: Any, records: list[Record]) -> list[Finding]:
    """Of a function that trains for seconds: what can be told without running ours."""
    import inspect

    names = tuple(inspect.signature(function).parameters)
    calls = tuple(Call(tuple(r.args), r.outcome, Outcome("missing"), {}, None, i, r.changed) for i, r in enumerate(records))
    said = Seen(function, names, calls, "", ())
    return [*did(said, calls, calls), *raised(said, calls)][:2]
