"""A course to begin from: a folder that every command works in, with a first week that passes `autograder check`."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from autograder.authoring.new_week import quoted, week_files
from autograder.authoring.release import build
from autograder.authoring.templates import rendered
from autograder.course.course import Course
from autograder.errors import UserError

#: Template -> the file it becomes.
FILES = {
    "course.toml.j2": "course.toml", "students.csv.j2": "students.csv", "nbgrader_config.py.j2": "nbgrader_config.py",
    "Makefile.j2": "Makefile", "gitignore.j2": ".gitignore", "README.md.j2": "README.md",
}


def new_course(
    folder: Path, name: str, institution: str, time_zone: str, today: datetime.date, title: str = "The first week"
) -> list[str]:
    """Write a course into `folder`, which is made if need be, and build its first week; the paths, below the folder.

    Raises UserError where the folder holds one of these files already, and for a time zone that is none.
    """
    files = {**_course_files(name, institution, time_zone, today, title), **week_files("week1", title)}
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is a file; name a folder that is new or empty.")
    if there := [path for path in files if (folder / path).exists()]:
        raise UserError(f"{folder} holds {there[0]} already; name a folder that is new or empty.")
    try:
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(content, encoding="utf-8")
    except OSError as error:
        raise UserError(f"{error.filename} cannot be written: {error.strerror}.") from None
    try:
        course = Course.load(folder.resolve())
    except UserError:
        for path in files:
            (folder / path).unlink(missing_ok=True)
        raise
    list(build(course, ["week1"]))
    return [*files, "source/week1", "release/week1"]


def _course_files(
    name: str, institution: str, time_zone: str, today: datetime.date, title: str
) -> dict[str, str]:
    thursday = today + datetime.timedelta(days=(3 - today.weekday()) % 7)
    words = {
        "name": name, "name_quoted": quoted(name), "institution_quoted": quoted(institution), "time_zone": time_zone,
        "first_thursday": thursday.isoformat(), "title_quoted": quoted(title),
        "course_id": re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "course",
    }
    return {path: rendered(f"new_course/{template}", words) for template, path in FILES.items()}
