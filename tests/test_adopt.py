"""A course of stock nbgrader's, taken as it stands: the same marks as `nbgrader autograde` gives, and what is better."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import adopted_course
import nbgrader
import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from autograder.cli import app
from autograder.course.course import Course, Limits
from autograder.course.week import Week
from autograder.errors import UserError
from autograder.graders.exam import exam, require_tests
from autograder.graders.student import LocalTransport, Student
from autograder.marking.by_cells import points
from autograder.marking.marker import Marker
from autograder.records.store import Store
from autograder.sandbox.verdict import Verdict

GUIDE = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide"
ENVIRONMENT = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


def run(root: Path, *words: str) -> subprocess.CompletedProcess:
    done = subprocess.run([sys.executable, "-m", *words], cwd=root, env=ENVIRONMENT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def marks(root: Path, assignment: str) -> dict[tuple, tuple]:
    """All that nbgrader's gradebook holds of an assignment: grades and automatic comments."""
    found: dict[tuple, tuple] = {}
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "default_course") as book:
        for submission in book.assignment_submissions(assignment):
            for notebook in submission.notebooks:
                place = (submission.student.id, notebook.name)
                for grade in notebook.grades:
                    found[(*place, grade.name)] = (grade.auto_score, grade.max_score, bool(grade.needs_manual_grade))
                for comment in notebook.comments:
                    found[(*place, "comment", comment.name)] = (comment.auto_comment,)
    return found


def both(root: Path, assignment: str) -> tuple[dict, dict]:
    """(ours, stock nbgrader's) marks of a course that has been adopted and handed in to."""
    stock = root.with_name(f"{root.name}-stock")
    shutil.copytree(root, stock)
    run(root, "autograder", "grade", assignment)
    shutil.rmtree(stock / "release")
    run(stock, "nbgrader", "generate_assignment", assignment)
    run(stock, "nbgrader", "autograde", assignment)
    return marks(root, assignment), marks(stock, assignment)


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """The course of kinds, adopted, with a right and a wrong submission."""
    root = tmp_path_factory.mktemp("course") / "kinds"
    adopted_course.write(root)
    run(root, "autograder", "adopt", ".")
    adopted_course.hand_in(root, "wrong", adopted_course.WRONG)
    return root


@pytest.fixture(scope="module")
def compared(course) -> tuple[dict, dict]:
    return both(course, adopted_course.NAME)


def test_the_marks_of_nbgraders_own_documentation_are_stock_nbgraders(tmp_path):
    root = tmp_path / "guide"
    for part in ("source", "submitted"):
        shutil.copytree(GUIDE / part / ("ps1" if part == "source" else ""), root / part / ("ps1" if part == "source" else ""))
    run(root, "autograder", "adopt", ".")
    ours, stock = both(root, "ps1")
    assert len(stock) > 20
    assert ours == stock


@pytest.mark.parametrize("notebook", sorted(adopted_course.NOTEBOOKS))
def test_marks_are_stock_nbgraders(compared, notebook):
    ours, stock = ({key: value for key, value in found.items() if key[1] == notebook} for found in compared)
    assert stock
    assert ours == stock


def test_a_right_submission_gets_all_that_stock_nbgrader_gives(course):
    week = Week.load(course, adopted_course.NAME)
    adopted_course.hand_in(course, "right", adopted_course.right())
    run(course, "autograder", "grade", adopted_course.NAME)
    _, marked = Store(course).read(adopted_course.NAME, "right")
    short = {e.id: e.score for e in marked.result.exercises if e.score != e.max_score}
    # Numbers are partial credit, and stderr is stderr.
    assert short == {"partial/number": 1.5, "partial/printed": 0.75, "warnings/stderr": 0.0}
    assert marked.result.max_score == sum(e.points for e in week.coded)


def test_the_asserts_message_or_its_line_is_what_the_student_reads(compared, course):
    _, marked = Store(course).read(adopted_course.NAME, "wrong")
    said = {e.id: e.tests[0].message for e in marked.result.exercises}
    assert said["plain/test_double"] == "`assert double(3) == 6` does not hold."
    assert said["state/second"] == "the second call"
    assert said["several/used_here"].startswith("Not equal to tolerance")
    assert said["errors/test_missing"].startswith("`assert missing() == 1` ended with NameError")
    assert said["hidden/unseen"] == "`assert triple(5) == 15` does not hold."


