"""One call of a training as numbers: which observations it asked the slope of, at which params, and what it made of the answers."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.graders.asked import Answer, heard
from autograder.graders.copies import copied
from autograder.naming.calls import Array, Call, Seen, numeric

#: Steps of one call beyond which nothing is looked at.
MOST = 1_000


@dataclass(frozen=True)
class Roles:
    """Which argument is which, by their places: found in what the reference does, whatever they are called. slope: the function that
    gives a loss and its gradients."""

    X: int
    targets: int
    params: int
    slope: int
    epochs: int
    batch: int
    rate: int


@dataclass(frozen=True, eq=False)
class Step:
    """One question: the rows in the order they came, whether with their own targets, the params as one vector, and the answer."""

    rows: tuple[int, ...]
    targets: Array
    params: Array
    loss: float
    grads: Array


@dataclass(frozen=True, eq=False)
class Descent:
    """One call. halves, layers: of each entry of the params' vector, whether it is of a second of a pair (a bias) and which pair it is
    of. end: the params that came back, None where none did. history: what came back beside them. form: how the two came back, "" for
    as they should."""

    call: Call
    roles: Roles
    halves: Array
    layers: Array
    start: Array
    asked: tuple[Step, ...]
    end: Array | None
    history: Any
    form: str

    @property
    def n(self) -> int:
        return len(self.call.args[self.roles.X])

    @property
    def epochs(self) -> int:
        return int(self.call.args[self.roles.epochs])

    @property
    def batch(self) -> int:
        return int(self.call.args[self.roles.batch])

    @property
    def rate(self) -> float:
        return float(self.call.args[self.roles.rate])

    @property
    def sizes(self) -> list[int]:
        """How large an epoch's batches should be."""
        return [min(self.batch, self.n - k) for k in range(0, self.n, self.batch)]

    def targets_of(self, rows: Sequence[int]) -> Array:
        return np.asarray(self.call.args[self.roles.targets])[list(rows)]

    def loss(self, rows: Sequence[int], params: Array) -> float:
        """The loss of some observations at some params."""
        pairs, place = [], 0
        for pair in self.call.args[self.roles.params]:
            sizes = [np.size(a) for a in pair]
            pairs.append(tuple(params[place + sum(sizes[:i]):place + sum(sizes[:i + 1])].reshape(np.shape(a)) for i, a in enumerate(pair)))
            place += sum(sizes)
        return float(self.call.args[self.roles.slope](self.call.args[self.roles.X][list(rows)], self.targets_of(rows), pairs)[0])


#: A reference's function -> its roles, None where it is no such training.
_roles: dict[Callable[..., Any], Roles | None] = {}


def descents(seen: Seen) -> list[Descent] | None:
    """The calls that came back, as numbers; None where the function is no training, or one of them cannot be told."""
    back = [c for c in seen.calls if c.got.status == "returned"]
    if not back or sum(map(callable, seen.calls[0].args)) != 1:
        return None
    if seen.function not in _roles:
        _roles[seen.function] = _found(seen)
    roles = _roles[seen.function]
    if roles is None:
        return None
    found = [_read(call, roles) for call in back]
    return [d for d in found if d is not None] if None not in found else None


def _found(seen: Seen) -> Roles | None:
    """The roles that account for all that the reference asks."""
    heards = []
    for call in seen.calls:
        try:
            heards.append((call, heard(seen.function, copied(call.args))))
        except Exception:
            return None
    candidates = list(_candidates(*heards[0]))
    fitting = [r for r in candidates if all(_fits(r, call, answers) for call, answers in heards)]
    return fitting[0] if len(fitting) == 1 else None


def _candidates(call: Call, answers: Sequence[Answer]) -> list[Roles]:
    kinds = [_kind(a) for a in call.args]

    def places(kind: str) -> list[int]:
        return [i for i, k in enumerate(kinds) if k == kind]

    arrays = [(i, j) for i, j in itertools.permutations(places("array"), 2) if len(call.args[i]) == len(call.args[j]) and np.ndim(call.args[i]) == 2]
    numbers = itertools.permutations(places("whole"), 2)
    return [Roles(X, targets, params, slope, epochs, batch, rate)
            for (X, targets), params, slope, (epochs, batch), rate
            in itertools.product(arrays, places("pairs"), places("function"), numbers, places("number"))]


