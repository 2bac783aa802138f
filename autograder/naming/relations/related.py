"""What relates an answer to the right one: a factor, an offset, a shape, a function on top or left out."""

from __future__ import annotations

import dataclasses
import itertools
import math
import re
from collections.abc import Callable, Iterable, Iterator

import numpy as np

from autograder.naming.calls import Array, Call, same
from autograder.naming.relations.forms import FORMS, LEAVING_OUT, by_arguments, factors
from autograder.naming.relations.places import places
from autograder.naming.relations.relation import Relation, equals, is_so, kept_of, size_of, undone
from autograder.naming.stand_ins.functions import ENTRYWISE, INVERTIBLE, MANY_TO_ONE, REDUCTIONS, ROWWISE

#: Of ROWWISE, what puts numbers in other places: few different numbers tell that, too, if there are enough of them.
MOVED, MOVED_LEAST = ("columns moved by one", "columns moved back by one", "rows moved by one"), 12
#: Of ROWWISE, two that are the same where the largest entry without its sign is positive.
BY_LARGEST = ("a division by the largest of all", "a division by the largest absolute value")
#: Entries beyond which a value is too large to be looked at closely.
MOST = 5_000


def related(got: Array, want: Array, call: Call) -> Iterator[Relation]:
    """All relations that hold between one answer and the right one, the plainest first."""
    with np.errstate(all="ignore"):
        if got.size > MOST or want.size > MOST:
            found: Iterable[Relation] = (*_constants(got, want), *related_by_factor(got, want, call))
        else:
            found = itertools.chain(_constants(got, want), related_by_factor(got, want, call), _shapes(got, want), _shifts(got, want),
                                    with_function(got, want), _reduced(got, want), _parts(got, want, call),
                                    _offsets(got, want, call), _roughly(got, want))
        for relation in found:
            if is_so(relation, got, want, call):
                yield relation


def constants(got: Array, want: Array, call: Call) -> Iterator[Relation]:
    """One value, whatever was asked for, and an offset from one value: all that can be told of an answer without variety."""
    with np.errstate(all="ignore"):
        for relation in (*_constants(got, want), *_shifts(got, want), *_shapes(got, want)):
            if is_so(relation, got, want, call):
                yield relation


def fixed(got: Array, want: Array, call: Call) -> Iterator[Relation]:
    """One value in every entry of every answer, where nothing else explains that: all that there is to say."""
    for relation in _constants(got, want):
        if relation.name != "nan" and got.size > 2 and is_so(relation, got, want, call):
            yield dataclasses.replace(relation, firm=True, constant=False)


def slips(got: Array, want: Array, call: Call) -> Iterator[Relation]:
    """Forms and factors alone: what may come on top of a known mistake."""
    with np.errstate(all="ignore"):
        without_nan = Relation("0 in place of nan", "And nan is replaced by 0, which hides the trouble and does not end it.", equals(np.nan_to_num))
        for relation in (*related_by_factor(got, want, call, unnamed=False), *_shapes(got, want), without_nan):
            if relation.firm and is_so(relation, got, want, call):
                yield relation


def _constants(got: Array, want: Array) -> Iterator[Relation]:
    if got.size and np.isnan(got).all():
        yield Relation("nan", "{it} is nan everywhere: does something divide 0 by 0, or take inf from inf?",
                       lambda g, w, c: bool(np.isnan(g).all()), firm=False, constant=True)
    for value, word in ((0.0, "zeros"), (1.0, "ones")):
        if got.size and (got == value).all() and not (want == value).all():
            yield Relation(word, f"{{it}} is {value:g} everywhere: is what you work out put into it?",
                           lambda g, w, c, value=value: bool((g == value).all()), firm=False, constant=True)
    if got.size > 1 and np.ptp(got) == 0 and got.shape == want.shape:
        yield Relation("one value everywhere", "All entries of {it} are the same number: what should set them apart?",
                       lambda g, w, c: g.size < 2 or bool(np.ptp(g) == 0), firm=False, constant=True)


def related_by_factor(got: Array, want: Array, call: Call, unnamed: bool = True) -> Iterator[Relation]:
    if got.shape != want.shape or not got.size:
        return
    if got.size == 1:
        # A loss, say: by far the most of what is looked at, and no array is needed for it.
        one, other = got.item(0), want.item(0)
        factor = one / other if other and math.isfinite(one) else 0.0
    else:
        factor = _common_factor(got, want)
    # What is right but for a few digits is coarse, and no multiple.
    if not math.isfinite(factor) or factor == 0 or abs(factor - 1) < 1e-5:
        return
    for label, value in factors(call.sizes).items():
        if abs(value - factor) <= 1e-7 * abs(factor) and abs(value - 1) > 1e-9:
            yield Relation(f"times {label}", _factor_says(label),
                           lambda g, w, c, label=label: _times(g, w, factors(c.sizes).get(label)))
    if unnamed and (got.size > 1 or abs(factor) < 1e6):
        yield Relation(f"times {factor:.4g}", f"{{it}} is {factor:.4g} times what it should be, in every entry.",
                       lambda g, w, c: _times(g, w, factor), free=True)


