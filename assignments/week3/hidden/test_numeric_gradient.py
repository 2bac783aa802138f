"""Analytic gradients of functions that the student's code calls back for."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder.checks import expect, expect_array, expect_unchanged, kind_of, numeric_gradient, worth

from .oracle import normal

# A one-sided difference passes where the test is about something else.
LOOSE = {"rtol": 1e-4, "atol": 1e-4}


def form(got: object, f: Callable, W: np.ndarray, eps: float = 1e-6) -> np.ndarray:
    """The gradient has W's shape. (The reference is not asked: f may count its calls.)"""
    return np.zeros(W.shape)


def answer(f: Callable, W: np.ndarray, eps: float = 1e-6) -> np.ndarray:
    """The gradient that answers are to be like."""
    return numeric_gradient(f, W)


def watched(f: Callable[[np.ndarray], float], shape: tuple[int, ...]) -> Callable[..., float]:
    """f as the student's code may call it: with one array of real numbers, shaped as W."""

    def call(*args, **named) -> float:
        expect(len(args) == 1 and not named, "f takes one array and nothing else: call it as f(W).")
        W = args[0]
        expect(isinstance(W, np.ndarray), f"f was called with {kind_of(W)}; an array shaped as W was expected.")
        expect(W.shape == shape, f"f was called with {kind_of(W)}; an array shaped as W, {shape}, was expected.")
        expect(W.dtype.kind in "biuf", f"f was called with an array of dtype {W.dtype}; float64 was expected.")
        with np.errstate(all="ignore"):
            return float(f(np.array(W, dtype=np.float64)))

    return call


def waves(shape: tuple[int, ...], seed: int) -> tuple[Callable[..., float], np.ndarray, np.ndarray]:
    """f(W) = sum of A sin(W), a place to look at, and the gradient there, A cos(W)."""
    A, W = normal(seed, *shape), normal(seed + 1, *shape)
    return watched(lambda V: np.sum(A * np.sin(V)), shape), W, A * np.cos(W)


@worth(2)
def test_a_matrix(student):
    """The gradient at a matrix W is right in every entry."""
    f, W, want = waves((3, 4), 1)
    expect_array(student.numeric_gradient(f, W), want, "the gradient", **LOOSE)


def test_a_vector(student):
    """W may be a vector."""
    f, w, want = waves((5,), 3)
    expect_array(student.numeric_gradient(f, w), want, "the gradient", **LOOSE)


def test_three_axes(student):
    """W may have three axes."""
    f, W, want = waves((2, 3, 2), 5)
    expect_array(student.numeric_gradient(f, W), want, "the gradient", **LOOSE)


def test_each_entry_alone(student):
    """Each entry is moved alone, one that is 0 or like another too, while all the others stand where they stood."""
    c, W = normal(7, 6), normal(8, 2, 3)
    W[0, 1], W[1, 2] = 0, W[0, 0]
    w = W.ravel()
    # Linear in each entry, so that a step of any size gives the exact slope; but each slope tells of two neighbours.
    want = [c[i] * w[(i + 1) % 6] + c[i - 1] * w[i - 1] for i in range(6)]
    f = watched(lambda V: np.sum(c * V.ravel() * np.roll(V.ravel(), -1)), (2, 3))
    got = student.numeric_gradient(f, W, 0.25)
    expect_array(got, np.reshape(want, (2, 3)), "the gradient", rtol=1e-6, atol=1e-6,
                 why="f depends on neighbouring entries: is each one moved, by itself, and back in place before the next?")


@worth(2)
def test_central(student):
    """The differences are central: the error falls with the square of eps."""
    W = normal(9, 2, 4)
    got = student.numeric_gradient(watched(lambda V: np.sum(np.exp(V)), (2, 4)), W, 0.01)
    expect_array(got, np.exp(W), "the gradient", rtol=5e-4, atol=1e-9,
                 why="eps is 0.01 here: look at both sides of the entry")


def test_eps_is_used(student):
    """The steps are as large as eps says, for every entry of W."""
    c, W = normal(11, 4, 2), normal(12, 4, 2)
    W[1, 0], W[2, 1] = -2.5, 0.25
    reach = np.zeros((4, 2))

    def f(V):
        np.maximum(reach, np.abs(V - W), out=reach)
        return np.sum(c * V)

    got = student.numeric_gradient(watched(f, (4, 2)), W.copy(), 0.125)
    expect_array(got, c, "the gradient of a linear f", **LOOSE)
    expect(0.05 < reach.max() < 0.3,
           f"with eps = 0.125 the largest step seen was {reach.max():.3g}; is the argument eps used?")
    expect(bool(np.ptp(reach) < 1e-9), f"with eps = 0.125 one entry was moved by {reach.min():.3g} and another by "
                                       f"{reach.max():.3g}; does the step depend on the entry?")


def test_w_comes_back(student):
    """W is as it was when the function returns."""
    c = normal(13, 3, 2)
    # Eighths and a power of two: moving an entry and moving it back is exact, no rounding is left.
    W = np.array([[0.125, -1.5], [2.25, 0.5], [-0.75, 3.0]])
    got = student.numeric_gradient(watched(lambda V: np.sum(c * V), (3, 2)), W, 2.0**-17)
    expect_array(got, c, "the gradient of a linear f", **LOOSE)
    expect_unchanged(student, latest=True)
