"""Invitations: everybody's personal link, for a mail program."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine

from autograder.course.class_list import ClassList, Student
from autograder.course.course import Course
from autograder.errors import UserError
from autograder.lms.tables import Table, harmless
from autograder.serve.links import has_link, make_link, revoke
from autograder.serve.roll import Roll


def chosen(course: Course, ids: Sequence[str], must_exist: bool = True) -> list[Student]:
    """The people of these ids, all of the course for none. Raises UserError for one who is not on it."""
    listed = ClassList.load(course.root / course.class_list).students
    known = {student.id: student for student in listed}
    for id in (*course.serve.instructors, *course.serve.assistants):
        known.setdefault(id, Student(id, email=id if "@" in id else ""))
    if must_exist and (missing := [id for id in ids if id not in known]):
        raise UserError(f"Nobody on the class list, or in [serve] of course.toml, has the id {missing[0]!r}.")
    return [known[id] for id in ids if id in known] if ids else list(known.values())


def write(course: Course, engine: Engine, invited: Sequence[Student], file: Path, anew: bool) -> int:
    """Make links and write them to `file`, a CSV with id, name, email, link; how many. Who has one is left out, or, with
    `anew`, gets another in its place. Only the file's owner may read it. Raises UserError where it cannot be written."""
    roll = Roll(course)
    table = Table(["id", "name", "email", "link"])
    people = [student for student in invited if anew or not has_link(engine, student.id)]
    if not people:
        return 0
    try:
        # Before any link is made: a link that is written nowhere is nobody's.
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise UserError(f"{file} exists. Its links may not have been sent yet: move it away, or say another --output.") from None
    except OSError as error:
        raise UserError(f"{file} cannot be written: {error.strerror}.") from None
    for student in people:
        if anew:
            revoke(engine, student.id)
        person = roll.person(student.id)
        if person is not None:
            link = address(course, make_link(engine, student.id, person.role))
            table.rows.append([harmless(student.id), harmless(student.name), harmless(student.email), link])
    with os.fdopen(descriptor, "wb") as out:
        out.write(table.bytes())
    return len(table.rows)


def address(course: Course, token: str) -> str:
    """A link's address, as the world reaches it; on this machine where course.toml does not say how."""
    return f"{course.serve.url or f'http://{course.serve.address}:{course.serve.port}'}{course.serve.path}/in/{token}"
