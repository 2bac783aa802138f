"""Names a student's mistake: the known one that behaves exactly as the student's function did, on the same inputs."""

from __future__ import annotations

import warnings

import numpy as np

from autograder.sandbox.outcome import Failure, Foreign, Outcome
from autograder.marking.result import Mistake
from autograder.graders.student import Record, changed_arguments, copied, digest
from autograder.graders.variants import Variant, variants
from autograder.course.week import Exercise, Week

#: A replayed value counts as the same within this: a sum in another order differs in the last bits.
RTOL = 1e-9
#: Replayed calls that a process remembers.
KEPT = 5_000

_outcomes: dict[tuple[str, str, str], Outcome] = {}


def known_mistakes(week: Week, exercise: str) -> list[Variant]:
    return variants(week, "mistakes", exercise)


def diagnose(week: Week, exercise: Exercise, records: list[Record]) -> Mistake | None:
    """The first known mistake that does on every recorded call what the student's function did, None if none does."""
    calls = [r for r in records if r.name == exercise.function]
    if not any(r.outcome.status == "returned" for r in calls):
        return None
    for variant in known_mistakes(week, exercise.id):
        if variant.replay and all(_behaves_alike(variant, record) for record in calls):
            return Mistake(name=variant.name, hint=variant.hint)
    return None


def may_be_named(week: Week, exercise: Exercise, records: list[Record]) -> bool:
    """Whether another look at a failed exercise is worth its time: mistakes of it are known, and every call had an end."""
    return any(v.replay for v in known_mistakes(week, exercise.id)) and all(
        r.outcome.status in ("returned", "raised") for r in records
    )


def _behaves_alike(variant: Variant, record: Record) -> bool:
    got, known = record.outcome, _replayed(variant, record)
    if known.status == "raised":
        return got.status == "raised" and got.error_type == known.error_type
    return (
        got.status == known.status == "returned"
        and _alike(got.value, known.value)
        and bool(got.changed) == bool(known.changed)
        # The texts, each once: numpy warns of the same trouble in one order or another.
        and set(got.warnings) == set(known.warnings)
    )


def _replayed(variant: Variant, record: Record) -> Outcome:
    """What a known mistake does on a recorded call. Tests call every student with the same arguments, so it is worked
    out once a process: some mistakes train a network."""
    try:
        key = (variant.exercise, variant.name, digest((record.args, record.kwargs)))
    except TypeError:
        return _run(variant, record)
    if key not in _outcomes:
        if len(_outcomes) >= KEPT:
            _outcomes.clear()
        _outcomes[key] = _run(variant, record)
    return _outcomes[key]


def _run(variant: Variant, record: Record) -> Outcome:
    args, kwargs = copied(record.args), copied(record.kwargs)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            value = variant.function(*args, **kwargs)
        except Failure:
            return Outcome("missing")
        except Exception as error:
            return Outcome("raised", error_type=type(error).__name__)
    told = tuple(str(w.message)[:200] for w in caught[:5])
    return Outcome("returned", value, changed=changed_arguments(record.args, args, []), warnings=told)


def _alike(got, want) -> bool:
    """The same kind of value with the same contents, arrays and numbers within RTOL."""
    if isinstance(got, Foreign):
        return not isinstance(want, (np.ndarray, np.generic, int, float, list, tuple, dict, str, type(None)))
    if isinstance(got, np.ndarray) or isinstance(want, np.ndarray):
        return (
            isinstance(got, np.ndarray) and isinstance(want, np.ndarray)
            and got.shape == want.shape and got.dtype.kind == want.dtype.kind
            and np.allclose(got, want, rtol=RTOL, atol=1e-12, equal_nan=True)
        )
    if isinstance(got, (list, tuple)):
        return isinstance(want, (list, tuple)) and len(got) == len(want) and all(map(_alike, got, want))
    if isinstance(got, dict):
        return isinstance(want, dict) and got.keys() == want.keys() and all(_alike(got[k], want[k]) for k in got)
    if isinstance(got, (bool, np.bool_, str, type(None))):
        return type(want) is type(got) and got == want
    if isinstance(got, (int, float, np.number)) and isinstance(want, (int, float, np.number)):
        return bool(np.isclose(got, want, rtol=RTOL, atol=1e-12, equal_nan=True))
    return False
