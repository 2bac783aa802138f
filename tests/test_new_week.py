"""A new week passes `autograder check` as it is made, and leaves the rest of the course as it was."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder.course.course import Course
from autograder.errors import UserError
from autograder.authoring.new_week import new_week, with_week

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def course(tmp_path):
    """A course of its own, the package copied with it: hidden tests are looked up beside the running package."""
    shutil.copytree(ROOT / "autograder", tmp_path / "autograder",
                    ignore=shutil.ignore_patterns("__pycache__", "week[0-9]*"))
    for name in ("course.toml", "nbgrader_config.py"):
        shutil.copy(ROOT / name, tmp_path)
    return Course.load(tmp_path)


def run(course, *words):
    environment = {**os.environ, "PYTHONPATH": str(course.root), "PYTHONDONTWRITEBYTECODE": "1",
                   "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run([sys.executable, "-m", "autograder", *words], cwd=course.root, env=environment,
                          capture_output=True, text=True, timeout=300)


def test_a_new_week_is_released_and_proved_as_it_is(course):
    made = run(course, "new-week", "week5", "--title", "Receptive fields", "--exercise", "field_means")
    assert made.returncode == 0, made.stderr
    released = run(course, "release", "week5")
    assert released.returncode == 0, released.stderr
    proved = run(course, "check", "week5", "--local")
    assert proved.returncode == 0, proved.stdout + proved.stderr
    line = next(line for line in proved.stdout.splitlines() if "field_means" in line).replace(" ", "")
    assert "5/5" in line and "4/4" in line, line
    assert "BEGIN SOLUTION" not in (course.root / "release/week5/week5.ipynb").read_text(encoding="utf-8")
    assert Course.load(course.root).week("week5").title == "Receptive fields"


def test_a_mistake_let_through_is_found(course):
    """The check of a new week can fail: a mistake that is none is named."""
    new_week(course, "week5", "A title")
    path = course.root / "autograder/hidden/week5/mistakes.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("return X.mean()", "return X.mean(axis=0)"), encoding="utf-8")
    assert run(course, "release", "week5").returncode == 0
    proved = run(course, "check", "week5", "--local")
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
    new_week(course, "week5", "A title")
    after = Course.load(course.root)
    assert (after.released("week5") - before.released("week4")).days == 7


def test_a_dry_run_writes_nothing(course):
    before = sorted(course.root.rglob("*"))
    assert "assignments/week5/week5.py" in new_week(course, "week5", "A title", dry_run=True)
    assert sorted(course.root.rglob("*")) == before


@pytest.mark.parametrize("name, exercise, says", [
    ("week1", "f", "course.toml names week1 already. Choose another id, for example week5"),
    ("Week 5", "f", "cannot be a week's id"),
    ("../week5", "f", "cannot be a week's id"),
    ("week5", "lambda", "cannot name an exercise"),
    ("week5", "test_it", "cannot name an exercise"),
    ("week5", "a-b", "cannot name an exercise"),
])
def test_a_name_that_cannot_be_is_told(course, name, exercise, says):
    with pytest.raises(UserError, match=says):
        new_week(course, name, "A title", exercise)


@pytest.mark.parametrize("folder", ["assignments/week5", "autograder/hidden/week5", "source/week5", "release/week5"])
def test_nothing_that_is_there_is_overwritten(course, folder):
    (course.root / folder).mkdir(parents=True)
    with pytest.raises(UserError, match=f"{folder} is there already"):
        new_week(course, "week5", "A title")
    assert 'id = "week5"' not in (course.root / "course.toml").read_text(encoding="utf-8")


def test_weeks_written_inline_are_left_to_a_person(course):
    text = ('name = "a"\ninstitution = "b"\ntime_zone = "UTC"\nfirst_thursday = 2021-01-21\n'
            'weeks = [{id = "week1", title = "One"}]\n')
    (course.root / "course.toml").write_text(text)
    with pytest.raises(UserError, match="by hand"):
        new_week(Course.load(course.root), "week5", "A title")
    assert (course.root / "course.toml").read_text() == text


def test_the_command_without_a_checkout(tmp_path):
    from autograder.cli import app

    shutil.copy(ROOT / "course.toml", tmp_path)
    error = CliRunner().invoke(app, ["new-week", "week5", "--root", str(tmp_path)]).exception
    assert isinstance(error, UserError) and "no autograder/hidden" in str(error)
    assert "Example: autograder new-week" in CliRunner().invoke(app, ["new-week", "--help"]).output
