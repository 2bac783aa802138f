"""Objects of a student's classes as a hidden test holds them, and their lives told again with other classes.

`layer = student.new("Linear", W, b)` gives a Thing: `layer.forward(X)` calls a method there, `layer.W` reads what stands under
the name, and it may be handed to a function among its arguments. The object itself stays where the student's code runs, for the
length of one test.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from autograder.sandbox.inside.objects import Handle

#: One thing that a test did with an object: [how, name, number, args, kwargs], as plain data. "call" is a function that was
#: handed one.
Step = list[Any]


class Holder(Protocol):
    """The student of whom an object is."""

    def _member(self, thing: Thing, name: str) -> Any: ...

    def _method(self, thing: Thing, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any: ...


class Thing(Handle):
    """Stands for an object of the student's class. Any attribute is one of the object's: a method can be called, all else is
    its value. Raises Failure where there is none."""

    def __init__(self, student: Holder, of: str, number: int):
        super().__init__(number)
        self._student, self._of = student, of

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._student._member(self, name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._student._method(self, "__call__", args, kwargs)

    def __deepcopy__(self, memo: object) -> Thing:
        return self

    def __repr__(self) -> str:
        return f"{self._of} {self.number}"


def has_handle(value: object) -> bool:
    """Whether an object stands somewhere in the arguments."""
    if isinstance(value, (list, tuple)):
        return any(map(has_handle, value))
    if isinstance(value, dict):
        return any(map(has_handle, value.values()))
    return isinstance(value, Handle)


def with_objects(value: Any, objects: Mapping[int, Any]) -> Any:
    """The arguments with the objects in place of what stands for them."""
    if isinstance(value, Handle):
        return objects[value.number]
    if isinstance(value, (list, tuple)):
        return type(value)([with_objects(part, objects) for part in value])
    if isinstance(value, dict):
        return {key: with_objects(part, objects) for key, part in value.items()}
    return value


def played(names: Mapping[str, Any], steps: Sequence[Step]) -> Any:
    """What the last step gives where all are done with other classes and functions. Raises what it raises.

    What the steps leave in the classes themselves is taken back.
    """
    objects: dict[int, Any] = {}
    made = dict.fromkeys(step[1] for step in steps if step[0] == "new")
    classes = [one for name in made if isinstance(one := names.get(name), type)]
    before = [_state(one) for one in classes]
    try:
        for step in steps[:-1]:
            try:
                _done(names, objects, step)
            except Exception:
                # So did the student's perhaps; what comes after it shows what is left.
                continue
        return _done(names, objects, steps[-1])
    finally:
        for one, state in zip(classes, before, strict=True):
            _restore(one, state)


def lives(names: Mapping[str, Any]) -> Callable[..., Any]:
    """A function of steps, which stands for a class as other exercises' functions stand for themselves."""

    def life(steps: Sequence[Step]) -> Any:
        return played(names, steps)

    return life


def _done(names: Mapping[str, Any], objects: dict[int, Any], step: Step) -> Any:
    how, name, number, args, kwargs = step
    given, named = with_objects(copy.deepcopy(args), objects), with_objects(copy.deepcopy(kwargs), objects)
    if how == "call":
        return names[name](*given, **named)
    if how == "new":
        objects[number] = names[name](*given, **named)
        return None
    member = getattr(objects[number], name)
    return member if how == "read" else member(*given, **named)


def _state(one: type) -> dict[str, Any]:
    return {key: copy.deepcopy(value) for key, value in vars(one).items() if _is_data(key, value)}


def _restore(one: type, state: dict[str, Any]) -> None:
    for key in [key for key, value in vars(one).items() if _is_data(key, value) and key not in state]:
        delattr(one, key)
    for key, value in state.items():
        setattr(one, key, value)


def _is_data(key: str, value: object) -> bool:
    return not key.startswith("__") and not callable(value) and not isinstance(value, (property, staticmethod, classmethod))
