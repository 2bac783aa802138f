"""From the bytes of a notebook to its marks: repair, run in the sandbox, hidden tests, Result. Needs no database."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from autograder.course.course import Limits
from autograder.course.week import Exercise, Week
from autograder.graders.exam import NO_ANSWER, share
from autograder.graders.reference import has_stand_in
from autograder.graders.student import Student
from autograder.graders.variants import Tried, variants
from autograder.marking import by_cells
from autograder.marking.attempts import Attempts
from autograder.marking.cells import failed_cells
from autograder.marking.composing import composed, no_answer, nothing, told, unreadable
from autograder.marking.diagnosis import diagnose, group, may_be_named
from autograder.marking.imports import without_import
from autograder.marking.notebooks import together, unbundle
from autograder.marking.rebound import Rebound, defining_cells
from autograder.marking.result import ExerciseResult, Marked, Mistake
from autograder.marking.shown.outputs import as_handed_in, kept_photos, marked_cells
from autograder.sandbox import Allowance, Sandbox, Unavailable
from autograder.sandbox.notebook import NotebookRun
from autograder.submission.repair import repair
from autograder.submission.repaired import Submission

#: What ends a run and is no fault of one exercise.
_NOT_THE_EXERCISES = (Unavailable, MemoryError)
#: A submission whose zygote was lost is marked again with another one, at most so often in all.
ZYGOTES = 3
#: So many times the limits of time are given to what works whenever it is let: no mark depends on what else the machine does.
STRETCHED = 3.0


class _Spoiled(Exception):
    """The submission's processes were lost with their zygote."""


@dataclass(frozen=True)
class _Tested:
    """An exercise that was tested, but for the name of its mistake. student: whose calls were recorded, None where the tests came
    to no end. own: the functions that were taken as their own cells defined them."""

    exercise: Exercise
    result: ExerciseResult
    student: Student | None = None
    own: tuple[str, ...] = ()


