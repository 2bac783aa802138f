"""Of a training that learned too little: what it does with one observation and with two tells with which numbers it trains, and whether each
observation keeps its own target. With these numbers it is then done again."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from autograder.graders.copies import copied
from autograder.graders.student import Record
from autograder.naming.calls import Array, Call
from autograder.naming.finding import Finding
from autograder.naming.training import Layers, Trained, forward, layers_of, starts_of, stepped, trained_of
from autograder.sandbox.outcome import Outcome

#: Makes one call of the student's function.
Ask = Callable[[tuple[Any, ...]], Outcome]

#: Learning rates that people write, and the most steps that are looked for.
RATES = np.array([m * 10.0**k for k in range(-6, 2) for m in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 7.5, 8, 9)])
STEPS = 3_000
#: Sizes of batches that people write.
BATCHES = (1, 2, 4, 5, 8, 10, 12, 15, 16, 20, 24, 25, 30, 32, 40, 50, 60, 64, 75, 80, 100, 120, 125, 128, 150, 200, 250, 256, 300, 400, 500, 512, 600)
#: Observations of which the steps of an epoch are counted.
SEVERAL = (60, 240)
#: What may be learned in place of each observation's target.
OTHERS, TURNED = "others", "turned"
#: Numbers of which one may be the right one.
MANY = 4
#: A batch of all there is.
WHOLE = 1 << 30
#: Tries in which two observations may get each other's targets; and the multiplications of all steps that are taken again, one step
#: being as good as so many more.
TRIES, AGAIN, STEP = 6, 1_000_000_000, 50_000
#: Entries of all layers of a network that is trained again: what a student made may be of any size.
LARGE = 20_000
#: What a network leaves of two targets that it has learned, and how sure it is of a label.
LITTLE, SURE = 0.001, 0.9
#: Numbers that are the same within rounding.
NEAR = 1e-7

Start = Callable[..., Any]


@dataclass(frozen=True)
class Numbers:
    """Of a training: the sizes of its layers, its learning rate, and how many steps it takes with one observation."""

    sizes: tuple[int, ...]
    rate: float
    epochs: int


def retrained(function: Callable[..., Any], records: Sequence[Record], week: Mapping[str, Any], ask: Ask) -> list[Finding]:
    """What is wrong with a training, where calls with one and two observations tell it; empty where they do not. week: the names of its
    reference."""
    names = tuple(inspect.signature(function).parameters)
    calls = [Call(tuple(r.args), r.outcome, Outcome("missing"), {}, None, i, r.changed, names) for i, r in enumerate(records)]
    networks = [t for t in map(trained_of, calls) if t is not None and _entries(t.layers) <= LARGE]
    with np.errstate(all="ignore"):
        return _found(networks, starts_of(week), names, ask) if networks and len(networks) == len(calls) else []


def _found(networks: Sequence[Trained], starts: Sequence[Start], names: tuple[str, ...], ask: Ask) -> list[Finding]:
    every = frozenset(t.call.number for t in networks)
    lost = Finding(f"{names[1]} in another order", f"Of two observations each is learned with the other's {names[1]} (in some tries of a few): "
                   f"{names[0]} and {names[1]} are not put into the same order.", every)
    turned = Finding(f"{names[0]} and {names[1]} swapped", f"The network learns {names[0]} from {names[1]}: which of the two is the target?", every)
    asked: dict[Any, Layers | None] = {}
    learned = _Probe(networks[0], None, False, ask, asked).learned()
    if learned:
        return [lost if learned == OTHERS else turned]
    for start in starts:
        for swapped in (False, True):
            probe = _Probe(networks[0], start, swapped, ask, asked)
            numbers = probe.numbers()
            if numbers is None:
                continue
            if swapped:
                return [turned]
            loses = probe.loses_targets(numbers)
            if loses:
                return [lost]
            if loses is False and (way := probe.way_of(numbers)):
                return [_of_numbers(networks[0], numbers, *way, every)]
            return []
    return []


@dataclass(frozen=True)
class Deal:
    """A way to deal observations into batches. order: of an epoch, given the generator, the targets and the order of the epoch before.
    seen: how many of n observations are seen, the first ones. whole: whether it differs from others where all are one batch."""

    name: str
    says: str
    order: Callable[[np.random.Generator, Array, Array | None], Array]
    seen: Callable[[int], int] = lambda n: n
    whole: bool = False


def _shuffled(rng: np.random.Generator, targets: Array, before: Array | None) -> Array:
    return rng.permutation(len(targets))


_DEALS = (
    Deal("", "", _shuffled, whole=True),
    Deal("not shuffled", "The batches come in the order of the data, in every epoch: where are they shuffled?", lambda rng, targets, before: np.arange(len(targets))),
    Deal("shuffled once", "The batches are the same in every epoch: when are they drawn?",
         lambda rng, targets, before: rng.permutation(len(targets)) if before is None else before),
    Deal("sorted by what is to be learned", "The batches come sorted by what is to be learned: they should be a mixture.",
         lambda rng, targets, before: np.argsort(targets.ravel(), kind="stable")),
    *(Deal(f"only {share} of the observations", f"Only {share} of the observations are learned from, the first ones: what of the others?", _shuffled, seen, True)
      for share, seen in (("half", lambda n: n // 2), ("four fifths", lambda n: int(0.8 * n)), ("nine tenths", lambda n: int(0.9 * n)),
                          ("a tenth", lambda n: n // 10), ("three quarters", lambda n: 3 * n // 4))),
    *(Deal(f"only {most} observations", f"Only the first {most} observations are learned from: what of the others?", _shuffled, lambda n, most=most: min(n, most), True)
      for most in (1000, 500, 200, 150, 100, 50, 20, 10)),
)


def _of_numbers(trained: Trained, numbers: Numbers, batch: int, deal: Deal, every: frozenset[int]) -> Finding:
    n = len(trained.call.args[0])
    total = numbers.epochs * _batches(n, batch)
    told = f"{numbers.epochs} epoch{'s' if numbers.epochs > 1 else ''}, a learning rate of {numbers.rate:g}"
    hidden = " and ".join(map(str, numbers.sizes[1:-1])) or "no"
    whole = "all observations in one batch" if batch >= n else f"batches of {batch}"
    if deal.name:
        return Finding(f"{deal.name}; {told}, {whole}", f"{deal.says} Otherwise it trains as it should: {told}, {whole}, {hidden} hidden units.", every)
    return Finding(f"trained with these numbers: {told}, {whole}",
                   f"The training does what it should, step by step; its numbers are what is wrong: {told}, {whole}, {hidden} hidden units. That is "
                   f"{total} step{'s' if total > 1 else ''} in all: are there enough, and how long is each? Compare with your plot of the loss.", every)


class _Probe:
    """One way in which the student's function may train, tried on very few observations. swapped: inputs and targets in each other's place.
    asked: what came of calls that were made before."""

    def __init__(self, trained: Trained, start: Start | None, swapped: bool, ask: Ask, asked: dict[Any, Layers | None]):
        self._trained, self._start, self._swapped, self._ask, self._known = trained, start, swapped, ask, asked
        args = trained.call.args
        arrays = [i for i, a in enumerate(args) if isinstance(a, np.ndarray)]
        rngs = [i for i, a in enumerate(args) if isinstance(a, np.random.Generator)]
        self._can_be = len(arrays) == 2 and len(rngs) == 1 and not (swapped and (trained.labels or trained.targets.ndim != 2))
        if self._can_be:
            self._places = arrays[0], arrays[1], rngs[0]
            self._width = args[arrays[1] if swapped else arrays[0]].shape[1]

    def _asked(self, X: Array, targets: Array, seed: int) -> Layers | None:
        """The network that comes of these observations."""
        args = list(self._trained.call.args)
        first, second, rng = self._places
        args[first], args[second] = (targets, X) if self._swapped else (X, targets)
        args[rng] = np.random.default_rng(seed)
        key = X.tobytes(), targets.tobytes(), self._swapped, seed
        if key not in self._known:
            got = self._ask(tuple(args))
            layers = layers_of(got.value) if got.status == "returned" else None
            self._known[key] = layers if layers is not None and _entries(layers) <= LARGE else None
        return self._known[key]

    def _targets(self, *values: int) -> Array:
        """Labels, of which 0 stands for the last class, or numbers."""
        given = self._trained.call.args[self._places[1]]
        if self._trained.labels:
            return np.array([self._trained.outputs - 1 - v for v in values], dtype=given.dtype)
        shape = (len(values), *(given.shape[1:] if not self._swapped else self._trained.X.shape[1:]))
        return np.array([1.0 - 1.5 * v for v in values]).reshape(-1, *[1] * (len(shape) - 1)) * np.ones(shape)

    def _begun(self, sizes: Sequence[int], rng: np.random.Generator) -> Layers | None:
        try:
            return layers_of(self._start(list(sizes), rng)) if self._start is not None else None
        except Exception:
            # A function of the week that takes something else.
            return None

    def numbers(self) -> Numbers | None:
        """The numbers that account for what comes of one observation; None where it is no plain descent from the start."""
        if not self._can_be:
            return None
        nothing = np.zeros((1, self._width))
        target = self._targets(0)
        got = self._asked(nothing, target, 11)
        if got is None or got[0][0].shape[0] != self._width:
            return None
        sizes = (self._width, *(W.shape[1] for W, _ in got))
        begun = self._begun(sizes, np.random.default_rng(11))
        # Where all inputs are 0, the last bias alone is moved.
        if begun is None or not all(np.array_equal(W, V) for (W, _), (V, _) in zip(got, begun, strict=True)):
            return None
        if any(b.any() for _, b in (*got[:-1], *begun)):
            return None
        found = [Numbers(sizes, rate, epochs) for rate, epochs in _reached(got[-1][1].ravel(), target, self._trained.labels)]
        if not 0 < len(found) <= MANY:
            # What has come to rest tells nothing of the steps that led there.
            return None
        some = np.linspace(0.2, 0.9, self._width)[None]
        network = self._asked(some, target, 12)
        return next((n for n in found if network is not None and _same(network, self._descent(n, some, target, np.random.default_rng(12)))), None)

    def _descent(self, numbers: Numbers, X: Array, targets: Array, rng: np.random.Generator) -> Layers | None:
        """So many steps, each on all observations."""
        layers = self._begun(numbers.sizes, rng)
        if layers is None:
            return None
        trained = replace(self._trained, layers=layers, X=X, targets=targets)
        for _ in range(numbers.epochs):
            trained = replace(trained, layers=stepped(trained, numbers.rate))
        return trained.layers

    def learned(self) -> str:
        """What the network has learned of two observations in several tries: OTHERS for each the other's target, in others its own; TURNED for
        the inputs from the targets in all of them; "" for what it should, or where some try shows neither."""
        if not self._can_be:
            return ""
        X, targets = self._two()
        tries: list[str] = []
        for seed in range(TRIES):
            network = self._asked(X, targets, seed)
            if network is None or network[0][0].shape[0] != self._width:
                return ""
            ways = {"": (X, targets), OTHERS: (X, targets[::-1]), **({TURNED: (targets, X)} if targets.shape == X.shape else {})}
            fitting = [way for way, (x, t) in ways.items() if _knows(replace(self._trained, layers=network, X=x, targets=t))]
            if len(fitting) != 1:
                return ""
            tries.append(fitting[0])
        if set(tries) == {TURNED}:
            return TURNED
        # One try could be luck.
        return OTHERS if tries.count(OTHERS) > 1 and TURNED not in tries else ""

    def _two(self) -> tuple[Array, Array]:
        return np.stack([np.linspace(0.2, 0.9, self._width), np.linspace(0.8, -0.3, self._width)]), self._targets(0, 1)

    def loses_targets(self, numbers: Numbers) -> bool | None:
        """The same as far as it shows in the network itself; None where it is neither that nor its own."""
        X, targets = self._two()
        for seed in range(TRIES):
            network = self._asked(X, targets, seed)
            if network is None:
                return None
            if not _same(network, self._descent(numbers, X, targets, np.random.default_rng(seed))):
                later = np.random.default_rng(seed)
                later.permutation(len(X))
                return True if any(_same(network, self._descent(numbers, X, targets[::-1], rng)) for rng in (np.random.default_rng(seed), later)) else None
        return False

    def way_of(self, numbers: Numbers) -> tuple[int, Deal] | None:
        """The size of batches, and how they are dealt, with which the training, done again with these numbers, gives the very same network;
        None where none does."""
        n = len(self._trained.call.args[self._places[0]])
        counted = {several: self._counted(numbers, several) for several in SEVERAL}
        taken = 0
        for deal, batch in itertools.product(_DEALS, (WHOLE, *BATCHES)):
            steps = numbers.epochs * _batches(deal.seen(n), batch)
            if deal.name.startswith("only") and deal.seen(n) == n:
                continue
            if (batch < n or deal.whole) and all(numbers.epochs * _batches(deal.seen(k), batch) in counted[k] for k in SEVERAL) and taken + steps <= AGAIN:
                taken += steps
                if self._same_steps(numbers, batch, deal):
                    return min(batch, n), deal
        return None

    def _counted(self, numbers: Numbers, several: int) -> list[int]:
        """How many steps are taken with so many observations that are alike."""
        targets = self._targets(*[0] * several)
        got = self._asked(np.zeros((several, self._width)), targets, 13)
        return [] if got is None else [s for rate, s in _reached(got[-1][1].ravel(), targets, self._trained.labels) if rate == numbers.rate]

    def _same_steps(self, numbers: Numbers, batch: int, deal: Deal) -> bool:
        """Whether the training, done again, gives the very same network."""
        args = copied(self._trained.call.args)
        X, targets, rng = (args[k] for k in self._places)
        layers = self._begun(numbers.sizes, rng)
        if layers is None:
            return False
        X, targets = X[:deal.seen(len(X))], targets[:deal.seen(len(X))]
        now, order = replace(self._trained, layers=layers), None
        for _ in range(numbers.epochs):
            order = deal.order(rng, targets, order)
            for k in range(0, len(X), batch):
                rows = order[k:k + batch]
                now = replace(now, layers=stepped(replace(now, X=X[rows], targets=targets[rows]), numbers.rate))
        return _same(self._trained.layers, now.layers)


def _knows(trained: Trained) -> bool:
    """Whether a network gives these targets, and no doubt about it."""
    out = forward(trained.layers, trained.X)
    if not trained.labels:
        return trained.left() < LITTLE
    shown = np.exp(out - out.max(axis=1, keepdims=True))
    return bool((shown / shown.sum(axis=1, keepdims=True))[np.arange(len(out)), trained.targets.astype(int)].min() > SURE)


def _entries(layers: Layers) -> int:
    return sum(W.size for W, _ in layers)


def _batches(n: int, batch: int) -> int:
    return -(-n // batch)


def _reached(bias: Array, target: Array, labels: bool) -> Iterator[tuple[float, int]]:
    """(rate, steps) that bring the last bias from 0 to where it is, where nothing else is moved."""
    goal = np.zeros(len(bias))
    goal[...] = target.ravel()[0] if not labels else np.eye(len(bias))[int(target[0])]
    state = np.zeros((len(RATES), len(bias)))
    with np.errstate(all="ignore"):
        for step in range(1, STEPS + 1):
            if labels:
                shown = np.exp(state - state.max(axis=1, keepdims=True))
                state = state - RATES[:, None] * (shown / shown.sum(axis=1, keepdims=True) - goal)
            else:
                state = state - RATES[:, None] * 2 * (state - goal)
            there = np.flatnonzero(np.abs(state - bias).max(axis=1) <= 1e-12 * np.abs(bias).max())
            yield from ((float(RATES[k]), step) for k in there)
            if step % 100 == 0 and (np.abs(state).max(axis=1) >= np.abs(bias).max()).all():
                return


def _same(one: Layers, other: Layers | None) -> bool:
    arrays = [list(itertools.chain.from_iterable(layers)) for layers in (one, other or [])]
    return [np.size(a) for a in arrays[0]] == [np.size(a) for a in arrays[1]] and all(
        np.allclose(np.ravel(a), np.ravel(b), rtol=NEAR, atol=NEAR * float(np.abs(b).max(initial=0.0))) for a, b in zip(*arrays, strict=True))
