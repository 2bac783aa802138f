"""The statements by which Book reads and writes nbgrader's own tables, for SQLite and PostgreSQL alike.

They are built once, so that SQLAlchemy compiles each of them once.
"""

from __future__ import annotations

from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    GradeCell,
    Notebook,
    SourceCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from sqlalchemy import BindParameter, bindparam, exists, insert, select, union_all, update

_assignment, _notebook, _source_cell = Assignment.__table__, Notebook.__table__, SourceCell.__table__
_base_cell, _grade_cell, _task_cell = BaseCell.__table__, GradeCell.__table__, TaskCell.__table__
_student, _submission, _submitted = Student.__table__, SubmittedAssignment.__table__, SubmittedNotebook.__table__
_grade, _comment = Grade.__table__, Comment.__table__


def _given(name: str) -> BindParameter[Any]:
    return bindparam(name)


_of_week = _notebook.join(_assignment, _notebook.c.assignment_id == _assignment.c.id)
_this_week = (_assignment.c.name == _given("week")) & (_notebook.c.name == _given("notebook"))

# A week's notebook as the gradebook knows it.
notebook = (
    select(_assignment.c.id.label("assignment"), _notebook.c.id.label("notebook"))
    .select_from(_of_week)
    .where(_this_week)
)
students = (
    select(_submission.c.student_id)
    .select_from(_submission.join(_assignment, _submission.c.assignment_id == _assignment.c.id))
    .where(_assignment.c.name == _given("week"))
)
cells = select(_base_cell.c.id, _base_cell.c.name, _base_cell.c.type).where(
    _base_cell.c.notebook_id == _given("notebook")
)
source_cells = (
    select(_source_cell.c.name, _source_cell.c.cell_type, _source_cell.c.locked, _source_cell.c.checksum)
    .select_from(_source_cell.join(_of_week, _source_cell.c.notebook_id == _notebook.c.id))
    .where(_this_week)
)
points = union_all(
    *(
        select(_base_cell.c.name, kind.c.max_score)
        .select_from(
            kind.join(_base_cell, kind.c.id == _base_cell.c.id)
            .join(_of_week, _base_cell.c.notebook_id == _notebook.c.id)
        )
        .where(_this_week)
        for kind in (_grade_cell, _task_cell)
    )
)
touch = update(_assignment).where(_assignment.c.name == _given("known")).values(name=_assignment.c.name)
set_due = update(_assignment).where(_assignment.c.id == _given("assignment")).values(duedate=_given("due"))

# A student's submission.
add_student = insert(_student).from_select(
    ["id"],
    select(bindparam("student", type_=_student.c.id.type))
    .where(~exists().where(_student.c.id == _given("student"))),
)
submission = select(_submission.c.id).where(
    _submission.c.assignment_id == _given("assignment"), _submission.c.student_id == _given("student")
)
submitters = (
    select(_submission.c.student_id)
    .select_from(_submission.join(_assignment, _submission.c.assignment_id == _assignment.c.id))
    .where(_assignment.c.name == _given("week"))
)
add_submission = insert(_submission).values(
    id=_given("id"), assignment_id=_given("assignment"), student_id=_given("student")
)
set_timestamp = (
    update(_submission).where(_submission.c.id == _given("key")).values(timestamp=_given("handed_in"))
)
submitted = select(_submitted.c.id).where(
    _submitted.c.assignment_id == _given("submission"), _submitted.c.notebook_id == _given("notebook")
)
add_submitted = insert(_submitted).values(
    id=_given("id"), assignment_id=_given("submission"), notebook_id=_given("notebook"), flagged=False
)
set_penalty = (
    update(_submitted).where(_submitted.c.id == _given("submitted")).values(late_submission_penalty=_given("penalty"))
)

# Its grades and comments, one a cell.
grades = select(
    _grade.c.cell_id, _grade.c.auto_score, _grade.c.manual_score, _grade.c.extra_credit, _grade.c.needs_manual_grade
).where(_grade.c.notebook_id == _given("notebook"))
update_grade = (
    update(_grade)
    .where(_grade.c.cell_id == _given("cell"), _grade.c.notebook_id == _given("notebook"))
    .values(auto_score=_given("auto"), extra_credit=_given("extra"), needs_manual_grade=_given("needs"))
)
insert_grade = insert(_grade).values(
    id=_given("id"), cell_id=_given("cell"), notebook_id=_given("notebook"),
    auto_score=_given("auto"), extra_credit=_given("extra"), needs_manual_grade=_given("needs"),
)
comments = select(_comment.c.cell_id, _comment.c.auto_comment).where(_comment.c.notebook_id == _given("notebook"))
update_comment = (
    update(_comment)
    .where(_comment.c.cell_id == _given("cell"), _comment.c.notebook_id == _given("notebook"))
    .values(auto_comment=_given("auto"))
)
insert_comment = insert(_comment).values(
    id=_given("id"), cell_id=_given("cell"), notebook_id=_given("notebook"), auto_comment=_given("auto")
)
