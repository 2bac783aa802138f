"""What nbgrader's gradebook says of a whole class: marks given by machine and by people, comments, dates.

One query a week for all students, where nbgrader's own objects would take one a grade.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy.exc import SQLAlchemyError

from autograder.course.class_list import ClassList
from autograder.course.class_list import Student as Person
from autograder.course.course import Course
from autograder.course.marks import CourseMark, Mark, WeekMark, course_mark
from autograder.course.people import filled
from autograder.course.week import Exercise, Week, weeks_of
from autograder.errors import UserError
from autograder.records.database import file_of
from autograder.records.gradebook import Book


@dataclass(frozen=True)
class Entry:
    """One student's week in the gradebook. marks: exercise id -> Mark, for those the gradebook holds."""

    handed_in: datetime.datetime | None
    marks: dict[str, Mark]


@dataclass(frozen=True)
class Ledger:
    """The marks of the students in `people` for `weeks`, by the course's rules."""

    course: Course
    weeks: tuple[Week, ...]
    people: tuple[Person, ...]
    entries: dict[str, dict[str, Entry]] = field(repr=False)

    @classmethod
    def read(cls, course: Course, weeks: Iterable[Week], gradebook: Gradebook, listed: Iterable[Person] = ()) -> Ledger:
        """Everything the gradebook holds of `weeks`. `listed` (the class list) is believed first."""
        weeks = tuple(weeks)
        known = {row.id: _person(row) for row in gradebook.db.query(Student).order_by(Student.id)}
        people = known | {person.id: filled(person, known.get(person.id)) for person in listed}
        entries = {week.id: _entries(gradebook, week) for week in weeks}
        return cls(course, weeks, tuple(people[i] for i in sorted(people)), entries)

    def of(self, students: set[str]) -> Ledger:
        """The same for some students only."""
        return replace(self, people=tuple(p for p in self.people if p.id in students))

    def week_mark(self, week: Week, student: str) -> WeekMark:
        """One student's week. Nothing handed in is a row of zeros."""
        entry = self.entries[week.id].get(student, Entry(None, {}))
        days, factor = 0, 1.0
        if entry.handed_in is not None:
            days = self.course.late_days(week.id, student, entry.handed_in)
            factor = self.course.late_factor(week.id, student, entry.handed_in)
        marks = tuple(entry.marks.get(e.id, Mark(e.id)) for e in week.exercises)
        return WeekMark(week.id, points_of(week), marks, entry.handed_in, days, factor, self.course.bonus)

    @cached_property
    def course_marks(self) -> tuple[CourseMark, ...]:
        """Everybody's course percentage and grade, in the order of `people`."""
        return tuple(
            course_mark(p.id, [self.week_mark(w, p.id) for w in self.weeks], self.course.grades)
            for p in self.people
        )

    @property
    def begun(self) -> list[str]:
        """The weeks that somebody has handed in."""
        return [week.id for week in self.weeks if self.entries[week.id]]

    def submitted(self, week: Week, student: str) -> bool:
        return student in self.entries[week.id]

    def waiting(self, week: Week) -> dict[str, list[str]]:
        """Exercise id -> the students whose answer a person has yet to mark. Only exercises where there are some."""
        found = defaultdict(list)
        for student in sorted(self.entries[week.id]):
            for name in self.week_mark(week, student).waiting:
                found[name].append(student)
        return {e.id: found[e.id] for e in week.exercises if found[e.id]}


def of_course(course: Course) -> Ledger:
    """The ledger of all the course's weeks that are built, for the students of the class list and the gradebook."""
    path = course.root / course.class_list
    listed = ClassList.load(path).students if path.exists() else ()
    with opened(course) as gradebook:
        return Ledger.read(course, built_weeks(course), gradebook, listed)


def built_weeks(course: Course) -> list[Week]:
    """The course's weeks that have been built, in its order: a course is written week by week."""
    built = weeks_of(course.root)
    return [Week.load(course.root, week.id) for week in course.weeks if week.id in built]


@contextmanager
def opened(course: Course) -> Iterator[Gradebook]:
    """The course's gradebook, to read. Raises UserError when there is none yet or it cannot be read."""
    book = Book(course.root)
    file = file_of(book.db_url)
    if file is not None and not file.is_file():
        raise UserError(f"There is no gradebook yet: nothing has been graded. Run, for example: autograder grade "
                        f"{course.weeks[0].id}")
    with book:
        try:
            yield book.gradebook
        except SQLAlchemyError as error:
            raise UserError(f"The gradebook cannot be read: {str(error).splitlines()[0]}") from None


def points_of(week: Week) -> float:
    """What a week is worth, bonus not counted."""
    return week.max_score + week.manual_points


def utc(moment: datetime.datetime | None) -> datetime.datetime | None:
    """nbgrader keeps times as UTC without saying so."""
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


def _entries(gradebook: Gradebook, week: Week) -> dict[str, Entry]:
    # A part's exercises are the week's in the same order, under their own names.
    names = [(one.notebook, e.test_id) for one in week.notebooks for e in one.exercises]
    by_cell = dict(zip(names, week.exercises, strict=True))
    comments = _comments(gradebook, week)
    found = {row.student_id: Entry(utc(row.timestamp), {}) for row in (
        gradebook.db.query(SubmittedAssignment.student_id, SubmittedAssignment.timestamp)
        .join(Assignment).filter(Assignment.name == week.id))}
    rows = (
        gradebook.db.query(
            SubmittedAssignment.student_id, Notebook.name, BaseCell.name, Grade.auto_score, Grade.manual_score,
            Grade.extra_credit, Grade.needs_manual_grade,
        )
        .select_from(Grade).join(BaseCell, Grade.cell_id == BaseCell.id)
        .join(Notebook, BaseCell.notebook_id == Notebook.id)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .filter(Assignment.name == week.id)
    )
    for student, notebook, cell, auto, manual, extra, waiting in rows:
        if exercise := by_cell.get((notebook, cell)):
            comment = comments.get((student, exercise.id), "")
            found[student].marks[exercise.id] = _mark(exercise, auto, manual, extra, waiting, comment)
    return found


def _comments(gradebook: Gradebook, week: Week) -> dict[tuple[str, str], str]:
    """(student, exercise id) -> what a person wrote. It hangs on the solution cell, which has the exercise's id."""
    rows = (
        gradebook.db.query(SubmittedAssignment.student_id, BaseCell.name, Comment.manual_comment)
        .select_from(Comment).join(BaseCell, Comment.cell_id == BaseCell.id)
        .join(SubmittedNotebook, Comment.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .filter(Assignment.name == week.id, Comment.manual_comment.isnot(None))
    )
    return {(student, cell): comment.strip() for student, cell, comment in rows}


def _mark(exercise: Exercise, auto: Any, manual: Any, extra: Any, waiting: bool, comment: str) -> Mark:
    earned = manual if manual is not None else auto or 0.0
    return Mark(exercise.id, earned, extra or 0.0, bool(waiting), comment)


def _person(row: Student) -> Person:
    name = " ".join(part for part in (row.first_name, row.last_name) if part)
    # nbgrader knows of one platform only; its number serves for both.
    number = row.lms_user_id or ""
    return Person(row.id, name, row.email or "", number, number)
