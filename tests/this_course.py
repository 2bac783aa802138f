"""This course's folder, and copies of it to change."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: What a course is built from and to.
KINDS = ("assignments", "source", "release")
#: A course's own files that its commands and nbgrader's read.
FILES = ("course.toml", "nbgrader_config.py")


def course_copy(into: Path, weeks: Sequence[str] = ("week1",), files: Sequence[str] = FILES) -> Path:
    """A course folder with these weeks, built."""
    into.mkdir(parents=True, exist_ok=True)
    for name in files:
        shutil.copy(ROOT / name, into / name)
    for kind in KINDS:
        for week in weeks:
            shutil.copytree(ROOT / kind / week, into / kind / week, ignore=shutil.ignore_patterns("__pycache__"))
    return into
