"""A week's hidden tests: collected by pytest once a process, run again for each student.

`python -m pytest` costs half a second; running 20 collected items again costs 3 ms. So the session is set up by hand,
through pytest's own hooks, and kept.
"""

from __future__ import annotations

import importlib
import inspect
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from _pytest.config import Config, get_config
from _pytest.main import Session
from _pytest.runner import runtestprotocol

from autograder.course.week import Week
from autograder.errors import UserError
from autograder.graders import hidden
from autograder.graders.checks import drawing_from
from autograder.sandbox.outcome import Failure
from autograder.graders.student import Student

#: A student's process may hang or die this often in one exercise; then its other tests are not run.
LOST_CALLS = 2


@dataclass(frozen=True)
class TestResult:
    """One hidden test of one exercise. `says` is its docstring; `cause` is that of checks.Failure, "" when passed."""

    __test__ = False

    name: str
    says: str
    worth: float
    passed: bool
    message: str | None = None
    cause: str = ""


class Exam:
    """The hidden tests of one week, ready to run."""

    def __init__(self, week: Week):
        folder = hidden.folder(week)
        self._week = week
        self._plugin = _Plugin()
        self._config = _config(folder, self._plugin)
        self._session = Session.from_config(self._config)
        self._config.hook.pytest_sessionstart(session=self._session)
        self._items: dict[str, list[pytest.Item]] = {}
        #: Test -> the error that it raised itself, and where, since somebody last emptied this.
        self.raised: dict[str, str] = {}
        for file in sorted(name.removesuffix(".py") for name in week.hidden if name.startswith("test_")):
            hidden.load(week, file)
            module = _HiddenModule.from_parent(self._session, path=folder / f"{file}.py")
            module.package = hidden.package(week)
            self._items[file.removeprefix("test_")] = list(self._session.genitems(module))
        if self._plugin.collect_errors:
            raise RuntimeError(f"hidden tests of {week.id} cannot be collected:\n" + "\n".join(self._plugin.collect_errors))

    @property
    def exercises(self) -> list[str]:
        return list(self._items)

    def names(self, exercise: str) -> list[str]:
        """The names of an exercise's tests, in the order of the file."""
        return [item.name for item in self._items.get(exercise, [])]

    def count(self, exercise: str) -> int:
        """How many tests an exercise has."""
        return len(self._items.get(exercise, []))

    def run(self, exercise: str, student: Student) -> list[TestResult]:
        """Run an exercise's tests on a student, in the order of the file."""
        with drawing_from(self._week.secret):
            return self._run(exercise, student)

    def _run(self, exercise: str, student: Student) -> list[TestResult]:
        results, lost, seen = [], 0, 0
        for item in self._items.get(exercise, []):
            if lost >= LOST_CALLS:
                results.append(_result(item, "Not tried: earlier checks already ended without an answer.", "died"))
                continue
            mark = item.get_closest_marker("limit")
            student.limit = mark.args[0] if mark else None
            self._plugin.current = student
            failure = self._plugin.run(item, self._stranger(exercise))
            if self._plugin.broke:
                self.raised[item.name] = _own_error(self._week, self._plugin.broke)
            new = student.records[seen:]
            seen = len(student.records)
            lost += any(record.outcome.status in ("timed_out", "died") for record in new)
            results.append(_result(item, *failure))
        return results

    def _stranger(self, exercise: str) -> pytest.Item | None:
        """A test of another exercise: told that it comes next, pytest takes down a test and its file, and keeps the
        packages above, whose set-up costs more than a test."""
        return next((items[0] for name, items in self._items.items() if name != exercise), None)


def require_tests(week: Week) -> None:
    """Raises UserError where an exercise has no file of hidden tests: nothing could be marked, and 0 would be unjust."""
    if missing := [e.id for e in week.coded if f"test_{e.id}.py" not in week.hidden]:
        raise UserError(f"{week.id} has no hidden tests for {', '.join(missing)}. Write assignments/{week.id}/hidden/"
                        f"test_{missing[0]}.py (docs/authoring.md shows how).")


#: Week.key -> its exam, collected once in this process.
_exams: dict[str, Exam] = {}


def exam(week: Week) -> Exam:
    """The week's exam, collected once in this process."""
    if week.key not in _exams:
        require_tests(week)
        _exams[week.key] = Exam(week)
    return _exams[week.key]


class _HiddenModule(pytest.Module):
    """A file of hidden tests, imported as a part of its week's package and not by its path."""

    package = ""

    def _getobj(self) -> ModuleType:
        return importlib.import_module(f"{self.package}.{self.path.stem}")


def _result(item: pytest.Item, message: str | None, cause: str) -> TestResult:
    mark = item.get_closest_marker("worth")
    return TestResult(
        name=item.name,
        says=inspect.cleandoc(item.function.__doc__ or item.name),
        worth=float(mark.args[0]) if mark else 1.0,
        passed=message is None,
        message=message,
        cause=cause,
    )


def _own_error(week: Week, error: BaseException) -> str:
    """An error of a test's own, with its line."""
    what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return f"{hidden.place(week, error) or 'the test'} raises {what}"


class _Plugin:
    """Gives tests their `student` and keeps why the running one failed."""

    def __init__(self):
        self.current: Student | None = None
        self.collect_errors: list[str] = []
        self._failure: BaseException | None = None
        #: What the latest test raised by itself, where it did.
        self.broke: BaseException | None = None

    def run(self, item: pytest.Item, following: pytest.Item | None) -> tuple[str | None, str]:
        self._failure = self.broke = None
        runtestprotocol(item, log=False, nextitem=following)
        error = self._failure
        if error is None:
            return None, ""
        if isinstance(error, Failure):
            return str(error), error.cause
        self.broke = error
        return f"This check could not be completed ({type(error).__name__}); tell your instructor.", "wrong"

    @pytest.fixture
    def student(self) -> Student:
        return self.current

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item, call):
        # pytest's own report would render the traceback, ten times what the test costs; nobody reads it here.
        failed = call.excinfo is not None
        if failed and self._failure is None:
            self._failure = call.excinfo.value
        return pytest.TestReport(
            item.nodeid, item.location, {}, "failed" if failed else "passed", None, call.when
        )

    def pytest_collectreport(self, report):
        if report.failed:
            self.collect_errors.append(str(report.longrepr))


def _config(folder: Path, plugin: _Plugin) -> Config:
    """A pytest configuration that reads no ini file, writes no cache and loads no foreign plugin."""
    args = [
        str(folder), "--assert=plain", "-c", "/dev/null", "--rootdir", str(folder), "--import-mode=importlib",
        "-p", "no:cacheprovider", "-p", "no:terminal", "-p", "no:logging", "-p", "no:capture", "-p", "no:warnings",
        "-p", "no:faulthandler", "-p", "no:junitxml", "-p", "no:stepwise", "-p", "no:doctest", "-p", "no:unittest",
    ]
    config = get_config(args)
    config.pluginmanager.register(plugin, "exam")
    config.pluginmanager.set_blocked("terminalreporter")
    config = config.pluginmanager.hook.pytest_cmdline_parse(pluginmanager=config.pluginmanager, args=args)
    config.addinivalue_line("markers", "worth(points): what the test weighs in its exercise")
    config.addinivalue_line("markers", "limit(seconds): how long a call may take")
    config._do_configure()
    return config
