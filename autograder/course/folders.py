"""Where things lie in a course's folder, and the names of files as text."""

from __future__ import annotations

import datetime
import os
import re
from pathlib import Path

#: What may be the name of a student's folder.
STUDENT_ID = r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}"
#: A week's id is a folder's name, and part of a Python package's.
WEEK_ID = r"[a-z][a-z0-9_]{0,31}"
#: Assignments of a course that was made for stock nbgrader are called more freely: "Problem Set 1", "ps-1".
ASSIGNMENT_ID = r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}"


def shown(name: str | Path) -> str:
    """The name of a file as text: a byte in it that is no UTF-8 stands as \\xfc."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def printable(text: str) -> str:
    """Text of unknown origin for a terminal: what it would obey, or read backwards, stands escaped; line ends stay."""
    return "".join(c if c.isprintable() or c in "\n\t" else c.encode("unicode_escape", "replace").decode() for c in text)


def submission(root: Path, student: str, week: str) -> Path:
    """The folder a student handed in. `student` is the folder's name as `shown` shows it."""
    plain = root / "submitted" / student / week
    if "\\x" not in student or plain.exists():
        return plain
    name = re.sub(rb"\\x([89a-f][0-9a-f])", lambda found: bytes.fromhex(found[1].decode()), student.encode())
    raw = root / "submitted" / os.fsdecode(name) / week
    return raw if raw.exists() else plain


def write_whole(path: Path, content: bytes | str) -> None:
    """Write a file so that another process finds the old one or the new one, never a part. Text is UTF-8. Raises OSError."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        scratch.write_bytes(content.encode() if isinstance(content, str) else content)
        os.replace(scratch, path)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise


def stamp(moment: datetime.datetime) -> str:
    """A time as nbgrader keeps it in timestamp.txt."""
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC")


def stamped(folder: Path) -> datetime.datetime | None:
    """The time in a folder's timestamp.txt, None where there is none that can be read."""
    # Here, since nbgrader takes a second to import and few of those who ask for a folder ask for this.
    from nbgrader.utils import parse_utc

    try:
        return parse_utc((folder / "timestamp.txt").read_text(encoding="utf-8").strip()).replace(tzinfo=datetime.UTC)
    except (OSError, ValueError, OverflowError):
        return None
