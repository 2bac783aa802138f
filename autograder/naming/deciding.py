"""Where two functions did the same as the student's on all calls, one more call decides: with an input on which the two differ."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
from collections.abc import Callable, Sequence
from typing import Any

from autograder.course.week import Exercise, Week
from autograder.naming.calls import Call
from autograder.naming.finding import Finding
from autograder.naming.look import Look
from autograder.naming.stand_ins.kept import references
from autograder.naming.stand_ins.signatures import chosen
from autograder.naming.stand_ins.stand_in import StandIn
from autograder.sandbox.outcome import Outcome

#: Makes one call of the student's function, in the student's own process.
Ask = Callable[[tuple[Any, ...]], Outcome]

#: Others that are looked at beside what was found; inputs among which the one that tells most of them apart is sought, the smallest,
#: and those that are tried as well where none of these tells; and secrets that inputs are drawn with.
OTHERS, PROBES, MORE, DRAWS = 20, 6, 10, 6

#: (Week.key, exercise, number of the draw) -> inputs as the exercise's own tests draw them, with another secret.
_probes: dict[tuple[str, str, int], list[Call]] = {}


def decided(look: Look, first: StandIn, ask: Ask | None) -> Finding:
    """What was found, or the other function that fits as well and is borne out by the call that tells them apart."""
    found = look.as_finding(first)
    if ask is None:
        return found
    others = _others(look, first)
    probe = _telling(look, first, others) if others else None
    if probe is None:
        return found
    got = ask(probe.args)
    if look.same_outcome(got, first.outcome(probe)):
        return found
    fitting = next((s for s in others if look.same_outcome(got, s.outcome(probe))), None)
    if fitting is not None:
        return look.as_finding(fitting)
    return dataclasses.replace(found, firm=False, says=f"{found.says} (In one more call, on other inputs, something else came back.)")


def _others(look: Look, first: StandIn) -> list[StandIn]:
    """What else did the same on every call."""
    tried = look.kept().known(look.calls)
    made = look.kept().fitting([look.may_be(tried)]) if tried else ()
    fitting = (s for s in itertools.chain(look.known, made) if s is not first and all(look.matches(s, c) for c in look.by_telling))
    return list(itertools.islice(fitting, OTHERS))


def _telling(look: Look, first: StandIn, others: Sequence[StandIn]) -> Call | None:
    """The input on which most of the others do something else, None where all do the same on all of them."""
    best, most = None, 0
    for draw in range(DRAWS):
        for number, probe in enumerate(_inputs(look.week, look.exercise, draw)):
            if number >= PROBES and best is not None:
                break
            known = first.outcome(probe)
            different = sum(not look.same_outcome(known, s.outcome(probe)) for s in others)
            if different > most:
                best, most = probe, different
        if best is not None:
            break
    return best


def _inputs(week: Week, exercise: Exercise, draw: int) -> list[Call]:
    key = week.key, exercise.id, draw
    if key not in _probes:
        other = dataclasses.replace(week, secret=hashlib.sha256(week.secret + f"one more call {draw}".encode()).digest(), trial=True)
        calls = [c for c in references(other, exercise).calls if not any(map(callable, c.args))]
        _probes[key] = list(chosen(calls, PROBES + MORE))
    return _probes[key]
