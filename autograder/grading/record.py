"""Recording: where a submission's Result goes. One way for `autograder grade` and for nbgrader's own autograde."""

from __future__ import annotations

import datetime
import secrets
from pathlib import Path

from autograder.course.course import Course
from autograder.course.folders import submission as submission_folder
from autograder.course.marks import penalty
from autograder.course.week import Week
from autograder.grading.handed_in import HandedIn, handed_in, timestamp_of
from autograder.marking import fingerprint
from autograder.marking.result import Marked
from autograder.pages.feedback import Feedback
from autograder.records import ledger
from autograder.records.autograded import Autograded
from autograder.records.gradebook import Book
from autograder.records.lock import recording
from autograder.records.store import Header, Store


class Recorder:
    """Records the Results of one week."""

    def __init__(self, course: Course, week: Week, book: Book):
        self.course, self.week, self.book, self.store = course, week, book, Store(course.root)
        self._of_week = fingerprint.of_week(week, course.limits_of(week.id))
        self._of_exercises = fingerprint.of_exercises(week)
        self._autograded = Autograded(course.root, week)
        self._known = book.students(week.id)

    def header(self, submission: HandedIn) -> Header:
        """What a Result of the submission is made from."""
        raw = submission.raw if submission.unreadable is None else submission.unreadable.encode()
        return Header(
            student=submission.student,
            submission=fingerprint.of_submission(raw, submission.found, submission.file, self._of_week),
            exercises=self._of_exercises,
            timestamp=submission.timestamp,
        )

    def record_current(self, header: Header, marked: Marked, of: Header) -> bool:
        """Record a Result unless its student has handed in something else since, which another process marks; whether it did.

        of: the header of what was marked, where `header` says that it could not be.
        """
        with recording(self.course.root):
            if self.header(handed_in(self.course, self.week, header.student)).submission != of.submission:
                return False
            self.record(header, marked)
        return True

    def record(self, header: Header, marked: Marked) -> Path:
        """Put a Result into the store, the gradebook and autograded/; returns the graded notebook's path. The feedback is
        still to be written, by `write_feedback`."""
        def late(points: float, credit: float) -> float:
            submitted = None if header.timestamp is None else datetime.datetime.fromisoformat(header.timestamp)
            return penalty(self.course, self.week.id, header.student, submitted, points, credit,
                           ledger.points_of(self.week))

        self.store.write(self.week.id, header, marked)
        self.book.record(header.student, self.week, marked, header.timestamp, late)
        path = self._autograded.write(header.student, marked)
        self.store.mark_recorded(self.week.id, header)
        return path

    def is_recorded(self, header: Header, submission: HandedIn) -> bool:
        """Whether a stored Result was recorded for this submission, and nothing of what that wrote is gone."""
        folders = [self.course.root / kind / header.student / self.week.id for kind in ("autograded", "feedback")]
        return (header.student in self._known and header.timestamp == submission.timestamp
                and self.store.is_recorded(self.week.id, header) and all(folder.is_dir() for folder in folders))


def write_feedback(pages: Feedback, store: Store, marks: ledger.Ledger, student: str) -> bool:
    """Write a student's page, and beside it what nbgrader needs to release it; False where there is no Result."""
    course, week = pages.course, pages.week
    stored = store.read(week.id, student)
    if stored is None:
        return False
    page = pages.write(student, stored[1], marks.week_mark(week, student))
    _for_the_exchange(page.parent, submission_folder(course.root, student, week.id), stored[0].timestamp)
    return True


def _for_the_exchange(feedback: Path, submitted: Path, timestamp: str | None) -> None:
    """timestamp.txt and submission_secret.txt, by which `nbgrader release_feedback` finds the one who handed in.

    They are those of the submission that was marked. One that did not come through nbgrader's exchange has no secret;
    then its page is released under a name that nobody knows, where nbgrader would end its run.
    """
    if timestamp_of(submitted) == timestamp:
        for name in ("timestamp.txt", "submission_secret.txt"):
            if (submitted / name).is_file() and not (submitted / name).is_symlink():
                (feedback / name).write_bytes((submitted / name).read_bytes()[:1000])
    for name, text in (("timestamp.txt", timestamp or ""), ("submission_secret.txt", secrets.token_hex(32))):
        if not (feedback / name).exists():
            (feedback / name).write_text(text, encoding="utf-8")
