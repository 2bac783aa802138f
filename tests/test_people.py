"""Nobody ever gets another's file, time or mark, whatever people are called."""

import csv
import re
import tempfile
import zipfile
import zoneinfo
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.course.class_list import ClassList, Sender, Student
from autograder.course.course import Course
from autograder.course.people import found_by
from autograder.lms.canvas import filled_gradebook
from autograder.lms.collect import collect
from autograder.lms.hand_in_times import hand_in_times
from autograder.lms.moodle import filled_worksheet

COURSE = (
    'name = "C"\ninstitution = "U"\ntime_zone = "Europe/Helsinki"\nfirst_thursday = 2021-01-21\n'
    '[[weeks]]\nid = "week1"\ntitle = "One"\n'
)
ZONE = zoneinfo.ZoneInfo("Europe/Helsinki")


@dataclass(frozen=True)
class Person:
    """A student as the class list has them, and how the platform calls them. number: theirs there, listed or not."""

    listed: Student
    called: str
    number: str


@st.composite
def classes(draw):
    """A class with equal, nested, swapped and reordered names; some numbers are listed, some are those of last week."""
    names = st.lists(st.sampled_from(["Anna", "Maria", "Li", "O'Li", "Anna_Li", "s2", "Ä"]), min_size=1, max_size=3)
    people = []
    for n in range(1, draw(st.integers(2, 6)) + 1):
        words, turn, number = draw(names), draw(st.sampled_from([0, 0, 0, 1])), str(1000 + n)
        listed = Student(
            f"s{n}",
            " ".join(words),
            email=draw(st.sampled_from(["", f"s{n}@example.org"])),
            moodle=draw(st.sampled_from(["", number, str(500 + n)])),
            canvas=draw(st.sampled_from(["", number])),
        )
        people.append(Person(listed, " ".join(words[turn:] + words[:turn]), number))
    return people


def moodle_folder(person):
    """What Moodle makes of a name in its zip (mod/assign/locallib.php, PARAM_FILE)."""
    return f"{cleaned(person.called)}_{person.number}_assignsubmission_file_/week1.ipynb"


def canvas_file(person):
    return f"{re.sub(r'[^a-zä0-9]', '', person.called.lower())}_{person.number}_77_week1.ipynb"


def cleaned(name):
    return re.sub(r"[&<>\"`|':\\/]", "", name.replace("_", " "))


def alone(person, people):
    """Whether nobody else's name has the same letters in any order of its words."""

    def letters(name):
        return sorted(cleaned(name).lower().replace(" ", ""))

    return sum(letters(p.called) == letters(person.called) for p in people) == 1


quick = settings(max_examples=150, deadline=None)


@quick
@given(classes(), st.sampled_from(["moodle", "canvas"]))
def test_nobody_gets_anothers_file_and_whoever_can_be_told_gets_their_own(people, lms):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "course.toml").write_text(COURSE)
        with zipfile.ZipFile(root / "all.zip", "w") as archive:
            for person in people:
                archive.writestr({"moodle": moodle_folder, "canvas": canvas_file}[lms](person), person.listed.id)
        listed = ClassList([p.listed for p in people])
        found = collect(Course.load(root), "week1", root / "all.zip", listed)
        taken = {file.parts[-3]: file.read_text() for file in root.glob("submitted/*/week1/week1.ipynb")}
    assert all(student == owner for student, owner in taken.items())
    assert len(taken) + len(found.unknown) == len(people), "what is not taken is told"
    for person in people:
        if alone(person, people) or getattr(person.listed, lms) == person.number:
            assert person.listed.id in taken


@quick
@given(classes(), st.data())
def test_nobody_gets_anothers_time(people, data):
    heads = data.draw(
        st.sampled_from(
            [
                ("Identifier", "Full name"),
                ("Full name",),
                ("Full name", "Email address"),
                ("Identifier", "Full name", "Email address"),
                ("id",),
                ("email",),
            ]
        )
    )
    times = hand_in_times(table_of(people, heads, data), ClassList([p.listed for p in people]), ZONE)[0]
    assert all(f"s{moment.day}" == student for student, moment in times.items())
    if heads == ("id",):
        assert len(times) == len(people)


