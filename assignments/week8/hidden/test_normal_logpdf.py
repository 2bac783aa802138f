"""Oracle: the formula, number by number, in Python's own floats."""

import math

import numpy as np

from autograder.checks import (
    expect,
    expect_array,
    expect_no_warnings,
    expect_number,
    expect_scalar,
    expect_shape,
    expect_unchanged,
    generator,
    worth,
)


def log_density(x, mean, sd):
    return -(((x - mean) / sd) ** 2) / 2 - math.log(sd) - math.log(2 * math.pi) / 2


def densities(x, mean, sd):
    return np.array([log_density(*each) for each in zip(x.tolist(), mean.tolist(), sd.tolist())])


def bells(seed, n):
    """x, mean and sd, each (n,): no two alike, x within three sd of the mean, no sd near 1."""
    rng = generator(seed)
    mean, sd = rng.uniform(2, 6, n), rng.permutation(np.linspace(1.5, 4, n)) * rng.uniform(0.9, 1.1, n)
    return mean + sd * rng.permutation(np.linspace(-3, 3, n)) * rng.uniform(0.8, 1, n), mean, sd


def expect_own(values, *arguments):
    """A weak look: the values are not all the same, and none of the arguments come back."""
    expect(float(np.ptp(values)) > 1e-6, "The log density is the same whatever x is.")
    expect(not any(np.array_equal(values, each) for each in arguments), "One of the arguments came back as it was.")


@worth(1)
def test_standard(student):
    """For mean 0 and sd 1 the log density of x is -x²/2 - log(2π)/2."""
    for x in generator(8001).uniform(0.5, 3, 4).tolist():
        expect_scalar(student.normal_logpdf(x, 0.0, 1.0), log_density(x, 0, 1), f"the log density of {x:.3g}",
                      why="mean 0, sd 1")


@worth(1)
def test_values(student):
    """normal_logpdf is right for any mean and any standard deviation, number by number of an array."""
    x, mean, sd = bells(8002, 7)
    expect_array(student.normal_logpdf(x, mean, sd), densities(x, mean, sd), "the log density",
                 why="x, mean and sd are arrays; all three terms of the formula count")
    x, mean, sd = (each / 20 for each in bells(8010, 7))
    expect_array(student.normal_logpdf(x, mean, sd), densities(x, mean, sd), "the log density",
                 why="bells with an sd far below 1: may a log density be above 0?")


@worth(0.5)
def test_at_the_mean(student):
    """At the mean, where a bell is highest, only its width counts: the log density is -log sd - log(2π)/2."""
    _, mean, sd = bells(8003, 5)
    expect_array(student.normal_logpdf(mean.copy(), mean, sd), densities(mean, mean, sd), "the log density at the mean",
                 why="the wider a bell, the lower")


@worth(1)
def test_differences(student):
    """How much worse x fits than the mean does is half the square of its distance, counted in standard deviations."""
    x, mean, sd = bells(8004, 6)
    here, top = student.normal_logpdf(x, mean, sd), student.normal_logpdf(mean.copy(), mean, sd)
    expect_shape(here, (6,), "the log density")
    expect_shape(top, (6,), "the log density at the mean")
    want = [((b - a) / s) ** 2 / 2 for a, b, s in zip(x.tolist(), mean.tolist(), sd.tolist())]
    expect_array(top - here, np.array(want), "the log density at the mean less that at x")


@worth(0.5)
def test_moved(student):
    """Only the distance from the mean counts: x and mean moved by the same amount give the same."""
    x, mean, sd = bells(8005, 6)
    here = student.normal_logpdf(x, mean, sd)
    expect_shape(here, (6,), "the log density")
    expect_own(here, x, mean, sd)
    expect_array(student.normal_logpdf(x + 10, mean + 10, sd), here, "the log density after x and mean moved by 10",
                 why="it should be what it was")


@worth(0.5)
def test_mirrored(student):
    """As far below the mean as above it gives the same, and nearer to the mean fits better."""
    _, mean, sd = bells(8006, 5)
    far = student.normal_logpdf(mean + 2.5 * sd, mean, sd)
    expect_shape(far, (5,), "the log density")
    expect_array(student.normal_logpdf(mean - 2.5 * sd, mean, sd), far, "the log density below the mean",
                 why="the same distance above it gives another")
    near = student.normal_logpdf(mean + 0.5 * sd, mean, sd)
    expect_shape(near, (5,), "the log density")
    expect(bool(np.all(near > far)), "An x half a standard deviation from the mean should fit better than one 2.5 out.")


@worth(0.5)
def test_other_units(student):
    """In units a hundred times finer every log density is lower by log 100, the same for all."""
    x, mean, sd = bells(8007, 6)
    here, finer = student.normal_logpdf(x, mean, sd), student.normal_logpdf(100 * x, 100 * mean, 100 * sd)
    expect_shape(here, (6,), "the log density")
    expect_shape(finer, (6,), "the log density")
    expect_own(here, x, mean, sd)
    expect_array(here - finer, np.full(6, math.log(100)), "the log density less that in units a hundred times finer")


@worth(1)
def test_far_out(student):
    """1,000 standard deviations from the mean the log density is about -500,000: finite, and no warning is given."""
    for x, mean, sd in ((1000.0, 0.0, 1.0), (-2996.0, 4.0, 3.0), (0.05, 0.0, 0.00005)):
        got = student.normal_logpdf(x, mean, sd)
        expect_number(got, "the log density 1,000 sd out")
        expect_no_warnings(student)
        # Within a thousandth: constants are the affair of other tests.
        expect_scalar(got, -500_000.0, "the log density 1,000 sd out", rtol=1e-3, why="is exp taken on the way?")


@worth(1)
def test_table(student):
    """x (n, 1) with mean and sd (k,) fills a table (n, k), each entry as for three numbers alone."""
    rng = generator(8008)
    x, mean, sd = rng.normal(0, 2, (4, 1)), rng.normal(0, 2, 3), rng.uniform(0.5, 3, 3)
    table = student.normal_logpdf(x, mean, sd)
    expect_shape(table, (4, 3), "the table", why="x is (4, 1), mean and sd are (3,)")
    expect_own(table)
    for i, j in ((0, 0), (3, 1), (2, 2), (1, 0)):
        alone = student.normal_logpdf(float(x[i, 0]), float(mean[j]), float(sd[j]))
        expect_number(alone, "the log density of one number")
        expect_scalar(float(table[i, j]), float(alone), f"entry [{i}, {j}] of the table",
                      why="the same three numbers alone give another")


@worth(0.25)
def test_arguments_unchanged(student):
    """normal_logpdf leaves x, mean and sd as they were."""
    x, mean, sd = bells(8009, 5)
    got = student.normal_logpdf(x, mean, sd)
    expect_shape(got, (5,), "the log density")
    expect_own(got, x, mean, sd)
    expect_unchanged(student)
