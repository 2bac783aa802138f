"""Grades the solution and every right variant of week 5 again and again, each time as another course with a secret of its
own would: all inputs and all generators in the student's hands are drawn anew. Every tenth course tries the known mistakes
as well. Writes how often a mark was lost, and how often a mistake kept full marks, to flakes.json.

    autograder run week5 flakes [--runs 200] [--exercise settle]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from autograder.course.week import Exercise, Week
from autograder.graders.checks import secret
from autograder.graders.exam import exam
from autograder.graders.reference import build
from autograder.graders.student import LocalTransport, Student
from autograder.graders.variants import variants

from . import WEEK

#: Trying the mistakes takes most of the time, so only every tenth run does it.
TENTH = 10

KEPT = Path(__file__).with_name("flakes.json")


def main() -> None:
    """Count lost marks and missed mistakes; exit 1 where there are any."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--exercise", help="this one only; the others keep their lines in flakes.json")
    chosen = parser.parse_args()
    rows = [row(WEEK, e, chosen.runs) for e in WEEK.coded if chosen.exercise in (None, e.id)]
    lines = {line["exercise"]: line for line in (json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else [])}
    lines |= {line["exercise"]: line for line in rows}
    known = [lines[e.id] for e in WEEK.coded if e.id in lines]
    KEPT.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
    raise SystemExit(any(line["lost"] or line["missed"] for line in rows))


def row(week: Week, exercise: Exercise, runs: int) -> dict:
    """One exercise's line of flakes.json."""
    right = {"solution": week.solution(exercise.id)} | sources(week, "right", exercise)
    wrong = sources(week, "mistakes", exercise)
    lost, missed = [], []
    for run in range(runs):
        lost += [[name, run, *failed] for name, text in right.items() for failed in failures(week, exercise, text, run)]
        if run % TENTH == 0:
            missed += [[name, run] for name, text in wrong.items() if not failures(week, exercise, text, run)]
    line = {"exercise": exercise.id, "runs": runs, "solutions": len(right), "gradings": runs * len(right),
            "lost": lost, "mistakes": len(wrong), "gradings_of_mistakes": len(range(0, runs, TENTH)) * len(wrong),
            "missed": missed}
    print(line, flush=True)
    return line


def sources(week: Week, kind: str, exercise: Exercise) -> dict[str, str]:
    """The texts of an exercise's variants, by name."""
    return {variant.name: variant.source for variant in variants(week, kind, exercise.id)}


def failures(week: Week, exercise: Exercise, text: str, run: int) -> list[list[str | None]]:
    """[test, message] of every test that a solution does not pass in the course with the run's secret; run 0 has none."""
    namespace = dict(vars(build(week)))
    exec(compile(text, f"<{exercise.id}>", "exec"), namespace)
    token = secret.set(f"week5 run {run}".encode() if run else b"")
    try:
        results = exam(week).run(exercise.id, Student(LocalTransport(namespace)))
    finally:
        secret.reset(token)
    return [[test.name, test.message] for test in results if not test.passed]


if __name__ == "__main__":
    main()
