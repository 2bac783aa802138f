"""The latest Result of each student, on disk: .autograder/results/<week>/<student>.jsonl, and the one before it.

The first line is a small header (what the Result was made from, and how long it took), the second the Result itself,
so that "is it still current?" reads only a few hundred bytes.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from autograder.course.folders import write_whole
from autograder.marking.result import Marked


class Header(BaseModel):
    """What a stored Result was made from.

    submission: hash of everything but the hidden tests (notebook, release, limits, code of the autograder).
    exercises: exercise id -> hash of its hidden tests. seconds: stage -> wall time, for --profile.
    timestamp: when it was handed in, ISO 8601, or None.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    student: str
    submission: str
    exercises: dict[str, str]
    seconds: dict[str, float] = {}
    timestamp: str | None = None


class Store:
    """Reads and writes stored Results of the course at `root`. A write is whole or not there at all."""

    def __init__(self, root: Path):
        self.folder = root / ".autograder" / "results"

    def students(self, week: str) -> list[str]:
        """The students with a Result, in order."""
        return sorted(p.stem for p in (self.folder / week).glob("*.jsonl"))

    def header(self, week: str, student: str) -> Header | None:
        """The header alone; None when there is no (readable) Result."""
        try:
            with self._path(week, student).open("rb") as file:
                return Header.model_validate_json(file.readline())
        except (OSError, ValueError):
            return None

    def read(self, week: str, student: str) -> tuple[Header, Marked] | None:
        """The stored Result, None when there is none that can be read."""
        return _read(self._path(week, student))

    def previous(self, week: str, student: str) -> tuple[Header, Marked] | None:
        """The Result that the latest one replaced."""
        return _read(self._path(week, student).with_suffix(".before"))

    def write(self, week: str, header: Header, marked: Marked) -> None:
        """Store a Result; the one it replaces is kept as `previous` when it was made from something else."""
        path = self._path(week, header.student)
        path.parent.mkdir(parents=True, exist_ok=True)
        old = self.header(week, header.student)
        if old is not None and (old.submission, old.exercises) != (header.submission, header.exercises):
            os.replace(path, path.with_suffix(".before"))
        write_whole(path, f"{header.model_dump_json()}\n{marked.model_dump_json()}\n")

    def mark_recorded(self, week: str, header: Header) -> None:
        """Note that the gradebook holds this Result."""
        self._path(week, header.student).with_suffix(".recorded").write_text(_made_from(header), encoding="utf-8")

    def is_recorded(self, week: str, header: Header) -> bool:
        """Whether the gradebook was given this very Result."""
        try:
            return self._path(week, header.student).with_suffix(".recorded").read_text(encoding="utf-8") == _made_from(header)
        except OSError:
            return False

    def _path(self, week: str, student: str) -> Path:
        return self.folder / week / f"{student}.jsonl"


def _made_from(header: Header) -> str:
    return json.dumps([header.submission, header.exercises, header.timestamp])


def _read(path: Path) -> tuple[Header, Marked] | None:
    try:
        header, marked = path.read_bytes().split(b"\n", 1)
        return Header.model_validate_json(header), Marked.model_validate_json(marked)
    except (OSError, ValueError):
        return None
