"""How hidden tests reach a student's functions, and a student's functions the course's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.graders.student import Student
from autograder.sandbox.inside.frames import is_frame
from autograder.sandbox.notebook import NotebookRun
from autograder.sandbox.outcome import Outcome, Target

#: All values that the functions of one exercise return, together: a grader keeps them until its tests are over.
_ANSWER_BYTES = 64 * 1024 * 1024


@dataclass
class Calls:
    """The transport of a sandboxed student, for one exercise."""

    notebook: NotebookRun
    seconds: float
    room: int = _ANSWER_BYTES
    calls: int = 0

    def use(self, target: Target, args: tuple[Any, ...], kwargs: dict[str, Any], limit: float | None) -> Outcome:
        return self.call(target, args, kwargs, limit)

    def free(self) -> None:
        self.notebook.free()

    def call(self, name: str | Target, args: tuple[Any, ...], kwargs: dict[str, Any], limit: float | None) -> Outcome:
        self.calls += 1
        outcome = self.notebook.call(name, args, kwargs, limit or self.seconds, self.calls)
        self.room -= _size(outcome.value)
        if self.room < 0:
            return Outcome("died", error="it returned too much: all its answers together are more than 64 MB")
        return outcome


def _size(value: Any) -> int:
    """Bytes of the arrays and frames in a value."""
    if isinstance(value, (list, tuple)):
        return sum(map(_size, value))
    if isinstance(value, dict):
        return sum(map(_size, value.values()))
    if is_frame(value):
        return int(np.sum(value.memory_usage(index=True)))
    return getattr(value, "nbytes", 0)


def reference_call(reference: NotebookRun, name: str, student: Student, seconds: float) -> Callable[..., Any]:
    """A function of the reference, in a sandbox of its own: what a student's code gives it could be of any size. It may
    take as long as the student's call that it is a part of."""

    def call(*args: Any, **kwargs: Any) -> Any:
        outcome = reference.call(name, args, kwargs, student.limit or seconds)
        if outcome.status == "returned":
            return outcome.value
        raise ValueError(f"{name}: {outcome.error or outcome.status}")

    return call
