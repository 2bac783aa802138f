"""One unknown number: a clip, an epsilon, a slope, a power, a temperature; found from one call and confirmed on all others."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.naming.calls import Array, Call, Seen, numeric, run, same
from autograder.naming.finding import Finding
from autograder.naming.relations.comparison import told

#: Times that the room for a number is made smaller: as near as there are digits.
STEPS = 55
#: Where a number is looked for at first.
TRIES = tuple(sign * 10.0**k for k in range(-8, 3) for sign in (1, -1))
#: name, sentence with {number}, what a call would give for a number, and the number as one call tells it.
Family = tuple[str, str, Callable[[Call, float], Array], Callable[[Call, Array, Array], float]]


def unknown_numbers(seen: Seen, calls: Sequence[Call], wrong: Sequence[Call], near: tuple[float, float]) -> list[Finding]:
    """The first family of which one number accounts for every call."""
    usable = [c for c in calls if c.got.status == c.want.status == "returned"]
    if len(usable) < max(2, len(calls)) or not wrong:
        return []
    it = f"your {seen.it}" if seen.it else "your answer"
    for name, says, predict, tell in _families(seen):
        for first in list(wrong)[:2]:
            number = _number(first, tell)
            number = 0.0 if number is not None and abs(number) < 1e-12 else number
            number = abs(number) if number is not None and "both sides" in name else number
            if number is not None and all(_confirms(c, predict, number, near) for c in usable):
                # It was found from one entry: without others it is confirmed by nothing.
                firm = sum(np.size(c.got.value) for c in wrong) > 1
                return [Finding(f"{name} {number:.4g}", told(says, it, first).replace("{number}", f"{number:.4g}"),
                                frozenset(c.number for c in usable), firm)]
    return []


def _number(call: Call, tell: Callable[[Call, Array, Array], float]) -> float | None:
    got, want = numeric(call.got.value), numeric(call.want.value)
    if got is None or want is None or not got.size:
        return None
    try:
        with np.errstate(all="ignore"):
            number = float(tell(call, got, want))
    except (ValueError, TypeError, IndexError, ZeroDivisionError, OverflowError):
        return None
    return number if np.isfinite(number) else None


def _confirms(call: Call, predict: Callable[[Call, float], Array], number: float, near: tuple[float, float]) -> bool:
    got = numeric(call.got.value)
    try:
        with np.errstate(all="ignore"):
            made = np.asarray(predict(call, number), dtype=np.float64)
    except (ValueError, TypeError, IndexError, ZeroDivisionError, OverflowError):
        return False
    return got is not None and same(got, made, max(near[0], 1e-8), max(near[1], 1e-11))


def _families(seen: Seen) -> Iterator[Family]:
    yield ("cut from above at", "{it} is cut from above at {number}: what is that limit for?",
           lambda c, t: np.minimum(_want(c), t), lambda c, g, w: g.max() if (g < w).any() else np.nan)
    yield ("cut from below at", "{it} is cut from below at {number}: what is that limit for?",
           lambda c, t: np.maximum(_want(c), t), lambda c, g, w: g.min() if (g > w).any() else np.nan)
    yield ("a power of", "{it} is the right one to the power of {number}.",
           lambda c, t: np.sign(_want(c)) * np.abs(_want(c)) ** t, lambda c, g, w: _at_largest(np.log(np.abs(g)), np.log(np.abs(w))))
    for i, name in enumerate(seen.names):
        yield (f"leaks {name} by", f"Where {name} is negative, {{it}} is {{number}} times {name}: what should it be there?",
               lambda c, t, i=i: np.where(_arg(c, i) < 0, t * _arg(c, i), _want(c)),
               lambda c, g, w, i=i: (g[_arg(c, i) < 0] / _arg(c, i)[_arg(c, i) < 0])[0])
        for j, other in enumerate(seen.names):
            if j != i:
                yield (f"leaks {other} up to 0 by", f"Where {name} is not positive, {{it}} is {{number}} times {other}: what should it be there?",
                       lambda c, t, i=i, j=j: np.where(_arg(c, i) <= 0, t * _arg(c, j), _want(c)),
                       lambda c, g, w, i=i, j=j: (g[_arg(c, i) <= 0] / _arg(c, j)[_arg(c, i) <= 0])[0])
                yield (f"leaks {other} by", f"Where {name} is negative, {{it}} is {{number}} times {other}: what should it be there?",
                       lambda c, t, i=i, j=j: np.where(_arg(c, i) < 0, t * _arg(c, j), _want(c)),
                       lambda c, g, w, i=i, j=j: (g[_arg(c, i) < 0] / _arg(c, j)[_arg(c, i) < 0])[0])
        yield (f"an exponential branch of {name}", f"Where {name} is negative, {{it}} is {{number}} times exp({name}) - 1 (an ELU).",
               lambda c, t, i=i: np.where(_arg(c, i) < 0, t * np.expm1(np.minimum(_arg(c, i), 0)), _want(c)),
               lambda c, g, w, i=i: (g[_arg(c, i) < 0] / np.expm1(_arg(c, i)[_arg(c, i) < 0]))[0])
        for label in _EDITS:
            yield (f"{name} {label}", f"{{it}} is what comes out for {name} {label} {{number}}: is that number in the formula?",
                   _predicting(seen, i, label), _solving(seen, i, label))


_EDITS: dict[str, Callable[[Any, float], Any]] = {
    "times": lambda a, t: a * t,
    "plus": lambda a, t: a + t,
    "cut from below at": lambda a, t: np.maximum(a, t),
    "cut from above at": lambda a, t: np.minimum(a, t),
    "cut on both sides at": lambda a, t: np.clip(a, -abs(t), abs(t)),
    "taken as": lambda a, t: t if isinstance(a, float) else _raise(),
}


def _raise() -> float:
    raise TypeError


def _predicting(seen: Seen, i: int, label: str) -> Callable[[Call, float], Array]:
    edit = _EDITS[label]

    def predict(call: Call, number: float) -> Array:
        arg = call.args[i]
        if not isinstance(arg, float) and not (isinstance(arg, np.ndarray) and arg.dtype.kind == "f"):
            raise TypeError
        # Every student's search begins with the same numbers.
        key = f"{call.key} {i} {label} {number}" if number in TRIES and call.key is not None else None
        outcome = run(seen.function, (*call.args[:i], edit(arg, number), *call.args[i + 1:]), key)
        value = numeric(outcome.value)
        if value is None:
            raise TypeError
        return value

    return predict


def _solving(seen: Seen, i: int, label: str) -> Callable[[Call, Array, Array], float]:
    """The number for which the reference gives the answer: from a coarse look at many, then by secants."""
    predict = _predicting(seen, i, label)

    def tell(call: Call, got: Array, want: Array) -> float:
        place = int(np.abs(got - want).ravel().argmax()) if got.shape == want.shape else 0

        def gap(number: float) -> float:
            made = predict(call, number)
            return float(made.ravel()[place] - got.ravel()[place]) if made.shape == got.shape else np.nan

        gaps = [gap(t) for t in TRIES]
        found = [abs(x) if np.isfinite(x) else np.inf for x in gaps]
        best = int(np.argmin(found))
        if not np.isfinite(found[best]):
            return float("nan")
        if (between := _between(gap, TRIES, gaps)) is not None:
            return between
        x0, x1 = TRIES[best], TRIES[best] * 1.01
        y0, y1 = gaps[best], gap(TRIES[best] * 1.01)
        for _ in range(25):
            if y1 == y0 or not np.isfinite(y1):
                break
            x0, x1, y0 = x1, x1 - y1 * (x1 - x0) / (y1 - y0), y1
            y1 = gap(x1)
            if abs(y1) < 1e-14:
                break
        return x1 if abs(y1) <= abs(y0) else x0

    return tell


def _between(gap: Callable[[float], float], tries: Sequence[float], gaps: Sequence[float]) -> float | None:
    """The number between two of those tried where the gap changes its sign, None where it does nowhere: where a cut is far off it makes no
    difference, and has no slope to go by."""
    known = sorted((t, g) for t, g in zip(tries, gaps, strict=True) if np.isfinite(g))
    for (low, below), (high, above) in itertools.pairwise(known):
        if below * above < 0:
            return _root(gap, low, below, high, above)
    return None


def _root(gap: Callable[[float], float], low: float, below: float, high: float, above: float) -> float:
    """The number between these where the gap is 0: by the line through both ends, an end that stays counting half (Illinois method)."""
    last = 0
    for _ in range(STEPS):
        number = (low * above - high * below) / (above - below)
        value = gap(number)
        if value == 0 or not np.isfinite(value) or high - low <= 1e-15 * max(abs(low), abs(high)):
            return number
        if value * below > 0:
            low, below, above, last = number, value, above / 2 if last < 0 else above, -1
        else:
            high, above, below, last = number, value, below / 2 if last > 0 else below, 1
    return number


def _want(call: Call) -> Array:
    value = numeric(call.want.value)
    if value is None:
        raise TypeError
    return value


def _arg(call: Call, i: int) -> Array:
    value = numeric(call.args[i])
    if value is None or value.ndim == 0:
        raise TypeError
    return value


def _at_largest(over: Array, under: Array) -> float:
    place = int(np.abs(np.nan_to_num(under, nan=0, posinf=0, neginf=0)).argmax())
    return float(over.flat[place] / under.flat[place])
