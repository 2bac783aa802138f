"""Long lists in parts: a page stays small, whatever the class does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from starlette.requests import Request

Row = TypeVar("Row")


@dataclass(frozen=True)
class Paged(Generic[Row]):
    """A list's parts, and which of them is shown: `number` counts from 1."""

    parts: Sequence[Sequence[Row]]
    number: int

    @property
    def rows(self) -> Sequence[Row]:
        return self.parts[self.number - 1]


def paged(request: Request, rows: Sequence[Row], size: int) -> Paged[Row]:
    """The part that the address asks for (?page=2); the first where it asks for none that is there."""
    parts = [rows[first: first + size] for first in range(0, len(rows), size)] or [rows]
    asked = request.query_params.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return Paged(parts, number if 1 <= number <= len(parts) else 1)
