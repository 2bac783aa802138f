"""A week's cells in the gradebook: what should stand there, and how it gets there."""

from __future__ import annotations

import nbformat
from nbgrader.api import MissingEntry
from nbgrader.preprocessors import SaveCells
from nbgrader.utils import compute_checksum

from autograder.errors import UserError
from autograder.week import Cell, Week


def expected_cells(week: Week) -> dict[str, tuple]:
    """What the gradebook should hold of a week: grade_id -> (type, locked, checksum, points).

    nbgrader stores a cell as it is once solutions are cleared but hidden tests are not: a solution cell as released, any
    other as in the source.
    """
    released = {c.grade_id: c for c in week.release if c.grade_id}
    return {
        cell.grade_id: (cell.type, _locked(cell), _checksum(cell, released), _points(cell))
        for cell in week.source
        if cell.grade_id and (_locked(cell) or cell.nbgrader.get("solution") or cell.nbgrader.get("task"))
    }


class FittingSaveCells(SaveCells):
    """nbgrader's SaveCells, which refuses to add or remove cells once there are submissions; this one does it.

    A cell that a person has marked or commented on is never removed.
    """

    def _create_notebook(self, nb):
        try:
            notebook = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        except MissingEntry:
            notebook = None
        if notebook is not None and notebook.submissions:
            self._fit(notebook)
        super()._create_notebook(nb)

    def _fit(self, notebook):
        kinds = {
            "grade": (notebook.grade_cells, self.new_grade_cells),
            "solution": (notebook.solution_cells, self.new_solution_cells),
            "task": (notebook.task_cells, self.new_task_cells),
            "source": (notebook.source_cells, self.new_source_cells),
        }
        stale = [cell for old, new in kinds.values() for cell in old if cell.name not in new]
        if kept := sorted({cell.name for cell in stale if _has_personal_marks(cell)}):
            raise UserError(
                f"{self.assignment_id} no longer has {', '.join(kept)}, which a person has marked or commented on. "
                f"Put it back, or give the new exercise another name and keep the old one for 0 points."
            )
        for cell in stale:
            for row in [*getattr(cell, "grades", ()), *getattr(cell, "comments", ()), cell]:
                self.gradebook.db.delete(row)
        self.gradebook.db.commit()
        for kind, (old, new) in kinds.items():
            for name in new.keys() - {cell.name for cell in old}:
                getattr(self.gradebook, f"add_{kind}_cell")(name, self.notebook_id, self.assignment_id, **new[name])


def _has_personal_marks(cell) -> bool:
    grades, comments = getattr(cell, "grades", ()), getattr(cell, "comments", ())
    return any(g.manual_score is not None for g in grades) or any(c.manual_comment for c in comments)


def _locked(cell: Cell) -> bool:
    meta = cell.nbgrader
    return not meta.get("solution") and bool(meta.get("grade") or meta.get("locked"))


def _points(cell: Cell) -> float | None:
    return float(cell.nbgrader["points"]) if cell.nbgrader.get("grade") or cell.nbgrader.get("task") else None


def _checksum(cell: Cell, released: dict[str, Cell]) -> str:
    """nbgrader's checksum of a cell of the source once its solution is cleared."""
    text = released[cell.grade_id].source if cell.nbgrader.get("solution") else cell.source
    return compute_checksum(nbformat.from_dict({"source": text, "cell_type": cell.type, "metadata": cell.metadata}))
