"""Book leaves in nbgrader's database what nbgrader would, and never loses what a person put there."""

from __future__ import annotations

import contextlib
import datetime
import json
import logging
import os
import sqlite3
import sys
from pathlib import Path

import pytest
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from traitlets.config import PyFileConfigLoader

from autograder.course.week import Week
from autograder.errors import UserError
from autograder.marking.marker import unreadable
from autograder.records import database
from autograder.records.gradebook import Book
from tests.made_marks import marked
from tests.this_course import course_copy


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A course whose gradebook knows week 1 and nobody's marks."""
    root = course_copy(tmp_path_factory.mktemp("course"))
    with Book(root) as book:
        book.prepare(Week.load(root, "week1"))
    return root


@pytest.fixture
def root(tmp_path, empty):
    root = course_copy(tmp_path)
    (root / "gradebook.db").write_bytes((empty / "gradebook.db").read_bytes())
    return root


@pytest.fixture
def week(root):
    return Week.load(root, "week1")


def grades(book, student="one") -> dict:
    """test cell -> (auto, manual, extra, needs a person), by nbgrader's own objects."""
    found = book.gradebook.find_submission_notebook("week1", "week1", student).grades
    rows = {g.name: (g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade) for g in found}
    book.gradebook.db.remove()
    return rows


@contextlib.contextmanager
def as_a_person(book, cell, student="one"):
    """Change a grade as formgrader does."""
    yield book.gradebook.find_grade(cell, "week1", "week1", student)
    book.gradebook.db.commit()
    book.gradebook.db.remove()


def tables(root) -> dict:
    """What the database says of the assignment, without its random ids."""
    with sqlite3.connect(root / "gradebook.db") as db:
        queries = {
            "cells": "select name, type from base_cell order by 1, 2",
            "points": "select name, max_score, cell_type from grade_cells join base_cell using (id) order by 1",
            "sources": "select name, cell_type, locked, source, checksum from source_cell order by 1",
            "version": "select version_num from alembic_version",
            "notebooks": "select notebook.name, kernelspec, assignment.name, course_id from notebook, assignment",
        }
        return {name: db.execute(query).fetchall() for name, query in queries.items()}


def test_prepare_leaves_what_generate_assignment_leaves(tmp_path, root, monkeypatch):
    stock = tmp_path / "stock"
    stock.mkdir()
    course_copy(stock)
    config = PyFileConfigLoader("nbgrader_config.py", path=str(stock)).load_config()
    config.CourseDirectory.root, config.CourseDirectory.assignment_id = str(stock), "week1"
    config.GenerateAssignment.force = True
    converter = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
    converter.log.setLevel(logging.ERROR)
    # nbgrader makes a new database by calling `alembic` by name.
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    converter.start()
    assert tables(root) == tables(stock)


def test_a_submission_gets_its_scores_and_the_written_answer_waits(root, week):
    with Book(root) as book:
        book.record("one", week, marked(week, 0.5))
        found = grades(book)
    for exercise in week.coded:
        if not exercise.bonus:
            assert found[exercise.test_id] == (exercise.points / 2, None, None, False)
    assert found["why_nonlinear"] == (None, None, None, True)


def test_an_untouched_notebook_gets_zero_and_says_no_response(root, week):
    with Book(root) as book:
        book.record("one", week, marked(week, 0.0, answers={}))
        assert {g[0] for g in grades(book).values()} == {0.0}
        assert not any(g[3] for g in grades(book).values())
        comments = book.gradebook.find_submission_notebook("week1", "week1", "one").comments
        assert {c.auto_comment for c in comments} == {"No response."}


def test_no_older_mark_is_left_standing(root, week):
    with Book(root) as book:
        book.record("one", week, marked(week))
        book.record("one", week, unreadable(week, "week1.ipynb", "This is no notebook."))
        assert {g[0] for g in grades(book).values()} == {0.0}
        assert all(g[2] is None for g in grades(book).values())


