"""Weeks of a course that was made for stock nbgrader: no assignments/WEEK, any number of notebooks, tests in test cells.

A test cell is an exercise of its own, as it is for nbgrader: what the cell's text does decides its points. Where a week has
several notebooks they are run apart, and shown and counted together; then what is called squares in problem1.ipynb is
called problem1/squares.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder.course import secret
from autograder.course.cells import Cell, Exercise, read_cells
from autograder.errors import UserError

#: A test cell of ours says this; a week that has it needs its hidden tests.
_OURS = b"autograder.kernel"
#: What nbgrader turns into asserts when it makes a release.
AUTOTEST = re.compile(r"^\s*#+\s*(HASHED\s+)?AUTOTEST\b", re.M)
#: The metadata of this many schemas ago are another format; nbgrader itself refuses them, too.
SCHEMA = 3
#: Files beside the notebooks that a student's code may read, in bytes in all.
LARGEST_FILES = 200 * 1024 * 1024


def is_adopted(root: Path, week: str) -> bool:
    """Whether source/WEEK is a week of stock nbgrader's: nobody wrote assignments/WEEK for it."""
    if (root / "assignments" / week).exists():
        return False
    notebooks = notebooks_of(root / "source" / week)
    return bool(notebooks) and not any(_OURS in path.read_bytes() for path in notebooks)


def notebooks_of(folder: Path) -> list[Path]:
    """The notebooks of an assignment, by name."""
    return sorted(path for path in folder.glob("*.ipynb") if path.is_file())


def load(cls: Callable[..., Any], root: Path, week: str) -> Any:
    """Read an adopted week, made with `cls`, which is Week. Raises UserError where its metadata are broken, or
    it was not released."""
    parts = []
    for path in notebooks_of(root / "source" / week):
        released = root / "release" / week / path.name
        if not released.is_file():
            raise UserError(f"{week} has not been released: release/{week}/{path.name} is missing. Run: "
                            f"nbgrader generate_assignment {week}")
        cells = read(path)
        if faults := faults_in(cells):
            raise UserError(f"source/{week}/{path.name}: {' '.join(faults)}")
        parts.append(cls(
            week, exercises_of(cells), cells, read(released), _files_below(released.parent), {}, root, secret.read(root),
            by_cells=True, notebook=path.stem,
        ))
    return parts[0] if len(parts) == 1 else _together(cls, parts)


def read(path: Path) -> tuple[Cell, ...]:
    """The cells of a notebook. Raises UserError for what is none of nbformat 4."""
    try:
        return read_cells(path)
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise UserError(f"{path.parent.name}/{path.name} cannot be read as a notebook of nbformat 4 "
                        f"({type(error).__name__}: {str(error)[:100]}).") from None


def exercises_of(cells: tuple[Cell, ...]) -> tuple[Exercise, ...]:
    """The exercises of an instructor's notebook: its test cells, the answers that a person marks, and its tasks."""
    found = []
    for cell in cells:
        meta = cell.nbgrader
        if not (meta.get("grade") or meta.get("task")):
            continue
        task = bool(meta.get("task"))
        written = task or bool(meta.get("solution")) or cell.type != "code"
        found.append(Exercise(str(cell.grade_id), float(meta["points"]), written=written, cell=str(cell.grade_id),
                              by_cell=not written, task=task))
    return tuple(found)


def faults_in(cells: tuple[Cell, ...]) -> list[str]:
    """What is broken in the nbgrader metadata of a notebook, a sentence each."""
    found, seen = [], set()
    for number, cell in enumerate(cells, 1):
        meta = cell.nbgrader
        if not any(meta.get(key) for key in ("grade", "solution", "locked", "task")):
            continue
        name = cell.grade_id
        if not isinstance(name, str) or not name:
            found.append(f"Cell {number} has no grade_id; give it an ID in nbgrader's Create Assignment toolbar.")
            continue
        if name in seen:
            found.append(f"Two cells are called {name}; give one of them another ID.")
        seen.add(name)
        if meta.get("schema_version", 0) < SCHEMA:
            schema = meta.get("schema_version", 0)
            found.append(f"The metadata of {name} are of nbgrader's schema {schema}; run: nbgrader update .")
        elif meta.get("grade") and cell.type != "code" and not meta.get("solution"):
            found.append(f"The cell {name} is a text that has points and no answer; make it manually graded, or code.")
        elif meta.get("grade") or meta.get("task"):
            found += _points_fault(name, meta.get("points"))
    return list(dict.fromkeys(found))


def _points_fault(name: str, points: Any) -> list[str]:
    try:
        fine = float(points) >= 0 and float(points) < 1e9
    except (TypeError, ValueError):
        fine = False
    if fine:
        return []
    return [f"The cell {name} has no points; give it a number, 0 or more." if points is None else
            f"The points of {name} are {points!r}; a number, 0 or more, is expected."]


def checks_something(text: str) -> bool:
    """Whether a test cell can fail by what stands in it: an assert, a raise, a call or a value at its end."""
    if AUTOTEST.search(text):
        return True
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return True
    return any(isinstance(node, (ast.Assert, ast.Raise, ast.Call)) for node in ast.walk(tree)) or (
        bool(tree.body) and isinstance(tree.body[-1], ast.Expr) and not isinstance(tree.body[-1].value, ast.Constant))


def _together(cls: Callable[..., Any], parts: list[Any]) -> Any:
    """One week of several notebooks: their cells one after the other, each notebook under a heading."""
    exercises, source, release = [], [], []
    for part in parts:
        heading = Cell("markdown", f"# {part.notebook}.ipynb", {})
        source += [heading, *(_qualified(cell, part.notebook) for cell in part.source)]
        release += [heading, *(_qualified(cell, part.notebook) for cell in part.release)]
        exercises += [replace(e, id=f"{part.notebook}/{e.id}", cell=f"{part.notebook}/{e.test_id}", function="")
                      for e in part.exercises]
    first = parts[0]
    return cls(first.id, tuple(exercises), tuple(source), tuple(release), first.files, {}, first.root, first.secret,
               by_cells=True, parts=tuple(parts))


def _qualified(cell: Cell, notebook: str) -> Cell:
    if not cell.grade_id:
        return cell
    metadata = cell.metadata | {"nbgrader": cell.nbgrader | {"grade_id": f"{notebook}/{cell.grade_id}"}}
    return Cell(cell.type, cell.source, metadata)


def _files_below(folder: Path) -> dict[str, bytes]:
    """Path below the folder -> bytes, of data in folders too; no notebooks, nothing hidden.

    Raises UserError for more than can be given to each submission.
    """
    found, room = {}, LARGEST_FILES
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and path.suffix != ".ipynb" and not any(part.startswith(".") for part in name.parts):
            room -= path.stat().st_size
            if room < 0:
                raise UserError(f"The files of release/{folder.name} are more than {LARGEST_FILES // 2**20} MB.")
            found[name.as_posix()] = path.read_bytes()
    return found
