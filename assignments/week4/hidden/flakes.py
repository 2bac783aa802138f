"""Grades the solution and every right variant of week 4 again and again, each time with other randomness in the
student's hands, and writes how often a mark was lost to flakes.json.

    autograder run week4 flakes [--runs 200] [--jobs 2] [--exercise fit_curve]
"""

from __future__ import annotations

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from autograder.course.week import Exercise, Week
from autograder.graders.exam import exam
from autograder.graders.reference import build
from autograder.graders.student import LocalTransport, Outcome, Student
from autograder.graders.variants import variants

from . import WEEK

HERE = Path(__file__).parent


class Reseeded:
    """Carries calls to functions of this process; every generator among the arguments is exchanged for another one.

    run: numbers the exchange; run 0 exchanges nothing. Equal generators stay equal, as a seed's promise demands.
    """

    def __init__(self, namespace: dict, run: int):
        self.run = run
        self.inner = LocalTransport(namespace)

    def call(self, name: str, args: tuple, kwargs: dict, limit: float | None) -> Outcome:
        return self.inner.call(name, tuple(map(self._reseeded, args)),
                               {key: self._reseeded(value) for key, value in kwargs.items()}, limit)

    def _reseeded(self, value):
        if self.run == 0 or not isinstance(value, np.random.Generator):
            return value
        return np.random.default_rng([value.bit_generator.state["state"]["state"], self.run])


def main() -> None:
    """Count lost marks; exit 1 where there are any."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=1, help="processes side by side; all of it is 40 minutes of one core")
    parser.add_argument("--exercise", help="this one only; the others keep their lines in flakes.json")
    chosen = parser.parse_args()
    week = WEEK
    exercises = [e for e in week.coded if chosen.exercise in (None, e.id)]
    # All texts are read now: the run is long, and files may change under it.
    solved = {e: solutions_of(week, e) for e in exercises}
    with ProcessPoolExecutor(chosen.jobs) as pool:
        parts = {e: [pool.submit(lost_marks, week, e, name, text, chosen.runs) for name, text in solved[e].items()]
                 for e in exercises}
        rows = [row(e, chosen.runs, [part.result() for part in parts[e]]) for e in exercises]
    kept = HERE / "flakes.json"
    lines = {line["exercise"]: line for line in (json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else [])}
    lines |= {line["exercise"]: line for line in rows}
    known = [lines[e.id] for e in week.coded if e.id in lines]
    kept.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
    flaky = sum(len(row["lost"]) for row in rows)
    print(f"{sum(row['gradings'] for row in rows)} gradings, {flaky} with a lost mark")
    raise SystemExit(flaky > 0)


def solutions_of(week: Week, exercise: Exercise) -> dict[str, str]:
    """The texts of all right solutions of an exercise, by name."""
    right = {v.name: v.source for v in variants(week, "right", exercise.id)}
    return {"solution": week.solution(exercise.id)} | right


def lost_marks(week: Week, exercise: Exercise, name: str, text: str, runs: int) -> list[list]:
    """[solution, run, test, message] of every mark that one solution lost in `runs` gradings."""
    namespace = dict(vars(build(week)))
    exec(compile(text, f"<{name}>", "exec"), namespace)
    lost = []
    for run in range(runs):
        results = exam(week).run(exercise.id, Student(Reseeded(namespace, run)))
        lost += [[name, run, test.name, test.message] for test in results if not test.passed]
    return lost


def row(exercise: Exercise, runs: int, parts: list[list]) -> dict:
    """One exercise's line of flakes.json; parts: what each of its solutions lost."""
    line = {"exercise": exercise.id, "solutions": len(parts), "runs": runs, "gradings": len(parts) * runs,
            "lost": [mark for part in parts for mark in part]}
    print(line, flush=True)
    return line


if __name__ == "__main__":
    main()
