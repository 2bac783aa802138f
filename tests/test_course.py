"""course.toml: its dates, its rules, and what is said about its mistakes."""

import datetime
import random
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement

from autograder.course.course import Bonus, Course, Grades, Late
from autograder.course.faults import line_numbers
from autograder.errors import UserError
from tests.this_course import ROOT

UTC = datetime.UTC

GOOD = """\
name = "A course"
institution = "A university"
time_zone = "Europe/Helsinki"
first_thursday = 2021-01-21

[[weeks]]
id = "week1"
title = "One"

[[weeks]]
id = "week2"
title = "Two"
given = ["week1"]
"""


@pytest.fixture
def course(tmp_path):
    def load(more="", text=GOOD):
        (tmp_path / "course.toml").write_text(text + more, encoding="utf-8")
        return Course.load(tmp_path)

    return load


def local(text):
    return datetime.datetime.fromisoformat(text)


def test_the_courses_own_file_is_valid():
    assert [w.id for w in Course.load(ROOT).weeks][:4] == ["week1", "week2", "week3", "week4"]


def test_a_week_is_given_out_on_its_thursday_and_due_a_week_later(course):
    assert course().released("week1") == local("2021-01-21T23:59+02:00")
    assert course().due("week1") == local("2021-01-28T23:59:59+02:00")
    assert course().due("week2") == local("2021-02-04T23:59:59+02:00")


def test_summer_time_moves_the_due_date_with_the_clock(course):
    spring = course(text=GOOD.replace("2021-01-21", "2021-03-18"))
    assert spring.due("week1").isoformat() == "2021-03-25T23:59:59+02:00"
    assert spring.due("week2").isoformat() == "2021-04-01T23:59:59+03:00"


def test_a_week_may_have_dates_of_its_own(course):
    made = course("release = 2021-02-01\ndue = 2021-02-03T12:00:00\n")
    assert made.released("week2") == local("2021-02-01T23:59+02:00")
    assert made.due("week2") == local("2021-02-03T12:00+02:00")
    assert course("release = 2021-02-01\n").due("week2") == local("2021-02-08T23:59:59+02:00")
    assert course("due = 2021-02-03T12:00:00Z\n").due("week2") == local("2021-02-03T14:00+02:00")


def test_extensions_are_days_or_a_date(course):
    made = course("[extensions.s1]\nweek1 = 3\nweek2 = 2021-02-20\n")
    assert made.due("week1", "s1") == local("2021-01-31T23:59:59+02:00")
    assert made.due("week2", "s1") == local("2021-02-20T23:59:59+02:00")
    assert made.due("week1", "s2") == made.due("week1")


@pytest.mark.parametrize("handed_in, days", [
    ("2021-01-28T23:59:59+02:00", 0),
    ("2021-01-28T23:59:59.900+02:00", 0),
    ("2021-01-29T00:00:00+02:00", 1),
    ("2021-01-29T23:59:59+02:00", 1),
    ("2021-01-30T00:00:00+02:00", 2),
    ("2021-01-28T21:59:59", 0),  # nbgrader's timestamps are UTC without saying so
    ("2021-01-28T22:00:00", 1),
])
def test_a_started_day_is_a_day_late(course, handed_in, days):
    assert course().late_days("week1", "s1", local(handed_in)) == days


def test_a_day_late_is_a_day_of_the_calendar_when_the_clocks_change(course):
    made = course("due = 2021-03-27T23:59:59\n")
    assert made.late_days("week2", None, local("2021-03-28T23:59:59+03:00")) == 1
    assert made.late_days("week2", None, local("2021-03-29T00:00:00+03:00")) == 2


def test_an_extension_moves_what_is_late(course):
    made = course('[extensions.s1]\nweek1 = 2\n[late]\npolicy = "percent"\npercent = 10\n')
    handed_in = local("2021-01-31T12:00:00+02:00")
    assert made.late_factor("week1", "s1", handed_in) == pytest.approx(0.9)
    assert made.late_factor("week1", "s2", handed_in) == pytest.approx(0.7)
    assert made.late_factor("week1", "s2", None) == 1.0


@pytest.mark.parametrize("late, kept", [
    (Late(), [1, 1, 1, 1]),
    (Late(policy="percent", percent=40), [1, 0.6, 0.2, 0]),
    (Late(policy="hard", days=0), [1, 0, 0, 0]),
    (Late(policy="hard", days=2), [1, 1, 1, 0]),
    (Late(policy="hard", days=2, percent=10), [1, 0.9, 0.8, 0]),
])
def test_what_late_work_keeps(late, kept):
    assert [late.factor(days) for days in range(4)] == pytest.approx(kept)


