"""What the graders of week 4 hold against a student's training: data, a trusted forward pass, readable sentences."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from autograder.checks import Failure, expect, expect_pair, expect_params, generator, kind_of

from . import WEEK

HERE = Path(__file__).parent


@functools.cache
def digits() -> tuple[np.ndarray, np.ndarray]:
    """The students' digits: X (1200, 64) from 0 to 1, labels (1200,)."""
    return _digits(_released("digits.npz"))


@functools.cache
def hidden_digits() -> tuple[np.ndarray, np.ndarray]:
    """The digits that only the graders have: X (597, 64), labels (597,)."""
    return _digits((HERE / "digits_test.npz").read_bytes())


@functools.cache
def curve() -> tuple[np.ndarray, np.ndarray]:
    """The students' noisy curve: x and y (200, 1)."""
    return _curve(_released("curve.npz"))


@functools.cache
def hidden_curve() -> tuple[np.ndarray, np.ndarray]:
    """Points of the same curve that only the graders have: x and y (1000, 1)."""
    return _curve((HERE / "curve_test.npz").read_bytes())


@functools.cache
def other_digits() -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """The students' digits and the hidden ones with their pixels in another order, all a little paler, and every digit called
    by another one's name: (X, labels) of each. Only a network trained on the first reads the second."""
    rng = generator(4404)
    order, names = rng.permutation(64), rng.permutation(10)
    return tuple((0.9 * X[:, order], names[labels]) for X, labels in (digits(), hidden_digits()))


@functools.cache
def other_curve() -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """The students' points and the hidden ones on another curve, cos(2x), with the same noise: (x, y) of each."""
    return tuple((x, y - np.sin(3 * x) + np.cos(2 * x)) for x, y in (curve(), hidden_curve()))


def network_form(got: Any, d: int, k: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Params of the right form from d inputs to k outputs, with as many layers and units as `got` has."""
    layers, fan_in = [], d
    pairs = got if isinstance(got, (list, tuple)) and len(got) else [(np.zeros((d, k)), np.zeros(k))]
    for number, pair in enumerate(pairs, start=1):
        # Whichever of the two is the bias, it is the smaller one.
        fan_out = k if number == len(pairs) else min(np.size(pair[0]), np.size(pair[1]))
        layers.append((np.zeros((fan_in, fan_out)), np.zeros(fan_out)))
        fan_in = fan_out
    return layers


def expect_network(params, d: int, k: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """The params of a network from d inputs to k outputs, any layers between, as float64; Failure for anything else."""
    if isinstance(params, (list, tuple)) and len(params) == 2 and isinstance(params[1], list) and _numbers(params[1]):
        raise Failure("params is a pair whose second part is a list of numbers; only params were expected "
                      "(train returns two things, params and history).")
    expect_params(params, _shapes(params, d, k))
    network = [(np.asarray(W, dtype=np.float64), np.asarray(b, dtype=np.float64)) for W, b in params]
    for layer, (W, b) in enumerate(network, start=1):
        expect(bool(np.isfinite(W).all() and np.isfinite(b).all()),
               f"The params of layer {layer} hold nan or inf: the training blew up. Look at the learning rate first.")
    return network


def forward(X: np.ndarray, params) -> np.ndarray:
    """Scores (n, k) of the week-1 network: linear, ReLU, ..., linear."""
    A = X
    with np.errstate(all="ignore"):
        for layer, (W, b) in enumerate(params, start=1):
            A = A @ W + b
            if layer < len(params):
                A = np.where(A > 0, A, 0.0)
    return A


def accuracy(params, X: np.ndarray, labels: np.ndarray) -> float:
    """The fraction of the digits that a network reads right."""
    return float((forward(X, params).argmax(axis=1) == labels).mean())


def mse(params, x: np.ndarray, y: np.ndarray) -> float:
    """The mean squared error of a regression network; inf where it is no number."""
    with np.errstate(all="ignore"):
        error = float(((forward(x, params) - y) ** 2).mean())
    return error if np.isfinite(error) else float("inf")


def best_of(seeds: tuple[int, ...], judged: Callable[[int], float], enough: float) -> float:
    """The least error that `judged` gives for one of the seeds, tried until one is at most `enough`.

    A training may be unlucky without being wrong, so it gets another draw. Raises the first Failure where no network came
    back at all, and at once where it is no question of luck.
    """
    errors, failure = [], None
    for seed in seeds:
        try:
            errors.append(judged(seed))
        except Failure as bad:
            if bad.cause in ("timed_out", "died", "missing", "unwritten"):
                raise
            failure = failure or bad
        if errors and errors[-1] <= enough:
            break
    if not errors:
        raise failure
    return min(errors)


def _shapes(params, d: int, k: int) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The shapes that params should have, each layer as wide as its own W says, the last one k wide."""
    if not isinstance(params, (list, tuple)):
        return []
    expect(len(params) > 0, "params is empty; a list of (W, b) pairs was expected, one a layer.")
    shapes, fan_in = [], d
    for layer, pair in enumerate(params, start=1):
        expect_pair(pair, f"params of layer {layer}", ("W", "b"))
        W = pair[0]
        last = layer == len(params)
        if not isinstance(W, np.ndarray) or W.ndim != 2:
            what = f"an array of shape {W.shape}" if isinstance(W, np.ndarray) else kind_of(W)
            wanted = f"({fan_in}, {k if last else 'm'})"
            raise Failure(f"W of layer {layer} is {what}; a matrix of shape {wanted} was expected.")
        fan_out = k if last else W.shape[1]
        expect(fan_out > 0, f"W of layer {layer} has no columns, so the layer has no units.")
        shapes.append(((fan_in, fan_out), (fan_out,)))
        fan_in = fan_out
    return shapes


def _numbers(values: list) -> bool:
    return all(isinstance(v, (int, float)) for v in values)


def _released(name: str) -> bytes:
    return WEEK.files[name]


def _digits(content: bytes) -> tuple[np.ndarray, np.ndarray]:
    with np.load(io.BytesIO(content)) as arrays:
        return arrays["X"] / 16, arrays["labels"].astype(np.int64)


def _curve(content: bytes) -> tuple[np.ndarray, np.ndarray]:
    with np.load(io.BytesIO(content)) as arrays:
        return arrays["x"], arrays["y"]
