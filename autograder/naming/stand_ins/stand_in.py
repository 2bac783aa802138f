"""What may have stood for the exercise's function: known mistakes, cousins, the reference on other arguments, edits of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.naming.calls import Call, numeric, run
from autograder.sandbox.outcome import Outcome


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
    if a.shape != b.shape:
        return False
    if not a.size:
        return True
    x, y = float(a.flat[0]), float(b.flat[0])
    return x == y or abs(x - y) <= 1e-6 * max(min(abs(x), 1e300), min(abs(y), 1e300), 1e-6) or x != x
