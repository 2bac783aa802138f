"""Data frames and series on the wire: an index and columns of plain values, never a pickle.

["D", index, labels, [column, ...]] is a frame, ["S", index, column, name] a series. An axis is ["R", start, stop, step, name], a
range, or ["I", column, name]. A column is an array of numbers or truth values as any other, ["M", unit, array] dates,
["m", unit, array] durations, ["U", items] texts (None where one is missing) or ["O", items] objects: texts, numbers, truth values
and None mixed. Categories travel as their values, pandas' own numbers with a missing one as float64. All else is a sentence.

pandas is none of the engine's libraries: it is looked at only where somebody has imported it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np

#: Most rows of a range, of a column of objects or texts, and most columns.
ROWS, OBJECTS, COLUMNS = 1_000_000, 20_000, 1_000
#: Unit of dates and durations -> how many make a second. Dates from the year 10 to 9900 are taken, which every operation bears.
UNITS = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
EARLIEST, LATEST = -61_850_000_000, 250_200_000_000
_MISSING = -(2**63)


class Unfit(Exception):
    """A frame that does not travel; the text goes on from "a data frame": "with a MultiIndex"."""


def loaded() -> Any:
    """pandas where it has been imported, else None."""
    pandas = sys.modules.get("pandas")
    return pandas if isinstance(pandas, ModuleType) and hasattr(pandas, "DataFrame") else None


def imported() -> Any:
    """pandas, imported if need be; None where there is none."""
    try:
        import pandas
    except Exception:
        return None
    return pandas


def is_frame(value: object) -> bool:
    """Whether a value is a data frame or a series, of a subclass too."""
    pandas = loaded()
    return pandas is not None and isinstance(value, (pandas.DataFrame, pandas.Series))


def same(a: Any, b: Any) -> bool:
    """Whether two frames or series hold the same: labels, types and values, missing ones where the other misses one."""
    try:
        return (
            type(a) is type(b)
            and a.equals(b)
            and a.index.equals(b.index)
            and (a.name == b.name if a.ndim == 1 else list(a.columns) == list(b.columns))
        )
    except Exception:
        return False


def copied(value: Any) -> Any:
    """A copy that shares nothing with the value."""
    try:
        return value.copy(deep=True)
    except Exception:
        return value


def columns(value: Any) -> list[np.ndarray[Any, Any]]:
    """The columns of a frame, or the one of a series, as arrays: of numbers, truth values, dates, or of objects."""
    return [part.to_numpy() for part in ([value] if value.ndim == 1 else (value.iloc[:, i] for i in range(value.shape[1])))]


def encoded(value: Any, encode: Callable[[Any], Any]) -> list[Any]:
    """A frame or series as plain parts, or ["x", what it is] where it does not travel.

    encode: turns an array or a plain value into what travels, ["x", ...] where it cannot.
    """
    what = "a data frame" if value.ndim == 2 else "a series"
    pandas = loaded()
    try:
        if type(value) not in (pandas.DataFrame, pandas.Series):
            raise Unfit("of a type of its own")
        index = _axis(value.index, encode)
        if value.ndim == 1:
            return ["S", index, _column(value, encode), _label(value.name, encode)]
        if value.shape[1] > COLUMNS:
            raise Unfit(f"of {value.shape[1]} columns, too many to look at")
        if not value.columns.is_unique:
            raise Unfit("with two columns of one name")
        return ["D", index, _axis(value.columns, encode), [_column(value.iloc[:, i], encode) for i in range(value.shape[1])]]
    except Unfit as unfit:
        return ["x", f"{what} {unfit}"]
    except (ArithmeticError, AttributeError, LookupError, NotImplementedError, RecursionError, TypeError, ValueError):
        return ["x", f"{what} that cannot be looked at"]


def _axis(index: Any, encode: Callable[[Any], Any]) -> list[Any]:
    pandas = loaded()
    if isinstance(index, pandas.MultiIndex):
        raise Unfit("with a MultiIndex")
    name = _label(index.name, encode)
    if type(index) is pandas.RangeIndex:
        if len(index) > ROWS:
            raise Unfit("that is very large")
        return ["R", int(index.start), int(index.stop), int(index.step), name]
    return ["I", _column(index, encode), name]


def _label(name: Any, encode: Callable[[Any], Any]) -> Any:
    """What an axis or a series is called; None where that is no plain value."""
    plain = encode(name.item() if isinstance(name, np.generic) else name)
    return None if isinstance(plain, list) else plain


def _column(values: Any, encode: Callable[[Any], Any]) -> list[Any]:
    """A column, or the labels of an axis."""
    pandas, dtype = loaded(), values.dtype
    if isinstance(dtype, pandas.CategoricalDtype):
        texts = isinstance(dtype.categories.dtype, pandas.StringDtype)
        array = np.asarray(values)
        return _objects(list(values), encode, texts) if array.dtype.kind == "O" else _array(array, encode)
    if isinstance(dtype, pandas.StringDtype):
        return _objects(list(values), encode, texts=True)
    if isinstance(dtype, np.dtype):
        return _objects(list(values), encode) if dtype.kind == "O" else _array(values.to_numpy(), encode)
    if getattr(dtype, "kind", "") in "biuf" and hasattr(dtype, "numpy_dtype"):
        missing = bool(values.isna().any())
        if missing and dtype.kind == "b":
            return _objects(list(values), encode)
        return _array(
            values.to_numpy(dtype=float, na_value=np.nan) if missing else values.to_numpy(dtype=dtype.numpy_dtype), encode
        )
    raise Unfit(f"with a column of dtype {str(dtype)[:20]}")


def _array(array: Any, encode: Callable[[Any], Any]) -> list[Any]:
    if array.dtype.kind not in "mM":
        plain: list[Any] = encode(array)
        if plain[0] != "a":
            raise Unfit(
                "that is very large" if array.dtype.kind in "biufc" else f"with a column of dtype {str(array.dtype)[:20]}"
            )
        return plain
    unit = np.datetime_data(array.dtype)[0]
    numbers = array.view(np.int64)
    if unit not in UNITS or not _near(numbers, unit):
        raise Unfit("with dates thousands of years away")
    return [array.dtype.kind, unit, _array(numbers, encode)]


def _near(numbers: Any, unit: str) -> bool:
    """Whether all dates, but for missing ones, are near enough."""
    known = numbers[numbers != _MISSING]
    return not known.size or (int(known.max()) <= LATEST * UNITS[unit] and int(known.min()) >= EARLIEST * UNITS[unit])


def _objects(items: list[Any], encode: Callable[[Any], Any], texts: bool = False) -> list[Any]:
    pandas = loaded()
    if len(items) > OBJECTS:
        raise Unfit("that is very large")
    plain = []
    for item in items:
        missing = item is None or item is pandas.NA or item is pandas.NaT or (texts and not isinstance(item, str))
        told = None if missing else encode(item.item() if isinstance(item, np.generic) else item)
        if isinstance(told, list):
            large = "a very large number" if told[0] == "i" else f"a {type(item).__name__[:30]}"
            raise Unfit(f"that holds {told[1] if told[0] == 'x' else large}")
        plain.append(told)
    return ["U" if texts else "O", plain]


def decoded(value: list[Any], pandas: Any, decode: Callable[[Any], Any]) -> Any:
    """The frame or series of a received message, whose every part may be anything. Raises ValueError, TypeError or what
    pandas raises of it.

    decode: makes an array or a plain value of what has travelled.
    """
    if len(value) != 4:
        raise ValueError
    index = _index_of(value[1], pandas, decode)
    if value[0] == "S":
        return _series(_values_of(value[2], pandas, decode, len(index)), index, pandas, _plain(value[3]))
    labels = _index_of(value[2], pandas, decode)
    if type(value[3]) is not list or not len(value[3]) == len(labels) <= COLUMNS or not labels.is_unique:
        raise ValueError
    columns = {i: _series(_values_of(c, pandas, decode, len(index)), index, pandas) for i, c in enumerate(value[3])}
    frame = pandas.DataFrame(columns, index=index)
    frame.columns = labels
    return frame


def _series(values: Any, index: Any, pandas: Any, name: Any = None) -> Any:
    # With its dtype: pandas would look itself whether objects are texts.
    return pandas.Series(values, index=index, dtype=values.dtype, name=name)


def _index_of(axis: Any, pandas: Any, decode: Callable[[Any], Any]) -> Any:
    if axis[0] == "R" and len(axis) == 5:
        start, stop, step = axis[1:4]
        if not all(type(n) is int and abs(n) < 2**62 for n in (start, stop, step)) or len(range(start, stop, step)) > ROWS:
            raise ValueError
        return pandas.RangeIndex(start, stop, step, name=_plain(axis[4]))
    if axis[0] != "I" or len(axis) != 3:
        raise ValueError
    values = _values_of(axis[1], pandas, decode)
    return pandas.Index(values, dtype=values.dtype, name=_plain(axis[2]))


def _values_of(column: Any, pandas: Any, decode: Callable[[Any], Any], rows: int | None = None) -> Any:
    """The values of a column: an array, or pandas' own where they are texts."""
    kind = column[0]
    if kind == "a":
        values = decode(column)
    elif kind in ("M", "m"):
        _, unit, inner = column
        values = decode(inner)
        if inner[0] != "a" or values.dtype != np.int64 or values.ndim != 1 or not _near(values, unit):
            raise ValueError
        values = values.view(f"{kind}8[{unit}]")
    elif kind in ("O", "U"):
        _, items = column
        if type(items) is not list or len(items) > OBJECTS:
            raise ValueError
        values = _listed([_plain(item) for item in items], pandas, texts=kind == "U")
    else:
        raise ValueError
    if values.ndim != 1 or (rows is not None and len(values) != rows):
        raise ValueError
    return values


def _listed(items: list[Any], pandas: Any, texts: bool) -> Any:
    if not texts:
        values = np.empty(len(items), dtype=object)
        values[:] = items
        return values
    if not all(item is None or type(item) is str for item in items):
        raise ValueError
    # From version 3 on texts are "str" where nothing else is said.
    return pandas.array(items, dtype="str" if int(pandas.__version__.split(".")[0]) >= 3 else "string")


def _plain(item: Any) -> Any:
    """The item; only what is plain by itself may be in a frame."""
    if (item is not None and type(item) not in (bool, int, float, str)) or (type(item) is int and not -(2**63) <= item < 2**63):
        raise ValueError
    return item
