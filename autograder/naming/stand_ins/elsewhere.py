"""The reference on other arguments: two swapped, labels one too high, standardised inputs, a bias left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.naming.calls import Array, Seen, numeric, sizes_of
from autograder.naming.stand_ins.functions import ENTRYWISE, ROWWISE
from autograder.naming.stand_ins.stand_in import StandIn

#: With it below an array, its mean is 0, and all that its squares give is as before.
MIRRORED = "and its mirror image, so that its mean is 0"

_MORE: dict[str, Callable[[Array], Any]] = {
    "turned round in its sign": np.negative,
    "transposed": np.transpose,
    "all 0": np.zeros_like,
    "all 1": np.ones_like,
    "doubled": lambda a: 2 * a,
    "halved": lambda a: a / 2,
    "with its first row for all rows": lambda a: np.broadcast_to(a[:1], a.shape).copy(),
    "with its mean row for all rows": lambda a: np.broadcast_to(a.mean(axis=0), a.shape).copy(),
    "summed over its rows": lambda a: np.broadcast_to(a.sum(axis=-1, keepdims=True), a.shape).copy(),
    "summed over its columns": lambda a: np.broadcast_to(a.sum(axis=0), a.shape).copy(),
    "averaged over its rows": lambda a: np.broadcast_to(a.mean(axis=-1, keepdims=True), a.shape).copy(),
    "averaged over everything": lambda a: np.full_like(a, a.mean()),
    "summed over everything": lambda a: np.full_like(a, a.sum()),
    "with its first entry for all": lambda a: np.full_like(a, a.flat[0]),
    "with its last entry for all": lambda a: np.full_like(a, a.flat[-1]),
    "without its first row": lambda a: a[1:],
    "without its last row": lambda a: a[:-1],
    "without its first column": lambda a: a[..., 1:],
    "without its last column": lambda a: a[..., :-1],
    "cut to its first row": lambda a: a[:1],
    "cut to its first column": lambda a: a[..., :1],
    "cut to its last row": lambda a: a[-1:],
    "with its last entry set to 0": lambda a: _set(a, -1),
    "with its first entry set to 0": lambda a: _set(a, 0),
    "reshaped, not transposed": lambda a: a.reshape(a.shape[::-1]),
    **{f"cut at -{t} and {t}": lambda a, t=t: np.clip(a, -t, t) for t in (1, 5, 10, 15, 20, 30, 50, 100, 500, 700, 709)},
    **{f"with {eps:g} added": lambda a, eps=eps: a + eps for eps in (1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15)},
    **{f"cut below at {eps:g}": lambda a, eps=eps: np.maximum(a, eps)
       for eps in (0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-15, 1e-16)},
    **{f"cut at {eps:g} and {1 - eps:.9g}": lambda a, eps=eps: np.clip(a, eps, 1 - eps)
       for eps in (0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10)},
    MIRRORED: lambda a: np.concatenate([a, -a]),
    **{f"exponentiated, with {eps:g} added, and its logarithm taken": lambda a, eps=eps: np.log(np.exp(a) + eps)
       for eps in (1e-3, 1e-6, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16)},
}

#: The same of one row of numbers, where that is told more plainly, or is nothing.
_ROW: dict[str, Callable[[Array], Any]] = {
    **{label.replace("first row", "first entry").replace("last row", "last entry"): make for label, make in _MORE.items()
       if "column" not in label and "its rows" not in label and "mean row" not in label and label != "transposed" and "reshaped" not in label
       and label not in ("with its first row for all rows",)},
    "in the reverse order": lambda a: a[::-1],
    "taken from its end, with [-i] for [i]": lambda a: np.roll(a[::-1], 1),
    "moved by one": lambda a: np.roll(a, 1),
    "moved back by one": lambda a: np.roll(a, -1),
}

_WHOLE: dict[str, Callable[[Array], Any]] = {
    "one too high": lambda a: a + 1,
    "one too low": lambda a: a - 1,
    "in the reverse order": lambda a: a[::-1],
    "sorted": np.sort,
    "all 0": np.zeros_like,
    "turned round, 1 for 0": lambda a: 1 - a,
    "as -1 and 1 in place of 0 and 1": lambda a: 2 * a - 1,
    "with the first one for all": lambda a: np.full_like(a, a[0]),
    "without the last one": lambda a: a[:-1],
}

_NUMBERS: dict[str, Callable[[Any], Any]] = {
    "one more": lambda a: a + 1,
    "one less": lambda a: a - 1,
    "doubled": lambda a: a * 2,
    "halved": lambda a: a / 2 if isinstance(a, float) else a // 2,
    "0": lambda a: type(a)(0),
    "1": lambda a: type(a)(1),
    "turned round in its sign": lambda a: -a,
    "squared": lambda a: a * a if isinstance(a, float) else _nothing(),
    "rooted": lambda a: a**0.5 if isinstance(a, float) else _nothing(),
    "inverted": lambda a: 1 / a if isinstance(a, float) else _nothing(),
    "one minus it": lambda a: 1 - a if isinstance(a, float) else _nothing(),
    "0.01, whatever was given": lambda a: 0.01,
    "0.1, whatever was given": lambda a: 0.1,
    "0.9, whatever was given": lambda a: 0.9,
    "0.001, whatever was given": lambda a: 0.001,
    "1e-5, whatever was given": lambda a: 1e-5,
    "a hundredth": lambda a: a / 100,
    "a tenth": lambda a: a / 10,
    "ten times larger": lambda a: a * 10,
}


#: How labels begin that differ in a number only -> what they have in common.
_FAMILIES = {"cut at": "cut off at some limit", "cut below at": "cut off below at some limit", "with 1e-": "with a small number added",
             "with rounding": "rounded"}


def _halves(make: Callable[[Array], Any], which: tuple[int, ...]) -> Callable[[Any], Any]:
    """Of a list of pairs: `make` of the first or second of each."""
    return lambda pairs: [tuple(make(x) if k in which else x for k, x in enumerate(pair)) for pair in pairs]


_PAIRS: dict[str, Callable[[Any], Any]] = {
    "without its first pair": lambda p: p[1:],
    "without its last pair": lambda p: p[:-1],
    "in the reverse order": lambda p: p[::-1],
    "cut to its first pair": lambda p: p[:1],
    "cut to its last pair": lambda p: p[-1:],
    "with its first pair for all": lambda p: [p[0] for _ in p],
    "with its last pair twice": lambda p: [*p, p[-1]],
    "with all first ones (weights) 0": _halves(np.zeros_like, (0,)),
    "with all second ones (biases) 0": _halves(np.zeros_like, (1,)),
    "with all 0": _halves(np.zeros_like, (0, 1)),
    "with all weights transposed": _halves(np.transpose, (0,)),
    "turned round in its sign": _halves(np.negative, (0, 1)),
    "with the weights' sign turned round": _halves(np.negative, (0,)),
    "with the biases' sign turned round": _halves(np.negative, (1,)),
    "doubled": _halves(lambda a: 2 * a, (0, 1)),
    "with its biases doubled": _halves(lambda a: 2 * a, (1,)),
    "with its weights doubled": _halves(lambda a: 2 * a, (0,)),
    "halved": _halves(lambda a: a / 2, (0, 1)),
    "scaled to length 1, array by array": _halves(lambda a: a / np.linalg.norm(a), (0, 1)),
    "reduced to its signs": _halves(np.sign, (0, 1)),
    "squared": _halves(np.square, (0, 1)),
    "without its negative entries": _halves(lambda a: np.maximum(a, 0), (0, 1)),
    "cut at -1 and 1": _halves(lambda a: np.clip(a, -1, 1), (0, 1)),
    "averaged, array by array": _halves(lambda a: np.full_like(a, a.mean()), (0, 1)),
    "with the last bias 0": lambda p: [*p[:-1], (p[-1][0], np.zeros_like(p[-1][1]))],
    "with the first bias 0": lambda p: [(p[0][0], np.zeros_like(p[0][1])), *p[1:]],
    "without all biases but the last": lambda p: [*((W, np.zeros_like(b)) for W, b in p[:-1]), p[-1]],
    "without all biases but the first": lambda p: [p[0], *((W, np.zeros_like(b)) for W, b in p[1:])],
    "with its first weights in every layer but the last": lambda p: [*((p[0][0], b) for _, b in p[:-1]), p[-1]],
    "with its first biases in every layer but the last": lambda p: [*((W, p[0][1]) for W, _ in p[:-1]), p[-1]],
    "with the last layer's alone": lambda p: [*_halves(np.zeros_like, (0, 1))(p[:-1]), p[-1]],
    "with the first layer's alone": lambda p: [p[0], *_halves(np.zeros_like, (0, 1))(p[1:])],
}


def elsewhere(seen: Seen) -> Iterator[StandIn]:
    """The reference with one argument changed, or two swapped."""
    args = seen.calls[0].args
    yield from _by_axes(seen)
    # Of whole numbers there is less to be changed, so that what is changed is told more plainly.
    for i in sorted(range(len(args)), key=lambda i: isinstance(args[i], np.ndarray) and args[i].dtype.kind == "f"):
        name, arg = seen.names[i], args[i]
        if isinstance(arg, int) and not isinstance(arg, bool):
            yield from _as_sizes(seen, i, name)
        for label, make in _edits(arg):
            family = next((f"{name} {kind}" for words, kind in _FAMILIES.items() if label.startswith(words)), "")
            yield StandIn(f"{name} {label}", _says(name, label), _with(seen.function, i, make), family=family)
        yield from _by_sizes(seen, i, name, arg)
        if callable(arg):
            continue
        for j in range(i):
            if not callable(args[j]):
                yield StandIn(f"{seen.names[j]} and {name} swapped",
                              f"{{it}} would be right if {seen.names[j]} and {name} changed places.", _swapped(seen.function, j, i))


#: What is left of an axis -> which part, and what may have cut it.
_LEFT: dict[str, tuple[slice, str]] = {
    "only the first": (slice(0, 1), "is an index fixed, or does something end too early?"),
    "only the last": (slice(-1, None), "is something overwritten, or started anew in every turn of a loop?"),
    "all but the first": (slice(1, None), "where does it begin?"),
    "all but the last": (slice(0, -1), "where does it end?"),
}


def _by_axes(seen: Seen) -> Iterator[StandIn]:
    """The reference on some of the observations, classes or inputs alone: those along a letter that several arguments share."""
    for letter in dict.fromkeys(a for name in seen.names for a in seen.letters[name]):
        places = {i: seen.letters[name].index(letter) for i, name in enumerate(seen.names) if letter in seen.letters[name]}
        if len(places) < 2:
            continue
        which = " and ".join(seen.names[i] for i in places)
        for label, (part, asked) in _LEFT.items():
            def cut(*args: Any, places: dict[int, int] = places, part: slice = part) -> Any:
                left = [a[(slice(None),) * places[i] + (part,)] if i in places else a for i, a in enumerate(args)]
                if any(left[i].size == 0 for i in places):
                    # Of nothing the sum is 0.
                    return np.zeros_like(seen.function(*args))
                return seen.function(*left)

            yield StandIn(f"{label} of {letter}", f"{{it}} is what comes out if {label} of the {letter} places in {which} counts "
                                                  f"({{sizes:{letter}}}): {asked}", cut, scaled=True)


def _by_sizes(seen: Seen, i: int, name: str, arg: Any) -> Iterator[StandIn]:
    """An argument times or divided by one of the exercise's sizes."""
    if not (isinstance(arg, float) or (isinstance(arg, np.ndarray) and arg.dtype.kind == "f")):
        return
    for letter in seen.calls[0].sizes:
        for label, power, sign in ((f"multiplied by {letter}", 1, 1), (f"divided by {letter}", -1, 1), (f"multiplied by -{letter}", 1, -1)):
            def edited(*args: Any, letter: str = letter, power: int = power, sign: int = sign) -> Any:
                size = sizes_of(dict(zip(seen.names, args, strict=True)), seen.letters)[letter]
                return seen.function(*args[:i], sign * args[i] * float(size) ** power, *args[i + 1:])

            yield StandIn(f"{name} {label}", _says(name, label), edited)


