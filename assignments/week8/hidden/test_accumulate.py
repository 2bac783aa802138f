"""Oracle: a running sum of exact fractions. All evidence is in quarters, which floats hold and add without rounding."""

from fractions import Fraction

import numpy as np

from autograder.checks import expect, expect_number, expect_pair, expect_scalar, expect_unchanged, generator, worth

NAMES = ("choice", "steps")


def decided(llr, bound):
    total = Fraction(0)
    for step, piece in enumerate(llr.tolist(), start=1):
        total += Fraction(piece)
        if total >= bound:
            return 1, step
        if total <= -bound:
            return 0, step
    return None, len(llr)


def walk(seed, n, drift):
    """(n,) evidence in quarters, between -1 and 1 about the drift; the drift is in quarters too."""
    return generator(seed).integers(-4, 5, n) / 4 + drift


def expect_choice(got, want, why):
    expect_pair(got, "the result", NAMES)
    if want is None:
        expect(got[0] is None, f"The choice should be None ({why}).")
    else:
        expect_scalar(got[0], want, "the choice", why=why)


def expect_steps(got, want, why):
    expect_pair(got, "the result", NAMES)
    expect_scalar(got[1], want, "the number of steps", why=why)


def both(student, llr, bound, why):
    choice, steps = decided(llr, bound)
    got = student.accumulate(llr, bound)
    expect_choice(got, choice, why)
    expect_steps(got, steps, why)


@worth(1)
def test_choice(student):
    """The choice is 1 where the sum reaches +bound and 0 where it reaches -bound."""
    for seed, drift in ((8601, 0.5), (8602, -0.5), (8603, 0.75), (8604, -0.75)):
        llr = np.concatenate([walk(seed, 40, drift), np.full(20, 4.0 * drift)])
        expect_choice(student.accumulate(llr, 3.0), decided(llr, 3)[0], "bound 3")


@worth(1)
def test_steps(student):
    """The steps are the pieces of evidence used, the deciding one included."""
    for sign in (1, -1):
        back = sign * np.array([-1.0, 0.5, 1.0, 1.0, 0.75, -3.0])
        expect_steps(student.accumulate(back, 2.0), 5, "the evidence first speaks for one side, then for the other")
    for seed, drift in ((8605, 0.5), (8606, -0.5), (8607, 0.25)):
        llr = np.concatenate([walk(seed, 40, drift), np.full(40, 4.0 * drift)])
        expect_steps(student.accumulate(llr, 4.0), decided(llr, 4)[1], "bound 4; count from 1")


@worth(0.5)
def test_at_once(student):
    """One strong piece of evidence is enough: 1 step."""
    rest = walk(8608, 5, 0)
    both(student, np.concatenate([[2.5], rest]), 2.0, "the first piece alone is beyond the bound")
    both(student, np.concatenate([[-7.0], rest]), 2.0, "the first piece alone is beyond the bound")


@worth(1)
def test_exactly_at_the_bound(student):
    """Reaching the bound exactly is enough, above and below."""
    for sign in (1, -1):
        for pieces in ([1.0, -0.5, 1.5], [0.25] * 8, [0.75, 0.75, 0.25, 0.25]):
            llr = sign * np.concatenate([pieces, walk(8609, 6, 0), [-9.0 * sign]])
            both(student, llr, 2.0, "the sum is exactly at the bound 2")


@worth(1)
def test_first_crossing(student):
    """The first bound that is reached decides, whatever comes later."""
    late = generator(8610).integers(20, 40, 4) / 4
    for sign in (1, -1):
        llr = sign * np.concatenate([[0.5, -0.25, 1.0, 1.0], -late, -late])
        both(student, llr, 2.0, "the evidence turns round after the decision")


@worth(0.5)
def test_the_last_piece(student):
    """The last piece may be the one that decides."""
    for sign in (1, -1):
        llr = sign * np.concatenate([[0.25, -0.5, 0.5], generator(8611).permutation([0.25, -0.25, 0.5]), [1.5]])
        both(student, llr, 2.0, "the last piece decides")


@worth(0.75)
def test_never(student):
    """Where the evidence ends before a bound is reached, (None, n) comes back; a lower bound is reached by the same."""
    llr = np.concatenate([generator(8612).permutation([0.5, -0.25, 0.25]), [0.5, -1.0, 0.75, 0.5]])
    both(student, llr, 1.0, "bound 1 is reached")
    both(student, llr, 9.0, "no bound is reached")
    both(student, llr[:2], 9.0, "no bound is reached")


@worth(0.75)
def test_any_bound(student):
    """The bound given is the bound used: the further away, the longer it takes."""
    llr = np.concatenate([walk(8613, 60, 0.25), np.full(60, 1.0)])
    steps = []
    for bound in (0.5, 2.0, 5.0, 12.0):
        got = student.accumulate(llr, bound)
        expect_pair(got, "the result", NAMES)
        expect_number(got[1], "the number of steps")
        steps.append(float(got[1]))
        expect(steps[-1] in range(1, 121), f"{steps[-1]:.6g} steps of 120 pieces of evidence.")
    expect(sorted(steps) == steps and steps[0] < steps[-1], "With a bound further away a decision should take longer.")


@worth(0.5)
def test_turned_round(student):
    """Evidence with its sign turned takes as long and gives the other choice."""
    llr = np.concatenate([walk(8614, 30, 0.5), np.full(20, 2.0)])
    here, other = student.accumulate(llr, 3.0), student.accumulate(-llr, 3.0)
    for got in (here, other):
        expect_pair(got, "the result", NAMES)
        for part, name in zip(got, NAMES):
            expect_number(part, f"the {name}")
    expect(float(here[0]) + float(other[0]) == 1, "The choices are not 1 and 0 for evidence and its opposite.")
    expect_scalar(other[1], float(here[1]), "the number of steps with the sign turned", why="it should be the same")


@worth(0.25)
def test_arguments_unchanged(student):
    """accumulate leaves the evidence as it was."""
    seen = []
    for pieces in ([0.5, 2.0, -1.0], [0.5, -2.0, -1.0]):
        llr = np.array(pieces)
        got = student.accumulate(llr, 2.0)
        expect_pair(got, "the result", NAMES)
        expect_unchanged(student)
        expect_number(got[0], "the choice")
        seen.append(float(got[0]))
    expect(bool(np.isfinite(seen).all()) and seen[0] != seen[1], "The choice does not follow the evidence.")
