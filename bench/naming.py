"""What naming costs: CPU of three wrong exercises of one submission, and of a right one, a week.

    python -m bench.naming [week1 ...]          --by-exercise prints each exercise too

What a grader has done before is done first: one set of tests/unseen is named, then another is named and timed. A right
submission is named by nobody: it pays for the copies of its arguments that are kept in case.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Iterator
from functools import partial
from statistics import mean
from typing import Any

from autograder.course.week import Exercise, Week
from autograder.graders.copies import copied
from autograder.graders.exam import exam, share
from autograder.graders.reference import build
from autograder.graders.student import LocalTransport, Record, Student
from autograder.marking.diagnosis import diagnose
from autograder.naming.deciding import Ask
from autograder.sandbox.outcome import Outcome
from tests.unseen.measure import ROOT, solutions_of, student_of

#: Wrong exercises of one submission, and what they and a right submission may cost, in ms.
WRONG, MOST, MOST_RIGHT = 3, 60, 5
#: Copies are made so often: some passes pay for the collector's look through all that is there, some do not.
PASSES = 10
#: Sets of unseen solutions: what is named first, some fifty wrong ones a week, and what is named then and timed. Not all sets
#: have all weeks.
SETS = ((("first",), "second"), (("fourth", "seventh"), "sixth"))


def wrong(week: Week, folder: str) -> Iterator[tuple[Exercise, str, list[Record], Ask]]:
    """(exercise, what is wrong, its calls, what makes one more) of each unseen solution that loses marks."""
    for exercise_id, what, text in solutions_of(folder, week.id):
        exercise = week.by_id[exercise_id]
        student = student_of(week, exercise, what, text)
        if share(exam(week).run(exercise_id, student)) < 1:
            yield exercise, what, student.records, partial(_asked, student, exercise.function)


def _asked(student: Student, function: str, args: tuple[Any, ...]) -> Outcome:
    return student.transport.call(function, args, {}, None)


def of_right(week: Week) -> float:
    """ms for the copies of all arguments that the tests of a right submission give."""
    records = []
    for exercise in week.coded:
        student = Student(LocalTransport(dict(vars(build(week)))))
        exam(week).run(exercise.id, student)
        records += student.records
    began = time.process_time()
    for _ in range(PASSES):
        for record in records:
            copied((record.args, record.kwargs))
    return (time.process_time() - began) * 1000 / PASSES


def measure(name: str, by_exercise: bool) -> None:
    week = Week.load(ROOT, name)
    before, timed = next(sets for sets in SETS if (ROOT / "tests" / "unseen" / sets[0][0] / f"{name}.py").exists())
    for folder in before:
        for exercise, _, records, ask in wrong(week, folder):
            diagnose(week, exercise, records, ask)
    took: dict[str, list[tuple[float, str]]] = {}
    for exercise, what, records, ask in wrong(week, timed):
        began = time.process_time()
        diagnose(week, exercise, records, ask)
        took.setdefault(exercise.id, []).append(((time.process_time() - began) * 1000, what))
    if by_exercise:
        for exercise_id, times in took.items():
            worst = max(times)
            print(f"    {exercise_id:32} {mean(t for t, _ in times):6.1f} ms, worst {worst[0]:6.1f} ({worst[1]})")
    three = WRONG * mean(mean(t for t, _ in times) for times in took.values())
    print(f"{name}: three wrong exercises {three:6.1f} ms (at most {MOST}), a right submission {of_right(week):4.1f} ms "
          f"(at most {MOST_RIGHT})", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weeks", nargs="*", default=[f"week{n}" for n in range(1, 9)])
    parser.add_argument("--by-exercise", action="store_true", help="print each exercise too")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    for week_name in asked.weeks:
        measure(week_name, asked.by_exercise)
