"""The command line as a whole: help, what is wrong told in one line, exit codes, the JSON of `mark`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.authoring.release import week_texts
from autograder.cli import app, main
from tests.this_course import FILES, ROOT, course_copy

COMMANDS = sorted(command.name or command.callback.__name__.replace("_", "-") for command in app.registered_commands)
#: Each command that takes a week, with W for it.
OF_A_WEEK = ["mark W course.toml", "grade W", "feedback W", "diff W", "release W", "sync W", "check W",
             "collect W source", "report W", "sample-class W", "similarity W"]
SOLUTION = ROOT / "source" / "week1" / "week1.ipynb"


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """A course with built weeks, in which nothing was graded."""
    return course_copy(tmp_path_factory.mktemp("course"), week_texts(ROOT), (*FILES, "students.csv"))


@pytest.fixture
def run(course, capsys, monkeypatch):
    """Runs `autograder` as at the command line; returns exit code, standard output and standard error."""
    def running(*args: str, root: Path | None = course) -> tuple[int, str, str]:
        monkeypatch.chdir(course)
        monkeypatch.setattr(sys, "argv", ["autograder", *args, *(["--root", str(root)] if root else [])])
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code, *capsys.readouterr()
    return running


def one_line(said: str) -> bool:
    return said.startswith("autograder: ") and said.count("\n") == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_helps_with_an_example_that_names_it(run, command):
    code, said, _ = run(command, "--help", root=None)
    assert code == 0 and f"Example: autograder {command}" in " ".join(said.split())


def test_help_is_cut_off_nowhere_on_a_narrow_terminal(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    _, said, _ = run("--help", root=None)
    assert "..." not in said.split("Commands")[1] and max(map(len, said.splitlines())) <= 80


def test_the_version_is_told(run):
    code, said, _ = run("--version", root=None)
    assert code == 0 and said.startswith("autograder ") and said.split()[1][0].isdigit()


def test_help_lists_every_command(run):
    code, said, _ = run("--help", root=None)
    assert code == 0 and all(command in said for command in COMMANDS)


@pytest.mark.parametrize("week", ["week9", "../week1", "", "week1/../week2", "Week1"])
@pytest.mark.parametrize("command", OF_A_WEEK)
def test_a_week_that_is_none_is_told_in_one_line(run, command, week):
    code, _, said = run(*(week if word == "W" else word for word in command.split()))
    assert code == 2 and one_line(said)


@pytest.mark.parametrize("command", [*OF_A_WEEK, "release", "sync", "check", "export out", "grades", "publish out",
                                     "new-week week5"])
def test_a_folder_that_holds_no_course_is_told_in_one_line(run, tmp_path, command):
    args = command.replace("W", "week1").split()
    for root in (tmp_path, tmp_path / "nothing", SOLUTION):
        code, _, said = run(*args, root=root)
        assert code == 2 and one_line(said) and "course.toml" in said
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("args", [
    ("mark", "week1", "none.ipynb"), ("collect", "week1", "none.zip"), ("collect", "week1", "course.toml"),
    ("collect", "week1", "source", "--times", "none.csv"), ("publish", "course.toml"),
    ("publish", "source"), ("publish", "out", "--on", "tomorrow"), ("sample-class", "week1", "--students", "0"),
    ("grade", "week1"), ("grade", "week1", "--student", "nobody"), ("feedback", "week1"), ("diff", "week1"),
    ("grades",), ("export", "out"), ("report", "week1"), ("similarity", "week1"), ("new-week", "Week 5"),
    ("new-week", "week1"), ("grade", "week1", "--scheduler", "nonsense"),
], ids=" ".join)
def test_what_cannot_be_done_is_told_in_one_line_and_leaves_no_file(run, course, args):
    before = set(course.rglob("*"))
    code, _, said = run(*args)
    assert code == 2 and one_line(said)
    assert set(course.rglob("*")) == before


@pytest.mark.parametrize("args", [(), ("nonsense",), ("mark",), ("mark", "week1"), ("collect", "week1"), ("export",),
                                  ("grade", "week1", "--jobs", "0"), ("grade", "week1", "--jobs", "two"),
                                  ("similarity", "week1", "--most", "0"), ("grades", "--nonsense")], ids=" ".join)
def test_wrong_usage_exits_2(run, args):
    code, _, said = run(*args, root=None)
    assert code == 2 and "Traceback" not in said


def test_a_broken_course_toml_is_told_with_its_line(run, course, tmp_path):
    shutil.copy(course / "course.toml", tmp_path)
    text = (tmp_path / "course.toml").read_text(encoding="utf-8")
    (tmp_path / "course.toml").write_text(text.replace("first_thursday = 2021", "first_thursday = 'x"), encoding="utf-8")
    code, _, said = run("grades", root=tmp_path)
    assert code == 2 and "line" in said


# mark --json

KEYS = ["file", "week", "score", "max_score", "bonus", "manual_points", "repairs", "notes", "exercises"]
OF_EXERCISE = ["id", "score", "max_score", "bonus", "outcome", "reason", "unwritten", "used_reference", "mistake", "group",
               "tests"]
OF_TEST = ["name", "says", "worth", "passed", "message"]


def mark(*files: Path, **more: str) -> subprocess.CompletedProcess:
    """`autograder mark week1 FILE... --json` in a process of its own."""
    command = [Path(sys.executable).parent / "autograder", "mark", "week1", *files, "--json", "--root", ROOT]
    return subprocess.run(command, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)} | more)


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory) -> list[Path]:
    """The solution, the release, one with a known mistake, and what is no notebook."""
    folder = tmp_path_factory.mktemp("notebooks")
    paths = [folder / f"{name}.ipynb" for name in ("solution", "stub", "mistaken", "junk")]
    text = SOLUTION.read_text(encoding="utf-8")
    assert "X @ W + b" in text
    paths[0].write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "release" / "week1" / "week1.ipynb", paths[1])
    paths[2].write_text(text.replace("X @ W + b", "X @ W"), encoding="utf-8")
    paths[3].write_bytes(b"\x00 this is no notebook")
    return paths


@pytest.fixture(scope="module")
def marked(notebooks) -> subprocess.CompletedProcess:
    return mark(*notebooks)


def test_json_has_one_object_a_line_with_exactly_the_keys_of_the_contract(marked, notebooks):
    assert marked.returncode == 0, marked.stderr
    results = [json.loads(line) for line in marked.stdout.splitlines()]
    assert [result["file"] for result in results] == [str(path) for path in notebooks]
    for result in results:
        assert list(result) == KEYS and result["week"] == "week1"
        assert all(isinstance(repair, str) for repair in result["repairs"])
        for exercise in result["exercises"]:
            assert list(exercise) == OF_EXERCISE
            assert exercise["outcome"] in ("passed", "failed", "could_not_run")
            assert exercise["mistake"] is None or list(exercise["mistake"]) == ["name", "hint", "sure"]
            assert all(list(test) == OF_TEST for test in exercise["tests"])


def test_json_tells_what_each_is_worth(marked):
    solution, stub, mistaken, junk = map(json.loads, marked.stdout.splitlines())
    assert (solution["score"], solution["max_score"], solution["bonus"], solution["manual_points"]) == (16, 16, 3, 4)
    assert (stub["score"], stub["bonus"]) == (junk["score"], junk["bonus"]) == (0, 0)
    assert {e["outcome"] for e in junk["exercises"]} == {"could_not_run"}
    assert all(e["reason"] for e in junk["exercises"])
    linear = next(e for e in mistaken["exercises"] if e["id"] == "linear")
    assert linear["mistake"]["name"] == "linear_without_bias" and 0 < linear["score"] < 3


def test_the_same_notebooks_give_the_same_bytes(marked, notebooks):
    again = mark(*notebooks, PYTHONHASHSEED="7")
    assert again.stdout == marked.stdout and again.returncode == 0


def test_where_the_sandbox_cannot_work_the_exit_code_is_3(notebooks):
    found = mark(notebooks[0], PATH="/nonexistent")
    assert found.returncode == 3 and found.stdout == ""
    assert one_line(found.stderr) and "bubblewrap" in found.stderr


def test_a_files_name_is_printed_without_what_a_terminal_would_obey(course, tmp_path):
    path = tmp_path / "a\x1b[31m\u202egnp.ipynb"
    shutil.copy(SOLUTION, path)
    for words in ((path,), ("--json", path), (tmp_path / "none\x1b[31m\u202e.ipynb",)):
        done = subprocess.run([sys.executable, "-m", "autograder", "mark", "week1", *map(str, words)], cwd=course,
                              env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
        said = done.stdout + done.stderr
        assert "\\x1b[31m\\u202e" in said.replace("\\\\", "\\") and "\x1b" not in said and "\u202e" not in said
