"""What a regrading changed: the latest Result of each student against the one before it."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.course.week import Week
from autograder.errors import UserError
from autograder.marking.result import ExerciseResult
from autograder.records.store import Store


@dataclass(frozen=True)
class Difference:
    """An exercise whose mark changed. gained: tests it passes only now, or failed and that are gone. lost: tests it
    passed only before, or fails and that are new."""

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
    before, after = ({t.name: t.passed for t in e.tests} for e in (old, new))
    names = [*after, *(name for name in before if name not in after)]
    # A new test that fails takes marks away; an old one that failed and is gone gives some.
    return Difference(
        student, new.id, old.score, new.score,
        gained=tuple(n for n in names if before.get(n) is not True and after.get(n, True) and before.get(n) != after.get(n)),
        lost=tuple(n for n in names if before.get(n, True) and after.get(n) is not True and before.get(n) != after.get(n)),
    )