def _as_sizes(seen: Seen, i: int, name: str) -> Iterator[StandIn]:
    """A whole number taken as the length of an axis."""
    for letter in seen.calls[0].sizes:
        def edited(*args: Any, letter: str = letter) -> Any:
            size = sizes_of(dict(zip(seen.names, args, strict=True)), seen.letters)[letter]
            return seen.function(*args[:i], size, *args[i + 1:])

        yield StandIn(f"{name} taken as {letter}", _says(name, f"taken as {letter}"), edited)


def _says(name: str, label: str) -> str:
    if label == MIRRORED:
        return f"{{it}} is what comes out if the mean of {name} counts as 0 (the same as for {name} and its mirror image): is the mean taken away?"
    return f"{{it}} is what comes out for {name} {label}: what happens to {name} on the way?"


def _edits(arg: Any) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    if isinstance(arg, np.ndarray) and arg.dtype.kind in "iub":
        yield from _WHOLE.items()
    elif isinstance(arg, np.ndarray) and numeric(arg) is not None:
        yield from _MORE.items() if arg.ndim != 1 else _ROW.items()
        yield from ((f"with {label} taken of it", make) for label, make in ENTRYWISE.items())
        yield from ((f"replaced by {label}", make) for label, make in ROWWISE.items())
    elif isinstance(arg, (int, float)) and not isinstance(arg, bool):
        yield from ((label if "whatever" in label else f"taken as {label}", make) for label, make in _NUMBERS.items())
    elif isinstance(arg, (list, tuple)) and arg and isinstance(arg[0], (list, tuple)):
        yield from _PAIRS.items()
    elif isinstance(arg, (list, tuple)) and arg:
        yield from (("in the reverse order", lambda a: a[::-1]), ("without its first", lambda a: a[1:]),
                    ("without its last", lambda a: a[:-1]))
    elif isinstance(arg, np.random.Generator):
        yield from ((f"made anew from seed {seed}", lambda a, seed=seed: np.random.default_rng(seed)) for seed in (0, 1, 42, 123))


def _with(function: Callable[..., Any], index: int, make: Callable[[Any], Any]) -> Callable[..., Any]:
    return lambda *args: function(*args[:index], make(args[index]), *args[index + 1:])


def _swapped(function: Callable[..., Any], i: int, j: int) -> Callable[..., Any]:
    return lambda *args: function(*(args[j if k == i else i if k == j else k] for k in range(len(args))))


def _nothing() -> Any:
    raise TypeError


def _set(array: Array, index: int) -> Array:
    changed = array.copy()
    changed.flat[index] = 0
    return changed
