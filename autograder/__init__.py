"""The assignment pack and sandboxed autograder of Computational Cognitive Neuroscience, and of any course that is a folder.

What another program may use: `Course`, `Week`, `Marker`, `Result` and `UserError`; docs/python.md shows how.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.course.course import Course
    from autograder.course.week import Week
    from autograder.errors import UserError
    from autograder.marking.marker import Marker
    from autograder.marking.result import Result

__all__ = ["Course", "Marker", "Result", "UserError", "Week"]

_PLACES = {"Course": "autograder.course.course", "Week": "autograder.course.week", "Marker": "autograder.marking.marker",
           "Result": "autograder.marking.result", "UserError": "autograder.errors"}

# jsonschema, below nbgrader, would build a grammar of internationalised addresses in every process: two seconds, for no notebook.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # as documented: it cannot be imported


def __getattr__(name: str) -> Any:
    # Only when asked for: the command's --help needs none of it, and pytest and numpy take half a second.
    if name in _PLACES:
        return getattr(importlib.import_module(_PLACES[name]), name)
    raise AttributeError(f"module 'autograder' has no attribute {name!r}")