def _common_factor(got: Array, want: Array) -> float:
    """What every entry is multiplied by, as far as one tells; 0 where they are not one multiple."""
    where = np.abs(want) > 1e-12 * max(1e-300, float(np.abs(want[np.isfinite(want)]).max(initial=0)))
    if not where.any() or not np.isfinite(got).all():
        return 0.0
    ratio = got[where] / want[where]
    factor = float(ratio[0])
    if abs(ratio[-1] - factor) > 1e-6 + 1e-6 * abs(factor) or not np.allclose(ratio, factor, rtol=1e-7):
        return 0.0
    return factor


def _times(got: Array, want: Array, factor: float | None) -> bool:
    return factor is not None and same(got, want * factor, 1e-7)


def _factor_says(label: str) -> str:
    plain = {
        "-1": "{it} has the wrong sign everywhere: what is taken from what?",
        "2": "{it} is twice what it should be: where does a 2 too much come from?",
        "1/2": "{it} is half of what it should be: which factor 2 is missing?",
        "100": "{it} is 100 times what it should be: per cent where a fraction was asked for?",
    }
    if label in plain:
        return plain[label]
    if not re.search(r"[A-Za-z]", label.replace("log ", "")):
        return f"{{it}} is {label} times what it should be: where does that factor come from?"
    if "√" in label or " of " in label:
        return f"Every entry of {{it}} is {label} times what it should be ({{sizes:{label}}}): what is it multiplied or divided by?"
    if label.startswith("1/") and "/" not in label[2:] and "·" not in label:
        return (f"Every entry of {{it}} is {label[2:]} times too small ({{sizes:{label[2:]}}}): is something averaged that "
                f"should be summed, or averaged twice?")
    if label.isidentifier():
        return f"Every entry of {{it}} is {label} times too large ({{sizes:{label}}}): which average is missing?"
    return f"Every entry of {{it}} is {label} times what it should be ({{sizes:{label}}}): over what is it averaged or summed?"


def _shifts(got: Array, want: Array) -> Iterator[Relation]:
    if got.shape != want.shape or not got.size or not (np.isfinite(got).all() and np.isfinite(want).all()):
        return
    gap = got - want
    first = float(gap.flat[0])
    size = max(1.0, float(np.abs(want).max()))
    if abs(first) > 1e-9 * size and np.allclose(gap, first, rtol=1e-6, atol=1e-11 * size):
        says = f"{{it}} is {abs(first):.6g} too {'large' if first > 0 else 'small'} in every entry, in every call."
        yield Relation(f"offset {first:.4g}", says, lambda g, w, c: same(g, w + first, 1e-8, 1e-9), free=True)


def _offsets(got: Array, want: Array, call: Call) -> Iterator[Relation]:
    if got.shape != want.shape or not got.size or not (np.isfinite(got).all() and np.isfinite(want).all()):
        return
    gap = got - want
    first = float(gap.flat[0])
    if got.size > 1 and (first != 0 or gap.any()):
        yield Relation("an offset", "{it} is off by one number that is the same for all its entries: what is added or taken "
                                    "away there?", lambda g, w, c: _constant(g - w, w), firm=False)
    if got.ndim == 2 and min(got.shape) > 1:
        yield Relation("an offset a row", "Each row of {it} is off by one number of its own: what is added to, or taken from, "
                                          "whole rows?",
                       lambda g, w, c: all(_constant(r, v) for r, v in zip(g - w, w, strict=True)), firm=False)
        yield Relation("an offset a column", "Each column of {it} is off by one number of its own: what is added to, or taken "
                                             "from, whole columns?",
                       lambda g, w, c: all(_constant(r, v) for r, v in zip((g - w).T, w.T, strict=True)), firm=False)
        yield Relation("one factor", "{it} is right but for a factor that all its entries share: by what is the whole of it divided or multiplied?",
                       lambda g, w, c: _share_a_factor(g, w), firm=False)
        yield Relation("a factor a row", "Each row of {it} is right but for a factor of its own: by what is a row divided or multiplied?",
                       lambda g, w, c: all(_constant(r, r) for r in g / w), firm=False)
        yield Relation("a factor a column", "Each column of {it} is right but for a factor of its own: by what is a column "
                                            "divided or multiplied?", lambda g, w, c: all(_constant(r, r) for r in (g / w).T), firm=False)


