"""What sets some calls of a function apart from the others: one row, negative entries, large scores, a second call."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.naming.calls import Array, Call, Seen, numeric

#: A phrase that follows "where", and whether it holds for a call.
Condition = tuple[str, Callable[[Call], bool]]


#: Numbers below are nearly 0: logarithms are cut off there.
NEARLY = 1.1e-12
#: So many calls must be on either side of a condition on what arguments hold: there are many of those, and one fits a call by chance.
BY_VALUES = 2


def separating(seen: Seen, calls: Sequence[Call], wrong: Sequence[bool], tell: Callable[[Call], bool | None], least: int = 1) -> str | None:
    """The first condition that holds in exactly the calls that are wrong, None where none does or all calls are alike. tell: whether one
    of `seen.more` is wrong, None where it is to be left out. least: where fewer calls are on one side, only what the arguments' sizes are
    is looked at."""
    if all(wrong) or not any(wrong):
        return None
    order = sorted(zip(calls, map(bool, wrong), strict=True), key=lambda pair: pair[0].number)
    order += [(c, bool(bad)) for c in seen.more if (bad := tell(c)) is not None]
    # One of each kind first: most conditions fail on these two.
    firsts = [next(p for p in order if p[1] is bad) for bad in (True, False)]
    number = sum(bad for _, bad in order)
    few = min(number, len(order) - number) < least
    order = [*firsts, *order]
    for phrase, holds in conditions(seen, sizes_only=few):
        if all(_tell(holds, call) is bad for call, bad in order):
            return phrase
    return None


def _tell(holds: Callable[[Call], bool], call: Call) -> bool | None:
    try:
        with np.errstate(all="ignore"):
            return bool(holds(call))
    except (ValueError, TypeError, IndexError, KeyError, AttributeError, OverflowError):
        return None


def conditions(seen: Seen, sizes_only: bool = False) -> Iterator[Condition]:
    """All conditions there are for the exercise's arguments, the plainest first, each with its opposite."""
    for phrase, opposite, holds in itertools.chain(_of_sizes(seen), () if sizes_only else _of_values(seen)):
        yield phrase, holds
        yield opposite, lambda c, holds=holds: not holds(c)


def _of_sizes(seen: Seen) -> Iterator[tuple[str, str, Callable[[Call], bool]]]:
    for i, name in enumerate(seen.names):
        yield from _of_axes(i, name)
    letters = list(dict.fromkeys(letter for call in seen.calls for letter in call.sizes if "axis" not in letter))
    for a in letters:
        yield f"{a} = 1", f"{a} is more than 1", lambda c, a=a: c.sizes[a] == 1
        yield f"{a} = 2", f"{a} is not 2", lambda c, a=a: c.sizes[a] == 2
    yield "all sizes are equal", "the sizes differ", lambda c: len(c.sizes) > 1 and len(set(c.sizes.values())) == 1
    for i, a in enumerate(letters):
        for b in letters[:i]:
            yield f"{b} = {a}", f"{b} and {a} differ", lambda c, a=a, b=b: c.sizes[a] == c.sizes[b]
            yield f"{b} is less than {a}", f"{b} is not less than {a}", lambda c, a=a, b=b: c.sizes[b] < c.sizes[a]
    whole = [(i, name) for i, name in enumerate(seen.names) if all(_is_whole(c.args[i]) for c in seen.calls)]
    for a in letters:
        for i, name in whole:
            yield f"{a} is larger than {name}", f"{a} is not larger than {name}", lambda c, a=a, i=i: c.sizes[a] > c.args[i]
            yield f"{a} is smaller than {name}", f"{a} is not smaller than {name}", lambda c, a=a, i=i: c.sizes[a] < c.args[i]
    for i, name in enumerate(seen.names):
        yield from _of_classes(i, name)
        yield from _of_pairs(i, name)
    for i, a in enumerate(seen.names):
        for j, b in enumerate(seen.names[:i]):
            yield (f"{b} is a multiple of {a}", f"{b} is not a multiple of {a}", lambda c, i=i, j=j: _whole(c, j) % _whole(c, i) == 0)
            yield f"{a} is larger than {b}", f"{a} is not larger than {b}", lambda c, i=i, j=j: _whole(c, i) > _whole(c, j)


def _of_values(seen: Seen) -> Iterator[tuple[str, str, Callable[[Call], bool]]]:
    for i, name in enumerate(seen.names):
        yield from _of_number(i, name) if all(isinstance(c.args[i], (int, float)) for c in seen.calls) else _of_argument(i, name)
    for i, a in enumerate(seen.names):
        for j, b in enumerate(seen.names):
            if i != j:
                yield (f"an entry of {b} that {a} picks is 0, or nearly", f"no entry of {b} that {a} picks is nearly 0",
                       lambda c, i=i, j=j: float((c.args[i] * c.args[j]).sum(axis=-1).min()) < NEARLY if _alike_in_shape(c, i, j) else _no())
    yield "it was called before", "it is called for the first time", lambda c: c.number > 0


