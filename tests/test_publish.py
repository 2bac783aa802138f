"""The students' folder: what is in it, what never is, and whose files it leaves alone."""

import datetime
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from autograder.authoring.publish import leaks, publish, secrets, tree
from autograder.course.course import Course
from autograder.course.week import Week, read_cells
from autograder.errors import UserError
from autograder.graders.variants import variants
from tests.this_course import ROOT

BUILT = [w.id for w in Course.load(ROOT).weeks
         if all((ROOT / kind / w.id / f"{w.id}.ipynb").is_file() for kind in ("source", "release"))]


@pytest.fixture
def course(tmp_path):
    """A copy of the course with its first week only."""
    root = tmp_path / "course"
    root.mkdir()
    for name in ("course.toml", "requirements.txt", "environment.yml", "LICENSE", "LICENSE-course"):
        shutil.copy(ROOT / name, root)
    for kind in ("source", "release"):
        shutil.copytree(ROOT / kind / "week1", root / kind / "week1")
    shutil.copytree(ROOT / "assignments", root / "assignments", ignore=shutil.ignore_patterns("__pycache__"))
    return Course.load(root)


@pytest.fixture
def students(tmp_path):
    return tmp_path / "students"


def day(course, text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=course.zone)


def files_in(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def put_into_release(course, text, cell_type="markdown"):
    path = course.root / "release/week1/week1.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"].append({"cell_type": cell_type, "id": "x", "metadata": {}, "source": [text]})
    path.write_text(json.dumps(notebook), encoding="utf-8")


def test_a_week_is_published_from_its_release_on(course, students):
    before = publish(course, students, day(course, "2021-01-21T23:58"))
    assert before.weeks == [] and not (students / "week1").exists()
    after = publish(course, students, day(course, "2021-01-21T23:59"))
    assert after.weeks == ["week1"]
    assert after.new == ["week1/week1.ipynb", *(f"week1/{f}" for f in sorted(Week.load(ROOT, "week1").files))]
    assert after.changed == ["README.md"]
    assert (students / "week1/week1.ipynb").read_bytes() == (ROOT / "release/week1/week1.ipynb").read_bytes()


def test_the_readme_tells_the_schedule(course, students):
    publish(course, students, day(course, "2021-01-22"))
    text = (students / "README.md").read_text(encoding="utf-8")
    assert "| [week1](week1/week1.ipynb) | Layers | Thu 21 Jan 2021, 23:59 | Thu 28 Jan 2021, 23:59 |" in text
    assert "| week2 | Output layers and losses | Thu 28 Jan 2021, 23:59 |" in text
    assert "50% for a 1" in text and "{" not in text


