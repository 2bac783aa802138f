"""A week of the course as the graders see it: its exercises, its release and its solutions, as plain data."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from autograder.course import adopted, secret
from autograder.course.cells import Cell, Exercise, files_in, read_cells
from autograder.errors import UserError

__all__ = ["Cell", "Exercise", "Week", "exercises_of", "read_cells", "weeks_of"]


@dataclass(frozen=True)
class Week:
    """A week, read from source/ and release/.

    id: "week1". exercises: in the notebook's order. source, release: the cells of the two notebooks.
    files: name -> bytes of what lies beside the released notebook (data, given.py); a student's code may read them.
    hidden: name -> bytes of assignments/WEEK/hidden, which only graders read. root: the course's folder, where it was read.
    secret: the course's own, from which hidden tests draw their inputs; empty where it has none.
    by_cells: its test cells mark it, as stock nbgrader's do (course/adopted.py). notebook: its file's name without .ipynb.
    parts: where it has several notebooks, a week each; then its own cells are all of theirs, and its ids "notebook/id".
    trial: its secret is not the course's but one of many that are tried once, for which nothing is kept on disk.
    """

    id: str
    exercises: tuple[Exercise, ...]
    source: tuple[Cell, ...] = field(repr=False)
    release: tuple[Cell, ...] = field(repr=False)
    files: dict[str, bytes] = field(repr=False, hash=False)
    hidden: dict[str, bytes] = field(default_factory=dict, repr=False, hash=False)
    root: Path | None = field(default=None, repr=False, compare=False)
    secret: bytes = field(default=b"", repr=False)
    by_cells: bool = False
    notebook: str = ""
    parts: tuple[Week, ...] = field(default=(), repr=False)
    trial: bool = field(default=False, repr=False)

    def __post_init__(self) -> None:
        if not self.notebook:
            object.__setattr__(self, "notebook", self.id)

    @classmethod
    def load(cls, root: Path, week: str) -> Week:
        """Read week `week` of the course at `root`. Raises UserError where there is none or it was not built."""
        if adopted.is_adopted(root, week):
            return adopted.load(cls, root, week)
        source, release = (root / kind / week / f"{week}.ipynb" for kind in ("source", "release"))
        if not source.is_file():
            known = ", ".join(weeks_of(root)) or "none"
            raise UserError(f"There is no {week} in source/ (weeks there: {known}). Run: make release")
        if not release.is_file():
            raise UserError(f"{week} has not been released: release/{week}/{week}.ipynb is missing. Run: make release")
        cells = read_cells(source)
        files = {name: content for name, content in files_in(release.parent).items() if not name.endswith(".ipynb")}
        hidden = files_in(root / "assignments" / week / "hidden")
        return cls(week, exercises_of(cells), cells, read_cells(release), files, hidden, root, secret.read(root))

    @cached_property
    def key(self) -> str:
        """A hash of all that the week is made of: two weeks of one id, of two courses or two versions, have two keys."""
        cells = [[c.type, c.source, c.metadata] for c in (*self.source, *self.release)]
        hasher = hashlib.sha256(json.dumps([self.id, cells], sort_keys=True).encode() + self.secret)
        for kind in (self.files, self.hidden):
            for name, content in sorted(kind.items()):
                hasher.update(f"{name} {len(content)}\n".encode() + content)
        return hasher.hexdigest()

    @property
    def notebooks(self) -> tuple[Week, ...]:
        """A week for each notebook: its parts, or itself."""
        return self.parts or (self,)

    def called(self, notebook: str) -> Week:
        """The part whose notebook has this name; the week itself where it has one notebook.

        Raises UserError where there are several and none is called so.
        """
        if not self.parts:
            return self
        found = [part for part in self.parts if part.notebook == notebook]
        if not found:
            names = ", ".join(f"{part.notebook}.ipynb" for part in self.parts)
            raise UserError(f"{self.id} has several notebooks; {notebook}.ipynb is none of them ({names}).")
        return found[0]

    @cached_property
    def by_id(self) -> dict[str, Exercise]:
        return {exercise.id: exercise for exercise in self.exercises}

    @property
    def coded(self) -> tuple[Exercise, ...]:
        """The exercises that hidden tests grade."""
        return tuple(e for e in self.exercises if not e.written)

    @cached_property
    def shows(self) -> frozenset[int]:
        """Positions of the released cells that only show something: locked checks (test_...) and plots (plot_...).

        No exercise may depend on one. They ran before the student's eyes; grading need not run them again.
        """
        if self.by_cells:
            return frozenset()
        return frozenset(
            position for position, cell in enumerate(self.release)
            if cell.type == "code" and cell.nbgrader.get("locked") and (cell.grade_id or "").startswith(("test_", "plot_"))
        )

    @property
    def max_score(self) -> float:
        """Points of the automatically graded exercises, without bonus."""
        return sum(e.points for e in self.coded if not e.bonus)

    @property
    def manual_points(self) -> float:
        """Points a person gives, without bonus."""
        return sum(e.points for e in self.exercises if e.written and not e.bonus)

    def building_on(self, exercise: str) -> list[Exercise]:
        """The coded exercises that depend on one, in order."""
        return [e for e in self.coded if exercise in e.depends]

    def solution(self, exercise: str) -> str:
        """The text of an exercise's solution cell."""
        return next(c.source for c in self.source if c.grade_id == exercise)


def weeks_of(root: Path) -> list[str]:
    """The ids of the weeks that have been built, in order."""
    built = {p.parent.name for p in root.glob("source/*/*.ipynb") if p.stem == p.parent.name}
    return sorted(built | {p.parent.name for p in root.glob("source/*/*.ipynb") if adopted.is_adopted(root, p.parent.name)})


def cell_name(grade_id: str | None, position: int) -> str:
    """The id of a built notebook's cell: its grade_id, else its position."""
    return grade_id or f"cell-{position:03d}"


def spaced(week: str) -> str:
    """A week's id as a person writes it: "Week 1" of week1."""
    return re.sub(r"(?<=[a-z])(?=\d)", " ", week).replace("_", " ").capitalize()


def exercises_of(cells: tuple[Cell, ...]) -> tuple[Exercise, ...]:
    """The exercises told by the nbgrader metadata of an instructor's notebook.

    A locked test cell `test_ID` makes a coded exercise; a graded solution cell makes a written one. What nbgrader has
    no word for stands under "autograder" in the same cell's metadata: {"bonus": 3}, {"depends": ["linear"]},
    {"function": "momentum_step"} where the function is not called as the exercise.
    """
    found: dict[str, Exercise] = {}
    for cell in cells:
        if not cell.nbgrader.get("grade"):
            continue
        ours = cell.metadata.get("autograder", {})
        bonus = ours.get("bonus", 0)
        written = bool(cell.nbgrader.get("solution"))
        name = cell.grade_id or ""
        exercise = Exercise(
            id=name if written else name.removeprefix("test_"),
            points=float(bonus or cell.nbgrader["points"]),
            bonus=bool(bonus),
            written=written,
            depends=_all_below(tuple(ours.get("depends", ())), found),
            function=ours.get("function", ""),
        )
        found[exercise.id] = exercise
    return tuple(found.values())


def _all_below(named: tuple[str, ...], earlier: dict[str, Exercise]) -> tuple[str, ...]:
    """The named exercises and what these depend on, each once: fit_digits calls train, and with it a wrong sgd_step."""
    below = [name for one in named if one in earlier for name in earlier[one].depends]
    return tuple(dict.fromkeys([*named, *below]))
