"""What wrong solutions cost, in proportion: right values in a wrong form, functions that do nothing, slips of one character.

These stand beside an author's own mistakes, and are made from the reference, so that every exercise is held to the same.
"""

from __future__ import annotations

import ast
import io
import statistics
import tokenize
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from autograder.course.week import Exercise, Week
from autograder.graders.exam import exam, share
from autograder.graders.reference import build, has_stand_in
from autograder.graders.student import LocalTransport, Student
from autograder.graders.variants import Tried
from autograder.sandbox.outcome import Outcome, Target

#: What right values in a wrong form keep at least, what a function that does nothing earns at most, and what the median slip
#: of one character should keep.
WRAPPING, NOTHING, SLIP = 0.6, 0.1, 0.3
#: Slips that are tried of one exercise, spread over its text.
MOST_SLIPS = 16

#: What is wrong with the form -> what is done to an array, to a number, and to several parts.
_WRAPPINGS = {
    "lists in place of arrays": ("a.tolist()", "x", "p"),
    "a first axis of length 1": ("a[None]", "x", "p"),
    "a last axis of length 1": ("a[..., None]", "x", "p"),
    "axes of length 1 left out": ("np.squeeze(a)", "x", "p"),
    "an array that holds a number": ("a", "np.array([x])", "p"),
    "float32": ("a.astype(np.float32) if a.dtype == np.float64 else a", "np.float32(x) if isinstance(x, float) else x", "p"),
    "parts in another order": ("a", "x", "p[::-1]"),
}
_WRAPPER = """

def _wrapped(value, top=True):
    if isinstance(value, np.ndarray) and value.ndim:
        return (lambda a: {array})(value)
    if isinstance(value, (list, tuple)):
        parts = type(value)(_wrapped(v, False) for v in value)
        return (lambda p: {parts})(parts) if top and isinstance(value, tuple) else parts
    if isinstance(value, (int, float, np.number)) and top or isinstance(value, (float, np.floating)):
        return (lambda x: {number})(value)
    return value


_unwrapped = {name}
"""
_WRAPPED = _WRAPPER + """{name} = lambda *args, **kwargs: _wrapped(_unwrapped(*args, **kwargs))
"""
#: An object beside the real one, so that what it does with its own methods stays as it is.
_WRAPPED_CLASS = _WRAPPER + """

class {name}:
    def __init__(self, *args, **kwargs):
        self._inner = _unwrapped(*args, **kwargs)

    def __call__(self, *args, **kwargs):
        return _wrapped(self._inner(*args, **kwargs))

    def __getattr__(self, name):
        member = getattr(self.__dict__["_inner"], name)
        return (lambda *args, **kwargs: _wrapped(member(*args, **kwargs))) if callable(member) else _wrapped(member)
"""
_OTHER = {"+": "-", "-": "+", "*": "/", "/": "*", "@": "*", "<": ">", ">": "<", "==": "!=", ">=": ">", "<=": "<", "**": "*",
          "+=": "-=", "-=": "+=", "*=": "/=", "/=": "*=", "//": "/"}


class Trial(Protocol):
    """Grades one exercise of a solved notebook in which a text stands for its solution, and, unless it is to be alone, those
    that build on it."""

    def __call__(self, week: Week, exercise: Exercise, text: str, alone: bool = False) -> Tried: ...


@dataclass(frozen=True)
class Proportion:
    """Of one exercise, as parts of its marks: the least that right values in a wrong form keep, the most that doing nothing
    earns, and what the median slip keeps, of those that still give an answer (None where there is none). `faults`: what
    is not as it must be."""

    wrapping: float
    nothing: float
    slip: float | None
    faults: tuple[str, ...] = ()


def proportion(week: Week, exercise: Exercise, trial: Trial, slips: bool = True) -> Proportion:
    """Measure one exercise. slips: try them too; one may never end, so only where the trial can be ended."""
    solution = week.solution(exercise.id)
    faults, wrapped = [], {}
    for what, (array, number, parts) in _WRAPPINGS.items():
        text = solution + _wrapping(week, exercise).format(name=exercise.function, array=array, number=number, parts=parts)
        # What builds on it is looked at once: no other form is as easily handed on.
        tried = trial(week, exercise, text, alone=what != "float32")
        wrapped[what] = tried.share
        if tried.share < WRAPPING:
            faults.append(f"right values as {what} keep {tried.share:.0%} (at least {WRAPPING:.0%} is wanted)")
        if tried.carried:
            faults.append(f"right values as {what} also cost {', '.join(tried.carried)}")
    earned = exam(week).earned_by_nothing(exercise.id)
    faults += [f"a function that {kind} earns {part:.0%} (at most {NOTHING:.0%} is wanted)"
               for kind, part in earned.items() if part > NOTHING]
    if has_stand_in(week, exercise.id):
        faults += [f"a function that {what} loses nothing" for what in written(week, exercise)]
    median = None
    if slips:
        slipped = [trial(week, exercise, text, alone=True) for text in slips_of(solution, MOST_SLIPS)]
        # Whoever made a slip that raises at once has seen it; and one that changes nothing is none.
        lost = [t.share for t in slipped if t.answered and t.share < 1]
        median = statistics.median(lost) if lost else None
    return Proportion(min(wrapped.values()), max(earned.values()), median, tuple(faults))


