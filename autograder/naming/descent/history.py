"""What a training noted of its losses: which losses, how put together, which of them left out."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.naming.calls import Array
from autograder.naming.descent.steps import Path
from autograder.naming.relations.relation import as_array

#: Of one epoch's batch losses, its batches' sizes and the path: one number.
Entry = Callable[[Array, Array, Path], float]
#: Numbers by name, of one call.
Named = dict[str, Array]
#: (what its numbers are, what is wrong with the list) of a history that is as it should be.
RIGHT = "", ""

_ENTRIES: dict[str, Entry] = {
    "": lambda L, s, p: (L * s).sum() / s.sum(),
    "the plain mean of the batch losses, whatever their sizes": lambda L, s, p: L.mean(),
    "the sum of the batch losses": lambda L, s, p: L.sum(),
    "the sum of the batch losses, each times the size of its batch (no mean is taken)": lambda L, s, p: (L * s).sum(),
    "the loss of the epoch's last batch": lambda L, s, p: L[-1],
    "the loss of the epoch's first batch": lambda L, s, p: L[0],
    "the smallest batch loss of the epoch": lambda L, s, p: L.min(),
    "the largest batch loss of the epoch": lambda L, s, p: L.max(),
    "the median of the batch losses": lambda L, s, p: float(np.median(L)),
    "the sum of the batch losses times their sizes, divided by the number of batches": lambda L, s, p: (L * s).sum() / len(L),
    "the sum of the batch losses times their sizes, divided by batch_size": lambda L, s, p: (L * s).sum() / p.layout.descent.batch,
    "the sum of the batch losses times their sizes, divided by the number of batches times batch_size":
        lambda L, s, p: (L * s).sum() / (len(L) * p.layout.descent.batch),
    "the sum of the batch losses times batch_size, divided by the number of observations": lambda L, s, p: L.sum() * p.layout.descent.batch / s.sum(),
    "the sum of the batch losses, divided by the number of observations": lambda L, s, p: L.sum() / s.sum(),
    "the sum of the batch losses, divided by batch_size": lambda L, s, p: L.sum() / p.layout.descent.batch,
    "the sum of the batch losses, divided by the number of epochs": lambda L, s, p: L.sum() / p.layout.descent.epochs,
    "the sum of the batch losses times their sizes, divided by the number of epochs": lambda L, s, p: (L * s).sum() / p.layout.descent.epochs,
    "the sum of the batch losses divided by their sizes": lambda L, s, p: (L / s).sum(),
    "the sum of the batch losses, divided by one less than the number of batches": lambda L, s, p: L.sum() / max(len(L) - 1, 1e-300),
    "the sum of the batch losses, divided by one more than the number of batches": lambda L, s, p: L.sum() / (len(L) + 1),
    "the sum of the batch losses, divided by the number of full batches": lambda L, s, p: L.sum() / max(int(s.sum()) // p.layout.descent.batch, 1e-300),
    "the weighted mean, divided by the number of batches once more": lambda L, s, p: (L * s).sum() / s.sum() / len(L),
    "the weighted mean, divided by the number of observations once more": lambda L, s, p: (L * s).sum() / s.sum() ** 2,
    "the weighted mean, divided by batch_size once more": lambda L, s, p: (L * s).sum() / s.sum() / p.layout.descent.batch,
    "the plain mean of the batch losses, divided by batch_size once more": lambda L, s, p: L.mean() / p.layout.descent.batch,
    "the last batch's loss times its size, divided by the number of observations": lambda L, s, p: L[-1] * s[-1] / s.sum(),
    "the last batch's loss, divided by the number of observations": lambda L, s, p: L[-1] / s.sum(),
    "the last batch's loss, divided by the number of batches": lambda L, s, p: L[-1] / len(L),
    "the last batch's loss times its size": lambda L, s, p: L[-1] * s[-1],
    "the mean of the batch losses but the last": lambda L, s, p: L[:-1].mean() if len(L) > 1 else np.nan,
    "the mean of the batch losses but the first": lambda L, s, p: L[1:].mean() if len(L) > 1 else np.nan,
    "the mean of the first and the last batch loss": lambda L, s, p: (L[0] + L[-1]) / 2,
    "the root of the weighted mean": lambda L, s, p: ((L * s).sum() / s.sum()) ** 0.5,
    "the root of the mean of the squared losses": lambda L, s, p: float(np.sqrt((L * L).mean())),
    "the logarithm of the weighted mean": lambda L, s, p: float(np.log((L * s).sum() / s.sum())),
    "the product of the batch losses": lambda L, s, p: L.prod(),
    "the difference between the last and the first batch loss": lambda L, s, p: L[-1] - L[0],
    "the difference between the first and the last batch loss": lambda L, s, p: L[0] - L[-1],
    "the number of batches": lambda L, s, p: float(len(L)),
    "the standard deviation of the batch losses": lambda L, s, p: L.std(),
}

#: What may be wrong with the list as a whole.
_LISTS: dict[str, Callable[[Array], Array]] = {
    "": lambda v: v,
    "added up from epoch to epoch (never set back to 0)": np.cumsum,
    "averaged over all epochs so far": lambda v: np.cumsum(v) / np.arange(1, len(v) + 1),
    "the lowest so far": np.minimum.accumulate,
    "with the first one left out": lambda v: v[1:],
    "with the last one left out": lambda v: v[:-1],
    "the last one alone": lambda v: v[-1:],
    "the first one alone": lambda v: v[:1],
    "in the reverse order": lambda v: v[::-1],
    "the last one in all places": lambda v: np.full(len(v), v[-1]),
    "the first one in all places": lambda v: np.full(len(v), v[0]),
    "the mean of all in one number": lambda v: v.mean(keepdims=True),
    "the sum of all in one number": lambda v: v.sum(keepdims=True),
    "sorted": np.sort,
    "sorted, the largest first": lambda v: np.sort(v)[::-1],
    "each of them twice": lambda v: np.repeat(v, 2),
    "with the last one twice": lambda v: np.append(v, v[-1]),
    "with the first one twice": lambda v: np.append(v[:1], v),
    "with a 0 in front": lambda v: np.append(0.0, v),
    "with a 0 in front, and without the last": lambda v: np.append(0.0, v[:-1]),
    "with a 0 at the end": lambda v: np.append(v, 0.0),
    "divided by the first of them": lambda v: v / v[0],
    "with the opposite sign": lambda v: -v,
    "doubled": lambda v: 2 * v,
    "halved": lambda v: v / 2,
    "the difference from one epoch to the next": np.diff,
    "divided by the number of its epoch (from 1)": lambda v: v / np.arange(1, len(v) + 1),
    **{f"rounded to {d} digits": lambda v, d=d: np.round(v, d) for d in (1, 2, 3, 4, 5, 6)},
}


def _entries(path: Path, after: Array) -> Iterator[tuple[str, Callable[[], Array]]]:
    """Numbers that may be history's, one an epoch, by what each of them is."""
    parts = list(zip(path.in_epochs(path.losses), path.in_epochs(path.sizes), strict=True))
    for name, entry in _ENTRIES.items():
        yield name, lambda entry=entry: np.array([entry(L, s, path) for L, s in parts])
    # Where batches are missing, a sum may still be divided by all observations.
    yield "", lambda: np.array([(L * s).sum() / path.layout.descent.n for L, s in parts])
    d, ends = path.layout.descent, np.flatnonzero(path.last)
    steps, every, begins = path.layout.steps, range(path.layout.descent.n), np.flatnonzero(path.place == 0)
    yield "the loss of all observations after the epoch", lambda: np.array([d.loss(every, after[k]) for k in ends])
    yield "the loss of all observations before the epoch", lambda: np.array([d.loss(every, path.params[k]) for k in begins])
    yield "the loss of the epoch's last batch, after its step", lambda: np.array([d.loss(steps[k].rows, after[k]) for k in ends])
    yield "the loss of the epoch's first batch, after its step", lambda: np.array([d.loss(steps[k].rows, after[k]) for k in begins])
    stepped: list[Array] = []

    def later() -> list[Array]:
        if not stepped:
            stepped.extend(path.in_epochs(np.array([d.loss(s.rows, a) for s, a in zip(steps, after, strict=True)])))
        return stepped

    sizes = [s for _, s in parts]
    yield "the weighted mean of the batch losses, each taken after the step", lambda: np.array([(L * s).sum() / s.sum() for L, s in zip(later(), sizes, strict=True)])
    yield "the plain mean of the batch losses, each taken after the step", lambda: np.array([L.mean() for L in later()])
    yield "the sum of the batch losses, each taken after the step", lambda: np.array([L.sum() for L in later()])
    yield "the loss of all observations after the epoch, times their number", lambda: d.n * np.array([d.loss(every, after[k]) for k in ends])
    yield "the mean of the epoch's batch losses, all taken at its end", lambda: np.array(
        [np.mean([d.loss(s.rows, after[k]) for s in epoch]) for k, epoch in zip(ends, path.layout.epochs, strict=True)])
    # A list of losses, or a sum and a count, that go on from one epoch to the next.
    L, s, n = path.losses, path.sizes, ends + 1
    yield "the plain mean of all batch losses since the first epoch", lambda: np.cumsum(L)[ends] / n
    yield "the weighted mean of all batch losses since the first epoch", lambda: np.cumsum(L * s)[ends] / np.cumsum(s)[ends]
    yield "the smallest batch loss since the first epoch", lambda: np.minimum.accumulate(L)[ends]
    yield "the largest batch loss since the first epoch", lambda: np.maximum.accumulate(L)[ends]


