"""How the params go from one question to the next: by which step, begun from where, and which of them come back in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from autograder.naming.calls import Array
from autograder.naming.descent.batches import Layout

#: A name, a sentence, and what the params are after each step, one row each, given all that came before.
Rule = tuple[str, str, Callable[["Path"], Array]]
#: The same of what comes back in the end, given the params after each step.
End = tuple[str, str, Callable[["Path", Array], Array]]

#: The name of steps that go nowhere.
STILL = "steps of 0"
#: Two params are the same within this.
RTOL, ATOL = 1e-9, 1e-11


@dataclass(frozen=True, eq=False)
class Path:
    """The steps of one call as arrays, a row for each of K steps: params (K, P), gradients (K, P), losses and sizes of the batches (K,),
    the epoch (K,), and the place in it (K,)."""

    layout: Layout

    @cached_property
    def params(self) -> Array:
        return np.array([s.params for s in self.layout.steps])

    @cached_property
    def grads(self) -> Array:
        return np.array([s.grads for s in self.layout.steps])

    @cached_property
    def losses(self) -> Array:
        return np.array([s.loss for s in self.layout.steps])

    @cached_property
    def sizes(self) -> Array:
        return np.array([len(s.rows) for s in self.layout.steps], dtype=float)

    @cached_property
    def epoch(self) -> Array:
        return np.array([e for e, steps in enumerate(self.layout.epochs) for _ in steps])

    @cached_property
    def place(self) -> Array:
        return np.array([i for steps in self.layout.epochs for i in range(len(steps))])

    @cached_property
    def batches(self) -> Array:
        """How many batches each step's epoch has."""
        return np.array([len(steps) for steps in self.layout.epochs for _ in steps], dtype=float)

    @cached_property
    def last(self) -> Array:
        """Whether a step is its epoch's last."""
        return self.place == self.batches - 1

    @property
    def rate(self) -> float:
        return self.layout.descent.rate

    @property
    def start(self) -> Array:
        return self.layout.descent.start

    def in_epochs(self, values: Array) -> list[Array]:
        """The rows of each epoch."""
        return [values[self.epoch == e] for e in range(len(self.layout.epochs))]

    def goes_by(self, after: Array, begin: str) -> bool:
        """Whether every step but the first begins where the one before it left off, or each epoch's at the start."""
        expected = np.concatenate([self.start[None], after[:-1]])
        if begin == "start":
            expected[self.place == 0] = self.start
        return alike(self.params, expected)


def alike(got: Array, want: Array) -> bool:
    """Whether two are the same within rounding, inf and nan where the other has them."""
    if got.shape != want.shape:
        return False
    finite = np.isfinite(got) & np.isfinite(want)
    size = np.abs(want[finite]).max(initial=0.0)
    return bool((np.abs(got - want)[finite] <= ATOL + (RTOL * np.abs(want) + 1e-12 * min(size, 1e6))[finite]).all()) and np.array_equal(
        got[~finite], want[~finite], equal_nan=True)


