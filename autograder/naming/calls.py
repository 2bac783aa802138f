"""What a student's function and the course's own did with the same arguments: all that the naming of a mistake goes by."""

from __future__ import annotations

import inspect
import math
import re
import types
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.graders.asked import Answer
from autograder.graders.copies import changed_arguments, copied
from autograder.graders.student import Record, digest, numpys_own
from autograder.sandbox.inside.frames import columns, is_frame
from autograder.sandbox.outcome import Failure, Foreign, Outcome

#: Two values are the same within this: a sum in another order differs in the last bits.
RTOL, ATOL = 1e-9, 1e-12
#: As far apart as hidden tests allow, and as near as nobody's rounding comes.
LOOSE, TIGHT = (1e-7, 1e-9), (1e-11, 1e-13)

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, eq=False)
class Call:
    """One call: its arguments in the order of the parameters, what came back and what should have.

    sizes: the exercise's letters for the lengths of axes, "n" -> 6. key: a digest of the arguments, None with a callback. asked: what
    was asked of the functions among the arguments.
    """

    args: tuple[Any, ...]
    got: Outcome
    want: Outcome
    sizes: Mapping[str, int]
    key: str | None
    number: int = 0
    changed: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    asked: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Seen:
    """All calls of one exercise's function. names: the parameters. it: what the docstring calls the result, and its parts.
    more: calls that were made besides, to find out what sets calls apart; nothing else is looked up in them."""

    function: Callable[..., Any] = field(repr=False)
    names: tuple[str, ...]
    calls: tuple[Call, ...]
    it: str
    parts: tuple[str, ...]
    letters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    more: tuple[Call, ...] = ()


def seen(function: Callable[..., Any], records: list[Record]) -> Seen:
    """Pair each recorded call with what the reference does on its arguments. Calls that do not fit the parameters are left
    out: no test makes one."""
    signature = inspect.signature(function)
    text = inspect.getdoc(function) or ""
    letters = {name: axes(text, name) for name in signature.parameters}
    calls: list[Call] = []
    for record in records:
        try:
            bound = signature.bind(*record.args, **record.kwargs)
        except TypeError:
            continue
        bound.apply_defaults()
        args = tuple(bound.arguments.values())
        key = key_of(args)
        sizes = sizes_of(dict(zip(signature.parameters, args, strict=True)), letters)
        calls.append(Call(args, record.outcome, run(function, args, key), sizes, key, len(calls), record.changed, tuple(signature.parameters),
                          record.asked))
    return Seen(function, tuple(signature.parameters), tuple(calls), *result_names(text), letters)


#: What trusted functions do on arguments, once a process: every student is called with the same ones.
_ran: dict[tuple[Any, str], Outcome] = {}
KEPT, LARGE = 60_000, 20_000
#: Bytes of the arrays in a list, beyond which it is not remembered.
LARGE_LIST = 4_000


def run(function: Callable[..., Any], args: tuple[Any, ...], key: str | None) -> Outcome:
    """What a trusted function does on a copy of the arguments. Remembered where the arguments have a key."""
    if key is None:
        return _run(function, args)
    if (function, key) not in _ran:
        if len(_ran) >= KEPT:
            _ran.clear()
        outcome = _run(function, args)
        if _bytes(outcome.value) > (LARGE_LIST if isinstance(outcome.value, list) else LARGE):
            return outcome
        _ran[function, key] = outcome
    return _ran[function, key]


def _bytes(value: Any) -> int:
    return sum(map(_bytes, value)) if isinstance(value, (list, tuple)) else int(getattr(value, "nbytes", 8))


def forget_runs() -> None:
    """Let go what functions did, and so the functions that nobody else holds."""
    _ran.clear()


def _run(function: Callable[..., Any], args: tuple[Any, ...]) -> Outcome:
    given = copied(args)
    # numpy's own settings, whatever the caller has: what a function warns of is part of what it does.
    with warnings.catch_warnings(record=True) as caught, numpys_own():
        warnings.simplefilter("always")
        try:
            value = function(*given)
        except Failure:
            return Outcome("missing")
        except Exception as error:
            return Outcome("raised", error=str(error)[:300], error_type=type(error).__name__)
    told = tuple(str(w.message)[:200] for w in caught[:5])
    return Outcome("returned", value, changed=changed_arguments(args, given, []), warnings=told)


def key_of(args: tuple[Any, ...]) -> str | None:
    """The same text for the same arguments, a test's callbacks told by their code and what they hold. None where a callback
    cannot be told."""
    try:
        return digest([_known_by(a) if callable(a) else a for a in args])
    except TypeError:
        return None


