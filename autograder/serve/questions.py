"""What is asked back before a notebook is taken: one of another week or student, or with nothing in it, is more likely a slip
than an answer."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine

from autograder.course.course import Course
from autograder.course.week import Week
from autograder.serve import hand_ins
from autograder.submission.notebook import Unreadable, refuse_a_flood
from autograder.submission.slots import plain

#: Shorter texts stand in every week's notebook.
_TELLING = 60


def question(course: Course, engine: Engine, weeks: Mapping[str, Week], student: str, week: str, content: bytes) -> str | None:
    """What to ask the student about a file for `week`; None where it looks like what is expected."""
    texts = _texts(content)
    if texts is None:
        return "This file cannot be read as a notebook. Is it the .ipynb you worked in, saved and whole?"
    if not texts:
        return "This notebook holds no cells. Is it the one you worked in, saved?"
    found = {name: len(texts & _telling(other)) for name, other in weeks.items()}
    best = max(found, key=lambda name: found[name])
    if found[best] > found[week]:
        return (
            f"This looks like the notebook of {best} ({course.week(best).title}), not of {week}. Hand it in for {week} "
            "all the same?"
        )
    if not {text for text in texts if text} - _released(weeks[week]):
        return (
            "No cell of this notebook was changed since it was given out. Did you save it? In Jupyter, press Ctrl-S "
            "(Cmd-S) and choose the file again."
        )
    if hand_ins.others_with(engine, student, week, content):
        return "Somebody else has handed in this very same file. Is it your own notebook that you chose?"
    return None


def _texts(content: bytes) -> frozenset[str] | None:
    """The texts of a notebook's cells; None for what is no notebook."""
    try:
        text = content.decode(json.detect_encoding(content), "surrogatepass")
        refuse_a_flood(text)
        whole = json.loads(text)
    except (ValueError, RecursionError, Unreadable):
        return None
    cells = whole.get("cells", whole.get("worksheets")) if isinstance(whole, dict) else None
    if not isinstance(cells, list):
        return None
    if "cells" not in whole:
        cells = [
            cell for sheet in cells if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list) for cell in sheet["cells"]
        ]
    return frozenset(plain(_text(cell)) for cell in cells if isinstance(cell, dict))


def _text(cell: dict[str, Any]) -> str:
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


@functools.lru_cache(maxsize=64)
def _released(week: Week) -> frozenset[str]:
    return frozenset(plain(cell.source) for cell in week.release)


@functools.lru_cache(maxsize=64)
def _telling(week: Week) -> frozenset[str]:
    """The texts of a week's release by which its notebook is known."""
    return frozenset(text for text in _released(week) if len(text) >= _TELLING)
