"""From the text people edit to the notebooks: assignments/ -> source/ -> release/, byte for byte the same each time."""

from __future__ import annotations

import logging
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.authoring.markers import NEVER_RELEASED, SOLUTION
from autograder.authoring.text_slips import check_text
from autograder.course.course import Course
from autograder.course.week import Week, cell_name, exercises_of, read_cells, spaced
from autograder.errors import UserError

KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def week_texts(root: Path) -> list[str]:
    """The weeks that have a text, in order."""
    return sorted(p.parent.name for p in root.glob("assignments/*/*.py") if p.stem == p.parent.name)


def build_source(course: Course, week: str, into: Path) -> None:
    """Write source/<week> below `into`: the notebook, its data and given.py."""
    course.week(week)
    text = course.root / "assignments" / week / f"{week}.py"
    if not text.is_file():
        known = ", ".join(week_texts(course.root))
        raise UserError(f"There is no {text.relative_to(course.root)} (weeks there: {known}).")
    check_text(text, str(text.relative_to(course.root)))
    folder = into / "source" / week
    folder.mkdir(parents=True)
    notebook = jupytext.read(text, fmt="py:percent")
    notebook.metadata = nbformat.from_dict(KERNEL)
    _name_cells(notebook, text)
    nbformat.write(notebook, folder / f"{week}.ipynb")
    for path in sorted(text.parent.iterdir()):
        if path.is_file() and path.suffix != ".py":
            shutil.copyfile(path, folder / path.name)
    if given := given_module(course, week):
        (folder / "given.py").write_text(given, encoding="utf-8")


def given_module(course: Course, week: str) -> str | None:
    """The text of given.py: the earlier weeks, solved, from their own solution cells. None where none is given."""
    earlier = course.week(week).given
    if not earlier:
        return None
    parts = [f'"""{" and ".join(spaced(w) for w in earlier)}, solved: made by `make release` from those weeks\' own '
             f'solutions."""', "import numpy as np"]
    for name in earlier:
        cells = read_cells(_source_of(course, name))
        coded = {e.id for e in exercises_of(cells) if not e.written}
        parts.append(f"# {spaced(name)}: {course.week(name).title}")
        parts += [_unmarked(c.source) for c in cells if c.grade_id in coded]
    return "\n\n\n".join(parts).replace("import numpy as np\n\n\n#", "import numpy as np\n\n#") + "\n"


def build_release(course: Course, week: str, into: Path) -> None:
    """Write release/<week> below `into` from source/<week> there, by nbgrader's generate_assignment."""
    generate(nbgrader_config(course.root), week, into)
    if problem := hidden_text_in(Week.load(into, week)):
        raise UserError(f"release/{week} would show hidden text: {problem}")


def generate(config: Config, week: str, into: Path) -> None:
    """Run nbgrader's generate_assignment, with a course's settings, on source/<week> below `into`."""
    config.CourseDirectory.root = str(into)
    config.CourseDirectory.assignment_id = week
    # A build touches no gradebook; grading tells it of the assignment.
    config.GenerateAssignment.no_database = True
    config.SaveCells.enabled = False
    converter = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
    with _Told(converter.log) as told:
        try:
            converter.start()
        except (Exception, SystemExit) as error:
            why = told.why or error
            raise UserError(f"nbgrader cannot make release/{week} of source/{week}: {why}") from None


def build(course: Course, weeks: list[str], into: Path | None = None) -> Iterator[str]:
    """Build source/ and release/ of `weeks`, earlier weeks first. Yields each week's id when it is done.

    Each week is built beside and then takes the old one's place: what cannot be built leaves it as it was.
    """
    into = into or course.root
    for week in weeks:
        with tempfile.TemporaryDirectory(prefix=".build-", dir=into) as scratch:
            build_source(course, week, Path(scratch))
            build_release(course, week, Path(scratch))
            for kind in ("source", "release"):
                _replace(into / kind / week, Path(scratch))
        yield week


