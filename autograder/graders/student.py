"""What a hidden test holds of a student: `student.linear(X, W, b)` calls the student's function, wherever it runs."""

from __future__ import annotations

import contextlib
import hashlib
import sys
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np

from autograder.graders.absent import absent
from autograder.graders.asked import Answer, listening
from autograder.graders.copies import changed_arguments, copied
from autograder.graders.noted import Noted
from autograder.graders.objects import Step, Thing, has_handle, with_objects
from autograder.sandbox.answer import ABSENT
from autograder.sandbox.inside import frames
from autograder.sandbox.inside.objects import Absent, Handle, Objects
from autograder.sandbox.inside.values import Decoder, Encoder
from autograder.sandbox.outcome import Failure, Foreign, Outcome, Target


def numpys_own() -> np.errstate:
    """numpy's settings as they are unless told otherwise: what a function warns of is part of what it does."""
    return np.errstate(divide="warn", over="warn", invalid="warn", under="ignore")


class Transport(Protocol):
    """Carries a call to where the student's functions are. use: makes an object of a class there, calls a method or reads an
    attribute. free: a test is over, its objects can go. Only tests of classes ask for these two."""

    def call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], limit: float | None) -> Outcome: ...

    def use(self, target: Target, args: tuple[Any, ...], kwargs: dict[str, Any], limit: float | None) -> Outcome: ...

    def free(self) -> None: ...


@dataclass
class Record:
    """One call a test made: what went in and what came of it. `args` are copies taken before the call. slow: the call was
    given a time of its own, so it may be one that trains for seconds. steps: where objects are used, all that the test did with
    them so far, this call last; the name is then "Linear", "Linear.forward" or "Linear.W". asked: what it asked of the functions
    that it was given."""

    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    outcome: Outcome
    slow: bool = False
    steps: tuple[Step, ...] = ()
    asked: tuple[Answer, ...] = ()

    @property
    def makes(self) -> bool:
        """Whether the call made an object."""
        return bool(self.steps) and self.steps[-1][0] == "new"

    @property
    def changed(self) -> tuple[str, ...]:
        return self.outcome.changed

    @property
    def warnings(self) -> tuple[str, ...]:
        return self.outcome.warnings