@dataclass
class Marker:
    """Marks notebooks, one after the other, in one warm sandbox. A context manager; use from one thread.

    seconds: stage -> wall time of the latest notebook. progress: is told which exercise of how many is checked.
    """

    limits: Callable[[str], Limits]
    sandbox: Sandbox = field(default_factory=Sandbox)
    seconds: dict[str, float] = field(default_factory=dict)
    progress: Callable[[int, int], None] = lambda number, of: None

    def __enter__(self) -> Marker:
        self.sandbox.__enter__()
        return self

    def __exit__(self, *exception: object) -> None:
        self.sandbox.close()

    def mark(
        self,
        week: Week,
        raw: bytes,
        file: str,
        found: tuple[str, ...] = (),
        only: tuple[str, ...] | None = None,
        before: Marked | None = None,
    ) -> Marked:
        """Mark a notebook.

        Args:
            raw: what was handed in. file: its name, for the Result.
            found: what had to be said of finding it, ahead of the repairs.
            only: the exercises to test, and with them those that depend on one whose outcome turns; the others stay as
                they are in `before`. None for all.
        Returns:
            The marks and the notebook with its outputs; the same for the same bytes. A notebook that cannot be read
            is a result too.
        Raises:
            RuntimeError: its zygote was lost each time.
        """
        if week.parts:
            given = unbundle(raw)
            return together(week, file, found, [self._part(part, given.get(part.notebook)) for part in week.parts])
        # What a zygote takes along when it ends, killed by a machine without memory, say, is not the student's fault.
        for _ in range(ZYGOTES):
            with contextlib.suppress(_Spoiled):
                return self._mark(week, raw, file, found, only, before)
        raise RuntimeError(f"the sandbox was lost {ZYGOTES} times while it was marked")

    def _mark(self, week: Week, raw: bytes, file: str, found: Any, only: Any, before: Any) -> Marked:
        """`mark` once. Raises _Spoiled."""
        started = time.perf_counter()
        submission = repair(week, raw)
        self.seconds = {"repair": time.perf_counter() - started}
        if submission.unreadable is not None:
            return unreadable(week, file, submission.unreadable, (*found, *submission.repairs))
        if week.by_cells:
            return self._by_cells(week, submission, file, found)
        with self._notebook(week) as notebook:
            started = time.perf_counter()
            left_out = frozenset() if self.limits(week.id).checks else week.shows
            runs = notebook.run(
                [c.source if c.type == "code" and c.position not in left_out else None for c in submission.cells],
                defining_cells(week, submission),
            )
            rebound = Rebound(week, submission, runs)
            notebook.use_own(tuple(rebound.overwritten))
            self.seconds["cells"] = time.perf_counter() - started
            started = time.perf_counter()
            old = {} if only is None else {e.id: e for e in before.result.exercises}
            marked = {name: e for name, e in old.items() if name not in only}
            tested: list[_Tested] = []
            for number, exercise in enumerate(week.coded, 1):
                self.progress(number, len(week.coded))
                if exercise.id not in marked or _turned(exercise, old, marked):
                    one = self._safely(week, exercise, notebook, submission, marked, rebound.redefined)
                    marked[exercise.id] = one.result
                    tested.append(one)
                if notebook.restarts and notebook.is_spoiled():
                    raise _Spoiled
            kept, runs = notebook.own, list(runs)
            # Looking for names makes calls, which take time and may crash: by now all marks are there.
            for one in tested:
                marked[one.exercise.id] = self._named(week, one, notebook, marked)
            if notebook.is_spoiled():
                raise _Spoiled
            exercises = tuple(marked[e.id] for e in week.coded)
            self.seconds["tests"] = time.perf_counter() - started
        started = time.perf_counter()
        shown = [as_handed_in(c) if c.position in left_out else run for c, run in zip(submission.cells, runs)]
        photos, lost = kept_photos(submission.photos)
        cells = marked_cells(submission.cells, shown, photos)
        self.seconds["outputs"] = time.perf_counter() - started
        said = (*found, *submission.repairs, *lost)
        notes = (*submission.notes, *rebound.told(kept), *failed_cells(submission, runs))
        return Marked(result=composed(week, file, said, exercises, notes), cells=cells)

    def _part(self, part: Week, raw: bytes | None) -> Marked:
        """`mark` for one of a week's notebooks."""
        file = f"{part.notebook}.ipynb"
        return unreadable(part, file, f"{file} was not handed in.") if raw is None else self.mark(part, raw, file)

    def _by_cells(self, week: Week, submission: Submission, file: str, found: tuple[str, ...]) -> Marked:
        """`_mark` for a week that its test cells mark."""
        started = time.perf_counter()
        with self._notebook(week) as notebook:
            by_cells.run(week, submission, notebook)
            exercises = by_cells.marks(week, submission, notebook, self.limits(week.id))
            if notebook.is_spoiled():
                raise _Spoiled
        self.seconds["cells"] = time.perf_counter() - started
        photos, lost = kept_photos(submission.photos)
        cells = marked_cells(submission.cells, notebook.runs, photos)
        notes = tuple(failed_cells(submission, by_cells.without_tests(submission, week, notebook.runs)))
        said = (*found, *submission.repairs, *lost)
        return Marked(result=composed(week, file, said, exercises, notes), cells=cells)

    def trial(self, week: Week, exercise: Exercise, text: str, alone: bool = False) -> Tried:
        """What one exercise gets in a solved notebook with `text` for its solution, and, unless it is to be alone, how the
        mistake is named and whether those that build on it keep theirs: a trial for `check`."""
        with self._notebook(week) as notebook:
            others = [c.source for c in week.source
                      if c.type == "code" and _is_taught(week, c.grade_id) and c.grade_id != exercise.id]
            notebook.run([*others, text])
            if alone:
                results, student = self._attempts(week, notebook).alone(exercise)
                part = share(results)
                returned = sum(record.outcome.status == "returned" for record in student.records)
                refused = sum(record.outcome.status == "refused" for record in student.records)
                return Tried(part, answered=2 * returned >= len(student.records) - refused)
            result = self._named(week, self._safely(week, exercise, notebook, Submission(), {}), notebook, {})
            marked = {exercise.id: result}
            for later in week.building_on(exercise.id) if result.outcome != "passed" else ():
                marked[later.id] = self._safely(week, later, notebook, Submission(), marked).result
        carried = tuple(name for name, e in marked.items() if name != exercise.id and e.outcome != "passed")
        failed = {t.name: t.message or "" for t in result.tests if not t.passed}
        return Tried(result.score / result.max_score, result.mistake.name if result.mistake else None, carried, failed)

    def _notebook(self, week: Week, trusted: bool = False) -> NotebookRun:
        limits = self.limits(week.id)
        allowance = Allowance(limits.submission_seconds, limits.memory_mb, STRETCHED)
        return NotebookRun(self.sandbox, allowance, week.files, limits.cell_seconds, limits.output_kb * 1024, trusted)

    def _attempts(self, week: Week, notebook: NotebookRun) -> Attempts:
        return Attempts(week, notebook, self.limits(week.id).call_seconds, lambda: self._notebook(week, trusted=True))

    def _safely(
        self,
        week: Week,
        exercise: Exercise,
        notebook: NotebookRun,
        submission: Submission,
        earlier: dict[str, ExerciseResult],
        redefined: Collection[str] = (),
    ) -> _Tested:
        """Test one exercise; whatever its tests raise costs that exercise alone. redefined: functions that a later cell of
        the notebook defines anew: then the better of the two counts, from here on."""
        try:
            tested = self._exercise(week, exercise, notebook, submission, earlier)
            if exercise.function in redefined and tested.result.outcome != "passed":
                left = notebook.own
                notebook.use_own((*left, exercise.function))
                own = self._exercise(week, exercise, notebook, submission, earlier)
                if own.result.score > tested.result.score:
                    return own
                notebook.use_own(left)
            return tested
        except _NOT_THE_EXERCISES:
            raise
        except Exception as error:
            why = f"It could not be marked: its tests ended with {type(error).__name__}. Tell your instructor."
            return _Tested(exercise, nothing(exercise, why))

    def _exercise(
        self,
        week: Week,
        exercise: Exercise,
        notebook: NotebookRun,
        submission: Submission,
        earlier: dict[str, ExerciseResult],
    ) -> _Tested:
        """Test one exercise; where it is not full marks, also with the reference's functions in place of those it
        depends on and that are not right themselves. The better mark counts."""
        started = time.perf_counter()
        wrong = tuple(name for name in exercise.depends
                      if name in earlier and not earlier[name].right_alone and has_stand_in(week, name))
        helping = wrong if _is_begun(week, exercise, submission) else ()
        (results, student), used = self._attempts(week, notebook).better(exercise, earlier, helping)
        passed = share(results)
        outcome, reason = "passed" if passed == 1 else "failed", None
        if passed == 0 and all(t.cause in NO_ANSWER for t in results):
            outcome, reason = "could_not_run", no_answer(exercise, results[0], notebook, submission)
        elif outcome == "failed":
            reason, results = without_import(exercise, results, notebook.runs, submission)
        self.seconds[f"exercise {exercise.id}"] = time.perf_counter() - started
        result = ExerciseResult(
            id=exercise.id,
            score=round(exercise.points * passed, 4),
            max_score=exercise.points,
            bonus=exercise.bonus,
            outcome=outcome,
            reason=reason,
            unwritten=outcome == "could_not_run" and results[0].cause == "unwritten",
            used_reference=used,
            mistake=None,
            group=None,
            tests=tuple(told(t) for t in results),
        )
        return _Tested(exercise, result, student, notebook.own)

    def _named(self, week: Week, tested: _Tested, notebook: NotebookRun, marked: dict[str, ExerciseResult]) -> ExerciseResult:
        """The result with the student's mistake, or the group of those who do the same, where it failed. marked: all others."""
        exercise, result, student = tested.exercise, tested.result, tested.student
        if student is None or result.outcome != "failed":
            return result
        started = time.perf_counter()
        if notebook.own != tested.own:
            notebook.use_own(tested.own)
        mistake = self._mistake(week, exercise, notebook, student, result.used_reference, marked)
        if mistake is not None and [t.name for t in result.tests if not t.passed] == ["form"]:
            # What is wrong is said there; of values that are right no relation is worth telling.
            mistake = mistake if any(v.name == mistake.name for v in variants(week, "mistakes", exercise.id)) else None
        self.seconds[f"exercise {exercise.id}"] += time.perf_counter() - started
        return result.model_copy(update={"mistake": mistake, "group": group(exercise, mistake, student.records)})

    def _mistake(
        self, week: Week, exercise: Exercise, notebook: NotebookRun, student: Student, used: tuple[str, ...],
        marked: dict[str, ExerciseResult],
    ) -> Mistake | None:
        """The student's mistake, None where it is not known, or where looking for it goes wrong: a name is not worth a mark."""
        try:
            ask = None if used else lambda args: student.transport.call(exercise.function, args, {}, None)
            mistake = diagnose(week, exercise, student.records, ask)
            if mistake is None and student.recast_records:
                mistake = diagnose(week, exercise, student.recast_records)
            helping = tuple(name for name in exercise.depends if has_stand_in(week, name))
            unsure = mistake is None or not mistake.sure
            if unsure and helping and used != helping and may_be_named(week, exercise, student.records):
                # A right minibatches may draw otherwise than ours; then no known train does the same as the student's.
                attempts = self._attempts(week, notebook)
                lent = None if used else attempts.lending(exercise, marked)
                _, helped = lent or attempts.helped(exercise, helping)
                again = diagnose(week, exercise, helped.records)
                mistake = again if again is not None and (mistake is None or again.sure) else mistake
            return mistake
        except _NOT_THE_EXERCISES:
            raise
        except Exception:
            return None


def _turned(exercise: Exercise, old: dict[str, ExerciseResult], new: dict[str, ExerciseResult]) -> bool:
    """Whether an exercise it depends on has become right, or wrong: then it is tried with the reference's, or not."""
    known = [name for name in exercise.depends if name in old and name in new]
    return any(old[name].right_alone != new[name].right_alone for name in known)


def _is_begun(week: Week, exercise: Exercise, submission: Submission) -> bool:
    """Whether the exercise's cell is no longer the release's. One that calls an unwritten function is: it raises
    NotImplementedError too, and deserves the reference's in its place."""
    stub = next(c.source.strip() for c in week.release if c.grade_id == exercise.id)
    return all(c.source.strip() != stub for c in submission.cells if c.grade_id == exercise.id)


def _is_taught(week: Week, grade_id: str | None) -> bool:
    """Whether a cell of the solved notebook defines what exercises use: the set-up and the solutions."""
    return grade_id is not None and (grade_id in week.by_id or grade_id.startswith("setup"))
