"""Proof of a week: the graders are themselves graded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from autograder.exam import exam
from autograder.kernel import best_of, share
from autograder.reference import build, solutions
from autograder.release import hidden_text_in
from autograder.student import LocalTransport, Student
from autograder.variants import variants
from autograder.week import Exercise, Week

#: A trial grades one exercise of a solved notebook in which `text` stands for its solution; the share passed, 0 to 1.
Trial = Callable[[Week, Exercise, str], float]


@dataclass(frozen=True)
class Proof:
    """What was found of one exercise. `faults` is empty when it is proved."""

    exercise: str
    tests: int
    mistakes: int
    mistakes_caught: int
    right: int
    right_kept: int
    faults: tuple[str, ...] = field(default=())


def prove(week: Week, trial: Trial, fewest_right: int = 3) -> Iterator[Proof]:
    """Prove each coded exercise of a week, in order: solution full, stub zero, mistakes caught, right ones kept."""
    if problem := hidden_text_in(week):
        yield Proof("(release)", 0, 0, 0, 0, 0, (problem,))
    for exercise in week.coded:
        yield prove_exercise(week, exercise, trial, fewest_right)


def prove_exercise(week: Week, exercise: Exercise, trial: Trial, fewest_right: int) -> Proof:
    """Prove one exercise."""
    faults = []
    if (part := trial(week, exercise, week.solution(exercise.id))) < 1:
        faults.append(f"the solution gets {part:.0%}")
    stub = next(c.source for c in week.release if c.grade_id == exercise.id)
    if (part := trial(week, exercise, stub)) > 0:
        faults.append(f"the stub gets {part:.0%}")
    wrong = variants(week.id, "mistakes", exercise.id)
    caught = [v for v in wrong if trial(week, exercise, v.source) < 1]
    faults += [f"{v.name} loses nothing" for v in wrong if v not in caught]
    right = variants(week.id, "right", exercise.id)
    kept = [v for v in right if trial(week, exercise, v.source) == 1]
    faults += [f"{v.name} is right but loses marks" for v in right if v not in kept]
    if len(right) < fewest_right:
        faults.append(f"only {len(right)} right variants; at least {fewest_right} are needed")
    tests = len(exam(week.id).run(exercise.id, Student(LocalTransport({}))))
    return Proof(exercise.id, tests, len(wrong), len(caught), len(right), len(kept), tuple(faults))


def local_trial(week: Week, exercise: Exercise, text: str) -> float:
    """A trial in this very process: fast, for writing a week, and only with code that is trusted."""
    namespace = dict(vars(build(week)))
    # As in the notebook, where the exercise's own cell is the only one that defines it.
    namespace.pop(exercise.function)
    exec(compile(text, f"<{exercise.id}>", "exec"), namespace)
    return share(best_of(exercise, namespace, vars(solutions(week.id)), week.id))
