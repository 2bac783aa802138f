"""One way to work out a loss or a share: which steps, and what it gives for a call."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.naming.calls import Array, Call
from autograder.naming.recipes.steps import (
    CLASSES,
    DECISIONS,
    DIFFERENCES,
    LASTS,
    OF_PREDICTIONS,
    OF_SCORES,
    OF_YES_OR_NO,
    OVERS,
    TOPS,
    YES_OR_NO,
    Row,
    View,
)
from autograder.naming.relations.forms import factors

#: So many of TOPS and OVERS come before LASTS: with all of them, too many numbers would be made.
LAST_TOPS, LAST_OVERS = 4, 4
#: What a made mistake may raise on arguments it does not suit.
UNFIT = (ValueError, TypeError, IndexError, ZeroDivisionError, FloatingPointError, np.linalg.LinAlgError)


@dataclass(frozen=True, eq=False)
class Group:
    """Steps that go together. words: how the sentence goes on after what is taken of an observation."""

    views: Mapping[str, View]
    rows: Mapping[str, Row]
    tops: tuple[str, ...]
    words: str


@dataclass(frozen=True, eq=False)
class Kind:
    """What the two arguments of a loss are, and how it may be worked out. coarse: so that its values are few: a share, a number of errors."""

    fine: tuple[Group, ...]
    coarse: tuple[Group, ...]

    def group(self, recipe: Recipe) -> Group:
        return next(g for g in (*self.fine, *self.coarse) if recipe.row in g.rows and recipe.view in g.views)


def _some(of: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: of[name] for name in names}


def _whole(views: Mapping[str, View]) -> dict[str, View]:
    """Those that leave few different numbers."""
    return {name: view for name, view in views.items() if "1 where" in name or "rounded" in name}


#: Functions on top of a difference, and of a decision.
_FEW = tuple(TOPS)[:8]
_NONE = ("", "1 minus it")
#: What a decision may be made of: where the largest stands, few functions change.
_DECIDED = ("{0}", "{0} with its sign turned round", "the absolute values of {0}", "{0} with its columns in the reverse order", "the softmax of each column of {0}",
            "the softmax of each row of {0}")
_SCORED = _some(OF_SCORES, "{0}", "the softmax of each row of {0}", "the log of the softmax of each row of {0}", "the sigmoid of {0}",
                "{0}, 1 where it is the largest of its row, else 0,", "exp of {0}")
_IN, _FROM_LABELS, _BETWEEN, _BEING = "in {0}", "between the labels, as rows of 0 with a single 1, and {0}", "between {1} and {0}", "v being {0}, and y the label"
_WHETHER = {name: row for name, row in YES_OR_NO.items() if name.startswith("whether")}
LABELLED = Kind(
    (Group(OF_SCORES, CLASSES, tuple(TOPS), _IN), Group(_SCORED, DIFFERENCES, _FEW, _FROM_LABELS)),
    (Group(_some(OF_SCORES, *_DECIDED), DECISIONS, _NONE, _IN), Group(_whole(OF_SCORES), CLASSES, _FEW, _IN), Group(_whole(OF_SCORES), DIFFERENCES, _FEW, _FROM_LABELS)))
ONE_HOT = Kind(
    (Group(OF_PREDICTIONS, CLASSES, tuple(TOPS), _IN), Group(OF_PREDICTIONS, DIFFERENCES, _FEW, _BETWEEN)),
    (Group(_some(OF_PREDICTIONS, "{0}"), DECISIONS, _NONE, _IN), Group(_whole(OF_PREDICTIONS), CLASSES, _FEW, _IN),
     Group(_whole(OF_PREDICTIONS), DIFFERENCES, _FEW, _BETWEEN)))
PREDICTED = Kind((Group(OF_PREDICTIONS, DIFFERENCES, tuple(TOPS), _BETWEEN),), (Group(_whole(OF_PREDICTIONS), DIFFERENCES, _FEW, _BETWEEN),))
BINARY = Kind(
    (Group(OF_YES_OR_NO, YES_OR_NO, tuple(TOPS), _BEING),),
    (Group(_some(OF_YES_OR_NO, "{0}", "the absolute values of {0}"), _WHETHER, _NONE, _BEING), Group(_whole(OF_YES_OR_NO), YES_OR_NO, _FEW, _BEING)))


def kind_of_call(args: tuple[Any, ...]) -> Kind | None:
    """What the arguments are, None where they are of no loss."""
    if len(args) != 2 or not all(isinstance(a, np.ndarray) and a.dtype.kind in "iuf" and a.size for a in args):
        return None
    a, b = args
    if a.ndim == 2 and b.ndim == 1 and len(a) == len(b) and b.dtype.kind in "iu" and 0 <= b.min() and b.max() < a.shape[1]:
        return LABELLED
    if a.ndim == 1 and a.shape == b.shape and set(np.unique(b)) <= {0, 1}:
        return BINARY
    if a.ndim == 2 and a.shape == b.shape:
        return ONE_HOT if set(np.unique(a)) <= {0, 1} and (a.sum(axis=1) == 1).all() else PREDICTED
    return None


def read(kind: Kind, args: tuple[Any, ...]) -> tuple[Array, Array]:
    """Targets and predictions of a call's arguments, both (n, C)."""
    first, second = (np.asarray(a, dtype=np.float64) for a in args)
    if kind is LABELLED:
        return np.eye(first.shape[1])[args[1]], first
    return (second[:, None], first[:, None]) if kind is BINARY else (first, second)


