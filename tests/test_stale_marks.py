"""Grading a class for good: no older mark survives a failure, and no hostile submission changes another one's marks."""

from __future__ import annotations

import json
import re

import pytest

from autograder.course.course import Course
from autograder.grading.grade import grade
from autograder.grading.pool import LocalPool
from autograder.records.gradebook import Book
from autograder.records.store import Store
from tests.attacks import arena
from tests.attacks.harm import HARM
from tests.attacks.lies import LIES
from tests.broken import BROKEN, released, solved
from tests.this_course import course_copy

RIGHT = solved(arena.WEEK)


def _emptied(raw: bytes) -> bytes:
    notebook = json.loads(raw)
    for cell in notebook["cells"]:
        cell["source"] = ""
    return json.dumps(notebook).encode()


def _every_cell(text: str) -> bytes:
    notebook = json.loads(RIGHT)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and not cell["id"].startswith("test_"):
            cell["source"] = text
    return json.dumps(notebook).encode()


#: What is handed in after a right notebook; None: nothing any more. None of it deserves a point.
WORSE: dict[str, bytes | None] = {
    "nothing": None, "empty": b"", "noise": b"\x00\xff" * 500, "cut": RIGHT[:2000],
    "stub": released(arena.WEEK), "blank": _emptied(RIGHT),
    "no_cells": json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode(),
    "exits": _every_cell("import os; os._exit(0)"), "hangs": _every_cell("while True: pass"), "errors": _every_cell("1 / 0"),
    "eats": _every_cell("x = bytearray(10**10)"), "spins": _every_cell(HARM["all_signals_blocked"].text),
    "dies_when_called": _every_cell("import os\n" + "".join(f"def {e.function}(*a): os._exit(0)\n" for e in arena.WEEK.coded)),
}


@pytest.fixture
def course(tmp_path) -> Course:
    root = course_copy(tmp_path)
    text = (root / "course.toml").read_text()
    for name, value in (("cell_seconds", 1), ("call_seconds", 1), ("submission_seconds", 8), ("memory_mb", 700)):
        text = re.sub(rf"^{name} = \d+", f"{name} = {value}", text, flags=re.M)
    (root / "course.toml").write_text(text)
    return Course.load(root)


def hand_in(course: Course, student: str, raw: bytes | None) -> None:
    path = course.root / "submitted" / student / "week1" / "week1.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    if raw is not None:
        path.write_bytes(raw)


def recorded(course: Course, students) -> dict[str, dict[str, float]]:
    """student -> test cell -> automatic score, as nbgrader's own gradebook tells it."""
    with Book(course.root) as book:
        return {
            s: {g.name: g.auto_score for g in book.gradebook.find_submission_notebook("week1", "week1", s).grades
                if g.name.startswith("test_")}
            for s in students
        }


def test_no_older_mark_survives_a_failure(course):
    for student in WORSE:
        hand_in(course, student, RIGHT)
    grade(course, "week1", LocalPool(2))
    full = {f"test_{e.id}": 0.0 if e.bonus else e.points for e in arena.WEEK.coded}
    before = recorded(course, WORSE)
    assert all({k: v for k, v in marks.items() if full[k]} == {k: v for k, v in full.items() if v} for marks in before.values())
    for student, raw in WORSE.items():
        hand_in(course, student, raw)
    summary = grade(course, "week1", LocalPool(2))
    assert summary.marked == len(WORSE)
    for student, marks in recorded(course, WORSE).items():
        assert marks.keys() == before[student].keys() and not any(marks.values()), student
        _, marked = Store(course.root).read("week1", student)
        assert marked.result.score == 0
        for exercise in marked.result.exercises:
            assert exercise.reason or all(t.message for t in exercise.tests)
        page = course.root / "feedback" / student / "week1"
        assert page.is_dir() and any(page.iterdir())


def results(course: Course, students) -> dict[str, str]:
    return {s: Store(course.root).read("week1", s)[1].model_dump_json() for s in students}


def test_results_of_others_are_byte_identical_beside_hostile_ones(course):
    honest = {"right": RIGHT, "stub": released(arena.WEEK), "wrong": arena.with_relu("def relu(Z): return Z"),
              "broken": BROKEN["all_cells_in_reverse_order"].damage(RIGHT)}
    hostile = ["forks", "memory_of_many_processes", "kill_the_parent_and_group", "all_signals_blocked",
               "a_gigabyte_on_stdout", "bombs_of_pictures", "sixty_megabytes_as_pictures", "a_daemon", "a_thread_that_outlives"]
    for student, raw in honest.items():
        hand_in(course, student, raw)
    grade(course, "week1", LocalPool(2))
    alone = results(course, honest)
    for name in hostile:
        hand_in(course, f"hostile_{name}", arena.with_cell(HARM[name].text))
    for name in ("a_forged_return", "calls_back_without_end", "one_buffer_for_many_arrays"):
        hand_in(course, f"hostile_{name}", arena.with_relu(LIES[name].text))
    grade(course, "week1", LocalPool(2), anew=True)
    assert results(course, honest) == alone