def _lengths(path: Path) -> dict[str, Array]:
    """What the gradients may be multiplied by in each step, by its name; "" is right."""
    d, ones = path.layout.descent, np.ones(len(path.losses))
    rate, batch, epochs, X = (d.call.names[k] for k in (d.roles.rate, d.roles.batch, d.roles.epochs, d.roles.X))
    r, e, k = path.rate, path.epoch, np.arange(len(ones))
    with np.errstate(all="ignore"):
        made = {
            "": r * ones, "0": 0 * ones, f"-{rate}": -r * ones, "1": ones, f"{rate}²": r * r * ones, f"1/{rate}": ones / r, f"√{rate}": np.sqrt(r) * ones,
            f"{rate} divided by the batch's size": r / path.sizes, f"{rate} times the batch's size": r * path.sizes,
            f"{rate} divided by len({X})": r / d.n * ones, f"{rate} times len({X})": r * d.n * ones,
            f"{rate} divided by {batch}": r / d.batch * ones, f"{rate} times {batch}": r * d.batch * ones,
            f"{rate} times the batch's size, divided by {batch}": r * path.sizes / d.batch,
            f"{rate} times the batch's size, divided by len({X})": r * path.sizes / d.n,
            f"{rate} divided by the number of batches": r / path.batches, f"{rate} times the number of batches": r * path.batches,
            f"{rate} divided by {epochs}": r / d.epochs * ones, f"{rate} times {epochs}": r * d.epochs * ones,
            f"{rate} divided by the number of the epoch (from 1)": r / (e + 1), f"{rate} divided by the number of the epoch (from 0, and 1 more than that)": r / (e + 2),
            f"{rate} times the number of the epoch (from 1)": r * (e + 1), f"{rate} times the number of the epoch (from 0)": r * e,
            f"{rate} divided by the root of the epoch's number": r / np.sqrt(e + 1),
            f"{rate} divided by the number of the step (from 1)": r / (k + 1), f"{rate} divided by the number of the step in its epoch": r / (path.place + 1),
            f"{rate} divided by the root of the step's number": r / np.sqrt(k + 1),
            f"{rate}, lower by the same amount every epoch, to 0": r * (1 - e / max(d.epochs, 1)),
        }
        for q in (0.5, 0.9, 0.95, 0.98, 0.99, 0.999):
            made |= {f"{rate}, times {q:g} after every epoch": r * q**e, f"{rate}, times {q:g} after every step": r * q**k,
                     f"{rate}, times {q:g} before every epoch": r * q**(e + 1), f"{rate}, times {q:g} before every step": r * q**(k + 1)}
        for c in (0.1, 0.01, 0.001):
            made |= {f"{rate}/(1 + {c:g}·epoch)": r / (1 + c * e), f"{c:g}, whatever was given": c * ones}
        made |= {f"{c:g} times {rate}": c * r * ones for c in (2, 3, 10, 100)} | {f"a {word} of {rate}": r / c * ones for c, word in ((2, "half"), (10, "tenth"), (100, "hundredth"))}
    return made


def _lengths_of(path: Path, mask: Array) -> dict[str, Array]:
    """The same of some of the params, as their gradients say."""
    d = path.layout.descent
    rate, grads = d.call.names[d.roles.rate], path.grads[:, mask]
    with np.errstate(all="ignore"):
        return {
            f"{rate} divided by the length of the gradient": path.rate / np.linalg.norm(grads, axis=1),
            f"{rate} divided by the gradient's largest entry": path.rate / np.abs(grads).max(axis=1, initial=0),
            f"{rate} divided by the gradient's number of entries": path.rate / max(int(mask.sum()), 1) * np.ones(len(grads)),
        }


def _groups(path: Path) -> dict[str, dict[str, Array]]:
    """Ways to divide the params into parts that may move each by a step of its own."""
    d = path.layout.descent
    halves, layers, last = d.halves, d.layers, d.layers.max()
    return {
        "": {"": np.ones(len(halves), bool)},
        "halves": {"the weights": halves == 0, "the biases": halves == 1},
        "layers": {"the first layer": layers == 0, "the other layers": layers > 0},
        "last": {"all layers but the last": layers < last, "the last layer": layers == last},
        "places": {f"{what} of layer {k + 1}": (halves == h) & (layers == k) for k in range(last + 1) for h, what in ((0, "the weights"), (1, "the biases"))},
    }


def _by_lengths(paths: Sequence[Path]) -> Iterator[tuple[Rule, str]]:
    """Steps along the gradients, of a length with a name, in each part of the params."""
    lengths = [_lengths(p) for p in paths]
    for begin in ("", "start"):
        for groups in _groups(paths[0]):
            chosen: dict[str, str] = {}
            for part in _groups(paths[0])[groups]:
                names = [*lengths[0], *_lengths_of(paths[0], _groups(paths[0])[groups][part])]
                for path, named in zip(paths, lengths, strict=True):
                    mask = _groups(path)[groups].get(part)
                    if mask is not None:
                        own = {**named, **_lengths_of(path, mask)}
                        names = [n for n in names if _moves_by(path, mask, own[n], begin)]
                    if not names:
                        break
                if not names:
                    break
                chosen[part] = names[0]
            else:
                yield _told(paths[0], groups, chosen), begin


def _moves_by(path: Path, mask: Array, length: Array, begin: str) -> bool:
    after = path.params[:-1, mask] - length[:-1, None] * path.grads[:-1, mask]
    expected = np.concatenate([path.start[None, mask], after])
    if begin == "start":
        expected[path.place == 0] = path.start[mask]
    return alike(path.params[:, mask], expected)


