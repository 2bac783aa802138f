"""A whole class: find what was handed in, mark what changed on every core, record it, write the feedback."""

from __future__ import annotations

import contextlib
import errno
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from autograder.course import packages
from autograder.course.course import Course
from autograder.course.week import Week
from autograder.errors import UserError
from autograder.graders.exam import require_tests
from autograder.grading.handed_in import HandedIn, handed_in, students_of
from autograder.grading.job import Answer, Assignment, Job
from autograder.grading.pool import LocalPool, Pool, mark_all
from autograder.grading.record import Recorder, write_feedback
from autograder.marking import fingerprint
from autograder.marking.composing import unreadable
from autograder.marking.result import Marked
from autograder.pages.feedback import Feedback
from autograder.records import ledger
from autograder.records.gradebook import Book
from autograder.records.store import Header, Store


@dataclass
class Summary:
    """What a run did. could_not_run, repaired: student -> reasons. waiting: exercise -> students whose answer waits for a
    person. seconds: stage -> time of all workers together. slowest: (seconds, student), slowest first."""

    week: str
    marked: int = 0
    unchanged: int = 0
    could_not_run: dict[str, list[str]] = field(default_factory=dict)
    repaired: dict[str, list[str]] = field(default_factory=dict)
    waiting: dict[str, list[str]] = field(default_factory=dict)
    seconds: Counter[str] = field(default_factory=Counter)
    slowest: list[tuple[float, str]] = field(default_factory=list)

    def add(self, student: str, marked: Marked, seconds: dict[str, float]) -> None:
        self.marked += 1
        if reasons := {e.reason for e in marked.result.exercises
                       if e.outcome == "could_not_run" and e.reason and not e.unwritten}:
            self.could_not_run[student] = sorted(reasons)
        if marked.result.repairs:
            self.repaired[student] = list(marked.result.repairs)
        self.seconds.update({stage: value for stage, value in seconds.items() if stage != "all"})
        self.slowest = sorted([*self.slowest, (seconds.get("all", 0.0), student)], reverse=True)[:10]


def grade(
    course: Course,
    name: str,
    pool: Pool,
    students: list[str] | None = None,
    anew: bool = False,
    progress: Callable[[int, int, str], None] = lambda done, of, stage: None,
) -> Summary:
    """Grade a week's submissions: mark those that changed, record and write feedback.

    What a run got done stays done when it is interrupted; the next one goes on from there.

    Args:
        students: only these; None for all. anew: mark what has not changed too.
        progress: is told how many of how many are done, and of what.
    Raises:
        UserError: nothing was handed in, or the sandbox, the gradebook or the disk cannot be used.
    """
    week = Week.load(course.root, name)
    require_tests(week)
    packages.require(course.packages)
    chosen = students_of(course, name, students)
    store, summary = Store(course.root), Summary(name)
    with _full_disk_told(), Book(course.root) as book:
        book.prepare(week, course.due(name))
        class_ = _Class(course, week, store, book, summary)
        unchanged: list[str] = []
        assignment = Assignment(week, course.limits_of(name), fingerprint.code(), course.packages)
        done = 0
        answers = mark_all(pool, assignment, class_.queue(chosen, anew, unchanged))
        with pool.opened(), _local(pool).opened() as local:
            with contextlib.closing(answers):
                for answer in answers:
                    class_.keep(answer)
                    done += 1
                    progress(done + len(unchanged), len(chosen), "marked")
            summary.unchanged = len(unchanged)
            progress(len(chosen), len(chosen), "marked")
            class_.write_feedback(local, progress)
    return summary


def rewrite_feedback(course: Course, name: str, pool: Pool, progress: Callable[[int, int, str], None]) -> int:
    """Write the feedback of all stored Results again, with what people gave since; returns how many."""
    week = Week.load(course.root, name)
    store = Store(course.root)
    students = store.students(name)
    if not students:
        raise UserError(f"{name} has not been graded yet. Run: autograder grade {name}")
    with _full_disk_told(), Book(course.root) as book:
        book.prepare(week)
        class_ = _Class(course, week, store, book, Summary(name), students)
        with _local(pool).opened() as local:
            class_.write_feedback(local, progress)
    return len(students)


def _local(pool: Pool) -> LocalPool:
    """The pool itself, or one of this machine beside a cluster: pages are written here."""
    return pool if isinstance(pool, LocalPool) else LocalPool()


