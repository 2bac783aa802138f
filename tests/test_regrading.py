"""After a hidden test was changed, grading again touches that exercise alone, and `diff` tells what it did."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from autograder.records.gradebook import Book
from tests.classroom import WEEK, Classroom, counted

#: Beside the solution: a bias that is not added, found by most of linear's tests.
WITHOUT_BIAS = "def linear(X, W, b):\n    return X @ W"
#: A test that only `without_bias` passes, and the solution fails.
NEW_TEST = '''

@worth(3)
def test_without_bias(student):
    """A test that was added in the middle of the term."""
    X, W, b = np.eye(2), np.eye(2), np.ones(2)
    expect(np.array_equal(student.linear(X, W, b), np.eye(2)), "The bias was added.")
'''


@pytest.fixture(scope="module")
def regraded(tmp_path_factory):
    """A class graded once, marked by a person, then graded again after linear got one more test.

    Returns the classroom, the marks before, and what the second run and `diff` printed.
    """
    room = Classroom(tmp_path_factory.mktemp("course"))
    room.hand_in("solved")
    room.hand_in("biased", {"linear": WITHOUT_BIAS})
    room.grade()
    before = room.marks()
    stored = {s: room.store.read(WEEK, s) for s in before}
    with Book(room.root) as book:
        notebook = book.gradebook.find_submission_notebook(WEEK, WEEK, "solved")
        grade = next(g for g in notebook.grades if g.name == "why_nonlinear")
        grade.manual_score = 3.5
        comment = next(c for c in notebook.comments if c.name == "why_nonlinear")
        comment.manual_comment = "Well said."
        book.gradebook.db.commit()
    path = room.root / "assignments" / WEEK / "hidden" / "test_linear.py"
    path.write_text(f"{path.read_text()}\nfrom autograder.graders.checks import expect\n{NEW_TEST}")
    return room, before, stored, room.grade("--profile").stdout, diff(room)


def diff(room: Classroom) -> str:
    return subprocess.run(
        [sys.executable, "-m", "autograder", "diff", WEEK, "--root", str(room.root)], cwd=room.package.parent,
        env=room.environment, capture_output=True, text=True, check=True,
    ).stdout


def test_everybody_is_marked_anew_in_that_exercise_and_what_depends_on_it_alone(regraded):
    room, _, _, said, _ = regraded
    assert counted(said)["marked"] == 2
    slowest = said.split("slowest exercises")[1].split("slowest students")[0]
    # mlp_forward is tried with the reference's linear where the student's has turned wrong.
    assert [e.id for e in room.week.coded if f"│ {e.id} " in slowest] == ["linear", "mlp_forward"]


def test_the_other_exercises_stay_as_they_were(regraded):
    room, _, stored, _, _ = regraded
    for student, (_, marked) in stored.items():
        new = {e.id: e for e in room.store.read(WEEK, student)[1].result.exercises}
        for exercise in marked.result.exercises:
            assert (new[exercise.id] == exercise) == (exercise.id != "linear")


def test_the_gradebook_has_the_new_marks(regraded):
    room, before, _, _, _ = regraded
    after = room.marks()
    assert before["solved"]["test_linear"] == 3 and 0 < after["solved"]["test_linear"] < 3
    assert after["biased"]["test_linear"] > before["biased"]["test_linear"]


def test_what_a_person_gave_stays(regraded):
    room, *_ = regraded
    with Book(room.root) as book:
        notebook = book.gradebook.find_submission_notebook(WEEK, WEEK, "solved")
        assert next(g for g in notebook.grades if g.name == "why_nonlinear").manual_score == 3.5
        assert next(c for c in notebook.comments if c.name == "why_nonlinear").manual_comment == "Well said."
    page = (room.root / "feedback" / "solved" / WEEK / f"{WEEK}.html").read_text()
    assert "Well said." in page


def test_diff_lists_who_gained_and_lost_by_which_test(regraded):
    *_, told = regraded
    assert "2 students with other marks than before" in told
    lines = told.splitlines()
    biased = next(line for line in lines if "│ biased" in line)
    solved = next(line for line in lines if "│ solved" in line)
    assert "+ test_without_bias" in biased and "linear" in biased
    # The largest loss comes first.
    assert lines.index(solved) < lines.index(biased)
    assert float(solved.split("│")[5]) < 0 < float(biased.split("│")[5])


def test_a_test_that_took_marks_away_is_named(regraded):
    *_, told = regraded
    solved = next(line for line in told.splitlines() if "│ solved" in line)
    assert "- test_without_bias" in solved


def test_taking_the_change_back_gives_the_marks_back(regraded):
    room, before, *_ = regraded
    path = room.root / "assignments" / WEEK / "hidden" / "test_linear.py"
    path.write_text(path.read_text().split("\nfrom autograder.graders.checks import expect\n")[0])
    room.grade()
    assert room.marks() == before
    assert os.path.isdir(room.root / "feedback" / "biased")
