"""What an instructor's test cell came to in a submission's process: told by that process, so believed of that student alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

KINDS = ("error", "stderr", "value", "nothing", "died")


@dataclass(frozen=True)
class Verdict:
    """decided: the first thing that stock nbgrader would look at: "error", "stderr" (a warning, say), "value" (what the last
    line showed), "nothing"; "died" where the process ended or was stopped from outside. value: the text of that. raised, says,
    line: the exception that ended the cell, if one did, its text and the line of the cell. overtime: it was interrupted.
    """

    decided: str
    value: str = ""
    raised: str | None = None
    says: str = ""
    line: int | None = None
    overtime: bool = False


def read_verdict(message: dict[str, Any]) -> Verdict | None:
    """The verdict that a message tells, whose every part a student's code may have written; None for what is none."""
    decided, value, says, raised, line = (message.get(key) for key in ("decided", "value", "says", "raised", "line"))
    if message.get("t") != "verdict" or decided not in KINDS or not isinstance(value, str) or not isinstance(says, str):
        return None
    if not isinstance(raised, str | None) or not isinstance(line, int | None):
        return None
    return Verdict(decided, value[:500], raised and raised[:60], says[:500], line, message.get("overtime") is True)
