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

#: The tests, and the files of tests, that take half a minute of processor time or more, the longest first.
LONGEST = (
    "tests/test_check.py::test_every_exercise_is_proved_in_the_sandbox",
    "tests/test_term.py",
    "tests/attacks/test_attacks.py",
    "tests/test_adopt.py",
    "tests/test_repair.py",
    "tests/test_second_course.py",
)

ROOT = Path(__file__).resolve().parent.parent


def pytest_configure() -> None:
    """`make setup` gives this working copy a secret of its own: tests draw the same inputs on every machine all the same. At
    once, since files of tests load weeks while they are imported."""
    # nbgrader calls programs of its environment by name; make puts it first on PATH, a bare pytest does not.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    read = secret.read
    secret.read = lambda root: b"" if root.resolve() == ROOT else read(root)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that none is left to run alone at the end."""
    ranks = {group: rank for rank, group in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(_group(item.nodeid).partition("[")[0], len(ranks)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """How `make test` gives tests to its workers: group by group, in the order above."""
    from xdist.scheduler import LoadScopeScheduling

    class ByGroup(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _group(nodeid)

    config.option.loadscopereorder = False
    return ByGroup(config, log)


def _group(nodeid: str) -> str:
    """A file's tests share what they set up once; those of a long test that share nothing may each go to another worker."""
    return nodeid if nodeid.partition("[")[0] in LONGEST else nodeid.partition("::")[0]


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """One for all tests of a worker: it costs a second or two to make. Each submission has a process of its own in it."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A copy of this course with its first week, for one test to change."""
    return Course.load(course_copy(tmp_path))
