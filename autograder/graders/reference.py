"""The reference solutions, made from the instructor notebooks' own solution cells: there is no second copy of them."""

from __future__ import annotations

import functools
import sys
import types
from pathlib import Path

from autograder.errors import UserError
from autograder.course.week import Week

ROOT = Path(__file__).resolve().parents[2]


#: The weeks this process was handed.
_handed: dict[str, Week] = {}


def hand(week: Week) -> None:
    """Have hidden tests and their variants use this week: a worker has the package, and may not have the course's folder.

    Raises UserError when this process has worked with another version of the week before.
    """
    if _handed.setdefault(week.id, week) != week:
        raise UserError(f"This worker has marked another version of {week.id} before. Start it anew.")


def week_of(name: str) -> Week:
    """A week as it was handed to this process, else that of the course this package lies in."""
    return _handed.get(name) or Week.load(ROOT, name)


def solution_text(week: Week) -> str:
    """A module's text: the week's cell `setup` (its imports), cells `setup_...` (what it gives), its solved functions."""
    wanted = {e.id for e in week.coded} | {"setup"}
    cells = (c for c in week.source if c.type == "code" and c.grade_id)
    return "\n\n\n".join(c.source for c in cells if c.grade_id in wanted or c.grade_id.startswith("setup_"))


def build(week: Week) -> types.ModuleType:
    """The reference of a week as a module. Trusted code: it runs in this process."""
    module = types.ModuleType(f"reference_{week.id}")
    with _given(week):
        exec(compile(solution_text(week), f"<solutions of {week.id}>", "exec"), module.__dict__)
    return module


@functools.cache
def solutions(week: str) -> types.ModuleType:
    """The reference of a week, for hidden tests and their variants."""
    return build(week_of(week))


class _given:
    """While the block runs, `import given` finds the given.py that the week hands out, and no other week's."""

    def __init__(self, week: Week):
        self.text = week.files.get("given.py")

    def __enter__(self):
        self.before = sys.modules.pop("given", None)
        if self.text is not None:
            module = types.ModuleType("given")
            exec(compile(self.text, "given.py", "exec"), module.__dict__)
            sys.modules["given"] = module

    def __exit__(self, *exception):
        sys.modules.pop("given", None)
        if self.before is not None:
            sys.modules["given"] = self.before
