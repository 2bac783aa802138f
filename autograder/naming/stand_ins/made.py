"""Mistakes that nobody wrote: a week's solutions with one small edit each, ready to be tried on a student's calls."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from autograder.course.week import Exercise, Week
from autograder.graders.reference import solutions
from autograder.graders.variants import variants
from autograder.naming.stand_ins.changes import OTHERS, functions_of
from autograder.naming.stand_ins.edits import Edit, definition, edited
from autograder.naming.stand_ins.stand_in import StandIn

#: Turns of all loops together that a made mistake may take in one call.
TURNS = 3_000
#: Edits of the reference and of another solution: so many at most, evenly spread over the text.
MOST, OTHERWISE = 300, 60


class Endless(Exception):
    """A made mistake went round its loops for too long."""


def made(week: Week, exercise: Exercise) -> tuple[list[StandIn], list[StandIn]]:
    """One stand-in for each edit of the reference; and for each of the right variants that has another text than these."""
    module = solutions(week)
    functions = functions_of(vars(module))
    texts = [own_text(week.solution(exercise.id), exercise.function)]
    texts += [v.text for v in variants(week, "right", exercise.id) if v.text]
    known: set[str] = set()
    found: list[list[StandIn]] = []
    for text in texts:
        edits = list(edited(text, functions))
        found.append([])
        most = OTHERWISE if found[1:] else MOST
        for edit in edits[::max(1, -(-len(edits) // most))]:
            shape = ast.unparse(edit.tree)
            if shape not in known and (function := compiled(edit, vars(module))) is not None:
                found[-1].append(StandIn(edit.name, f"Yours does exactly what a solution does with one slip: {edit.says}", function))
            known.add(shape)
    return found[0], [stand_in for others in found[1:] for stand_in in others]


#: Edits of one known mistake.
EDITS = 24


def edited_mistakes(week: Week, exercise: Exercise) -> list[StandIn]:
    """An author's mistakes with one small edit each: two slips at once."""
    module = solutions(week)
    functions = functions_of(vars(module))
    found = []
    for mistake in variants(week, "mistakes", exercise.id):
        edits = list(edited(mistake.text, functions)) if mistake.replay else []
        for edit in edits[::max(1, -(-len(edits) // EDITS))]:
            if (function := compiled(edit, vars(module))) is not None:
                found.append(StandIn(f"{mistake.name} & {edit.name}", f"Two slips at once: {mistake.hint} And besides: {edit.says}", function))
    return found


def own_text(text: str, function: str) -> str:
    """The definition of one function in a cell's text."""
    tree = ast.parse(text)
    found = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == function]
    return ast.unparse(found[-1] if found else definition(text))


def compiled(edit: Edit, namespace: dict[str, Any]) -> Callable[..., Any] | None:
    """The edited function, which raises Endless after TURNS turns of its loops. None where it is no Python."""
    tree = edit.tree
    module = ast.fix_missing_locations(ast.Module([tree], []))
    turns = [0]

    def counted(values: Iterable[Any]) -> Iterator[Any]:
        for value in values:
            tick()
            yield value

    def tick() -> None:
        turns[0] += 1
        if turns[0] > TURNS:
            raise Endless

    own = {**namespace, **OTHERS, "counted_": counted, "tick_": tick}
    try:
        exec(compile(module, "<made>", "exec"), own)
    except (SyntaxError, ValueError, TypeError):
        return None
    function = own[tree.name]

    def bounded(*args: Any) -> Any:
        turns[0] = 0
        return function(*args)

    return bounded