def test_bonus_makes_up_for_lost_points_only():
    assert Bonus().total(15, 3, 20) == 18
    assert Bonus().total(19, 3, 20) == 20
    assert Bonus(rule="add").total(19, 3, 20) == 22
    assert Bonus(rule="ignore").total(19, 3, 20) == 19


def test_the_grade_by_its_thresholds():
    scale = Grades()
    assert [scale.grade(p) for p in (0, 49.9, 50, 60, 79.99, 80, 90, 100)] == [0, 0, 1, 2, 3, 4, 5, 5]
    assert scale.grade(100 * (0.1 + 0.7)) == 4  # 79.99999999999999


@pytest.mark.parametrize("old, new, says", [
    ("name =", "nam =", ["line 1: 'nam' is not a key here (did you mean 'name'?)",
                          "line 1: the key 'name' is missing"]),
    ('"A university"', "3", ["line 2: institution is the number 3; a text is expected"]),
    ("Europe/Helsinki", "Europe/Helsinky", ["line 3: there is no time zone 'Europe/Helsinky' (did you mean "
                                            "'Europe/Helsinki'?)"]),
    ("2021-01-21", "2021-01-22", ["line 4: 2021-01-22 is a Friday; a Thursday is expected, for example: "
                                  "first_thursday = 2021-01-28"]),
    ("2021-01-21", '"21.1.2021"', ["line 4: first_thursday is the text '21.1.2021'; a date that is a Thursday"]),
    ("2021-01-21", "2021-02-30", ["course.toml cannot be read", "line 4"]),
    ("2021-01-21", "9999-12-30", ["line 4: first_thursday is in the year 9999"]),
    ('"week2"', '"week1"', ["line 11: a second week has the id 'week1'"]),
    ('"week2"', '"../week2"', ["line 11: weeks.id is the text '../week2'"]),
    ('given = ["week1"]', 'given = ["wek1"]', ["line 13: given names 'wek1', which is not an earlier week "
                                               "(did you mean 'week1'?)"]),
    ('given = ["week1"]', "due = 2021-01-20", ["line 13: week2 would be due on 2021-01-20, not after its release on "
                                               "2021-01-28"]),
    ('given = ["week1"]', 'release = "soon"', ["line 13: weeks.release is the text 'soon'; a date"]),
    ('given = ["week1"]', "[late]\npolicy = 'percents'", ['line 14: late.policy is the text \'percents\'; "none", '
                                                          '"percent" or "hard" is expected']),
    ('given = ["week1"]', "[late]\npolicy = 'percent'", ["line 14: policy = \"percent\" needs the key 'percent', for "
                                                         "example: percent = 10"]),
    ('given = ["week1"]', "[late]\npolicy = []", ["line 14: late.policy is the list []"]),
    ('given = ["week1"]', "[late]\ndays = 3", ["line 14: days says nothing under policy = \"none\""]),
    ('given = ["week1"]', "[late]\npolicy = 'percent'\npercent = 120", ["line 15: late.percent is the number 120"]),
    ('given = ["week1"]', "[extensions.s1]\nweek3 = 1", ["line 14: an extension for 'week3', which is not"]),
    ('given = ["week1"]', "[extensions.s1]\nweek1 = -1", ["line 14: an extension of -1 days"]),
    ('given = ["week1"]', "[extensions.s1]\nweek1 = 2021-01-02", ["line 14: 2021-01-02 is before the due date"]),
    ('given = ["week1"]', "[extensions.s1]\nweek1 = true", ["line 14: extensions.s1.week1 is the truth value true"]),
    ('given = ["week1"]', "[extensions.'a/b']\nweek1 = 1", ["line 13: 'a/b' cannot be a student's id"]),
    ('given = ["week1"]', "[grades]\nthresholds = [50, 40, 60, 70, 80]", ["line 14: thresholds is [50, 40, 60, "]),
    ('given = ["week1"]', "[grades]\nthresholds = [50, 60]", ["line 14: thresholds is [50, 60]; five rising"]),
    ('given = ["week1"]', "[limits]\nmemory_mb = '2 GB'", ["line 14: limits.memory_mb is the text '2 GB'; a whole "
                                                           "number of megabytes above 0 is expected, for example: "]),
    ('given = ["week1"]', "root = 3", ["line 13: 'root' is not a key here"]),
    ("name =", "root = 3\nname =", ["line 1: 'root' is not a key here"]),
])
def test_a_mistake_is_named_with_its_line(course, old, new, says):
    with pytest.raises(UserError) as error:
        course(text=GOOD.replace(old, new))
    for sentence in says:
        assert sentence in str(error.value)


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(course):
    text = GOOD.replace("2021-01-21", "2021-01-22").replace('title = "One"', "").replace("[\"week1\"]", '["week9"]')
    with pytest.raises(UserError) as error:
        course("[limits]\ncall_seconds = 0\nfoo = 1\n", text=text)
    lines = str(error.value).splitlines()
    assert lines[0] == "course.toml has 5 mistakes:"
    assert [int(line.split("line ")[1].split(":")[0]) for line in lines[1:]] == [4, 6, 13, 15, 16]