@dataclass(frozen=True)
class Recipe:
    """The steps by their names. factor: what the result is multiplied by, in the exercise's letters."""

    view: str
    row: str
    top: str
    over: str
    last: str = ""
    factor: str = "1"

    def value(self, kind: Kind, call: Call) -> float:
        """What it gives for a call, nan where it cannot be worked out."""
        try:
            Y, V = read(kind, call.args)
            group = kind.group(self)
            rows = group.rows[self.row](Y, group.views[self.view](V))
            known = {"1": 1.0, **factors(call.sizes)}
            return float(LASTS[self.last](OVERS[self.over](TOPS[self.top](rows)))) * known.get(self.factor, np.nan)
        except UNFIT:
            return float("nan")

    def unlike(self, other: Recipe) -> tuple[str, ...]:
        """In which steps the two differ."""
        return tuple(f for f in ("view", "row", "top", "over", "last", "factor") if getattr(self, f) != getattr(other, f))

    def told(self, kind: Kind, names: tuple[str, ...]) -> str:
        """The steps as a clause."""
        first, second = names if kind in (LABELLED, BINARY) else names[::-1]
        words = kind.group(self).words.format(self.view.format(first).rstrip(","), second)
        clauses = [f"of each observation {self.row.rstrip(',')} ({words})"]
        clauses += [f"of that {self.top}"] if self.top else []
        clauses += [f"of all observations' numbers {self.over}"]
        clauses += [f"of that {self.last}"] if self.last else []
        clauses += [f"all that times {self.factor}"] if self.factor != "1" else []
        return "; ".join(clauses)


@dataclass(frozen=True, eq=False)
class Table:
    """What all recipes of a group give for a call. plain (tops, overs, rows); last (lasts but the first, tops, overs, rows), of the first few
    tops and overs; which: the names of the view and the row of each."""

    group: Group
    plain: Array
    last: Array
    which: tuple[tuple[str, str], ...]

    @functools.cached_property
    def order(self) -> tuple[Array, Array]:
        """The places of what `plain` holds, as one row, from the smallest, and the values in that order."""
        places = np.argsort(self.plain.ravel())
        return places, self.plain.ravel()[places]

    def near(self, value: float, allowed: float) -> Array:
        """The places in `plain`, as one row, of what is so near to a finite value."""
        places, values = self.order
        return np.sort(places[np.searchsorted(values, value - allowed):np.searchsorted(values, value + allowed, "right")])

    def recipes(self, places: Array, last: bool, factor: str = "1") -> Iterator[Recipe]:
        """Those at some places of `last`, or of `plain`, as one row."""
        overs, lasts = list(OVERS), list(LASTS)[1:]
        for where in zip(*np.unravel_index(places, (self.last if last else self.plain).shape), strict=True):
            *before, top, over, row = (int(p) for p in where)
            yield Recipe(*self.which[row], self.group.tops[top], overs[over], lasts[before[0]] if before else "", factor)


def tables(kind: Kind, call: Call, coarse: bool) -> list[Table]:
    """All that the recipes of a kind give for a call: a table for each group."""
    Y, V = read(kind, call.args)
    return [_table(group, Y, V) for group in (kind.coarse if coarse else kind.fine)]


def _table(group: Group, Y: Array, V: Array) -> Table:
    rows, which = [], []
    for view, look in group.views.items():
        seen = _made(look, V)
        for name, row in group.rows.items():
            # What cannot be worked out keeps its place, for all tables of a group to have one shape.
            rows.append(_made(row, Y, seen, shape=(len(Y),)))
            which.append((view, name))
    each = np.array(rows)
    plain = np.array([[over(one) for over in OVERS.values()] for top in group.tops for one in [TOPS[top](each)]])
    some = plain[:LAST_TOPS, :LAST_OVERS]
    return Table(group, plain, np.array([last(some) for name, last in LASTS.items() if name]), tuple(which))


def _made(make: Any, *arrays: Array, shape: tuple[int, ...] | None = None) -> Array:
    shape = shape or arrays[-1].shape
    try:
        return np.asarray(make(*arrays), dtype=np.float64).reshape(shape)
    except UNFIT:
        return np.full(shape, np.nan)