def _by_batches(path: Path, after: Array) -> Iterator[tuple[str, Callable[[], Array]]]:
    """Numbers that may be history's, one a batch."""
    L, s, d = path.losses, path.sizes, path.layout.descent
    yield "its loss", lambda: L
    yield "its loss times its size", lambda: L * s
    yield "its loss times its size, divided by the number of observations", lambda: L * s / d.n
    yield "its loss divided by its size", lambda: L / s
    yield "its loss divided by the number of batches", lambda: L / path.batches
    yield "the sum of the epoch's losses so far", lambda: np.concatenate([np.cumsum(v) for v in path.in_epochs(L)])
    yield "the sum of the epoch's losses so far, each times its size", lambda: np.concatenate([np.cumsum(v) for v in path.in_epochs(L * s)])
    yield ("the sum of the epoch's losses so far, each times its size, divided by the number of observations",
           lambda: np.concatenate([np.cumsum(v) for v in path.in_epochs(L * s)]) / d.n)
    yield "the mean of the epoch's losses so far", lambda: np.concatenate([np.cumsum(v) / np.arange(1, len(v) + 1) for v in path.in_epochs(L)])
    yield "the weighted mean of the epoch's losses so far", lambda: np.concatenate([np.cumsum(v * w) / np.cumsum(w) for v, w in zip(
        path.in_epochs(L), path.in_epochs(s), strict=True)])
    yield "the sum of all losses so far", lambda: np.cumsum(L)
    yield "the mean of all losses so far", lambda: np.cumsum(L) / np.arange(1, len(L) + 1)
    yield "its loss after its step", lambda: np.array([d.loss(step.rows, a) for step, a in zip(path.layout.steps, after, strict=True)])
    yield "the loss of all observations after its step", lambda: np.array([d.loss(range(d.n), a) for a in after])


