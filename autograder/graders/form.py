"""The form of an answer, apart from its values: an array or a list, how many axes, float64, which part comes first.

What form is right is told by the reference's own answer to the same call. An answer whose values are right in another
form can then be put into the right one, so that the tests look at its values, and its form costs what a form is worth.
A file of hidden tests may say itself what form is right, by a function `form(got, *args, **kwargs)` that gives an example
of it: where a call trains for seconds, is given functions, or may come back in more than one shape. Such a file may have
a function `answer(*args, **kwargs)` too, for the values that answers are to be like.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.graders.checks import kind_of
from autograder.graders.copies import copied
from autograder.graders.objects import played
from autograder.graders.student import Record, digest
from autograder.graders.tables import filled_frame, in_form
from autograder.sandbox.inside.frames import is_frame, same
from autograder.sandbox.outcome import Failure

#: Reference answers that a process remembers.
KEPT = 5_000
#: A float32 value counts as the reference's within this.
NEAR = 1e-4
#: Parts of an answer that are tried in another order.
MOST_PARTS = 4

Form = Callable[..., Any]


@dataclass(frozen=True)
class Recast:
    """An answer put into the right form. fault: what was wrong with its form, None for nothing. fits: whether its form
    now is the right one. coarse: whether it came in too coarse a dtype, so that its values may be off by as much. soft: whether
    the fault is one only where a test minds: float64 for whole numbers."""

    value: Any
    fault: str | None = None
    fits: bool = True
    coarse: bool = False
    soft: bool = False


@dataclass
class Forms:
    """The right forms of a week's answers. reference: the reference's functions. own: exercise -> its file's `form`.
    answers: exercise -> its file's `answer`."""

    reference: dict[str, Any]
    own: dict[str, Form] = field(default_factory=dict)
    answers: dict[str, Form] = field(default_factory=dict)
    _known: dict[tuple[str, str], Any] = field(default_factory=dict)

    def recast(self, exercise: str, record: Record) -> Recast:
        """The value that a call returned, in the right form."""
        got = record.outcome.value
        like = self.example(exercise, record, got)
        try:
            return Recast(got) if like is None else recast(got, like)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError):
            # Something so odd that it has no form; the tests say what it is.
            return Recast(got, fits=False)

    def example(self, exercise: str, record: Record, got: Any) -> Any:
        """An answer of the right form to the same call, the reference's where that can be had. None where there is none."""
        if exercise in self.own and not record.steps:
            return _called(self.own[exercise], got, *record.args, **record.kwargs)
        function = self.reference.get(record.name)
        if record.slow or not (callable(function) or record.steps):
            return None
        try:
            key = record.name, digest(record.steps or (record.args, record.kwargs))
        except TypeError:
            # A callback remembers its calls; it must not remember ours.
            return None
        if key not in self._known:
            if len(self._known) >= KEPT:
                self._known.clear()
            self._known[key] = self._answer(function, record)
        return self._known[key]


    def answer(self, exercise: str, record: Record) -> Any:
        """The right answer to the same call, None where it is not known."""
        if exercise in self.answers and not record.steps:
            return _called(self.answers[exercise], *record.args, **record.kwargs)
        return None if exercise in self.own and not record.steps else self.example(exercise, record, None)

    def _answer(self, function: Any, record: Record) -> Any:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            try:
                if record.steps:
                    return played(self.reference, record.steps)
                return function(*copied(record.args), **copied(record.kwargs))
            except Exception:
                # The reference refuses these arguments too: there is no form to compare with.
                return None


