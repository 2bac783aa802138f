"""What answers that are not right are like: the right ones, by and large, or those of a function that does nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autograder.graders.form import Forms, recast
from autograder.graders.student import Record, digest
from autograder.sandbox.inside import frames

#: An array is like the right one where they correlate so much, by one sign or the other, or so many of its entries are right.
ALIKE, ENTRIES = 0.5, 0.5
#: Numbers that must have come back before their order says anything.
FEWEST = 4
#: Calls with different arguments after which one answer to all of them is one that never looks at them.
CALLS = 3


def does_nothing(records: Sequence[Record]) -> bool:
    """Whether all that came back is None, what was given, or the same over and over, whatever was given."""
    returned = [r for r in records if r.outcome.status == "returned" and not r.makes]
    if _never_looks(returned):
        return True
    numbers: set[float | str] = set()
    for record in returned:
        given = list(_leaves((record.args, record.kwargs)))
        asked = [a for a in (*record.args, *record.kwargs.values()) if isinstance(a, str)]
        numbers.update(text for text in _texts(record.outcome.value) if text not in asked)
        for leaf in _leaves(record.outcome.value):
            if any(leaf.size == other.size and np.array_equal(leaf.ravel(), other.ravel(), equal_nan=True) for other in given):
                continue
            if not np.isfinite(leaf).all() or (leaf.size > 1 and np.ptp(leaf) != 0):
                return False
            if leaf.size == 1:
                numbers.add(float(leaf.ravel()[0]))
    return bool(returned) and len(numbers) <= 1


def _never_looks(returned: Sequence[Record]) -> bool:
    """Whether calls with different arguments all gave one and the same answer."""
    try:
        given = {digest((r.args, r.kwargs)) for r in returned}
        return len(given) >= CALLS and len({digest(r.outcome.value) for r in returned}) == 1
    except TypeError:
        # Something that has no digest, a callback say.
        return False


def is_like_the_right_one(forms: Forms, exercise: str, records: Sequence[Record]) -> bool:
    """Whether at least half of the calls gave something like the reference's answer; False where that is not known."""
    alike, seen, single = 0, 0, []
    for record in records:
        example = forms.answer(exercise, record)
        if example is None or record.outcome.status == "refused":
            continue
        found = recast(record.outcome.value, example) if record.outcome.status == "returned" else None
        got = _numbers(found.value) if found is not None and found.fits else None
        want = _numbers(example)
        if got is None or got.shape != want.shape:
            seen += 1
        elif not want.size and (texts := list(_texts(example))):
            seen += 1
            alike += found is not None and found.fits and _same_texts(list(_texts(found.value)), texts)
        elif want.size >= FEWEST - 1 and np.ptp(want) > 0:
            seen += 1
            alike += _is_alike(got, want)
        elif want.size == 1:
            single.append((float(got[0]), float(want[0])))
    if len(single) >= FEWEST:
        # One number a call tells nothing by itself; in which order they stand does.
        seen += len(single)
        alike += len(single) * _in_order(*map(np.array, zip(*single)))
    return seen > 0 and alike >= seen / 2


def _same_texts(got: list[str], want: list[str]) -> bool:
    """Whether at least half of the texts are right."""
    return len(got) == len(want) and sum(map(str.__eq__, got, want)) >= ENTRIES * len(want)


def _texts(value: Any) -> Iterator[str]:
    """The texts in a value of any structure; a dict's keys are its form."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif frames.is_frame(value):
        for column in frames.columns(value):
            yield from _texts(column.tolist() if column.dtype.kind == "O" else [])


def _is_alike(got: np.ndarray, want: np.ndarray) -> bool:
    finite = np.isfinite(got) & np.isfinite(want)
    if finite.mean() < ENTRIES:
        return False
    if np.isclose(got, want, rtol=1e-5, atol=1e-8, equal_nan=True).mean() >= ENTRIES:
        return True
    return _correlation(got[finite], want[finite]) >= ALIKE


def _in_order(got: np.ndarray, want: np.ndarray) -> bool:
    """Whether numbers of several calls rank as the right ones do, or just the other way round."""
    finite = np.isfinite(got) & np.isfinite(want)
    if finite.mean() < ENTRIES:
        return False
    return _correlation(_ranks(got[finite]), _ranks(want[finite])) >= ALIKE


def _ranks(values: np.ndarray) -> np.ndarray:
    return np.searchsorted(np.sort(values), values).astype(np.float64)


def _correlation(got: np.ndarray, want: np.ndarray) -> float:
    with np.errstate(all="ignore"):
        # Scaled first: a square of 1e300 has no float.
        got, want = ((v - v.mean()) / (np.abs(v - v.mean()).max() or 1.0) for v in (got, want))
        size = float(np.linalg.norm(got) * np.linalg.norm(want))
        return abs(float(got @ want)) / size if size > 0 else 0.0


def _numbers(value: Any) -> np.ndarray:
    leaves = [leaf.astype(np.float64).ravel() for leaf in _leaves(value)]
    return np.concatenate(leaves) if leaves else np.zeros(0)


def _leaves(value: Any) -> Iterator[np.ndarray]:
    """The arrays and numbers in a value of any structure, of a data frame its columns."""
    if isinstance(value, (list, tuple)):
        for part in value:
            yield from _leaves(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _leaves(part)
    elif frames.is_frame(value):
        for column in frames.columns(value):
            yield from _leaves(column)
    elif isinstance(value, (bool, int, float, np.generic, np.ndarray)):
        try:
            array = np.asarray(value)
            if array.dtype.kind in "biuf" and array.size:
                yield array.astype(np.float64)
        except (OverflowError, TypeError, ValueError):
            return
