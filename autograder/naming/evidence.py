"""How much an answer tells, in bits: what gives the same may do so by chance where that is little."""

from __future__ import annotations

import numpy as np

from autograder.naming.calls import Array

#: Bits that wrong answers must tell for what gives the same to be no chance.
ENOUGH = 14.0
#: Parts of so many at most are counted, and not measured.
FEW = 60


def bits_of(value: Array) -> float:
    """How much an answer tells, in bits: one of two values is soon the same by chance."""
    # How something overflowed is told by no number.
    entries = value.ravel()[:200]
    entries = entries[np.isfinite(entries)]
    if not entries.size:
        return 0
    # A share of few, 3 of 7, say, is one of few values.
    times = entries[:, None] * np.arange(1, FEW + 1)
    coarse = (np.abs(times - np.round(times)) < 1e-9).any(axis=1)
    kinds = len(np.unique(entries))
    return float(20 * min(3, int((~coarse).sum())) + int(coarse.sum()) * np.log2(max(kinds, 2)) * (0.5 if kinds > 1 else 0.2))
