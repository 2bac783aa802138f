"""A week's hidden tests: collected by pytest once a process, run again for each student.

`python -m pytest` costs half a second; running 20 collected items again costs 3 ms. So the session is set up by hand,
through pytest's own hooks, and kept.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import os
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from _pytest.config import Config, get_config
from _pytest.main import Session
from _pytest.runner import runtestprotocol

from autograder.course.adopted import checks_something
from autograder.course.week import Week
from autograder.errors import UserError
from autograder.graders import hidden
from autograder.graders.checks import coarse, drawing_from
from autograder.graders.form import Forms, Recast
from autograder.graders.likeness import does_nothing, is_like_the_right_one
from autograder.graders.nothing import KINDS, Nothing
from autograder.graders.reference import solutions
from autograder.graders.student import Record, Student
from autograder.sandbox.outcome import Failure

#: A student's process may hang or die this often in one exercise; then its other tests are not run.
LOST_CALLS = 2
#: Causes of a test that got no answer at all, as opposed to a wrong one.
NO_ANSWER = frozenset({"missing", "unwritten", "timed_out", "died"})
#: The part of an exercise that the form of its answers is worth, and the part of the rest that must be there before it counts.
FORM, SOME = 0.1, 0.1
#: The part that answers keep which are like the right ones, whatever is wrong with them, and the name of what tells of it.
FLOOR, LIKE = 0.3, "like"
_NOTHING = "What comes back is what was given, or the same number throughout, so there is nothing to look at yet."
_SAYS_LIKE = f"What comes back is like the right answer, though not right: that is {FLOOR:.0%} of the points at least."
_SAYS_FORM = "What comes back has the right form: its type, its axes, float64, its parts in the order asked for."


@dataclass(frozen=True)
class TestResult:
    """One hidden test of one exercise. `says` is its docstring; `cause` is that of checks.Failure, "" when passed, "broken"
    where the test itself raised. error_type: of the exception that the student's function raised, if any."""

    __test__ = False

    name: str
    says: str
    worth: float
    passed: bool
    message: str | None = None
    cause: str = ""
    error_type: str = ""


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
        modules = {name: vars(items[0].module)  # type: ignore[attr-defined]
                   for name, items in self._items.items() if items}
        own, answers = ({name: module[said] for name, module in modules.items() if said in module} for said in ("form", "answer"))
        self._forms = Forms(vars(solutions(week)), own, answers)
        if self._plugin.collect_errors:
            raise RuntimeError(f"hidden tests of {week.id} cannot be collected:\n" + "\n".join(self._plugin.collect_errors))

    @property
    def exercises(self) -> list[str]:
        return list(self._items)

    def names(self, exercise: str) -> list[str]:
        """The names of an exercise's tests, in the order of the file."""
        return [item.name for item in self._items.get(exercise, [])]

    def count(self, exercise: str) -> int:
        """How many tests an exercise has in its file; that of its form comes on top."""
        return len(self._items.get(exercise, []))

    def trains(self, exercise: str) -> bool:
        """Whether one of its tests has a limit of its own: what takes longer than a call usually may is a training."""
        return any(item.get_closest_marker("limit") for item in self._items.get(exercise, []))

    def run(self, exercise: str, student: Student) -> list[TestResult]:
        """Run an exercise's tests on a student, in the order of the file, and last that of its form.

        Where values came in a wrong form, the tests are run again on the values in the right one: form costs what it is
        worth. `student.recast_records` then holds those calls. A function that does nothing passes nothing. One whose answers
        are like the right ones has a result LIKE, worth nothing by itself: see `share`.
        """
        with drawing_from(self._week.secret):
            return self._run(exercise, student)

    def _run(self, exercise: str, student: Student) -> list[TestResult]:
        results = self._tried(exercise, student)
        faulty = self._faulty(exercise, student.records)
        fault = None
        if faulty is not None and not (faulty.soft and all(t.passed for t in results)):
            fault = faulty.fault
            again = student.again(lambda record: self._in_form(exercise, record))
            token = coarse.set(False)
            try:
                results = self._tried(exercise, again)
            finally:
                coarse.reset(token)
            student.recast_records = again.records
        records = student.recast_records or student.records
        # As they came, too: one answer to all calls is not the same any more once each is put into its own form.
        idle = does_nothing(records) or does_nothing(student.records)
        if not all(t.passed for t in results):
            if idle:
                results = [replace(t, passed=False, message=_NOTHING, cause="wrong") if t.passed else t for t in results]
        results = [*results, _form_result(results, fault)]
        if share(results) < FLOOR and not idle and is_like_the_right_one(self._forms, exercise, records):
            results.append(TestResult(LIKE, _SAYS_LIKE, 0, True))
        return results

    def _in_form(self, exercise: str, record: Record) -> Any:
        found = self._forms.recast(exercise, record)
        if found.coarse:
            coarse.set(True)
        return found.value

    def _faulty(self, exercise: str, records: list[Record]) -> Recast | None:
        """The first answer whose form is wrong; one that every test may mind before one that few do."""
        returned = (r for r in records if r.outcome.status == "returned")
        found = [recast for r in returned if (recast := self._forms.recast(exercise, r)).fault]
        return min(found, key=lambda recast: recast.soft, default=None)

    def earned_by_nothing(self, exercise: str) -> dict[str, float]:
        """What each function that does nothing gets, as a part of the exercise's marks."""
        found = {}
        for kind in KINDS:
            results = self.run(exercise, Student(Nothing(kind, exercise, self._forms)))
            found[kind] = share(results)
        return found

    def _tried(self, exercise: str, student: Student) -> list[TestResult]:
        """Run the tests once."""
        results, lost, seen = [], 0, 0
        for item in self._items.get(exercise, []):
            if lost >= LOST_CALLS:
                results.append(_result(item, "Not tried: earlier checks already ended without an answer.", "died"))
                continue
            mark = item.get_closest_marker("limit")
            student.limit = mark.args[0] if mark else None
            self._plugin.current = student
            failure = self._plugin.run(item, self._stranger(exercise))
            student.end_test()
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
    """Raises UserError where an exercise has no file of hidden tests: nothing could be marked, and 0 would be unjust. A week
    that its test cells mark needs asserts in one of them."""
    if week.by_cells:
        tests = [c.source for c in week.source if c.grade_id in {e.test_id for e in week.coded}]
        if not any(map(checks_something, tests)) and not any(e.written for e in week.exercises):
            raise UserError(f"{week.id} has neither hidden tests nor a test cell that could fail: everybody would get "
                            f"full marks. Write asserts into a test cell of source/{week.id}, or make hidden tests of it: "
                            f"autograder new-week NAME --from {week.id}")
        return
    if missing := [e.id for e in week.coded if f"test_{e.id}.py" not in week.hidden]:
        raise UserError(f"{week.id} has no hidden tests for {', '.join(missing)}. Write assignments/{week.id}/hidden/"
                        f"test_{missing[0]}.py (docs/authoring.md shows how).")