@dataclass
class Student:
    """Any attribute is one of the student's functions; `new` makes an object of a class. Raises Failure where a call gives no
    value.

    last: the record of the latest call. once: the same functions, each called one time only for the same arguments,
    for a training that several tests look at. limit: seconds a call may take, None for the course's own. recast: puts what
    a call returned into the right form before a test sees it, None to leave it as it came.
    """

    transport: Transport
    records: list[Record] = field(default_factory=list)
    limit: float | None = None
    recast: Callable[[Record], Any] | None = None
    recast_records: list[Record] = field(default_factory=list)
    _kept: dict[tuple[str, str], Any] = field(default_factory=dict)
    _objects: int = 0
    _steps: list[Step] = field(default_factory=list)

    def new(self, name: str, /, *args: Any, **kwargs: Any) -> Thing:
        """An object of the student's class `name`, for the length of this test. Raises Failure where it cannot be made."""
        self._objects += 1
        target = Target("new", name, self._objects)
        self._use(name, target, args, kwargs)
        return Thing(self, name, target.number)

    def end_test(self) -> None:
        """Let the objects go that a test has made."""
        if self._objects:
            self.transport.free()
        self._objects, self._steps = 0, []

    def again(self, recast: Callable[[Record], Any]) -> Student:
        """The same functions, nothing called yet, with `recast` in between."""
        return Student(self.transport, recast=recast)

    @property
    def last(self) -> Record:
        return self.records[-1]

    @property
    def once(self) -> _Once:
        return _Once(self)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args, **kwargs: self._call(name, args, kwargs)

    def _call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        kept = copied((args, kwargs))
        asked, given, given_by_name = listening(args, kwargs)
        try:
            outcome = self.transport.call(name, given, given_by_name, self.limit)
        except Failure as failure:
            # A function of the test's own would not take what it was given: a test ends there, and what was asked is kept.
            refused = Outcome("refused", error=str(failure))
            self.records.append(Record(name, kept[0], kept[1], refused, self.limit is not None, asked=asked.all))
            raise
        steps = self._step("call", name, 0, kept) if self._objects and has_handle((args, kwargs)) else ()
        return self._recorded(Record(name, kept[0], kept[1], outcome, self.limit is not None, steps, asked.all))

    def _use(self, label: str, target: Target, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Use an object; `label` is what the record calls it."""
        kept = copied((args, kwargs))
        outcome = self.transport.use(target, args, kwargs, self.limit)
        if outcome.status == "method":
            return outcome
        steps = self._step(target.how, target.name, target.number, kept)
        return self._recorded(Record(label, kept[0], kept[1], outcome, self.limit is not None, steps))

    def _step(self, how: str, name: str, number: int, kept: tuple[Any, ...]) -> tuple[Step, ...]:
        self._steps.append([how, name, number, *kept])
        return tuple(self._steps)

    def _member(self, thing: Thing, name: str) -> Any:
        """A method of an object, or the value of its attribute."""
        value = self._use(f"{thing._of}.{name}", Target("read", name, thing.number), (), {})
        is_method = isinstance(value, Outcome)
        return (lambda *args, **kwargs: self._method(thing, name, args, kwargs)) if is_method else value

    def _method(self, thing: Thing, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        label = thing._of if name == "__call__" else f"{thing._of}.{name}"
        return self._use(label, Target("method", name, thing.number), args, kwargs)

    def _recorded(self, record: Record) -> Any:
        """Keep the record; the value that came back, in the right form where there is one."""
        outcome = record.outcome
        self.records.append(record)
        value = value_of(record.name, outcome, record.steps)
        if self.recast is not None:
            value = self.recast(record)
            record.outcome = replace(outcome, value=value)
        return value


class _Once:
    def __init__(self, student: Student):
        self._student = student

    def __getattr__(self, name: str) -> Any:
        if name == "new":
            raise TypeError("an object lives for one test only: make it by student.new in each")

        def call(*args: Any, **kwargs: Any) -> Any:
            key = (name, digest((args, kwargs)))
            if key not in self._student._kept:
                try:
                    self._student._kept[key] = getattr(self._student, name)(*args, **kwargs)
                except Failure as failure:
                    self._student._kept[key] = failure
            kept = self._student._kept[key]
            if isinstance(kept, Failure):
                raise Failure(str(kept), kept.cause, kept.error_type)
            return copied(kept)

        return call


def value_of(name: str, outcome: Outcome, steps: tuple[Step, ...] = ()) -> Any:
    """The value a call returned, or Failure with the sentence that says why there is none."""
    if outcome.status == "returned":
        return outcome.value
    if outcome.status == "missing":
        raise Failure(absent(name, outcome, steps[-1][0] if steps else "call"), "missing")
    if outcome.status == "raised":
        if outcome.error_type == "NotImplementedError":
            raise Failure(f"{name} is not written yet: it still raises NotImplementedError.", "unwritten")
        raise Failure(f"{name} raised {outcome.error}.", "raised", outcome.error_type)
    raise Failure(f"{name} gave no answer: {outcome.error}.", outcome.status)


class LocalTransport:
    """Calls functions of this very process: for stock nbgrader and for writing a week. It protects from nothing."""

    def __init__(self, namespace: dict[str, Any]):
        self.namespace = namespace
        self._objects = Objects(namespace)

    def call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], limit: float | None) -> Outcome:
        function = self.namespace.get(name)
        if not callable(function):
            return Outcome("missing")
        return self._run(function, function, args, kwargs)

    def use(self, target: Target, args: tuple[Any, ...], kwargs: dict[str, Any], limit: float | None) -> Outcome:
        what = target.how, target.name, target.number
        try:
            return self._run(self._objects.use(*what), self._objects.signature_of(*what), args, kwargs, first=1)
        except Absent as absent:
            return ABSENT[absent.kind]

    def free(self) -> None:
        self._objects.kept.clear()

    def _run(
        self, function: Callable[..., Any], named: Any, args: tuple[Any, ...], kwargs: dict[str, Any], first: int = 0
    ) -> Outcome:
        """Call a function. named: whose parameters name the arguments, from the `first` on."""
        # Copies, as through the sandbox's wall: what a test still needs stays out of the student's reach.
        given, given_by_name = with_objects(copied((args, kwargs)), self._objects.kept)
        printed = Noted(sys.stdout)
        with warnings.catch_warnings(record=True) as caught, numpys_own(), contextlib.redirect_stdout(printed):
            warnings.simplefilter("always")
            try:
                value = function(*given, **given_by_name)
            except (Failure, Absent):
                raise
            except Exception as error:
                line = self._line_of(error, named)
                text = f"{type(error).__name__}: {error}"
                return Outcome("raised", error=text if line is None else f"{text} (line {line})",
                               error_type=type(error).__name__)
        try:
            code = named.__code__
            names = list(code.co_varnames[first: code.co_argcount])
        except AttributeError:
            names = []
        return Outcome("returned", _crossed(value), changed=changed_arguments(args, given, names, kwargs, given_by_name),
                       warnings=tuple(str(w.message) for w in caught), printed=printed.written)

    def _line_of(self, error: Exception, function: Any) -> int | None:
        """The innermost line of the notebook's own that an error came from: numpy, say, has lines of its own."""
        own = (self.namespace, getattr(function, "__globals__", None))
        lines = [line for frame, line in traceback.walk_tb(error.__traceback__) if any(frame.f_globals is names for names in own)]
        return lines[-1] if lines else None


def _crossed(value: Any) -> Any:
    """A data frame as it would come over the sandbox's wall, a Foreign where it could not; all else as it is."""
    if isinstance(value, (list, tuple)) and type(value) in (list, tuple):
        return type(value)(map(_crossed, value))
    if type(value) is dict:
        return {key: _crossed(part) for key, part in value.items()}
    if not frames.is_frame(value):
        return value
    encoder = Encoder()
    told = encoder.encode(value)
    return Decoder([bytearray(b) for b in encoder.buffers], stranger=Foreign).decode(told)


def digest(value: Any) -> str:
    """The same text for the same plain arguments, arrays and generators included. Raises TypeError for a callback."""
    hasher = hashlib.sha256()

    def add(part: Any) -> None:
        if isinstance(part, np.ndarray):
            hasher.update(f"{part.shape}{part.dtype}".encode() + np.asarray(part).tobytes())
        elif isinstance(part, np.random.Generator):
            hasher.update(repr(part.bit_generator.state).encode())
        elif isinstance(part, (list, tuple)):
            hasher.update(b"(")
            for item in part:
                add(item)
            hasher.update(b")")
        elif isinstance(part, dict):
            for key in sorted(part):
                hasher.update(str(key).encode())
                add(part[key])
        elif isinstance(part, Handle):
            hasher.update(f"object {part.number}".encode())
        elif frames.is_frame(part):
            encoder = Encoder()
            told = encoder.encode(part)
            if told[0] == "x":
                raise TypeError("a frame that does not travel cannot be told from another")
            hasher.update(repr(told).encode("utf-8", "replace"))
            for buffer in encoder.buffers:
                hasher.update(buffer)
        elif callable(part):
            raise TypeError("two callbacks cannot be told apart")
        else:
            hasher.update(repr(part).encode())

    add(value)
    return hasher.hexdigest()
