"""A week to begin from: a text, hidden tests, mistakes and right variants that pass `autograder check` as they are."""

from __future__ import annotations

import keyword
import re
import tempfile
from pathlib import Path

from autograder.authoring import from_cells
from autograder.authoring.templates import rendered
from autograder.course.course import Course
from autograder.course.folders import WEEK_ID
from autograder.course.week import spaced
from autograder.errors import UserError


def new_week(course: Course, name: str, title: str, exercise: str = "column_means", dry_run: bool = False,
             source: str | None = None) -> list[str]:
    """Write a new week and its entry in course.toml, or only say what would be written; the paths, below the root.

    source: a week of stock nbgrader's to make it of.

    Raises UserError for a name that cannot be one, and where anything of that week is there already.
    """
    if not re.fullmatch(WEEK_ID, name):
        raise UserError(f"{name!r} cannot be a week's id; small letters, digits and _ are expected, for example week5")
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", exercise) or keyword.iskeyword(exercise) or (
            exercise.startswith("test_") or exercise in ("setup", "intro")):
        raise UserError(f"{exercise!r} cannot name an exercise; a function's name is expected, such as column_means")
    if name in [week.id for week in course.weeks]:
        raise UserError(f"course.toml names {name} already. Choose another id, for example {_next_id(course)}.")
    files = from_cells.week_files(course, name, source) if source else week_files(name, title, exercise)
    for folder in (f"assignments/{name}", f"source/{name}", f"release/{name}"):
        if (course.root / folder).exists():
            raise UserError(f"{folder} is there already. Remove it, or choose another id.")
    text = with_week((course.root / "course.toml").read_text(encoding="utf-8-sig"), name, title)
    _check(text)
    if not dry_run:
        for path, content in files.items():
            (course.root / path).parent.mkdir(parents=True, exist_ok=True)
            (course.root / path).write_text(content, encoding="utf-8")
        (course.root / "course.toml").write_text(text, encoding="utf-8")
    return [*files, "course.toml"]


def week_files(name: str, title: str, exercise: str = "column_means") -> dict[str, str]:
    """Path below the root -> text: a week that passes `autograder check` as it is."""
    words = {"week": name, "exercise": exercise, "heading": f"{spaced(name)} · {title}"}
    folder = f"assignments/{name}"
    return {
        f"{folder}/{name}.py": rendered("new_week/week.py.j2", words),
        f"{folder}/hidden/test_{exercise}.py": rendered("new_week/test_exercise.py.j2", words),
        f"{folder}/hidden/mistakes.py": rendered("new_week/mistakes.py.j2", words),
        f"{folder}/hidden/right.py": rendered("new_week/right.py.j2", words),
    }


def with_week(text: str, name: str, title: str) -> str:
    """The text of course.toml with one more week after the last one; every other line, comments too, stays."""
    lines = text.splitlines()
    entry = ["", "[[weeks]]", f'id = "{name}"', f"title = {quoted(title)}"]
    starts = [number for number, line in enumerate(lines) if re.match(r"\s*\[\[\s*weeks\s*\]\]", line)]
    end = len(lines)
    if starts:
        later = (n for n in range(starts[-1] + 1, len(lines)) if re.match(r"\s*\[", lines[n]))
        end = next(later, len(lines))
    # Comments and empty lines above the next table belong to that table.
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return "\n".join([*lines[:end], *entry, *lines[end:]]) + "\n"


def _check(text: str) -> None:
    """The new course.toml is read once elsewhere before it takes the old one's place."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "course.toml").write_text(text, encoding="utf-8")
        try:
            Course.load(Path(folder))
        except UserError as error:
            raise UserError(f"The week cannot be added to course.toml by itself: {error} "
                            f"Write its [[weeks]] by hand.") from None


def _next_id(course: Course) -> str:
    numbers = [int(match[1]) for week in course.weeks if (match := re.fullmatch(r"week(\d+)", week.id))]
    return f"week{max(numbers, default=0) + 1}"


def quoted(title: str) -> str:
    """A text as TOML writes it."""
    escaped = title.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'
