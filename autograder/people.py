"""Finding the students that a learning platform's rows are about, and telling of them."""

from __future__ import annotations

from dataclasses import replace

from autograder.class_list import ClassList, Sender, Student


def found_by(listed: ClassList, *senders: Sender) -> Student | None:
    """The student of the first sender that is exactly one; a clue that two students share finds nobody."""
    for sender in senders:
        if (sender.name.strip() or sender.number.strip()) and isinstance(found := listed.find(sender), Student):
            return found
    return None


def filled(student: Student, other: Student | None) -> Student:
    """The same with what is missing taken from `other`."""
    if other is None:
        return student
    missing = {f: getattr(other, f) for f in ("name", "email", "moodle", "canvas") if not getattr(student, f)}
    return replace(student, **missing)


def named(what: str, names: list[str], most: int = 5) -> list[str]:
    """One line that says `what` and names at most a few; none when there are no names."""
    if not names:
        return []
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return [f"{what}: {', '.join(name.strip() for name in names[:most])}{more}."]
