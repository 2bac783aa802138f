"""The class's own mistakes: wrong solutions that nothing names, told apart by what they do, and the hints people gave them."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np

from autograder.course.week import Exercise, Week
from autograder.graders.student import Record
from autograder.naming.calls import key_of, numeric
from autograder.sandbox.inside.frames import columns, is_frame

#: The file of a week's hidden folder that holds the hints: exercise -> group -> hint.
FILE = "groups.json"
#: Hexadecimal digits of a group, and digits of a number that count: beyond them two machines may differ.
LETTERS, DIGITS = 8, 5


def group_of(exercise: Exercise, records: list[Record]) -> str:
    """What a function did on all calls, as a few letters: the same for whoever's function does the same."""
    hasher = hashlib.sha256(exercise.id.encode())
    for record in records:
        if record.name.partition(".")[0] == exercise.function and record.outcome.status != "refused":
            outcome = record.outcome
            told = (key_of(tuple(record.steps) or (record.args, *record.kwargs.items())), outcome.status, outcome.error_type, bool(outcome.changed))
            hasher.update(f"{told}{_rounded(outcome.value)}\n".encode("utf-8", "replace"))
    return hasher.hexdigest()[:LETTERS]


def _rounded(value: Any) -> str:
    array = numeric(value)
    if array is not None:
        kind = f"{type(value).__name__ if array.ndim else 'number'}{array.shape}"
        return kind + " ".join(f"{x:.{DIGITS}g}" for x in (array.ravel()[:5_000] + 0.0).tolist())
    if is_frame(value):
        return f"{value.shape}{list(value.axes[-1])[:100]}{' '.join(map(_rounded, columns(value)))}"
    if isinstance(value, np.ndarray):
        return f"array of {value.dtype}"
    if isinstance(value, (list, tuple)):
        return f"({', '.join(map(_rounded, value))})"
    if isinstance(value, dict):
        return f"a dictionary of {sorted(map(str, value))}"
    return value if isinstance(value, str) else repr(value) if value is None else type(value).__name__


def hint_for(week: Week, exercise: Exercise, group: str) -> str | None:
    """The hint that somebody gave a group."""
    hint = hints(week).get(exercise.id, {}).get(group)
    return hint if isinstance(hint, str) else None


def hints(week: Week) -> dict[str, dict[str, str]]:
    """Exercise -> group -> hint; empty where nobody gave one or the file is none of ours."""
    try:
        found = json.loads(week.hidden.get(FILE, b"{}"))
    except ValueError:
        return {}
    return {e: dict(groups) for e, groups in found.items() if isinstance(groups, dict)} if isinstance(found, dict) else {}
