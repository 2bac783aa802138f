"""What a training did, put together from its batches, its steps, what came back and what it noted: firm where all of it is accounted for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from autograder.naming.calls import Array, Seen
from autograder.naming.descent.batches import layouts, of_batches
from autograder.naming.descent.history import of_history
from autograder.naming.descent.steps import STILL, Path, alike, of_end, of_steps
from autograder.naming.descent.trace import Descent, Step, descents
from autograder.naming.finding import Finding

#: Steps in all calls together from which on a rule of them is no chance.
FEWEST = 6

_FORMS = {
    "params alone": "Only the params come back: the history is to be returned beside them.",
    "history alone": "Only the history comes back: the params are to be returned before it.",
    "swapped": "The two that come back are in the wrong order: params first, then history.",
    "more": "More than two things come back: params and history were asked for.",
}


def descended(seen: Seen) -> list[Finding] | None:
    """What is wrong with a training, found in what it asked: an empty list where all of it is as asked for, None where the function is
    no training or nothing can be told."""
    found = descents(seen)
    if not found or not any(d.asked for d in found):
        return None
    with np.errstate(all="ignore"):
        return _told(found)


def _told(found: Sequence[Descent]) -> list[Finding] | None:
    best: list[Finding] | None = None
    for parted in layouts(found):
        batches = of_batches(parted)
        paths = [Path(layout) for layout in parted]
        if sum(len(p.losses) for p in paths) < FEWEST:
            continue
        told = _of_paths(paths, batches)
        if told is not None and all(f.firm for f in told):
            return told
        best = best or told
    return best


def _of_paths(paths: Sequence[Path], batches: tuple[str, str] | None) -> list[Finding] | None:
    """The findings, firm where each part of the training is accounted for; None where none of it is."""
    descents_ = [p.layout.descent for p in paths]
    parts: list[tuple[str, str] | None] = [batches, _of_targets(paths)]
    usable = [p for p in paths if len(p.losses)]
    steps = next(of_steps(usable), None)
    form = {d.form for d in descents_}
    # Where no step is taken, what it begins from comes back.
    still = all(p.layout.descent.end is not None and alike(p.layout.descent.end, p.start) for p in paths if not len(p.losses))
    end = of_end(usable, steps[2]) if steps is not None and still else None
    # What comes back of steps that are not kept tells more than that they are not.
    parts.append(steps and (("", "") if end and end[0] and steps[0] == STILL else steps[:2]))
    if form != {"history alone"}:
        parts.append(end)
    if form == {"history alone"} and not any(_numbers(d) for d in descents_):
        return None
    if form != {"params alone"}:
        parts.append(of_history(usable, _afters(usable, steps)))
    if form != {""}:
        parts.append((next(iter(form)), _FORMS[next(iter(form))]) if len(form) == 1 else None)
    wrong = [part for part in parts if part and part[0]]
    firm = None not in parts
    if not wrong:
        return [] if firm else None
    name, says = "; ".join(n for n, _ in wrong), " ".join(s for _, s in wrong)
    return [Finding(name, says, frozenset(d.call.number for d in descents_) if firm else frozenset(), firm)]


def _afters(paths: Sequence[Path], steps: tuple[str, str, list[Array]] | None) -> list[Array]:
    """The params after each step; as far as they are known, where no rule gives them."""
    if steps is not None:
        return steps[2]
    return [np.concatenate([p.params[1:], (p.params[-1] if p.layout.descent.end is None else p.layout.descent.end)[None]]) for p in paths]


def _numbers(descent: Descent) -> bool:
    return isinstance(descent.history, (list, tuple, np.ndarray)) and len(descent.history) > 0


def _of_targets(paths: Sequence[Path]) -> tuple[str, str] | None:
    """Which targets go with each batch."""
    kinds: dict[str, Callable[[Descent, Step], bool]] = {
        "": lambda d, s: np.array_equal(s.targets, d.targets_of(s.rows)),
        "the first targets for each batch": lambda d, s: np.array_equal(s.targets, d.targets_of(range(len(s.rows)))),
        "all targets for each batch": lambda d, s: np.array_equal(s.targets, d.targets_of(range(d.n))),
        "other targets": lambda d, s: len(s.targets) == len(s.rows),
    }
    says = {
        "": "", "the first targets for each batch": "Each batch comes with the first targets of all, not with its own: the batch's observations are picked, are its targets?",
        "all targets for each batch": "Each batch comes with the targets of all observations: pick those of the batch.",
        "other targets": "The batches come with targets that are not those of their observations.",
    }
    return next(((name, says[name]) for name, holds in kinds.items() if all(holds(p.layout.descent, s) for p in paths for s in p.layout.steps)), None)

