"""A function that is worked out entry by entry: which curve it is, from all the entries that were seen."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograder.naming.calls import Array, same
from autograder.naming.finding import Finding
from autograder.naming.look import Look
from autograder.naming.relations.relation import as_array
from autograder.naming.stand_ins.functions import ENTRYWISE, Function

#: Different entries that must lie on a curve, two numbers of which were chosen to fit; and by how much they may be off it.
LEAST, NEAR = 12, (1e-8, 1e-10)
#: What the entries are multiplied by before.
SCALES = (1.0, 2.0, 0.5, -1.0)


@np.errstate(all="ignore")
def curve(look: Look) -> list[Finding]:
    """The curve on which all entries lie: a known one, stretched and moved; empty where there is none, or it is no such function."""
    entries = _entries(look)
    if entries is None:
        return []
    z, got, want = entries
    places = [np.arange(len(z)), np.flatnonzero(z <= 0), np.flatnonzero(z > 0)]
    for where, those in zip(("", "negative", "positive"), places, strict=True):
        others = np.setdiff1d(np.arange(len(z)), those)
        if where and not (len(others) and same(got[others], want[others], *NEAR)):
            continue
        for name, factor, plus in _fitting(z[those], got[those]):
            return [_as_finding(look, name, factor, plus, where)]
    return []


def _entries(look: Look) -> tuple[Array, Array, Array] | None:
    """Each different entry of the only argument with what came back for it and what should have; None where the right answer is not made
    entry by entry, or one that came back is not."""
    seen: dict[float, tuple[float, float]] = {}
    for call in look.calls:
        z = call.args[0]
        if len(call.args) != 1 or not isinstance(z, np.ndarray) or call.got.status != "returned" or call.want.status != "returned":
            return None
        got, want = as_array(call.got.value), as_array(call.want.value)
        if got is None or want is None or not got.shape == want.shape == z.shape:
            return None
        for entry, g, w in zip(z.ravel().tolist(), got.ravel().tolist(), want.ravel().tolist(), strict=True):
            known = seen.setdefault(entry, (g, w))
            if not same(np.array(known), np.array((g, w)), *NEAR):
                return None
    z, both = np.array(list(seen)), np.array(list(seen.values())).reshape(-1, 2)
    finite = np.isfinite(both).all(axis=1) & np.isfinite(z)
    # What is inf or nan may be so for what overflows.
    if not finite.all() and np.abs(z[~finite]).min() < 50:
        return None
    return z[finite], both[finite, 0], both[finite, 1]


def _fitting(z: Array, got: Array) -> Iterator[tuple[str, float, float]]:
    if len(np.unique(z)) < LEAST or len(np.unique(got)) < LEAST:
        return
    for name, make in ENTRYWISE.items():
        for scale in SCALES:
            made = _made(make, scale * z)
            if made is None or len(np.unique(made)) < LEAST:
                continue
            centred = made - made.mean()
            factor = float(centred @ (got - got.mean()) / (centred @ centred))
            plus = float(got.mean() - factor * made.mean())
            if same(got, factor * made + plus, *NEAR):
                of = "it" if scale == 1 else f"{scale:g} times it"
                yield f"{name} of {of}", factor, plus


def _made(make: Function, z: Array) -> Array | None:
    made = np.asarray(make(z), dtype=np.float64)
    return made if made.shape == z.shape and np.isfinite(made).all() else None


def _as_finding(look: Look, name: str, factor: float, plus: float, where: str) -> Finding:
    argument = look.seen.names[0]
    it = f"Your {look.seen.it}" if look.seen.it else "Your answer"
    times = "" if abs(factor - 1) < 1e-9 else f"{_number(factor)} times "
    added = "" if abs(plus) < 1e-9 else f", {'plus' if plus > 0 else 'minus'} {_number(abs(plus))}"
    what = f"{times}{name.removesuffix('it')}{argument}{added}"
    says = f"Where {argument} is {where}, your answer is {what}; elsewhere it is right." if where else f"{it} is {what}: another function than was asked for."
    return Finding(f"the curve {what}" + (f" ({where})" if where else ""), says, frozenset(c.number for c in look.calls))


def _number(value: float) -> str:
    for label, known in (("1/π", 1 / np.pi), ("2/π", 2 / np.pi), ("π", np.pi), ("1/log 2", 1 / np.log(2)), ("log 2", np.log(2)), ("1/3", 1 / 3)):
        if abs(abs(value) - known) < 1e-9:
            return f"{'-' if value < 0 else ''}{label}"
    return f"{value:.6g}"
