"""The words hidden tests are written in: what was expected, and the one sentence a student reads when it is not so.

Every check climbs the same ladder (type, then shape, then dtype, then value) and stops at the first rung that
fails, so that one error gives one sentence. A sentence shows at most one entry of an array, never a whole input.
"""

from __future__ import annotations

import contextlib
import contextvars
import hashlib
import numbers
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from autograder.sandbox.inside.frames import is_frame
from autograder.sandbox.outcome import Failure, Foreign

RTOL = 1e-7
ATOL = 1e-9
#: Digits of an expected value that are shown: so many more than needed to see the difference, at most so many. (A float64 has
#: 17.)
MORE, MOST = 4, 14


def worth(points: float) -> pytest.MarkDecorator:
    """What a test weighs among the tests of its exercise. A test without it weighs 1."""
    return pytest.mark.worth(points)


def limit(seconds: float) -> pytest.MarkDecorator:
    """How long one call of the student's function may take in this test, in seconds of wall time."""
    return pytest.mark.limit(seconds)


#: The course's secret while its hidden tests are loaded and run: inputs are drawn from it, so that whoever reads the tests
#: does not know them. Empty where a course has none.
secret: contextvars.ContextVar[bytes] = contextvars.ContextVar("secret", default=b"")


@contextlib.contextmanager
def drawing_from(course_secret: bytes) -> Iterator[None]:
    """While the block runs, generators draw from this secret."""
    token = secret.set(course_secret)
    try:
        yield
    finally:
        secret.reset(token)


def generator(seed: int) -> np.random.Generator:
    """A test's own generator: the same for the same seed and the same course's secret, another for any other."""
    if not secret.get():
        return np.random.default_rng(seed)
    digest = hashlib.sha256(secret.get() + b"|" + str(seed).encode()).digest()
    return np.random.default_rng(np.frombuffer(digest, dtype=np.uint32))


#: Whether what a test looks at came in float32 or coarser: that costs the form of the answer alone, so values may be off
#: by as much.
coarse: contextvars.ContextVar[bool] = contextvars.ContextVar("coarse", default=False)
#: How far off, relative and as a part of the largest expected value.
COARSE_RTOL, COARSE_ATOL = 1e-3, 1e-4


def kind_of(value: Any) -> str:
    """What a person would call the value: "None", "a list of 3", "an array of shape (2, 3)"."""
    if value is None:
        return "None"
    if isinstance(value, Foreign):
        return value.kind
    if isinstance(value, np.ma.MaskedArray):
        return "a masked array"
    if isinstance(value, np.ndarray):
        return f"an array of {_shape(value.shape)} and dtype {value.dtype}"
    if is_frame(value):
        rows = f"{len(value)} row{'' if len(value) == 1 else 's'}"
        columns = "" if value.ndim == 1 else f"{value.shape[1]} column{'' if value.shape[1] == 1 else 's'}"
        return f"a data frame of {rows} and {columns}" if columns else f"a series of {len(value)}"
    if isinstance(value, (list, tuple)):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, dict):
        return f"a dict of {len(value)}"
    if isinstance(value, (bool, np.bool_)):
        return f"the truth value {bool(value)}"
    if isinstance(value, str):
        return "a text"
    if isinstance(value, numbers.Number):
        return f"the number {_number(value)}"
    return f"a value of type {type(value).__name__}"


def expect(condition: bool, sentence: str) -> None:
    """Fail with `sentence` unless the condition, which the test has worked out itself, holds."""
    if not condition:
        raise Failure(sentence)


def expect_shape(got: Any, shape: tuple[int, ...], what: str = "the result", why: str = "") -> None:
    """Type and shape only. `why` ends the sentence, for example "one row an observation"."""
    _array_type(got, what)
    if got.shape != tuple(shape):
        raise Failure(f"{_cap(what)} has {_shape(got.shape)}; {tuple(shape)} was expected{_because(why)}.")


