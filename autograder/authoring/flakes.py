"""Grades right solutions and known mistakes again and again, as so many courses would, each with a secret of its own.

A course's secret draws all inputs and all generators in the student's hands anew: so a right solution that loses a mark by
bad luck, or a mistake that keeps full marks by good luck, is met here and not in a class. A week runs it by a file
`hidden/flakes.py` of two lines; what was found is kept beside that file, in flakes.json.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from autograder.course.week import Exercise, Week
from autograder.graders.checks import secret
from autograder.graders.exam import Exam, exam
from autograder.graders.reference import build
from autograder.graders.student import LocalTransport, Student
from autograder.graders.variants import variants

#: Trying the mistakes takes most of the time, so only every tenth run does it.
TENTH = 10

Line = dict[str, Any]


def main(week: Week, kept: Path) -> None:
    """Count lost marks and missed mistakes of a week's coded exercises into the file `kept`; exit 1 where there are any.

    The file is written anew after every tenth run, so a long count may be ended at any time, and says how far it came.
    """
    parser = argparse.ArgumentParser("flakes", description="Counts marks lost by bad luck, and mistakes missed by it.")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--exercise", help="this one only; the others keep their lines in flakes.json")
    parser.add_argument("--right-only", action="store_true", help="leave out the known mistakes")
    chosen = parser.parse_args()
    lost = False
    for exercise in [e for e in week.coded if chosen.exercise in (None, e.id)]:
        count = Count(week, exercise, not chosen.right_only)
        for run in range(chosen.runs):
            count.grade(run)
            if run % TENTH == TENTH - 1 or run == chosen.runs - 1:
                keep(week, kept, count.line())
        print(count.line(), flush=True)
        lost = lost or bool(count.lost or count.missed)
    raise SystemExit(int(lost))


def keep(week: Week, kept: Path, line: Line) -> None:
    """Put one exercise's line into the file, in the week's order."""
    lines = {one["exercise"]: one for one in (json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else [])}
    lines[line["exercise"]] = line
    kept.write_text(json.dumps([lines[e.id] for e in week.coded if e.id in lines], indent=2) + "\n", encoding="utf-8")


class Count:
    """What has come of one exercise so far. lost: [solution, run, test, message]. missed: [mistake, run]."""

    def __init__(self, week: Week, exercise: Exercise, mistakes: bool = True):
        self.exercise = exercise
        self.exam: Exam = exam(week)
        self.right = {"solution": _built(week, week.solution(exercise.id))} | _variants(week, "right", exercise)
        self.wrong = _variants(week, "mistakes", exercise) if mistakes else {}
        self.runs = self.tenths = 0
        self.lost: list[list[Any]] = []
        self.missed: list[list[Any]] = []

    def grade(self, run: int) -> None:
        """Grade everything in the course with the run's secret; run 0 has none."""
        token = secret.set(f"run {run}".encode() if run else b"")
        try:
            self.lost += [[name, run, *test] for name, names in self.right.items() for test in self._failed(names)]
            if run % TENTH == 0:
                self.missed += [[name, run] for name, names in self.wrong.items() if not self._failed(names)]
                self.tenths += 1
        finally:
            secret.reset(token)
        self.runs += 1

    def line(self) -> Line:
        """The exercise's line of flakes.json."""
        return {"exercise": self.exercise.id, "runs": self.runs, "solutions": len(self.right),
                "gradings": self.runs * len(self.right), "lost": self.lost, "mistakes": len(self.wrong),
                "gradings_of_mistakes": self.tenths * len(self.wrong), "missed": self.missed}

    def _failed(self, namespace: dict[str, Any]) -> list[tuple[str, str | None]]:
        """(test, message) of every test that is not passed."""
        results = self.exam.run(self.exercise.id, Student(LocalTransport(namespace)))
        return [(test.name, test.message) for test in results if not test.passed]


def _variants(week: Week, kind: str, exercise: Exercise) -> dict[str, dict[str, Any]]:
    """The namespaces of an exercise's variants, by name."""
    return {variant.name: _built(week, variant.source) for variant in variants(week, kind, exercise.id)}


def _built(week: Week, text: str) -> dict[str, Any]:
    """A solved notebook's names, with one exercise as `text` has it."""
    namespace = dict(vars(build(week)))
    exec(compile(text, "<solution>", "exec"), namespace)
    return namespace
