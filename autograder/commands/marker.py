"""The marker of a course, for the commands that mark a few notebooks by themselves."""

from __future__ import annotations

from autograder.course import packages
from autograder.course.course import Course
from autograder.marking.marker import Marker
from autograder.sandbox import Sandbox


def marker_of(course: Course) -> Marker:
    """A marker for the course. Raises UserError where a package that its notebooks need is not installed."""
    packages.require(course.packages)
    return Marker(course.limits_of, Sandbox(packages=course.packages))