def expect_array(
    got: Any,
    want: Any,
    what: str = "the result",
    *,
    rtol: float = RTOL,
    atol: float = ATOL,
    why: str = "",
) -> None:
    """The whole ladder for an array.

    Args:
        got: what the student's function returned.
        want: array of the expected values, from an oracle independent of the reference solution.
        what: the name in the sentence, in the slides' letters: "Z", "dW".
        why: ends the sentence about a wrong value: a pointer to what to look at, without the answer.
    """
    want = np.asarray(want)
    expect_shape(got, want.shape, what)
    _real_dtype(got, what)
    wide = got.astype(np.float64)
    bad_nan = np.isnan(wide) & ~np.isnan(want)
    if bad_nan.any():
        raise Failure(f"{_cap(what)}{_at(bad_nan)} is nan{_because(why)}.")
    rtol, atol = _tolerance(want, rtol, atol)
    close = np.isclose(wide, want, rtol=rtol, atol=atol, equal_nan=True)
    if not close.all():
        where = _first(~close)
        note = why
        if got.dtype in (np.float32, np.float16):
            note = f"the dtype is {got.dtype}, which is too coarse; float64 is used throughout"
        is_, wanted = _apart(wide[where], want[where])
        raise Failure(f"{_cap(what)}{_index(where)} is {is_}; {wanted} was expected{_because(note)}.")


def expect_scalar(
    got: Any, want: float, what: str = "the result", *, rtol: float = RTOL, atol: float = ATOL, why: str = ""
) -> None:
    """The whole ladder for one number. A Python or numpy number or a 0-d array passes as a scalar."""
    expect_number(got, what)
    value = float(got)
    rtol, atol = _tolerance(np.asarray(want), rtol, atol)
    if not np.isclose(value, want, rtol=rtol, atol=atol, equal_nan=True):
        is_, wanted = _apart(value, want)
        raise Failure(f"{_cap(what)} is {is_}; {wanted} was expected{_because(why)}.")


def expect_number(got: Any, what: str = "the result") -> None:
    """Type and shape of a scalar: a Python or numpy real number, or a 0-d real array."""
    if isinstance(got, np.ndarray):
        if got.shape != ():
            raise Failure(f"{_cap(what)} is an array of {_shape(got.shape)}; a single number was expected.")
        _real_dtype(got, what)
        return
    if isinstance(got, (bool, np.bool_)) or not isinstance(got, (int, float, np.integer, np.floating)):
        raise Failure(f"{_cap(what)} is {kind_of(got)}; a single number was expected.{_none_hint(got)}")
    if isinstance(got, int) and abs(got) > sys.float_info.max:
        raise Failure(f"{_cap(what)} is {kind_of(got)}; a number that float64 can hold was expected.")


def expect_pair(got: Any, what: str = "the result", names: Sequence[str] = ("first", "second")) -> None:
    """A tuple or list of exactly two (or as many as `names`)."""
    if not isinstance(got, (list, tuple)):
        raise Failure(f"{_cap(what)} is {kind_of(got)}; ({', '.join(names)}) was expected.{_none_hint(got)}")
    if len(got) != len(names):
        raise Failure(f"{_cap(what)} has {len(got)} parts; {len(names)} were expected: ({', '.join(names)}).")


def expect_params(got: Any, shapes: Sequence[tuple[Any, ...]], what: str = "params", names: tuple[str, str] = ("W", "b")) -> None:
    """A list (or tuple) of pairs of arrays, of the given shapes.

    Args:
        shapes: one ((d, m), (m,)) a layer.
        names: what the two of a pair are called in the sentence, for example ("dW", "db").
    """
    if not isinstance(got, (list, tuple)):
        raise Failure(f"{_cap(what)} is {kind_of(got)}; a list of ({names[0]}, {names[1]}) pairs was expected."
                      f"{_none_hint(got)}")
    if len(got) != len(shapes):
        raise Failure(f"{_cap(what)} has {len(got)} pairs; {len(shapes)} were expected, one a layer.")
    for layer, (pair, pair_shapes) in enumerate(zip(got, shapes), start=1):
        expect_pair(pair, f"{what} of layer {layer}", names)
        for name, array, shape in zip(names, pair, pair_shapes):
            expect_shape(array, shape, f"{name} of layer {layer}")
            _real_dtype(array, f"{name} of layer {layer}")


