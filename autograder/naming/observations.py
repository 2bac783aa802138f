"""One observation at a time: whether each by itself is right, and how they are put together."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from autograder.naming.calls import Array, Call, numeric, same
from autograder.naming.evidence import ENOUGH, bits_of
from autograder.naming.finding import Finding
from autograder.naming.numbers import unknown_numbers
from autograder.naming.probing import ALIKE, Probing, with_answers
from autograder.naming.recipes.steps import OVERS
from autograder.naming.relations.comparison import compared

#: Observations of a call that are asked for one by one, and how many calls.
MOST, BASES = 8, 2


@dataclasses.dataclass(frozen=True, eq=False)
class Alone:
    """A wrong call, and what the student's function and the reference give for each of its observations alone."""

    base: Call
    got: Array
    want: Array


@np.errstate(all="ignore")
def one_by_one(probing: Probing) -> list[Finding]:
    """What single observations tell, firm first; empty where there are none, or where each is wrong and put together wrongly, too."""
    alone: list[Alone] = []
    for base in probing.usable:
        if len(alone) < BASES or not _tell(alone):
            alone += [one for one in [_alone(probing, base)] if one is not None]
    if len(alone) < BASES or not _tell(alone):
        return []
    if all(same(a.got, a.want, *ALIKE) for a in alone):
        return _put_together(probing, alone)
    if all(same(_whole(a, a.got), np.asarray(a.base.got.value, dtype=np.float64), *ALIKE) for a in alone):
        return _each(probing, alone)
    return []


def _tell(alone: Sequence[Alone]) -> bool:
    """Whether what single observations give is the same by no chance."""
    return bits_of(np.concatenate([a.want.ravel() for a in alone])) >= ENOUGH


def _alone(probing: Probing, base: Call) -> Alone | None:
    """None where the reference does not treat each observation by itself."""
    letters = [probing.look.seen.letters.get(name, ()) for name in probing.look.seen.names]
    letter = _letter(probing)
    n = base.sizes.get(letter, 0)
    if numeric(base.got.value) is None or numeric(base.want.value) is None or not 2 <= n <= MOST or any(letter in own[1:] for own in letters) or probing.left < n:
        return None
    rows = [tuple(a[k:k + 1] if own[:1] == (letter,) else a for a, own in zip(base.args, letters, strict=True)) for k in range(n)]
    want = [numeric(probing.reference(args)) for args in rows]
    if any(w is None for w in want):
        return None
    right = Alone(base, np.array([]), _stacked([w for w in want if w is not None]))
    if not same(_whole(right, right.want), np.asarray(base.want.value, dtype=np.float64), *ALIKE):
        return None
    got: list[Array] = []
    for args, w in zip(rows, want, strict=True):
        answer = numeric(probing.student(args))
        if answer is None or w is None or answer.shape != w.shape:
            return None
        got.append(answer)
    return dataclasses.replace(right, got=_stacked(got))


def _letter(probing: Probing) -> str:
    """What the exercise calls the number of observations: the first axis of the first array."""
    return next((own[0] for name in probing.look.seen.names if (own := probing.look.seen.letters.get(name, ()))), "")


def _stacked(values: Sequence[Array]) -> Array:
    return np.array(values) if values[0].ndim == 0 else np.concatenate(values)


def _whole(alone: Alone, values: Array) -> Array:
    """The answer as it should be put together: a mean where it is one number."""
    return np.asarray(values.mean() if np.ndim(alone.base.want.value) == 0 else values)


def _put_together(probing: Probing, alone: Sequence[Alone]) -> list[Finding]:
    """Each observation alone is right."""
    look = probing.look
    it = f"your {look.seen.it}" if look.seen.it else "your answer"
    # Where a single observation is wrong, or a call raised, there is something else.
    every = frozenset(c.number for c in look.wrong if c.got.status == "returned" and c.sizes.get(_letter(probing)) != 1)
    if np.ndim(alone[0].base.want.value):
        says = (f"For a single observation {it} is right; of several, what comes back for one depends on the others: is a sum, a mean or a largest one "
                f"taken over all of them, where each observation should have its own?")
        return [Finding("observations are mixed", says, every)]
    for name, over in OVERS.items():
        if name != "the mean" and all(same(np.asarray(over(a.got)), np.asarray(a.base.got.value, dtype=np.float64), *ALIKE) for a in alone):
            return [Finding(f"{name} over the observations", f"For a single observation {it} is right; of several it is {name} of what comes out for "
                                                             f"each, where their mean was asked for.", every)]
    return [Finding("observations put together", f"For a single observation {it} is right; of several it is not the mean of what comes out for each: how "
                                                 f"are they put together?", every)]


def _each(probing: Probing, alone: Sequence[Alone]) -> list[Finding]:
    """Put together as they should be: what relates one observation's to the right one."""
    look = probing.look
    if np.ndim(alone[0].base.want.value):
        # What relates rows of the answer has been looked for.
        return []
    calls = [with_answers(dataclasses.replace(a.base, number=k), a.got, a.want) for k, a in enumerate(alone)]
    it = f"your {look.seen.it}" if look.seen.it else "your answer"
    seen = dataclasses.replace(look.seen, it="")
    wrong = [c for c in calls if not same(c.got.value, c.want.value, *ALIKE)]
    every = frozenset(c.number for c in look.wrong if c.got.status == "returned")
    tried = (compared(seen, calls), unknown_numbers(seen, calls, wrong, ALIKE))
    found = next((some for some in tried if some and all(f.firm for f in some)), [])
    if found:
        told = " ".join(f.says for f in found).replace("Your answer", "what you work out for it").replace("your answer", "what you work out for it")
        return [Finding(f"each observation: {'; '.join(f.name for f in found)}",
                        f"The mean over the observations is as it should be; of each observation by itself, {told[:1].lower()}{told[1:]}", every)]
    return [Finding("each observation", f"What can be said: {it} is the mean of what comes out for each observation, as it should be; it is wrong for a "
                                        f"single observation already. Try it with one row.", frozenset(), firm=False)]
