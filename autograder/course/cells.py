"""A notebook of ours as plain data: its cells, the exercises they make, the files beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Exercise:
    """One exercise of a week.

    id: the grade_id of its solution cell. function: the name of its function, the id where nothing else is said.
    points: what it is worth, for a bonus exercise as extra credit. written: graded by a person in formgrader.
    depends: the earlier exercises it builds on, those that these build on included; tried with the reference's in their
    place when it is not full marks. cell: the grade_id of the cell that carries the points, where it is not the exercise's
    own name. by_cell: marked by the asserts in that cell and not by hidden tests. task: nbgrader's kind of cell that asks for
    something and is no answer itself.
    """

    id: str
    points: float
    bonus: bool = False
    written: bool = False
    depends: tuple[str, ...] = ()
    function: str = ""
    cell: str = ""
    by_cell: bool = False
    task: bool = False

    def __post_init__(self) -> None:
        if not self.function:
            object.__setattr__(self, "function", self.id)

    @property
    def test_id(self) -> str:
        """The grade_id of the cell that carries the points."""
        return self.cell or (self.id if self.written else f"test_{self.id}")


@dataclass(frozen=True)
class Cell:
    """A cell of a notebook of ours: type ("code", "markdown", "raw"), source, metadata."""

    type: str
    source: str
    metadata: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def nbgrader(self) -> dict[str, Any]:
        return self.metadata.get("nbgrader", {})

    @property
    def grade_id(self) -> str | None:
        return self.nbgrader.get("grade_id")

    @property
    def locked(self) -> bool:
        """Whether a student's own text in it does not count."""
        meta = self.nbgrader
        return not meta.get("solution") and bool(meta.get("grade") or meta.get("locked"))


def files_in(folder: Path) -> dict[str, bytes]:
    """Name -> bytes of the files in a folder, in order; nothing where there is no folder."""
    if not folder.is_dir():
        return {}
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def read_cells(path: Path) -> tuple[Cell, ...]:
    """The cells of one of the course's own notebooks (trusted, nbformat 4)."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return tuple(Cell(c["cell_type"], "".join(c["source"]), c["metadata"]) for c in notebook["cells"])
