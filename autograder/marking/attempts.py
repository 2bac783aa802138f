"""The ways to run an exercise's tests on a notebook: on what the student wrote alone, or with functions of the course's own."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from autograder.course.week import Exercise, Week
from autograder.graders.exam import TestResult, exam, share
from autograder.graders.reference import has_stand_in, solution_text
from autograder.graders.student import Student
from autograder.marking.calls import Calls, reference_call
from autograder.marking.result import ExerciseResult
from autograder.naming.calls import agree
from autograder.sandbox import Lent
from autograder.sandbox.notebook import NotebookRun
from autograder.sandbox.outcome import Failure

#: What the tests found, and the student's calls.
Attempt = tuple[list[TestResult], Student]


@dataclass(frozen=True)
class Attempts:
    """reference: makes an empty notebook for the course's own code."""

    week: Week
    notebook: NotebookRun
    call_seconds: float
    reference: Callable[[], NotebookRun]

    def better(
        self, exercise: Exercise, earlier: Mapping[str, ExerciseResult], wrong: tuple[str, ...]
    ) -> tuple[Attempt, tuple[str, ...]]:
        """The attempt that counts, and in place of which exercises' functions it had the reference's. wrong: the exercises
        that it builds on and that are not right, if any."""
        # A training takes seconds. Where it earns all with the reference's, there is no more to earn alone.
        first = self.helped(exercise, wrong) if wrong and exam(self.week).trains(exercise.id) else None
        if first is not None and share(first[0]) == 1:
            return first, wrong
        own = self.on_ours(exercise, earlier) or self.alone(exercise)
        if wrong and any(not t.passed and t.cause != "missing" for t in own[0]):
            helped = first or self.helped(exercise, wrong)
            if share(helped[0]) > share(own[0]):
                return helped, wrong
        return own, ()

    def alone(self, exercise: Exercise) -> Attempt:
        """On the student's functions."""
        student = Student(Calls(self.notebook, self.call_seconds))
        return exam(self.week).run(exercise.id, student), student

    def on_ours(self, exercise: Exercise, earlier: Mapping[str, ExerciseResult]) -> Attempt | None:
        """Of a training: with the course's functions lent for what it builds on, if all tests pass, or if they make no difference
        to a training: the student's may be a hundred times slower. None where it is no training, where nothing can be lent, and
        else: what the student's own make of it is told then."""
        attempt = self.lending(exercise, earlier) if exam(self.week).trains(exercise.id) else None
        return attempt if attempt is not None and (share(attempt[0]) == 1 or self._is_the_same_alone(attempt[1])) else None

    def _is_the_same_alone(self, lent: Student) -> bool:
        """Whether the first of these calls gives the same on the student's functions."""
        if not lent.records or (first := lent.records[0]).outcome.status != "returned":
            return False
        own = Student(Calls(self.notebook, self.call_seconds), limit=lent.limit)
        with contextlib.suppress(Failure):
            getattr(own, first.name)(*first.args, **first.kwargs)
        alone = own.last.outcome
        return (alone.status, alone.changed) == ("returned", first.outcome.changed) and agree(alone.value, first.outcome.value)

    def lending(self, exercise: Exercise, earlier: Mapping[str, ExerciseResult]) -> Attempt | None:
        """With the course's functions lent for all that the exercise builds on. None where the student has not all of that
        right: what is lent can be read there."""
        right = [name for name in exercise.depends
                 if name in earlier and earlier[name].right_alone and has_stand_in(self.week, name)]
        if not right or len(right) < len(exercise.depends):
            return None
        if not self.notebook.lend(Lent(solution_text(self.week, right), tuple(self.week.by_id[name].function for name in right))):
            return None
        try:
            return self.alone(exercise)
        finally:
            self.notebook.lend(Lent())

    def helped(self, exercise: Exercise, names: tuple[str, ...]) -> Attempt:
        """With the reference's functions, in a sandbox of its own, in place of those of the exercises `names`."""
        with self.reference() as reference:
            reference.run([solution_text(self.week)])
            functions = {self.week.by_id[name].function for name in names}
            student = Student(Calls(self.notebook, self.call_seconds))
            self.notebook.stub({name: reference_call(reference, name, student, self.call_seconds) for name in functions})
            try:
                results = exam(self.week).run(exercise.id, student)
            finally:
                self.notebook.stub({})
        return results, student
