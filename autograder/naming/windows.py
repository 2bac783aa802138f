"""Square windows cut from an array at random places: where they were cut and in which order their entries came, whatever was drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.naming.calls import Array, Call, Seen, numeric
from autograder.naming.finding import Finding

#: The chance that places are never drawn, though they may be: less is none.
CHANCE = 1e-6
#: Windows from which on what holds for all of them is no chance.
FEWEST = 12


@dataclass(frozen=True, eq=False)
class Cut:
    """One call's windows. places: of each entry the row and the column it was cut from, (n, size * size, 2). of: the array's shape."""

    call: Call
    places: Array
    of: tuple[int, int]
    size: int
    wanted: int

    @property
    def corners(self) -> Array:
        return self.places.min(axis=1)

    @property
    def last(self) -> tuple[int, int]:
        """The last row and column in which a window may begin."""
        return self.of[0] - self.size, self.of[1] - self.size


def windows(seen: Seen, calls: Sequence[Call]) -> Iterator[Finding]:
    """Facts of windows, where that is what the right answers are; those that account for all that is wrong."""
    back = [c for c in calls if c.got.status == c.want.status == "returned"]
    if not back or not any(isinstance(a, np.random.Generator) for a in seen.calls[0].args):
        return
    right = [_cut(c, c.want.value) for c in back]
    if any(r is None or not _in_order(r, _ROWS) for r in right):
        return
    for form, says, make in _FORMS:
        got = [_cut(c, make(c.got.value)) if numeric(c.got.value) is not None else None for c in back]
        cuts = [g for g in got if g is not None]
        if len(cuts) == len(back):
            yield from _facts(cuts, form, says, calls)
            return


_FORMS: tuple[tuple[str, str, Callable[[Any], Any]], ...] = (
    ("", "", lambda v: v),
    ("not flattened", "Each patch comes back as a square; one row for each patch was asked for.",
     lambda v: np.asarray(v).reshape(len(v), -1) if np.ndim(v) == 3 else None),
    ("one column a patch", "Each patch is a column of what comes back; one row for each patch was asked for.",
     lambda v: np.asarray(v).T if np.ndim(v) == 2 else None),
)


def _cut(call: Call, value: Any) -> Cut | None:
    """Where the entries of an answer stand in the array that it was cut from; None where that is not known."""
    image = next((a for a in call.args if isinstance(a, np.ndarray) and a.ndim == 2), None)
    got, want = (None if v is None else numeric(v) for v in (value, call.want.value))
    size = round(want.shape[-1] ** 0.5) if want is not None and want.ndim == 2 else 0
    if image is None or got is None or got.ndim != 2 or not size or got.shape[1] != size * size or not len(got):
        return None
    values, first = np.unique(image, return_index=True)
    where = np.searchsorted(values, got).clip(0, len(values) - 1)
    if len(values) < image.size or not np.array_equal(values[where], got):
        return None
    places = np.stack(np.unravel_index(first[where], image.shape), axis=-1)
    return Cut(call, places, (image.shape[0], image.shape[1]), size, 0 if want is None else len(want))


def _in_order(cut: Cut, order: Callable[[Array], Array]) -> bool:
    """Whether all windows are squares whose entries come in this order."""
    rows, columns = np.indices((cut.size, cut.size))
    square = np.stack([rows, columns], axis=-1)
    return bool((cut.places - cut.corners[:, None] == order(square).reshape(-1, 2)).all())


def _ROWS(square: Array) -> Array:
    return square


_ORDERS: tuple[tuple[str, str, Callable[[Array], Array]], ...] = (
    ("", "", _ROWS),
    ("column by column", "The pixels of each patch come column by column; row by row was asked for.", lambda s: s.transpose(1, 0, 2)),
    ("upside down", "Each patch is upside down: its last row comes first.", lambda s: s[::-1]),
    ("mirrored", "Each patch is mirrored: its last column comes first.", lambda s: s[:, ::-1]),
    ("in the reverse order", "The pixels of each patch come in the reverse order.", lambda s: s[::-1, ::-1]),
    ("turned", "Each patch is turned by a quarter.", lambda s: np.rot90(s)),
    ("turned the other way", "Each patch is turned by a quarter.", lambda s: np.rot90(s, -1)),
)


def _facts(cuts: Sequence[Cut], form: str, says: str, calls: Sequence[Call]) -> Iterator[Finding]:
    order = next(((name, told) for name, told, make in _ORDERS if all(_in_order(c, make) for c in cuts)), None)
    if order is None or sum(len(c.places) for c in cuts) < FEWEST:
        return
    parts = [(form, says), order, *_of_places(cuts), *_of_number(cuts)]
    wrong = [part for part in parts if part[0]]
    stopped = [c for c in calls if c.got.status == "raised"]
    # With a place less there is none in an array as large as a window.
    if stopped and any("last" in name for name, _ in wrong) and all(_tight(c, cuts[0]) for c in stopped):
        wrong.append(("stops where there is one place only", "Where a patch is as large as the image, it stops: no place is left there."))
        stopped = []
    if wrong and not stopped:
        yield Finding("; ".join(n for n, _ in wrong), " ".join(s for _, s in wrong), frozenset(c.number for c in calls))


def _tight(call: Call, cut: Cut) -> bool:
    image = next((a for a in call.args if isinstance(a, np.ndarray) and a.ndim == 2), None)
    whole = [a for a in call.args if isinstance(a, (int, np.integer))]
    return image is not None and any(w in image.shape for w in whole)


def _of_number(cuts: Sequence[Cut]) -> Iterator[tuple[str, str]]:
    numbers = [(len(c.places), c.wanted) for c in cuts]
    if any(g != w for g, w in numbers):
        if all(g == w + 1 for g, w in numbers):
            yield "one patch too many", "There is one patch more than was asked for."
        elif all(g == w - 1 for g, w in numbers):
            yield "one patch too few", "There is one patch less than was asked for."
        elif all(g == 1 for g, _ in numbers):
            yield "one patch only", "Only one patch comes back, however many were asked for."


def _of_places(cuts: Sequence[Cut]) -> Iterator[tuple[str, str]]:
    """What is never drawn, or always alike."""
    many = [c for c in cuts if len(c.corners) > 2 and min(c.last) > 0]
    if many and all((c.corners == c.corners[0]).all() for c in many):
        yield "always the same place", "All patches of a call are cut from one and the same place: is it drawn anew for each patch?"
        return
    if _all_equal(cuts):
        yield "row and column alike", "The row and the column of each patch are the same number: each needs a draw of its own."
        return
    if all((c.corners % c.size == 0).all() for c in cuts) and _chance(cuts, lambda c: ((c.last[0] // c.size + 1) * (c.last[1] // c.size + 1))
                                                                      / ((c.last[0] + 1) * (c.last[1] + 1))) < CHANCE:
        yield "on a grid", "The patches lie on a grid, side by side: any pixel may be a corner."
        return
    both = ["row", "column"]
    sides: tuple[tuple[str, Callable[[Any, int], Array]], ...] = (
        ("last", lambda c, k: c.corners[:, k] < c.last[k]), ("first", lambda c, k: c.corners[:, k] > 0))
    for what, kept in sides:
        usable = [[c for c in cuts if c.last[k] > 0] for k in (0, 1)]
        never = [k for k in (0, 1) if usable[k] and all(kept(c, k).all() for c in usable[k])
                 and _chance(usable[k], lambda c, k=k: c.last[k] / (c.last[k] + 1)) < CHANCE]
        if never:
            names = " and the ".join(f"{what} {both[k]}" for k in never)
            yield (f"never the {names}", f"No patch ever begins in the {names} in which one may: where may the {what} patch begin?")
    for k, other in ((0, 1), (1, 0)):
        wide = [c for c in cuts if c.last[k] > c.last[other]]
        if wide and all((c.corners[:, k] <= c.last[other]).all() for c in wide) and _chance(
                wide, lambda c, k=k, other=other: (c.last[other] + 1) / (c.last[k] + 1)) < CHANCE:
            yield (f"{both[k]}s limited by {both[other]}s", f"The {both[k]}s in which patches begin go no further than the {both[other]}s do: height and width are "
                                                             f"mixed up, and the image need not be square.")
    for k in (0, 1):
        several = [c for c in cuts if c.last[k] > 0 and len(c.corners) > 2]
        if several and all(np.ptp(c.corners[:, k]) == 0 for c in several) and _chance(several, lambda c, k=k: 1 / (c.last[k] + 1)) < CHANCE:
            yield (f"one {both[k]} for all", f"All patches of a call begin in the same {both[k]}: draw one for each patch.")


def _all_equal(cuts: Sequence[Cut]) -> bool:
    usable = [c for c in cuts if min(c.last) > 0]
    return bool(usable) and all((c.corners[:, 0] == c.corners[:, 1]).all() for c in usable) and _chance(
        usable, lambda c: 1 / (max(c.last) + 1)) < CHANCE


def _chance(cuts: Sequence[Cut], of_one: Callable[[Cut], float]) -> float:
    """How probable it is that something is so for every window, if it is for one with this probability."""
    return float(np.exp(sum(len(c.corners) * np.log(of_one(c)) for c in cuts)))