def _told(path: Path, groups: str, chosen: Mapping[str, str]) -> Rule:
    d = path.layout.descent
    rate = d.call.names[d.roles.rate]

    def after(path: Path) -> Array:
        lengths, made = _lengths(path), np.array(path.params)
        for part, name in chosen.items():
            mask = _groups(path)[groups].get(part)
            if mask is not None:
                made[:, mask] -= {**lengths, **_lengths_of(path, mask)}[name][:, None] * path.grads[:, mask]
        return made

    wrong = {part: name for part, name in chosen.items() if name}
    if not wrong:
        return "", "", after
    parts = {name: " and ".join(part for part, other in wrong.items() if other == name) for name in wrong.values()}
    says = "; ".join(_of_length(part or "the params", name, rate) for name, part in parts.items())
    end = "" if says.endswith("?") else "."
    return "; ".join(f"{part + ': ' if part else ''}steps of {name}" for name, part in parts.items()), f"{says[:1].upper()}{says[1:]}{end}", after


def _of_length(part: str, name: str, rate: str) -> str:
    if name == "0":
        return f"{part} never move: is what the step gives kept, and does the next batch begin from it?" if part == "the params" else f"{part} never move"
    if name == f"-{rate}":
        return f"{part} move up the gradient, not down: which sign does the step have?"
    return f"{part} move by {name} times the gradient in each step, where {rate} times the gradient was asked for"


def _once_an_epoch(of: Callable[[Array, Array], Array]) -> Callable[[Path], Array]:
    def after(path: Path) -> Array:
        made = np.array(path.params)
        ends = np.flatnonzero(path.last)
        for end, grads, sizes in zip(ends, path.in_epochs(path.grads), path.in_epochs(path.sizes), strict=True):
            made[end] -= path.rate * of(grads, sizes)
        return made

    return after


def _added_up(path: Path, each: bool) -> Array:
    parts = path.in_epochs(path.grads) if each else [path.grads]
    return path.params - path.rate * np.concatenate([np.cumsum(g, axis=0) for g in parts])


def _rolling(beta: float, weighed: bool) -> Callable[[Path], Array]:
    def after(path: Path) -> Array:
        made, v = np.array(path.params), np.zeros(path.params.shape[1])
        for k, g in enumerate(path.grads):
            v = beta * v - path.rate * (1 - beta if weighed else 1) * g
            made[k] += v
        return made

    return after


def _along(change: Callable[[Array], Array]) -> Callable[[Path], Array]:
    return lambda path: path.params - path.rate * np.array([change(g) for g in path.grads])


def _stale(path: Path) -> Array:
    return path.params - path.rate * np.concatenate([0 * path.grads[:1], path.grads[:-1]])


def _decayed(path: Path, by: float, of_rate: bool) -> Array:
    return path.params - path.rate * path.grads - (path.rate if of_rate else 1) * by * path.params


_RULES: tuple[Rule, ...] = (
    ("one step an epoch, with the last gradients", "The step is taken once an epoch, with the last batch's gradients; one should follow every batch.",
     _once_an_epoch(lambda g, s: g[-1])),
    ("one step an epoch, with the mean gradients", "The step is taken once an epoch, with the mean of its batches' gradients; one should follow every batch.",
     _once_an_epoch(lambda g, s: g.mean(axis=0))),
    ("one step an epoch, with the weighted mean of the gradients", "The step is taken once an epoch, with the mean of its batches' gradients, weighted by their "
     "sizes; one should follow every batch.", _once_an_epoch(lambda g, s: (g * s[:, None]).sum(axis=0) / s.sum())),
    ("one step an epoch, with the sum of the gradients", "The step is taken once an epoch, with the sum of its batches' gradients; one should follow every batch.",
     _once_an_epoch(lambda g, s: g.sum(axis=0))),
    ("one step an epoch, with the first gradients", "The step is taken once an epoch, with the first batch's gradients; one should follow every batch.",
     _once_an_epoch(lambda g, s: g[0])),
    ("gradients added up in an epoch", "Each step is taken with the sum of the gradients of all batches of the epoch so far: each batch's own were asked for.",
     lambda path: _added_up(path, True)),
    ("gradients added up", "Each step is taken with the sum of all gradients so far: each batch's own were asked for.", lambda path: _added_up(path, False)),
    ("gradients of the batch before", "Each step is taken with the gradients of the batch before: in which order do the lines of the loop stand?", _stale),
    ("every step from the start", "Every step begins from the params that train was given: what should it begin from?",
     lambda path: path.start - path.rate * path.grads),
    *((f"momentum {beta:g}", f"The steps have a momentum of {beta:g}: plain steps were asked for.", _rolling(beta, False)) for beta in (0.9, 0.5, 0.8, 0.95, 0.99)),
    *((f"momentum {beta:g}, weighed", f"The steps go along a running mean of the gradients (with {beta:g}): plain steps were asked for.", _rolling(beta, True))
      for beta in (0.9, 0.5, 0.8, 0.95, 0.99)),
    ("signs of the gradients", "Each step goes by the signs of the gradients, not by the gradients.", _along(np.sign)),
    ("gradients of length 1", "Each step goes by the gradients divided by their length, not by the gradients as they are.",
     _along(lambda g: g / np.linalg.norm(g))),
    *((f"gradients cut at {c:g}", f"The gradients are cut to between -{c:g} and {c:g} before the step: take them as they are.", _along(lambda g, c=c: np.clip(g, -c, c)))
      for c in (0.1, 0.5, 1, 2, 5, 10)),
    *((f"params shrunk by {by:g}" + (" of the rate" if of_rate else ""), "Each step also makes the params smaller (weight decay): plain steps were asked for.",
       lambda path, by=by, of_rate=of_rate: _decayed(path, by, of_rate)) for by in (0.1, 0.01, 0.001, 1e-4, 1e-5) for of_rate in (True, False)),
)