def share(results: list[TestResult]) -> float:
    """The part of an exercise's worth that was passed, 0 to 1; FLOOR at least where the answers are like the right ones."""
    passed = sum(t.worth for t in results if t.passed) / sum(t.worth for t in results)
    return max(passed, FLOOR) if any(t.name == LIKE for t in results) else passed


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


def _form_result(results: list[TestResult], fault: str | None) -> TestResult:
    """The test of form, worth FORM of the exercise. It counts once some values are right: then there is something that has a
    form."""
    total = sum(t.worth for t in results)
    message, cause = None, ""
    if fault is not None:
        message, cause = f"{fault[0].upper()}{fault[1:]}.", "wrong"
    elif sum(t.worth for t in results if t.passed) <= SOME * total:
        message = "No answer is right yet, so there is no form to look at."
        cause = results[0].cause if all(t.cause in NO_ANSWER for t in results) else "wrong"
    return TestResult("form", _SAYS_FORM, round(total * FORM / (1 - FORM), 4), message is None, message, cause)


def _result(item: pytest.Item, message: str | None, cause: str, error_type: str = "") -> TestResult:
    mark = item.get_closest_marker("worth")
    return TestResult(
        name=item.name,
        says=inspect.cleandoc(item.function.__doc__ or item.name),  # type: ignore[attr-defined]
        worth=float(mark.args[0]) if mark else 1.0,
        passed=message is None,
        message=message,
        cause=cause,
        error_type=error_type,
    )


def _own_error(week: Week, error: BaseException) -> str:
    """An error of a test's own, with its line."""
    what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return f"{hidden.place(week, error) or 'the test'} raises {what}"


class _Plugin:
    """Gives tests their `student` and keeps why the running one failed."""

    def __init__(self) -> None:
        self.current: Student | None = None
        self.collect_errors: list[str] = []
        self._failure: BaseException | None = None
        #: What the latest test raised by itself, where it did.
        self.broke: BaseException | None = None

    def run(self, item: pytest.Item, following: pytest.Item | None) -> tuple[str | None, str, str]:
        """Why a test failed, None when it passed, its cause and the type of an exception."""
        self._failure = self.broke = None
        with warnings.catch_warnings():
            # What a test computes of an answer full of inf is nobody's business; the student's own warnings are recorded.
            warnings.simplefilter("ignore", RuntimeWarning)
            runtestprotocol(item, log=False, nextitem=following)
        error = self._failure
        if error is None:
            return None, "", ""
        if isinstance(error, Failure):
            return str(error), error.cause, error.error_type
        self.broke = error
        return f"This check could not be completed ({type(error).__name__}); tell your instructor.", "broken", ""

    @pytest.fixture
    def student(self) -> Student | None:
        return self.current

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        # pytest's own report would render the traceback, ten times what the test costs; nobody reads it here.
        failed = call.excinfo is not None
        if call.excinfo is not None and self._failure is None:
            self._failure = call.excinfo.value
        when: Any = call.when
        return pytest.TestReport(item.nodeid, item.location, {}, "failed" if failed else "passed", None, when)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.collect_errors.append(str(report.longrepr))


@contextlib.contextmanager
def _nothing_of_the_callers() -> Iterator[None]:
    """What a shell says to pytest (PYTEST_ADDOPTS="-v", say) is not said to the hidden tests: it cost everybody's marks."""
    theirs = {name: os.environ.pop(name) for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS") if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(theirs)


def _config(folder: Path, plugin: _Plugin) -> Config:
    """A pytest configuration that reads no ini file, writes no cache and loads no foreign plugin."""
    args = [
        str(folder), "--assert=plain", "-c", "/dev/null", "--rootdir", str(folder), "--import-mode=importlib",
        "-p", "no:cacheprovider", "-p", "no:terminal", "-p", "no:logging", "-p", "no:capture", "-p", "no:warnings",
        "-p", "no:faulthandler", "-p", "no:junitxml", "-p", "no:stepwise", "-p", "no:doctest", "-p", "no:unittest",
    ]
    with _nothing_of_the_callers():
        config = get_config(args)
        config.pluginmanager.register(plugin, "exam")
        config.pluginmanager.set_blocked("terminalreporter")
        config = config.pluginmanager.hook.pytest_cmdline_parse(pluginmanager=config.pluginmanager, args=args)
    config.addinivalue_line("markers", "worth(points): what the test weighs in its exercise")
    config.addinivalue_line("markers", "limit(seconds): how long a call may take")
    config._do_configure()
    return config
