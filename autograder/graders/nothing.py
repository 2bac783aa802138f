"""Functions that do nothing, to see what that earns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.graders.copies import copied
from autograder.graders.form import Forms, filled
from autograder.graders.objects import Step
from autograder.graders.student import Record
from autograder.sandbox.outcome import Outcome, Target

#: Arguments of a function that are tried as its answer.
_ORDER = ("first", "second", "third", "fourth", "fifth", "sixth")
#: What is done -> fills an array of the right shape.
_FILLED: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "gives zeros": np.zeros_like,
    "gives ones": np.ones_like,
    "gives one and the same number": lambda array: np.full_like(array, 0.37),
}
_NONE, _DRAW = "gives None", "gives its first draw"
#: What is done -> the argument that is given back.
_RETURNED = {f"returns its {name} argument": index for index, name in enumerate(_ORDER)}
KINDS = (_NONE, *_FILLED, _DRAW, *_RETURNED)


@dataclass
class Nothing:
    """The transport of a student whose functions all do the same nothing, one of KINDS."""

    kind: str
    exercise: str
    forms: Forms
    steps: list[Step] = field(default_factory=list)
    classes: dict[int, str] = field(default_factory=dict)

    def call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], limit: float | None) -> Outcome:
        return Outcome("returned", self._value(Record(name, args, kwargs, Outcome("returned"), slow=limit is not None)))

    def use(self, target: Target, args: tuple[Any, ...], kwargs: dict[str, Any], limit: float | None) -> Outcome:
        if target.how == "new":
            self.classes[target.number] = target.name
        of = self.classes.get(target.number, "")
        if target.how == "read" and callable(getattr(self.forms.reference.get(of), target.name, None)):
            return Outcome("method")
        self.steps.append([target.how, target.name, target.number, copied(args), copied(kwargs)])
        record = Record(f"{of}.{target.name}", args, kwargs, Outcome("returned"), limit is not None, tuple(self.steps))
        return Outcome("returned", None if target.how == "new" else self._value(record))

    def free(self) -> None:
        self.steps.clear()

    def _value(self, record: Record) -> Any:
        if self.kind == _NONE:
            return None
        if self.kind in _RETURNED:
            index = _RETURNED[self.kind]
            value = record.args[index] if index < len(record.args) else None
            return None if callable(value) or isinstance(value, np.random.Generator) else copied(value)
        like = self.forms.example(self.exercise, record, None)
        if self.kind in _FILLED:
            return filled(like, _FILLED[self.kind])
        rng = next((a for a in (*record.args, *record.kwargs.values()) if isinstance(a, np.random.Generator)), None)
        if rng is None:
            return None
        draw = copied(rng).normal()
        return filled(like, lambda array: np.full_like(array, draw))
