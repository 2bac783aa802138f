"""The registrar: records the Results of the service where `grade` looks, and knows whose pages are still to be written."""

from __future__ import annotations

from dataclasses import replace

from autograder.course.course import Course
from autograder.course.folders import submission as submission_folder
from autograder.course.week import Week
from autograder.grading.handed_in import HandedIn, timestamp_of
from autograder.grading.job import Job
from autograder.grading.record import Recorder
from autograder.marking.result import Marked
from autograder.records.gradebook import Book
from autograder.records.ledger import Ledger
from autograder.records.store import Store
from autograder.serve.working import Writing


class Registrar:
    """Of one course; for one thread. unwritten: (week, student) whose page in feedback/ is older than the Result."""

    def __init__(self, course: Course, weeks: dict[str, Week]):
        self.course, self.weeks = course, weeks
        self.unwritten: dict[tuple[str, str], None] = {}
        self._recorders: dict[str, Recorder] = {}
        self._book: Book | None = None
        self._read: dict[tuple[str, str], Ledger] = {}

    def expect(self, week: str) -> None:
        """Make ready to record Results of a week, which takes a moment the first time."""
        self._recorder(week)

    def record(self, student: str, week: str, job: Job, marked: Marked, seconds: dict[str, float]) -> bool:
        """Record a Result where the student has handed in nothing else since; whether it was."""
        recorder = self._recorder(week)
        timestamp = timestamp_of(submission_folder(self.course.root, student, week))
        made_from = recorder.header(HandedIn(student, job.file, job.raw, job.found, timestamp))
        recorded = recorder.record_current(made_from.model_copy(update={"seconds": seconds}), marked, made_from)
        if recorded:
            self.unwritten[week, student] = None
            self._read.pop((week, student), None)
        return recorded

    def recall(self) -> None:
        """Find whose pages are older than their Results, or missing: a kill came between."""
        store = Store(self.course.root)
        for week in self.weeks:
            for student in store.students(week):
                page = self.course.root / "feedback" / student / week / f"{week}.html"
                if not page.is_file() or page.stat().st_mtime < (store.folder / week / f"{student}.jsonl").stat().st_mtime:
                    self.unwritten[week, student] = None

    def next_page(self) -> Writing:
        """The task of writing the page of one of `unwritten`. What the gradebook says is read once for many."""
        week, student = next(iter(self.unwritten))
        if (week, student) not in self._read:
            recorder = self._recorder(week)
            try:
                ledger = Ledger.read(self.course, [recorder.week], recorder.book.gradebook)
            finally:
                # After a lost connection, too: the session would refuse whatever it is asked.
                recorder.book.gradebook.db.remove()
            self._read = {(w, s): ledger for w, s in self.unwritten if w == week}
        ledger = self._read.pop((week, student)).of({student})
        del self.unwritten[week, student]
        entries = {week: {s: entry for s, entry in ledger.entries[week].items() if s == student}}
        return Writing(week, student, replace(ledger, entries=entries))

    def _recorder(self, week: str) -> Recorder:
        if week not in self._recorders:
            if self._book is None:
                self._book = Book(self.course.root).__enter__()
            self._book.prepare(self.weeks[week], self.course.due(week))
            self._recorders[week] = Recorder(self.course, self.weeks[week], self._book)
        return self._recorders[week]
