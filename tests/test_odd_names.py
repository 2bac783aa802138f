"""Folders and files whose names are no text, and terminals that cannot show one, stop nothing and cost nothing."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from autograder.course.secret import make
from tests.this_course import ROOT, course_copy

LATIN = os.fsdecode(b"m\xfcller"), os.fsdecode(b"\xdcbung1.ipynb")


@pytest.fixture
def course(tmp_path):
    """A course with one submission in a folder and a file that are called in Latin-1."""
    root = course_copy(tmp_path / "kürs 2026")
    # Without one each command says so, on the channel of errors.
    make(root)
    for student, file in ((LATIN[0], LATIN[1]), ("s2", "week1.ipynb")):
        folder = root / "submitted" / student / "week1"
        folder.mkdir(parents=True)
        shutil.copy(ROOT / "source" / "week1" / "week1.ipynb", folder / file)
        (folder / os.fsdecode(b"\xe4.txt")).write_text("beside it")
    return root


def run(root, *words, **environment):
    command = [sys.executable, "-m", "autograder", *words, "--root", str(root)]
    return subprocess.run(command, env={**os.environ, **environment}, capture_output=True, timeout=300)


def test_a_class_is_graded_whatever_its_folders_are_called_in_any_locale(course):
    done = run(course, "grade", "week1", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (done.returncode, done.stderr) == (0, b"")
    for student in (r"m\xfcller", "s2"):
        _header, marked = (course / ".autograder" / "results" / "week1" / f"{student}.jsonl").read_text().splitlines()
        result = json.loads(marked)["result"]
        assert result["score"] == result["max_score"], student
        assert (course / "feedback" / student / "week1" / "week1.html").is_file()
        assert len(list((course / "autograded" / student / "week1").iterdir())) >= 2
        if student != "s2":
            assert result["file"] == r"\xdcbung1.ipynb" and r"\xdcbung1.ipynb was taken" in result["repairs"][0]
    again = run(course, "grade", "week1", "--student", LATIN[0])
    assert again.returncode == 0 and "unchanged" in again.stdout.decode()


def test_mark_shows_an_undecodable_name_escaped_and_goes_on(course):
    files = [
        course / "submitted" / LATIN[0] / "week1" / LATIN[1],
        course / "submitted" / "s2" / "week1" / "week1.ipynb",
    ]
    done = run(course, "mark", "week1", *files, "--json")
    assert done.returncode == 0, done.stderr
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["file"].endswith(r"m\xfcller/week1/\xdcbung1.ipynb") and first["score"] == second["score"] > 0
    assert run(course, "mark", "week1", files[0], PYTHONIOENCODING="ascii").returncode == 0
    missing = run(course, "mark", "week1", course / os.fsdecode(b"\xff.ipynb"))
    assert missing.returncode == 2 and rb"\xff.ipynb" in missing.stderr and b"Traceback" not in missing.stderr