def expect_unchanged(student: Any, latest: bool = False) -> None:
    """Every call so far, those of the tests above included, left its arguments as they were. So this test stands last in its
    file. latest: look at the latest call alone, where a function may move a number and move it back with rounding errors."""
    record = student.last if latest else next((r for r in student.records if r.changed), student.last)
    if record.changed:
        names = ", ".join(record.changed)
        raise Failure(f"{record.name} changed its argument{'s' if len(record.changed) > 1 else ''} {names}; "
                      f"a function returns new arrays and leaves what it was given as it was.")


def expect_no_warnings(student: Any) -> None:
    """The latest call raised no warning (numpy warns on overflow, division by zero, log of zero)."""
    record = student.last
    if record.warnings:
        raise Failure(f"{record.name} gave a warning: {record.warnings[0]}.")


def numeric_gradient(f: Callable[[np.ndarray], float], W: np.ndarray, eps: float = 1e-6) -> np.ndarray:
    """Central differences of a trusted scalar function, the graders' own oracle. W of any shape, float64."""
    W = np.array(W, dtype=np.float64)
    gradient = np.zeros_like(W)
    for where in np.ndindex(*W.shape):
        kept = W[where]
        W[where] = kept + eps
        above = f(W)
        W[where] = kept - eps
        below = f(W)
        W[where] = kept
        gradient[where] = (above - below) / (2 * eps)
    return gradient


def _tolerance(want: np.ndarray, rtol: float, atol: float) -> tuple[float, float]:
    if not coarse.get():
        return rtol, atol
    largest = float(np.abs(want[np.isfinite(want)]).max(initial=0.0))
    return max(rtol, COARSE_RTOL), max(atol, COARSE_ATOL * largest)


def _array_type(got: Any, what: str) -> None:
    if not isinstance(got, np.ndarray) or isinstance(got, np.ma.MaskedArray):
        raise Failure(f"{_cap(what)} is {kind_of(got)}; a numpy array was expected.{_none_hint(got)}")


def _real_dtype(got: np.ndarray, what: str) -> None:
    if got.dtype.kind not in "biuf":
        raise Failure(f"{_cap(what)} has dtype {got.dtype}; real numbers (float64) were expected.")


def _shape(shape: tuple[int, ...]) -> str:
    """A shape; only how many axes where it is so odd that it could be a message."""
    return f"shape {shape}" if len(shape) <= 5 and all(n < 100_000 for n in shape) else f"{len(shape)} axes of an odd shape"


def _first(mask: np.ndarray) -> tuple[int, ...]:
    return tuple(int(i) for i in np.argwhere(mask)[0])


def _at(mask: np.ndarray) -> str:
    return _index(_first(mask))


def _index(where: tuple[int, ...]) -> str:
    return f"[{', '.join(map(str, where))}]" if where else ""


def _number(value: Any) -> str:
    if isinstance(value, (complex, np.complexfloating)):
        return str(value)
    try:
        return f"{float(value):.6g}"
    except OverflowError:
        return "beyond what a float can hold"


def _apart(got: Any, want: Any) -> tuple[str, str]:
    """Two different numbers with MORE digits than it takes to see the difference, never whole: an expected value is no gift."""
    got, want = float(got), float(want)
    if got.is_integer() and want.is_integer() and max(abs(got), abs(want)) < 1e6:
        return f"{got:.0f}", f"{want:.0f}"
    # From the last digit at which they still look alike: 0.25 and 0.25000001 differ when rounded to one digit, then no more.
    needed = 1 + max((n for n in range(1, MOST) if f"{got:.{n}g}" == f"{want:.{n}g}"), default=0)
    digits = min(needed + MORE, MOST)
    return f"{got:.{digits}g}", f"{want:.{digits}g}"


def _because(why: str) -> str:
    return f" ({why})" if why else ""


def _none_hint(got: Any) -> str:
    return " Is a return missing?" if got is None else ""


def _cap(text: str) -> str:
    """A capital at the start of a sentence, but never in a letter of the slides: dW stays dW."""
    return text[0].upper() + text[1:] if text.startswith(("the ", "a ", "an ", "params", "grads")) else text