def _of_axes(i: int, name: str) -> Iterator[tuple[str, str, Callable[[Call], bool]]]:
    for axes in (1, 2, 3):
        yield (f"{name} has {_axes(axes)}", f"{name} does not have {_axes(axes)}", lambda c, axes=axes: np.ndim(c.args[i]) == axes
               if isinstance(c.args[i], np.ndarray) else _no())
    yield (f"an axis of {name} has length 1", f"no axis of {name} has length 1",
           lambda c: 1 in c.args[i].shape if isinstance(c.args[i], np.ndarray) else _no())
    yield (f"a row of {name} holds several numbers", f"no row of {name} holds several numbers",
           lambda c: c.args[i].ndim > 1 and c.args[i][:1].size > 1 if isinstance(c.args[i], np.ndarray) else _no())


def _of_pairs(i: int, name: str) -> Iterator[tuple[str, str, Callable[[Call], bool]]]:
    for layers in (1, 2, 3):
        what = "one pair" if layers == 1 else f"{layers} pairs"
        yield (f"{name} holds {what}", f"{name} does not hold {what}",
               lambda c, layers=layers: len(c.args[i]) == layers if isinstance(c.args[i], (list, tuple)) else _no())


def _of_argument(i: int, name: str) -> Iterator[tuple[str, str, Callable[[Call], bool]]]:
    def array(c: Call) -> Array:
        return entries(c.args[i])

    yield f"{name} is 0 everywhere", f"{name} is not 0 everywhere", lambda c: not array(c).any()
    yield f"{name} holds negative numbers", f"{name} holds no negative number", lambda c: bool((array(c) < 0).any())
    yield f"{name} holds zeros", f"{name} holds no zero", lambda c: (array(c) == 0).any()
    for size in (10, 30, 100, 700, 1000, 5000):
        yield (f"{name} holds numbers beyond {size}", f"all numbers in {name} are at most {size}",
               lambda c, size=size: (np.abs(array(c)) > size).any())
        yield (f"{name} holds numbers above {size}", f"no number in {name} is above {size}",
               lambda c, size=size: (array(c) > size).any())
        yield (f"{name} holds numbers below -{size}", f"no number in {name} is below -{size}",
               lambda c, size=size: (array(c) < -size).any())
    for least in (1e-3, 1e-6, 1e-9, 1e-12):
        yield (f"{name} holds numbers nearer to 0 than {least:g}", f"no number in {name} is nearer to 0 than {least:g}",
               lambda c, least=least: (np.abs(array(c)) < least).any())


def _of_classes(i: int, name: str) -> Iterator[tuple[str, str, Callable[[Call], bool]]]:
    """Of labels: which classes there are."""
    def labels(c: Call) -> Array:
        array = c.args[i]
        return array if isinstance(array, np.ndarray) and array.ndim == 1 and array.dtype.kind in "iu" else _no()  # type: ignore[return-value]

    yield (f"the largest class is missing from {name}", f"the largest class is in {name}", lambda c: bool(labels(c).max() + 1 < _classes(c)))
    yield f"some class is missing from {name}", f"all classes are in {name}", lambda c: len(np.unique(labels(c))) < _classes(c)


def _of_number(i: int, name: str) -> Iterator[tuple[str, str, Callable[[Call], bool]]]:
    yield f"{name} is negative", f"{name} is not negative", lambda c: c.args[i] < 0
    for value in (0, 1, 2, 0.9, 0.5, 1e-5):
        yield f"{name} is {value:g}", f"{name} is not {value:g}", lambda c, value=value: c.args[i] == value
    for size in (10, 30, 100, 700, 1000, 5000):
        yield f"{name} is above {size}", f"{name} is at most {size}", lambda c, size=size: c.args[i] > size


def _is_whole(value: Any) -> bool:
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def _alike_in_shape(call: Call, i: int, j: int) -> bool:
    a, b = call.args[i], call.args[j]
    return isinstance(a, np.ndarray) and isinstance(b, np.ndarray) and a.shape == b.shape and a.ndim == 2 and set(np.unique(a)) <= {0, 1}


def _axes(count: int) -> str:
    return "one axis" if count == 1 else f"{count} axes"


def _no() -> bool:
    raise TypeError


def entries(value: Any) -> Array:
    """All numbers in an argument, lists of pairs of arrays included."""
    found = numeric(value)
    if found is not None:
        return found
    if isinstance(value, (list, tuple)) and value:
        return np.concatenate([entries(v).ravel() for v in value])
    raise TypeError


def _whole(call: Call, index: int) -> int:
    value = call.args[index]
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool) and value > 0:
        return int(value)
    raise TypeError


def _classes(call: Call) -> int:
    for value in call.args:
        if isinstance(value, (list, tuple)) and value and isinstance(value[-1], (list, tuple)) and len(value[-1]) == 2:
            # As many as the last layer has biases.
            return int(np.size(value[-1][1]))
    for value in call.args:
        if isinstance(value, (int, np.integer)):
            return int(value)
        if isinstance(value, np.ndarray) and value.ndim == 2:
            return int(value.shape[1])
    raise TypeError