def test_the_page_shows_released_cells_and_says_what_such_tests_are(compared, course):
    page = (course / "feedback" / "wrong" / adopted_course.NAME / f"{adopted_course.NAME}.html").read_text(encoding="utf-8")
    assert "plain.ipynb" in page
    assert "BEGIN HIDDEN" not in page
    report = run(course, "autograder", "report", adopted_course.NAME)
    html = Path(course, report.stdout.split("wrote ")[1].strip()).read_text(encoding="utf-8")
    assert "can be forged" in html


def test_nothing_is_written_over(course):
    done = CliRunner().invoke(app, ["adopt", str(course)])
    assert isinstance(done.exception, UserError)
    assert "already" in str(done.exception)


def test_adopt_tells_what_a_hidden_grader_would_add(tmp_path):
    adopted_course.write(tmp_path)
    done = CliRunner().invoke(app, ["adopt", str(tmp_path), "--dry-run"])
    assert done.exit_code == 0
    lines = [line for line in done.output.splitlines() if line.strip().startswith("test_double (2)")]
    assert "its 2 asserts" in lines[0] and "double(2)" in lines[0] and "forged" in lines[0]
    assert not (tmp_path / "course.toml").exists()


def changed(root: Path, name: str, change) -> None:
    path = root / "source" / adopted_course.NAME / f"{name}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    change(notebook)
    path.write_text(json.dumps(notebook), encoding="utf-8")


@pytest.mark.parametrize("change,sentence", [
    (lambda nb: nb["cells"].append(nb["cells"][1]), "Two cells are called test_double"),
    (lambda nb: nb["cells"][1]["metadata"]["nbgrader"].pop("points"), "The cell test_double has no points"),
    (lambda nb: nb["cells"][1]["metadata"]["nbgrader"].update(points="many"), "The points of test_double are 'many'"),
    (lambda nb: nb["cells"][1].update(cell_type="markdown"), "a text that has points and no answer"),
    (lambda nb: nb["cells"][1]["metadata"]["nbgrader"].pop("grade_id"), "Cell 2 has no grade_id"),
    (lambda nb: nb["cells"][1]["metadata"]["nbgrader"].update(schema_version=1), "nbgrader update"),
    (lambda nb: nb["metadata"].update(kernelspec={"name": "ir", "display_name": "R", "language": "R"}), "only Python"),
])
def test_broken_metadata_are_a_sentence(tmp_path, change, sentence):
    adopted_course.write(tmp_path)
    changed(tmp_path, "plain", change)
    done = CliRunner().invoke(app, ["adopt", str(tmp_path), "--dry-run"])
    assert done.exit_code == 1
    assert sentence in done.output


def test_a_week_with_neither_hidden_tests_nor_asserts_is_a_sentence(tmp_path):
    folder = tmp_path / "source" / adopted_course.NAME
    adopted_course.write(tmp_path)
    for path in folder.glob("*.ipynb"):
        if path.stem != "nothing":
            path.unlink()
    changed(tmp_path, "nothing", lambda nb: nb["cells"].pop(1))
    shutil.copytree(folder, tmp_path / "release" / adopted_course.NAME)
    with pytest.raises(UserError, match="neither hidden tests nor a test cell that could fail"):
        require_tests(Week.load(tmp_path, adopted_course.NAME))


def test_a_folder_that_is_no_course_is_a_sentence(tmp_path):
    done = CliRunner().invoke(app, ["adopt", str(tmp_path)])
    assert "no folder source" in str(done.exception)


def test_the_unfair_rules_can_be_turned_off():
    fair = Limits(stock_warnings=False, stock_values=False)
    warned, text, none = Verdict("stderr", "x.py:1: UserWarning: old\n  old()"), Verdict("value", "'many'"), Verdict("nothing")
    assert points(2, warned, "assert old() == 1", Limits()).score == 0
    assert points(2, warned, "assert old() == 1", fair).score == 2
    assert points(2, text, "score", Limits()).score == 2
    assert points(2, text, "score", fair).score == 0
    assert points(2, none, "score", fair).score == 0
    assert points(2, none, "assert_allclose(1, 1)", fair).score == 2
    assert points(2, Verdict("stderr", "", "AssertionError", "", 1), "assert False", fair).score == 0