def _known_by(callback: Any, depth: int = 0) -> list[Any]:
    """What decides what a callback does: its code and closure, or its class and the arrays and numbers it holds."""
    if depth > 3:
        raise TypeError
    if isinstance(callback, types.FunctionType):
        code = callback.__code__
        cells = [cell.cell_contents for cell in callback.__closure__ or ()]
        held = [*cells, *(callback.__defaults__ or ())]
        names = [callback.__module__, callback.__qualname__, code.co_code, [c for c in code.co_consts if not callable(c)]]
    elif hasattr(callback, "__dict__") and not isinstance(callback, types.MethodType):
        held = [v for _, v in sorted(vars(callback).items()) if isinstance(v, (np.ndarray, int, float, bool))]
        names = [type(callback).__module__, type(callback).__qualname__]
    else:
        raise TypeError
    return [*map(str, names), *(_known_by(v, depth + 1) if callable(v) else v for v in held)]


def axes(text: str, name: str) -> tuple[str, ...]:
    """The letters a docstring gives for an argument's axes: ("n", "d") for "X: observations (n, d)"."""
    found = re.search(rf"(?<![\w.]){re.escape(name)}\b[^().;]*?\(([^()]*)\)", text)
    parts = tuple(p.strip() for p in found[1].split(",") if p.strip()) if found else ()
    return parts if all(re.fullmatch(r"[A-Za-z]\w*", p) for p in parts) else ()


