"""Oracles of week 6, pixel by pixel in plain Python, and how answers are read.

`expect_values` looks at the numbers alone: right ones in the wrong wrapping (a nested list, an axis of length 1 too
many, float32) pass it. What they are wrapped in is asked once, by `expect_plain` in each exercise's first test.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograder.checks import expect, expect_array, expect_shape, generator


def wave(x: float, y: float, frequency: float, orientation: float, phase: float) -> float:
    """The brightness of a grating at one place."""
    along = x * math.cos(orientation) + y * math.sin(orientation)
    return math.cos(2 * math.pi * frequency * along + phase)


def places(size: int) -> list[float]:
    """The coordinates of a filter's columns, or rows, counted from its middle."""
    return [place - (size - 1) / 2 for place in range(size)]


def stripes(size: int, frequency: float, orientation: float, phase: float) -> np.ndarray:
    """A grating (size, size), one pixel at a time."""
    return np.array([[wave(x, y, frequency, orientation, phase) for x in places(size)] for y in places(size)])


def field(size: int, frequency: float, orientation: float, phase: float, sigma: float) -> np.ndarray:
    """A Gabor filter (size, size), one pixel at a time: envelope, then mean, then norm."""
    under = [[wave(x, y, frequency, orientation, phase) * math.exp(-(x * x + y * y) / (2 * sigma * sigma))
              for x in places(size)] for y in places(size)]
    mean = math.fsum(map(math.fsum, under)) / size**2
    norm = math.sqrt(math.fsum((u - mean) ** 2 for row in under for u in row))
    return np.array([[(u - mean) / norm for u in row] for row in under])


def answer(image: np.ndarray, W: np.ndarray) -> float:
    """The sum of W times the image, one pixel at a time."""
    return math.fsum(w * pixel for row, line in zip(W.tolist(), image.tolist()) for w, pixel in zip(row, line))


def filtered(image: np.ndarray, W: np.ndarray) -> np.ndarray:
    """The answer at every place where W fits, window by window."""
    k = len(W)
    rows, columns = image.shape[0] - k + 1, image.shape[1] - k + 1
    return np.array([[answer(image[i : i + k, j : j + k], W) for j in range(columns)] for i in range(rows)])


def energies(images: np.ndarray, frequency: float, orientation: float, sigma: float) -> np.ndarray:
    """A complex cell's answer to each image."""
    fields = [field(images.shape[1], frequency, orientation, phase, sigma) for phase in (0, math.pi / 2)]
    return np.array([math.fsum(answer(image, W) ** 2 for W in fields) for image in images])


def slant(seed: int) -> tuple[float, float, float]:
    """(frequency, orientation, phase), none near a value at which a wrong formula comes out right."""
    rng = generator(seed)
    return rng.uniform(0.11, 0.19), rng.uniform(0.25, 0.55), rng.uniform(0.5, 1.1)


def pixels(seed: int, *shape: int) -> np.ndarray:
    """Normal numbers: images and filters without any symmetry."""
    return generator(seed).normal(size=shape)


def expect_values(got: Any, want: np.ndarray, what: str, why: str = "") -> None:
    """The right numbers, whatever they are wrapped in."""
    want = np.asarray(want, dtype=float)
    got = unwrapped(got, want.shape)
    coarse = isinstance(got, np.ndarray) and got.dtype in (np.float32, np.float16)
    if coarse:
        expect_array(got.astype(float), want, what, rtol=1e-4, atol=2e-5 * max(1.0, np.abs(want).max()), why=why)
    else:
        expect_array(got, want, what, atol=1e-9 * max(1.0, np.abs(want).max()), why=why)


def expect_worked_out(got: Any, want: np.ndarray, what: str) -> None:
    """Something was worked out of the arguments: `got` has the shape of `want` and goes along with it or against it.

    For tests about something else, such as unchanged arguments: no wrong factor or sign fails them as well, and a
    function that returns some constant earns nothing by them.
    """
    mine, wanted = numbers(got, want.shape, what).ravel(), want.ravel() - want.mean()
    mine = mine / (np.abs(mine).max() or 1.0)
    mine = mine - mine.mean()
    along = abs(mine @ wanted) / (np.linalg.norm(mine) * np.linalg.norm(wanted) or 1.0)
    expect(along > 0.5, f"Nothing of {what} is worked out yet, so there was nothing to look at here.")


def expect_plain(got: Any, want: np.ndarray, what: str, why: str = "") -> None:
    """The right numbers in the right wrapping: an array, of this very shape, in double precision."""
    expect_array(got, want, what, why=why)
    double = got.dtype not in (np.float32, np.float16)
    expect(double, f"The dtype of {what} is {got.dtype}; float64 is used throughout.")


def numbers(got: Any, shape: tuple[int, ...], what: str) -> np.ndarray:
    """The answer as finite floats of this shape, whatever it is wrapped in, or a sentence on what it is instead."""
    got = unwrapped(got, shape)
    expect_shape(got, shape, what)
    fine = got.dtype.kind in "iuf" and bool(np.isfinite(got).all())
    expect(fine, f"Not everything in {what} is a finite number.")
    return got.astype(float)


def unwrapped(got: Any, shape: tuple[int, ...]) -> Any:
    """An array of the wanted shape where only the wrapping of `got` is in the way, else `got` itself."""
    if isinstance(got, (list, tuple)):
        try:
            numbers = np.array(got)
        except (TypeError, ValueError, OverflowError):
            return got
        got = numbers if numbers.dtype.kind in "iuf" else got
    if isinstance(got, (int, float)) and not isinstance(got, bool) and abs(got) <= float(np.finfo(float).max):
        got = np.array(float(got))
    same = isinstance(got, np.ndarray) and [n for n in got.shape if n != 1] == [n for n in shape if n != 1]
    return got.reshape(shape) if same else got
