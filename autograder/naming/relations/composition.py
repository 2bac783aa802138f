"""Relations of two steps between an answer and the right one: a form and a factor, a function on top and a factor."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import numpy as np

from autograder.naming.calls import Array, Call
from autograder.naming.relations.forms import FORMS, by_arguments
from autograder.naming.relations.relation import Relation, is_so, made_of, related_by_factor, tops, with_function

_FORM_NAMES = frozenset(FORMS)


def composed(got: Array, want: Array, call: Call) -> Iterator[Relation]:
    """Relations of two steps: a form and then a factor or a function; a function and then a factor."""
    if got.size > 2_000 or want.size > 2_000:
        return
    with np.errstate(all="ignore"):
        for first, make in itertools.chain(_forms(), tops()):
            middle = made_of(make, want)
            if middle is None or middle.shape != got.shape or middle.size < 1:
                continue
            second = [*related_by_factor(got, middle, call, unnamed=False)]
            if first in _FORM_NAMES:
                second += with_function(got, middle)
            for relation in second:
                if is_so(relation, got, middle, call):
                    yield _both(first, make, relation)
        if got.shape == want.shape:
            yield from _with_arguments(got, want, call)


def _with_arguments(got: Array, want: Array, call: Call) -> Iterator[Relation]:
    """An argument and a factor at once."""
    for name, words, make in by_arguments(call):
        middle = made_of(lambda w, make=make: make(w, call), want)
        if middle is None or middle.shape != got.shape:
            continue
        for relation in related_by_factor(got, middle, call, unnamed=False):
            def holds(g: Array, w: Array, c: Call, make: Callable[[Array, Call], Array] = make, second: Relation = relation) -> bool:
                return second.holds(g, np.asarray(make(w, c)), c)

            yield Relation(f"{name}, {relation.name}", f"{{it}} is {words}, and then: {relation.says}", holds, free=True)


def _both(first: str, make: Callable[[Array], Array], second: Relation) -> Relation:
    def holds(got: Array, want: Array, call: Call) -> bool:
        middle = made_of(make, want)
        return middle is not None and second.holds(got, middle, call)

    lead = f"{{it}} looks {first}" if first in _FORM_NAMES else f"there is {first} on top of {{it}}"
    return Relation(f"{first}, {second.name}", f"Two things at once: {lead}; and then: {second.says}", holds, free=True)


def _forms() -> Iterator[tuple[str, Callable[[Array], Array]]]:
    return ((name, make) for name, (_, make) in FORMS.items())
