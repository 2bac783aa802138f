"""The class list: who takes the course, and by which name or number an LMS knows them."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from autograder.course import STUDENT_ID
from autograder.errors import UserError

COLUMNS = ("id", "name", "email", "moodle", "canvas", "github")


@dataclass(frozen=True)
class Student:
    """One row. `id` names the student's folders; moodle and canvas are the LMS's own numbers, as text.

    moodle is the number in "Participant 123", which is another in each of Moodle's assignments.
    """

    id: str
    name: str = ""
    email: str = ""
    moodle: str = ""
    canvas: str = ""
    github: str = ""


@dataclass(frozen=True)
class Sender:
    """Whom a file says it is from. lms: "moodle", "canvas" or "" for a folder or a file that a person named."""

    name: str
    number: str = ""
    lms: str = ""


class ClassList:
    """The students of a course, found by whatever an LMS calls them."""

    def __init__(self, students: list[Student]):
        self.students = tuple(students)
        self._known: dict[tuple[str, str], set[str]] = {}
        self._by_id = {student.id: student for student in students}
        for student in students:
            for key in _keys(student):
                self._known.setdefault(key, set()).add(student.id)

    @classmethod
    def load(cls, path: Path) -> ClassList:
        """Read a CSV with the column id and any of name, email, moodle, canvas, github (comma or semicolon, UTF-8).

        Raises UserError that names every mistake with its line.
        """
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            raise UserError(f"There is no class list {path.name}. Make one, a CSV that begins with the line "
                            f"id,name,email - or use --without-list.") from None
        except OSError as error:
            raise UserError(f"{path.name} cannot be read: {error.strerror}.") from None
        except UnicodeDecodeError:
            raise UserError(f"{path.name} is not UTF-8 text. Save it as CSV UTF-8.") from None
        first = text.partition("\n")[0]
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in first and "," not in first else ",")
        return cls(_students(reader, path.name))

    def __getitem__(self, student: str) -> Student:
        return self._by_id[student]

    def find(self, sender: Sender) -> Student | str:
        """The student a sender is, or a sentence that says why that is not known.

        Moodle numbers its participants anew in each assignment, so there the name decides, and the number only between
        two of one name or where there is no name (blind marking). Canvas's numbers are a person's own.
        """
        by_number = self._known.get((sender.lms, sender.number), set()) if sender.number else set()
        if len(by_number) == 1 and (sender.lms != "moodle" or _plain(sender.name) in ("", "participant")):
            return self._by_id[next(iter(by_number))]
        for key in _tries(sender):
            found = self._known.get(key, set())
            if len(found) > 1 and len(found & by_number) == 1:
                found &= by_number
            if len(found) == 1:
                return self._by_id[next(iter(found))]
            if found:
                column = sender.lms or "id"
                return (f"{', '.join(sorted(found))} are all called so; the column {column} of the class list can tell "
                        f"them apart" + (f" ({sender.number} here)" if sender.number else ""))
        return "nobody in the class list is called so"


def _students(reader, file: str) -> list[Student]:
    faults, students, seen = [], [], {}
    try:
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        raise UserError(f"{file}, line {reader.line_num}: {error}.") from None
    header = [name.casefold() for name in rows[0][1]] if rows else []
    if "id" not in header or len(set(header)) < len(header) or not set(header) <= set(COLUMNS):
        raise UserError(f"{file}, line 1: the first line names the columns: id and any of {', '.join(COLUMNS[1:])}, "
                        f"each once, for example: id,name,email")
    for line, row in rows[1:]:
        if not any(row):
            continue
        if len(row) != len(header):
            faults.append(f"line {line}: {len(row)} values, {len(header)} columns; quote a value that holds a comma")
            continue
        student = Student(**dict(zip(header, row)))
        if not re.fullmatch(STUDENT_ID, student.id):
            faults.append(f"line {line}: the id {student.id[:80]!r} cannot name a folder; letters, digits, - _ . are "
                          f"expected, 64 at most and no dot first, for example: student07")
        elif student.id.casefold() in seen:
            faults.append(f"line {line}: the id {student.id!r} stands in line {seen[student.id.casefold()]} already")
        else:
            seen[student.id.casefold()] = line
            students.append(student)
    if faults:
        raise UserError(f"{file} has mistakes:\n" + "\n".join(f"  {fault}" for fault in faults))
    return students


def _keys(student: Student):
    yield "id", _plain(student.id)
    for column in ("moodle", "canvas"):
        if number := getattr(student, column):
            yield column, re.sub(r"\D", "", number) or number
    if student.github:
        yield "id", _plain(student.github)
    if student.email:
        yield "email", _plain(student.email)
    if student.name:
        yield "name", _plain(student.name)
        words = _plain(student.name.replace(",", " ")).split()
        # An LMS that sorts by family name tells "Last First"; which word begins it cannot be known.
        for turn in range(len(words)):
            turned = words[turn:] + words[:turn]
            yield "turned", " ".join(turned)
            yield "squashed", _squashed("".join(turned))


def _tries(sender: Sender):
    if sender.lms == "canvas":
        yield "squashed", _squashed(sender.name)
        return
    name = _plain(sender.name)
    if not sender.lms:
        yield "id", name
        yield "email", name
    yield "name", name
    yield "turned", " ".join(name.replace(",", " ").split())


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _squashed(text: str) -> str:
    return re.sub(r"[\W_]", "", _plain(text))