def test_a_persons_mark_and_comment_survive_and_are_to_be_looked_at_again(root, week):
    with Book(root) as book:
        book.record("one", week, marked(week))
        with as_a_person(book, "why_nonlinear") as grade:
            grade.manual_score, grade.needs_manual_grade = 3.5, False
        with as_a_person(book, "test_linear") as grade:
            grade.manual_score, grade.extra_credit = 1.0, 0.5
        book.gradebook.find_comment("why_nonlinear", "week1", "week1", "one").manual_comment = "Nearly."
        book.gradebook.db.commit()
        book.record("one", week, marked(week, 0.5))
        assert grades(book)["why_nonlinear"] == (None, 3.5, None, True)
        assert grades(book)["test_linear"] == (1.5, 1.0, 0.5, True)
        assert book.gradebook.find_comment("why_nonlinear", "week1", "week1", "one").comment == "Nearly."


def test_bonus_is_extra_credit_that_a_regrade_replaces(root, week):
    with Book(root) as book:
        for share, extra in ((1.0, 3.0), (0.5, 1.5), (0.0, None), (0.25, 0.75)):
            book.record("one", week, marked(week, share))
            assert grades(book)["test_perceptron"][:3] == (0.0, None, extra)


@pytest.mark.parametrize("changed", [2.0, 0.0, None])
def test_bonus_changed_by_a_person_stays(root, week, changed):
    with Book(root) as book:
        book.record("one", week, marked(week, 0.5))
        with as_a_person(book, "test_perceptron") as grade:
            grade.extra_credit = changed
        # Two thirds earn 2.0, by chance what the person gave.
        for share in (2 / 3, 1.0, 0.0, 0.25):
            book.record("one", week, marked(week, share))
            assert grades(book)["test_perceptron"][2] == changed


def test_recording_twice_changes_nothing(root, week):
    with Book(root) as book:
        book.record("one", week, marked(week, 0.5), "2021-01-27 10:00:00 UTC")
        ids = [g.id for g in book.gradebook.find_submission_notebook("week1", "week1", "one").grades]
        book.gradebook.db.remove()
        book.record("one", week, marked(week, 0.5), "2021-01-27 10:00:00 UTC")
        assert [g.id for g in book.gradebook.find_submission_notebook("week1", "week1", "one").grades] == ids
    with sqlite3.connect(root / "gradebook.db") as db:
        assert db.execute("select count(*) from submitted_assignment").fetchone() == (1,)


