"""The lines by which nbgrader knows what students do not get, each pair in one place."""

from __future__ import annotations

SOLUTION = ("### BEGIN SOLUTION", "### END SOLUTION")
HIDDEN_TESTS = ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS")
MARK_SCHEME = ("=== BEGIN MARK SCHEME ===", "=== END MARK SCHEME ===")
#: What a week with coded exercises always has to hide.
THE_SOLUTION = "the solution"
#: What stands between two of them -> the two.
BLOCKS = {THE_SOLUTION: SOLUTION, "a hidden test": HIDDEN_TESTS, "the mark scheme": MARK_SCHEME}
#: What no file of a student's may hold.
NEVER_RELEASED = ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "MARK SCHEME", "autograder.kernel", "autograder.graders")
