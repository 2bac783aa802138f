"""What many files' tests begin with."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import secret
from autograder.course.course import Course
from autograder.sandbox import Sandbox
from tests.this_course import course_copy

#: Courses whose hidden tests only their own grader runs.
collect_ignore = ["courses"]

ROOT = Path(__file__).resolve().parent.parent


def pytest_configure() -> None:
    """`make setup` gives this working copy a secret of its own: tests draw the same inputs on every machine all the same. At
    once, since files of tests load weeks while they are imported."""
    # nbgrader calls programs of its environment by name; make puts it first on PATH, a bare pytest does not.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    read = secret.read
    secret.read = lambda root: b"" if root.resolve() == ROOT else read(root)


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """One for all tests of a worker: it costs a second or two to make. Each submission has a process of its own in it."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A copy of this course with its first week, for one test to change."""
    return Course.load(course_copy(tmp_path))
