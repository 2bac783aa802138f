"""A `gradients` function that remembers what `train` gave it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autograder.checks import Failure, expect, expect_array, expect_params, generator, kind_of

from .pairs import Pairs, pairs, shapes_of

ARGUMENTS = ("X", "targets", "params")


@dataclass(frozen=True)
class Batch:
    """One call: which observations came (row numbers, in order), whether with their own targets, and which params."""

    rows: tuple[int, ...]
    paired: bool
    params: Pairs


class Spy:
    """Loss and gradients of a small network without nonlinearity, Y_hat = (X W1 + b1) W2 + b2, under a squared loss.

    It has no kinks, and each row of X is recognised by its first number. Called with what is no batch it raises
    Failure. Loss and gradients depend on the recognised rows only, so that targets of other rows are one error, not
    two.

    n: observations. labels: targets are integers (n,) in place of a matrix (n, 2).
    """

    def __init__(self, n: int, seed: int, labels: bool = False):
        rng = generator(seed)
        self.X = rng.normal(size=(n, 3))
        self.targets = rng.integers(0, 5, n) if labels else rng.normal(size=(n, 2))
        self.start = pairs(seed + 1, 3, 4, 1 if labels else 2)
        self.batches: list[Batch] = []
        self._row_of = {x: row for row, x in enumerate(self.X[:, 0].tolist())}

    def __call__(self, *args, **kwargs):
        given = dict(zip(ARGUMENTS, args)) | kwargs
        expect(set(given) == set(ARGUMENTS) and len(args) + len(kwargs) == len(ARGUMENTS),
               f"gradients was called with {len(args) + len(kwargs)} arguments{_named(kwargs)}; "
               "gradients(X, targets, params) was expected.")
        X, targets, params = (given[name] for name in ARGUMENTS)
        rows = self._rows(X)
        expect_params(params, shapes_of(self.start), "params given to gradients")
        params = [(np.array(W, dtype=np.float64), np.array(b, dtype=np.float64)) for W, b in params]
        self.batches.append(Batch(rows, self._paired(targets, rows), params))
        return self.loss_and_grads(rows, params)

    def loss_and_grads(self, rows, params: Pairs) -> tuple[float, Pairs]:
        """Mean over the rows of the squared distance, and its gradients; params float64."""
        rows = list(rows)
        X, Y = self.X[rows], self.targets[rows].reshape(len(rows), -1)
        (W1, b1), (W2, b2) = params
        with np.errstate(all="ignore"):
            H = X @ W1 + b1
            error = H @ W2 + b2 - Y
            dY_hat = 2 * error / len(rows)
            dH = dY_hat @ W2.T
            grads = [(X.T @ dH, dH.sum(axis=0)), (H.T @ dY_hat, dY_hat.sum(axis=0))]
            return float((error**2).sum() / len(rows)), grads

    @property
    def moved(self) -> bool:
        """Whether the params of the last call differ from those of the start."""
        return bool(self.batches) and not _alike(self.batches[-1].params, self.start)

    def replay(self, learning_rate: float) -> Pairs:
        """The params after a step on each recorded batch, in its order, from the start."""
        params, before = self.start, None
        for batch in self.batches:
            if before is not None and batch.rows == before.rows and _alike(batch.params, before.params):
                continue
            _, grads = self.loss_and_grads(batch.rows, params)
            params = [(W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in zip(params, grads)]
            before = batch
        return params

    def epochs(self, count: int) -> list[list[Batch]]:
        """The recorded batches cut into epochs, one ending as soon as it has seen n rows. Failure for another number
        of epochs."""
        found, seen = [[]], 0
        for batch in self.batches:
            if seen >= len(self.X):
                found.append([])
                seen = 0
            found[-1].append(batch)
            seen += len(batch.rows)
        rows = sum(len(batch.rows) for batch in self.batches)
        expect(len(found) == count and seen >= len(self.X),
               f"In {count} epochs on {len(self.X)} observations, gradients saw {rows} rows in all; "
               f"{count * len(self.X)} were expected.")
        return found

    def _rows(self, X) -> tuple[int, ...]:
        if not isinstance(X, np.ndarray) or X.ndim != 2 or X.shape[1] != self.X.shape[1] or X.dtype.kind not in "biuf":
            raise Failure(f"gradients was given {kind_of(X)} for X; rows of X, an array of shape (batch, 3), were "
                          "expected.")
        expect(len(X) > 0, "gradients was given a batch without observations.")
        rows = [self._row_of.get(x) for x in X[:, 0].tolist()]
        expect(None not in rows and bool(np.array_equal(X, self.X[rows])),
               "gradients was given rows that are not rows of X.")
        return tuple(rows)

    def _paired(self, targets, rows: tuple[int, ...]) -> bool:
        own = self.targets[list(rows)]
        return (isinstance(targets, np.ndarray) and targets.dtype.kind in "biuf" and targets.shape == own.shape
                and bool(np.array_equal(targets, own)))


def expect_pairs(got, want: Pairs, why: str) -> None:
    """The ladder for params, layer by layer."""
    expect_params(got, shapes_of(want))
    for layer, (pair, expected) in enumerate(zip(got, want), start=1):
        for name, array, wanted in zip("Wb", pair, expected):
            expect_array(array, wanted, f"Layer {layer}: {name}", why=why)


def _named(kwargs: dict) -> str:
    return f" ({', '.join(kwargs)} by name)" if kwargs else ""


def _alike(one: Pairs, other: Pairs) -> bool:
    return all(np.array_equal(a, b) for p, q in zip(one, other) for a, b in zip(p, q))
