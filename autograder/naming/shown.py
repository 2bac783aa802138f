"""Known mistakes of a function that takes seconds, too slow to be run again: each is told by what its answers show."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any

from autograder.graders.copies import copied
from autograder.graders.student import Record
from autograder.graders.variants import Variant
from autograder.naming.finding import Finding


def shown(mistakes: Sequence[Variant], function: Callable[..., Any], records: Sequence[Record]) -> list[Finding]:
    """The first known mistake that every answer shows in which anything is wrong; empty where none is, or a call raised."""
    if any(r.outcome.status != "returned" for r in records):
        return []
    for mistake in mistakes:
        seen = {_shows(mistake, function, record) for record in records} if mistake.shows else {False}
        if True in seen and False not in seen:
            return [Finding(mistake.name, mistake.hint or "", frozenset(range(len(records))), known=True)]
    return []


def _shows(mistake: Variant, function: Callable[..., Any], record: Record) -> bool | None:
    """Whether one answer is this mistake's doing; None where nothing is wrong with it."""
    if mistake.shows is None:
        return False
    try:
        bound = inspect.signature(function).bind(*copied(tuple(record.args)), **record.kwargs)
        bound.apply_defaults()
        told = mistake.shows(record.outcome.value, *bound.arguments.values())
    except Exception:
        # An answer of another kind than the author thought of.
        return False
    return None if told is None else bool(told)
