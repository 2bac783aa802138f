"""Grades the solution and every right variant of week 7 again and again, each time with another secret (so other
inputs and other randomness), and writes how often a mark was lost to flakes.json.

    autograder run week7 flakes [--runs 200] [--exercise ica]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from autograder.checks import secret
from autograder.course.week import Exercise
from autograder.graders.exam import exam
from autograder.graders.reference import build
from autograder.graders.student import LocalTransport, Student
from autograder.graders.variants import variants

from . import WEEK

HERE = Path(__file__).parent


def main() -> None:
    """Count lost marks; exit 1 where there are any."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--exercise", help="this one only; the others keep their lines in flakes.json")
    chosen = parser.parse_args()
    rows = [counted(e, chosen.runs) for e in WEEK.coded if chosen.exercise in (None, e.id)]
    kept = HERE / "flakes.json"
    lines = {line["exercise"]: line for line in (json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else [])}
    lines |= {line["exercise"]: line for line in rows}
    kept.write_text(json.dumps([lines[e.id] for e in WEEK.coded if e.id in lines], indent=2) + "\n", encoding="utf-8")
    flaky = sum(len(row["lost"]) for row in rows)
    print(f"{sum(row['gradings'] for row in rows)} gradings, {flaky} with a lost mark")
    raise SystemExit(flaky > 0)


def counted(exercise: Exercise, runs: int) -> dict:
    """One exercise's line of flakes.json."""
    texts = {"solution": WEEK.solution(exercise.id)}
    texts |= {v.name: v.source for v in variants(WEEK, "right", exercise.id)}
    lost = [mark for name, text in texts.items() for mark in lost_marks(exercise, name, text, runs)]
    line = {"exercise": exercise.id, "solutions": len(texts), "runs": runs, "gradings": len(texts) * runs, "lost": lost}
    print(line, flush=True)
    return line


def lost_marks(exercise: Exercise, name: str, text: str, runs: int) -> list[list]:
    """[solution, run, test, message] of every mark that one solution lost in `runs` gradings."""
    namespace = dict(vars(build(WEEK)))
    exec(compile(text, f"<{name}>", "exec"), namespace)
    lost = []
    for run in range(runs):
        secret.set(f"run {run}".encode())
        results = exam(WEEK).run(exercise.id, Student(LocalTransport(namespace)))
        lost += [[name, run, test.name, test.message] for test in results if not test.passed]
    return lost


if __name__ == "__main__":
    main()
