"""Where two functions did the same as the student's on all calls, one more call decides: with an input on which the two differ."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.course.week import Exercise, Week
from autograder.naming.calls import Array, Call, key_of, run
from autograder.naming.conditions import entries
from autograder.naming.evidence import ENOUGH
from autograder.naming.finding import Finding
from autograder.naming.look import Look, bits
from autograder.naming.stand_ins.kept import references
from autograder.naming.stand_ins.signatures import chosen
from autograder.naming.stand_ins.stand_in import StandIn
from autograder.sandbox.outcome import Outcome

#: Makes one call of the student's function, in the student's own process.
Ask = Callable[[tuple[Any, ...]], Outcome]

#: Others that are looked at beside what was found; inputs among which the one that tells most of them apart is sought, the smallest,
#: and those that are tried as well where none of these tells; secrets that inputs are drawn with.
OTHERS, PROBES, MORE, DRAWS = 20, 6, 10, 6
#: More calls that decide between two names; and outcomes that may be looked at for all of them together: most that fit are the same in
#: all else. Where one costs more than so much on the average, fewer, as the square of it: of what goes round in loops, what fits costs
#: many times the average.
ASKS, OUTCOMES, CHEAP = 3, 800, 10.0
#: How many times as large numbers are where answers are signs, which do not tell sizes.
LARGER = 64.0
#: By how many places rows are moved, to tell apart what looks at the last one.
MOVES = (1, 2, 3, 5)
#: Further apart than rounding brings two ways to work out the same, on inputs where it grows: nothing less tells two names apart.
ROUNDING = (1e-5, 1e-7)
#: Functions among which more calls are to find the one that a student wrote, and how many calls.
CANDIDATES, ASKED = 60, 2

#: (Week.key, exercise, number of the draw) -> inputs as the exercise's own tests draw them, with another secret.
_probes: dict[tuple[str, str, int], list[Call]] = {}


def decided(look: Look, first: StandIn, ask: Ask | None) -> Finding:
    """What was found, or the other function that fits as well and is borne out by calls that tell them apart."""
    found, outcomes = look.as_finding(first), _Outcomes(look)
    others = _others(look, first, outcomes) if ask is not None else []
    for _ in range(ASKS):
        probe = _telling(look, first, others, outcomes) if others else None
        if probe is None or ask is None:
            break
        got = ask(probe.args)
        if got.status == "timed_out" or got.error_type == "Endless":
            # An author's mistake ends where a student's goes on for ever.
            break
        fitting = [s for s in (first, *others) if look.same_outcome(got, s.outcome(probe), ROUNDING)]
        if not fitting:
            return _unsure(found)
        first, others = fitting[0], fitting[1:]
        found = look.as_finding(first)
    return _confirmed(look, first, found, outcomes, ask)


def _confirmed(look: Look, first: StandIn, found: Finding, outcomes: _Outcomes, ask: Ask | None) -> Finding:
    """What was found, if it is so on inputs that the tests did not give, too: what nobody thought of may do the same on those that they
    gave."""
    probes = inputs(look.week, look.exercise, 0)[:outcomes.confirming] if ask is not None else []
    for probe in (*probes, *_enlarged(look, probes[:1])):
        known = first.outcome(probe)
        if ask is None or known.error_type == "Endless":
            break
        got = ask(probe.args)
        if got.status == "timed_out" or got.error_type == "Endless":
            break
        look.asked.append(dataclasses.replace(probe, got=got, changed=got.changed, number=len(look.calls) + len(look.asked)))
        if not look.same_outcome(got, known, ROUNDING):
            look.refuted = True
            return _unsure(found)
    return found


def _enlarged(look: Look, calls: Sequence[Call]) -> Iterator[Call]:
    """Calls with the last of the arrays that hold sizes many times as large, where the answers are signs: these do not tell whether
    something that is added is outweighed by it, or outweighs it each time."""
    try:
        signs = all(np.isin(entries(c.got.value), (-1, 0, 1)).all() for c in look.wrong)
    except TypeError:
        return
    for call in calls if signs else ():
        sizes = [i for i, a in enumerate(call.args) if isinstance(a, np.ndarray) and a.dtype.kind == "f" and not np.isin(a, (-1, 0, 1)).all()]
        if sizes:
            args = tuple(a * LARGER if i == sizes[-1] else a for i, a in enumerate(call.args))
            key = key_of(args)
            yield dataclasses.replace(call, args=args, key=key, want=run(look.seen.function, args, key))


def _unsure(found: Finding) -> Finding:
    return dataclasses.replace(found, firm=False, says=f"{found.says} (In one more call, on other inputs, something else came back.)")


def borne_out(look: Look, candidates: Iterable[StandIn], ask: Ask | None) -> StandIn | None:
    """Of functions that fit answers which tell too little, all of them 0, say: the first that more calls bear out, on inputs on which it
    does something that little else does by chance."""
    fitting = list(itertools.islice(candidates, CANDIDATES)) if ask is not None else []
    asked = 0
    for probe in inputs(look.week, look.exercise, 0) if fitting else ():
        for changed in (probe, _without_zeros(look, probe)):
            outcomes = [(s, s.outcome(changed)) for s in fitting]
            telling = [s for s, o in outcomes if bits(o) >= ENOUGH and not look.same_outcome(o, changed.want)]
            if telling and ask is not None:
                got = ask(changed.args)
                fitting, asked = [s for s in telling if look.same_outcome(got, s.outcome(changed))], asked + 1
        if not fitting or asked >= ASKED:
            break
    return next((s for s in fitting if _right_where_said(look, s, ask)), None) if asked else None


def _right_where_said(look: Look, candidate: StandIn, ask: Ask | None) -> bool:
    """Whether the student's function is right on inputs of which a candidate says so: others may be as wrong on all that tells much."""
    probes = (p for p in inputs(look.week, look.exercise, 0) if look.same_outcome(candidate.outcome(p), p.want))
    return all(ask is None or look.same_outcome(ask(p.args), p.want) for p in itertools.islice(probes, ASKS))


