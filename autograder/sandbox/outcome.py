"""What comes back over the wall: the outcome of a call, a value that cannot cross, a test's failure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """What one call came to.

    status: "returned", "raised", "missing" (no such function), "timed_out" or "died".
    value: what was returned. error: for "raised" the exception's type, message and line; else the reason.
    changed: names of the arguments that were altered. warnings: texts of the warnings given.
    """

    status: str
    value: Any = None
    error: str = ""
    error_type: str = ""
    changed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class Foreign:
    """Stands for a value that does not cross the sandbox's wall: only the name of its type is known here."""

    def __init__(self, kind: str):
        self.kind = kind

    def __repr__(self) -> str:
        return self.kind


class Failure(AssertionError):
    """A test that did not pass. Its text is the sentence the student reads.

    `cause` is "wrong" for an answer that is not right, else why there was no answer: "raised" (an exception, of the type
    `error_type`), "missing" (no such function), "unwritten" (still raises NotImplementedError), "timed_out" or "died" (the
    process was lost).
    """

    def __init__(self, sentence: str, cause: str = "wrong", error_type: str = ""):
        super().__init__(sentence)
        self.cause, self.error_type = cause, error_type
