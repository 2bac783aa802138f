"""Of a function that trains a network for seconds, too slow to be replayed: what its answer tells of how it was trained."""

from __future__ import annotations

import inspect
import itertools
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.graders.copies import copied
from autograder.graders.student import Record
from autograder.naming.behaviour import besides, raised
from autograder.naming.calls import Array, Call, Seen, numeric, result_names
from autograder.naming.finding import Finding
from autograder.sandbox.outcome import Outcome

#: Observations that are looked at, evenly spread; fewer hidden units than this are few.
LOOKED_AT, FEW = 400, 5
#: A share of what is left to learn from which on a network has learned something, and what one that learned much leaves.
LEARNED, WELL = 0.95, 0.35
#: Weights that are so many times as large as they begin went too far.
GROWN = 20
#: Those that moved by less than this share hardly moved.
HARDLY = 0.02

#: Names that say how far a training came, and not why.
OF_PROGRESS = ("not trained to its end", "learned little")

Layers = list[tuple[Array, Array]]


@dataclass(frozen=True)
class Trained:
    """One call's answer, if it is the layers of a network, beside what it was to learn from. labels: classes, not numbers."""

    call: Call
    layers: Layers
    X: Array
    targets: Array
    labels: bool

    @property
    def outputs(self) -> int:
        """How many outputs the network should have."""
        return int(self.targets.max()) + 1 if self.labels else self.targets.shape[1] if self.targets.ndim == 2 else 1

    @property
    def sizes(self) -> list[int]:
        return [len(self.layers[0][0]), *(W.shape[1] for W, _ in self.layers)]

    def left(self, X: Array | None = None, targets: Array | None = None) -> float:
        """What it leaves of the best constant's error, 1 for nothing learned."""
        out = forward(self.layers, self.X if X is None else X)
        targets = self.targets if targets is None else targets
        if self.labels:
            constant = 1 - np.bincount(targets.astype(int)).max() / len(targets)
            return float((out.argmax(axis=1) != targets).mean() / constant)
        gap = out - targets.reshape(len(targets), -1)
        return float((gap * gap).mean() / targets.var())


def of_training(function: Callable[..., Any], records: list[Record], week: Mapping[str, Any]) -> list[Finding]:
    """What can be told without running ours. week: the names of its reference, of which one may make the first params."""
    names = tuple(inspect.signature(function).parameters)
    calls = tuple(Call(tuple(r.args), r.outcome, Outcome("missing"), {}, None, i, r.changed, names) for i, r in enumerate(records))
    if found := list(raised(Seen(function, names, calls, "", ()), calls)):
        return found[:2]
    trained = [trained_of(call) for call in calls]
    networks = [t for t in trained if t is not None]
    with np.errstate(all="ignore"):
        facts = _form(calls) if len(networks) < len(trained) else _facts(networks, names, starts_of(week))
        found = list(itertools.islice(facts, 1))
    said = Seen(function, names, calls, *result_names(inspect.getdoc(function) or ""))
    return [*found, *besides(said, calls)][:2]


def trained_of(call: Call) -> Trained | None:
    layers = layers_of(call.got.value)
    arrays = [a for a in map(numeric, call.args) if a is not None and a.ndim in (1, 2)]
    if layers is None or len(arrays) < 2 or len(arrays[0]) != len(arrays[1]) or arrays[0].ndim != 2:
        return None
    X, targets = arrays[:2]
    places = np.linspace(0, len(X) - 1, min(len(X), LOOKED_AT)).astype(int)
    whole = next(a for a in call.args[1:] if numeric(a) is not None)
    return Trained(call, layers, X[places], targets[places], bool(targets.ndim == 1 and np.asarray(whole).dtype.kind in "iu"))


def layers_of(value: Any) -> Layers | None:
    """A list of pairs (W, b) of which each W fits the one before."""
    if not isinstance(value, (list, tuple)) or not value or not all(isinstance(p, (list, tuple)) and len(p) == 2 for p in value):
        return None
    pairs = [(numeric(W), numeric(b)) for W, b in value]
    layers = [(W, b) for W, b in pairs if W is not None and b is not None and W.ndim == 2 and b.size == W.shape[1]]
    fits = len(layers) == len(pairs) and all(a.shape[1] == b.shape[0] for (a, _), (b, _) in itertools.pairwise(layers))
    return layers if fits else None


def forward(layers: Layers, X: Array) -> Array:
    """What a network with ReLUs between its layers gives."""
    return _hidden(layers, X)[-1]


def _hidden(layers: Layers, X: Array) -> list[Array]:
    """Every layer's values."""
    values = [X]
    for k, (W, b) in enumerate(layers):
        Z = values[-1] @ W + b.ravel()
        values.append(Z if k == len(layers) - 1 else np.maximum(Z, 0))
    return values[1:]


