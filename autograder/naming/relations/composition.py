"""Relations of two steps between an answer and the right one: a form and a factor, a function on top and a factor."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterator

import numpy as np

from autograder.naming.calls import Array, Call, same
from autograder.naming.relations.forms import FORMS, by_arguments, factor_in
from autograder.naming.relations.related import related_by_factor, tops, with_arguments, with_function
from autograder.naming.relations.relation import Relation, equals, is_so, kept_of, made_of

#: Entries beyond which two steps are not looked for.
MOST = 2_000

_FORM_NAMES = frozenset(FORMS)


def composed(got: Array, want: Array, call: Call) -> Iterator[Relation]:
    """Relations of two steps: a form and then a factor or a function; a function and then a factor."""
    if got.size > MOST or want.size > MOST:
        return
    with np.errstate(all="ignore"):
        # Of a single number too many functions and factors make another one.
        for first, make in itertools.chain(_forms(), tops() if got.size > 1 else ()):
            middle = kept_of(make, want)
            if middle is None or middle.shape != got.shape or middle.size < 1:
                continue
            second = [*related_by_factor(got, middle, call, unnamed=False)]
            if first in _FORM_NAMES:
                second += with_function(got, middle)
            for relation in second:
                if is_so(relation, got, middle, call):
                    label = factor_in(relation.name)
                    yield _both(first, make, relation) if label is None or not _is_sizeless(make, want, middle) else _sized(first, make, relation, label)
        yield from _reduced(got, want, call)
        yield from _stacked(got, want, call)


def _reduced(got: Array, want: Array, call: Call) -> Iterator[Relation]:
    """A sum over an axis, and a factor."""
    for axis in (None, *range(want.ndim)):
        if got.size >= want.size:
            return
        over = "all its entries" if axis is None else f"axis {axis}"

        def total(w: Array, axis: int | None = axis) -> Array:
            return np.asarray(w.sum(axis=axis), dtype=np.float64)

        middle = total(want)
        if middle.shape != got.shape:
            continue
        for relation in related_by_factor(got, middle, call, unnamed=False):
            if is_so(relation, got, middle, call):
                yield _both(f"summed over {over}", total, relation, f"{{it}} is summed over {over}, where every entry was asked for by itself")


#: Functions that are put on top of one another.
_STACKED = ("the ReLU", "the sigmoid", "tanh", "the absolute value", "a square", "a square root", "exp", "the natural logarithm",
            "a softmax over each row")


def _stacked(got: Array, want: Array, call: Call) -> Iterator[Relation]:
    """Two functions, one on top of the other."""
    if got.shape != want.shape or got.size < 4:
        return
    known = {name: make for name, make in tops() if name in _STACKED}
    for first, make in known.items():
        middle = kept_of(make, want)
        if middle is None or same(middle, want):
            continue
        for second, on_top in known.items():
            relation = Relation(f"{second} on top", f"{second} is taken of that.", equals(on_top, kept_of))
            if is_so(relation, got, middle, call):
                yield _both(first, make, relation)


def argued(got: Array, want: Array, call: Call) -> Iterator[Relation]:
    """The right answer and an argument together, and a factor: less telling than the same function on another argument."""
    if got.shape != want.shape or got.size > MOST:
        return
    with np.errstate(all="ignore"):
        for relation in itertools.chain(with_arguments(got, want, call), _with_both(got, want, call)):
            if is_so(relation, got, want, call):
                yield relation


def _with_both(got: Array, want: Array, call: Call) -> Iterator[Relation]:
    """An argument and a factor at once."""
    for name, words, make in by_arguments(call):
        middle = made_of(lambda w, make=make: make(w, call), want)
        if middle is None or middle.shape != got.shape:
            continue
        for relation in related_by_factor(got, middle, call, unnamed=False):
            def holds(g: Array, w: Array, c: Call, make: Callable[[Array, Call], Array] = make, second: Relation = relation) -> bool:
                return second.holds(g, np.asarray(make(w, c)), c)

            yield Relation(f"{name}, {relation.name}", f"{{it}} is {words}, and then: {relation.says}", holds, free=True)


def _both(first: str, make: Callable[[Array], Array], second: Relation, lead: str = "") -> Relation:
    def holds(got: Array, want: Array, call: Call) -> bool:
        middle = made_of(make, want)
        return middle is not None and second.holds(got, middle, call)

    lead = lead or (f"{{it}} looks {first}" if first in _FORM_NAMES else f"{{it}} is {first} of the right one")
    return Relation(f"{first}, {second.name}", f"Two things at once: {lead}; and then: {second.says}", holds, firm=second.firm, free=True)


def _is_sizeless(make: Callable[[Array], Array], want: Array, made: Array) -> bool:
    """Whether it makes the same of the right answer and of twice that, as a sign does."""
    doubled = made_of(make, 2 * want)
    return doubled is not None and same(doubled, made)


def _sized(first: str, make: Callable[[Array], Array], factor: Relation, label: str) -> Relation:
    """What has no size, and a factor: that may well be the right answer's own, and is no second mistake."""
    both = _both(first, make, factor)
    return dataclasses.replace(both, says=f"{{it}} is {first} of the right one: is that one step too many? (It comes with the factor {label}.)")


def _forms() -> Iterator[tuple[str, Callable[[Array], Array]]]:
    return ((name, make) for name, (_, make) in FORMS.items())
