"""Proof of a week: the graders are themselves graded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from autograder.errors import UserError
from autograder.graders.exam import exam
from autograder.graders.stock import best_of, share
from autograder.graders.reference import build, solutions
from autograder.authoring.release import hidden_text_in
from autograder.graders.variants import Tried, variants
from autograder.course.week import Exercise, Week

#: Right variants that each exercise must have.
FEWEST_RIGHT = 3


#: A trial grades one exercise of a solved notebook in which a text stands for its solution, and those that build on it.
Trial = Callable[[Week, Exercise, str], Tried]


@dataclass(frozen=True)
class Proof:
    """What was found of one exercise. named: mistakes that grading also names. counted_once: those that cost nothing in
    the exercises that build on this one. `faults` is empty when it is proved."""

    exercise: str
    tests: int = 0
    mistakes: int = 0
    mistakes_caught: int = 0
    named: int = 0
    counted_once: int = 0
    right: int = 0
    right_kept: int = 0
    faults: tuple[str, ...] = field(default=())


def prove(
    week: Week,
    trial: Trial,
    only: str | None = None,
    progress: Callable[[int, int, str], None] = lambda done, of, stage: None,
) -> list[Proof]:
    """Prove each coded exercise of a week, in order, or `only` one. Raises UserError when there is no such exercise."""
    chosen = [e for e in week.coded if only in (None, e.id)]
    if not chosen:
        raise UserError(f"{week.id} has no coded exercise {only!r} (there: {', '.join(e.id for e in week.coded)}).")
    proofs = []
    if problem := hidden_text_in(week):
        proofs.append(Proof("(release)", faults=(problem,)))
    for number, exercise in enumerate(chosen):
        progress(number, len(chosen), week.id)
        proofs.append(prove_exercise(week, exercise, trial))
    progress(len(chosen), len(chosen), week.id)
    return proofs


def failed(proofs: list[Proof]) -> bool:
    """Whether anything is not as it must be."""
    return any(proof.faults for proof in proofs)


def prove_exercise(week: Week, exercise: Exercise, trial: Trial) -> Proof:
    """Solution full, stub zero, every mistake caught and counted once, every right variant kept."""
    faults = []
    if (part := trial(week, exercise, week.solution(exercise.id)).share) < 1:
        faults.append(f"the solution gets {part:.0%}")
    stub = next(c.source for c in week.release if c.grade_id == exercise.id)
    if (part := trial(week, exercise, stub).share) > 0:
        faults.append(f"the stub gets {part:.0%}")
    wrong = {v: trial(week, exercise, v.source) for v in variants(week, "mistakes", exercise.id)}
    right = {v: trial(week, exercise, v.source) for v in variants(week, "right", exercise.id)}
    caught = [v for v, tried in wrong.items() if tried.share < 1]
    kept = [v for v, tried in right.items() if tried.share == 1]
    faults += [f"{v.name} loses nothing" for v in wrong if v not in caught]
    faults += [f"{v.name} is right but loses marks" for v in right if v not in kept]
    faults += [f"{v.name} is named {tried.mistake}" for v, tried in wrong.items() if tried.mistake not in (None, v.name)]
    faults += [f"{v.name} also costs {', '.join(tried.carried)}" for v, tried in wrong.items() if tried.carried]
    if len(right) < FEWEST_RIGHT:
        faults.append(f"only {len(right)} right variants; at least {FEWEST_RIGHT} are needed")
    named = sum(tried.mistake == v.name for v, tried in wrong.items())
    once = sum(not tried.carried for tried in wrong.values())
    return Proof(exercise.id, exam(week).count(exercise.id), len(wrong), len(caught), named, once, len(right), len(kept),
                 tuple(faults))


def local_trial(week: Week, exercise: Exercise, text: str) -> Tried:
    """A trial in this very process: fast, for writing a week, and only with code that is trusted."""
    namespace = dict(vars(build(week)))
    # As in the notebook, where the exercise's own cell is the only one that defines it.
    namespace.pop(exercise.function)
    exec(compile(text, f"<{exercise.id}>", "exec"), namespace)
    reference = vars(solutions(week))
    reached = share(best_of(exercise, namespace, reference, week))
    later = week.building_on(exercise.id) if reached < 1 else ()
    carried = tuple(e.id for e in later if share(best_of(e, namespace, reference, week)) < 1)
    return Tried(reached, carried=carried)
