"""Objects of a student's classes: they stay inside for the length of a test, and outside a number stands for each."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


class Handle:
    """Stands outside for an object that is kept inside."""

    def __init__(self, number: int):
        self.number = number


class Absent(Exception):
    """There is no such class, method or attribute, or no such object any more. kind: what is told of it."""

    def __init__(self, kind: str = "missing"):
        super().__init__(kind)
        self.kind = kind


@dataclass
class Objects:
    """The objects of one test, by their numbers. names: what the notebook left."""

    names: dict[str, Any]
    kept: dict[int, object] = field(default_factory=dict)

    def __call__(self, number: int) -> object:
        """The object that a handle among the arguments stands for, None where it is gone."""
        return self.kept.get(number)

    def use(self, how: str, name: str, number: int) -> Callable[..., Any]:
        """What makes an object of a class ("new"), calls a method of one ("method"), or reads what stands under a name ("read").
        It raises Absent where there is none, and Absent("method") where a name that is read is a method's."""
        uses: dict[str, Callable[..., Any]] = {"new": self._make, "method": self._call, "read": self._read}
        return lambda *args, **kwargs: uses[how](name, number, *args, **kwargs)

    def signature_of(self, how: str, name: str, number: int) -> Any:
        """The function whose parameters name the arguments, after self."""
        if how == "new":
            return getattr(self.names.get(name), "__init__", None)
        return getattr(type(self.kept.get(number)), name, None)

    def _make(self, name: str, number: int, *args: Any, **kwargs: Any) -> None:
        made = self.names.get(name)
        if not callable(made):
            raise Absent
        if not isinstance(made, type):
            raise Absent("no class")
        self.kept[number] = made(*args, **kwargs)

    def _call(self, name: str, number: int, *args: Any, **kwargs: Any) -> Any:
        return self._member(name, number)(*args, **kwargs)

    def _read(self, name: str, number: int) -> Any:
        member = self._member(name, number)
        if callable(member):
            raise Absent("method")
        return member

    def _member(self, name: str, number: int) -> Any:
        if number not in self.kept:
            raise Absent("gone")
        kept = self.kept[number]
        try:
            return getattr(kept, name)
        except AttributeError:
            # One that a property of that name raises is the student's own.
            try:
                inspect.getattr_static(kept, name)
            except AttributeError:
                raise Absent from None
            raise
