"""What comes back over the wall: the outcome of a call, a value that cannot cross, a test's failure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """What one call came to.

    status: "returned", "raised", "missing" (no such function, or what `error` says), "timed_out" or "died"; "method" where a name
    that was read is a method's; "refused" where a function of the test's own would not take what the student's gave it.
    value: what was returned. error: for "raised" the exception's type, message and line; else the reason.
    changed: names of the arguments that were altered. warnings: texts of the warnings given. printed: whether it
    printed something on the way.
    """

    status: str
    value: Any = None
    error: str = ""
    error_type: str = ""
    changed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    printed: bool = False


@dataclass(frozen=True)
class Target:
    """What of an object is used. how: "new" makes one of the class `name`, "method" calls a method of that name, "read" looks at
    an attribute. number: the object's, as the test counts them."""

    how: str
    name: str
    number: int


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