def _share_a_factor(got: Array, want: Array) -> bool:
    there = want != 0
    return got.shape == want.shape and bool(there.any()) and not got[~there].any() and _constant(got[there] / want[there], np.ones(1))


def _constant(values: Array, of: Array) -> bool:
    return bool(np.allclose(values, values.flat[0], rtol=1e-8, atol=1e-10 * max(1.0, float(np.abs(of).max()))))


def tops() -> Iterator[tuple[str, Callable[[Array], Array]]]:
    return itertools.chain(ENTRYWISE.items(), ROWWISE.items())


def _shapes(got: Array, want: Array) -> Iterator[Relation]:
    for name, (says, make) in FORMS.items():
        if name in LEAVING_OUT and got.size >= want.size:
            continue
        yield Relation(name, says, equals(make, kept_of))
    if got.size == want.size and got.shape != want.shape:
        yield Relation("reshaped", "{it} holds the right numbers in the right order, in another shape.",
                       lambda g, w, c: g.size == w.size and same(g.ravel(), w.ravel()))
    if got.size == want.size > 1:
        yield Relation("another order", "{it} holds the right numbers, in another order: what belongs to which place?",
                       lambda g, w, c: g.size == w.size and same(np.sort(g.ravel()), np.sort(w.ravel())), firm=False)
    if got.shape != want.shape and got.size and want.size and np.ptp(want) == 0:
        # The relation holds where the lengths happen to be alike, too.
        yield Relation("another length", "{it} holds the right number everywhere, in another shape: how long should each axis be?",
                       lambda g, w, c: np.ndim(g) == np.ndim(w) and len({*g.ravel().tolist(), *w.ravel().tolist()}) == 1)
    if got.size > want.size:
        yield Relation("repeated", "{it} repeats the right numbers along an axis that should not be there.",
                       lambda g, w, c: g.shape != w.shape and same(g, np.broadcast_to(w, g.shape)))


def with_function(got: Array, want: Array) -> Iterator[Relation]:
    if got.shape != want.shape:
        return
    if got.size > 2 and len(np.unique(want)) < 3:
        # Of two values every function is as good as any other.
        yield Relation("one minus it", "1 stands where 0 should, and 0 where 1 should: {it} is turned round.", equals(lambda w: 1 - w))
        for name in MOVED if got.size >= MOVED_LEAST else ():
            yield Relation(f"{name} on top", f"{{it}} is {name} of the right one: is that one step too many?", equals(ROWWISE[name]))
        return
    for name, make in tops() if got.size > 1 else ENTRYWISE.items():
        yield Relation(f"{name} on top", f"{{it}} is {name} of the right one: is that one step too many?", equals(make, kept_of),
                       firm=name not in BY_LARGEST or not _largest_is_positive_by_chance(want))
        if name in INVERTIBLE:
            yield Relation(f"{name} left out", _left_out_says(name), undone(make))


def _largest_is_positive_by_chance(want: Array) -> bool:
    """Whether the largest entry is the largest without its sign, too, where there are negative ones: which of the two divides is not told."""
    return bool((want < 0).any()) and bool(want.max() == np.abs(want).max())


def _left_out_says(name: str) -> str:
    """What it means that the right one is a function of the answer. Where that function makes the same of many arrays, a slip inside of it
    may be hidden by it; where it can be undone, what undoes it may be too much."""
    says = f"{name} of {{it}} would be right: is that step left out, "
    return says[:1].upper() + says[1:] + ("or does it go wrong?" if name in MANY_TO_ONE else "or its opposite a step too many?")


def with_arguments(got: Array, want: Array, call: Call) -> Iterator[Relation]:
    if got.shape != want.shape:
        return
    for name, words, make in by_arguments(call):
        def holds(g: Array, w: Array, c: Call, make: Callable[[Array, Call], Array] = make) -> bool:
            made = np.asarray(make(w, c))
            return made.shape == w.shape and same(g, made)

        yield Relation(name, f"{{it}} is {words}: does that belong there?", holds)


def _reduced(got: Array, want: Array) -> Iterator[Relation]:
    for name, reduce in REDUCTIONS.items():
        if want.ndim and got.ndim <= want.ndim and got.size < want.size:
            for axis in (None, *range(want.ndim)):
                over = "all its entries" if axis is None else f"axis {axis}"
                says = f"{{it}} is what is left of the right one with {name} over {over}: all of it was asked for."
                if "taken" not in name:
                    says = f"{{it}} is {name} over {over}: every entry was asked for by itself."
                yield Relation(f"{name} over {over}", says, _reducing(reduce, axis))
        if got.ndim and want.ndim <= got.ndim and want.size < got.size:
            for axis in (None, *range(got.ndim)):
                over = "all entries" if axis is None else f"axis {axis}"
                says = f"The last step is missing: {{it}}, {name} over {over}, would be right."
                yield Relation(f"not {name} over {over}", says, _unreduced(reduce, axis))


