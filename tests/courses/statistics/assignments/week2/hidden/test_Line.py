"""Hidden tests of Line: a class, whose objects stay in the sandbox."""

import pandas as pd

from autograder.checks import expect_same_again, expect_scalar, expect_separate, expect_series, expect_unchanged, generator, worth

from .test_slope import by_loop


def table(seed, n=12):
    """n points near a line of its own."""
    rng = generator(seed)
    x = rng.normal(1, 2, n)
    return pd.DataFrame({"u": x, "v": rng.normal() * 3 * x + rng.normal(5, 2, n), "w": rng.normal(0, 1, n)})


def line_of(data):
    """Slope and intercept of v on u, by sums."""
    u, v = data["u"].tolist(), data["v"].tolist()
    slope = by_loop(u, v)
    return slope, sum(v) / len(v) - slope * sum(u) / len(u)


@worth(2)
def test_fitted(student):
    """A fitted line knows its slope and where it meets the y axis."""
    data = table(31)
    slope, intercept = line_of(data)
    line = student.new("Line", "u", "v")
    line.fit(data)
    expect_scalar(line.slope, slope, "slope")
    expect_scalar(line.intercept, intercept, "intercept", why="the line goes through both means")


def test_predicts(student):
    """It tells y for rows that it has not seen, and changes nothing by that."""
    data, new = table(32), table(33, 5)
    slope, intercept = line_of(data)
    line = student.new("Line", "u", "v")
    line.fit(data)
    expect_series(line.predict(new), intercept + slope * new["u"], "what is predicted")
    expect_same_again(lambda: line.predict(new), "predict", between=lambda: line.predict(data))


def test_fitted_anew(student):
    """Fitted to other data, it forgets the first ones."""
    line = student.new("Line", "u", "v")
    line.fit(table(34, 6))
    line.fit(table(35))
    expect_scalar(line.slope, line_of(table(35))[0], "slope", why="the line was fitted to other data before")


def test_two_lines(student):
    """Two lines do not disturb each other."""
    def fitted(seed):
        line = student.new("Line", "u", "v")
        line.fit(table(seed))
        return line

    expect_separate(lambda: fitted(36), lambda: fitted(37), lambda line: line.slope, "a line")


def test_arguments_unchanged(student):
    """The data stay as they were."""
    line = student.new("Line", "u", "v")
    line.fit(table(38))
    expect_series(line.predict(table(38)) * 0, table(38)["u"] * 0, "what is predicted, times 0")
    expect_unchanged(student)