def _candidates(path: Path, after: Array, only: Sequence[tuple[str, str]] | None = None) -> Iterator[tuple[tuple[str, str], Array]]:
    """((what its numbers are, what is wrong with the list), the numbers). only: those that are still to be looked at."""
    wanted = None if only is None else {name for name, _ in only}
    for prefix, made in (("", _entries), ("for each batch ", _by_batches)):
        for what, make in made(path, after):
            name = prefix + what
            if wanted is None or name in wanted:
                with np.errstate(all="ignore"):
                    values = make()
                    for label, change in _LISTS.items():
                        if (only is None or (name, label) in only) and len(values):
                            yield (name, label), change(values)
    if wanted is None or any(name.startswith("from before") for name in wanted):
        d = path.layout.descent
        first = d.loss(range(d.n), d.start)
        for name, after_first in (("from before the training, and the right ones", _ENTRIES[""]),):
            rest = np.array([after_first(L, s, path) for L, s in zip(path.in_epochs(path.losses), path.in_epochs(path.sizes), strict=True)])
            yield (name, ""), np.append(first, rest)
            yield (name, "with the last one left out"), np.append(first, rest[:-1])
        ends = np.array([d.loss(range(d.n), after[k]) for k in np.flatnonzero(path.last)])
        yield ("from before the training, and of all observations after each epoch", ""), np.append(first, ends)


