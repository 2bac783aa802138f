"""What Gradescope, Blackboard and ILIAS export: whose each file is, and when it was handed in."""

import datetime
import zipfile

import pytest

from autograder.course.class_list import ClassList
from autograder.course.course import Course
from autograder.errors import UserError
from autograder.lms.collect import collect

COURSE = (
    'name = "C"\ninstitution = "U"\ntime_zone = "Europe/Helsinki"\nfirst_thursday = 2021-01-21\n'
    '[[weeks]]\nid = "week1"\ntitle = "One"\n'
)
CLASS = """\
id,name,email
s1,Äiti Öljy,s1@example.org
s2,José Müller,s2@example.org
s3,Twin Name,s3@example.org
s4,Twin Name,s4@example.org
"""


@pytest.fixture
def take(tmp_path):
    """Collects a zip of path -> text; the collection and student -> (text, when by the course's clock)."""

    def run(files, listed=True, folder=False):
        (tmp_path / "course.toml").write_text(COURSE)
        (tmp_path / "students.csv").write_text(CLASS, encoding="utf-8")
        with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
            for path, text in files.items():
                archive.writestr(zipfile.ZipInfo(path, (2021, 3, 1, 12, 0, 0)), text)
            if folder:
                archive.extractall(tmp_path / "unpacked")
        course = Course.load(tmp_path)
        found = collect(
            course,
            "week1",
            tmp_path / ("unpacked" if folder else "all.zip"),
            ClassList.load(tmp_path / "students.csv") if listed else None,
        )
        taken = {}
        for file in tmp_path.glob("submitted/*/week1/week1.ipynb"):
            stamp = datetime.datetime.fromisoformat(
                (file.parent / "timestamp.txt").read_text().replace(" UTC", "+00:00")
            )
            taken[file.parts[-3]] = file.read_text(), f"{course.local(stamp):%Y-%m-%d %H:%M}"
        return found, taken

    return run


GRADESCOPE = """\
---
submission_700001:
  :submitters:
  - :name: Äiti Öljy
    :sid: s1
    :email: s1@example.org
  :created_at: 2021-01-28 21:30:00.123456789 Z
  :score: 0.0
  :status: processed
  :history:
  - :id: 6
    :created_at: 2021-01-27 21:30:00.123456789 Z
submission_700002:
  :submitters:
  - :name: Twin Name
    :sid:
    :email: s4@example.org
  - :name: José Müller
    :sid: '9912'
    :email: else@example.org
  :created_at: 2021-01-29 23:30:00.000000000 -08:00
submission_700003:
  :submitters:
  - :name: Twin Name
    :sid: ''
    :email: ''
  :created_at: 2021-01-28 12:00:00.0 Z
"""


@pytest.mark.parametrize("root", ["assignment_12_export/", ""])
@pytest.mark.parametrize("folder", [False, True])
def test_a_gradescope_export_tells_who_and_when_and_a_group_hands_in_for_each(take, root, folder):
    found, taken = take(
        {
            f"{root}submission_metadata.yml": GRADESCOPE,
            f"{root}submission_700001/week1.ipynb": "one",
            f"{root}submission_700001/data/week2.ipynb": "another week",
            f"{root}submission_700002/work/week1.ipynb": "two",
            f"{root}submission_700003/week1.ipynb": "three",
            f"{root}submission_700004/week1.ipynb": "four",
        },
        folder=folder,
    )
    assert taken == {
        "s1": ("one", "2021-01-28 23:30"),
        "s2": ("two", "2021-01-30 09:30"),
        "s4": ("two", "2021-01-30 09:30"),
    }
    assert found.late == {"s2": 2, "s4": 2} and not found.notes, "these times are the platform's own"
    assert sorted(u.why.partition(";")[0] for u in found.unknown) == [
        "nobody in the class list is called so",
        "s3, s4 are all called so",
    ]


def test_gradescopes_students_get_their_numbers_for_ids_without_a_class_list(take):
    _, taken = take({"submission_metadata.yml": GRADESCOPE, "submission_700001/week1.ipynb": "one"}, listed=False)
    assert list(taken) == ["s1"]


@pytest.mark.parametrize("text", ["- just\n- a list\n", "{", "a: &a [*a, *a]\nb: *c\n", "\x00", ""])
def test_a_damaged_table_of_gradescopes_is_a_sentence(take, text):
    with pytest.raises(UserError, match=r"submission_metadata.yml .* export from Gradescope again"):
        take({"submission_metadata.yml": text, "submission_1/week1.ipynb": "x"})


@pytest.mark.parametrize(
    "record",
    [
        "7",
        "[]",
        "{':submitters': 7}",
        "{':submitters': [7, null]}",
        "{':created_at': tomorrow, ':submitters': [{':name': {a: b}}]}",
    ],
)
def test_a_strange_record_of_gradescopes_takes_nothing(take, record):
    found, taken = take({"submission_metadata.yml": f"submission_1: {record}\n", "submission_1/week1.ipynb": "x"})
    assert not taken and len(found.unknown) <= 1


