"""Whether a slip on top of a known mistake only undoes that mistake, or a part of it: then nobody made the two."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.naming.calls import Array, Call
from autograder.naming.finding import Finding
from autograder.naming.relations.relation import as_array


def undoes(slips: Sequence[Finding], calls: Sequence[Call], mistaken: Sequence[Call]) -> bool:
    """Whether a factor on top of a mistake makes most entries right that the mistake alone makes wrong, or brings all nearer to their
    right sizes. mistaken: the calls with what the mistake gives as what should have come back."""
    if not all(f.name.startswith(("times ", "divided by ")) for f in slips):
        return False
    triples = [t for call, other in zip(calls, mistaken, strict=True) if (t := _arrays(call, other)) is not None]
    if triples and all(_righted(*t) for t in triples):
        return True
    # A named number may well be a second mistake; what undoes another argument's part in it is none.
    gaps = [g for t in triples if (g := _gaps(*t)) is not None] if " of " in " ".join(f.name for f in slips) else []
    return bool(gaps) and sum(with_slip for with_slip, _ in gaps) < sum(alone for _, alone in gaps)


def _arrays(call: Call, mistaken: Call) -> tuple[Array, Array, Array] | None:
    """The student's answer, the right one and the mistake's, where all have one shape."""
    found = [as_array(v) for v in (call.got.value, call.want.value, mistaken.want.value)]
    got, want, alone = found
    return None if got is None or want is None or alone is None or not got.shape == want.shape == alone.shape else (got, want, alone)


def _righted(got: Array, want: Array, alone: Array) -> bool:
    """Whether most of what is wrong by the mistake alone is right: of few different numbers some agree by chance."""
    wrong = ~np.isclose(alone, want)
    return bool(wrong.any() and np.isclose(got, want)[wrong].mean() > 0.5)


def _gaps(got: Array, want: Array, alone: Array) -> tuple[float, float] | None:
    """How far off the sizes of both are, as logarithms of quotients; None where there is nothing to compare."""
    there = (got != 0) & (want != 0) & (alone != 0)
    if not there.any():
        return None
    with_slip, without = (float(np.median(np.abs(np.log(np.abs(a[there] / want[there]))))) for a in (got, alone))
    return with_slip, without
