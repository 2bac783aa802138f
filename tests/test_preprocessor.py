"""`nbgrader autograde` with the course's own nbgrader_config.py does what `autograder grade` does."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path

import pytest
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from traitlets.config import PyFileConfigLoader

from autograder.course.course import Course
from autograder.course.week import Week
from autograder.records.gradebook import Book
from autograder.records.store import Store
from tests.this_course import course_copy

CANARY = "code of the submission ran outside the sandbox"


def solved(week: Week) -> dict:
    """The release with the solutions in it, as a notebook."""
    solutions = {e.id: week.solution(e.id) for e in week.exercises}
    cells = [
        {"cell_type": c.type, "id": f"c{i}", "metadata": c.metadata, "source": solutions.get(c.grade_id, c.source)}
        | ({"outputs": [], "execution_count": None} if c.type == "code" else {})
        for i, c in enumerate(week.release)
    ]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def doubled(notebook: dict) -> dict:
    """Every cell twice: stock nbgrader ends its whole run on less."""
    return notebook | {"cells": [dict(c, id=f"{c['id']}-{n}") for c in notebook["cells"] for n in (0, 1)]}


def hostile(notebook: dict, canary: Path) -> dict:
    """Writes a file wherever its code runs, and names a kernel and metadata nobody has."""
    attack = f"open({str(canary)!r}, 'w').write({CANARY!r})"
    first = {"cell_type": "code", "id": "x", "metadata": {"nbgrader": {"schema_version": 99}}, "source": attack,
             "outputs": [], "execution_count": None}
    kernel = {"kernelspec": {"name": "../../evil", "display_name": "<script>", "language": "sh"}}
    return notebook | {"cells": [first, *notebook["cells"]], "metadata": kernel}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A course folder graded by `nbgrader autograde week1`: a good, a doubled, a hostile and an unreadable notebook."""
    root = course_copy(tmp_path_factory.mktemp("course"))
    week = Week.load(root, "week1")
    good = solved(week)
    texts = {
        "good": json.dumps(good),
        "doubled": json.dumps(doubled(good)),
        "hostile": json.dumps(hostile(good, root / "canary")),
        "unreadable": "this is no notebook",
    }
    for student, text in texts.items():
        folder = root / "submitted" / student / "week1"
        folder.mkdir(parents=True)
        (folder / "week1.ipynb").write_text(text)
        (folder / "timestamp.txt").write_text("2021-01-27 10:00:00.000000 UTC")
    (root / "secret.txt").write_text("not the student's")
    os.symlink(root / "secret.txt", root / "submitted" / "hostile" / "week1" / "mine.txt")
    (root / "submitted" / "good" / "week1" / "mine.txt").write_text("the student's")
    with Book(root) as book:
        book.prepare(week)
    autograde(root)
    return root


def autograde(root, student="*"):
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.assignment_id = "week1"
    config.CourseDirectory.student_id = student
    config.Autograde.force = True
    converter = Autograde(coursedir=CourseDirectory(config=config), config=config)
    converter.log.setLevel(logging.CRITICAL)
    converter.start()


def marks(root, student) -> dict:
    with Book(root) as book:
        notebook = book.gradebook.find_submission_notebook("week1", "week1", student)
        return {g.name: (g.auto_score, g.extra_credit) for g in notebook.grades}


def test_a_solution_gets_full_marks_and_the_bonus_as_extra_credit(graded):
    week = Week.load(graded, "week1")
    found = marks(graded, "good")
    assert found["test_perceptron"] == (0.0, 3.0)
    assert sum(auto or 0 for auto, _ in found.values()) == week.max_score


@pytest.mark.parametrize("student", ["doubled", "hostile"])
def test_what_ends_stock_nbgraders_run_is_marked_like_any_other(graded, student):
    assert marks(graded, student) == marks(graded, "good")


def test_what_cannot_be_read_gets_zero_with_a_reason_and_a_page_in_formgrader(graded):
    assert {auto for auto, _ in marks(graded, "unreadable").values()} == {0.0}
    notebook = json.loads((graded / "autograded" / "unreadable" / "week1" / "week1.ipynb").read_text())
    shown = ["".join(o["data"]["text/html"]) for c in notebook["cells"] for o in c.get("outputs", [])]
    assert len(shown) == len(Week.load(graded, "week1").coded) and all("could not run" in html for html in shown)


def test_no_code_runs_outside_the_sandbox(graded):
    assert not (graded / "canary").exists()


def test_a_link_among_the_files_is_not_followed(graded):
    assert not (graded / "autograded" / "hostile" / "week1" / "mine.txt").exists()
    assert (graded / "autograded" / "good" / "week1" / "mine.txt").read_text() == "the student's"


def test_a_current_result_is_used_again(graded):
    store = Store(graded)
    header, marked = store.read("week1", "good")
    changed = marked.model_copy(update={"result": marked.result.model_copy(update={"exercises": tuple(
        e.model_copy(update={"score": 0.25}) for e in marked.result.exercises)})})
    store.write("week1", header, changed)
    autograde(graded, "good")
    assert marks(graded, "good")["test_linear"][0] == 0.25
    store.write("week1", header.model_copy(update={"submission": "another"}), changed)
    autograde(graded, "good")
    assert marks(graded, "good")["test_linear"][0] == 3.0


def test_the_late_penalty_is_the_courses(graded):
    (graded / "submitted" / "doubled" / "week1" / "timestamp.txt").write_text("2021-01-29 10:00:00.000000 UTC")
    autograde(graded, "doubled")
    course = Course.load(graded)
    with Book(graded) as book:
        submission = book.gradebook.find_submission("week1", "doubled")
        kept = course.late_factor("week1", "doubled", submission.timestamp)
        assert submission.score - submission.late_submission_penalty == pytest.approx(kept * min(20, submission.score))


@pytest.mark.parametrize("student", ["good", "doubled", "hostile", "unreadable"])
def test_feedback_is_written_and_the_result_marked_as_recorded(graded, student):
    assert (graded / "feedback" / student / "week1" / "week1.html").is_file()
    store = Store(graded)
    assert store.is_recorded("week1", store.header("week1", student))
