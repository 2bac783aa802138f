"""Where a function that a test hands over would not take what it was given, in every call: it says itself what was wrong with that."""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.graders.student import Record
from autograder.naming.finding import Finding


def of_refusals(records: Sequence[Record]) -> list[Finding]:
    """What was refused, where that ended every call in one and the same way; empty where some call came to another end."""
    if not records or any(r.outcome.status != "refused" for r in records):
        return []
    # Sizes and shapes differ from call to call.
    kinds = {re.sub(r"\([\d, ]*\)|\d+", "...", r.outcome.error) for r in records}
    if len(kinds) > 1:
        return []
    return [Finding(f"refused: {kinds.pop()}", f"It never gets to its end: {records[0].outcome.error}", frozenset(range(len(records))))]
