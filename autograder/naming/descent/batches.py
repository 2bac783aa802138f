"""Which observations were shown, in which order: what of it is not as it should be, told from the rows alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from autograder.naming.descent.trace import Descent, Step

#: Observations from which on an order is not the old one by chance.
SHUFFLED = 6

#: Each epoch's rows, batch by batch.
Rows = list[list[tuple[int, ...]]]


@dataclass(frozen=True, eq=False)
class Layout:
    """The questions of one call, epoch by epoch. beside: those that no step follows from, by their places among all that was asked,
    each with the epoch that it comes after."""

    descent: Descent
    epochs: list[list[Step]]
    beside: tuple[int, ...] = ()

    @property
    def steps(self) -> list[Step]:
        return [step for epoch in self.epochs for step in epoch]

    @property
    def rows(self) -> Rows:
        return [[step.rows for step in epoch] for epoch in self.epochs]


#: Name, sentence, and whether it is so in a call.
Kind = tuple[str, str, Callable[[Layout], bool]]


def layouts(descents: Sequence[Descent]) -> Iterator[list[Layout]]:
    """The ways in which the questions of all calls fall into epochs, the plainest first."""
    for parted in (_all, _without_whole, _without_second, _without_repeated):
        parts = [parted(d) for d in descents]
        if parted is not _all and not any(beside for _, beside in parts):
            continue
        for count in (_as_many, _right_ones, _in_one):
            found = [count(d, steps) for d, (steps, _) in zip(descents, parts, strict=True)]
            if None not in found:
                yield [Layout(d, e, tuple(beside)) for d, e, (_, beside) in zip(descents, found, parts, strict=True) if e is not None]


def _all(descent: Descent) -> tuple[list[Step], list[int]]:
    return list(descent.asked), []


def _without_whole(descent: Descent) -> tuple[list[Step], list[int]]:
    """Without questions about all observations in their old order, where others are about batches."""
    whole = tuple(range(descent.n))
    beside = [k for k, s in enumerate(descent.asked) if s.rows == whole]
    return ([s for s in descent.asked if s.rows != whole], beside) if len(beside) < len(descent.asked) else (list(descent.asked), [])


def _without_second(descent: Descent) -> tuple[list[Step], list[int]]:
    """Where every batch is asked for twice: the first of each two."""
    asked = descent.asked
    twice = len(asked) % 2 == 0 and all(a.rows == b.rows for a, b in zip(asked[::2], asked[1::2], strict=True))
    return (list(asked[::2]), list(range(1, len(asked), 2))) if twice else (list(asked), [])


def _without_repeated(descent: Descent) -> tuple[list[Step], list[int]]:
    """Without what comes again after each epoch's batches, at params that do not change: losses of the same batches."""
    m, asked = len(descent.sizes), descent.asked
    steps: list[Step] = []
    beside: list[int] = []
    for start in range(0, len(asked), 2 * m):
        first, again = asked[start:start + m], asked[start + m:start + 2 * m]
        if sorted(s.rows for s in first) != sorted(s.rows for s in again) or any(not np.array_equal(s.params, again[0].params) for s in again):
            return list(asked), []
        steps += first
        beside += range(start + m, start + 2 * m)
    return steps, beside


def _as_many(descent: Descent, steps: Sequence[Step]) -> list[list[Step]] | None:
    """As many epochs as were asked for, alike in length."""
    if descent.epochs < 1 or len(steps) % descent.epochs:
        return None
    m = len(steps) // descent.epochs
    return [list(steps[k * m:(k + 1) * m]) for k in range(descent.epochs)]


def _in_one(descent: Descent, steps: Sequence[Step]) -> list[list[Step]] | None:
    """Where fewer batches are shown than an epoch has: one epoch that breaks off."""
    return [list(steps)] if 0 < len(steps) <= len(descent.sizes) else None


def _right_ones(descent: Descent, steps: Sequence[Step]) -> list[list[Step]] | None:
    """As many as there are, each of which shows every observation once in batches of the right sizes."""
    m = len(descent.sizes)
    if len(steps) % m:
        return None
    epochs = [list(steps[k:k + m]) for k in range(0, len(steps), m)]
    return epochs if all(_is_right([s.rows for s in e], descent) for e in epochs) else None


def _is_right(batches: Sequence[Sequence[int]], descent: Descent) -> bool:
    return [len(b) for b in batches] == descent.sizes and sorted(r for b in batches for r in b) == list(range(descent.n))


def as_asked(layout: Layout) -> bool:
    """Whether each epoch shows every observation once, in batches of the right sizes, in an order of its own."""
    rows, descent = layout.rows, layout.descent
    return (len(rows) == descent.epochs and all(_is_right(e, descent) for e in rows) and not _once(layout) and not _old_order(layout))


def _many(layout: Layout) -> bool:
    return layout.descent.n >= SHUFFLED


def _once(layout: Layout) -> bool:
    return _many(layout) and len(layout.rows) > 1 and all(e == layout.rows[0] for e in layout.rows)