def test_the_light_environment_has_the_courses_versions(course, students):
    publish(course, students, day(course, "2021-01-22"))
    pinned = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    lines = (students / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert {re.split("[=;]", line)[0] for line in lines} == {"jupyterlab", "matplotlib", "numpy"}
    assert all(f"\n{line} \\\n" in pinned for line in lines)
    light = yaml.safe_load((students / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    full = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    assert {d.split("=")[0] for d in light} == {"python", "jupyterlab", "matplotlib", "numpy"} and set(light) < {
        d for d in full if isinstance(d, str)}


def test_the_issue_form_and_the_workflow_are_valid(course, students):
    publish(course, students, day(course, "2021-01-22"))
    form = yaml.safe_load((students / ".github/ISSUE_TEMPLATE/question.yml").read_text(encoding="utf-8"))
    assert form["body"][0]["attributes"]["options"] == [*(w.id for w in course.weeks), "something else"]
    workflow = yaml.safe_load((students / ".github/workflows/checks.yml").read_text(encoding="utf-8"))
    assert [s.get("run") for s in workflow["jobs"]["check"]["steps"]][2:] == ["pip install -r requirements.txt",
                                                                          "python check.py"]


@pytest.mark.parametrize("week", BUILT)
def test_no_hidden_string_stands_in_any_published_file(week):
    """Searched for without publish's own search: every line of solutions, schemes and answers, every hint."""
    course = Course.load(ROOT)
    shown = "\n".join(content.decode("utf-8", "ignore") for path, content in tree(course, [week]).items()
                      if not path.endswith("given.py"))
    released = {" ".join(line.split()) for c in Week.load(ROOT, week).release for line in c.source.splitlines()}
    searched = 0
    for cell in read_cells(ROOT / "source" / week / f"{week}.ipynb"):
        hidden = re.findall(r"BEGIN (?:SOLUTION|HIDDEN TESTS|MARK SCHEME)(.*?)(?:### |=== )END", cell.source, re.S)
        if cell.type == "markdown" and cell.nbgrader.get("solution"):
            hidden.append(cell.source)
        for block in hidden:
            assert len(block.strip()) < 20 or json.dumps(block.strip())[1:-1] not in shown
            for line in block.splitlines():
                line = line.strip()
                # One line of a solution may well stand in an open cell, a long one of a scheme or answer must not.
                if len(line) > 45 and " ".join(line.split()) not in released:
                    searched += 1
                    assert json.dumps(line, ensure_ascii=False)[1:-1] not in shown, line
    for mistake in variants(Week.load(ROOT, week), "mistakes"):
        searched += 1
        assert mistake.hint not in shown and f"def {mistake.name}(" not in shown
    for word in ("BEGIN SOLUTION", "HIDDEN TESTS", "MARK SCHEME", "autograder.graders.stock", "def test_"):
        assert word not in shown
    assert searched > 20


def test_the_whole_course_as_it_stands_leaks_nothing():
    assert list(leaks(Course.load(ROOT), tree(Course.load(ROOT), BUILT))) == []


@pytest.mark.parametrize("what", ["the solution", "a hidden test", "the mark scheme", "the answer", "the hint"])
def test_each_kind_of_secret_is_found_and_nothing_is_published(course, students, what):
    secret = next(text for kind, text in secrets(course, "week1") if kind.startswith(what))
    put_into_release(course, secret.replace(" ", "\n   ", 3))
    with pytest.raises(UserError, match="Nothing was published: week1/week1.ipynb holds"):
        publish(course, students, day(course, "2021-01-22"))
    assert not students.exists()


def test_a_hidden_file_beside_the_notebook_is_found(course, students):
    shutil.copy(ROOT / "assignments/week1/hidden/mistakes.py", course.root / "release/week1/data.bin")
    with pytest.raises(UserError, match="data.bin is the hidden file mistakes.py"):
        publish(course, students, day(course, "2021-01-22"))


def test_hidden_data_beside_the_notebook_is_found(course, students):
    data = course.root / "assignments/week1/hidden/more/answers.npz"
    data.parent.mkdir()
    data.write_bytes(b"PK, and some numbers")
    shutil.copy(data, course.root / "release/week1/digits.npz")
    with pytest.raises(UserError, match="digits.npz is the hidden file answers.npz"):
        publish(course, students, day(course, "2021-01-22"))


def test_nothing_goes_out_where_there_is_nothing_hidden_to_look_for(course, students):
    shutil.rmtree(course.root / "assignments/week1/hidden")
    with pytest.raises(UserError, match="there are no hidden tests in .*week1/hidden"):
        publish(course, students, day(course, "2021-01-22"))
    assert not students.exists()


def test_given_py_may_show_earlier_weeks_only(course):
    solution = next(text for kind, text in secrets(course, "week1") if kind == "the solution")
    assert not list(leaks(course, {"week3/given.py": solution.encode()}))
    assert list(leaks(course, {"week1/given.py": solution.encode()}))
    assert list(leaks(course, {"week3/other.py": solution.encode()}))


def test_solutions_given_while_somebody_may_still_hand_in_are_told(course):
    (course.root / "course.toml").write_text((course.root / "course.toml").read_text(encoding="utf-8").replace(
        "[bonus]", "[extensions.student07]\nweek2 = 3\n\n[bonus]"), encoding="utf-8")
    from autograder.authoring.publish import _solved_too_early

    extended = Course.load(course.root)
    assert list(_solved_too_early(extended, ["week3"], day(course, "2021-02-05"))) == [
        "week3/given.py solves week2, which student07 may hand in until Sun 7 Feb 2021, 23:59."]
    assert not list(_solved_too_early(extended, ["week3"], day(course, "2021-02-08")))


def test_a_dry_run_writes_nothing(course, students):
    assert publish(course, students, day(course, "2021-01-22"), dry_run=True).new
    assert not students.exists()


def test_publishing_again_changes_nothing(course, students):
    publish(course, students, day(course, "2021-01-22"))
    first = files_in(students)
    again = publish(course, students, day(course, "2021-01-22"))
    assert not again.new and not again.changed and files_in(students) == first


def test_what_is_no_longer_published_is_removed_and_the_rest_is_left_alone(course, students):
    publish(course, students, day(course, "2021-01-22"))
    (students / "week1/notes.txt").write_text("the instructor's own")
    done = publish(course, students, day(course, "2021-01-02"))
    assert "week1/week1.ipynb" in done.removed
    assert (students / "week1/notes.txt").is_file() and not (students / "week1/week1.ipynb").exists()


def test_a_folder_of_somebody_else_is_refused(course, students):
    students.mkdir()
    (students / "thesis.tex").write_text("years of work")
    with pytest.raises(UserError, match="did not make"):
        publish(course, students, day(course, "2021-01-22"))
    assert files_in(students) == {"thesis.tex": b"years of work"}


def test_an_empty_git_repository_is_a_good_place(course, students):
    (students / ".git").mkdir(parents=True)
    assert publish(course, students, day(course, "2021-01-22")).weeks == ["week1"]


@pytest.mark.parametrize("place", [".", "..", "release", "release/week1/x", "submitted/new"])
def test_the_courses_own_folders_are_refused(course, place):
    with pytest.raises(UserError, match="belongs to the course|did not make"):
        publish(course, course.root / place, day(course, "2021-01-22"))


def test_a_file_edited_by_hand_is_not_overwritten_without_force(course, students):
    publish(course, students, day(course, "2021-01-22"))
    (students / "README.md").write_text("better words")
    with pytest.raises(UserError, match="Edited by hand since it was published: README.md"):
        publish(course, students, day(course, "2021-01-23"), dry_run=True)
    publish(course, students, day(course, "2021-01-22"), force=True)
    assert "better words" not in (students / "README.md").read_text(encoding="utf-8")


def test_a_link_in_the_folder_is_not_written_through(course, students, tmp_path):
    publish(course, students, day(course, "2021-01-02"))
    (tmp_path / "elsewhere").mkdir()
    (students / "week1").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    with pytest.raises(UserError, match="leads elsewhere"):
        publish(course, students, day(course, "2021-01-22"))
    assert not list((tmp_path / "elsewhere").iterdir())


@pytest.mark.parametrize("made", ["{", "[]", '{"files": 3}'])
def test_a_damaged_list_of_files_is_told(course, students, made):
    students.mkdir()
    (students / ".published.json").write_text(made)
    with pytest.raises(UserError, match="cannot be read"):
        publish(course, students, day(course, "2021-01-22"))


def test_the_students_own_check_tells_passed_failed_and_unwritten(course, students, tmp_path):
    publish(course, students, day(course, "2021-01-22"))
    path = students / "week1/week1.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    week = Week.load(ROOT, "week1")
    wrong = next(v for v in variants(Week.load(ROOT, "week1"), "mistakes", "linear") if "bias" in v.name)
    for cell in notebook["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if grade_id == "score":
            cell["source"] = week.solution("score")
        if grade_id == "linear":
            cell["source"] = wrong.source
    path.write_text(json.dumps(notebook), encoding="utf-8")
    environment = {**os.environ, "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
                   "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([sys.executable, "check.py"], cwd=students, env=environment, capture_output=True, text=True,
                          timeout=300)
    assert done.returncode == 1, done.stderr
    assert "- ✓ score: passed" in done.stdout and "- · relu: not written yet" in done.stdout
    assert "- ✗ linear: failed. AssertionError: " in done.stdout
    assert (tmp_path / "summary.md").read_text(encoding="utf-8").strip() == done.stdout.strip()


def command(*words):
    from autograder.cli import app

    return CliRunner().invoke(app, [str(w) for w in words])


def test_the_command(course, students):
    done = command("publish", students, "--on", "2021-01-21", "--dry-run", "--root", course.root)
    assert done.exit_code == 0 and "weeks: week1\n" in done.output and "new: README.md" in done.output
    for wrong in ("tomorrow", "2021-13-01"):
        error = command("publish", students, "--on", wrong, "--root", course.root).exception
        assert isinstance(error, UserError) and "for example 2021-01-21" in str(error)
    assert "Example: autograder publish" in command("publish", "--help").output
