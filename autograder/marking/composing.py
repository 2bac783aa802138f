"""A Result from its parts."""

from __future__ import annotations

from autograder.course.week import Exercise, Week
from autograder.graders.exam import TestResult
from autograder.marking.result import ExerciseResult, Marked, Result, Test
from autograder.marking.shown.sanitize import safe_text


def composed(
    week: Week,
    file: str,
    repairs: tuple[str, ...],
    exercises: tuple[ExerciseResult, ...],
    notes: tuple[str, ...] = (),
) -> Result:
    return Result(
        file=file,
        week=week.id,
        score=round(sum(e.score for e in exercises if not e.bonus), 4),
        max_score=week.max_score,
        bonus=round(sum(e.score for e in exercises if e.bonus), 4),
        manual_points=week.manual_points,
        repairs=tuple(safe_text(r) for r in repairs),
        notes=tuple(safe_text(n) for n in notes),
        exercises=exercises,
    )


def unreadable(week: Week, file: str, reason: str, repairs: tuple[str, ...] = ()) -> Marked:
    """The Result of what cannot be marked at all: nothing, for a reason."""
    return Marked(result=composed(week, file, repairs, tuple(nothing(e, reason) for e in week.coded)), cells=())


def nothing(exercise: Exercise, reason: str) -> ExerciseResult:
    return ExerciseResult(id=exercise.id, score=0, max_score=exercise.points, bonus=exercise.bonus,
                          outcome="could_not_run", reason=safe_text(reason))


def told(test: TestResult) -> Test:
    message = None if test.message is None else safe_text(test.message)
    return Test(name=test.name, says=test.says, worth=test.worth, passed=test.passed, message=message)
