"""A week's cells as nbgrader's gradebook stores them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from autograder.course.week import Cell, Week


@dataclass(frozen=True)
class StoredCell:
    """One cell. source: with hidden tests, without solutions. points: None for a cell that carries none."""

    type: str
    locked: bool
    source: str
    checksum: str
    points: float | None


def stored_cells(week: Week) -> dict[str, StoredCell]:
    """grade_id -> what the gradebook should hold, in the notebook's order.

    nbgrader stores a cell as it is once solutions are cleared and hidden tests are not: a solution cell as released,
    any other as in the source.
    """
    released = {c.grade_id: c.source for c in week.release if c.grade_id}
    found = {}
    for cell in week.source:
        if cell.grade_id and (cell.locked or cell.nbgrader.get("solution") or cell.nbgrader.get("task")):
            source = released[cell.grade_id] if cell.nbgrader.get("solution") else cell.source
            found[cell.grade_id] = StoredCell(cell.type, cell.locked, source, checksum(cell, source), _points(cell))
    return found


def checksum(cell: Cell, source: str) -> str:
    """nbgrader's checksum of a cell that holds `source`: nbgrader.utils.compute_checksum, without importing it."""
    meta = cell.nbgrader
    graded = meta.get("grade", False)
    parts = [source, cell.type, str(graded), str(meta.get("solution", False)), str(cell.locked), cell.grade_id or ""]
    if graded:
        parts.append(str(float(meta["points"])))
    return hashlib.md5("".join(parts).encode()).hexdigest()


def _points(cell: Cell) -> float | None:
    return float(cell.nbgrader["points"]) if cell.nbgrader.get("grade") or cell.nbgrader.get("task") else None
