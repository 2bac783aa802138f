"""`packages` of course.toml: imported ahead in the sandbox; one that is not installed is told before anything runs."""

from __future__ import annotations

import shutil

import pytest
from typer.testing import CliRunner

from autograder.cli import app
from autograder.course.course import Course
from autograder.course.packages import problem
from autograder.errors import UserError
from autograder.grading.doctor import examine
from autograder.sandbox import Allowance, Sandbox, Unavailable
from tests.this_course import ROOT

ASK = "import sys; print('wave' in sys.modules, 'tomllib' in sys.modules)"


def course_with(tmp_path, line: str):
    (tmp_path / "course.toml").write_text(line + "\n" + (ROOT / "course.toml").read_text())
    return tmp_path


def shown(packages: tuple[str, ...]) -> str:
    with Sandbox(packages=packages) as sandbox:
        child = sandbox.child(Allowance(30, 2048))
        try:
            return "".join(str(body) for _, body in child.run(ASK, 10, 1000).outputs).strip()
        finally:
            child.kill()


def test_what_is_named_is_imported_before_any_notebook_runs():
    assert shown(("wave",)).split()[0] == "True"
    assert shown(()).split()[0] == "False"


def test_a_course_names_none_by_itself():
    assert Course.load(ROOT).packages == ()


def test_one_that_fails_to_import_is_told():
    with pytest.raises(Unavailable, match="the package nosuchpackage that"), Sandbox(packages=("nosuchpackage",)):
        pass


def test_what_is_not_a_name_is_told_with_its_line(tmp_path):
    with pytest.raises(UserError, match=r"line 1: packages is the text 'pan das'; a list of packages, by the names"):
        Course.load(course_with(tmp_path, 'packages = ["numpy", "pan das"]'))


def test_the_sentence_says_what_to_install():
    assert problem(("numpy", "json")) is None
    assert "pip install nosuch (or take it out" in problem(("numpy", "nosuch.part"))


def test_doctor_and_the_commands_say_what_is_not_installed(tmp_path):
    course = course_with(tmp_path, 'packages = ["nosuchpackage"]')
    for folder in ("source/week1", "release/week1", "assignments/week1"):
        shutil.copytree(ROOT / folder, course / folder)
    shutil.copy(ROOT / "students.csv", course)
    (course / "submitted/student01/week1").mkdir(parents=True)
    shutil.copy(ROOT / "release/week1/week1.ipynb", course / "submitted/student01/week1")
    assert any("'nosuchpackage' under packages" in f.what for f in examine(course) if not f.well)
    for words in (["check", "week1"], ["grade", "week1"], ["mark", "week1", str(ROOT / "release/week1/week1.ipynb")]):
        done = CliRunner().invoke(app, [*words, "--root", str(course)])
        assert isinstance(done.exception, UserError)
        assert "pip install nosuchpackage" in str(done.exception)
