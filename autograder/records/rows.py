"""Rows of nbgrader's database: found or made, and written many at a time."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import uuid4

from nbgrader.utils import parse_utc

from autograder.records import sql


def submitted_notebook(
    db: Any, assignment: str, notebook: str, student: str, timestamp: datetime.datetime | str | None
) -> str:
    """The id of a student's submitted notebook, which is made when there is none."""
    key = {"assignment": assignment, "student": student}
    submission = db.execute(sql.submission, key).scalar()
    if submission is None:
        submission = uuid4().hex
        db.execute(sql.add_submission, key | {"id": submission})
    if timestamp is not None:
        db.execute(sql.set_timestamp, {"key": submission, "handed_in": utc(timestamp)})
    key = {"submission": submission, "notebook": notebook}
    submitted = db.execute(sql.submitted, key).scalar()
    if submitted is None:
        submitted = uuid4().hex
        db.execute(sql.add_submitted, key | {"id": submitted})
    return submitted


def save(db: Any, update: Any, insert: Any, submitted: str, rows: list[dict[str, Any]], known: dict[str, Any]) -> None:
    """Write rows that a cell each: update those that are known, add the others."""
    rows = [row | {"notebook": submitted} for row in rows]
    if changed := [row for row in rows if row["cell"] in known]:
        db.execute(update, changed)
    if new := [row | {"id": uuid4().hex} for row in rows if row["cell"] not in known]:
        db.execute(insert, new)


def utc(moment: datetime.datetime | str) -> datetime.datetime:
    """As nbgrader stores a time: UTC without a zone."""
    return parse_utc(moment)
