"""The class list: who takes the course, and by which name or number an LMS knows them."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import codepoint2name
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course.folders import STUDENT_ID
from autograder.errors import UserError

if TYPE_CHECKING:
    from _csv import Reader

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
    """Whom a file says it is from. lms: the platform, "" for a folder or a file that a person named.

    number: the platform's own. ids: what may be the login, address or student number there, in whatever column.
    """

    name: str
    number: str = ""
    lms: str = ""
    ids: tuple[str, ...] = ()


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

    def candidates(self, sender: Sender) -> frozenset[str]:
        """The ids of all whom a sender may be, by what it is called: one settles it, more than one is for a number."""
        return self.surely(sender) or self._called(sender)

    def surely(self, sender: Sender) -> frozenset[str]:
        """The ids with exactly this folder, address or number of a person's own; empty for what is only a name."""
        if sender.lms == "canvas":
            return self._numbered(sender)
        clues = sender.ids if sender.lms else (sender.name,)
        hits = [found for clue in map(_plain, clues) if (found := self._of("id", clue) | self._of("email", clue))]
        found = frozenset[str]().union(*hits)
        if sender.lms == "ilias":
            # Where names or logins hold underscores, a part of one may be somebody else's login.
            called = self._called(sender)
            return frozenset(s for s in found if s in called or not self._by_id[s].name)
        # Two clues that name two people settle nothing.
        return frozenset.intersection(*hits) or found if hits else found

    def find(self, sender: Sender) -> Student | str:
        """The student a sender is, or a sentence that says why that is not known.

        Moodle numbers its participants anew in each assignment, so there the name comes first, and the number decides
        between those of one name, where there is no name (blind marking), and where the name has only changed in part.
        Canvas's numbers are a person's own. Nobody is found for a name that fits two.
        """
        found, numbered = self.candidates(sender), self._numbered(sender)
        if len(found) > 1 and len(found & numbered) == 1:
            found = found & numbered
        if len(found) == 1:
            return self._by_id[next(iter(found))]
        if found:
            column = sender.lms if sender.lms in COLUMNS else "id"
            return (f"{', '.join(sorted(found))} are all called so; the column {column} of the class list can tell "
                    f"them apart" + (f" ({sender.number} here)" if sender.number else ""))
        if len(numbered) == 1:
            student = self._by_id[next(iter(numbered))]
            if not (_words(sender.name) and _words(student.name)) or _words(sender.name) & _words(student.name):
                return student
            return (f"nobody in the class list is called so; {sender.number} is the number of {student.id} there, who "
                    f"has quite another name")
        return "nobody in the class list is called so"

    def _called(self, sender: Sender) -> frozenset[str]:
        """Everybody of this name, in whatever order its words may stand."""
        if sender.lms == "ilias":
            parts = sender.name.split("_")
            found = frozenset[str]().union(*(self._of("ascii", _in_ascii("".join(parts[:end])))
                                             for end in range(2, max(3, len(parts)))))
        elif sender.lms == "canvas":
            found = self._of("squashed", _squashed(sender.name))
        else:
            found = self._of("turned", " ".join(_words_in(sender.name)))
        if sender.lms == "canvas" and sender.number:
            # Who is known by another number is somebody else of the same name.
            return frozenset(student for student in found if not self._by_id[student].canvas)
        return found

    def _numbered(self, sender: Sender) -> frozenset[str]:
        return self._of(sender.lms, sender.number) if sender.number else frozenset()

    def _of(self, kind: str, key: str) -> frozenset[str]:
        return frozenset(self._known.get((kind, key), ())) if key else frozenset()


def _students(reader: Reader, file: str) -> list[Student]:
    faults: list[str] = []
    students: list[Student] = []
    seen: dict[str, int] = {}
    try:
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        raise UserError(f"{file}, line {reader.line_num}: {error}.") from None
    header = [name.casefold() for name in rows[0][1]] if rows else []
    if problem := _problem_of(header):
        raise UserError(f"{file}, line 1: {problem}; the first line names the columns: id and any of "
                        f"{', '.join(COLUMNS[1:])}, each once, for example: id,name,email")
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


def _problem_of(header: list[str]) -> str | None:
    if not any(header):
        return "there are no columns"
    unknown = [name for name in header if name not in COLUMNS]
    twice = [name for name in dict.fromkeys(header) if header.count(name) > 1]
    if unknown:
        named = ", ".join(repr(name[:40]) if name else "without a name" for name in unknown[:5])
        return f"there is no such column: {named}"
    if twice:
        return f"the column {', '.join(twice)} stands there more than once"
    return None if "id" in header else "there is no column id"


def _keys(student: Student) -> Iterator[tuple[str, str]]:
    yield "id", _plain(student.id)
    for column in ("moodle", "canvas"):
        if number := getattr(student, column):
            yield column, re.sub(r"\D", "", number) or number
    if student.github:
        yield "id", _plain(student.github)
    if student.email:
        yield "email", _plain(student.email)
    # An LMS that sorts by family name tells "Last First"; which word begins it cannot be known.
    words = _words_in(student.name)
    for turn in range(len(words)):
        turned = words[turn:] + words[:turn]
        yield "turned", " ".join(turned)
        yield "squashed", _squashed("".join(turned))
        yield "ascii", _in_ascii("".join(turned))


def _words_in(name: str) -> list[str]:
    """The words of a name as Moodle leaves them in a zip: underscores are spaces, and what may mean something in a path
    or in HTML is gone (PARAM_FILE in lib/moodlelib.php)."""
    cleaned = re.sub(r"[&<>\"`|':\\/]", "", name.replace("_", " ").replace(",", " "))
    return _plain(cleaned).split()


def _words(name: str) -> set[str]:
    return {word for word in _words_in(name) if len(word) > 1}


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _in_ascii(text: str) -> str:
    """Letters and digits as ILIAS writes them in a path: of é, which HTML calls &eacute;, the e (getASCIIFilename)."""
    letters = (c if c.isascii() else codepoint2name.get(ord(c), " ")[0] for c in unicodedata.normalize("NFC", text))
    return _squashed("".join(letters))


def _squashed(text: str) -> str:
    return re.sub(r"[\W_]", "", _plain(text))