@pytest.mark.parametrize("content, says", [
    (b"", "the key 'name' is missing"),
    (b"\xff\xfe", "not UTF-8"),
    (b"name = \n", "line 1"),
    (b"weeks = 3\nlate = 4\nextensions = [1]\ngrades = 'x'\n", "line 1: weeks is the number 3"),
    (b"weeks = [1, 'a']\nextensions = {a = 3, b = {c = []}}\n", "line 2: extensions.a is the number 3"),
])
def test_a_file_that_is_no_course_is_a_users_mistake(tmp_path, content, says):
    (tmp_path / "course.toml").write_bytes(content)
    with pytest.raises(UserError, match=says):
        Course.load(tmp_path)


def test_whatever_is_mistyped_is_told_and_never_a_traceback(course):
    """Random damage to the course's own file: it loads, or a UserError says why it does not."""
    rng = random.Random(1)
    junk = ["3", "-1", '"x"', "true", "2021-01-01", "07:32:00", "[]", "{}", "[1, 2]", "{a = 1}", "nan", "1e400", '""',
            "99999999999999999999", "2200-12-31", '[{id = "week1"}]', '"Europe/../../etc/passwd"', "1979-05-27T07:32:00Z"]
    whole = (ROOT / "course.toml").read_text(encoding="utf-8") + "[extensions.s1]\nweek2 = 3\nweek3 = 2021-03-20\n"
    refused = 0
    for _ in range(400):
        lines = whole.splitlines()
        for place in rng.sample(range(len(lines)), 2):
            if "=" in lines[place]:
                lines[place] = lines[place].split("=")[0] + "= " + rng.choice(junk)
            else:
                lines[place] = rng.choice(lines)
        try:
            made = course(text="\n".join(lines))
        except UserError:
            refused += 1
            continue
        for week in made.weeks:
            assert 0 <= made.late_factor(week.id, "s1", made.released(week.id)) <= 1
    assert 100 < refused < 400


def test_no_course_toml_and_no_such_week(tmp_path, course):
    with pytest.raises(UserError, match="There is no course.toml"):
        Course.load(tmp_path)
    with pytest.raises(UserError, match="names no week 'week7'"):
        course().due("week7")


def test_every_key_of_the_courses_own_file_has_its_line():
    text = (ROOT / "course.toml").read_text(encoding="utf-8")
    lines, rows = line_numbers(text), text.splitlines()

    def walk(value, place):
        if place and not isinstance(place[-1], int):
            assert str(place[-1]) in rows[lines[place] - 1]
        for key, part in value.items() if isinstance(value, dict) else []:
            walk(part, (*place, key))
        for index, part in enumerate(value) if isinstance(value, list) else []:
            if isinstance(part, dict):
                walk(part, (*place, index))

    walk(tomllib.loads(text), ())


def test_a_text_over_several_lines_does_not_confuse_the_lines():
    lines = line_numbers('a = """\n[b]\nc = 1\n"""\n[d]\n"e f".g = 2\n')
    assert lines == {(): 1, ("a",): 1, ("d",): 5, ("d", "e f"): 6, ("d", "e f", "g"): 6}


def test_conda_gives_the_same_versions_as_pip():
    conda = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    by_pip = next(item["pip"] for item in conda if isinstance(item, dict))
    given = dict(item.split("=", 1) for item in conda if isinstance(item, str) and item != "pip")
    python = given.pop("python")
    given |= dict(item.split("==") for item in by_pip if "==" in item)
    pinned = {}
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        if "==" in line and not line.startswith((" ", "#")):
            requirement = Requirement(line.rstrip(" \\"))
            if requirement.marker is None or requirement.marker.evaluate(
                    {"python_version": python, "python_full_version": f"{python}.7"}):
                pinned[requirement.name.lower()] = str(requirement.specifier).removeprefix("==")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {Requirement(text).name for text in project["dependencies"]}
    assert given == {name: pinned[name] for name in needed}
