"""Typical slips of an author in a week made by `new-week`: no traceback, and file, line and what is wrong are named."""

import re
from pathlib import Path

import pytest

from autograder.authoring.new_week import new_week
from autograder.authoring.proof import local_trial, prove
from autograder.authoring.release import build
from autograder.course.course import Course
from autograder.course.week import Week
from autograder.errors import UserError
from tests.this_course import course_copy

TEXT, TEST = "week9.py", "hidden/test_column_means.py"
MISTAKES, RIGHT = "hidden/mistakes.py", "hidden/right.py"


@pytest.fixture
def course(tmp_path):
    course = Course.load(course_copy(tmp_path, weeks=()))
    new_week(course, "week9", "A title")
    return Course.load(tmp_path)


def told(course):
    """All that release and check say of week 9, line by line, and notes."""
    try:
        list(build(course, ["week9"]))
        week = Week.load(course.root, "week9")
        proofs = prove(week, local_trial)
    except UserError as error:
        return str(error), []
    return "\n".join(fault for p in proofs for fault in p.faults), [note for p in proofs for note in p.notes]


def slip(course, file, old, new):
    """Make a slip at the only place where `old` stands; returns its line."""
    path = course.root / "assignments" / "week9" / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (old, text.count(old))
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_a_new_week_has_no_slips(course):
    faults, notes = told(course)
    assert not faults and len(notes) <= 1, (faults, notes)


