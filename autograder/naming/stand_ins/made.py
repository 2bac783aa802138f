"""Mistakes that nobody wrote: a week's solutions with one small edit each, ready to be tried on a student's calls."""

from __future__ import annotations

import ast
import itertools
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import FrameType
from typing import Any

import numpy as np

from autograder.course.week import Exercise, Week
from autograder.graders.reference import solutions
from autograder.graders.variants import variants
from autograder.naming.stand_ins.changes import OTHERS, functions_of
from autograder.naming.stand_ins.edits import Counted, definition, edited, with_a_minus
from autograder.naming.stand_ins.stand_in import StandIn

#: How a sentence about an edit begins: the code may be another that does the same.
SAME, OTHERWISE_WRITTEN = "Yours does the same as a solution", ", though it may be written otherwise"
#: Turns of all loops together that a made mistake may take in one call.
TURNS = 3_000
#: The same of the reference itself on other arguments, a large number of epochs, say.
MOST_TURNS = 30_000
#: Edits of the reference and of another solution: so many at most, evenly spread over the text.
MOST, OTHERWISE = 300, 60


#: An array may grow to so many times the largest that was given, of so many entries at least: one that doubles in
#: every turn fills the machine long before the turns are spent.
GROWTH, LEAST = 100, 1_000


#: Turns that all made mistakes together have taken in this process.
_taken = [0]


def turns_taken() -> int:
    """What made mistakes have cost so far in this process, in turns of their loops: the same on every machine."""
    return _taken[0]


class Endless(Exception):
    """A made mistake went round its loops for too long, or grew in them."""


@dataclass(frozen=True)
class Made:
    """A mistake that was made. text: the function's own, compiled when it is first tried."""

    name: str
    says: str
    text: str

    def stand_in(self, namespace: dict[str, Any]) -> StandIn:
        return StandIn(self.name, self.says, Lazy(self.text, namespace))


class Lazy:
    """A function that is compiled at its first call. Raises TypeError where it cannot be."""

    def __init__(self, text: str, namespace: dict[str, Any]):
        self._text, self._namespace = text, namespace
        self._function: Callable[..., Any] | None = None

    def __call__(self, *args: Any) -> Any:
        if self._function is None:
            self._function = compiled(self._text, self._namespace) or _no_function
        return self._function(*args)


def _no_function(*args: Any) -> Any:
    raise TypeError


def made(week: Week, exercise: Exercise) -> tuple[list[Made], list[Made]]:
    """One mistake for each edit of the reference; and for each of the right variants that has another text than these."""
    functions = functions_of(vars(solutions(week)))
    texts = [own_text(week.solution(exercise.id), exercise.function)]
    texts += [v.text for v in variants(week, "right", exercise.id) if v.text]
    known: set[str] = set()
    said: dict[str, str] = {}
    found: list[list[Made]] = []
    for number, text in enumerate(texts, 1):
        edits = list(edited(text, functions))
        found.append([])
        most = OTHERWISE if found[1:] else MOST
        for edit in itertools.chain(edits[::max(1, -(-len(edits) // most))], () if found[1:] else with_a_minus(text)):
            shape = ast.unparse(edit.tree)
            if shape not in known and _is_python(shape):
                # The lines are those of this solution.
                name = edit.name if said.setdefault(edit.name, edit.says) == edit.says else f"{edit.name} of solution {number}"
                found[-1].append(Made(name, f"{SAME} with one slip{OTHERWISE_WRITTEN}: {edit.says}", shape))
            known.add(shape)
    return found[0], [one for others in found[1:] for one in others]


#: Edits of one known mistake.
EDITS = 32


def edited_mistakes(week: Week, exercise: Exercise) -> list[Made]:
    """An author's mistakes with one small edit each: two slips at once."""
    functions = functions_of(vars(solutions(week)))
    found = []
    for mistake in variants(week, "mistakes", exercise.id):
        edits = list(edited(mistake.text, functions)) if mistake.replay else []
        for edit in edits[::max(1, -(-len(edits) // EDITS))]:
            if _is_python(text := ast.unparse(edit.tree)):
                found.append(Made(f"{mistake.name} & {edit.name}", f"{SAME} with two slips at once{OTHERWISE_WRITTEN}: {mistake.hint} And besides: {edit.says}", text))
    return found


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def own_text(text: str, function: str) -> str:
    """The definition of one function in a cell's text."""
    tree = ast.parse(text)
    found = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == function]
    return ast.unparse(found[-1] if found else definition(text))


def bounded_reference(week: Week, exercise: Exercise) -> Callable[..., Any]:
    """The reference's function, which raises Endless after MOST_TURNS turns of its loops."""
    module = solutions(week)
    tree = ast.fix_missing_locations(Counted().visit(definition(own_text(week.solution(exercise.id), exercise.function))))
    return compiled(ast.unparse(tree), vars(module), MOST_TURNS) or getattr(module, exercise.function)


def compiled(text: str, namespace: dict[str, Any], most: int = TURNS) -> Callable[..., Any] | None:
    """The function a text defines, which raises Endless after so many turns of its loops, or once an array in it has grown
    beyond all measure in them. None where it is no Python."""
    turns, room = [0], [0]

    def counted(values: Iterable[Any]) -> Iterator[Any]:
        for value in values:
            turn(sys._getframe(1))
            yield value

    def tick() -> None:
        turn(sys._getframe(1))

    def turn(frame: FrameType) -> None:
        turns[0] += 1
        _taken[0] += 1
        if turns[0] > most:
            raise Endless
        # A plain loop: this is most of what a function in loops costs.
        largest = room[0]
        for value in frame.f_locals.values():
            if isinstance(value, np.ndarray) and value.size > largest:
                raise Endless

    own = {**namespace, **OTHERS, "counted_": counted, "tick_": tick}
    try:
        tree = ast.parse(text)
        exec(compile(tree, "<made>", "exec"), own)
    except (SyntaxError, ValueError, TypeError):
        return None
    function = own[tree.body[-1].name]  # type: ignore[attr-defined]

    def bounded(*args: Any) -> Any:
        turns[0] = 0
        room[0] = GROWTH * max([a.size for a in args if isinstance(a, np.ndarray)] + [LEAST])
        return function(*args)

    return bounded
