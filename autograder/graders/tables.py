"""Data frames and series: what hidden tests say of them, and the form that they should have.

The ladder is type, columns, rows, labels of the rows, what kind of values, values; it stops at the first rung that fails.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.graders.checks import ATOL, RTOL, _because, _cap, _none_hint, expect_array, kind_of
from autograder.sandbox.inside.frames import is_frame, loaded
from autograder.sandbox.outcome import Failure, Foreign
from autograder.sandbox.told import in_words

#: Characters of a student's text or label that a sentence shows, and column names.
SHOWN, NAMES = 40, 8
_KINDS = {
    "b": "truth values",
    "i": "numbers",
    "u": "numbers",
    "f": "numbers",
    "c": "complex numbers",
    "M": "dates",
    "m": "durations",
}


def quoted(value: object) -> str:
    """A text or a label as a sentence shows it: short, and in plain words."""
    if isinstance(value, str):
        return f"'{in_words(value, SHOWN)}'"
    return in_words(str(value), SHOWN)


def expect_frame(
    got: Any, want: Any, what: str = "the result", *, index: bool = True, rtol: float = RTOL, atol: float = ATOL, why: str = ""
) -> None:
    """The whole ladder for a data frame.

    Args:
        got: what the student's function returned. want: the expected DataFrame.
        index: whether the labels of the rows count; without it rows are compared by their place.
        why: ends the sentence about a wrong value.
    """
    if not is_frame(got) or got.ndim != 2:
        raise Failure(f"{_cap(what)} is {kind_of(got)}; a data frame was expected.{_frame_hint(got)}")
    _expect_columns(list(got.columns), list(want.columns), what)
    _expect_rows(got, want, what, index)
    for place, label in enumerate(want.columns):
        _expect_values(got.iloc[:, place], want.iloc[:, place], f"the column {quoted(label)} of {what}", rtol, atol, why)


def expect_series(
    got: Any,
    want: Any,
    what: str = "the result",
    *,
    index: bool = True,
    name: bool = False,
    rtol: float = RTOL,
    atol: float = ATOL,
    why: str = "",
) -> None:
    """The whole ladder for a series. index: whether the labels count. name: whether its name does."""
    if not is_frame(got) or got.ndim != 1:
        raise Failure(f"{_cap(what)} is {kind_of(got)}; a series was expected.{_frame_hint(got)}")
    if name and got.name != want.name:
        raise Failure(f"{_cap(what)} is called {quoted(got.name)}; the name {quoted(want.name)} was expected.")
    _expect_rows(got, want, what, index)
    _expect_values(got, want, what, rtol, atol, why)


def _expect_columns(got: list[Any], want: list[Any], what: str) -> None:
    names = f"the columns {', '.join(map(quoted, want[:NAMES]))}{', ...' if len(want) > NAMES else ''} were expected"
    for label in want:
        if label not in got:
            raise Failure(f"{_cap(what)} has no column {quoted(label)}; {names}.")
    for label in got:
        if label not in want:
            raise Failure(f"{_cap(what)} has a column {quoted(label)} too many; {names}.")
    if got != want:
        raise Failure(f"The columns of {what} come in another order; {names}.")


def _expect_rows(got: Any, want: Any, what: str, index: bool) -> None:
    if len(got) != len(want):
        raise Failure(f"{_cap(what)} has {len(got)} row{'' if len(got) == 1 else 's'}; {len(want)} were expected.")
    if not index:
        return
    for number, (label, wanted) in enumerate(zip(got.index.tolist(), want.index.tolist(), strict=True)):
        if not _is_same(label, wanted):
            raise Failure(f"Row {number} of {what} has the label {quoted(label)} in the index; {quoted(wanted)} was expected.")


def _expect_values(got: Any, want: Any, what: str, rtol: float, atol: float, why: str) -> None:
    """What kind of values a column has, then the values."""
    kind, wanted = _kind(got), _kind(want)
    if kind != wanted:
        raise Failure(f"{_cap(what)} holds {kind}; {wanted} were expected.")
    if wanted == "numbers":
        return expect_array(got.to_numpy(), want.to_numpy(), what, rtol=rtol, atol=atol, why=why)
    for number, (one, other) in enumerate(zip(got.tolist(), want.tolist(), strict=True)):
        if not _is_same(one, other):
            raise Failure(f"{_cap(what)}[{number}] is {_entry(one)}; {_entry(other)} was expected{_because(why)}.")


def _kind(column: Any) -> str:
    """What a column holds, as a person would say it."""
    kind = _KINDS.get(column.dtype.kind)
    if kind is not None:
        return kind
    entries = [entry for entry in column.tolist() if not _is_missing(entry)]
    if all(isinstance(entry, str) for entry in entries):
        return "texts"
    if entries and all(isinstance(entry, (int, float)) and not isinstance(entry, bool) for entry in entries):
        return "numbers as objects"
    return "values of several kinds"


def _entry(value: Any) -> str:
    return "missing" if _is_missing(value) else quoted(value)


def _is_same(a: Any, b: Any) -> bool:
    """Whether two labels or entries are the same; whatever is missing is the same as anything else that is."""
    if _is_missing(a) or _is_missing(b):
        return _is_missing(a) and _is_missing(b)
    if isinstance(a, float) and isinstance(b, (int, float)):
        return bool(np.isclose(a, b, rtol=RTOL, atol=ATOL))
    return bool(a == b)


def _is_missing(value: Any) -> bool:
    pandas = loaded()
    return value is None or value is pandas.NaT or value is pandas.NA or (isinstance(value, float) and value != value)


def _frame_hint(got: object) -> str:
    if isinstance(got, Foreign) and "MultiIndex" in got.kind:
        return " reset_index() makes columns of an index."
    return _none_hint(got)


def in_form(got: Any, like: Any, what: str) -> tuple[Any, str | None]:
    """`got` as a frame or series of the form of `like`, and what was wrong with its form; as it is where it does not hold
    what that form asks for."""
    value, fault = _as_frame(got, like, what) if like.ndim == 2 else _as_series(got, like, what)
    if value is None or value.shape != like.shape:
        return got, None
    if like.ndim == 2 and list(value.columns) != list(like.columns):
        if len(set(value.columns)) < value.shape[1] or set(value.columns) != set(like.columns):
            return got, None
        fault = fault or f"the columns of {what} come in another order than was asked for"
        value = value[list(like.columns)]
    plain = type(like.index) is loaded().RangeIndex and like.index.equals(loaded().RangeIndex(len(like)))
    if plain and not value.index.equals(like.index):
        fault = fault or f"the rows of {what} are not labelled 0, 1, 2 and so on (reset_index)"
        value = value.reset_index(drop=True)
    return (value if fault else got), fault


def _as_frame(got: Any, like: Any, what: str) -> tuple[Any, str | None]:
    pandas = loaded()
    if is_frame(got) and got.ndim == 2:
        if got.shape[1] == like.shape[1] - 1 and got.index.name in list(like.columns):
            return got.reset_index(), f"{quoted(got.index.name)} is the index of {what}; a column was expected"
        if got.shape[1] == like.shape[1] + 1 and like.index.name is not None and like.index.name in list(got.columns):
            return got.set_index(like.index.name), f"{quoted(like.index.name)} is a column of {what}; the index was expected"
        return got, None
    fault = f"{what} is {kind_of(got)}; a data frame was expected"
    if is_frame(got):
        frame = got.reset_index() if like.shape[1] == 2 else got.to_frame()
        if frame.shape[1] == like.shape[1]:
            return frame.set_axis(like.columns, axis=1), fault
        return None, None
    if isinstance(got, np.ndarray) and got.shape == like.shape and got.dtype.kind in "biuf":
        return pandas.DataFrame(got, columns=like.columns, index=like.index), fault
    if isinstance(got, dict) and set(got) == set(like.columns) and all(isinstance(v, (list, np.ndarray)) for v in got.values()):
        return pandas.DataFrame(got), fault
    return None, None


def _as_series(got: Any, like: Any, what: str) -> tuple[Any, str | None]:
    pandas = loaded()
    if is_frame(got) and got.ndim == 1:
        return got, None
    fault = f"{what} is {kind_of(got)}; a series was expected"
    if is_frame(got) and got.shape[1] == 1:
        return got.iloc[:, 0], fault
    if (isinstance(got, np.ndarray) and got.shape == like.shape) or (isinstance(got, (list, tuple)) and len(got) == len(like)):
        return pandas.Series(np.asarray(got) if like.dtype.kind in "biuf" else got, index=like.index, dtype=None), fault
    if isinstance(got, dict) and all(isinstance(v, (bool, int, float, str)) for v in got.values()):
        return pandas.Series(got), fault
    return None, None


def filled_frame(like: Any, fill: Callable[[Any], Any]) -> Any:
    """A frame or series of the same form with other values; what has no number in it gets empty texts."""
    if like.ndim == 2:
        frame = like.copy()
        for place in range(like.shape[1]):
            frame.isetitem(place, filled_frame(like.iloc[:, place], fill))
        return frame
    if like.dtype.kind in "iuf":
        return loaded().Series(fill(like.to_numpy()), index=like.index, name=like.name)
    other = [False] * len(like) if like.dtype.kind == "b" else [""] * len(like)
    return loaded().Series(other, index=like.index, name=like.name)
