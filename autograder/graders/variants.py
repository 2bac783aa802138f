"""Known ways to solve an exercise: the wrong ones (mistakes) and the right ones, written differently.

Both are plain functions, or classes where the exercise is one, in `assignments/<week>/hidden/mistakes.py` and `right.py`.
`autograder check` puts the text of each into a solved notebook and grades it: a mistake must lose marks, a right variant must
keep them all. So a variant's text must stand on its own: numpy is `np`, and the only other names it may use are those of the
notebook's own functions.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.course.week import Week
from autograder.graders.hidden import load

#: A function that solves an exercise, rightly or wrongly.
Solution = Callable[..., Any]


@dataclass(frozen=True)
class Variant:
    """One way to solve an exercise. A mistake has a hint; a right variant has none. `stands_for` is the name of the
    notebook's function, the exercise's id where nothing else is said. `text`: the function's own, from its file.
    `replay`: it is run again on a student's calls to name the student's mistake; not where a call trains for seconds.
    `shows`: of one that is too slow for that, whether an answer is its doing: shows(answer, *arguments), None where nothing is
    wrong with this answer."""

    exercise: str
    name: str
    function: Callable[..., Any]
    hint: str | None = None
    stands_for: str = ""
    replay: bool = True
    text: str = ""
    shows: Callable[..., bool | None] | None = None

    @property
    def source(self) -> str:
        """The text of the function without its decorator, then the exercise's name bound to it."""
        return "\n".join([self.text, "", "", f"{self.stands_for or self.exercise} = {self.function.__name__}"])


@dataclass(frozen=True)
class Tried:
    """What a text got. share: of the exercise's worth, 0 to 1. mistake: the known one that it was named, if any. carried:
    the exercises that build on this one and lost marks by it, though they are solved. failed: test -> what it said. answered:
    whether it gave an answer to half of the calls at least, and not an exception."""

    share: float
    mistake: str | None = None
    carried: tuple[str, ...] = ()
    failed: dict[str, str] = field(default_factory=dict, hash=False)
    answered: bool = True


def mistake(exercise: str, hint: str, function: str = "", replay: bool = True,
            shows: Callable[..., bool | None] | None = None) -> Callable[[Solution], Solution]:
    """A known wrong solution of `exercise`. `hint` tells what to look at, without giving the line. shows: by what an answer
    tells it, where it is too slow to be replayed."""
    return _register(exercise, hint, function, replay, shows)


def right(exercise: str, function: str = "") -> Callable[[Solution], Solution]:
    """A right solution of `exercise`, written differently from the reference."""
    return _register(exercise, None, function, False, None)


def variants(week: Week, kind: str, exercise: str | None = None) -> list[Variant]:
    """All variants of a week, in the order of their file. kind: "mistakes" or "right"."""
    if (week.key, kind) not in _found:
        _found[week.key, kind] = _read(week, kind)
    return [v for v in _found[week.key, kind] if exercise in (None, v.exercise)]


#: (Week.key, kind) -> what its file holds, read once a process.
_found: dict[tuple[str, str], list[Variant]] = {}


def _read(week: Week, kind: str) -> list[Variant]:
    module = load(week, kind)
    if module is None:
        return []
    text = week.hidden[f"{kind}.py"].decode("utf-8")
    lines = text.splitlines()
    texts = {node.name: "\n".join(lines[node.lineno - 1:node.end_lineno])
             for node in ast.walk(ast.parse(text)) if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    found = [value.variant for value in vars(module).values() if hasattr(value, "variant")]
    return [replace(v, text=texts[v.function.__name__]) for v in found]


def _register(exercise: str, hint: str | None, stands_for: str, replay: bool,
              shows: Callable[..., bool | None] | None) -> Callable[[Solution], Solution]:
    def keep(function: Solution) -> Solution:
        function.variant = Variant(  # type: ignore[attr-defined]
            exercise, function.__name__, function, hint, stands_for, replay, shows=shows)
        return function

    return keep
