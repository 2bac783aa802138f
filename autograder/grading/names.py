"""Proof that mistakes are named, and none falsely: known ones, made ones and two at once, each on two draws of the inputs."""

from __future__ import annotations

import ast
import dataclasses
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.course.week import Exercise, Week
from autograder.graders.exam import exam, share
from autograder.graders.reference import build, has_stand_in
from autograder.graders.student import LocalTransport, Student
from autograder.graders.variants import variants
from autograder.naming.finding import Finding
from autograder.naming.search import findings
from autograder.naming.stand_ins.changes import functions_of
from autograder.naming.stand_ins.edits import Edit, edited, twice
from autograder.naming.stand_ins.made import compiled, own_text
from autograder.naming.stand_ins.room import room

#: Made mistakes and pairs of them that each exercise is tried with.
MADE, PAIRS = 24, 8


@dataclass(frozen=True)
class Named:
    """Of one exercise: how many wrong solutions of a kind lost marks, and how many of them were named. falsely: a sentence
    about each name that another draw of the inputs does not bear out."""

    exercise: str
    known: tuple[int, int] = (0, 0)
    made: tuple[int, int] = (0, 0)
    pairs: tuple[int, int] = (0, 0)
    falsely: tuple[str, ...] = ()


#: The secrets that every check tries: what is made for them is kept.
ALWAYS = (1, 2)


def with_secret(week: Week, number: int) -> Week:
    """The week as a course with another secret draws its inputs."""
    made = hashlib.sha256(f"secret {number}".encode()).digest()
    return dataclasses.replace(week, secret=made, trial=number not in ALWAYS)


def names_of(week: Week, exercise: Exercise, secrets: tuple[int, int] = ALWAYS) -> Named:
    """Try an exercise's known mistakes, made ones and pairs, on the inputs of two secrets. In this process: all of it is the
    course's own code."""
    mistakes = list(variants(week, "mistakes", exercise.id))
    if mistakes and not any(v.replay for v in mistakes):
        return Named(exercise.id)
    draws = tuple(with_secret(week, number) for number in secrets)
    falsely: list[str] = []

    def counted(functions: Sequence[tuple[str, Callable[..., Any]]]) -> tuple[int, int]:
        caught = named = 0
        for name, function in functions:
            with room():
                found = [found_of(draw, exercise, function) for draw in draws]
            caught += all(f is not None for f in found)
            named += all(found)
            falsely.extend(_unborne(exercise, name, found))
        return named, caught

    known = counted([(v.name, v.function) for v in mistakes if v.replay])
    made, pairs = made_of(week, exercise)
    return Named(exercise.id, known, counted(made), counted(pairs), tuple(falsely))


def found_of(week: Week, exercise: Exercise, function: Callable[..., Any]) -> list[Finding] | None:
    """What is found of a wrong solution; None where it loses nothing, or is stopped in a loop without end: of a student's would
    be told that it takes too long."""
    namespace = {**vars(build(week)), exercise.function: function}
    student = Student(LocalTransport(namespace))
    if share(exam(week).run(exercise.id, student)) == 1 or any(r.outcome.error_type == "Endless" for r in student.records):
        return None
    return findings(week, exercise, student.records, lambda args: student.transport.call(exercise.function, args, {}, None))


def _unborne(exercise: Exercise, name: str, found: list[list[Finding] | None]) -> list[str]:
    """Names that one draw of the inputs gave and the other did not."""
    one, other = ({f.name for f in firm or () if f.firm} for firm in found)
    if not one or not other or one & other or None in found:
        return []
    return [f"{exercise.id}: {name} is named {', '.join(sorted(one))}, and {', '.join(sorted(other))} on other inputs"]


def made_of(week: Week, exercise: Exercise) -> tuple[list[tuple[str, Callable[..., Any]]], list[tuple[str, Callable[..., Any]]]]:
    if not has_stand_in(week, exercise.id):
        # A class: edits are made of functions.
        return [], []
    reference = build(week)
    functions = functions_of(vars(reference))
    edits = list(edited(own_text(week.solution(exercise.id), exercise.function), functions))
    few = _spread(edits, MADE * 2)
    pairs = [second for edit in _spread(edits, PAIRS) for second in _spread(list(twice(edit, functions)), 1)]

    def ready(chosen: list[Edit]) -> list[tuple[str, Callable[..., Any]]]:
        made = ((e.name, compiled(ast.unparse(e.tree), vars(reference))) for e in chosen)
        return [(name, function) for name, function in made if function is not None]

    return ready(few), ready(pairs)


def _spread(edits: list[Edit], most: int) -> list[Edit]:
    """So many of them, evenly over the text."""
    return edits[::max(1, -(-len(edits) // most))]