@quick
@given(classes(), st.data())
def test_nobody_gets_anothers_mark(people, data):
    heads = data.draw(st.sampled_from([("Identifier", "Full name"), ("Identifier", "Full name", "Email address")]))
    path = table_of(people, heads, data, {"Grade": "", "Maximum Grade": "20", "Last modified (grade)": "-"})
    table, numbers, _ = filled_worksheet(ledger_of(people), SimpleNamespace(id="week1"), path)
    for row in table.rows:
        assert row[table.column("Grade")] in ("", str(int(row[0].split()[-1]) - 1000))
    assert all(int(number) - 1000 == int(student[1:]) for student, number in numbers.items())


def table_of(people, heads, data, more=None):
    """A platform's table of everybody, each with the day of their number as the time, rows in any order."""

    def cells(person):
        said = {
            "Identifier": f"Osallistuja {person.number}",
            "Full name": person.called,
            "id": person.listed.id,
            "Email address": person.listed.email,
            "email": person.listed.email,
        }
        return [
            *(said[head] for head in heads),
            f"2021-01-{int(person.number) - 1000:02d} 12:00",
            *(more or {}).values(),
        ]

    path = Path(tempfile.mkdtemp()) / "table.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([[*heads, "time", *(more or {})], *map(cells, data.draw(st.permutations(people)))])
    return path


def ledger_of(people):
    """Marks that tell whose they are: s3 has 3."""
    return SimpleNamespace(
        people=[p.listed for p in people],
        submitted=lambda week, student: True,
        week_mark=lambda week, student: SimpleNamespace(
            total=int(student[1:]), points=20, extra=0, factor=1, waiting=[], marks=[]
        ),
    )


