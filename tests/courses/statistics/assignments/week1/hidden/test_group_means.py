"""Hidden tests of group_means: a data frame in, a data frame out."""

import pandas as pd

from autograder.checks import expect, expect_frame, expect_unchanged, generator, worth


def table(seed, n, groups):
    """n rows of one of the groups each and a value."""
    rng = generator(seed)
    return pd.DataFrame({"group": [groups[k] for k in rng.integers(0, len(groups), n)], "value": rng.normal(3, 2, n)})


def by_loop(data):
    """The answer, counted one row at a time."""
    sums, counts = {}, {}
    for group, value in zip(data["group"], data["value"], strict=True):
        sums[group], counts[group] = sums.get(group, 0.0) + value, counts.get(group, 0) + 1
    names = sorted(sums)
    return pd.DataFrame({"group": names, "mean": [sums[g] / counts[g] for g in names], "n": [counts[g] for g in names]})


@worth(2)
def test_values(student):
    """Each group has its mean and its number of rows."""
    data = table(1, 40, ["beta", "alpha", "gamma"])
    expect_frame(student.group_means(data), by_loop(data), why="one row a group, in the order of the alphabet")


def test_unequal_groups(student):
    """A group of one row is its own mean; groups of other sizes keep theirs."""
    data = table(2, 9, ["b", "a"])
    data.loc[len(data)] = ["single", -7.5]
    expect_frame(student.group_means(data), by_loop(data))


def test_arguments_unchanged(student):
    """The data frame stays as it was."""
    data = table(3, 12, ["v", "u"])
    got = student.group_means(data)
    expect_frame(got[["group"]] if hasattr(got, "columns") and "group" in got else got, by_loop(data)[["group"]])
    expect(got["mean"].nunique() > 1, "The means of different groups are different.")
    expect_unchanged(student)