def test_what_does_not_answer_costs_its_own_cell_alone(tmp_path):
    adopted_course.write(tmp_path)
    shutil.copytree(tmp_path / "source", tmp_path / "release")
    part = Week.load(tmp_path, adopted_course.NAME).called("errors")
    cells = [{"cell_type": "code", "source": c.source, "metadata": c.metadata, "outputs": [], "execution_count": None,
              "id": f"c{i}"} for i, c in enumerate(part.release)]
    cells[0]["source"] = "def broken():\n    import os\n    os._exit(0)"
    cells[2]["source"] = "def ends():\n    while True: pass"
    raw = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
    with Marker(lambda week: Limits(cell_seconds=1)) as marker:
        result = marker.mark(part, raw, "errors.ipynb").result
    assert [e.outcome for e in result.exercises] == ["could_not_run", "could_not_run", "passed", "passed"]


def test_dates_people_and_packages_come_from_the_course(tmp_path):
    adopted_course.write(tmp_path)
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}", "stats") as book:
        book.add_assignment(adopted_course.NAME, duedate="2025-03-06 12:00:00 UTC")
        book.add_student("ada", first_name="Ada", last_name="L", email="ada@example.org")
    (tmp_path / "nbgrader_config.py").write_text(
        'c = get_config()\nc.CourseDirectory.course_id = "stats"\nc.ClearSolutions.code_stub = {"python": "..."}\n'
        "c.ExecutePreprocessor.timeout = 7\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["adopt", str(tmp_path)])
    assert done.exit_code == 0, done.output
    course = Course.load(tmp_path)
    assert course.name == "stats" and course.limits.cell_seconds == 7
    assert course.due(adopted_course.NAME).isoformat() == "2025-03-06T12:00:00+00:00"
    assert "ada,Ada L,ada@example.org" in (tmp_path / "students.csv").read_text(encoding="utf-8")
    released = Week.load(tmp_path, adopted_course.NAME).called("plain").release
    assert released[0].source.strip().endswith("...")


def test_a_week_with_hidden_tests_is_made_of_an_adopted_one(tmp_path):
    adopted_course.write(tmp_path)
    for name in adopted_course.NOTEBOOKS.keys() - {"plain", "several"}:
        (tmp_path / "source" / adopted_course.NAME / f"{name}.ipynb").unlink()
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    runner = CliRunner()
    words = ["new-week", "twice", "--from", adopted_course.NAME, "--root", str(tmp_path)]
    for one in (["adopt", str(tmp_path)], words, ["release", "twice", "--root", str(tmp_path)]):
        done = runner.invoke(app, one)
        assert done.exit_code == 0, done.output + str(done.exception)
    week = Week.load(tmp_path, "twice")
    assert not week.by_cells
    assert {e.id: e.points for e in week.coded} == {"double": 2, "mean": 3}
    tests = exam(week)
    right, wrong = ({"double": lambda x: 2 * x}, {"double": lambda x: 4})
    assert [t.passed for t in tests.run("double", Student(LocalTransport(right)))] == [True, True, True]
    assert "twice 2 is 4" in week.hidden["test_double.py"].decode()
    assert [t.passed for t in tests.run("double", Student(LocalTransport(wrong)))][1] is False
    again = runner.invoke(app, ["new-week", "thrice", "--from", "twice", "--root", str(tmp_path)])
    assert "has hidden tests already" in str(again.exception)


def test_what_needs_hidden_tests_says_so(tmp_path):
    adopted_course.write(tmp_path)
    runner = CliRunner()
    assert runner.invoke(app, ["adopt", str(tmp_path)]).exit_code == 0
    proved = runner.invoke(app, ["check", "--root", str(tmp_path)])
    assert proved.exit_code == 0 and "no hidden tests to prove" in proved.output
    made = runner.invoke(app, ["sample-class", adopted_course.NAME, "--root", str(tmp_path)])
    assert isinstance(made.exception, UserError)
