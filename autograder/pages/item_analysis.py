"""How hard an item of an assignment was and how well it told students apart: classical test theory.

See for example Crocker and Algina, Introduction to Classical and Modern Test Theory, chapter 14.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

#: With fewer students than this the figures say more about chance than about the item.
FEWEST = 10
#: The share of students in the upper and in the lower group (Kelley 1939).
GROUP = 0.27


@dataclass(frozen=True)
class Item:
    """What a class made of one item.

    ease: the mean share of its points, 0 to 1 (its "difficulty index"). correlation: of that share with the points of
    everything else, -1 to 1 (point-biserial where the share is 0 or 1). upper_lower: how much more of it the best 27%
    of the class got than the weakest 27%, -1 to 1. The last two are None where they say nothing: a small class, or an
    item that everybody did equally well.
    """

    ease: float
    correlation: float | None
    upper_lower: float | None


def analyse(shares: np.ndarray, rest: np.ndarray) -> Item:
    """One item.

    Args:
        shares: (n,) share of the item's points each student got, 0 to 1.
        rest: (n,) points of the same students in everything but this item, so that it is not compared with itself.
    """
    shares, rest = np.asarray(shares, float), np.asarray(rest, float)
    ease = float(shares.mean()) if len(shares) else 0.0
    if len(shares) < FEWEST or np.ptp(shares) == 0 or np.ptp(rest) == 0:
        return Item(ease, None, None)
    size = max(1, round(GROUP * len(shares)))
    order = np.argsort(rest, kind="stable")
    upper_lower = shares[order[-size:]].mean() - shares[order[:size]].mean()
    return Item(ease, float(np.corrcoef(shares, rest)[0, 1]), float(upper_lower))