#: name -> file, what stands there, what the author wrote, lines below it of the line that is told, what is said.
SLIPS = {
    "points left out": (TEXT, '"points": 16, ', "", 0, '"points" is missing in the graded cell test_column_means'),
    "points as text": (TEXT, '"points": 16', '"points": "16"', 0, "\"points\" is '16'"),
    "END SOLUTION missing": (
        TEXT,
        "    ### BEGIN SOLUTION\n    return X.mean(axis=0)\n    ### END SOLUTION\n",
        "    ### BEGIN SOLUTION\n    return X.mean(axis=0)\n",
        0,
        "this ### BEGIN SOLUTION has no ### END",
    ),
    "BEGIN SOLUTION missing": (
        TEXT,
        "    ### BEGIN SOLUTION\n    return",
        "    return",
        1,
        "has no ### BEGIN SOLUTION above",
    ),
    "a comma missing in a header": (
        TEXT,
        '"grade_id": "test_column_means", "locked"',
        '"grade_id": "test_column_means" "locked"',
        0,
        "what stands behind nbgrader= is broken JSON before",
    ),
    "a grade_id twice": (
        TEXT,
        '"grade_id": "plot_column_means"',
        '"grade_id": "test_column_means"',
        0,
        "stands in line",
    ),
    "locked forgotten": (
        TEXT,
        '"grade_id": "setup", "locked": true, ',
        '"grade_id": "setup", ',
        0,
        '"locked" is missing',
    ),
    "a bonus without points": (TEXT, '"points": 16', '"points": 0', 0, "is worth 0 points"),
    "an unknown exercise to depend on": (
        TEXT,
        '"points": 16, "schema_version": 3, "solution": false, "task": false}',
        '"points": 16, "schema_version": 3, "solution": false, "task": false} autograder={"depends": ["linaer"]}',
        0,
        "\"depends\" names 'linaer'",
    ),
    "a syntax error in the solution": (
        TEXT,
        "return X.mean(axis=0)",
        "return X.mean(axis=0",
        0,
        "'(' was never closed",
    ),
    "a test cell of another exercise": (
        TEXT,
        '"grade_id": "column_means", "locked"',
        '"grade_id": "row_means", "locked"',
        0,
        "the exercise row_means has no test cell",
    ),
    "HIDDEN TESTS left open": (TEXT, "### END HIDDEN TESTS\n", "", -4, "this ### BEGIN HIDDEN TESTS has no ### END"),
    "a syntax error in mistakes.py": (MISTAKES, "return X.mean()\n", "return X.mean(\n", 0, "'(' was never closed"),
    "a syntax error in right.py": (
        RIGHT,
        "def column_means_by_loop(X):",
        "def column_means_by_loop(X)",
        0,
        "expected ':'",
    ),
    "a syntax error in a test": (TEST, "sums = [0.0] * X.shape[1]", "sums = [0.0 * X.shape[1]", 0, "was never closed"),
    "an unknown name in mistakes.py": (
        MISTAKES,
        "from autograder.variants import mistake",
        "from autograder.variants import mistakes",
        0,
        "ImportError: cannot import name 'mistakes'",
    ),
    "a hint left out": (
        MISTAKES,
        '@mistake("column_means", hint="These are sums. What does 1/n in the formula do?")',
        '@mistake("column_means")',
        0,
        "missing 1 required positional argument: 'hint'",
    ),
    "a mistake of no exercise": (
        MISTAKES,
        '@mistake("column_means", hint="These are',
        '@mistake("colum_means", hint="These are',
        0,
        "there is no exercise 'colum_means' for column_means_summed",
    ),
    "a mistake that is none": (
        MISTAKES,
        "return X.mean()",
        "return X.mean(axis=0)",
        -1,
        "column_means_of_everything loses nothing",
    ),
    "a right solution that is wrong": (
        RIGHT,
        "return np.sum(X, axis=0) / X.shape[0]",
        "return np.sum(X, axis=1) / X.shape[0]",
        -1,
        "column_means_by_sum is right but loses marks",
    ),
    "a test that raises by itself": (
        TEST,
        "    X = np.array([[1.5, -2.0, 0.25]])\n",
        "    X = np.array([[1.5, -2.0, 1 / 0]])\n",
        0,
        "test_one_observation raises an error of its own",
    ),
    "a solution that raises": (TEXT, "return X.mean(axis=0)", "return X.mean(axis=7)", -8, "the solution gets 0%"),
    "a test that nobody can fail": (
        TEST,
        'expect_shape(student.column_means(np.ones((4, 3))), (3,), "the result", why="one for each column of X")',
        "pass",
        -2,
        "without a solution, so nobody can fail",
    ),
    "a test without student": (TEST, "def test_shape(student):", "def test_shape():", 0, "does not take `student`"),
    "a test without a sentence": (TEST, '    """There is one mean for each input."""\n', "", -1, "has no docstring"),
    "two tests of one name": (
        TEST,
        "def test_values(student):",
        "def test_shape(student):",
        0,
        "stands in line 18 already",
    ),
    "a worth as text": (TEST, "@worth(2)", '@worth("2")', 0, "the worth of test_values is '2'"),
    "a test not called so": (
        TEST,
        "def test_values(student):",
        "def tset_values(student):",
        0,
        "its name does not begin with test_",
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_named_with_its_file_and_line(course, name):
    file, old, new, below, says = SLIPS[name]
    line = slip(course, file, old, new) + below
    faults, _ = told(course)
    assert says in faults and "Traceback" not in faults and "see the the above" not in faults
    about = [part for part in faults.splitlines() if says in part]
    assert re.search(rf"line {line}\b", about[0]), (line, about)
    assert Path(file).name in faults


def test_a_hidden_test_that_raises_blames_no_right_solution_and_says_for_whom(course):
    slip(course, TEST, "    X = np.array([[1.5, -2.0, 0.25]])\n", "    X = np.array([[1.5, -2.0, 1 / 0]])\n")
    faults, _ = told(course)
    assert "is right but loses marks" not in faults and "the solution gets" not in faults
    assert "ZeroDivisionError: division by zero) for the solution, the stub, column_means_of_everything" in faults


def test_a_test_that_fails_for_no_mistake_is_listed_and_no_fault(course):
    slip(course, MISTAKES, "    X /= len(X)\n    return X.sum(axis=0)\n", "    return X.sum(axis=0) / 2\n")
    faults, notes = told(course)
    assert not faults
    assert [
        note
        for note in notes
        if re.match(r"test_one_observation|test_arguments_unchanged", note) and "fails for none of the mistakes" in note
    ] or not notes


def test_a_missing_hidden_test_file_is_named(course):
    (course.root / "assignments" / "week9" / TEST).rename(
        course.root / "assignments" / "week9" / "hidden" / "test_means.py"
    )
    faults, _ = told(course)
    assert "hidden/test_column_means.py" in faults and "no hidden tests" in faults


def test_what_only_nbgrader_finds_is_one_sentence(course, monkeypatch):
    monkeypatch.setattr("autograder.authoring.release.check_text", lambda *_: None)
    slip(course, TEXT, '"points": 16, ', "")
    faults, _ = told(course)
    assert faults.startswith("nbgrader cannot make release/week9") and "\n" not in faults


def test_a_text_that_is_not_utf8_is_named_with_its_line(course):
    path = course.root / "assignments" / "week9" / TEXT
    raw = path.read_bytes()
    path.write_bytes(raw.replace("·".encode(), b"\xb7", 1))
    line = raw[: raw.index("·".encode())].count(b"\n") + 1
    assert (
        told(course)[0] == f"assignments/week9/week9.py, line {line}: this is not UTF-8 text. Save the file as UTF-8."
    )
