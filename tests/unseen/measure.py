"""How many of the unseen wrong solutions are named: python -m tests.unseen.measure [first|second|third|fourth|sixth|seventh]
[week1 ...].

The first were written before the engine, the second after it, the third after the names of both had been read and mended.
The fourth's author had read neither the naming code nor the known mistakes, but a plan of weeks 5 to 8 that lists some; the
sixth's and the seventh's had read the exercises' contracts, texts and solutions alone (a fifth was measured and not kept).
Each was measured before anything was changed for it, and has been looked at since.
"""

from __future__ import annotations

import ast
import signal
import sys
import time
from pathlib import Path
from typing import Any

from autograder.course.week import Exercise, Week
from autograder.graders.exam import exam
from autograder.graders.reference import build
from autograder.graders.stock import share
from autograder.graders.student import LocalTransport, Student
from autograder.naming.search import findings
from autograder.sandbox.outcome import Outcome

#: What one call may take.
SECONDS = 4.0

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def solutions_of(folder: str, week: str) -> list[tuple[str, str, str]]:
    """(exercise, what is wrong, text) of each function of a file."""
    text = (HERE / folder / f"{week}.py").read_text(encoding="utf-8")
    lines = text.splitlines()
    found = []
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef):
            exercise, _, what = node.name.partition("__")
            found.append((exercise, what, "\n".join(lines[node.lineno - 1:node.end_lineno])))
    return found


class Late(BaseException):
    """A call took too long."""


class Patient(LocalTransport):
    """Calls that take longer than SECONDS time out, as they do in the sandbox."""

    def call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], limit: float | None) -> Outcome:
        def late(*_: object) -> None:
            raise Late

        signal.signal(signal.SIGALRM, late)
        signal.setitimer(signal.ITIMER_REAL, SECONDS)
        try:
            return super().call(name, args, kwargs, limit)
        except Late:
            return Outcome("timed_out")
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)


def student_of(week: Week, exercise: Exercise, what: str, text: str) -> Student:
    """Who has the week's solutions, and this text's function in place of the exercise's."""
    namespace = dict(vars(build(week)))
    exec(text + f"\n\n{exercise.function} = {exercise.id}__{what}", namespace)
    return Student(Patient(namespace))


def measure(folder: str, names: list[str]) -> None:
    for name in names:
        week = Week.load(ROOT, name)
        lost = named = firm = 0
        started = time.process_time()
        for exercise_id, what, text in solutions_of(folder, name):
            exercise = week.by_id[exercise_id]
            student = student_of(week, exercise, what, text)
            reached = share(exam(week).run(exercise_id, student))
            if reached == 1:
                print(f"{exercise_id:28} {what:34} FULL MARKS")
                continue
            lost += 1
            begun = time.process_time()
            found = findings(week, exercise, student.records, lambda args, s=student, name=exercise.function: s.transport.call(
                name, args, {}, None))
            took = time.process_time() - begun
            named += bool(found)
            firm += bool(found) and all(f.firm for f in found)
            mark = "       " if not found else "  firm " if all(f.firm for f in found) else "  open "
            told = " | ".join(f"[{f.name}] {f.says}" for f in found)[:400]
            print(f"{exercise_id:28} {what:34} {reached:4.0%}{mark} {took * 1000:6.0f} ms {told}")
        print(f"== {name}: {lost} lost marks, {named} named ({named / lost:.0%}), {firm} firmly ({firm / lost:.0%}), "
              f"{time.process_time() - started:.0f} s\n")


if __name__ == "__main__":
    measure(sys.argv[1] if len(sys.argv) > 1 else "first", sys.argv[2:] or ["week1", "week2", "week3", "week4"])
