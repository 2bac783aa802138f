"""Where several answers are right, as a component may come with either sign: of these, the one that is nearest to a student's."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.naming.calls import Call, Seen, agree, run
from autograder.naming.relations.parts import leaves
from autograder.sandbox.outcome import Outcome


def nearest(said: Seen, rights: Sequence[Callable[..., Any]]) -> Seen:
    """The calls with what that right solution gives of which most parts came back, the reference where none has more of them: what is right
    by another one's choice is not wrong. rights: solutions other than the reference."""
    if not any(isinstance(c.want.value, tuple) or any(isinstance(a, np.random.Generator) for a in c.args) for c in said.calls):
        return said
    best, most = said.calls, _agreeing(said.calls)
    for right in rights:
        outcomes = [run(right, c.args, c.key) for c in said.calls]
        if not all(map(_is_as_good, outcomes, said.calls)):
            continue
        calls = tuple(dataclasses.replace(c, want=o) for c, o in zip(said.calls, outcomes, strict=True))
        if (number := _agreeing(calls)) > most:
            best, most = calls, number
    return dataclasses.replace(said, calls=best)


def _is_as_good(outcome: Outcome, call: Call) -> bool:
    return outcome.status == call.want.status and not outcome.changed and _formed_alike(outcome.value, call.want.value)


def _formed_alike(a: Any, b: Any) -> bool:
    """Whether two answers differ in their numbers only: a hidden test may take a list for a tuple, and what is asked for is a tuple."""
    if isinstance(a, (list, tuple)):
        return type(a) is type(b) and len(a) == len(b) and all(map(_formed_alike, a, b))
    return getattr(a, "dtype", type(a)) == getattr(b, "dtype", type(b)) and np.shape(a) == np.shape(b)


def _agreeing(calls: Sequence[Call]) -> int:
    """How many parts of the answers are right."""
    return sum(_agree(c) for c in calls if c.got.status == c.want.status == "returned")


def _agree(call: Call) -> int:
    try:
        return sum(agree(got, want) for _, _, _, got, want in leaves(call.want.value, call.got.value))
    except ValueError:
        return 0
