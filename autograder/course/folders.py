"""Where things lie in a course's folder, and the names of files as text."""

from __future__ import annotations

import os
import re
from pathlib import Path


def shown(name: str | Path) -> str:
    """The name of a file as text: a byte in it that is no UTF-8 stands as \\xfc."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def submission(root: Path, student: str, week: str) -> Path:
    """The folder a student handed in. `student` is the folder's name as `shown` shows it."""
    plain = root / "submitted" / student / week
    if "\\x" not in student or plain.exists():
        return plain
    name = re.sub(rb"\\x([89a-f][0-9a-f])", lambda found: bytes.fromhex(found[1].decode()), student.encode())
    raw = root / "submitted" / os.fsdecode(name) / week
    return raw if raw.exists() else plain