def numbers_of(history: Any) -> Array | None:
    """A list of numbers, or one number, or those in a dictionary, as a row; None for anything else."""
    history = list(history.values()) if isinstance(history, dict) else history
    values = np.zeros(0) if isinstance(history, (list, tuple)) and not history else as_array(history)
    return values.reshape(-1) if values is not None and values.ndim < 2 else None


def _fits(got: Array, want: Array) -> bool:
    if got.shape != want.shape:
        return False
    finite = np.isfinite(got) & np.isfinite(want)
    return bool((np.abs(got - want)[finite] <= 1e-12 + 1e-8 * np.abs(want[finite])).all()) and np.array_equal(got[~finite], want[~finite], equal_nan=True)


def _fitting(path: Path, after: Array, got: Array | None, only: Sequence[tuple[str, str]] | None) -> list[tuple[str, str]]:
    """Which candidates have these numbers, each once."""
    return list(dict.fromkeys(key for key, values in _candidates(path, after, only) if got is not None and _fits(got, values)))


def of_history(paths: Sequence[Path], after: Sequence[Array]) -> tuple[str, str] | None:
    """What the history is in all calls: ("", "") for right, None where it is not known."""
    told = [numbers_of(p.layout.descent.history) for p in paths]
    if any(t is None for t in told):
        return None
    if all(not len(t) for t in told if t is not None):
        return "history empty", "history is an empty list: where does something come into it, once an epoch?"
    # The call that tells most first.
    order = sorted(range(len(paths)), key=lambda k: -min(len(paths[k].layout.epochs), 4) * min(len(paths[k].losses), 20))
    # Where it is right in all calls, nothing else need be looked for.
    left = [RIGHT] if all(_fitting(paths[k], after[k], told[k], [RIGHT]) for k in order) else None
    for k in order if left is None else ():
        left = _fitting(paths[k], after[k], told[k], left)
        if not left:
            return None
    name, says = min(itertools.starmap(_says, left), key=lambda told: bool(told[0])) if left else ("", "")
    kinds = {_kind(p.layout.descent.history) for p in paths}
    kind = kinds.pop() if len(kinds) == 1 else "something else than a list in some calls"
    if not kind:
        return name, says
    return "; ".join(filter(None, (f"history {kind}", name))), f"history is {kind}, where a list with one number for each epoch was asked for. {says}".strip()


def _kind(history: Any) -> str:
    """What a history is that is no list of numbers, nor an array in its place."""
    if isinstance(history, dict):
        return "a dictionary"
    if isinstance(history, (list, tuple, np.ndarray)):
        return "" if np.ndim(history) == 1 else "a list of lists" if np.ndim(history) else "a single number"
    return "a single number"


def _says(what: str, label: str) -> tuple[str, str]:
    if not what and not label:
        return "", ""
    if what.startswith("for each batch "):
        of = what.removeprefix("for each batch ")
        told = f"history has an entry for each batch ({of}); it should have one for each epoch"
    elif what.startswith("from before"):
        told = "history begins with the loss from before the training; it should have one entry for each epoch"
        told += "" if "right ones" in what else ", the weighted mean of its batch losses"
    elif not what:
        return f"history: {label}", f"The right losses are in history, but {label}: one for each epoch, in order, was asked for."
    else:
        told = f"each entry of history is {what}; the mean of the batch losses, each weighted by the size of its batch, was asked for"
    more = f" And they are {label}." if label else ""
    return f"history: {what}{', ' + label if label else ''}", f"{told[:1].upper() + told[1:]}.{more}"