def _form(calls: Sequence[Call]) -> Iterator[Finding]:
    """Of answers that are no network."""
    values = [c.got.value for c in calls]
    every = _numbers(calls)
    for i in (0, 1):
        if all(isinstance(v, (list, tuple)) and len(v) == 2 and layers_of(v[i]) is not None for v in values):
            yield Finding("more than the params", "Two things come back, the params and something else, such as the history: return the "
                                                  "params alone.", every)
    if all(v is None for v in values):
        yield Finding("returns None", "Nothing comes back (None): is a return missing?", every)


def _facts(networks: Sequence[Trained], names: tuple[str, ...], starts: Sequence[Callable[..., Any]]) -> Iterator[Finding]:
    """Of networks: the first of these that is so in every call is what is wrong."""
    every = _numbers([t.call for t in networks])
    yield from _of_sizes(networks, names, every)
    if any(not np.isfinite(a).all() for t in networks for pair in t.layers for a in pair):
        yield Finding("blown up", "There is nan or inf in the params: the training blew up. Look at the learning rate first.", every)
        return
    if all(not b.any() for t in networks for _, b in t.layers):
        start = any(all(_moved(t, make) == 0 for t in networks) for make in starts)
        yield Finding("not trained", "These are the params from before the training, as they are drawn: where does what train returns go?", every
                      ) if start else Finding("biases 0", "All biases are still 0: either nothing was trained, or the biases are never moved.", every)
        return
    if all(len(t.layers) > 1 and any(W.shape[1] > 1 and np.ptp(W, axis=1).max() < 1e-12 for W, _ in t.layers[:-1]) for t in networks):
        yield Finding("all units alike", "All hidden units of a layer have the same weights: units that start alike stay alike. What sets them "
                                         "apart at the start?", every)
    if all(len(t.layers) > 1 and any(not h.any() for h in _hidden(t.layers, t.X)[:-1]) for t in networks):
        yield Finding("dead units", "All units of a hidden layer are 0 for every observation: one step was so long that no unit ever came back. "
                                    "Look at the learning rate.", every)
    yield from _elsewhere(networks, names, every)
    if all(len(t.layers) == 1 for t in networks):
        yield Finding("no hidden layer", "The network has one layer and no hidden one: it is linear, whatever it learns. What bends it?", every)
    narrow = [min(t.sizes[1:-1]) for t in networks if len(t.layers) > 1]
    if len(narrow) == len(networks) and max(narrow) < FEW:
        yield Finding("few hidden units", f"A hidden layer has only {max(narrow)} units: how many does this need?", every)
    yield from _of_progress(networks, names, starts, every)


def _of_sizes(networks: Sequence[Trained], names: tuple[str, ...], every: frozenset[int]) -> Iterator[Finding]:
    first = networks[0]
    if all(t.sizes[0] != t.X.shape[1] for t in networks):
        yield Finding("inputs", f"The first layer takes {first.sizes[0]} numbers; {names[0]} has {first.X.shape[1]} for each observation.", every)
    elif all(t.sizes[-1] != t.outputs for t in networks):
        yield Finding("outputs", f"The last layer gives {first.sizes[-1]} numbers; {first.outputs} are needed for {names[1]}.", every)


#: Other inputs that the network may have learned from.
_VIEWS: dict[str, Callable[[Array], Array]] = {
    "standardised": lambda a: (a - a.mean(axis=0)) / np.where(a.std(axis=0) > 0, a.std(axis=0), 1),
    "less its mean": lambda a: a - a.mean(),
    "divided by its largest": lambda a: a / np.abs(a).max(),
    **{f"times {k:g}": lambda a, k=k: k * a for k in (1000, 255, 100, 16, 10, 5, 3, 2, 0.5, 1 / 3, 0.2, 0.1, 1 / 16, 0.01, 1 / 255, 0.001)},
    **{f"less its mean, times {k:g}": lambda a, k=k: k * (a - a.mean()) for k in (1000, 100, 10, 0.1, 0.01)},
}


def _elsewhere(networks: Sequence[Trained], names: tuple[str, ...], every: frozenset[int]) -> Iterator[Finding]:
    """It has learned well, but from something else than it was given."""
    if all(t.left() < WELL for t in networks) or any(t.sizes[0] != t.X.shape[1] for t in networks):
        return
    for label, view in _VIEWS.items():
        if all(t.left(view(t.X)) < WELL for t in networks):
            yield Finding(f"learned from {names[0]} {label}", f"The network answers well for {names[0]} {label}, and not for {names[0]} as it is: what "
                                                              f"it will be asked is not rescaled.", every)
            return
    if all(not t.labels and _left_of_line(t) < min(WELL, t.left()) / 2 for t in networks):
        yield Finding(f"{names[1]} rescaled", f"What the network gives follows {names[1]}, but for a factor and a number added: is {names[1]} rescaled "
                                              f"before the training, and never scaled back?", every)


