"""Finds the steps by which a wrong loss was worked out, and makes more calls that must bear them out."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autograder.naming.calls import Array, Call, key_of, numeric, run, same, sizes_of
from autograder.naming.deciding import Ask
from autograder.naming.evidence import ENOUGH, bits_of
from autograder.naming.finding import Finding
from autograder.naming.look import OVERFLOWING, Look, largest
from autograder.naming.recipes.recipe import BINARY, LABELLED, ONE_HOT, PREDICTED, Kind, Recipe, Table, kind_of_call, tables
from autograder.naming.recipes.steps import LASTS, OVERS, TOPS
from autograder.naming.relations.comparison import told
from autograder.naming.relations.forms import factors
from autograder.naming.stand_ins.changes import is_vague
from autograder.naming.stand_ins.stand_in import StandIn

#: Two numbers are the same within this.
NEAR = (1e-9, 1e-12)
#: Calls that all recipes are tried on, and recipes left after which the others are looked at one by one; recipes of one factor that may be
#: left: of more, the answers tell nothing; those that are tried on further calls, and the observations of these.
TABLES, FEW, CANDIDATES, TRIED, ROWS = 8, 30, 600, 60, 97
#: Further calls that must bear a recipe out; more where the answers are shares or whole numbers.
FURTHER, FURTHER_COARSE = 2, 5
#: Entries beyond which a call is not tried on all recipes.
MOST = 400
#: Steps of the right way that a recipe may leave: of more, it is no slip and may be a roundabout way to say something else.
UNLIKE = 3

#: (Week.key, exercise) -> the right way; a call's key -> what all recipes give for it.
_right: dict[tuple[str, str], tuple[Recipe, ...]] = {}
_tables: dict[tuple[str, bool], list[Table]] = {}
KEPT, PLAINEST = 40, 8
#: Different answers of which each must be what sizes make, for that to be no chance; how the letter of a size looks in a factor's name.
SIZED, SIZE = 3, re.compile(r"(?<!\w)[A-Za-z](?!\w)")

#: Of a step that is another than the right one: where to look.
_WHERE = {"view": "what is done to {0} first", "row": "what is taken of each observation", "top": "what is made of that", "over":
          "how the observations are put together", "last": "the last step", "factor": "the factor"}


@np.errstate(all="ignore")
def followed(look: Look, ask: Ask | None) -> list[Finding]:
    """The steps that give every answer, and those of more calls; empty where none do."""
    kinds = {kind_of_call(c.args) for c in look.calls}
    # A target of one column of ones is one-hot by chance.
    kind = next(iter(kinds)) if len(kinds) == 1 else PREDICTED if kinds == {ONE_HOT, PREDICTED} else None
    if kind is None or any(c.got.status != "returned" or c.want.status != "returned" or _is_no_number(c.want.value) for c in look.calls):
        return []
    answers = {c.number: float(a) for c in look.calls if (a := numeric(c.got.value)) is not None and a.ndim == 0}
    if len(answers) < len(look.calls):
        return []
    # Whatever overflows is inf or nan: that is told besides, and is no evidence.
    overflown = [c for c in look.calls if not np.isfinite(answers[c.number])]
    bounded = [c for c in look.calls if c not in overflown]
    if not any(c in look.wrong for c in bounded) or any(largest(c.args) <= OVERFLOWING for c in overflown):
        return []
    fitting = _fitting(kind, bounded, look.wrong, answers)
    if not fitting or ask is None:
        return []
    right = _right_ways(look, kind)
    odd = {r: _oddness(kind, r, right) for r in fitting}
    fitting = sorted((r for r in fitting if not right or 0 < odd[r][0] <= UNLIKE), key=lambda r: odd[r])[:TRIED]
    recipe, asked = _borne_out(look, kind, fitting, ask)
    if recipe is None:
        return []
    if (label := _of_sizes(look.calls, answers)) is not None:
        says = f"{{it}} is {label} in every call ({{sizes:{label}}}), whatever {' and '.join(look.seen.names)} hold: does what you work out from them reach it?"
        it = f"your {look.seen.it}" if look.seen.it else "your answer"
        return [Finding(f"always {label}", told(says, it, look.wrong[0]), frozenset(c.number for c in look.calls))]
    if (edit := _edit(look, asked)) is not None:
        return [look.as_finding(edit)]
    unlike = min((recipe.unlike(r) for r in right), key=len, default=())
    return [_as_finding(look, kind, recipe, unlike, [c for c in overflown if not _gives(kind, recipe, c, answers[c.number])])]


def _of_sizes(calls: Sequence[Call], answers: dict[int, float]) -> str | None:
    """What the sizes of the arguments alone make of every answer, 1/n, say; None where nothing does, or the answers are too few to tell."""
    if len(set(answers.values())) < SIZED:
        return None
    labels = [{k for k, f in factors(c.sizes).items() if abs(f - answers[c.number]) <= _allowed(f, 1) and SIZE.search(k)} for c in calls]
    return min(set.intersection(*labels), key=lambda k: (len(k), k), default=None)


def _is_no_number(value: Any) -> bool:
    found = numeric(value)
    return found is None or bool(found.ndim)


def _as_finding(look: Look, kind: Kind, recipe: Recipe, unlike: Sequence[str], overflown: Sequence[Call]) -> Finding:
    it = f"your {look.seen.it}" if look.seen.it else "your answer"
    predictions = look.seen.names[0 if kind in (LABELLED, BINARY) else 1]
    where = f" Look at {' and at '.join(_WHERE[f].format(predictions) for f in unlike)}." if unlike else ""
    besides = " Besides, where numbers are large it is inf or nan: what overflows there?" if overflown else ""
    says = told(f"{{it}} is exactly what comes of these steps: {recipe.told(kind, look.seen.names)}.{where}{besides}", it, look.wrong[0])
    name = " | ".join(p for p in (recipe.view.format("it"), recipe.row, recipe.top, recipe.over, recipe.last, recipe.factor) if p and p != "1")
    return Finding(f"steps: {name}", says, frozenset(c.number for c in look.calls))


def _fitting(kind: Kind, calls: Sequence[Call], wrong: Sequence[Call], answers: dict[int, float], factors_too: bool = True) -> list[Recipe]:
    """Recipes that give all answers."""
    ordered = sorted((c for c in calls if c.key is not None and c.args[0].size <= MOST),
                     key=lambda c: (c not in wrong, -bits_of(np.array([answers[c.number]])), len(c.args[0]) < 2, c.number))
    coarse = sum(bits_of(np.array([answers[c.number]])) for c in calls) < ENOUGH
    found, tried = _on_tables(kind, ordered[:TABLES], answers, coarse, factors_too)
    rest = [c for c in calls if c not in tried]
    return [r for r in found if all(_gives(kind, r, c, answers[c.number]) for c in rest)]


def _gives(kind: Kind, recipe: Recipe, call: Call, answer: float) -> bool:
    return same(np.array(answer), np.array(recipe.value(kind, call)), *NEAR)


def _on_tables(kind: Kind, calls: Sequence[Call], answers: dict[int, float], coarse: bool, factors_too: bool) -> tuple[list[Recipe], list[Call]]:
    """Recipes that give the answers to the first of these calls, and these: further ones are looked at until few recipes are left."""
    #: Of each group and factor, and of "" for what has a last step: the places of those that are left.
    left: dict[tuple[int, str], Array] = {}
    tried: list[Call] = []
    known: list[Table] = []
    for call in calls:
        answer, known = answers[call.number], _tables_of(kind, call, coarse)
        names = {"1": 1.0, "-1": -1.0, **({k: f for k, f in factors(call.sizes).items() if len(k) < 9 and "√" not in k} if factors_too else {})}
        keys = left if tried else [(i, k) for i in range(len(known)) for k in (*names, "")]
        found = {}
        for i, k in keys:
            values = (known[i].plain if k else known[i].last).ravel()
            factor = names.get(k, np.nan) if k else 1.0
            if tried:
                places = left[i, k][_near(values[left[i, k]], factor, answer)]
            elif k and np.isfinite(answer):
                places = known[i].near(answer / factor, _allowed(answer, factor))
            else:
                places = np.flatnonzero(_near(values, factor, answer))
            if len(places):
                found[i, k] = places
        left = found
        tried.append(call)
        if sum(map(len, left.values())) <= FEW:
            break
    recipes = (known[i].recipes(places, not k, k or "1") for (i, k), places in left.items() if len(places) <= CANDIDATES)
    return list(itertools.chain(*recipes)), tried


def _near(values: Array, factor: float, answer: float) -> Array:
    if not np.isfinite(answer):
        return np.isnan(values) if np.isnan(answer) else values * factor == answer
    return np.abs(values - answer / factor) <= _allowed(answer, factor)


def _allowed(answer: float, factor: float) -> float:
    return (NEAR[0] * abs(answer) + NEAR[1]) / abs(factor)


def _tables_of(kind: Kind, call: Call, coarse: bool) -> list[Table]:
    assert call.key is not None
    if (call.key, coarse) not in _tables:
        if len(_tables) >= KEPT:
            _tables.clear()
        _tables[call.key, coarse] = tables(kind, call, coarse)
    return _tables[call.key, coarse]


def _right_ways(look: Look, kind: Kind) -> tuple[Recipe, ...]:
    """The plainest recipes that give what is right, in every call."""
    key = look.week.key, look.exercise.id
    if key not in _right:
        found = _fitting(kind, look.calls, look.calls, {c.number: float(c.want.value) for c in look.calls}, factors_too=False)
        _right[key] = tuple(sorted(found, key=lambda r: _oddness(kind, r, ()))[:PLAINEST])
    return _right[key]


def _oddness(kind: Kind, recipe: Recipe, right: Sequence[Recipe]) -> tuple[int, int, int]:
    """How far it is from the right way, how many steps more than need be it has, and how far they are from the plainest."""
    group = kind.group(recipe)
    orders = (list(group.views), list(group.rows), list(TOPS), list(OVERS), list(LASTS))
    fields = (recipe.view, recipe.row, recipe.top, recipe.over, recipe.last)
    return (min((len(recipe.unlike(r)) for r in right), default=0), sum(step != "" for step in (recipe.top, recipe.last)) + (recipe.factor != "1"),
            sum(order.index(field) for order, field in zip(orders, fields, strict=True)) + 3 * (len(recipe.factor) - 1))


def _borne_out(look: Look, kind: Kind, fitting: Sequence[Recipe], ask: Ask) -> tuple[Recipe | None, list[Call]]:
    """The first recipe that further calls bear out, too, and these calls."""
    coarse = look.told_apart() < 2 * ENOUGH
    left, answers, asked = list(fitting), set[float](), list[Call]()
    for number, call in enumerate(_further(look, kind)):
        if number >= (FURTHER_COARSE if coarse else FURTHER) or not left:
            break
        got = ask(call.args)
        answer = numeric(got.value) if got.status == "returned" else None
        if answer is None or answer.ndim:
            return None, []
        answers.add(float(answer))
        asked.append(dataclasses.replace(call, got=got, changed=got.changed))
        left = [r for r in left if _gives(kind, r, call, float(answer))]
    # One answer to everything is what many steps come to that leave nothing over.
    return (left[0] if left and len(answers) > 1 else None), asked


def _edit(look: Look, asked: Sequence[Call]) -> StandIn | None:
    """An edit of a solution that does the same as the steps: it names the line, whatever inputs were drawn."""
    fitting = look.kept().fitting([look.may_be(look.calls)])
    return next((s for s in fitting if not is_vague(s.says) and all(look.matches(s, c) for c in (*look.calls, *asked))), None)


def _further(look: Look, kind: Kind) -> Iterator[Call]:
    """Calls of many observations."""
    rng = np.random.default_rng(11)
    columns = [c.args[0].shape[1] for c in look.calls if c.args[0].ndim == 2] or [1]
    widths = sorted(set(columns), key=lambda k: (k < 3, k))
    for number in range(FURTHER_COARSE):
        n, k = ROWS - number, widths[number % min(2, len(widths))]
        Z = rng.normal(0, 1.5, (n, k))
        # Some are right, in the last but one call all but one, in the last all: what is done with a share of 1 shows there.
        right = rng.uniform(size=n) < (0.4, 0.6, 0.4, 2, 2)[number]
        right[0] &= number != 3
        labels = np.where(right, Z.argmax(axis=1), Z.argmin(axis=1) if number == 3 else rng.integers(0, k, n))
        if kind is LABELLED:
            args: tuple[Array, ...] = (Z, labels.astype(look.calls[0].args[1].dtype))
        elif kind is BINARY:
            args = (Z[:, 0], np.where(right, Z[:, 0] > 0, Z[:, 0] <= 0).astype(look.calls[0].args[1].dtype))
        elif kind is ONE_HOT:
            P = np.exp(Z)
            args = (np.eye(k)[labels], P / P.sum(axis=1, keepdims=True))
        else:
            args = (rng.normal(0, 1.5, (n, k)), Z)
        key = key_of(args)
        sizes = sizes_of(dict(zip(look.seen.names, args, strict=True)), look.seen.letters)
        yield dataclasses.replace(look.calls[0], args=args, key=key, sizes=sizes, want=run(look.seen.function, args, key))