def further(look: Look, ask: Ask) -> tuple[Call, ...]:
    """More calls of the student's function, on inputs as the exercise's own tests draw them with another secret."""
    found: list[Call] = []
    for probe in inputs(look.week, look.exercise, 0):
        got = ask(probe.args)
        if got.status not in ("returned", "raised") or got.error_type == "Endless":
            break
        found.append(dataclasses.replace(probe, got=got, changed=got.changed, number=len(look.calls) + len(found)))
    return tuple(found)


def _without_zeros(look: Look, call: Call) -> Call:
    """A call with other numbers where an argument is 0 everywhere: what is multiplied by it shows."""
    args = tuple(0.75 if isinstance(a, float) and a == 0 else _ramp(a) if isinstance(a, np.ndarray) and a.dtype.kind == "f" and not a.any() else a
                 for a in call.args)
    key = key_of(args)
    return dataclasses.replace(call, args=args, key=key, want=run(look.seen.function, args, key))


def _ramp(array: Array) -> Array:
    return np.linspace(-0.73, 1.31, array.size).reshape(array.shape)


class _Outcomes:
    """How many outcomes may still be looked at: the same on every machine, whatever was worked out before. confirming: calls that confirm
    what was found."""

    def __init__(self, look: Look):
        cheap = min(1.0, CHEAP / look.kept().work) ** 2
        self.left, self.confirming = int(OUTCOMES * cheap), max(1, int(PROBES * cheap))

    def of(self, stand_in: StandIn, call: Call) -> Outcome:
        self.left -= 1
        return stand_in.outcome(call)


def _others(look: Look, first: StandIn, outcomes: _Outcomes) -> list[StandIn]:
    """What else did the same on every call: half of the outcomes are for finding it."""
    tried, half = look.kept().known(look.calls), outcomes.left // 2
    made = look.kept().fitting([look.may_be(tried)]) if tried else ()
    others = itertools.takewhile(lambda s: outcomes.left > half, (s for s in itertools.chain(look.known, made) if s is not first))
    fitting = (s for s in others if all(look.same_outcome(c.got, outcomes.of(s, c)) for c in look.by_telling))
    return list(itertools.islice(fitting, OTHERS))


#: What `_telling` found for these functions of an exercise, and what it cost: the same mistake is made by many.
_told_apart: dict[tuple[Any, ...], tuple[Call | None, int]] = {}
REMEMBERED = 2_000


def _telling(look: Look, first: StandIn, others: Sequence[StandIn], outcomes: _Outcomes) -> Call | None:
    """The input on which most of the others do something else, None where all do the same on all of them. Sought once a process."""
    key = look.week.key, look.exercise.id, look.unbounded, look.near, outcomes.left, *(s.function for s in (first, *others))
    if key not in _told_apart:
        if len(_told_apart) >= REMEMBERED or look.week.trial:
            _told_apart.clear()
        left = outcomes.left
        _told_apart[key] = _sought(look, first, others, outcomes), left - outcomes.left
    else:
        outcomes.left -= _told_apart[key][1]
    return _told_apart[key][0]


def _sought(look: Look, first: StandIn, others: Sequence[StandIn], outcomes: _Outcomes) -> Call | None:
    best, most = None, 0
    for probes in _stages(look):
        for number, probe in enumerate(probes):
            if (number >= PROBES and best is not None) or outcomes.left <= 0:
                break
            known, theirs = outcomes.of(first, probe), [outcomes.of(s, probe) for s in others]
            different = sum(not look.same_outcome(known, o, ROUNDING) for o in theirs)
            if different > most and not any(o.error_type == "Endless" for o in (known, *theirs)):
                best, most = probe, different
        if best is not None or outcomes.left <= 0:
            break
    return best


def _stages(look: Look) -> Iterator[Sequence[Call]]:
    """Inputs as the exercise's own tests draw them, then those with their rows in another order, then others."""
    yield inputs(look.week, look.exercise, 0)
    for places in MOVES:
        yield [moved for probe in inputs(look.week, look.exercise, 0) if (moved := _moved(look, probe, places)) is not None]
    for draw in range(1, DRAWS):
        yield inputs(look.week, look.exercise, draw)


def _moved(look: Look, call: Call, places: int) -> Call | None:
    """The call with its observations in another order; None where there are none, or their number is that of something else, too."""
    axes = [look.seen.letters.get(name, ()) for name in look.seen.names]
    letter = axes[0][0] if axes and axes[0] else ""
    if not letter or any(letter in own[1:] for own in axes) or call.sizes.get(letter, 0) <= places:
        return None
    args = tuple(np.roll(a, places, axis=0) if own[:1] == (letter,) and isinstance(a, np.ndarray) else a
                 for a, own in zip(call.args, axes, strict=True))
    key = key_of(args)
    return None if key == call.key else dataclasses.replace(call, args=args, key=key, want=run(look.seen.function, args, key))


def inputs(week: Week, exercise: Exercise, draw: int) -> list[Call]:
    """Calls as the exercise's own tests make them with another secret, those that tell most first."""
    key = week.key, exercise.id, draw
    if key not in _probes:
        other = dataclasses.replace(week, secret=hashlib.sha256(week.secret + f"one more call {draw}".encode()).digest(), trial=True)
        calls = [c for c in references(other, exercise).calls if not any(map(callable, c.args))]
        _probes[key] = list(chosen(calls, PROBES + MORE))
    return _probes[key]
