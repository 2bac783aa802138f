"""Finds what accounts for a wrong exercise, from the calls that were recorded: first what explains all of them at once, then
what explains each of them. None of a student's code runs here."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Sequence

import numpy as np

from autograder.course.week import Exercise, Week
from autograder.graders.reference import solutions
from autograder.graders.student import Record
from autograder.graders.variants import Variant, variants
from autograder.naming.behaviour import did, raised
from autograder.naming.calls import Array, Call, Seen, agree, behaves_alike, numeric, same, seen, warns_alike
from autograder.naming.curves import curve
from autograder.naming.deciding import Ask, borne_out, decided, further
from autograder.naming.descent.told import descended
from autograder.naming.draws import drawn
from autograder.naming.evidence import ENOUGH
from autograder.naming.finding import Finding
from autograder.naming.look import Look
from autograder.naming.numbers import unknown_numbers
from autograder.naming.objects import of_objects
from autograder.naming.observations import one_by_one
from autograder.naming.pieces import in_pieces
from autograder.naming.probing import Probing
from autograder.naming.properties import heeded, unheeded
from autograder.naming.recipes.following import followed
from autograder.naming.refusals import of_refusals
from autograder.naming.relations.comparison import ARGUED, FIRST, LATE, Search, compared
from autograder.naming.relations.composition import argued
from autograder.naming.relations.forms import factor_in, factors
from autograder.naming.relations.parts import is_leaf
from autograder.naming.relations.related import slips
from autograder.naming.relations.undoing import undoes
from autograder.naming.retraining import retrained
from autograder.naming.rights import nearest
from autograder.naming.shown import shown
from autograder.naming.stand_ins.kept import are_kept, kept
from autograder.naming.stand_ins.signatures import Signatures
from autograder.naming.stand_ins.stand_in import StandIn, close_in_form, may_slip
from autograder.naming.training import OF_PROGRESS, of_training
from autograder.naming.windows import windows


def prepare(week: Week, exercise: Exercise) -> None:
    """Make what the first wrong solution would have to wait for, unless some process has."""
    mistakes = variants(week, "mistakes", exercise.id)
    function = getattr(solutions(week), exercise.function, None)
    if function is not None and not isinstance(function, type) and not _is_slow(mistakes) and not are_kept(week, exercise):
        kept(week, exercise)


@np.errstate(all="ignore")
def findings(week: Week, exercise: Exercise, records: list[Record], ask: Ask | None = None) -> list[Finding]:
    """What was found, the surest first; empty where nothing can be told. ask: makes one more call of the student's function, where that
    decides between two names."""
    mistakes = variants(week, "mistakes", exercise.id)
    function = getattr(solutions(week), exercise.function, None)
    if isinstance(function, type):
        return of_objects(week, exercise, records)
    if refusals := of_refusals([r for r in records if r.name == exercise.function]):
        return refusals
    own = [r for r in records if r.name == exercise.function and r.outcome.status in ("returned", "raised", "timed_out")]
    if function is None or not own or all(r.outcome.error_type == "NotImplementedError" for r in own):
        return []
    known = [StandIn(v.name, v.hint or "", v.function, known=True) for v in mistakes if v.replay]
    if _is_slow(mistakes):
        found = shown(mistakes, function, own) or of_training(function, own, vars(solutions(week)))
        unsure = not found or not all(f.firm for f in found) or found[0].name in OF_PROGRESS
        return (unsure and ask is not None and retrained(function, own, vars(solutions(week)), ask)) or found
    rights = [v.function for v in variants(week, "right", exercise.id)]
    said = nearest(seen(function, own), rights)
    if not said.calls:
        return []
    naming = _Naming(week, exercise, said, known, ask)
    found = naming.found()
    if ask is not None and any(f.where for f in found) and (more := further(naming, ask)):
        # One of many conditions holds by chance of what was drawn.
        more = nearest(dataclasses.replace(said, calls=more), rights).calls
        return _Naming(week, exercise, dataclasses.replace(said, more=more), known, ask).found()
    if naming.refuted:
        said = nearest(dataclasses.replace(said, calls=(*said.calls, *naming.asked)), rights)
        another = _Naming(week, exercise, said, known, None).found()
        return another if another and all(f.firm for f in another) else found
    return found


def _is_slow(mistakes: Sequence[Variant]) -> bool:
    """Whether what is known of an exercise is not to be replayed: it trains for seconds."""
    return bool(mistakes) and not any(v.replay for v in mistakes)


class _Naming(Look):
    """The search for one exercise."""

    def __init__(self, week: Week, exercise: Exercise, said: Seen, known: list[StandIn], ask: Ask | None):
        super().__init__(week, exercise, said, known)
        self.ask = ask
        self.somewhere: list[Finding] = []

    def found(self) -> list[Finding]:
        """The first search that explains everything wins."""
        exact = next((s for s in self.known if all(behaves_alike(c.got, s.outcome(c), c.names) for c in self.calls)), None)
        if exact is not None:
            return [decided(self, exact, self.ask)]
        behaved = list(did(self.seen, self.calls, self.wrong))
        if not self.wrong:
            return behaved
        for search in (self._known_values, lambda: [f for f in behaved if self._complete([f])][:1], self._descended, self._related_throughout,
                       self._drawn, self._stood_in, lambda: followed(self, self.ask), lambda: self.somewhere, lambda: self._related(ARGUED),
                       self._slipped, self._numbered, lambda: curve(self)):
            found = search()
            if found:
                return self._with(found, behaved)
        if found := self._edited_mistakes() or self._related(LATE):
            return found
        return self._probed(in_pieces(self, behaved))

    def _probed(self, pieces: list[Finding]) -> list[Finding]:
        """What more calls tell, where the pieces do not explain everything."""
        if self.ask is None or self._complete(pieces):
            return pieces
        probing = Probing(self, self.ask)
        told: list[Finding] = []
        for kind in (one_by_one, unheeded):
            found = kind(probing)
            if self._complete(found):
                return found
            told += found
        return pieces or [dataclasses.replace(f, firm=False) for f in told[-1:]] or heeded(probing)

    def _with(self, found: list[Finding], behaved: list[Finding]) -> list[Finding]:
        """What was found, and what else it did: changed an argument, drew from elsewhere."""
        also = [f for f in behaved if f.name not in {g.name for g in found} and not f.explains]
        return [*found, *(dataclasses.replace(f, firm=True) for f in also)] if self._complete(found) else [*found, *also]

    def _complete(self, found: Sequence[Finding]) -> bool:
        explained = frozenset().union(*(f.explains for f in found))
        return all(f.firm for f in found) and all(c.number in explained for c in self.wrong)

    def _known_values(self) -> list[Finding]:
        """An author's mistake, its values alone: it may also warn, or change an argument."""
        # As near as hidden tests ask for: the same worked out in another way is no other mistake.
        near = max(self.near, self.strictness)
        fitting = next((s for s in self.known if all(self.matches(s, c, near) and warns_alike(c.got, s.outcome(c)) for c in self.by_telling)), None)
        return [] if fitting is None else [decided(self, fitting, self.ask)]

    def _descended(self) -> list[Finding]:
        """What a training did, told from what it asked of the slope it was given; and with that why some calls raised."""
        found = descended(self.seen) or []
        if found and self._complete([*found, *(stopped := list(raised(self.seen, self.calls)))]):
            return [*found, *stopped]
        self.open = [*found, *self.open]
        return []

    def _related_throughout(self) -> list[Finding]:
        """Relations that need no word on where they hold: that waits until nothing else explains the right calls, too."""
        found = self._related()
        if any(" (where " in f.name for f in found):
            self.somewhere = found
            return []
        return found

    def _related(self, searches: Sequence[Search] = FIRST) -> list[Finding]:
        """Relations, and with them why the calls that raised did so."""
        parted = isinstance(self.calls[0].want.value, tuple)
        if searches == LATE and is_leaf(self.calls[0].want.value):
            searches = LATE[-1:]
        found = compared(self.seen, self.calls, self.strictness, searches, self.kept() if parted else None, self.known)
        stopped = list(raised(self.seen, self.calls))
        self.open = found or self.open
        if self._complete([*found, *stopped]):
            return [*found, *stopped]
        return []

    def _drawn(self) -> list[Finding]:
        """Facts of random answers; and of answers that are related to what a right variant draws."""
        found = list(windows(self.seen, self.calls))[:1] or list(drawn(self.seen, self.calls))[:1]
        self.open = [*self.open, *(f for f in found if not f.firm)]
        return [f for f in found if f.firm]

    def _stood_in(self) -> list[Finding]:
        """Something else on the same arguments, or the reference on others, or an edit of it."""
        calls = self.by_telling
        # Where no call was tried in advance, stand-ins are too slow to be run on a student's.
        if not self.kept().known(calls):
            return []
        if self.told_apart() < ENOUGH:
            alike = (s for s in self.kept().fitting([self.may_be(calls)]) if all(self.matches(s, c) for c in calls))
            confirmed = borne_out(self, alike, self.ask)
            return [] if confirmed is None else [self.as_finding(confirmed)]
        whole, scaled = self.may_be(calls), self._may_be_scaled(calls)
        for stand_in in self.kept().fitting([lambda kept: whole(kept) | scaled(kept)]):
            if all(self.matches(stand_in, c) for c in calls):
                named = self._undetermined(stand_in, calls)
                return [decided(self, stand_in, self.ask) if named is stand_in else self.as_finding(named)]
            if stand_in.scaled and (found := self._scaled(stand_in, calls)):
                return [found]
        return []

    def _may_be_scaled(self, calls: Sequence[Call]) -> Callable[[Signatures], Array]:
        """The same but for a factor with a name."""
        if any(c.got.status != "returned" or numeric(c.got.value) is None for c in calls):
            return lambda kept: np.zeros(len(kept.table), bool)
        return lambda kept: np.logical_and.reduce([kept.may_give_scaled(c.got.value, c, _named_factors(c)) for c in calls])

    def _undetermined(self, stand_in: StandIn, calls: Sequence[Call]) -> StandIn:
        """The stand-in without its number where another number would do the same."""
        family = [s for s in self.kept().stand_ins if stand_in.family and s.family == stand_in.family and s is not stand_in]
        if any(all(self.matches(other, c) for c in calls) for other in family):
            return dataclasses.replace(stand_in, name=stand_in.family, says=f"{{it}} is what comes out for {stand_in.family}: what is that "
                                                                            f"limit, or that small number, for?")
        return stand_in

    def _scaled(self, stand_in: StandIn, calls: Sequence[Call]) -> Finding | None:
        """The stand-in times a factor that has a name and is the same in every call."""
        labels: set[str] | None = None
        for call in calls:
            known = stand_in.outcome(call)
            got, value = numeric(call.got.value), numeric(known.value)
            if known.status != "returned" or (known.changed and not call.changed) or got is None or value is None or got.shape != value.shape or (
                    not np.isfinite(value).all()):
                return None
            if not value.any():
                if got.any():
                    return None
                continue
            ratio = float(got.flat[np.abs(value).argmax()] / value.flat[np.abs(value).argmax()])
            fitting = {k for k, f in {"1": 1.0, **factors(call.sizes)}.items() if abs(f - ratio) <= 1e-8 * abs(ratio)}
            labels = fitting if labels is None else labels & fitting
            if not labels:
                return None
            if not same(got, value * ratio, 1e-8):
                return None
        if not labels or len(calls) < 2:
            return None
        label = min(labels, key=lambda k: (len(k), k))
        found = self.as_finding(stand_in)
        if label == "1":
            return found
        return _with_factor(found, label)

    def _slipped(self) -> list[Finding]:
        """A known mistake, and a slip of form or factor on top of it."""
        returned = [c for c in self.by_telling if c.got.status == "returned"]
        if not returned or len(returned) < len(self.calls):
            return []
        returned = [*(known := self.kept().known(returned)), *(c for c in returned if c not in known)]
        others = self.kept().fitting([self._in_form(returned)]) if known and numeric(returned[0].want.value) is not None else ()
        for stand_in in itertools.chain(self.known, others):
            calls = []
            for call in returned:
                outcome = stand_in.outcome(call)
                if outcome.status != "returned" or (outcome.changed and not call.changed) or not (
                        close_in_form(call.got.value, outcome.value) and (stand_in.known or may_slip(call.got.value, outcome.value))):
                    break
                calls.append(dataclasses.replace(call, want=outcome))
            if len(calls) < len(returned):
                continue
            found = compared(self.seen, calls, self.strictness, (slips, argued) if stand_in.known else (slips,))
            if found and all(f.firm and "(" not in f.name for f in found) and not undoes(found, returned, calls) and all(
                    c.number in frozenset().union(*(f.explains for f in found)) or agree(c.got.value, c.want.value) for c in calls):
                first = self.as_finding(stand_in)
                if not stand_in.known and len(found) == 1 and (label := factor_in(found[0].name)) is not None:
                    return [_with_factor(first, label)]
                return [first, *(dataclasses.replace(f, says=_on_top(f.says)) for f in found)]
        return []

    def _in_form(self, calls: Sequence[Call]) -> Callable[[Signatures], Array]:
        """Which stand-ins may have the answers' numbers, in another form or with a factor."""
        def test(kept: Signatures) -> Array:
            left = kept.may_be_in_form(calls[0].got.value, calls[0])
            for call in calls:
                size = getattr(call.got.value, "size", 1)
                if size == 1 == getattr(calls[0].got.value, "size", 1):
                    # Single numbers are alike in all but their size.
                    left &= kept.may_be_multiple(call.got.value, call, _named_factors(call))
                elif size > 1 and _of_one_size(call.got.value):
                    left &= kept.may_be_balanced(call.got.value, call)
            return left

        return test

    def _edited_mistakes(self) -> list[Finding]:
        """A known mistake with one more small slip in it."""
        calls = self.by_telling
        if self.told_apart() < ENOUGH or not self.kept().known(calls):
            return []
        for stand_in in kept(self.week, self.exercise)[1].fitting([self.may_be(calls)]):
            if all(self.matches(stand_in, c) for c in calls):
                return [self.as_finding(stand_in)]
        return []

    def _numbered(self) -> list[Finding]:
        return unknown_numbers(self.seen, self.calls, self.wrong, self.near)


def _of_one_size(value: object) -> bool:
    """Whether all entries are the same but for their signs."""
    array = numeric(value)
    return array is not None and bool(array.size) and bool(np.ptp(np.abs(array)) == 0)


def _with_factor(found: Finding, label: str) -> Finding:
    """What an answer is made from may be short of a mean or a sum that the right one has: the factor need be no mistake of its own."""
    return dataclasses.replace(found, name=f"{found.name}, times {label}", says=f"{found.says} (It comes with the factor {label}.)")


def _on_top(says: str) -> str:
    """What is related to a mistake's answer, and not to the right one."""
    says = says.replace("what it should be", "what comes out with that alone")
    return says if says.startswith("And ") else f"And on top of that: {says}"


def _named_factors(call: Call) -> Array:
    """Every factor that has a name, and 1."""
    return np.array([1.0, *(f for f in factors(call.sizes).values() if np.isfinite(f))])


