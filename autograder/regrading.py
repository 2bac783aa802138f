"""What a regrading changed: the latest Result of each student against the one before it."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.errors import UserError
from autograder.result import ExerciseResult
from autograder.store import Store
from autograder.week import Week


@dataclass(frozen=True)
class Difference:
    """An exercise whose mark changed. gained, lost: the tests passed only after, and only before."""

    student: str
    exercise: str
    before: float
    after: float
    gained: tuple[str, ...]
    lost: tuple[str, ...]


def differences(store: Store, week: Week) -> list[Difference]:
    """All differences of a week, largest loss first, then largest gain. Raises UserError where nothing was graded."""
    found, students = [], store.students(week.id)
    if not students:
        raise UserError(f"{week.id} has not been graded yet. Run: autograder grade {week.id}")
    for student in students:
        before, after = store.previous(week.id, student), store.read(week.id, student)
        if before is None or after is None:
            continue
        old = {e.id: e for e in before[1].result.exercises}
        for new in after[1].result.exercises:
            if new.id in old and old[new.id].score != new.score:
                found.append(_difference(student, old[new.id], new))
    return sorted(found, key=lambda d: (d.after - d.before, d.student, d.exercise))


def _difference(student: str, old: ExerciseResult, new: ExerciseResult) -> Difference:
    passed_before = {t.name for t in old.tests if t.passed}
    passed_after = {t.name for t in new.tests if t.passed}
    return Difference(
        student, new.id, old.score, new.score,
        gained=tuple(t.name for t in new.tests if t.name in passed_after - passed_before),
        lost=tuple(t.name for t in old.tests if t.name in passed_before - passed_after),
    )
