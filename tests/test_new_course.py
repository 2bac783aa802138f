"""A course of one's own, with the package merely installed: made, proved, graded and published, with no checkout near."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from autograder.authoring.new_course import new_course
from autograder.course.course import Course
from autograder.errors import UserError
from tests.this_course import ROOT

TODAY = datetime.date(2026, 9, 1)


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The bin folder of an environment in which the wheel is installed; the libraries are this environment's own."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
                    "--wheel-dir", folder, ROOT], check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env", with_pip=True)
    run(folder / "env/bin", folder, "python", "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel))
    (packages,) = (folder / "env/lib").glob("python3*/site-packages")
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "env/bin"


def run(bin_folder: Path, where: Path, *words: str) -> str:
    """A command of the installed environment, to its end; it must go well."""
    environment = {**os.environ, "PATH": f"{bin_folder}:{Path(sys.executable).parent}:/usr/bin:/bin"}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run([str(bin_folder / words[0]), *words[1:]], cwd=where, env=environment, capture_output=True, text=True,
                          timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_step_of_a_course_works_from_the_wheel(installed, tmp_path):
    where = run(installed, tmp_path, "python", "-c", "import autograder; print(autograder.__file__)")
    assert str(installed.parent) in where
    assert "make demo" in run(installed, tmp_path, "autograder", "new-course", "stats", "--name", "Statistics")
    course = tmp_path / "stats"
    assert "5 / 5" in run(installed, course, "autograder", "check")
    run(installed, course, "autograder", "sample-class", "week1", "--students", "4")
    assert "4 submissions" in run(installed, course, "autograder", "grade", "week1")
    assert "student01" in run(installed, course, "autograder", "grades")
    run(installed, course, "autograder", "report", "week1")
    run(installed, course, "autograder", "export", "exports")
    run(installed, course, "autograder", "publish", str(tmp_path / "students"), "--on", "2100-01-01")
    assert (tmp_path / "students/week1/week1.ipynb").is_file()
    run(installed, course, "autograder", "new-week", "week2", "--title", "More")
    run(installed, course, "autograder", "release", "week2")
    assert "5 / 5" in run(installed, course, "autograder", "check", "week2", "--local")


def test_a_new_course_begins_on_the_next_thursday(tmp_path):
    new_course(tmp_path / "c", 'The "brain"', "Somewhere", "Europe/Helsinki", TODAY)
    course = Course.load(tmp_path / "c")
    assert course.name == 'The "brain"' and course.first_thursday == datetime.date(2026, 9, 3)


def test_a_folder_that_holds_a_course_is_left_alone(tmp_path):
    new_course(tmp_path / "c", "One", "Somewhere", "UTC", TODAY)
    before = (tmp_path / "c/course.toml").read_text()
    with pytest.raises(UserError, match="holds course.toml already"):
        new_course(tmp_path / "c", "Two", "Somewhere", "UTC", TODAY)
    assert (tmp_path / "c/course.toml").read_text() == before


def test_a_time_zone_that_is_none_is_told_and_nothing_is_left(tmp_path):
    with pytest.raises(UserError, match="time_zone"):
        new_course(tmp_path / "c", "One", "Somewhere", "Mars/Olympus", TODAY)
    assert not [path for path in (tmp_path / "c").rglob("*") if path.is_file()]


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path):
    (tmp_path / "c").write_text("")
    with pytest.raises(UserError, match="is a file"):
        new_course(tmp_path / "c", "One", "Somewhere", "UTC", TODAY)