def of_steps(paths: Sequence[Path]) -> Iterator[tuple[str, str, list[Array]]]:
    """Rules that account for the params of every step in all calls, the plainest first: (name, sentence, params after each step)."""
    for (name, says, after), begin in _by_lengths(paths):
        if begin and name != "":
            name, says = f"{name}, from the start each epoch", f"{says} And every epoch begins again from the first params."
        elif begin:
            name, says = "every epoch from the start", "Every epoch begins again from the params that train was given. What should it begin from?"
        yield name, says, [after(p) for p in paths]
    for name, says, rule in _RULES:
        made = []
        for path in paths:
            made.append(rule(path))
            if not path.goes_by(made[-1], ""):
                break
        else:
            yield name, says, made


def _best(path: Path, after: Array) -> Array:
    means = [float((L * s).sum() / s.sum()) for L, s in zip(path.in_epochs(path.losses), path.in_epochs(path.sizes), strict=True)]
    return after[np.flatnonzero(path.last)[int(np.argmin(means))]]


_ENDS: tuple[End, ...] = (
    ("", "", lambda path, after: after[-1]),
    ("the params before the last step", "The params that come back are those before the last step: in which order do the lines of the loop stand?",
     lambda path, after: path.params[-1]),
    ("the first params", "The params that come back are those that train was given: where do the new ones go?", lambda path, after: path.start),
    ("the params before the last epoch", "The params that come back are those from before the last epoch.",
     lambda path, after: path.params[np.flatnonzero(path.place == 0)[-1]]),
    ("the params after the first epoch", "The params that come back are those from the end of the first epoch: where does the return stand?",
     lambda path, after: after[np.flatnonzero(path.last)[0]]),
    ("the params after the first step", "The params that come back are those after the first step of all.", lambda path, after: after[0]),
    ("the params after the last epoch's first step", "The params that come back are those after the first step of the last epoch.",
     lambda path, after: after[np.flatnonzero(path.place == 0)[-1]]),
    ("the params of the best epoch", "The params that come back are those after the epoch with the lowest loss; those after the last one were asked for.", _best),
    ("the mean of the params", "What comes back is the mean of the params after all steps; those after the last one were asked for.",
     lambda path, after: after.mean(axis=0)),
    ("the mean of the epochs' params", "What comes back is the mean of the params after each epoch; those after the last one were asked for.",
     lambda path, after: after[path.last].mean(axis=0)),
    ("all steps, from gradients at the first params", "The steps are added up, but gradients is given the first params each time: with which params does the next "
     "batch begin?", lambda path, after: path.start - path.rate * path.grads.sum(axis=0)),
    ("one step, from the first params", "Only the last step is taken, from the first params: with which params does the next batch begin?",
     lambda path, after: path.start - path.rate * path.grads[-1]),
    ("one more step", "One step more is taken in the end than there are batches, with the last gradients again.", lambda path, after: after[-1] - path.rate * path.grads[-1]),
)


def of_end(paths: Sequence[Path], after: Sequence[Array]) -> tuple[str, str] | None:
    """Which params come back: ("", "") for the right ones, None where it is not known."""
    if any(p.layout.descent.end is None for p in paths):
        return None
    return next(((name, says) for name, says, end in _ENDS
                 if all(alike(np.asarray(p.layout.descent.end), end(p, a)) for p, a in zip(paths, after, strict=True))), None)
