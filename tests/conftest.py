"""What many files' tests begin with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course.course import Course
from autograder.sandbox import Sandbox
from tests.this_course import course_copy

#: Courses whose hidden tests only their own grader runs.
collect_ignore = ["courses"]


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """One for all tests of a worker: it costs a second or two to make. Each submission has a process of its own in it."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A copy of this course with its first week, for one test to change."""
    return Course.load(course_copy(tmp_path))
