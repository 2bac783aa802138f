"""Names for mistakes in a class: the author's own classes live the same lives as the student's objects did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograder.course.week import Exercise, Week
from autograder.graders.objects import lives
from autograder.graders.reference import solutions
from autograder.graders.student import Record
from autograder.graders.variants import variants
from autograder.naming.calls import agree, behaves_alike, seen
from autograder.naming.finding import Finding
from autograder.naming.stand_ins.stand_in import StandIn
from autograder.sandbox.outcome import Outcome

#: (Week.key, exercise) -> the life of the reference's class, and of each known mistake; made once a process, as what they do is
#: remembered by them.
_kept: dict[tuple[str, str], tuple[Callable[..., Any], list[StandIn]]] = {}


def of_objects(week: Week, exercise: Exercise, records: list[Record]) -> list[Finding]:
    """The known mistake that accounts for all that was done with the student's objects; empty where none does."""
    reference, known = _lives(week, exercise)
    own = [Record(exercise.function, (list(r.steps),), {}, _as_python_says(r.outcome)) for r in records if r.steps]
    calls = seen(reference, own).calls
    if not calls or any(c.got.status not in ("returned", "raised") for c in calls) or all(c.got.error_type == "NotImplementedError" for c in calls):
        return []
    for same in (behaves_alike, _same_values):
        for mistake in known:
            if all(same(c.got, mistake.outcome(c)) for c in calls):
                return [Finding(mistake.name, mistake.says, frozenset(c.number for c in calls), known=True)]
    return []


def _lives(week: Week, exercise: Exercise) -> tuple[Callable[..., Any], list[StandIn]]:
    key = week.key, exercise.id
    if key not in _kept:
        names = vars(solutions(week))
        known = [StandIn(v.name, v.hint or "", lives({**names, exercise.function: v.function}), known=True)
                 for v in variants(week, "mistakes", exercise.id) if v.replay]
        _kept[key] = lives(names), known
    return _kept[key]


def _as_python_says(outcome: Outcome) -> Outcome:
    """What is missing raises an AttributeError where a known mistake is asked for it."""
    return Outcome("raised", error_type="AttributeError") if outcome.status == "missing" else outcome


def _same_values(got: Any, known: Any) -> bool:
    if got.status == "raised":
        return bool(known.status == "raised" and known.error_type == got.error_type)
    return bool(known.status == "returned" and agree(got.value, known.value))
