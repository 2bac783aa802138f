"""A Result from its parts."""

from __future__ import annotations

from autograder.course.week import Exercise, Week
from autograder.graders.exam import TestResult
from autograder.marking.cells import became, covering_magic
from autograder.marking.result import ExerciseResult, Marked, Result, Test
from autograder.marking.shown.sanitize import safe_text
from autograder.sandbox.notebook import NotebookRun
from autograder.submission.repaired import Submission


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


def no_answer(exercise: Exercise, first: TestResult, notebook: NotebookRun, submission: Submission) -> str:
    """Why an exercise could not be run: what became of its cell, where that says more than its first test does."""
    if first.cause == "missing":
        if magic := covering_magic(submission, exercise.id):
            told = f"Its cell begins with {magic}, under which nothing is defined; take that line out."
            return safe_text(f"{first.message} {told}")
        for cell, run in zip(submission.cells, notebook.runs):
            if cell.grade_id == exercise.id and run is not None:
                if run.error and run.error.strip():
                    return safe_text(f"{first.message} Its cell ended with: {run.error.strip().splitlines()[-1][:300]}")
                if run.note:
                    return safe_text(f"{first.message} Its cell {became(run)}.")
        if notebook.ended:
            return safe_text(f"The notebook could not be run: {notebook.ended}.")
    return safe_text(first.message or "")
