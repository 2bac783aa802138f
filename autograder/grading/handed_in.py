"""What a class handed in, as it lies in submitted/."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course.course import Course
from autograder.course.folders import shown
from autograder.course.folders import submission as submission_folder
from autograder.course.week import Week
from autograder.errors import UserError
from autograder.marking.notebooks import bundle
from autograder.submission.find import find_notebook
from autograder.submission.notebook import Unreadable, read_file


@dataclass(frozen=True)
class HandedIn:
    """A student's submission as it lies in submitted/: the notebook's bytes, or why there is none."""

    student: str
    file: str
    raw: bytes = field(default=b"", repr=False)
    found: tuple[str, ...] = ()
    timestamp: str | None = None
    unreadable: str | None = None

    @property
    def moment(self) -> datetime.datetime | None:
        """When, None where there is no timestamp.txt that can be read."""
        return None if self.timestamp is None else datetime.datetime.fromisoformat(self.timestamp)


def students_of(course: Course, week: str, only: list[str] | None = None) -> list[str]:
    """Who handed in something for a week. Raises UserError when nobody did, or one of `only` did not."""
    found = sorted({shown(p.parent.name) for p in (course.root / "submitted").glob(f"*/{week}") if p.is_dir()})
    if only:
        only = [shown(student) for student in only]
        if missing := sorted(set(only) - set(found)):
            raise UserError(f"There is no submitted/{missing[0]}/{week}.")
        return sorted(set(only))
    if not found:
        raise UserError(f"Nothing was handed in: there is no submitted/*/{week}. Run `autograder collect {week} PATH`, "
                        f"or `autograder sample-class {week}` to try it.")
    return found


def handed_in(course: Course, week: Week, student: str) -> HandedIn:
    """What a student handed in."""
    folder = submission_folder(course.root, student, week.id)
    timestamp = timestamp_of(folder)
    if week.parts:
        return _several(week, student, folder, timestamp)
    try:
        path, told = find_notebook(folder, week.notebook, week)
        raw, read = read_file(path)
        return HandedIn(student, shown(path.name), raw, (*told, *read), timestamp)
    except Unreadable as error:
        return HandedIn(student, f"{week.id}.ipynb", timestamp=timestamp, unreadable=str(error))


def _several(week: Week, student: str, folder: Path, timestamp: str | None) -> HandedIn:
    """What a student handed in of a week of several notebooks, which must have their names."""
    notebooks: dict[str, bytes | None] = {}
    found: list[str] = []
    for part in week.parts:
        path = folder / f"{part.notebook}.ipynb"
        notebooks[part.notebook] = None
        if path.is_file() and not path.is_symlink():
            try:
                notebooks[part.notebook], told = read_file(path)
                found += [f"{path.name}: {sentence}" for sentence in told]
            except Unreadable as error:
                found.append(f"{path.name} was left out: {error}")
    if not any(notebooks.values()):
        names = ", ".join(f"{part.notebook}.ipynb" for part in week.parts)
        return HandedIn(student, week.id, timestamp=timestamp, unreadable=f"None of its notebooks was handed in ({names}).")
    return HandedIn(student, week.id, bundle(notebooks), tuple(found), timestamp)


def timestamp_of(folder: Path) -> str | None:
    """The text of timestamp.txt as ISO 8601, None when there is none or it cannot be read."""
    try:
        text = (folder / "timestamp.txt").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    from nbgrader.utils import parse_utc

    try:
        return parse_utc(text).isoformat()
    except (ValueError, OverflowError):
        return None