def _reducing(reduce: Callable[..., Array], axis: int | None) -> Callable[[Array, Array, Call], bool]:
    def holds(got: Array, want: Array, call: Call) -> bool:
        if axis is not None and want.ndim <= axis:
            return False
        made = np.asarray(reduce(want, axis=axis), dtype=np.float64)
        return same(got if made.shape == got.shape else got.reshape(made.shape), made)

    return holds


def _unreduced(reduce: Callable[..., Array], axis: int | None) -> Callable[[Array, Array, Call], bool]:
    def holds(got: Array, want: Array, call: Call) -> bool:
        made = np.asarray(reduce(got, axis=axis), dtype=np.float64).reshape(want.shape)
        if want.size > 1 and any((made == np.take(got, place, axis).reshape(want.shape)).all() for place in (0, -1)):
            # The largest, say, is the last each time: it is that row that is right.
            return False
        return same(made, want)

    return holds


def _parts(got: Array, want: Array, call: Call) -> Iterator[Relation]:
    """Right only in some entries, told by what came, by an argument's entry there, by where they stand or what should be there."""
    if got.shape != want.shape or got.size < 2:
        return
    right = _right(got, want)
    if not right.any() or right.all():
        return
    yield Relation("not finite where wrong", "{it} is inf or nan wherever it is not right: what overflows there, or is divided by 0?",
                   lambda g, w, c: g.shape == w.shape and not np.isfinite(g[~_right(g, w)]).any(), firm=False)
    for i, name in enumerate(call.names):
        if getattr(call.args[i], "shape", None) == got.shape:
            yield Relation(f"wrong only where {name} is 0", f"{{it}} is wrong only where {name} is 0, and right in all other places.",
                           lambda g, w, c, i=i: not (np.asarray(c.args[i])[~_right(g, w)] != 0).any(), firm=False)
    yield from _in_places(got, want)
    yield Relation("0 where wrong", "{it} is 0 wherever it is not right: is every place filled, or is something cut off?",
                   lambda g, w, c: g.shape == w.shape and not g[~_right(g, w)].any(), firm=False)


def _in_places(got: Array, want: Array) -> Iterator[Relation]:
    for name, mask in places().items():
        asked = "does a loop, or the return, end too early?" if name.startswith("in the") else "what should stand there?"
        yield Relation(f"filled only {name}", f"{{it}} is right {name} and 0 in all other places: {asked}",
                       lambda g, w, c, mask=mask: same(g, np.where(mask(w), w, 0)))
        yield Relation(f"right only {name}", f"{{it}} is right only {name}: what happens elsewhere?",
                       lambda g, w, c, mask=mask: _only(g, w, mask(w)), firm=False)
        yield Relation(f"wrong only {name}", f"{{it}} is wrong only {name}, and right in all other places.",
                       lambda g, w, c, mask=mask: _only(g, w, ~mask(w)), firm=False)


def _right(got: Array, want: Array) -> Array:
    return np.isclose(got, want, rtol=1e-7, atol=1e-9, equal_nan=True)


def _only(got: Array, want: Array, mask: Array) -> bool:
    """Right exactly where the mask is; where the mask takes all or nothing of this answer, it says as much."""
    right = _right(got, want)
    return bool((right == mask).all())


def _roughly(got: Array, want: Array) -> Iterator[Relation]:
    """Right to a few digits, or in its pattern only."""
    if got.shape != want.shape or not got.size:
        return
    for digits in (6, 5, 4, 3, 2):
        yield Relation(f"right to {digits} digits", f"{{it}} is right to about {digits} digits and no further: is something rounded, coarse, cut "
                                                    f"off, or a small number added?",
                       lambda g, w, c, digits=digits: bool(np.isfinite(g).all()) and same(g, w, 10.0**-digits, 10.0**-digits * size_of(w)), firm=False)
    if got.size > 3 and len(np.unique(want)) == 2 == len(np.unique(got)) and 1 not in np.unique(want, return_counts=True)[1]:
        low, high = got[want == want.min()].flat[0], got[want == want.max()].flat[0]
        yield Relation("the right pattern", f"{{it}} has the right pattern with other values: {low:.4g} stands for {want.min():g} and {high:.4g} for "
                                            f"{want.max():g} (in one of the calls).", _patterned)


def _patterned(got: Array, want: Array, call: Call) -> bool:
    """One value wherever the right one has its lowest, another wherever it has its highest, and there are no others: whatever is made
    entry by entry has one value for each that there are."""
    return got.shape == want.shape and len(np.unique(want)) == 2 and all(np.ptp(got[want == v]) == 0 for v in np.unique(want)) and len(np.unique(got)) > 1
