"""A new week passes `autograder check` as it is made, and leaves the rest of the course as it was."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder.authoring.new_week import new_week, with_week
from autograder.course.course import Course
from autograder.errors import UserError
from tests.this_course import ROOT, course_copy


@pytest.fixture
def course(tmp_path):
    """A course of its own, without a week yet that is built."""
    return Course.load(course_copy(tmp_path, weeks=()))


def run(course, *words):
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1",
                   "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run([sys.executable, "-m", "autograder", *words], cwd=course.root, env=environment,
                          capture_output=True, text=True, timeout=300)


def test_a_new_week_is_released_and_proved_as_it_is(course):
    made = run(course, "new-week", "week9", "--title", "Receptive fields", "--exercise", "field_means")
    assert made.returncode == 0, made.stderr
    released = run(course, "release", "week9")
    assert released.returncode == 0, released.stderr
    proved = run(course, "check", "week9", "--local")
    assert proved.returncode == 0, proved.stdout + proved.stderr
    line = next(line for line in proved.stdout.splitlines() if "field_means" in line).replace(" ", "")
    assert "5/5" in line and "4/4" in line, line
    assert "BEGIN SOLUTION" not in (course.root / "release/week9/week9.ipynb").read_text(encoding="utf-8")
    assert Course.load(course.root).week("week9").title == "Receptive fields"


def test_a_mistake_let_through_is_found(course):
    """The check of a new week can fail: a mistake that is none is named."""
    new_week(course, "week9", "A title")
    path = course.root / "assignments/week9/hidden/mistakes.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("return X.mean()", "return X.mean(axis=0)"), encoding="utf-8")
    assert run(course, "release", "week9").returncode == 0
    proved = run(course, "check", "week9", "--local")
    assert proved.returncode == 1 and "column_means_of_everything" in proved.stdout


def test_course_toml_keeps_every_line_and_gains_four():
    text = (ROOT / "course.toml").read_text(encoding="utf-8")
    more = with_week(text, "week9", 'A "quoted" \\ title')
    lines = more.splitlines()
    place = lines.index('id = "week9"')
    assert lines[: place - 2] + lines[place + 2:] == text.splitlines()
    weeks = tomllib.loads(more)["weeks"]
    assert weeks[-1] == {"id": "week9", "title": 'A "quoted" \\ title'} and weeks[:-1] == tomllib.loads(text)["weeks"]


def test_the_next_weeks_dates_follow(course):
    before = Course.load(course.root)
    new_week(course, "week9", "A title")
    after = Course.load(course.root)
    assert (after.released("week9") - before.released(before.weeks[-1].id)).days == 7


def test_a_dry_run_writes_nothing(course):
    before = sorted(course.root.rglob("*"))
    assert "assignments/week9/week9.py" in new_week(course, "week9", "A title", dry_run=True)
    assert sorted(course.root.rglob("*")) == before


@pytest.mark.parametrize("name, exercise, says", [
    ("week1", "f", "course.toml names week1 already. Choose another id, for example week[0-9]"),
    ("Week 5", "f", "cannot be a week's id"),
    ("../week9", "f", "cannot be a week's id"),
    ("week9", "lambda", "cannot name an exercise"),
    ("week9", "test_it", "cannot name an exercise"),
    ("week9", "a-b", "cannot name an exercise"),
])
def test_a_name_that_cannot_be_is_told(course, name, exercise, says):
    with pytest.raises(UserError, match=says):
        new_week(course, name, "A title", exercise)


@pytest.mark.parametrize("folder", ["assignments/week9", "source/week9", "release/week9"])
def test_nothing_that_is_there_is_overwritten(course, folder):
    (course.root / folder).mkdir(parents=True)
    with pytest.raises(UserError, match=f"{folder} is there already"):
        new_week(course, "week9", "A title")
    assert 'id = "week9"' not in (course.root / "course.toml").read_text(encoding="utf-8")


def test_weeks_written_inline_are_left_to_a_person(course):
    text = ('name = "a"\ninstitution = "b"\ntime_zone = "UTC"\nfirst_thursday = 2021-01-21\n'
            'weeks = [{id = "week1", title = "One"}]\n')
    (course.root / "course.toml").write_text(text)
    with pytest.raises(UserError, match="by hand"):
        new_week(Course.load(course.root), "week9", "A title")
    assert (course.root / "course.toml").read_text() == text


def test_help_shows_an_example():
    from autograder.cli import app

    assert "Example: autograder new-week" in CliRunner().invoke(app, ["new-week", "--help"]).output
