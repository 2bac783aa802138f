"""How a week's cells come into the gradebook once it holds submissions."""

from __future__ import annotations

from typing import Any

from nbgrader.api import MissingEntry
from nbgrader.preprocessors import SaveCells

from autograder.errors import UserError


class FittingSaveCells(SaveCells):
    """nbgrader's SaveCells, which refuses to add or remove cells once there are submissions; this one does it.

    A cell that a person has marked or commented on is never removed.
    """

    def _create_notebook(self, nb: Any) -> Any:
        try:
            notebook = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        except MissingEntry:
            notebook = None
        if notebook is not None and notebook.submissions:
            self._fit(notebook)
        super()._create_notebook(nb)

    def _fit(self, notebook: Any) -> Any:
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


def _has_personal_marks(cell: Any) -> bool:
    grades, comments = getattr(cell, "grades", ()), getattr(cell, "comments", ())
    return any(g.manual_score is not None for g in grades) or any(c.manual_comment for c in comments)
