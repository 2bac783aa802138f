"""Hidden tests of slope: two series in, a number out."""

import pandas as pd

from autograder.checks import expect_scalar, expect_unchanged, generator, worth


def by_loop(x, y):
    """The slope by sums."""
    n, mean_x, mean_y = len(x), sum(x) / len(x), sum(y) / len(y)
    return sum((x[i] - mean_x) * (y[i] - mean_y) for i in range(n)) / sum((x[i] - mean_x) ** 2 for i in range(n))


@worth(2)
def test_values(student):
    """The slope by least squares, of few points and of many."""
    for seed, n, rise in ((21, 4, 2.5), (22, 25, -4.0)):
        rng = generator(seed)
        x = rng.normal(2, 3, n)
        x, y = x.tolist(), (rise * x + rng.normal(-1, 2, n)).tolist()
        expect_scalar(student.slope(pd.Series(x), pd.Series(y)), by_loop(x, y), "the slope")


def test_exact_line(student):
    """Points on a line have its slope."""
    expect_scalar(student.slope(pd.Series([1.0, 2.0, 4.0]), pd.Series([5.0, 3.5, 0.5])), -1.5, "the slope")
    expect_scalar(student.slope(pd.Series([0.0, 8.0]), pd.Series([2.0, 4.0])), 0.25, "the slope")
    expect_unchanged(student)