@dataclass
class _Class:
    """One run over one week's class."""

    course: Course
    week: Week
    store: Store
    book: Book
    summary: Summary
    pages: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._recorder = Recorder(self.course, self.week, self.book)
        self._headers: dict[str, Header] = {}

    def queue(self, students: list[str], anew: bool, unchanged: list[str]) -> Iterator[Job]:
        """The jobs of those whose Result is not current, drawn one by one; the others are noted in `unchanged`."""
        for student in students:
            submission = handed_in(self.course, self.week, student)
            header = self._recorder.header(submission)
            old = None if anew else self.store.header(self.week.id, student)
            if old is not None and (old.submission, old.exercises) == (header.submission, header.exercises):
                self._keep_current(student, old, submission)
                unchanged.append(student)
                continue
            self._headers[student] = header
            if submission.unreadable is not None:
                self.keep(Answer(student, unreadable(self.week, submission.file, submission.unreadable).model_dump_json()))
                continue
            only, before = self._what_changed(student, old, header)
            yield Job(student, submission.raw, submission.file, submission.found, only, before)

    def keep(self, answer: Answer) -> None:
        """Store, record and write the graded notebook of one student."""
        if answer.exit_code == 3:
            raise Stopped(answer.trouble)
        if answer.marked is None:
            marked = unreadable(self.week, f"{self.week.id}.ipynb", f"This could not be marked: {answer.trouble}.")
        else:
            marked = Marked.model_validate_json(answer.marked)
        made_from = self._headers.pop(answer.student)
        header = made_from.model_copy(update={"seconds": answer.seconds})
        if answer.marked is None:
            # No Result of a worker that died is current: the next run tries again.
            header = header.model_copy(update={"submission": "not marked"})
        started = time.perf_counter()
        if not self._recorder.record_current(header, marked, made_from):
            return
        self.pages.append(answer.student)
        self.summary.add(answer.student, marked, answer.seconds | {"record": time.perf_counter() - started})

    def write_feedback(self, pool: LocalPool, progress: Callable[[int, int, str], None]) -> None:
        """The pages of all whose marks were recorded in this run, on every core."""
        started = time.perf_counter()
        marks = ledger.Ledger.read(self.course, [self.week], self.book.gradebook)
        self.book.gradebook.db.remove()
        self.summary.waiting = marks.waiting(self.week)
        if not self.pages:
            return
        write, unwritten = partial(_page_writer, self.course, self.week, self.store, marks), []
        with contextlib.closing(pool.each(write, self.pages)) as pages:
            for done, (student, written) in enumerate(pages, 1):
                progress(done, len(self.pages), "feedback")
                unwritten += [] if written else [student]
        if unwritten:
            raise UserError(f"The process that wrote it died each time: there is no new feedback for "
                            f"{', '.join(sorted(unwritten))}. Run: autograder feedback {self.week.id}")
        self.summary.seconds["feedback"] += time.perf_counter() - started  # type: ignore[assignment]  # a Counter of seconds

    def _keep_current(self, student: str, header: Header, submission: HandedIn) -> None:
        """Record a current Result again where the run that made it did not get that far, or what it wrote is gone."""
        if self._recorder.is_recorded(header, submission):
            return
        stored = self.store.read(self.week.id, student)
        if stored is not None:
            header = header.model_copy(update={"timestamp": submission.timestamp})
            if self._recorder.record_current(header, stored[1], header):
                self.pages.append(student)

    def _what_changed(self, student: str, old: Header | None, new: Header) -> tuple[tuple[str, ...] | None, str | None]:
        """The exercises whose hidden tests changed, and the Result to keep the rest of; (None, None) to do all."""
        if old is None or old.submission != new.submission or old.exercises.keys() != new.exercises.keys():
            return None, None
        stored = self.store.read(self.week.id, student)
        if stored is None or not stored[1].cells:
            return None, None
        changed = tuple(e for e, value in new.exercises.items() if old.exercises[e] != value)
        return changed, stored[1].model_dump_json()


def _page_writer(course: Course, week: Week, store: Store, marks: ledger.Ledger) -> Callable[[str], bool]:
    """A worker's function: writes a student's page."""
    pages = Feedback(course, week).warmed()

    def write(student: str) -> bool:
        write_feedback(pages, store, marks, student)
        return True

    return write


class Stopped(UserError):
    """The sandbox does not work; nothing can be marked."""

    exit_code = 3


class _full_disk_told:
    """Says in a sentence that the disk is full, or a folder not writable, in place of a traceback."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES):
            raise UserError(f"{error.filename or 'A file'} could not be written ({error.strerror}). What was marked so far "
                            f"is kept: make room and run the same command again.") from None