def collected(tmp_path, rows, *paths, times=None):
    """Collect a zip of these paths, each file holding its path; student -> path."""
    (tmp_path / "course.toml").write_text(COURSE)
    (tmp_path / "students.csv").write_text("\n".join(["id,name,email,moodle,canvas", *rows]), encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for path in paths:
            archive.writestr(path, path)
    found = collect(Course.load(tmp_path), "week1", tmp_path / "all.zip", ClassList.load(tmp_path / "students.csv"))
    return found, {f.parts[-3]: f.read_text() for f in tmp_path.glob("submitted/*/week1/week1.ipynb")}


TWINS = ("s1,Student One,s1@example.org,1004,", "s2,Student One,s2@example.org,1005,")


def moodle(name, number):
    return f"{name}_{number}_assignsubmission_file_/week1.ipynb"


def test_two_students_of_one_name_each_get_their_own(tmp_path):
    one, two = moodle("Student One", 1004), moodle("Student One", 1005)
    found, taken = collected(tmp_path, TWINS, one, two)
    assert taken == {"s1": one, "s2": two} and not found.unknown and not found.missing


def test_finding_one_of_two_changes_nothing_for_the_next(tmp_path):
    listed = ClassList([Student("s1", "Student One", moodle="1004"), Student("s2", "Student One", moodle="1005")])
    for _ in range(3):
        assert [listed.find(Sender("Student One", n, "moodle")).id for n in ("1004", "1005")] == ["s1", "s2"]


def test_two_people_of_one_listed_name_are_both_unclear(tmp_path):
    found, taken = collected(tmp_path, ("s1,Student One,,,",), moodle("Student One", 7), moodle("Student One", 8))
    assert (
        not taken
        and [u.why for u in found.unknown]
        == [
            "2 people are called so (7, 8), and the class list has only s1; its column moodle can tell which one "
            "that is"
        ]
        * 2
    )


def test_of_two_people_of_one_listed_name_the_number_tells_the_student(tmp_path):
    found, taken = collected(tmp_path, ("s1,Student One,,8,",), moodle("Student One", 7), moodle("Student One", 8))
    assert taken == {"s1": moodle("Student One", 8)} and len(found.unknown) == 1


def test_names_that_are_each_others_turned_are_settled_by_number_or_not_at_all(tmp_path):
    swapped = ("s1,Anna Maria,,,", "s2,Maria Anna,,9,")
    found, taken = collected(tmp_path, swapped, moodle("Anna Maria", 9), moodle("Maria Anna", 10))
    assert taken == {"s2": moodle("Anna Maria", 9)}
    assert [u.why for u in found.unknown] == [
        "s1, s2 are all called so; the column moodle of the class list can tell them apart (10 here)"
    ]


def test_a_canvas_number_that_is_not_the_students_is_somebody_else_of_that_name(tmp_path):
    found, taken = collected(tmp_path, ("s1,Student One,,,55",), "studentone_56_7_week1.ipynb")
    assert not taken and len(found.unknown) == 1


@pytest.mark.parametrize(
    "name, arrives",
    [
        ("Student O'One", "Student OOne"),
        ("Student & One", "Student  One"),
        ("Student_One", "Student One"),
        ('Student "One" <x>', "Student One x"),
        ("A/B: C|D `E` \\F", "AB CD E F"),
    ],
)
def test_a_name_is_found_as_moodle_cleans_it(tmp_path, name, arrives):
    quoted = name.replace('"', '""')
    found, taken = collected(tmp_path, (f'user,"{quoted}",,,',), moodle(arrives, 502))
    assert list(taken) == ["user"], found.unknown


def test_a_number_helps_where_part_of_the_name_has_changed(tmp_path):
    rows = ("s1,Student One,,11,", "s2,Other Name,,12,")
    found, taken = collected(tmp_path, rows, moodle("Student Jones", 11), moodle("A Stranger", 12))
    assert list(taken) == ["s1"]
    assert [u.why for u in found.unknown] == [
        "nobody in the class list is called so; 12 is the number of s2 there, who has quite another name"
    ]


@pytest.mark.parametrize("word", ["Participant", "Osallistuja", "Người tham gia", "参加者"])
def test_blind_marking_is_known_by_the_numbers_place_in_any_language(tmp_path, word):
    found, taken = collected(tmp_path, TWINS, moodle(word, 1005), moodle(word, 1004), moodle(word, 9))
    assert taken == {"s1": moodle(word, 1004), "s2": moodle(word, 1005)} and len(found.unknown) == 1


def test_without_a_list_two_names_that_make_one_id_are_both_left(tmp_path):
    (tmp_path / "course.toml").write_text(COURSE)
    (tmp_path / "in").mkdir()
    for name in ("Möller.ipynb", "Moeller.ipynb", "Mo ller.ipynb", "mo-ller.ipynb"):
        (tmp_path / "in" / name).write_text(name)
    found = collect(Course.load(tmp_path), "week1", tmp_path / "in", None)
    assert found.new == ["Moeller", "moller"] and len(found.unknown) == 2


def test_an_address_counts_before_a_name_which_its_owner_may_choose():
    listed = ClassList([Student("s1", "Student One", "s1@example.org"), Student("s2", "Student Two", "s2@example.org")])
    assert found_by(listed, Sender("Student Two", lms="moodle"), Sender("s1@example.org")).id == "s1"
    assert found_by(listed, Sender("s2"), Sender("s1@example.org")) is None, "two that contradict each other"


def test_a_canvas_gradebook_gives_twins_their_own_marks_or_none(tmp_path):
    people = [Person(Student(f"s{n}", "Student One", canvas=str(n) if n == 1 else ""), "", "") for n in (1, 2, 3)]
    (tmp_path / "g.csv").write_text(
        "Student,ID,SIS Login ID,Section,week1 (5)\nPoints Possible,,,,20\n"
        'Student One,1,,,\nStudent One,2,,,\n"One, Student",9,s3,,\n'
    )
    ledger = ledger_of(people)
    ledger.course = SimpleNamespace(week=lambda week: SimpleNamespace(title="x"))
    table, _ = filled_gradebook(
        ledger,
        (SimpleNamespace(id="week1", exercises=(), coded=(), max_score=20, manual_points=0),),
        tmp_path / "g.csv",
    )
    assert [row[-1] for row in table.rows] == ["20", "1", "", "3"]
