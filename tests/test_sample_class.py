"""The sample class: believable, the same for the same seed, and never in the way of real work."""

import json

import nbformat
import pytest
from nbgrader.coursedir import CourseDirectory

from autograder.authoring.sample_class import BROKEN, HOSTILE, sample_class
from autograder.course.week import Week
from autograder.errors import UserError


def files(course):
    root = course.root
    return {str(p.relative_to(root)): p.read_bytes() for p in (root / "submitted").rglob("*") if p.is_file()}


def kinds(members):
    return [m.kind for m in members]


def test_the_same_seed_makes_the_same_class(course):
    sample_class(course, "week1", 20, 3)
    first = files(course)
    sample_class(course, "week1", 20, 3)
    assert files(course) == first
    sample_class(course, "week1", 20, 4)
    assert files(course) != first


def test_a_class_of_sixty_has_all_kinds(course):
    members = sample_class(course, "week1", 60, 1, dry_run=True)
    assert 45 <= kinds(members).count("honest") <= 52
    assert set(kinds(members)) >= {"honest", "exits", "reads_files", "endless_loop", "fills_memory", *list(BROKEN)[:6]}
    assert 1 <= kinds(members).count("endless_loop") <= 4
    assert 0 < sum(m.late for m in members) < 15
    done = [what for m in members for what in m.exercises.values()]
    assert done.count("unwritten") > 5 and done.count("solution") > 60


@pytest.mark.parametrize("students", range(2, 16))
def test_a_small_class_has_one_broken_and_one_hostile_notebook_and_hardly_a_loop(course, students):
    found = kinds(sample_class(course, "week1", students, students, dry_run=True))
    assert any(kind in BROKEN for kind in found) and any(kind in HOSTILE for kind in found)
    assert found.count("endless_loop") <= students // 15


def test_most_exercises_are_right_and_each_notebook_can_be_read(course):
    members = sample_class(course, "week1", 40, 1)
    coded = [e.id for e in Week.load(course.root, "week1").coded]
    right = sum(m.exercises.get(e) == "solution" or "right" in m.exercises.get(e, "") for m in members for e in coded)
    assert right > 0
    for member in members:
        folder = course.root / "submitted" / member.id / "week1"
        if member.kind not in ("not_json", "byte_order_mark", "another_name"):
            nbformat.validate(nbformat.read(folder / "week1.ipynb", as_version=4))


def test_time_stamps_are_before_the_due_date_but_for_the_late(course):
    for member in sample_class(course, "week1", 40, 1):
        handed_in = CourseDirectory().get_existing_timestamp(str(course.root / "submitted" / member.id / "week1"))
        assert (course.late_days("week1", member.id, handed_in) > 0) == member.late
        assert handed_in > course.released("week1").replace(tzinfo=None)


def test_a_smaller_class_leaves_nobody_of_the_larger_one(course):
    sample_class(course, "week1", 12, 1)
    sample_class(course, "week1", 4, 1)
    assert len(list((course.root / "submitted").glob("*/week1"))) == 4


def test_real_work_is_never_replaced(course):
    folder = course.root / "submitted/student02/week1"
    folder.mkdir(parents=True)
    (folder / "week1.ipynb").write_text("mine")
    with pytest.raises(UserError, match="student02/week1 is there already"):
        sample_class(course, "week1", 3, 1)
    assert files(course) == {"submitted/student02/week1/week1.ipynb": b"mine"}


def test_a_dry_run_writes_nothing(course):
    assert len(sample_class(course, "week1", 5, 1, dry_run=True)) == 5
    assert files(course) == {} and not (course.root / ".autograder").exists()


@pytest.mark.parametrize("week, students, says", [("week1", 0, "--students is 0"), ("week9", 3, "There is no week9")])
def test_wrong_usage_is_told(course, week, students, says):
    with pytest.raises(UserError, match=says):
        sample_class(course, week, students, 1)


def test_what_each_student_did_is_kept_beside(course):
    sample_class(course, "week1", 5, 1)
    told = json.loads((course.root / ".autograder/sample_class/week1.json").read_text())
    assert list(told) == [f"student{n:02}" for n in range(1, 6)] and told["student01"]["exercises"]
