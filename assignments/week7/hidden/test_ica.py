"""Mixtures of known sources: any way to find them is right. `calibration.json` holds how well right solutions find
them."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checks import expect, expect_array, expect_unchanged, generator, limit, worth

from .oracle import fastica_update, found, near, orthonormal, polar, real, whitened

#: A source counts as found from this correlation on, in size.
THRESHOLD = 0.98
#: (seed, kinds of the sources, n): three mixtures of Laplacian sources, and one with a uniform source.
LAPLACE = ((7701, "llll", 5000), (7702, "llll", 5000), (7703, "lll", 3000))
MIXED = (7704, "lu", 3000)


def form(got: Any, Z: np.ndarray, rng: np.random.Generator, max_steps: int = 200) -> np.ndarray:
    """W (k, k). The reference is not asked: it may take seconds."""
    return np.zeros((Z.shape[1], Z.shape[1]))


def mixture(seed: int, kinds: str, n: int) -> tuple[np.ndarray, np.ndarray]:
    """(S, Z): independent sources ("l" Laplacian, "u" uniform) and their whitened mixture, turned at random."""
    rng = generator(seed)
    draw = {"l": rng.laplace, "u": rng.uniform}
    S = np.stack([draw[kind](-1, 1, n) if kind == "u" else draw[kind](size=n) for kind in kinds], axis=1)
    return S, whitened(S) @ orthonormal(rng, len(kinds), len(kinds)).T


def unmixing(student, case: tuple[int, str, int]) -> tuple[np.ndarray, np.ndarray]:
    """(W, correlations): the student's W, and how well each source was found."""
    seed, kinds, n = case
    S, Z = mixture(*case)
    W = real(student.once.ica(Z.copy(), generator(seed + 50)), (len(kinds), len(kinds)), "W", "one row a source")
    return W, np.array(found(Z @ W.T, S))


def expect_found(student, case: tuple[int, str, int], threshold: float = THRESHOLD) -> None:
    worst = unmixing(student, case)[1].min()
    expect(bool(worst >= threshold),
           f"One source is found with a correlation of {worst:.3f} only; at least {threshold} was expected of each.")


@limit(30)
@worth(2)
def test_first_mixture(student):
    """Four Laplacian sources are found, each by a row of its own."""
    expect_found(student, LAPLACE[0])


@limit(30)
@worth(2)
def test_second_mixture(student):
    """Four other sources, mixed in another way, are found too."""
    expect_found(student, LAPLACE[1])


@limit(30)
@worth(2)
def test_three_sources(student):
    """Three sources are found in a shorter recording."""
    expect_found(student, LAPLACE[2])


@limit(30)
@worth(1)
def test_two_kinds(student):
    """A source with rare large values and one without are told apart."""
    expect_found(student, MIXED)


@limit(30)
@worth(1)
def test_decorrelated(student):
    """The rows of W have length 1 and stand at right angles, and W has begun to find the sources."""
    W, correlations = unmixing(student, LAPLACE[0])
    expect(bool(correlations.min() > 0.9), "The sources are not found yet, so there was nothing to look at here.")
    expect_array(W @ W.T, np.eye(4), "WWᵀ", atol=1e-6)


@limit(30)
@worth(1)
def test_only_rng(student):
    """All randomness comes from rng: equal generators give the same W."""
    # Other starts find the sources in another order, with other signs: by chance in the same one of 384 for one mixture of
    # four, so two mixtures are looked at.
    for case in LAPLACE[:2]:
        first, correlations = unmixing(student, case)
        expect(bool(correlations.min() > 0.9), "The sources are not found yet, so there was nothing to look at here.")
        again = real(student.ica(mixture(*case)[1], generator(case[0] + 50)), (4, 4), "W")
        expect_array(again, first, "W", why="the same seed once more")


@limit(30)
@worth(1)
def test_max_steps(student):
    """max_steps is heeded: where one step is allowed, a second one would still turn W."""
    correlations = unmixing(student, LAPLACE[2])[1]
    expect(bool(correlations.min() > 0.9), "The sources are not found yet, so there was nothing to look at here.")
    Z = mixture(*LAPLACE[2])[1]
    W = real(student.ica(Z.copy(), generator(LAPLACE[2][0] + 51), max_steps=1), (3, 3), "W")
    expect(not near(polar(fastica_update(W, Z)), W, 1e-4),
           "With max_steps = 1 W is at rest already, which takes more than one step; are steps counted?")


@limit(30)
@worth(1)
def test_arguments_unchanged(student):
    """Z is left as it was."""
    correlations = unmixing(student, LAPLACE[2])[1]
    expect(bool(correlations.min() > 0.9), "The sources are not found yet, so there was nothing to look at here.")
    expect_unchanged(student)
