"""What tells one cell for another's edited form, and one week's notebook from another's."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from autograder.submission.notebook import Cell


def words(text: str) -> frozenset[str]:
    """The words of a text, of its first 20,000 characters."""
    return frozenset(re.findall(r"\w+", text[:20_000]))


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of all words that both have, 0 to 1."""
    return len(a & b) / max(1, len(a | b))


def rising(positions: list[int]) -> set[int]:
    """The most positions that already stand in rising order."""
    ends: list[int] = []
    back: dict[int, int | None] = {}
    for position in dict.fromkeys(positions):
        at = bisect_left(ends, position)
        back[position] = ends[at - 1] if at else None
        ends[at:at + 1] = [position]
    found: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        found.add(last)
        last = back[last]
    return found


def week_in_title(cells: Iterable[Cell]) -> int | None:
    """The number of the week that a heading among these cells names, None where none does."""
    for cell in cells:
        if cell.type == "markdown":
            found = re.search(r"^#+[^\n]{0,80}?\bweek[ \t]*(\d{1,2})\b", cell.source[:2000], re.M | re.I)
            if found:
                return int(found[1])
    return None