def sync(course: Course, week: str) -> bool:
    """Bring edits made in Jupyter to source/ back into the text. True when the text changed."""
    text = course.root / "assignments" / week / f"{week}.py"
    notebook = nbformat.read(_source_of(course, week), as_version=4)
    before = jupytext.read(text, fmt="py:percent") if text.is_file() else None
    for cell in notebook.cells:
        cell.pop("id", None)
    if before is not None:
        notebook.metadata = before.metadata
    written = jupytext.writes(notebook, fmt="py:percent")
    # jupytext adds its own version to the head, which would make every text new on every machine.
    written = re.sub(r"^#   jupytext:\n(#     .*\n)+", "", written, count=1, flags=re.M)
    if text.is_file() and text.read_text(encoding="utf-8") == written:
        return False
    text.parent.mkdir(parents=True, exist_ok=True)
    text.write_text(written, encoding="utf-8")
    return True


def hidden_text_in(week: Week) -> str | None:
    """A sentence about the first piece of solution or hidden test that stands in the release, None when it is clean."""
    for cell in week.release:
        for marker in NEVER_RELEASED:
            if marker in cell.source:
                return f"the cell {cell.grade_id or cell.source[:40]!r} still holds {marker!r}"
    for cell in week.source:
        for block in re.findall(r"{}\n(.*?){}".format(*SOLUTION), cell.source, re.S):
            for other in week.release:
                if len(block.strip()) > 20 and block.strip() in other.source:
                    return f"the solution of {cell.grade_id} stands in a cell of the release"
    return None


def nbgrader_config(root: Path) -> Config:
    """What nbgrader itself would read from nbgrader_config.py."""
    if not (root / "nbgrader_config.py").is_file():
        raise UserError(f"There is no nbgrader_config.py in {root}. Copy that of another course, or of one that `autograder "
                        f"new-course` makes.")
    return PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()


class _Told(logging.Handler):
    """Keeps what nbgrader logs of an error, in place of its forty lines on the screen. why: what was wrong."""

    def __init__(self, log: logging.Logger):
        super().__init__(logging.ERROR)
        self._log, self.why = log, ""

    def __enter__(self) -> _Told:
        self._before = self._log.handlers, self._log.propagate, self._log.level
        self._log.handlers, self._log.propagate = [self], False
        self._log.setLevel(logging.ERROR)
        return self

    def __exit__(self, *exception: object) -> None:
        self._log.handlers, self._log.propagate, level = self._before
        self._log.setLevel(level)

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self.why = self.why or " ".join(str(error or record.getMessage()).split())[:500]


def _name_cells(notebook: Any, text: Path) -> None:
    """Cell ids from the grade_id, else from the position: jupytext would draw them at random."""
    seen = set()
    for position, cell in enumerate(notebook.cells):
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        name = cell_name(grade_id, position)
        if name in seen:
            raise UserError(f"{text.name}: two cells have the grade_id {name!r}; give one of them another.")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", name):
            raise UserError(f"{text.name}: the grade_id {name!r} may hold only letters, digits, - and _.")
        seen.add(name)
        cell["id"] = name


def _unmarked(source: str) -> str:
    return re.sub(r"^ *### (BEGIN|END) SOLUTION\n?", "", source, flags=re.M).rstrip()


def _source_of(course: Course, week: str) -> Path:
    course.week(week)
    path = course.root / "source" / week / f"{week}.ipynb"
    if not path.is_file():
        raise UserError(f"source/{week}/{week}.ipynb is missing. Run: make release")
    return path


def _replace(folder: Path, scratch: Path) -> None:
    """Put scratch/source/week1 in the place of source/week1, by two renames."""
    folder.parent.mkdir(exist_ok=True)
    if folder.exists():
        folder.rename(scratch / f"old-{folder.parent.name}")
    (scratch / folder.parent.name / folder.name).rename(folder)
