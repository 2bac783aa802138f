"""Hidden tests of describe: a series in, a dict out."""

import math

import pandas as pd

from autograder.checks import expect_dict, expect_unchanged, generator, worth


def by_loop(values):
    """The answer by sums."""
    known = [float(v) for v in values if not math.isnan(v)]
    mean = sum(known) / len(known)
    return {"mean": mean,
            "sd": math.sqrt(sum((v - mean) ** 2 for v in known) / (len(known) - 1)), "span": max(known) - min(known)}


@worth(2)
def test_values(student):
    """Mean and standard deviation of a sample."""
    for seed, n in ((11, 5), (12, 30)):
        values = pd.Series(generator(seed).normal(4, 3, n))
        expect_dict(student.describe(values), by_loop(values), why="the deviation of a sample has n - 1 below")


def test_missing(student):
    """Missing values are left out."""
    values = pd.Series([1.5, float("nan"), 4.0, float("nan"), -2.0])
    expect_dict(student.describe(values), by_loop(values))
    expect_unchanged(student)