def sizes_of(arguments: Mapping[str, Any], letters: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Letter -> length, from the arguments' shapes; the first argument that has a letter decides."""
    sizes: dict[str, int] = {}
    for name, value in arguments.items():
        shape = np.shape(value) if isinstance(value, (np.ndarray, int, float)) else ()
        if isinstance(value, np.ndarray) and len(shape) == len(letters[name]):
            for letter, length in zip(letters[name], shape, strict=True):
                sizes.setdefault(letter, length)
        elif isinstance(value, np.ndarray):
            for axis, length in enumerate(shape):
                sizes.setdefault(f"axis {axis} of {name}", length)
    return sizes


def result_names(text: str) -> tuple[str, tuple[str, ...]]:
    """What a docstring calls the result ("Z", else "") and its parts ("dX", "dW", "db")."""
    found = re.search(r"Returns:?\s+(.*)", text, re.S)
    if not found:
        return "", ()
    rest = found[1]
    one = re.match(r"(?:new )?([A-Za-z]\w{0,3}|params|batches)\b(?= =|,| \(| of shape\b)", rest)
    pairs = re.findall(r"\(([A-Za-z]\w*(?:, [A-Za-z]\w*)+)\)", rest)
    named = [tuple(p.split(", ")) for p in pairs if all(len(x) > 1 or x.isalpha() for x in p.split(", "))]
    shapes = {"n", "d", "m", "k", "C", "h", "w", "N", "p"}
    parts = [p for p in named if not set(p) <= shapes or p == ("w", "b")]
    return (one[1] if one else ""), tuple(name for group in parts[:1] for name in group)


def numeric(value: Any) -> Array | None:
    """A real array or number as float64, None for anything else."""
    if isinstance(value, np.ndarray):
        return (value if value.dtype == np.float64 else value.astype(np.float64)) if value.dtype.kind in "biuf" else None
    if isinstance(value, (bool, int, float, np.bool_, np.integer, np.floating)):
        try:
            return np.array(value, dtype=np.float64)
        except OverflowError:
            return None
    return None


def same(a: Array, b: Array, rtol: float = RTOL, atol: float = ATOL) -> bool:
    """Whether two float arrays have one shape and the same entries, nan where the other has nan."""
    if a.shape != b.shape:
        return not a.size and not b.size
    if a.size == 1:
        # Losses are compared by the thousand, and no array is needed for it.
        one, other = a.item(0), b.item(0)
        if math.isfinite(other):
            return bool(abs(one - other) <= atol + rtol * abs(other))
        return bool(one == other or (one != one and other != other))
    with np.errstate(all="ignore"):
        near = np.abs(a - b) <= atol + rtol * np.abs(b)
    if near.all() and np.isfinite(b).all():
        return True
    near = (near & np.isfinite(b)) | (a == b) | (np.isnan(a) & np.isnan(b))
    return bool(near.all())


def starts_otherwise(a: Array, b: Array) -> bool:
    """Whether the first entries alone tell that two arrays are not the same, or their shapes: a quick look."""
    if a.shape != b.shape or not a.size:
        return bool(a.size or b.size)
    x, y = a.item(0), b.item(0)
    return abs(x - y) > 1e-6 + 1e-6 * abs(y)


def agree(got: Any, want: Any, near: tuple[float, float] = LOOSE) -> bool:
    """Whether a hidden test of values would take one for the other: lists and tuples alike, any real dtype."""
    if isinstance(want, (list, tuple)):
        return isinstance(got, (list, tuple)) and len(got) == len(want) and all(
            agree(g, w, near) for g, w in zip(got, want, strict=True))
    if is_frame(want):
        return _frames_agree(got, want, lambda g, w: same(g, w, *near))
    if isinstance(want, dict):
        return isinstance(got, dict) and got.keys() == want.keys() and all(agree(got[k], want[k], near) for k in want)
    a, b = numeric(got), numeric(want)
    if a is None or b is None:
        return type(got) is type(want) and bool(got == want) if isinstance(want, (str, type(None))) else False
    if isinstance(want, np.ndarray) and want.ndim and not isinstance(got, np.ndarray):
        return False
    return same(a, b, *near)


def _frames_agree(got: Any, want: Any, near: Callable[[Array, Array], bool]) -> bool:
    """Whether two data frames or series have the same labels and, where `near` says so, the same values."""
    if type(got) is not type(want) or got.shape != want.shape or not got.index.equals(want.index):
        return False
    if got.ndim == 2 and list(got.columns) != list(want.columns):
        return False
    for a, b in zip(columns(got), columns(want), strict=True):
        x, y = numeric(a), numeric(b)
        if x is not None and y is not None:
            if not near(x, y):
                return False
        elif x is not None or y is not None or not all(map(_is_same, a.tolist(), b.tolist())):
            return False
    return True


def _is_same(a: Any, b: Any) -> bool:
    """Whether two entries are the same, missing ones too. What has no one truth value, a frame in a frame, is only itself."""
    if isinstance(a, float) and a != a:
        return isinstance(b, float) and b != b
    try:
        return bool(a == b)
    except (TypeError, ValueError):
        return a is b


def alike(got: Any, want: Any) -> bool:
    """The same kind of value with the same contents, arrays and numbers within RTOL."""
    if isinstance(got, Foreign):
        return not isinstance(want, (np.ndarray, np.generic, int, float, list, tuple, dict, str, type(None)))
    if isinstance(got, np.ndarray) or isinstance(want, np.ndarray):
        if not (isinstance(got, np.ndarray) and isinstance(want, np.ndarray)) or got.dtype.kind != want.dtype.kind:
            return False
        a, b = numeric(got), numeric(want)
        return a is not None and b is not None and same(a, b)
    if isinstance(got, (list, tuple)):
        return isinstance(want, (list, tuple)) and len(got) == len(want) and all(map(alike, got, want))
    if isinstance(got, dict):
        return isinstance(want, dict) and got.keys() == want.keys() and all(alike(got[k], want[k]) for k in got)
    if is_frame(got):
        return _frames_agree(got, want, same)
    if isinstance(got, (bool, np.bool_, str, type(None))):
        return type(want) is type(got) and bool(got == want)
    a, b = numeric(got), numeric(want)
    return a is not None and b is not None and same(a, b)


def behaves_alike(got: Outcome, known: Outcome, names: tuple[str, ...] = ()) -> bool:
    """Whether two outcomes of one call are the same in all that can be told from outside. names: of the arguments, where they tell
    which were changed."""
    if known.status == "raised":
        return got.status == "raised" and got.error_type == known.error_type
    return (
        got.status == known.status == "returned"
        and alike(got.value, known.value)
        and bool(got.changed) == bool(known.changed)
        and _changes_the_same(got.changed, known.changed, names)
        # The texts, each once: numpy warns of the same trouble in one order or another.
        and set(got.warnings) == set(known.warnings)
    )


def _changes_the_same(got: tuple[str, ...], known: tuple[str, ...], names: tuple[str, ...]) -> bool:
    """Whether the same arguments were changed, as far as that can be told: a student may have called them otherwise."""
    numbers = {f"number {i + 1}": name for i, name in enumerate(names)}
    return not set(got) <= set(names) or set(got) == {numbers.get(name, name) for name in known}


#: What numpy warns of -> the trouble that it is.
_TROUBLES = ("overflow", "divide by zero", "invalid value")


def warns_alike(got: Outcome, known: Outcome) -> bool:
    """Whether inf or nan in both came about in the same way, as far as warnings tell: an overflow is no logarithm of 0."""
    value = numeric(got.value) if got.status == "returned" else None
    if value is None or np.isfinite(value).all() or not got.warnings:
        return True
    first = [{t for t in _TROUBLES for w in outcome.warnings if w.startswith(t)} for outcome in (got, known)]
    return first[1] <= first[0]
