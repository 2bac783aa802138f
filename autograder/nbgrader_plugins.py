"""Our step in nbgrader's own autograde: the sandbox's outputs and marks, where stock nbgrader runs a kernel.

With nbgrader_config.py as it is, `nbgrader autograde` and formgrader's button do what `autograder grade` does. nbgrader
itself never reads a student's file: a duplicated cell, an odd format or a file that is no notebook at all would end its
run for everybody. It starts from an empty notebook, and SandboxExecute puts in what marking made of the student's.
"""

from __future__ import annotations

import weakref
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.plugins import BasePlugin
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.course import packages
from autograder.course.course import Course
from autograder.course.marks import penalty
from autograder.course.week import Week
from autograder.grading.handed_in import HandedIn, handed_in
from autograder.grading.record import Recorder, write_feedback
from autograder.marking.composing import unreadable
from autograder.marking.marker import Marker
from autograder.marking.result import Marked
from autograder.pages.feedback import Feedback
from autograder.records import ledger
from autograder.records.gradebook import Book
from autograder.records.store import Header
from autograder.sandbox import Sandbox


class UnreadExporter(NotebookExporter):
    """Gives nbgrader an empty notebook in place of the file it names."""

    def from_filename(self, filename: Any, resources: Any = None, **kw: Any) -> Any:
        return self.from_notebook_node(nbformat.v4.new_notebook(), resources=resources, **kw)


class SandboxExecute(NbGraderPreprocessor):
    """Marks a submission in the sandbox unless its stored Result is current, and records it in the gradebook."""

    def preprocess(self, nb: Any, resources: Any) -> Any:
        """Returns the graded notebook, whatever `nb` is."""
        told = resources["nbgrader"]
        converter = self.parent.parent
        root = Path(converter.coursedir.root)
        course, week, student = Course.load(root), Week.load(root, told["assignment"]), told["student"]
        submission = handed_in(course, week, student)
        with Book(root, told["db_url"]) as book:
            book.prepare(week, course.due(week.id))
            recorder = Recorder(course, week, book)
            notebook = recorder.record(*self._marked(converter, recorder, submission))
            marks = ledger.Ledger.read(course, [week], book.gradebook)
            write_feedback(Feedback(course, week), recorder.store, marks, student)
        notebook.chmod(0o644)
        return nbformat.read(notebook, as_version=4), resources

    def _marked(self, converter: Any, recorder: Recorder, submission: HandedIn) -> tuple[Header, Marked]:
        week, header = recorder.week, recorder.header(submission)
        stored = recorder.store.read(week.id, submission.student)
        if stored and (stored[0].submission, stored[0].exercises) == (header.submission, header.exercises):
            return stored[0].model_copy(update={"timestamp": header.timestamp}), stored[1]
        if submission.unreadable is not None:
            return header, unreadable(week, submission.file, submission.unreadable)
        marker = _marker(converter, recorder.course)
        return header, marker.mark(week, submission.raw, submission.file, submission.found)


def _marker(converter: Any, course: Course) -> Marker:
    """One warm sandbox for all the notebooks of a run of nbgrader."""
    if not hasattr(converter, "_marker"):
        packages.require(course.packages)
        converter._marker = Marker(course.limits_of, Sandbox(packages=course.packages)).__enter__()
        weakref.finalize(converter, converter._marker.__exit__, None, None, None)
    return converter._marker


class CourseLatePenalty(BasePlugin):
    """course.toml's late policy, so that formgrader and stock feedback show it too.

    nbgrader asks for each submission that came after the due date its gradebook holds.
    """

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float:
        """Points off, 0 or more. nbgrader's own seconds are not used: course.toml knows this student's extensions."""
        step = self.parent
        course = Course.load(Path(self.config.CourseDirectory.get("root", ".")).resolve())
        submission = step.gradebook.find_submission(step.assignment_id, student_id)
        notebook = step.gradebook.find_submission_notebook(step.notebook_id, step.assignment_id, student_id)
        extra = sum(grade.extra_credit or 0.0 for grade in notebook.grades)
        return penalty(
            course, step.assignment_id, student_id, submission.timestamp, score - extra, extra, notebook.max_score
        )
