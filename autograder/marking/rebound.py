"""Exercises whose function a later cell overwrote: `score = score(x, w, 0.0)`, or a second definition further down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from autograder.course.week import Week
from autograder.sandbox import CellRun
from autograder.submission.repaired import Submission, SubmittedCell


def defining_cells(week: Week, submission: Submission) -> dict[int, str]:
    """Index of an exercise's own cell -> the function that it is to define."""
    return {index: week.by_id[cell.grade_id].function for index, cell in enumerate(submission.cells)
            if cell.type == "code" and cell.grade_id in week.by_id}


class Rebound:
    """What became of the exercises' functions after their own cells.

    overwritten: function -> the cell that made something else of the name, which cannot be called. redefined: function -> the
    cell that defined it anew.
    """

    def __init__(self, week: Week, submission: Submission, runs: Sequence[CellRun | None]):
        self.overwritten: dict[str, SubmittedCell] = {}
        self.redefined: dict[str, SubmittedCell] = {}
        for index, name in defining_cells(week, submission).items():
            own = runs[index]
            if own is None or not own.bound.get(name):
                continue
            later = [(cell, run.bound[name]) for cell, run in zip(submission.cells[index + 1:], runs[index + 1:])
                     if run is not None and name in run.bound]
            if later:
                cell, is_function = later[-1]
                (self.redefined if is_function else self.overwritten)[name] = cell

    def told(self, used: Sequence[str]) -> Iterator[str]:
        """A sentence for each function that did not count as the notebook left it. used: those that were taken from their own
        cells although a later one defined them anew."""
        for name, cell in self.overwritten.items():
            yield (f"{name} is no function any more at the end: {_called(cell, name)} gives the name to something else. The one "
                   f"that its own cell defines was marked.")
        for name, cell in self.redefined.items():
            which = "its own cell" if name in used else "the later cell"
            yield f"{name} is defined a second time, by {_called(cell, name)}. The better one counts: that of {which}."


def _called(cell: SubmittedCell, name: str) -> str:
    """A cell by the line in it that binds the name, else by its first line."""
    lines = [line.strip() for line in cell.source.splitlines() if line.strip()]
    binds = re.compile(rf"(?:(?:async\s+)?def\s+|class\s+)?\b{re.escape(name)}\b")
    line = next((line for line in lines if binds.match(line)), lines[0] if lines else "")
    return f"the cell with `{line[:80]}`"