def _wrapping(week: Week, exercise: Exercise) -> str:
    """The text that wraps what a function gives, or what the methods and attributes of a class's objects do."""
    return _WRAPPED if has_stand_in(week, exercise.id) else _WRAPPED_CLASS


def slips_of(text: str, most: int) -> list[str]:
    """The text with one character changed: an operator, a digit, a one-letter argument; at most so many, spread evenly."""
    found = list(dict.fromkeys(_slips(text)))
    step = max(1.0, len(found) / most)
    return [found[int(i * step)] for i in range(min(most, len(found)))]


def _slips(text: str) -> Iterator[str]:
    tree = ast.parse(text)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    bodies = {line for node in functions for line in range(node.body[0].lineno, (node.end_lineno or 0) + 1)}
    letters = sorted({a.arg for node in functions for a in node.args.args if len(a.arg) == 1})
    lines = text.splitlines(keepends=True)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        (line, start), (_, end) = token.start, token.end
        if line not in bodies:
            continue
        for other in _others(token, letters):
            changed = lines[line - 1][:start] + other + lines[line - 1][end:]
            slipped = "".join([*lines[:line - 1], changed, *lines[line:]])
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                try:
                    compile(slipped, "<slip>", "exec")
                except SyntaxError:
                    continue
            yield slipped


def _others(token: tokenize.TokenInfo, letters: list[str]) -> list[str]:
    """What may stand in a token's place by a slip of one character."""
    if token.type == tokenize.OP and token.string in _OTHER:
        return [_OTHER[token.string]]
    if token.type == tokenize.NUMBER and token.string[-1].isdigit():
        return [token.string[:-1] + str((int(token.string[-1]) + 1) % 10)]
    if token.type == tokenize.NAME and token.string in letters:
        return [letter for letter in letters if letter != token.string][:1]
    return []


def written(week: Week, exercise: Exercise) -> list[str]:
    """Ways of writing into an argument that cost nothing, though the reference's answers come back. It runs in this process."""
    found = []
    for name, write in _WRITES.items():
        position = 1
        while True:
            transport = _Writing(dict(vars(build(week))), exercise.function, position - 1, write)
            results = exam(week).run(exercise.id, Student(transport))
            if not transport.seen:
                break
            if transport.written and share(results) == 1:
                found.append(f"{name} its argument {position}")
            position += 1
    return found


@dataclass
class _Writing:
    """Calls the reference, then writes into one of the arguments as a function that is careless with it would.

    seen: whether there was such an argument. written: whether it, or an array in it, could be written into."""

    namespace: dict[str, Any]
    function: str
    index: int
    write: Callable[[np.ndarray], None]
    seen: bool = False
    written: bool = False

    def call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], limit: float | None) -> Outcome:
        inner = self.namespace[name]

        def careless(*given: Any, **named: Any) -> Any:
            value = inner(*given, **named)
            if name == self.function and self.index < len(given):
                self.seen = True
                if type(given[self.index]) is list and all(isinstance(v, int) for v in given[self.index]):
                    self.written = True
                    given[self.index].reverse()
                for array in _arrays(given[self.index]):
                    # Zeros and ones, or +1 and -1, stay what they are when they are rescaled.
                    before = array.copy()
                    self.write(array)
                    self.written |= not np.array_equal(before, array, equal_nan=True)
            return value

        return LocalTransport({name: careless}).call(name, args, kwargs, limit)

    def use(self, target: Target, args: tuple[Any, ...], kwargs: dict[str, Any], limit: float | None) -> Outcome:
        """No object is made here: a class is not looked at in this way."""
        return Outcome("missing")

    def free(self) -> None:
        """There is nothing to let go."""


def _arrays(value: Any) -> Iterator[np.ndarray]:
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _arrays(part)


def _rescale(array: np.ndarray) -> None:
    largest = np.abs(array).max(initial=0)
    if largest > 0:
        array[...] = (array / largest).astype(array.dtype)


def _sort(array: np.ndarray) -> None:
    if array.ndim:
        array.sort(axis=0)


def _overwrite(array: np.ndarray) -> None:
    array[...] = 0


_WRITES: dict[str, Callable[[np.ndarray], None]] = {"rescales": _rescale, "sorts": _sort, "overwrites": _overwrite}