def test_due_date_timestamp_and_late_penalty_are_nbgraders_own(root, week):
    due = datetime.datetime(2021, 1, 28, 23, 59, 59, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
    with Book(root) as book:
        book.prepare(week, due)
        book.record("one", week, marked(week), "2021-01-29T21:59:59+00:00", late=lambda points, credit: 0.1 * points)
        submission = book.gradebook.find_submission("week1", "one")
        assert submission.total_seconds_late == 24 * 3600
        assert submission.late_submission_penalty == pytest.approx(1.6)
        book.gradebook.db.remove()
        book.record("one", week, marked(week), late=lambda points, credit: 0.0)
        submission = book.gradebook.find_submission("week1", "one")
        assert submission.timestamp == datetime.datetime(2021, 1, 29, 21, 59, 59)
        assert submission.late_submission_penalty == 0


def changed_source(root, change) -> Week:
    """The course with both notebooks of week 1 rewritten: change(list of cells)."""
    for kind in ("source", "release"):
        path = root / kind / "week1" / "week1.ipynb"
        notebook = json.loads(path.read_text())
        change(notebook["cells"])
        path.write_text(json.dumps(notebook))
    return Week.load(root, "week1")


def cell_of(cells, grade_id) -> dict:
    return next(c for c in cells if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


def test_new_points_reach_a_gradebook_that_has_submissions(root, week):
    def dearer(cells):
        cell_of(cells, "test_linear")["metadata"]["nbgrader"]["points"] = 5

    with Book(root) as book:
        book.record("one", week, marked(week))
        week = changed_source(root, dearer)
        book.prepare(week)
        book.record("one", week, marked(week))
        assert grades(book)["test_linear"][0] == 5.0
        assert book.gradebook.find_grade("test_linear", "week1", "week1", "one").max_score == 5.0


def test_an_exercise_may_come_and_go_after_the_first_submissions(root, week):
    def rename(cells):
        for old, new in (("relu", "relu_again"), ("test_relu", "test_relu_again")):
            cell_of(cells, old)["metadata"]["nbgrader"]["grade_id"] = new

    with Book(root) as book:
        book.record("one", week, marked(week))
        new = changed_source(root, rename)
        book.prepare(new)
        book.record("one", new, marked(new))
        assert "test_relu" not in grades(book)
        assert grades(book)["test_relu_again"][0] == 2.0


def test_an_exercise_that_a_person_marked_is_not_dropped(root, week):
    with Book(root) as book:
        book.record("one", week, marked(week))
        with as_a_person(book, "test_relu") as grade:
            grade.manual_score = 1.0
        before = grades(book)
        new = changed_source(root, lambda cells: cells.remove(cell_of(cells, "test_relu")))
        with pytest.raises(UserError, match="test_relu, which a person has marked"):
            book.prepare(new)
        assert grades(book) == before


def test_a_locked_gradebook_is_told_and_nothing_is_half_written(root, week, monkeypatch):
    monkeypatch.setattr(database, "PATIENCE", 0.1)
    with Book(root) as book:
        book.record("one", week, marked(week, 0.5))
        before = grades(book)
        with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as other:
            other.execute("begin immediate")
            with pytest.raises(UserError, match="locked by another program"):
                book.record("one", week, marked(week))
            with pytest.raises(UserError, match="locked by another program"):
                book.record("two", week, marked(week))
        assert grades(book) == before
        assert book.students("week1") == {"one"}
        book.record("two", week, marked(week))
        assert book.students("week1") == {"one", "two"}


def test_a_read_only_gradebook_is_told(root, week):
    with (Book(root, f"sqlite:///file:{root}/gradebook.db?mode=ro&uri=true") as book,
          pytest.raises(UserError, match="cannot be written")):
        book.record("one", week, marked(week))


def test_what_is_no_gradebook_is_told(root):
    (root / "gradebook.db").write_text("This is a text, and by no means a database. " * 100)
    with pytest.raises(UserError, match="cannot be used: file is not a database"), Book(root):
        pass


def test_a_missing_database_driver_is_told(root):
    with pytest.raises(UserError, match="pip install pymysql"), Book(root, "mysql+pymysql://localhost/marks"):
        pass


def test_formgrader_counts_the_class(root, week):
    """nbgrader's own view of the same database agrees."""
    with Book(root) as book:
        book.record("one", week, marked(week, 0.5))
        book.record("two", week, marked(week))
        api = NbGraderAPI(CourseDirectory(config=book.config), config=book.config)
        with api.gradebook as nbgrader:
            found = {s["student"]: s["score"] for s in nbgrader.submission_dicts("week1")}
    assert found == {"one": 8.0 + 1.5, "two": 16.0 + 3.0}


@pytest.mark.parametrize("name", ["kürs 2026", "q?r#s", "100%41", "a&timeout=0", "[x]*", "a:b@c", os.fsdecode(b"m\xfcller")])
def test_the_gradebook_lies_in_the_courses_folder_whatever_it_is_called(tmp_path, name, empty, monkeypatch):
    def no_program():
        raise AssertionError("nbgrader's own program was called")

    monkeypatch.setattr("nbgrader.api.get_alembic_version", no_program)
    root = course_copy(tmp_path / name)
    with Book(root) as book:
        book.prepare(Week.load(root, "week1"))
    assert [p.name for p in tmp_path.iterdir()] == [name]
    assert tables(root) == tables(empty) and database.file_of(book.db_url) == root / "gradebook.db"
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    assert database.file_of(CourseDirectory(config=config).db_url) == root / "gradebook.db"


def test_a_gradebook_left_without_its_version_gets_it(root, empty):
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as db:
        db.execute("drop table alembic_version")
    with Book(root):
        pass
    assert tables(root) == tables(empty)


def test_a_gradebook_of_another_nbgrader_gets_no_version_of_ours(root):
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as db:
        db.executescript("drop table alembic_version; alter table student drop column lms_user_id")
    with Book(root):
        pass
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as db:
        assert not db.execute("select * from sqlite_master where name = 'alembic_version'").fetchall()