def _left_of_line(trained: Trained) -> float:
    """What the best straight line from the network's numbers to the targets leaves."""
    out = forward(trained.layers, trained.X).ravel()
    targets = trained.targets.ravel()
    return 1 - float(np.corrcoef(out, targets)[0, 1] ** 2) if out.shape == targets.shape else np.inf


def _of_progress(networks: Sequence[Trained], names: tuple[str, ...], starts: Sequence[Callable[..., Any]],
                 every: frozenset[int]) -> Iterator[Finding]:
    """It has not learned enough even of what it was given: is there more to be had by going on?"""
    left = [t.left() for t in networks]
    gain = min(map(_gain, networks))
    if min(left) > LEARNED:
        what = "no better than one and the same answer for all"
    elif min(left) > WELL:
        what = "better than one and the same answer for all, but not by much"
    else:
        return
    grown = max(float(W.std()) * (len(W) / 2) ** 0.5 for t in networks for W, _ in t.layers)
    moved = [_moved(t, make) for make in starts for t in networks]
    if moved and max(m for m in moved) < HARDLY:
        yield Finding("hardly moved", f"The weights have hardly moved: by {max(moved):.1%} of those from before the training, at most. Are there enough "
                                      f"steps, and are they long enough?", every)
    elif grown > GROWN:
        yield Finding("steps too long", f"On what it was given to learn from, the network is {what}, and its weights have become {grown:.0f} times as large as "
                                        f"they begin: the steps are too long.", every)
    elif gain > 0.02 and max(left) < LEARNED:
        yield Finding("not trained to its end", f"On what it was given to learn from, the network is {what}, and a single step more would lower its "
                                                f"loss by {gain:.0%}: the training ended too early. Are there enough steps, are they long enough, and "
                                                f"are the batches a mixture?", every)
    else:
        yield Finding("learned little", f"On what it was given to learn from, the network is {what}. The training may end too early, "
                                        f"not see each observation with its own {names[1]}, or be given other numbers than {names[0]} and {names[1]} "
                                        f"as they are.", every, firm=False)


def _gain(trained: Trained) -> float:
    """By what share one more step, the best of a few, would lower its loss."""
    loss = _loss(trained, trained.layers)
    return (loss - min(_loss(trained, stepped(trained, rate)) for rate in (0.001, 0.01, 0.1, 0.5))) / max(loss, 1e-300)


def _loss(trained: Trained, layers: Layers) -> float:
    out = forward(layers, trained.X)
    if not trained.labels:
        return float(((out - trained.targets.reshape(out.shape)) ** 2).mean())
    out = out - out.max(axis=1, keepdims=True)
    return float((np.log(np.exp(out).sum(axis=1)) - out[np.arange(len(out)), trained.targets.astype(int)]).mean())


def stepped(trained: Trained, rate: float) -> Layers:
    """The layers after one more step down the loss of all observations."""
    values = [trained.X, *_hidden(trained.layers, trained.X)]
    if trained.labels:
        out = np.exp(values[-1] - values[-1].max(axis=1, keepdims=True))
        dZ = (out / out.sum(axis=1, keepdims=True) - np.eye(out.shape[1])[trained.targets.astype(int)]) / len(out)
    else:
        dZ = 2 * (values[-1] - trained.targets.reshape(values[-1].shape)) / len(values[-1])
    new: Layers = []
    for k in reversed(range(len(trained.layers))):
        W, b = trained.layers[k]
        new.insert(0, (W - rate * values[k].T @ dZ, b.ravel() - rate * dZ.sum(axis=0)))
        dZ = dZ @ W.T * (values[k] > 0)
    return new


def starts_of(week: Mapping[str, Any]) -> list[Callable[..., Any]]:
    """The week's functions of two things of which the second is a generator: one may draw the first params of given sizes."""
    return [f for f in week.values() if isinstance(f, types.FunctionType) and f.__code__.co_argcount == 2 and f.__code__.co_varnames[1] == "rng"]


def _moved(trained: Trained, make: Callable[..., Any]) -> float:
    """How far the weights are from those that a function of the week draws first from the call's generator, as a share of these."""
    rng = next((a for a in trained.call.args if isinstance(a, np.random.Generator)), None)
    try:
        made = make(trained.sizes, copied(rng))
        return max(float(np.linalg.norm(W - V) / np.linalg.norm(V)) for (W, _), (V, _) in zip(trained.layers, made, strict=True))
    except Exception:
        # The week's function takes other things, or draws otherwise.
        return float("inf")


def _numbers(calls: Sequence[Call]) -> frozenset[int]:
    return frozenset(c.number for c in calls)
