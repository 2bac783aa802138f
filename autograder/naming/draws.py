"""What can be told of random answers that need not be the reference's own: batches of indices, and weights by their spread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.naming.calls import Array, Call, Seen, numeric
from autograder.naming.conditions import separating
from autograder.naming.finding import Finding
from autograder.naming.relations.comparison import told
from autograder.naming.relations.forms import factors
from autograder.naming.relations.parts import leaves, role_name
from autograder.naming.relations.relation import as_array

#: A property of a list of index arrays beside the right one.
Fact = Callable[[list[Array], list[Array]], bool]

_FACTS: tuple[tuple[str, str, Fact], ...] = (
    ("indices from 1", "The indices run from 1 to n; the first observation is number 0.",
     lambda g, w: _flat(w).size == _flat(g).size and bool((np.sort(_flat(g)) == np.sort(_flat(w)) + 1).all())),
    ("the last batch missing", "The last, smaller batch is missing: its observations are never seen.",
     lambda g, w: len(g) == len(w) - 1 and [len(b) for b in g] == [len(b) for b in w[:-1]] and _unlike(g)),
    ("drawn with replacement", "Some indices come twice and others never: each batch is drawn by itself. Deal out one shuffled "
                               "order instead.", lambda g, w: len(g) == len(w) > 2 and _sizes(g)[:-1] == _sizes(w)[:-1] and not _unlike(g[:-1])),
    ("the last batch filled up", "The last batch is filled up to full size, so that some observations come twice.",
     lambda g, w: len(g) == len(w) and len(g[-1]) > len(w[-1]) and all(len(a) == len(b) for a, b in zip(g[:-1], w[:-1], strict=True))),
    ("drawn with replacement", "Some indices come twice and others never: each batch is drawn by itself. Deal out one shuffled "
                               "order instead.", lambda g, w: _sizes(g) == _sizes(w) and not _unlike(g)),
    ("batches overlap", "There are more indices than observations: batches overlap.",
     lambda g, w: _flat(g).size > _flat(w).size),
    ("some indices missing", "Some observations are in no batch.", lambda g, w: len(set(_flat(w)) - set(_flat(g))) > 0),
    ("number and size of batches exchanged", "The number of batches is what their size should be.",
     lambda g, w: len(g) != len(w) and len(g) == max(len(b) for b in w)),
    ("other sizes", "The batches have other sizes than batch_size.", lambda g, w: _sizes(g) != _sizes(w)),
    ("not shuffled", "The indices come in their old order, 0, 1, 2, ...: where is the shuffling?",
     lambda g, w: bool((_flat(g) == np.sort(_flat(g))).all())),
    ("batches shuffled, not observations", "Each batch holds neighbours: the batches are shuffled, the observations are not.",
     lambda g, w: all((np.diff(b) == 1).all() for b in g)),
    ("sorted batches", "Within each batch the indices are sorted, so that the shuffled order is lost.",
     lambda g, w: all((np.diff(b) >= 0).all() for b in g)),
)


#: What is drawn anew for each batch need not show in every call: that it does in one is proof.
PROVED_ONCE = ("drawn with replacement",)


def _flat(batches: list[Array]) -> Array:
    return np.concatenate(batches) if batches else np.zeros(0, dtype=int)


def _sizes(batches: list[Array]) -> list[int]:
    return [len(b) for b in batches]


def _unlike(batches: list[Array]) -> bool:
    flat = _flat(batches)
    return len(np.unique(flat)) == len(flat)


def drawn(seen: Seen, calls: Sequence[Call]) -> Iterator[Finding]:
    """Facts about random answers, where the function has a generator among its arguments."""
    if not any(isinstance(a, np.random.Generator) for a in seen.calls[0].args):
        return
    back = [c for c in calls if c.got.status == c.want.status == "returned"]
    if not back:
        return
    if _batches(back[0].want.value) is not None:
        yield from _of_batches(seen, back)
    else:
        yield from _of_spread(seen, back)


def _batches(value: Any) -> list[Array] | None:
    if not isinstance(value, (list, tuple)) or not value:
        return None
    found = [as_array(b) if len(b) else np.zeros(0) for b in value if _row(b)]
    if len(found) != len(value) or not all(b is not None and b.ndim == 1 and (b == np.round(b)).all() for b in found):
        return None
    return [b.astype(int) for b in found if b is not None]


def _row(value: Any) -> bool:
    """A row of numbers: an array of one axis, or a list without lists."""
    if isinstance(value, np.ndarray):
        return value.ndim == 1
    return isinstance(value, (list, tuple)) and all(numeric(v) is not None and np.ndim(v) == 0 for v in value)


def _of_batches(seen: Seen, back: Sequence[Call]) -> Iterator[Finding]:
    pairs = [(g, w, c) for c in back if (g := _batches(c.got.value if not _stacked(c.got.value) else list(c.got.value))) is not None
             and (w := _batches(c.want.value)) is not None]
    if len(pairs) < len(back):
        return
    partly: Finding | None = None
    for name, says, fact in _FACTS:
        holds = [fact(g, w) and not fact(w, w) for g, w, _ in pairs]
        # Of few indices nearly everything is true.
        telling = [h for h, (_, w, _) in zip(holds, pairs, strict=True) if _flat(w).size > 5 and max(_sizes(w)) > 1]
        if not any(telling):
            continue
        where = separating(seen, back, holds, lambda c: None)
        if all(telling) or where:
            more = "" if all(telling) or where is None else f" This is so where {where}."
            yield Finding(name, says + more, frozenset(c.number for _, _, c in pairs))
            return
        if name in PROVED_ONCE:
            yield Finding(name, f"{says} (In {sum(holds)} of {len(holds)} calls this shows.)", frozenset(c.number for _, _, c in pairs))
            return
        partly = partly or Finding(f"{name} in some calls", f"{says} This is so in some of the calls.", frozenset(), firm=False)
    if partly:
        yield partly


def _stacked(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.ndim == 2


_EVENLY = ("The numbers of {it} are spread evenly between two limits, as rng.uniform draws them; normal ones are what was "
           "asked for.")
#: The mean fourth power of standardised numbers that are spread evenly, and of normal ones; how far off, in parts, it is in some thousand.
EVEN, NORMAL, WITHIN = 1.8, 3.0, 0.1


def _fourth(values: Array, moment: float) -> bool:
    """Whether numbers have this fourth moment once they are standardised."""
    return bool(abs((((values - values.mean()) / values.std()) ** 4).mean() - moment) < WITHIN * moment)


def _of_spread(seen: Seen, back: Sequence[Call]) -> Iterator[Finding]:
    """Of weights drawn otherwise than ours: how their spread relates to what it should be."""
    labels: dict[str, set[str]] = {}
    even: set[str] = set()
    for call in back:
        try:
            parts = list(leaves(call.want.value, call.got.value))
        except ValueError:
            return
        for role, _, _, got, want in parts:
            a, b = numeric(got), numeric(want)
            if a is None or b is None or b.size < 4_000 or a.size != b.size or not b.std() or not a.std():
                continue
            name = role_name(role, seen.parts)
            sizes = {f"rows of {name}": want.shape[0], f"columns of {name}": want.shape[-1]} if want.ndim == 2 else {}
            if name and _fourth(a, EVEN) and _fourth(b, NORMAL) and np.ptp(a) < 2.05 * 3**0.5 * a.std():
                even.add(name)
            ratio = a.std() / b.std()
            # What is nearly 1 cannot be told from a draw that was a little unlucky.
            named = {"1": 1.0, **{k: f for k, f in factors(sizes).items() if abs(f - 1) > 0.05}}
            fitting = {k for k, f in named.items() if abs(f / ratio - 1) < 0.02}
            labels[name] = labels[name] & fitting if name in labels else fitting
    for name, fitting in labels.items():
        if name in even:
            spread = min(fitting, key=lambda k: (len(k), k), default="1")
            more = "" if spread == "1" else f" Their spread (standard deviation) is about {spread} times what it should be, in every layer."
            yield Finding(f"{name} spread evenly", told(f"{_EVENLY}{more}", name, back[0]), frozenset(c.number for c in back))
            return
        if fitting and "1" not in fitting:
            label = min(fitting, key=lambda k: (len(k), k))
            yield Finding(f"spread of {name} times {label}", told(f"The spread (standard deviation) of {{it}} is about {label} times what it "
                          f"should be, in every layer: variance or standard deviation, and by which size is it divided?", name, back[0]),
                          frozenset(c.number for c in back))
            return
