"""Oracle: the sums of precisions in exact fractions; only the last square root is a float's."""

import math
from fractions import Fraction

import numpy as np

from autograder.checks import expect, expect_number, expect_pair, expect_scalar, expect_unchanged, generator, worth

NAMES = ("mean", "sd")


def combined(x, sd):
    """(mean, sd) of the product of k bells, as exact as floats allow."""
    precisions = [1 / Fraction(s) ** 2 for s in sd.tolist()]
    total = sum(precisions)
    mean = sum(p * Fraction(each) for p, each in zip(precisions, x.tolist())) / total
    return float(mean), math.sqrt(1 / total)


def cues(seed, k):
    """x and sd, each (k,): sd clearly apart, and the order of x is not that of sd."""
    rng = generator(seed)
    sd = rng.permutation(np.linspace(0.4, 3, k)) * rng.uniform(0.95, 1.05, k)
    return 10 + rng.permutation(np.linspace(-4, 4, k)) + rng.uniform(-0.3, 0.3, k), sd


def numbers(got):
    """(mean, sd) as two floats; Failure for anything else."""
    expect_pair(got, "the result", NAMES)
    for part, name in zip(got, NAMES):
        expect_number(part, f"the {name}")
        expect(bool(np.isfinite(float(part))), f"The {name} is {float(part)}.")
    return float(got[0]), float(got[1])


def expect_mean(got, want, why):
    expect_pair(got, "the result", NAMES)
    expect_scalar(got[0], want, "the mean", why=why)


def expect_sd(got, want, why):
    expect_pair(got, "the result", NAMES)
    expect_scalar(got[1], want, "the sd", why=why)


@worth(0.25)
def test_one_cue(student):
    """A single cue stays as it is."""
    x, sd = np.array([12.5]), np.array([0.3])
    got = student.combine_cues(x, sd)
    expect_mean(got, 12.5, "one cue alone")
    expect_sd(got, 0.3, "one cue alone")


@worth(0.75)
def test_mean_of_equals(student):
    """Equally good cues get equal weights."""
    x, _ = cues(8201, 5)
    for s in (1.0, 0.2, 6.0):
        got = student.combine_cues(x, np.full(5, s))
        expect_mean(got, math.fsum(x.tolist()) / 5, f"five cues of sd {s:g} each")


@worth(0.75)
def test_sd_of_equals(student):
    """k equally good cues together have the sd of one divided by the root of k."""
    for k, s in ((2, 1.0), (4, 1.0), (9, 0.6)):
        x, _ = cues(8202, k)
        for said in (x, np.full(k, 11.5)):
            expect_sd(student.combine_cues(said, np.full(k, s)), s / math.sqrt(k), f"{k} cues of sd {s:g} each")


@worth(1)
def test_mean_of_two(student):
    """Of two cues the better one gets more weight: its share of the precision."""
    for seed in (8203, 8204):
        x, sd = cues(seed, 2)
        expect_mean(student.combine_cues(x, sd), combined(x, sd)[0], "two cues; weights are shares of 1/sd²")


@worth(1)
def test_sd_of_two(student):
    """The precisions of two cues add up, and two are better than either."""
    for seed in (8205, 8206):
        x, sd = cues(seed, 2)
        expect_sd(student.combine_cues(x, sd), combined(x, sd)[1], "two cues; precisions 1/sd² add up")


@worth(1)
def test_mean_of_many(student):
    """The mean is right for any number of cues."""
    for k in (3, 4, 12):
        x, sd = cues(8207 + k, k)
        expect_mean(student.combine_cues(x, sd), combined(x, sd)[0], f"{k} cues")


@worth(1)
def test_sd_of_many(student):
    """The sd is right for any number of cues."""
    for k in (3, 4, 12):
        x, sd = cues(8220 + k, k)
        expect_sd(student.combine_cues(x, sd), combined(x, sd)[1], f"{k} cues")


@worth(0.75)
def test_very_different(student):
    """A cue a million times better than the others decides alone; a worthless one changes nothing."""
    x = np.array([3.0, 250.0, -40.0])
    for sd in (np.array([1e6, 1e-6, 1e6]), np.array([1e6, 0.5, 1e5]), np.array([1e-3, 1e3, 1e6])):
        got = student.combine_cues(x, sd)
        mean, width = combined(x, sd)
        expect_mean(got, mean, "cues of very different sd")
        expect_sd(got, width, "cues of very different sd")


@worth(0.75)
def test_any_order_and_origin(student):
    """Cues in another order give the same; cues all moved by 100, up or down, move the mean by 100 and leave the sd."""
    x, sd = cues(8240, 4)
    mean, width = numbers(student.combine_cues(x, sd))
    turned = student.combine_cues(x[::-1].copy(), sd[::-1].copy())
    expect_mean(turned, mean, "the same cues in another order")
    expect_sd(turned, width, "the same cues in another order")
    for way in (100, -100):
        moved = student.combine_cues(x + way, sd)
        expect_mean(moved, mean + way, f"the same cues, all moved by {way}")
        expect_sd(moved, width, f"the same cues, all moved by {way}")
    expect(width > 0, f"The sd is {width:.6g}; a number above 0 was expected.")


@worth(0.25)
def test_arguments_unchanged(student):
    """combine_cues leaves x and sd as they were."""
    seen = []
    for seed in (8241, 8242):
        x, sd = cues(seed, 3)
        seen.append(numbers(student.combine_cues(x, sd)))
        expect_unchanged(student)
        expect(seen[-1] not in list(zip(x.tolist(), sd.tolist())), "One cue came back as it was.")
    expect(seen[0][0] != seen[1][0] and seen[0][1] != seen[1][1], "The same comes back for different cues.")
