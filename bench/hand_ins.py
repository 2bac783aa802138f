"""A class for the benchmark: a few honest notebooks of the sample class, again and again, no two quite alike."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from autograder.authoring.sample_class import sample_class
from autograder.course.course import Course

ROOT = Path(__file__).resolve().parent.parent


def course_copy(into: Path) -> Path:
    """A course folder of its own, with nothing handed in."""
    for name in ("course.toml", "nbgrader_config.py", "students.csv"):
        shutil.copy(ROOT / name, into / name)
    for name in ("assignments", "source", "release"):
        shutil.copytree(ROOT / name, into / name)
    return into


def distinct(course: Course, week: str, count: int, seed: int) -> list[dict]:
    """The first `count` honest notebooks of a sample class. Broken and hostile ones stop stock nbgrader."""
    members = sample_class(course, week, 2 * count + 10, seed)
    honest = [m.id for m in members if m.kind == "honest"][:count]
    notebooks = [json.loads((course.root / "submitted" / s / week / f"{week}.ipynb").read_bytes()) for s in honest]
    shutil.rmtree(course.root / "submitted")
    return notebooks


def hand_in(root: Path, week: str, notebooks: list[dict], students: int) -> list[str]:
    """Let so many students hand in the notebooks in turn; returns their ids, in order.

    Each notebook gets a comment of its own, so that nothing kept for one content serves another student.
    """
    shutil.rmtree(root / "submitted", ignore_errors=True)
    ids = [f"student{number:05}" for number in range(students)]
    for number, student in enumerate(ids):
        notebook = json.loads(json.dumps(notebooks[number % len(notebooks)]))
        cell = next(c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("solution"))
        cell["source"] = ["".join(cell["source"]) + f"\n# Hand-in {number}."]
        folder = root / "submitted" / student / week
        folder.mkdir(parents=True)
        (folder / f"{week}.ipynb").write_text(json.dumps(notebook, indent=1), encoding="utf-8")
    return ids
