"""nbgrader as it comes, with its own preprocessors and a kernel, gives honest submissions the marks that we give."""

from __future__ import annotations

import json
import logging
import re

import pytest
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from traitlets.config import PyFileConfigLoader

from autograder.course.course import Course
from autograder.course.week import Week
from autograder.graders.variants import variants
from autograder.marking.marker import Marker
from autograder.records.autograded import Autograded
from autograder.records.gradebook import Book
from tests.this_course import ROOT, course_copy

#: Student -> the known mistakes in the notebook. They are such that the notebook's visible checks pass: where one of
#: those fails, stock nbgrader never gets to the hidden line and gives nothing, while we give what is right of it.
MISTAKES = {
    "mistaken1": ("score_with_relu", "sigmoid_in_float32", "mlp_forward_pops"),
    "mistaken2": ("linear_turns_b", "init_params_uniform"),
}


def notebook_bytes(week: Week, texts: dict[str, str]) -> bytes:
    """The release with `texts` in its cells, as a student would hand it in."""
    cells = [
        {"cell_type": c.type, "id": c.grade_id or f"cell-{i:03d}", "metadata": c.metadata,
         "source": texts.get(c.grade_id, c.source)}
        | ({"outputs": [], "execution_count": None} if c.type == "code" else {})
        for i, c in enumerate(week.release)
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Two course folders with the same submissions, one graded by stock nbgrader, one by us."""
    stock, ours = (course_copy(tmp_path_factory.mktemp(name)) for name in ("stock", "ours"))
    week = Week.load(ours, "week1")
    solved = {e.id: re.sub("### (BEGIN|END) SOLUTION", "", week.solution(e.id)) for e in week.exercises}
    submissions = {"solution": notebook_bytes(week, solved), "stub": notebook_bytes(week, {})}
    known = {v.name: v for v in variants(Week.load(ROOT, "week1"), "mistakes")}
    for student, names in MISTAKES.items():
        wrong = {known[name].exercise: known[name].source for name in names}
        submissions[student] = notebook_bytes(week, solved | wrong)
    for root in (stock, ours):
        with Book(root) as book:
            book.prepare(week)
        for student, raw in submissions.items():
            folder = root / "submitted" / student / "week1"
            folder.mkdir(parents=True)
            (folder / "week1.ipynb").write_bytes(raw)
    _grade_with_stock(stock)
    with Marker(Course.load(ours).limits_of) as marker, Book(ours) as book:
        for student, raw in submissions.items():
            marked = marker.mark(week, raw, "week1.ipynb")
            book.record(student, week, marked)
            Autograded(ours, week).write(student, marked)
    return stock, ours


def _config(root):
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.assignment_id = "week1"
    return config


def _grade_with_stock(root) -> None:
    config = _config(root)
    del config["Autograde"]
    converter = Autograde(coursedir=CourseDirectory(config=config), config=config)
    converter.log.setLevel(logging.ERROR)
    converter.start()


def marks(root, student) -> dict:
    with Book(root) as book:
        notebook = book.gradebook.find_submission_notebook("week1", "week1", student)
        return {g.name: (g.auto_score, g.manual_score, g.max_score, g.needs_manual_grade) for g in notebook.grades}


def comments(root, student) -> dict:
    with Book(root) as book:
        notebook = book.gradebook.find_submission_notebook("week1", "week1", student)
        return {c.name: c.auto_comment for c in notebook.comments}


@pytest.mark.parametrize("student", ["solution", "stub", *MISTAKES])
def test_stock_nbgrader_gives_the_same_marks(course, student):
    stock, ours = course
    assert marks(ours, student) == marks(stock, student)


@pytest.mark.parametrize("student", ["stub", *MISTAKES])
def test_stock_nbgrader_gives_the_same_comments(course, student):
    stock, ours = course
    bonus = {"perceptron": None} if student != "stub" else {}
    assert comments(ours, student) | bonus == comments(stock, student)


def test_the_mistakes_lose_marks_and_the_solution_none(course):
    stock, _ = course
    full = marks(stock, "solution")
    assert all(auto == most for name, (auto, _, most, _) in full.items() if name != "why_nonlinear")
    for student, names in MISTAKES.items():
        found = marks(stock, student)
        lost = {name.removeprefix("test_") for name in full if found[name][0] != full[name][0]}
        assert lost == {v.exercise for v in variants(Week.load(ROOT, "week1"), "mistakes") if v.name in names}


@pytest.mark.parametrize("student", ["solution", "mistaken2"])
def test_the_graded_notebook_has_stock_nbgraders_cells(course, student):
    def cells(root):
        notebook = json.loads((root / "autograded" / student / "week1" / "week1.ipynb").read_text())
        for cell in notebook["cells"]:
            cell["metadata"].pop("execution", None)
        return [(c["cell_type"], c["id"], "".join(c["source"]), c["metadata"]) for c in notebook["cells"]]

    stock, ours = course
    assert cells(ours) == cells(stock)


def test_nbgraders_own_feedback_works_on_the_graded_notebook(course):
    _, ours = course
    config = _config(ours)
    config.GenerateFeedback.force = True
    config.CourseDirectory.student_id = "mistaken1"
    converter = GenerateFeedback(coursedir=CourseDirectory(config=config), config=config)
    converter.log.setLevel(logging.ERROR)
    converter.start()
    page = (ours / "feedback" / "mistaken1" / "week1" / "week1.html").read_text()
    total = sum(auto or 0.0 for auto, *_ in marks(ours, "mistaken1").values()) + 3
    assert f"(Score: {round(total, 2)} / 20.0)" in page