def _kind(value: Any) -> str:
    if isinstance(value, np.ndarray) and value.ndim:
        return "array"
    if isinstance(value, (bool, str, np.random.Generator)):
        return ""
    if isinstance(value, (int, np.integer)):
        return "whole"
    if isinstance(value, float):
        return "number"
    return "function" if callable(value) else "pairs" if _vector(value) is not None else ""


def _fits(roles: Roles, call: Call, answers: Sequence[Answer]) -> bool:
    """Whether a training that is as it should be does with these roles what the reference did."""
    call = Call(call.args, call.want, call.want, call.sizes, None, asked=tuple(answers))
    descent = _read(call, roles)
    if descent is None or len(descent.asked) != descent.epochs * len(descent.sizes):
        return False
    rows = [len(s.rows) for s in descent.asked]
    paired = all(np.array_equal(s.targets, descent.targets_of(s.rows)) for s in descent.asked)
    states = [*(s.params for s in descent.asked), descent.end]
    return rows == descent.sizes * descent.epochs and paired and all(
        a is not None and b is not None and np.allclose(a - descent.rate * s.grads, b, rtol=1e-9, atol=1e-12) for s, (a, b) in zip(descent.asked, itertools.pairwise(states), strict=True))


def _vector(value: Any) -> Array | None:
    """A list of pairs of arrays as one vector."""
    if not isinstance(value, (list, tuple)) or not value or not all(isinstance(p, (list, tuple)) and len(p) == 2 for p in value):
        return None
    arrays = [numeric(a) for pair in value for a in pair]
    return np.concatenate([a.ravel() for a in arrays if a is not None]) if all(a is not None for a in arrays) else None


def _shapes(value: Any) -> list[tuple[int, ...]]:
    return [np.shape(a) for pair in value for a in pair]


def _read(call: Call, roles: Roles) -> Descent | None:
    X, params = call.args[roles.X], call.args[roles.params]
    start = _vector(params)
    if start is None or not isinstance(X, np.ndarray) or X.ndim != 2 or len(call.asked) > MOST:
        return None
    row_of = {row.tobytes(): i for i, row in enumerate(np.ascontiguousarray(X, dtype=np.float64))}
    steps = [_step(answer, row_of, params) for answer in call.asked]
    if len(row_of) < len(X) or None in steps:
        return None
    end, history, form = _result(call.got.value, params)
    sizes = [(np.size(a), half, layer) for layer, pair in enumerate(params) for half, a in enumerate(pair)]
    halves, layers = (np.concatenate([np.full(size, place[k]) for size, *place in sizes]) for k in (0, 1))
    return Descent(call, roles, halves, layers, start, tuple(s for s in steps if s is not None), end, history, form)


def _step(answer: Answer, row_of: dict[bytes, int], params: Any) -> Step | None:
    """One question, None where it was not of rows, targets and params of these shapes."""
    arrays = [a for a in answer.args if isinstance(a, np.ndarray)]
    given = [a for a in answer.args if isinstance(a, (list, tuple))]
    if len(answer.args) != 3 or len(arrays) != 2 or arrays[0].ndim != 2 or not isinstance(answer.value, tuple) or len(answer.value) != 2:
        return None
    rows = [row_of.get(row.tobytes()) for row in np.ascontiguousarray(arrays[0], dtype=np.float64)]
    vector, grads, loss = _vector(given[0]), _vector(answer.value[1]), numeric(answer.value[0])
    if None in rows or vector is None or grads is None or loss is None or _shapes(given[0]) != _shapes(params) or len(grads) != len(vector):
        return None
    return Step(tuple(r for r in rows if r is not None), arrays[1], vector, float(loss), grads)


def _result(value: Any, params: Any) -> tuple[Array | None, Any, str]:
    """The params that came back, what came beside them, and how the two were put together: "" as asked for."""
    def is_params(part: Any) -> bool:
        return _vector(part) is not None and len(part) == len(params) and _shapes(part) == _shapes(params)

    if is_params(value):
        return _vector(value), None, "params alone"
    if isinstance(value, (list, tuple)) and len(value) > 1 and is_params(value[0]):
        return _vector(value[0]), value[1], "" if len(value) == 2 else "more"
    if isinstance(value, (list, tuple)) and len(value) == 2 and is_params(value[1]):
        return _vector(value[1]), value[0], "swapped"
    return None, value, "history alone"
