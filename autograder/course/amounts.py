"""Numbers of things in sentences."""

from __future__ import annotations


def counted(number: int, what: str) -> str:
    """1 student, 2 students."""
    return f"{number} {what}{'' if number == 1 else 's'}"
