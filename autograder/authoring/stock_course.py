"""What a course that was made for stock nbgrader holds: its assignments, settings, class and dates. Only reads."""

from __future__ import annotations

import ast
import datetime
import importlib.util
import json
import re
import sqlite3
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.course.adopted import exercises_of, faults_in, notebooks_of, read
from autograder.course.cells import Cell, Exercise
from autograder.course.folders import ASSIGNMENT_ID
from autograder.errors import UserError

#: nbgrader's own, where the course sets none.
CELL_SECONDS = 30
#: What is warm in any case, and what a notebook has by itself.
_WARM = {"numpy", "matplotlib", "IPython", "ipykernel", "nbgrader"}


@dataclass(frozen=True)
class StockNotebook:
    """A notebook of an assignment. faults: sentences on what is broken in it; then it has no exercises."""

    name: str
    cells: tuple[Cell, ...] = field(default=(), repr=False)
    exercises: tuple[Exercise, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class StockAssignment:
    """A folder of source/. due: from the gradebook, UTC, None where it knows none. released: all notebooks are in release/."""

    name: str
    notebooks: tuple[StockNotebook, ...]
    due: datetime.datetime | None = None
    released: bool = False


@dataclass(frozen=True)
class StockCourse:
    """A course as it stands. people: (id, name, email) of the gradebook. packages: what notebooks import and is installed;
    absent: what is not. left_out: sentences on folders of source/ that cannot be taken. settings: what its
    nbgrader_config.py sets of what matters here, in words."""

    root: Path
    course_id: str
    time_zone: str
    cell_seconds: int
    assignments: tuple[StockAssignment, ...]
    people: tuple[tuple[str, str, str], ...] = ()
    packages: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()


def read_course(root: Path) -> StockCourse:
    """Read the course at `root`. Raises UserError where there is none, or its settings cannot be read."""
    if not (root / "source").is_dir():
        raise UserError(f"{root} is no nbgrader course: there is no folder source in it.")
    config = _config(root)
    left_out: list[str] = []
    database = _database(root, config)
    dates, people = _gradebook(database)
    assignments = []
    for folder in sorted(path for path in (root / "source").iterdir() if path.is_dir() and not path.name.startswith(".")):
        found = notebooks_of(folder)
        if not found:
            left_out.append(f"source/{folder.name} holds no notebook.")
        elif not re.fullmatch(ASSIGNMENT_ID, folder.name):
            left_out.append(f"source/{folder.name} cannot be an assignment's name here: letters, digits, space, . _ and - can.")
        else:
            released = all((root / "release" / folder.name / path.name).is_file() for path in found)
            assignments.append(StockAssignment(folder.name, tuple(map(_notebook, found)), dates.get(folder.name), released))
    if not assignments:
        raise UserError(f"{root / 'source'} holds no assignment: a folder with a notebook in it is expected.")
    packages, absent = _packages(root, assignments)
    last = datetime.datetime.max
    assignments.sort(key=lambda a: (a.due or last, a.name))
    return StockCourse(
        root, str(config.CourseDirectory.get("course_id") or root.resolve().name),
        str(config.Exchange.get("timezone") or "UTC"),
        _seconds(config), tuple(assignments), people, packages, absent, tuple(left_out), tuple(_settings(root, config, database)),
    )


def _config(root: Path) -> Config:
    if not (root / "nbgrader_config.py").is_file():
        return Config()
    try:
        return PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    except Exception as error:
        raise UserError(f"nbgrader_config.py cannot be read: {type(error).__name__}: {error}") from None


def _seconds(config: Config) -> int:
    given = config.Execute.get("timeout") or config.ExecutePreprocessor.get("timeout")
    return given if isinstance(given, int) and given > 0 else CELL_SECONDS


def _settings(root: Path, config: Config, database: Path | None) -> Iterable[str]:
    if (root / "nbgrader_config.py").is_file():
        yield "nbgrader_config.py is kept, and used for the gradebook and to make releases"
    for owner, key, what in (
        ("ClearSolutions", "code_stub", "its own stub of solutions"),
        ("ClearSolutions", "begin_solution_delimeter", "its own mark of solutions"),
        ("ClearHiddenTests", "begin_test_delimeter", "its own mark of hidden tests"),
    ):
        if config[owner].get(key):
            yield f"{what}: {config[owner][key]!r}"
    if database is not None:
        yield f"{database.name} is kept; marks that people gave stay"


def _database(root: Path, config: Config) -> Path | None:
    """The gradebook's file, None where there is none or it is no file."""
    address = str(config.CourseDirectory.get("db_url") or f"sqlite:///{root / 'gradebook.db'}")
    if not address.startswith("sqlite:///"):
        return None
    path = root / address.removeprefix("sqlite:///")
    return path if path.is_file() else None


def _gradebook(database: Path | None) -> tuple[dict[str, datetime.datetime], tuple[tuple[str, str, str], ...]]:
    """Due dates by assignment (UTC), and the students, of nbgrader's gradebook. Raises UserError for what is none."""
    if database is None:
        return {}, ()
    try:
        with sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True) as db:
            dates = db.execute("select name, duedate from assignment where duedate is not null").fetchall()
            people = db.execute("select id, first_name, last_name, email from student order by id").fetchall()
    except sqlite3.Error as error:
        raise UserError(f"{database.name} is no gradebook of nbgrader's: {error}.") from None
    due = {name: datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC) for name, text in dates}
    return due, tuple((str(i), " ".join(filter(None, (first, last))), email or "") for i, first, last, email in people)


def _notebook(path: Path) -> StockNotebook:
    try:
        cells = read(path)
    except UserError as error:
        return StockNotebook(path.stem, faults=(str(error),))
    language = json.loads(path.read_text(encoding="utf-8")).get("metadata", {}).get("kernelspec", {}).get("language", "python")
    faults = faults_in(cells)
    if language != "python":
        faults.append(f"Its language is {language}; only Python can be marked.")
    if faults:
        return StockNotebook(path.stem, cells, faults=tuple(faults))
    return StockNotebook(path.stem, cells, exercises_of(cells))


def _packages(root: Path, assignments: list[StockAssignment]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What notebooks import beside Python's own: (installed, not installed)."""
    wanted: set[str] = set()
    for assignment in assignments:
        own = {path.stem for path in (root / "source" / assignment.name).rglob("*.py")}
        own |= {path.name for path in (root / "source" / assignment.name).iterdir() if path.is_dir()}
        for notebook in assignment.notebooks:
            texts = [cell.source for cell in notebook.cells if cell.type == "code"]
            wanted |= {name for text in texts for name in imported(text)} - own
    wanted -= _WARM | set(sys.stdlib_module_names)
    installed = {name for name in wanted if importlib.util.find_spec(name) is not None}
    return tuple(sorted(installed)), tuple(sorted(wanted - installed))


def imported(text: str) -> set[str]:
    """The packages that a cell imports."""
    try:
        nodes = list(ast.walk(ast.parse(text)))
    except SyntaxError:
        return set()
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return {name.split(".")[0] for name in names}
