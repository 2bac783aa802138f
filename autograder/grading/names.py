"""Proof that mistakes are named, and none falsely: known ones, made ones and two at once, each on several draws of the inputs."""

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

#: Functions that are wrong, or may be, by their names.
Functions = Sequence[tuple[str, Callable[..., Any]]]


@dataclass(frozen=True)
class Named:
    """Of one exercise: how many wrong solutions of a kind were named, and how many lost marks. falsely: a sentence about
    each name that another draw of the inputs does not bear out. by_luck: about each that loses marks on one draw only."""

    exercise: str
    known: tuple[int, int] = (0, 0)
    made: tuple[int, int] = (0, 0)
    pairs: tuple[int, int] = (0, 0)
    falsely: tuple[str, ...] = ()
    by_luck: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """What came of a wrong solution on one draw: whether it lost marks, whether anything was told of it, and the names that are
    sure. ended: not stopped in a loop without end, of which a student would be told that it takes too long."""

    lost: bool
    anything: bool = False
    names: frozenset[str] = frozenset()
    ended: bool = True


#: The secrets that every check tries: what is made for them is kept.
ALWAYS = (1, 2)


def with_secret(week: Week, number: int) -> Week:
    """The week as a course with another secret draws its inputs."""
    made = hashlib.sha256(f"secret {number}".encode()).digest()
    return dataclasses.replace(week, secret=made, trial=number not in ALWAYS)


class Names:
    """An exercise's known mistakes, made ones and pairs, tried on the inputs of one secret after another. In this process:
    all of it is the course's own code."""

    def __init__(self, week: Week, exercise: Exercise):
        self.exercise = exercise
        self._week = week
        mistakes = variants(week, "mistakes", exercise.id)
        known = [(v.name, v.function) for v in mistakes if v.replay or v.shows]
        made, pairs = made_of(week, exercise) if any(v.replay for v in mistakes) or not mistakes else ([], [])
        self._kinds: tuple[Functions, ...] = (known, made, pairs)
        #: Of each secret tried, what came of every wrong solution in turn.
        self._told: dict[int, list[Told]] = {}

    def on(self, number: int) -> list[Told]:
        """What comes of each on the inputs of a secret: looked for once, since the first is compared with all others."""
        if number not in self._told:
            draw = with_secret(self._week, number)
            self._told[number] = [_told(draw, self.exercise, function) for kind in self._kinds for _, function in kind]
        return self._told[number]

    def knows(self, number: int) -> bool:
        """Whether it is known what comes of each on the inputs of a secret."""
        return number in self._told

    def learn(self, number: int, told: list[Told]) -> None:
        """What another process found on the inputs of a secret."""
        self._told.setdefault(number, told)

    def compared(self, one: int = ALWAYS[0], other: int = ALWAYS[1]) -> Named:
        """How they are named on the inputs of two secrets."""
        counts: list[tuple[int, int]] = []
        falsely: list[str] = []
        by_luck: list[str] = []
        both = list(zip(self.on(one), self.on(other), strict=True))
        for kind in self._kinds:
            these, both = both[:len(kind)], both[len(kind):]
            lost = [pair for pair in these if all(t.lost and t.ended for t in pair)]
            counts.append((sum(all(t.anything for t in pair) for pair in lost), len(lost)))
            for (name, _), pair in zip(kind, these, strict=True):
                falsely += self._unborne(name, *pair)
                by_luck += self._sometimes(name, {one: pair[0], other: pair[1]})
        return Named(self.exercise.id, counts[0], counts[1], counts[2], tuple(falsely), tuple(by_luck))

    def _unborne(self, name: str, one: Told, other: Told) -> list[str]:
        """Names that one draw of the inputs gave and the other did not."""
        if not one.names or not other.names or one.names & other.names:
            return []
        return [f"{self.exercise.id}: {name} is named {', '.join(sorted(one.names))}, "
                f"and {', '.join(sorted(other.names))} on other inputs"]

    def _sometimes(self, name: str, told: dict[int, Told]) -> list[str]:
        """A sentence where it lost marks on one draw only."""
        lost, kept = ([number for number, t in told.items() if t.lost is yes] for yes in (True, False))
        return [f"{self.exercise.id}: {name} loses marks on the inputs of secret {lost[0]}, and none on those of secret {kept[0]}"
                ] if lost and kept else []


def _told(draw: Week, exercise: Exercise, function: Callable[..., Any]) -> Told:
    with room():
        student, lost = _tried(draw, exercise, function)
        if not lost or not _ended(student):
            return Told(lost, ended=not lost)
        found = _findings(draw, exercise, student)
    # Authors' mistakes that have one hint are one to whom reads it, and do the same on some inputs.
    return Told(lost, bool(found), frozenset(f.says if f.known else f.name for f in found if f.firm))


def found_of(week: Week, exercise: Exercise, function: Callable[..., Any]) -> list[Finding] | None:
    """What is found of a wrong solution; None where it loses nothing, or is stopped in a loop without end."""
    student, lost = _tried(week, exercise, function)
    return _findings(week, exercise, student) if lost and _ended(student) else None


def _tried(week: Week, exercise: Exercise, function: Callable[..., Any]) -> tuple[Student, bool]:
    """The student who has this function, examined, and whether marks were lost."""
    student = Student(LocalTransport({**vars(build(week)), exercise.function: function}))
    return student, share(exam(week).run(exercise.id, student)) < 1


def _ended(student: Student) -> bool:
    return not any(r.outcome.error_type == "Endless" for r in student.records)


def _findings(week: Week, exercise: Exercise, student: Student) -> list[Finding]:
    return findings(week, exercise, student.records, lambda args: student.transport.call(exercise.function, args, {}, None))


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
