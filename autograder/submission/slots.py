"""The release of a week as slots: the places that the cells of a submission are put back into."""

from __future__ import annotations

import ast
import functools
from dataclasses import dataclass

from autograder.course.week import Week, cell_name


@dataclass(frozen=True)
class Slot:
    """A cell of the release and what is known of it. kind: "locked", "code" (a solution), "written" or "free". is_test: it is
    the test cell of an exercise."""

    position: int
    type: str
    source: str
    kind: str
    key: str | None
    id: str
    function: str | None
    label: str
    is_test: bool = False

    @property
    def of_exercise(self) -> bool:
        return self.kind in ("code", "written") or self.is_test


@functools.lru_cache(maxsize=32)
def slots_of(week: Week) -> tuple[Slot, ...]:
    """The release of a week as slots, in order."""
    return tuple(_slot(week, position) for position in range(len(week.release)))


def _slot(week: Week, position: int) -> Slot:
    cell = week.release[position]
    key, nbgrader = cell.grade_id, cell.nbgrader
    exercise = week.by_id.get(key or "")
    kind, label, tested = "free", "a text", None
    if nbgrader.get("solution"):
        kind = "written" if nbgrader.get("grade") or cell.type != "code" else "code"
        label = f"the {'answer' if kind == 'written' else 'cell of'} {key}"
    elif nbgrader.get("locked") or nbgrader.get("grade") or nbgrader.get("task"):
        tested = (key or "").removeprefix("test_") if nbgrader.get("grade") else None
        kind, label = "locked", f"the test cell of {tested}" if tested else f"the locked cell {key}"
    function = exercise.function if exercise and kind == "code" else None
    if week.by_cells and kind == "code":
        function = defined_in(next((c.source for c in week.source if c.grade_id == key), ""))
    # Released cells are called by their grade_id, else by their position (see release.py).
    return Slot(position, cell.type, cell.source, kind, key, cell_name(key, position), function, label, tested is not None)


def defined_in(source: str) -> str | None:
    """The one function that a solution cell defines; None where it is another number of them, or no plain Python."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return None
    names = [node.name for node in body if isinstance(node, ast.FunctionDef)]
    return names[0] if len(names) == 1 else None


def plain(text: str) -> str:
    """The text without what an editor may change in it: spaces at line ends, blank lines around."""
    return "\n".join(map(str.rstrip, text.strip("\n").split("\n"))).strip("\n")
