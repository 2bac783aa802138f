"""Marked notebooks made by hand."""

from __future__ import annotations

from autograder.course.week import Week
from autograder.marking.result import ExerciseResult, Marked, MarkedCell, Result, Test


def marked(week: Week, share: float = 1.0, answers: dict[str, str] | None = None, **outputs) -> Marked:
    """A submission in which every exercise passed `share` of its worth.

    answers: grade_id -> text of a cell; other solution cells hold something other than the stub, unless answers is
    {}: then nothing was written. outputs: grade_id -> outputs of that cell.
    """
    written = {e.id: f"answer to {e.id}" for e in week.exercises} if answers is None else answers
    cells = tuple(
        MarkedCell(
            type=c.type,
            source=written.get(c.grade_id, c.source),
            grade_id=c.grade_id,
            position=i,
            outputs=outputs.get(c.grade_id, ()),
        )
        for i, c in enumerate(week.release)
    )
    exercises = tuple(_exercise(e.id, e.points, e.bonus, share) for e in week.coded)
    return Marked(
        result=Result(
            file=f"{week.id}.ipynb",
            week=week.id,
            score=sum(e.score for e in exercises if not e.bonus),
            max_score=week.max_score,
            bonus=sum(e.score for e in exercises if e.bonus),
            manual_points=week.manual_points,
            exercises=exercises,
        ),
        cells=cells,
    )


def _exercise(name: str, points: float, bonus: bool, share: float) -> ExerciseResult:
    tests = (
        Test(name="test_some", says="Some of it.", worth=share, passed=True),
        Test(name="test_rest", says="The rest.", worth=1 - share, passed=share == 1,
             message=None if share == 1 else "Z is 1."),
    )
    outcome = "passed" if share == 1 else "failed"
    return ExerciseResult(
        id=name, score=points * share, max_score=points, bonus=bonus, outcome=outcome, tests=tests
    )