def _old_order(layout: Layout) -> bool:
    return _many(layout) and all([r for b in e for r in b] == list(range(layout.descent.n)) for e in layout.rows)


def _right_shape(layout: Layout) -> bool:
    return len(layout.rows) == layout.descent.epochs and all(_is_right(e, layout.descent) for e in layout.rows)


def _counted(count: Callable[[Descent], int]) -> Callable[[Layout], bool]:
    """Right epochs in orders of their own, so many of them."""
    return lambda layout: len(layout.rows) == count(layout.descent) and _has_right_epochs(layout)


def _has_right_epochs(layout: Layout) -> bool:
    return all(_is_right(e, layout.descent) for e in layout.rows) and not _once(layout) and not (layout.rows and _old_order(layout))


def _each(test: Callable[[list[tuple[int, ...]], Descent], bool]) -> Callable[[Layout], bool]:
    return lambda layout: len(layout.rows) == layout.descent.epochs and all(test(e, layout.descent) for e in layout.rows)


def _different(batches: Sequence[Sequence[int]]) -> bool:
    rows = [r for b in batches for r in b]
    return len(set(rows)) == len(rows)


#: What may be wrong with the batches: each says all about it, so that nothing else is.
KINDS: tuple[Kind, ...] = (
    ("one epoch too many", "There is one epoch more than was asked for: how often does the loop run?", _counted(lambda d: d.epochs + 1)),
    ("one epoch too few", "There is one epoch less than was asked for: how often does the loop run?", _counted(lambda d: d.epochs - 1)),
    ("one epoch only", "There is only one epoch, however many are asked for: where does the return stand, or is there a loop?", _counted(lambda d: 1)),
    ("ends early", "The training ends before the last epoch in some of the calls: all epochs are to be trained, also where the loss no longer falls.",
     lambda layout: len(layout.rows) <= layout.descent.epochs and _has_right_epochs(layout)),
    ("one step in all", "Only one step is taken in all, on the first batch: where does the return stand?",
     lambda layout: len(layout.rows) == 1 and len(layout.rows[0]) == 1 and len(layout.rows[0][0]) == layout.descent.sizes[0]),
    ("twice the epochs", "There are twice as many epochs as were asked for.", _counted(lambda d: 2 * d.epochs)),
    ("batches drawn once", "Every epoch shows the same batches in the same order: when are they drawn?",
     lambda layout: _right_shape(layout) and (_once(layout) or len(layout.rows) < 2 or not _many(layout)) and not _old_order(layout)),
    ("not shuffled", "The batches come in the order of the data, 0, 1, 2, ...: where are they shuffled?",
     lambda layout: _right_shape(layout) and (_old_order(layout) or not _many(layout))),
    ("all of X in every step", "gradients is given all observations each time, as often as there are batches: what goes into it, the batch or all of X?",
     _each(lambda e, d: len(e) == len(d.sizes) and all(b == tuple(range(d.n)) for b in e))),
    ("one step an epoch, on all of X", "There is one step an epoch, on all observations at once: where are the batches?",
     _each(lambda e, d: len(e) == 1 and sorted(e[0]) == list(range(d.n)))),
    ("one batch an epoch", "Only one batch of each epoch is used: is something indented too far, or not far enough?",
     _each(lambda e, d: len(e) == 1 and len(e[0]) in (d.sizes[0], d.sizes[-1]) and _different(e))),
    ("the last batch left out", "The last batch of each epoch is never used.",
     _each(lambda e, d: [len(b) for b in e] == d.sizes[:-1] and _different(e))),
    ("the smaller last batch left out", "What is left over for a smaller last batch is never used.",
     _each(lambda e, d: [len(b) for b in e] == [s for s in d.sizes if s == d.batch] and _different(e))),
    ("the first batch left out", "The first batch of each epoch is never used.",
     _each(lambda e, d: [len(b) for b in e] == d.sizes[1:] and _different(e))),
    ("the same batch over and over", "Each step of an epoch is taken on the same batch: which one goes into gradients?",
     _each(lambda e, d: len(e) == len(d.sizes) and len({*e}) == 1 and len(e[0]) in (d.sizes[0], d.sizes[-1]))),
    ("drawn with replacement", "Some observations come twice in an epoch and others never: deal out one shuffled order of all.",
     _each(lambda e, d: [len(b) for b in e] in (d.sizes, [d.batch] * len(d.sizes), [d.batch] * (d.n // d.batch))
           and (d.n < SHUFFLED or not _different(e)))),
    ("single observations", "Each step is taken on a single observation: where is batch_size?", _each(lambda e, d: len(e) == d.n and all(len(b) == 1 for b in e) and _different(e))),
)


def of_batches(found: Sequence[Layout]) -> tuple[str, str] | None:
    """What is wrong with the batches in all calls: ("", "") for nothing, None where it is not known."""
    if all(map(as_asked, found)):
        return "", ""
    return next(((name, says) for name, says, holds in KINDS if all(map(holds, found))), None)

