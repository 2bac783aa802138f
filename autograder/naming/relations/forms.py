"""The forms an answer may have, and what factors are called in an exercise's letters."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from autograder.naming.calls import Array, Call, numeric

#: Another form of the right answer: its name, the sentence, how it is made.
FORMS: dict[str, tuple[str, Callable[[Array], Array]]] = {
    "transposed": ("{it} is transposed: its rows stand where its columns should.", np.transpose),
    "flattened": ("{it} is flattened into one row of numbers: it should keep its axes.", lambda w: np.ravel(w) if w.ndim else _nothing()),
    "with an axis too many in front": ("{it} has an axis of length 1 too many in front.", lambda w: w[None]),
    "with an axis too many at the end": ("{it} has an axis of length 1 too many at its end.", lambda w: w[..., None]),
    "with two axes too many": ("{it} has two axes of length 1 too many.", lambda w: w[None, None]),
    "without its axes of length 1": ("{it} loses an axis where that has length 1.", np.squeeze),
    "cut to its first row": ("Only the first row of {it} comes back: does the loop, or the return, end too early?",
                             lambda w: w[0]),
    "cut to its first entry": ("Only the first entry of {it} comes back.", lambda w: w.flat[0]),
    "cut to its first row, as a row": ("Only the first row of {it} comes back: does the loop, or the return, end too early?",
                                       lambda w: w[:1]),
    "cut to its last row, as a row": ("Only the last row of {it} comes back: a loop must collect, not overwrite.", lambda w: w[-1:]),
    "cut to its last row": ("Only the last row of {it} comes back: a loop must collect, not overwrite.", lambda w: w[-1]),
    "cut to its first column": ("Only the first column of {it} comes back.", lambda w: w[..., 0]),
    "cut to its last column": ("Only the last column of {it} comes back.", lambda w: w[..., -1]),
    "without its last row": ("The last row of {it} is missing.", lambda w: w[:-1]),
    "without its first row": ("The first row of {it} is missing.", lambda w: w[1:]),
    "without its last column": ("The last column of {it} is missing.", lambda w: w[..., :-1]),
    "without its first column": ("The first column of {it} is missing.", lambda w: w[..., 1:]),
    "in the reverse order": ("The rows of {it} come in the reverse order.", lambda w: w[::-1]),
    "with columns in the reverse order": ("The columns of {it} come in the reverse order.", lambda w: w[..., ::-1]),
    "cut to its diagonal": ("Only the diagonal of {it} comes back.", np.diagonal),
    "without its entries of 0": ("The entries that should be 0 are left out, so that the shape is lost: every entry keeps its place.",
                                 lambda w: w[w != 0]),
    "without its negative entries": ("The negative entries are left out, so that the shape is lost: every entry keeps its place.",
                                     lambda w: w[w > 0]),
    "without its columns of 0": ("The columns of {it} that are 0 throughout are left out, so that the others lose their places.",
                                 lambda w: w[:, w.any(axis=0)] if w.ndim == 2 else _nothing()),
    "trace": ("Only the sum of the diagonal of {it} comes back.", np.trace),
}


#: Those that select by value: where nothing is left out, they are no more than flattened.
LEAVING_OUT = frozenset({"without its entries of 0", "without its negative entries"})


def by_arguments(call: Call) -> Iterator[tuple[str, str, Callable[[Array, Call], Array]]]:
    """What the right answer may be taken together with: (name, words, the answer that comes of it), for each argument."""
    for i, name in enumerate(call.names):
        if numeric(call.args[i]) is None:
            continue
        for words, take in _VIEWS.items():
            what = words.format(name)
            yield f"times {what}", f"multiplied by {what}", lambda w, c, i=i, take=take: w * take(_array(c, i))
            yield f"divided by {what}", f"divided by {what}", lambda w, c, i=i, take=take: w / take(_array(c, i))
            yield f"plus {what}", f"too large by {what}", lambda w, c, i=i, take=take: w + take(_array(c, i))
            yield f"minus {what}", f"too small by {what}", lambda w, c, i=i, take=take: w - take(_array(c, i))


_VIEWS: dict[str, Callable[[Array], Any]] = {
    "{}": lambda a: a, "{}, a row each": lambda a: a[:, None], "{}, transposed": lambda a: a.T if a.ndim > 1 else _nothing(),
    "the length of {}": np.linalg.norm, "the sum of {}": np.sum, "the mean of {}": np.mean, "the largest of {}": np.max,
    "the spread of {}": np.std, "the square of {}": np.square, "the sum of squares of {}": lambda a: (a * a).sum(), "the variance of {}": np.var,
}


def _nothing() -> Array:
    raise TypeError


def _array(call: Call, i: int) -> Array:
    found = numeric(call.args[i])
    return _nothing() if found is None else found


def factors(sizes: Mapping[str, int]) -> Mapping[str, float]:
    """What factors are called: numbers, the exercise's sizes, their inverses, roots and products."""
    return _factors(tuple(sizes.items()))


def factor_in(name: str) -> str | None:
    """What the factor is called in a relation's name, None where that is of no factor, or of a sign alone."""
    return name.removeprefix("times ") if name.startswith("times ") and name != "times -1" else None


@functools.lru_cache(1_000)
def _factors(sizes: tuple[tuple[str, int], ...]) -> Mapping[str, float]:
    found: dict[str, float] = {"-1": -1, "2": 2, "1/2": 0.5, "-2": -2, "-1/2": -0.5, "4": 4, "1/4": 0.25}
    letters = {k: float(v) for k, v in sizes if v > 0}
    for a, n in letters.items():
        found |= {a: n, f"1/{a}": 1 / n}
    for a, n in letters.items():
        found |= {f"-{a}": -n, f"-1/{a}": -1 / n, f"2{a}": 2 * n, f"1/(2{a})": 0.5 / n, f"2/{a}": 2 / n, f"{a}/2": n / 2,
                  f"√{a}": n**0.5, f"1/√{a}": n**-0.5, f"{a}/({a} - 1)": n / (n - 1) if n > 1 else float("inf"), f"({a} - 1)/{a}": (n - 1) / n,
                  f"{a}²": n * n, f"1/{a}²": 1 / (n * n), f"√(2/{a})": (2 / n) ** 0.5, f"√({a}/2)": (n / 2) ** 0.5}
    for (a, n), (b, m) in itertools.permutations(letters.items(), 2):
        found |= {f"{a}/{b}": n / m, f"√({a}/{b})": (n / m) ** 0.5, f"√({a}/({a} + {b}))": (n / (n + m)) ** 0.5,
                  f"-{a}/{b}": -n / m}
    for (a, n), (b, m) in itertools.combinations(letters.items(), 2):
        found |= {f"{a}·{b}": n * m, f"1/({a}·{b})": 1 / (n * m), f"2/({a}·{b})": 2 / (n * m)}
    found |= {"100": 100, "1/100": 0.01, "10": 10, "1/10": 0.1, "1/√3": 3**-0.5, "√2": 2**0.5, "1/√2": 0.5**0.5, "3": 3, "1/3": 1 / 3,
              "log 2": float(np.log(2)), "1/log 2": float(1 / np.log(2)), "1/log 10": float(1 / np.log(10)),
              "log 10": float(np.log(10)), "π": np.pi, "1/π": 1 / np.pi, "2π": 2 * np.pi, "1/(2π)": 0.5 / np.pi, "√(2π)": (2 * np.pi) ** 0.5,
              "1/√(2π)": (2 * np.pi) ** -0.5}
    return found
