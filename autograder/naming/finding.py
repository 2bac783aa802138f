"""What was found about an exercise: a name, the sentence a student reads, and the calls it accounts for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """explains: numbers of the calls it accounts for. firm: a name that leaves nothing open; else it says only where or of
    what kind the trouble is. known: the author's own hint is in `says`. where: the condition in the name, which sets the calls that
    it is about apart from the others: one of many that were tried on them."""

    name: str
    says: str
    explains: frozenset[int]
    firm: bool = True
    known: bool = False
    where: str | None = None
