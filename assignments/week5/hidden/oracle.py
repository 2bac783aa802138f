"""Week 5's own answers, by loops over single numbers, and inputs whose sums are exact in binary.

Patterns are +1 and -1, weights multiples of 1/N with N a power of two: any order of summing gives the same number, so
an input that is exactly 0 is 0 for everybody.
"""

from __future__ import annotations

import math

import numpy as np

from autograder.checks import (
    Failure,
    expect,
    expect_array,
    expect_number,
    expect_pair,
    expect_shape,
    generator,
    kind_of,
)


def signs(seed: int, *shape: int) -> np.ndarray:
    """Random +1 and -1."""
    return generator(seed).choice([-1.0, 1.0], shape)


def quarters(seed: int, *shape: int) -> np.ndarray:
    """Random multiples of 1/4 between -2 and 2, without 0."""
    return generator(seed).choice([-2, -1.5, -1.25, -1, -0.75, -0.5, -0.25, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2], shape)


def weights_of(P: np.ndarray) -> np.ndarray:
    """Hopfield's weights of the patterns P (p, N), by loops."""
    p, N = P.shape
    W = np.zeros((N, N))
    for i in range(N):
        for j in range(N):
            if i != j:
                W[i, j] = math.fsum(P[k, i] * P[k, j] for k in range(p)) / N
    return W


def energy_of(s: np.ndarray, W: np.ndarray) -> float:
    """-1/2 times the double sum, by loops over the entries that are not 0."""
    return -0.5 * math.fsum(W[i, j] * s[i] * s[j] for i, j in np.argwhere(W).tolist())


def input_of(i: int, s: np.ndarray, W: np.ndarray) -> float:
    """What unit i receives."""
    return math.fsum((W[i] * s).tolist())


def turned(h: float, s: float) -> float:
    """One unit's new state."""
    if h == 0:
        return s
    return 1.0 if h > 0 else -1.0


def updated(s: np.ndarray, W: np.ndarray, order) -> np.ndarray:
    """The state after the units of order have taken their turn."""
    s = s.copy()
    for i in order:
        s[i] = turned(input_of(i, s, W), s[i])
    return s


def at_rest(s: np.ndarray, W: np.ndarray) -> bool:
    """No unit would turn."""
    return all(turned(input_of(i, s, W), s[i]) == s[i] for i in range(len(s)))


def expect_state(got, N: int, what: str = "the state") -> None:
    """A state of N units: +1 and -1 and nothing else."""
    expect_shape(got, (N,), what, why="one number a unit")
    expect_array(np.abs(got) if got.dtype.kind in "iuf" else got, np.ones(N), f"the size of {what}",
                 why="a unit is +1 or -1")


def settled(student, s: np.ndarray, W: np.ndarray, seed: int, **more) -> tuple[np.ndarray, list[float]]:
    """What the student's settle gives: the state and the energies, after the type ladder."""
    got = student.settle(s, W, generator(seed), **more)
    expect_pair(got, "the result", ("state", "energies"))
    state, energies = got
    expect_state(state, len(s))
    if isinstance(energies, np.ndarray) and energies.ndim == 1:
        energies = list(energies)
    if not isinstance(energies, (list, tuple)):
        raise Failure(f"energies is {kind_of(energies)}; a list of numbers was expected.")
    for number, value in enumerate(energies):
        expect_number(value, f"energies[{number}]")
    expect(len(energies) > 0, "energies is empty; it begins with the energy of the start.")
    return state, [float(value) for value in energies]
