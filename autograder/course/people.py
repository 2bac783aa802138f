"""Finding the students that a learning platform's rows are about, and telling of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from autograder.course.class_list import ClassList, Sender, Student


def found_by(listed: ClassList, *senders: Sender) -> Student | None:
    """The one student that everything said of somebody is about: None where that is nobody, or may be two.

    A folder's name, an address or a person's own number counts before a name, which its owner may choose.
    """
    return _surely(listed, senders) if _is_sure(listed, senders) else _by_name(listed, senders)


def found_once(listed: ClassList, rows: Sequence[Sequence[Sender]]) -> list[Student | None]:
    """The student of each row of a table that has one row a student; None for each of several rows that fit the same
    one by name, and for a name whose bearer has a row by address or number."""
    sure = [_is_sure(listed, senders) for senders in rows]
    found = [found_by(listed, *senders) for senders in rows]
    surely = Counter(student.id for student, certain in zip(found, sure) if student and certain)
    called = Counter(student.id for student, certain in zip(found, sure) if student and not certain)
    return [student if student and (surely[student.id] == 1 if certain else
                                    not surely[student.id] and called[student.id] == 1) else None
            for student, certain in zip(found, sure)]


def _is_sure(listed: ClassList, senders: Iterable[Sender]) -> bool:
    return any(listed.surely(sender) for sender in senders)


def _surely(listed: ClassList, senders: Iterable[Sender]) -> Student | None:
    common = frozenset.intersection(*(ids for sender in senders if (ids := listed.surely(sender))))
    return listed[next(iter(common))] if len(common) == 1 else None


def _by_name(listed: ClassList, senders: Iterable[Sender]) -> Student | None:
    found = {s.id: s for sender in senders if isinstance(s := listed.find(sender), Student)}
    return next(iter(found.values())) if len(found) == 1 else None


def filled(student: Student, other: Student | None) -> Student:
    """The same with what is missing taken from `other`."""
    if other is None:
        return student
    missing = {f: getattr(other, f) for f in ("name", "email", "moodle", "canvas") if not getattr(student, f)}
    return replace(student, **missing)


def participant(identifier: str) -> str:
    """Moodle's number in "Participant 123", whatever the language; empty where there is none."""
    found = re.search(r"(\d+)\s*$", identifier)
    return found[1] if found else ""


def named(what: str, names: list[str], most: int = 5) -> list[str]:
    """One line that says `what` and names at most a few; none when there are no names."""
    if not names:
        return []
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return [f"{what}: {', '.join(name.strip() for name in names[:most])}{more}."]
