"""Names a student's mistake: what accounts for all that the student's function did, on the same inputs."""

from __future__ import annotations

from autograder.course.week import Exercise, Week
from autograder.graders.student import Record
from autograder.graders.variants import variants
from autograder.marking.naming import findings
from autograder.marking.result import Mistake


def diagnose(week: Week, exercise: Exercise, records: list[Record]) -> Mistake | None:
    """What accounts for the recorded calls, None where nothing does."""
    found = findings(week, exercise, records)
    if not found:
        return None
    return Mistake(name="; ".join(f.name for f in found), hint=" ".join(dict.fromkeys(f.says for f in found)))


def may_be_named(week: Week, exercise: Exercise, records: list[Record]) -> bool:
    """Whether another look at a failed exercise is worth its time: mistakes of it are known, and every call had an end."""
    return any(v.replay for v in variants(week, "mistakes", exercise.id)) and all(
        r.outcome.status in ("returned", "raised") for r in records
    )