def test_references_in_gradescopes_table_cost_nothing(take):
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)
    )
    _found, taken = take(
        {"submission_metadata.yml": bomb + GRADESCOPE.removeprefix("---\n"), "submission_700001/week1.ipynb": "one"}
    )
    assert list(taken) == ["s1"]


RECEIPT = """\
Name: {name} ({login})
Assignment: Week 1
Date Submitted: Thursday, 28 January 2021 23:59:00 o'clock EET
Current Mark: Needs Marking

Submission Field:
There is no student submission text data for this assignment.

Comments:
Name: Twin Name (s3)

Files:
	Original filename: week1.ipynb
"""


def blackboard(login, time, file="week1.ipynb", title="Week 1_part"):
    return f"{title}_{login}_attempt_{time}_{file}", f"{title}_{login}_attempt_{time}.txt"


def test_a_blackboard_export_is_read_with_its_receipts(take):
    one, one_receipt = blackboard("s1", "2021-01-28-23-59-00")
    again, again_receipt = blackboard("s1", "2021-01-30-10-00-00")
    two, two_receipt = blackboard("jm_12", "2021-01-28-12-00-00")
    found, taken = take(
        {
            one: "one",
            one_receipt: RECEIPT.format(name="Äiti Öljy", login="s1"),
            again: "one again",
            again_receipt: RECEIPT.format(name="Äiti Öljy", login="s1"),
            two: "two",
            two_receipt: RECEIPT.format(name="José Müller", login="jm_12"),
        }
    )
    assert taken == {"s1": ("one again", "2021-01-30 10:00"), "s2": ("two", "2021-01-28 12:00")}
    assert found.late == {"s1": 2} and not found.notes and not found.left_out and not found.unknown


def test_a_blackboard_export_without_receipts_is_known_by_its_names(take):
    _, taken = take(
        {blackboard("s1", "2021-01-28-23-59-00")[0]: "one", blackboard("s3", "2021-01-28-23-59-00")[0]: "3"}
    )
    assert set(taken) == {"s1", "s3"}


@pytest.mark.parametrize(
    "path, owner",
    [
        ("Äiti Öljy_5_assignsubmission_file_x_s2_attempt_2021-01-28-23-59-00_week1.ipynb", "s1"),
        ("öljyäiti_5_6_x_s2_attempt_2021-01-28-23-59-00_week1.ipynb", "s1"),
        ("Week 1_s1_attempt_2021-01-28-23-59-00_José Müller_5_assignsubmission_file_week1.ipynb", "s1"),
        ("Week 1_s1_attempt_2021-01-28-23-59-00_x_s2_attempt_2021-01-28-23-59-00_week1.ipynb", "s1"),
        ("Äiti Öljy_5_assignsubmission_file_/submission_metadata.yml", None),
        ("Äiti Öljy_5_assignsubmission_file_/Muller_Jose_s2_7/week1.ipynb", "s1"),
        ("s1/Muller_Jose_s2_7/week1.ipynb", "s1"),
        ("s1/submission_metadata.yml", None),
    ],
)
def test_the_end_of_a_path_which_a_student_chooses_hands_in_for_nobody_else(take, path, owner):
    content = "week1.ipynb:\n  ':submitters': [{':email': s2@example.org}]\nsubmission_1: *x\n"
    _, taken = take({path: content, **({} if owner else {path.rpartition("/")[0] + "/week1.ipynb": "x"})})
    assert list(taken) == [owner or "s1"]


@pytest.mark.parametrize("root", ["", "Week 1_77/", "Week 1/Abgaben/"])
def test_an_ilias_export_is_read_by_login_or_by_its_ascii_names(take, root):
    found, taken = take(
        {
            f"{root}Oljy_Aiti_aoeljy_271/week1.ipynb": "one",
            f"{root}Muller_Jose_s2_272/Late Submission - week1.ipynb": "two",
            f"{root}Name_Twin_s4_273/week1.ipynb": "four",
            f"{root}Name_Twin_tw_274/week1.ipynb": "?",
        }
    )
    assert {s: text for s, (text, _) in taken.items()} == {"s1": "one", "s2": "two", "s4": "four"}
    assert len(found.unknown) == 1


def test_a_group_of_ilias_stands_below_its_team(take):
    _, taken = take(
        {
            "Week 1/Submissions/Team 12/Oljy_Aiti_a_271/week1.ipynb": "one",
            "Week 1/Submissions/Team 13/Muller_Jose_b_272/week1.ipynb": "two",
        }
    )
    assert set(taken) == {"s1", "s2"}


def test_a_part_of_an_ilias_login_is_not_somebody_elses(take):
    """max_s2 is not s2, and somebody called otherwise than the list says is not whose login it looks like."""
    found, taken = take({"Stranger_A_max_s2_5/week1.ipynb": "x", "Oljy_Aiti_s_1_6/week1.ipynb": "one"})
    assert list(taken) == ["s1"] and len(found.unknown) == 1
