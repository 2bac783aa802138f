"""What may have stood for the exercise's function: known mistakes, cousins, the reference on other arguments, edits of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.naming.calls import Call, numeric, run, same, starts_otherwise
from autograder.sandbox.outcome import Outcome

#: Further apart than two values that are taken for the same.
ROUGH = 1e-6


@dataclass(frozen=True)
class StandIn:
    """A function of the exercise's arguments that does something else. says: the sentence a student reads, {it} for the
    result. scaled: a loss that was not averaged yet, so a factor may stand before it. known: it has an author's hint.
    family: what it and others are that differ in a number only."""

    name: str
    says: str
    function: Callable[..., Any]
    scaled: bool = False
    known: bool = False
    family: str = ""

    def outcome(self, call: Call) -> Outcome:
        """What it does on a call's arguments; worked out once a process for each of them."""
        return run(self.function, call.args, call.key)


def may_match(got: Any, value: Any) -> bool:
    """A quick look whether two values could be the same: enough to leave out most stand-ins."""
    if isinstance(got, (list, tuple)) and isinstance(value, (list, tuple)) and got and value:
        return len(got) == len(value) and may_match(got[0], value[0])
    a, b = numeric(got), numeric(value)
    if a is None or b is None:
        return type(got) is type(value) or (isinstance(got, (list, tuple)) and isinstance(value, (list, tuple)))
    return a.shape == b.shape and not starts_otherwise(a, b)


def overflown(got: Any, value: Any) -> bool:
    """Whether one is the other but for entries that are inf or nan: worked out in an order that overflows."""
    a, b = numeric(got), numeric(value)
    if a is None or b is None or a.shape != b.shape or a.ndim == 0:
        return False
    finite = np.isfinite(a)
    return bool(0.4 < finite.mean() < 1) and same(a[finite], b[finite])


def close_in_form(got: Any, value: Any) -> bool:
    """Whether one could be the other in another form or by a factor: as many numbers, or one of them a sum over an axis."""
    a, b = numeric(got), numeric(value)
    if a is None or b is None:
        return (isinstance(got, (list, tuple)) and isinstance(value, (list, tuple)) and len(got) == len(value)
                and all(any(close_in_form(g, v) for v in value) for g in got))
    if a.size != b.size:
        return False
    # Neither another order nor a factor changes this quotient.
    with np.errstate(all="ignore"):
        one, other = ((x * x).sum() / np.square(np.abs(x).sum()) for x in (a, b))
        return bool(abs(one - other) <= 1e-7 * abs(other)) or not np.isfinite(one + other)


def may_slip(got: Any, value: Any) -> bool:
    """A quick look whether one could be the other but for a factor, or the order of rows or columns, where both have one shape: of
    answers of signs almost all are alike in form."""
    a, b = numeric(got), numeric(value)
    if a is None or b is None or a.shape != b.shape or a.size < 2 or not (np.isfinite(a).all() and np.isfinite(b).all()):
        return True
    place = np.abs(b).argmax()
    pairs = ((a * b.flat[place], b * a.flat[place]), (a, b[::-1]), (a, b[..., ::-1]), (a, b.T))
    return any(same(one, other, ROUGH, ROUGH) for one, other in pairs)
