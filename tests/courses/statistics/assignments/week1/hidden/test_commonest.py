"""Hidden tests of commonest: a list of texts in, a text out."""

from autograder.checks import expect_text, expect_unchanged, worth


@worth(2)
def test_counts(student):
    """The word that stands there most often."""
    expect_text(student.commonest(["pear", "fig", "fig", "apple"]), "fig")
    expect_text(student.commonest(["kiwi"] * 3 + ["lime"] * 4 + ["date"] * 2), "lime")


def test_capitals(student):
    """Capital and small letters are one word."""
    expect_text(student.commonest(["Plum", "plum", "fig", "PLUM", "fig"]), "plum")


def test_ties(student):
    """Of several the first in the alphabet."""
    expect_text(student.commonest(["pear", "kiwi", "pear", "kiwi", "lime"]), "kiwi", why="kiwi and pear both stand there twice")
    expect_unchanged(student)