def _called(function: Form, *args: Any, **kwargs: Any) -> Any:
    """What an author's function gives, None where it refuses what a student's code has made of the arguments."""
    try:
        return function(*args, **kwargs)
    except (Failure, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return None


def recast(got: Any, like: Any, what: str = "the result") -> Recast:
    """`got` in the form of `like`, where it holds what that form asks for; else as it is."""
    if isinstance(like, np.ndarray) and like.ndim:
        return _array(got, like, what)
    if isinstance(like, (list, tuple)):
        return _parts(got, like, what)
    if isinstance(like, (int, float, np.number, np.ndarray)) and not isinstance(like, bool):
        return _number(got, like, what)
    if isinstance(like, dict):
        return _dict(got, like, what)
    if is_frame(like):
        value, fault = in_form(got, like, what)
        return Recast(value, fault, fits=type(value) is type(like))
    return Recast(got, fits=type(got) is type(like))


def filled(like: Any, fill: Callable[[np.ndarray], np.ndarray]) -> Any:
    """A value of the same form with other numbers. fill: float64 array -> array of the same shape."""
    if isinstance(like, np.ndarray):
        return fill(like.astype(np.float64)).astype(like.dtype)
    if isinstance(like, list):
        return [filled(part, fill) for part in like]
    if isinstance(like, tuple):
        return tuple(filled(part, fill) for part in like)
    if isinstance(like, dict):
        return {key: filled(part, fill) for key, part in like.items()}
    if is_frame(like):
        return filled_frame(like, lambda part: filled(part, fill))
    if isinstance(like, str):
        return ""
    if isinstance(like, (int, float, np.number)) and not isinstance(like, bool):
        return type(like)(fill(np.array(float(like)))[()])
    return like


def _array(got: Any, like: np.ndarray, what: str) -> Recast:
    array, fault = got, None
    if not isinstance(got, np.ndarray):
        array = _as_array(got)
        if array is None:
            return Recast(got, fits=False)
        fault = f"{what} is {kind_of(got)}; a numpy array of shape {like.shape} was expected"
    if isinstance(array, np.ma.MaskedArray) or array.dtype.kind not in "biuf":
        return Recast(got, fits=False)
    if array.shape != like.shape:
        if _wide(array.shape) != _wide(like.shape):
            return Recast(got, fits=False)
        fault = fault or f"{what} has shape {array.shape}; {like.shape} was expected"
        array = array.reshape(like.shape)
    # Numbers that are exact in a coarse dtype, such as zeros and ones, lose nothing by it.
    if _coarse(array, like) and not np.array_equal(array.astype(np.float64), like, equal_nan=True):
        fault = fault or f"{what} has dtype {array.dtype}, which is too coarse; float64 is used throughout"
        near = array.dtype == np.float32 and _near(array, like)
        return Recast(like.copy() if near else array.astype(np.float64), fault, coarse=True)
    if like.dtype.kind in "iu" and array.dtype.kind == "f" and _whole(array):
        soft = fault is None
        fault = fault or f"{what} has dtype {array.dtype}; whole numbers (dtype int) were expected"
        return Recast(array.astype(like.dtype), fault, soft=soft)
    return Recast(array if fault else got, fault)


def _number(got: Any, like: Any, what: str) -> Recast:
    value, fault, coarse = got, None, False
    if isinstance(got, (list, tuple)) or (isinstance(got, np.ndarray) and got.shape):
        array = got if isinstance(got, np.ndarray) else _as_array(got)
        if array is None or array.size != 1:
            return Recast(got, fits=False)
        fault = f"{what} is {kind_of(got)}; a single number was expected"
        value = array.reshape(())[()]
    if isinstance(value, (np.floating, np.ndarray)) and _coarse(value, np.float64(0)) and float(value) != like:
        fault = fault or f"{what} has dtype {value.dtype}, which is too coarse; float64 is used throughout"
        coarse, value = True, float(like) if _near(value, like) else float(value)
    is_number = (isinstance(value, (int, float, np.number, np.ndarray))
                 and not isinstance(value, (bool, complex, np.complexfloating)))
    return Recast(value if fault else got, fault, is_number, coarse)


def _parts(got: Any, like: list[Any] | tuple[Any, ...], what: str) -> Recast:
    fault = None
    if isinstance(got, np.ndarray) and got.ndim and len(got) == len(like) and len(like) != 0:
        if all(isinstance(part, (int, float, np.number)) for part in like):
            # A history or the like: an array of numbers is as good as a list of them.
            return Recast(got)
        fault = f"{what} is {kind_of(got)}; a {type(like).__name__} of {len(like)} was expected"
        got = list(got)
    if not isinstance(got, (list, tuple)) or len(got) != len(like):
        return Recast(got, fits=False)
    parts = [recast(part, example, f"part {number} of {what}") for number, (part, example) in enumerate(zip(got, like), 1)]
    best = parts
    if isinstance(like, tuple) and 1 < len(like) <= MOST_PARTS and not _right(parts, like):
        for order in itertools.permutations(range(len(like))):
            moved = [recast(got[i], example, f"part {number} of {what}")
                     for number, (i, example) in enumerate(zip(order, like), 1)]
            if all(p.fits for p in moved) and (_right(moved, like) or not all(p.fits for p in best)):
                best = moved
                fault = f"the parts of {what} come in another order than was asked for"
                if _right(moved, like):
                    break
    fault = fault or next((p.fault for p in best if p.fault), None)
    if fault is None:
        return Recast(got, fits=all(p.fits for p in best))
    values = [p.value for p in best]
    return Recast(tuple(values) if isinstance(like, tuple) else values, fault, all(p.fits for p in best),
                  any(p.coarse for p in best), all(p.soft for p in best if p.fault) and any(p.soft for p in best))


def _dict(got: Any, like: dict[str, Any], what: str) -> Recast:
    if not isinstance(got, dict) or got.keys() != like.keys():
        return Recast(got, fits=False)
    parts = {key: recast(got[key], example, f"{key!r} in {what}") for key, example in like.items()}
    fault = next((p.fault for p in parts.values() if p.fault), None)
    value = got if fault is None else {key: p.value for key, p in parts.items()}
    return Recast(value, fault, all(p.fits for p in parts.values()), any(p.coarse for p in parts.values()))


def _right(parts: list[Recast], like: list[Any] | tuple[Any, ...]) -> bool:
    return all(p.fits and _near(p.value, example) for p, example in zip(parts, like))


def _near(got: Any, like: Any) -> bool:
    """Whether all numbers in two values of one form are the same within NEAR."""
    if isinstance(like, (list, tuple)):
        return all(map(_near, got, like))
    if isinstance(like, dict):
        return all(_near(got[key], like[key]) for key in like)
    if isinstance(like, str) or is_frame(like):
        return same(got, like) if is_frame(like) else got == like
    try:
        wanted = np.asarray(like, dtype=np.float64)
        size = np.abs(wanted[np.isfinite(wanted)]).max(initial=0.0)
        with np.errstate(all="ignore"):
            return bool(np.allclose(np.asarray(got, dtype=np.float64), wanted, rtol=NEAR, atol=1e-6 * size, equal_nan=True))
    except (TypeError, ValueError, OverflowError):
        return False


def _as_array(got: Any) -> np.ndarray | None:
    """Numbers, lists of numbers, lists of arrays as an array; None for anything else."""
    if isinstance(got, (str, bytes, dict)) or got is None:
        return None
    try:
        array = np.array(got)
    except (TypeError, ValueError, OverflowError, RecursionError):
        return None
    return array if array.dtype.kind in "biuf" else None


def _coarse(value: np.ndarray | np.floating, like: np.ndarray | np.floating) -> bool:
    return like.dtype.kind == value.dtype.kind == "f" and value.dtype.itemsize < 8


def _wide(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(n for n in shape if n != 1)


def _whole(array: np.ndarray) -> bool:
    return bool(np.isfinite(array).all() and (array == np.round(array)).all() and (np.abs(array) < 2**53).all())
