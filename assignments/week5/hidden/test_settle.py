"""Hidden tests of `settle`. Any way to draw the orders is right: only what all of them have in common is looked at.

`swings` is a network that never rests and writes each sweep's order into its energy: so orders are seen from outside.
"""

from __future__ import annotations

import numpy as np

from autograder.checks import expect, expect_array, expect_scalar, expect_unchanged, worth

from .oracle import at_rest, energy_of, settled, signs, weights_of

N = 16


def starts(seed: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """(W, s) of small Hopfield networks, each start some way from rest; p is odd, so no input is ever 0."""
    found = []
    for k in range(4):
        P = signs(seed + 10 * k, (3, 5, 7, 3)[k], N)
        W, s = weights_of(P), signs(seed + 10 * k + 1, N)
        while at_rest(s, W):
            s = np.roll(s, 1)
            s[0] = -s[0]
        found.append((W, s))
    return found


def swings(pairs: int) -> np.ndarray:
    """Pairs (a, b) in which a wants to differ from b and b to be like a: for ever. After each sweep pair k gives the
    energy -4^k if a came before b, and +4^k if b came before a."""
    W = np.zeros((2 * pairs, 2 * pairs))
    for k in range(pairs):
        W[2 * k, 2 * k + 1], W[2 * k + 1, 2 * k] = -(4.0**k), 3 * 4.0**k
    return W


@worth(3)
def test_at_rest(student):
    """The last state is at rest: no unit would turn any more."""
    for seed, (W, s) in enumerate(starts(5501), start=5551):
        state, _ = settled(student, s, W, seed)
        expect(at_rest(state, W), "In the last state there is still a unit that would turn.")
        expect(energy_of(state, W) < energy_of(s, W), "The last state lies no lower than the start.")


@worth(2)
def test_energies_of_start_and_end(student):
    """The first of the energies is that of the start, the last that of the last state."""
    for seed, (W, s) in enumerate(starts(5601), start=5651):
        state, energies = settled(student, s, W, seed)
        expect(len(energies) > 1, "There is one energy only; that of the start and one after each sweep were expected.")
        expect_scalar(energies[0], energy_of(s, W), "energies[0]", why="the energy of the start")
        expect_scalar(energies[-1], energy_of(state, W), "the last of the energies", why="the energy of the last state")
    W, s = swings(N // 2), signs(5661, N)
    state, energies = settled(student, s, W, 5662, max_sweeps=1)
    expect_scalar(energies[-1], energy_of(state, W), "the last of the energies", why="W is not symmetric here, one sweep")


@worth(2)
def test_ends_when_nothing_changed(student):
    """The energies fall with every sweep but the last, which changes nothing and ends it."""
    for seed, (W, s) in enumerate(starts(5701), start=5751):
        _, energies = settled(student, s, W, seed)
        expect(len(energies) >= 3, f"There are {len(energies)} energies; at least 3 were expected: the start's, that "
                                   "after a sweep that changed something, that after one that did not.")
        falls = np.diff(energies)
        expect(falls[0] != 0, "The first two energies are equal, but the first sweep has to change something here.")
        expect(bool(np.all(falls <= 1e-9)), "The energies rise somewhere; with Hopfield's weights they never do.")
        expect(bool(np.all(falls[:-1] < -1e-9)), "It went on after a sweep that had changed nothing.")
        expect(abs(falls[-1]) < 1e-9,
               "It ended after a sweep that had changed something, so it cannot know yet that it is at rest.")


@worth(1)
def test_a_start_at_rest(student):
    """A start at rest takes one sweep, which changes nothing: two energies."""
    s = signs(5801, N)
    W = weights_of(s[None])
    state, energies = settled(student, s, W, 5802)
    expect_array(state, s, "the state", why="the start is the one stored pattern")
    expect(len(energies) == 2, f"For a start at rest there are {len(energies)} energies; 2 were expected.")


@worth(1)
def test_max_sweeps(student):
    """Where a network never rests, it ends after max_sweeps sweeps."""
    for sweeps in (1, 4, 7):
        _, energies = settled(student, signs(5811, N), swings(N // 2), 5812, max_sweeps=sweeps)
        expect(len(energies) == sweeps + 1, f"With max_sweeps = {sweeps} there are {len(energies)} energies; "
                                            f"{sweeps + 1} were expected, the start's and one a sweep.")


@worth(2)
def test_each_unit_once_a_sweep(student):
    """In a sweep every unit takes exactly one turn."""
    s = signs(5821, N)
    for sweeps, want in ((1, -s), (2, s), (3, -s)):
        state, _ = settled(student, s, -np.eye(N), 5822, max_sweeps=sweeps)
        expect_array(state, want, "the state", why=f"{sweeps} sweeps of units that turn whenever it is their turn")


@worth(2)
def test_random_orders(student):
    """Each sweep has a fresh order, which comes from rng."""
    runs = []
    for seed in (5831, 5832, 5833):
        _, energies = settled(student, np.ones(N), swings(N // 2), seed, max_sweeps=12)
        expect(len(energies) > 4, "There are too few energies to tell the sweeps apart.")
        runs.append(tuple(energies[1:]))
        orders = len(set(energies[1:]))
        expect(orders > 1, "All sweeps seem to have the same order (or all units move at once); each needs its own.")
        expect(orders > 4, "The orders come back after a few sweeps; each sweep needs a fresh one.")
    expect(len(set(runs)) == 3, "Generators with different seeds gave the very same orders; is rng used?")
    _, energies = settled(student, np.ones(N), swings(N // 2), 5831, max_sweeps=12)
    expect(tuple(energies[1:]) == runs[0],
           "The same seed gave other orders the second time; some randomness comes from elsewhere.")


@worth(1)
def test_arguments_unchanged(student):
    """The start and W are left as they were."""
    W, s = starts(5841)[0]
    state, _ = settled(student, s, W, 5842)
    expect(not np.array_equal(state, s), "The last state is the start, so there is nothing to look at yet.")
    expect_unchanged(student)
