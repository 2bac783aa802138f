"""Proof of a week: the graders are themselves graded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from autograder.authoring.hidden_slips import line_of as place_of
from autograder.authoring.hidden_slips import slips as hidden_slips
from autograder.authoring.proportion import Proportion, Trial, proportion
from autograder.authoring.release import hidden_text_in
from autograder.authoring.text_slips import line_of
from autograder.course.week import Exercise, Week
from autograder.errors import UserError
from autograder.graders.exam import exam, share
from autograder.graders.reference import build, solutions
from autograder.graders.stock import best_of
from autograder.graders.variants import Tried, variants

#: Right variants that each exercise must have.
FEWEST_RIGHT = 3


@dataclass(frozen=True)
class Proof:
    """What was found of one exercise. tests_failing: tests that have failed for some mistake. named: mistakes that grading also
    names. counted_once: those that cost nothing in the exercises that build on this one. proportion: what wrong forms, doing
    nothing and slips of one character come to. `faults` is empty when it is proved. notes: what an author may want to know."""

    exercise: str
    tests: int = 0
    mistakes: int = 0
    mistakes_caught: int = 0
    named: int = 0
    counted_once: int = 0
    right: int = 0
    right_kept: int = 0
    proportion: Proportion | None = None
    faults: tuple[str, ...] = field(default=())
    tests_failing: int = 0
    notes: tuple[str, ...] = ()


def prove(
    week: Week,
    trial: Trial,
    only: str | None = None,
    progress: Callable[[int, int, str], None] = lambda done, of, stage: None,
    slips: bool = False,
) -> list[Proof]:
    """Prove each coded exercise of a week, in order, or `only` one. Raises UserError when there is no such exercise.

    slips: also try slips of one character, which may never end: only with a trial that can be ended.
    """
    chosen = [e for e in week.coded if only in (None, e.id)]
    if not chosen:
        raise UserError(f"{week.id} has no coded exercise {only!r} (there: {', '.join(e.id for e in week.coded)}).")
    proofs = []
    if problem := hidden_text_in(week):
        proofs.append(Proof("(release)", faults=(problem,)))
    if found := hidden_slips(week):
        proofs.append(Proof("(hidden)", faults=tuple(found)))
    for number, exercise in enumerate(chosen):
        progress(number, len(chosen), week.id)
        proofs.append(prove_exercise(week, exercise, trial, slips))
    progress(len(chosen), len(chosen), week.id)
    return proofs


def failed(proofs: list[Proof]) -> bool:
    """Whether anything is not as it must be."""
    return any(proof.faults for proof in proofs)


def prove_exercise(week: Week, exercise: Exercise, trial: Trial, slips: bool = False) -> Proof:
    """Solution full, stub zero, every mistake caught and counted once, every right variant kept, all in proportion."""
    if not exam(week).count(exercise.id):
        return Proof(exercise.id, faults=("it has no hidden tests",))
    trials = _Trials(week, exercise, trial)
    stub = next(c.source for c in week.release if c.grade_id == exercise.id)
    solved, unwritten = trials.run("the solution", week.solution(exercise.id)), trials.run("the stub", stub)
    wrong = {v: trials.run(v.name, v.source) for v in variants(week, "mistakes", exercise.id)}
    right = {v: trials.run(v.name, v.source) for v in variants(week, "right", exercise.id)}
    caught = [v for v, tried in wrong.items() if tried.share < 1]
    kept = [v for v, tried in right.items() if tried.share == 1]
    faults = trials.own_errors()
    if solved.share < 1 and (why := trials.why(solved)):
        line = line_of(week.root, week.id, exercise.id) if week.root else None
        cell = f"cell {exercise.id} of assignments/{week.id}/{week.id}.py{f', line {line}' if line else ''}"
        faults.append(f"the solution gets {solved.share:.0%} ({cell}): {why}")
    if unwritten.share > 0:
        faults.append(f"the stub gets {unwritten.share:.0%}: {trials.passing(unwritten)}")
    faults += [f"{v.name} loses nothing ({place_of(week, 'mistakes.py', v.function.__name__)})"
               for v in wrong if v not in caught]
    faults += [f"{v.name} is right but loses marks ({place_of(week, 'right.py', v.function.__name__)}): {why}"
               for v, tried in right.items() if v not in kept and (why := trials.why(tried))]
    # A relation that was found besides is a fact of its calls; another known mistake's name would be a false one.
    # One that behaves alike shares its hint, so it does not matter which of the two is named.
    hints = {v.name: v.hint for v in wrong}
    faults += [f"{v.name} is named {tried.mistake}" for v, tried in wrong.items()
               if any(hints.get(name, v.hint) != v.hint for name in (tried.mistake or "").split("; "))]
    faults += [f"{v.name} also costs {', '.join(tried.carried)}" for v, tried in wrong.items() if tried.carried]
    if len(right) < FEWEST_RIGHT:
        faults.append(f"only {len(right)} right variants; at least {FEWEST_RIGHT} are needed")
    measured = proportion(week, exercise, trial, slips) if not faults else None
    faults += measured.faults if measured else ()
    never = trials.never_failed(list(wrong.values()))
    named = sum(hints.get(tried.mistake or "") == v.hint for v, tried in wrong.items())
    once = sum(not tried.carried for tried in wrong.values())
    count = exam(week).count(exercise.id)
    return Proof(exercise.id, count, len(wrong), len(caught), named, once, len(right), len(kept), measured, tuple(faults),
                 count - len(never), tuple(never))


@dataclass
class _Trials:
    """The trials of one exercise, and the tests that raised errors of their own: test -> the error, and for whom."""

    week: Week
    exercise: Exercise
    trial: Trial
    raised: dict[str, tuple[str, list[str]]] = field(default_factory=dict)

    def run(self, name: str, text: str) -> Tried:
        exam(self.week).raised.clear()
        tried = self.trial(self.week, self.exercise, text)
        for test, error in exam(self.week).raised.items():
            if test in tried.failed:
                self.raised.setdefault(test, (error, []))[1].append(name)
        return tried

    def own_errors(self) -> list[str]:
        """A sentence about each test that raised by itself: what an answer is must be settled by an expect_* first."""
        return [f"{test} raises an error of its own ({error}) for {_listed(whom)}; "
                f"let an expect_* look at an answer first"
                for test, (error, whom) in self.raised.items()]

    def why(self, tried: Tried) -> str:
        """The first test that failed, and what it said; empty where all that failed are broken themselves."""
        for test, message in tried.failed.items():
            if test not in self.raised:
                return f"{self._at(test)} says: {message}"
        return "" if tried.failed else "no test failed"

    def passing(self, tried: Tried) -> str:
        """The tests that an exercise nobody has written passes."""
        free = [self._at(test) for test in exam(self.week).names(self.exercise.id) if test not in tried.failed]
        return f"{_listed(free)} {'passes' if len(free) == 1 else 'pass'} without a solution, so nobody can fail there"

    def never_failed(self, wrong: Sequence[Tried]) -> list[str]:
        """A sentence about each test that none of the mistakes failed."""
        failed = {test for tried in wrong for test in tried.failed}
        return [f"{self._at(test)} fails for none of the mistakes; is there one that it would catch?"
                for test in exam(self.week).names(self.exercise.id) if test not in failed]

    def _at(self, test: str) -> str:
        return f"{test} ({place_of(self.week, f'test_{self.exercise.id}.py', test.partition('[')[0])})"


def _listed(names: list[str], most: int = 4) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def local_trial(week: Week, exercise: Exercise, text: str, alone: bool = False) -> Tried:
    """A trial in this very process: fast, for writing a week, and only with code that is trusted. alone: leave out the
    exercises that build on it."""
    namespace = dict(vars(build(week)))
    # As in the notebook, where the exercise's own cell is the only one that defines it.
    namespace.pop(exercise.function)
    try:
        exec(compile(text, f"<{exercise.id}>", "exec"), namespace)
    except Exception as error:
        # As in a notebook: a cell that fails defines nothing more, and its tests say so.
        namespace.setdefault("_failed", error)
    reference = vars(solutions(week))
    results = best_of(exercise, namespace, reference, week)
    reached = share(results)
    later = week.building_on(exercise.id) if reached < 1 and not alone else ()
    carried = tuple(e.id for e in later if share(best_of(e, namespace, reference, week)) < 1)
    return Tried(reached, carried=carried, failed={t.name: t.message or "" for t in results if not t.passed})
