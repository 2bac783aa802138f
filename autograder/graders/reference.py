"""The reference solutions, made from the instructor notebooks' own solution cells: there is no second copy of them."""

from __future__ import annotations

import sys
import traceback
import types
from collections.abc import Iterable

from autograder.course.week import Cell, Week
from autograder.errors import UserError

#: Week.key -> its reference, once a process.
_built: dict[str, types.ModuleType] = {}


def solution_text(week: Week, only: Iterable[str] | None = None) -> str:
    """A module's text: the week's cell `setup` (its imports), cells `setup_...` (what it gives), its solved functions. only: the
    exercises whose functions are wanted, None for all."""
    return "\n\n\n".join(c.source for c in _cells(week, only))


def _cells(week: Week, only: Iterable[str] | None = None) -> list[Cell]:
    wanted = {"setup", *([e.id for e in week.coded] if only is None else only)}
    cells = ((c, c.grade_id) for c in week.source if c.type == "code" and c.grade_id)
    return [c for c, name in cells if name in wanted or name.startswith("setup_")]


def build(week: Week) -> types.ModuleType:
    """The reference of a week as a module. Trusted code: it runs in this process."""
    module = types.ModuleType(f"reference_{week.id}")
    with _given(week):
        for cell in _cells(week):
            name = f"<{cell.grade_id} of {week.id}>"
            try:
                exec(compile(cell.source, name, "exec"), module.__dict__)
            except (Exception, SystemExit) as error:
                line = error.lineno if isinstance(error, SyntaxError) else _line(error, name)
                raise UserError(f"assignments/{week.id}/{week.id}.py, cell {cell.grade_id}, line {line} of it: "
                                f"{type(error).__name__}: {error}. The cells setup and all solutions must run by "
                                f"themselves, one after the other.") from None
    return module


def _line(error: BaseException, file: str) -> int:
    return [f.lineno or 1 for f in traceback.extract_tb(error.__traceback__) if f.filename == file][-1]


def solutions(week: Week) -> types.ModuleType:
    """The reference of a week, for hidden tests and their variants: built once."""
    if week.key not in _built:
        _built[week.key] = build(week)
    return _built[week.key]


def has_stand_in(week: Week, exercise: str) -> bool:
    """Whether the reference's can be called in place of a student's: a function can, a class cannot, whose objects live in the
    process that calls them."""
    return not isinstance(getattr(solutions(week), week.by_id[exercise].function, None), type)


class _given:
    """While the block runs, `import given` finds the given.py that the week hands out, and no other week's."""

    def __init__(self, week: Week):
        self.text = week.files.get("given.py")

    def __enter__(self) -> None:
        self.before = sys.modules.pop("given", None)
        if self.text is not None:
            module = types.ModuleType("given")
            exec(compile(self.text, "given.py", "exec"), module.__dict__)
            sys.modules["given"] = module

    def __exit__(self, *exception: object) -> None:
        sys.modules.pop("given", None)
        if self.before is not None:
            sys.modules["given"] = self.before
