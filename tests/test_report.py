"""The instructor's report, from stored Results."""

import datetime
import sys

import numpy as np
import pytest

from autograder.cli import main
from autograder.course.week import Week
from autograder.errors import UserError
from autograder.marking.result import ExerciseResult, Marked, Mistake, Result
from autograder.marking.result import Test as OneTest
from autograder.pages.item_analysis import analyse
from autograder.pages.report import report
from autograder.records.store import Header, Store
from autograder.sandbox.budget import within

SCRIPT = "<script>alert(1)</script>"


def graded(course, student, exercises, repairs=(), seconds=None):
    """Store a Result in which each of `exercises` (id -> ExerciseResult) stands, the others being right."""
    week = Week.load(course.root, "week1")
    results = tuple(exercises.get(e.id, right(e.id, e.points, e.bonus)) for e in week.coded)
    score = sum(r.score for r in results if not r.bonus)
    result = Result(file="week1.ipynb", week="week1", score=score, max_score=week.max_score, bonus=0,
                    manual_points=week.manual_points, repairs=repairs, exercises=results)
    header = Header(student=student, submission="x", exercises={}, seconds=seconds or {"cells": 0.2, "all": 0.4},
                    timestamp=datetime.datetime(2021, 1, 27).isoformat())
    Store(course.root).write("week1", header, Marked(result=result, cells=()))


def right(name, points, bonus=False):
    return ExerciseResult(id=name, score=points, max_score=points, bonus=bonus, outcome="passed",
                          tests=(OneTest(name="a", says=f"{name} is right.", worth=1, passed=True),))


def wrong(name, points, message="Z[0] is 1.5; 2.5 was expected.", mistake=None):
    return ExerciseResult(id=name, score=0, max_score=points, outcome="failed", mistake=mistake,
                          tests=(OneTest(name="a", says=f"{name} is right.", worth=1, passed=False, message=message),))


def broken(name, points, reason):
    return ExerciseResult(id=name, score=0, max_score=points, outcome="could_not_run", reason=reason)


@pytest.fixture
def page(course):
    return lambda: report(course, "week1", course.root / "reports" / "week1.html")


def test_a_class_of_one_has_a_report(course, page):
    graded(course, "s01", {})
    html = page()
    assert html.count("<svg") == 3 and "s01" in html and "Nothing: every answer has been marked" in html


def test_nobody_graded_is_told_with_the_next_step(course, page):
    with pytest.raises(UserError, match="autograder grade week1"):
        page()


def test_mistakes_are_shown_by_frequency_with_their_hints(course, page):
    bias = Mistake(name="linear_without_bias", hint="The bias is nowhere.")
    slope = Mistake(name="relu_leaky", hint="The negative side leaks.")
    for k in range(8):
        graded(course, f"s{k:02}", {"linear": wrong("linear", 3, mistake=bias)} if k < 3 else
               {"relu": wrong("relu", 2, mistake=slope)} if k == 3 else {})
    html = page()
    told = ["38%", "The bias is nowhere.", "12%", "The negative side leaks."]
    assert sorted(told, key=html.index) == told
    assert "without bias" in html


def test_failures_without_a_named_mistake_are_gathered_whatever_their_numbers(course, page):
    for k in range(4):
        graded(course, f"s{k:02}", {"linear": wrong("linear", 3, f"Z[{k}] is {k}.5; -{k}e-3 was expected.")})
    html = page()
    assert "Z[…] is …; … was expected." in html and "100%" in html


def test_what_a_student_wrote_is_only_ever_text(course, page):
    exercises = {"linear": wrong("linear", 3, SCRIPT), "relu": broken("relu", 2, f"it said {SCRIPT}")}
    graded(course, "s01", exercises, (SCRIPT,))
    html = page()
    assert "<script" not in html and html.count("&lt;script&gt;") == 3


def test_the_page_stands_on_its_own_and_allows_no_script(course, page):
    graded(course, "s01", {})
    html = page()
    assert "default-src 'none'" in html and "script-src" not in html
    assert "src=" not in html and "@import" not in html and "url(http" not in html


def test_the_same_results_give_the_same_page(course, page):
    for k in range(12):
        graded(course, f"s{k:02}", {"linear": wrong("linear", 3)} if k % 3 else {})
    assert page() == page()


def test_links_to_feedback_are_relative_and_only_where_there_is_a_page(course, page):
    graded(course, "s 1", {})
    graded(course, "s02", {})
    there = course.root / "feedback" / "s 1" / "week1" / "week1.html"
    there.parent.mkdir(parents=True)
    there.write_text("")
    html = page()
    assert 'href="../feedback/s%201/week1/week1.html"' in html and "feedback/s02" not in html


def test_who_could_not_be_run_and_who_was_repaired_is_told_with_the_reason(course, page):
    week = Week.load(course.root, "week1")
    graded(course, "s01", {e.id: broken(e.id, e.points, "The file is no notebook.") for e in week.coded})
    graded(course, "s02", {"linear": broken("linear", 3, "linear timed out.")}, ("The cell of relu was restored.",))
    html = page()
    assert "all exercises" in html and "The file is no notebook." in html and "linear timed out." in html
    assert "The cell of relu was restored." in html


def test_a_thousand_students_make_one_page_of_bearable_size(course, page):
    graded(course, "s0000", {"linear": wrong("linear", 3)})
    store = Store(course.root).folder / "week1"
    text = (store / "s0000.jsonl").read_text()
    for k in range(1, 1000):
        (store / f"s{k:04}.jsonl").write_text(text.replace("s0000", f"s{k:04}"))
    html = page()
    assert html.count("<tr>") > 1000 and len(html) < 1_000_000


def test_the_command_writes_the_page_where_it_is_told(course, capsys, monkeypatch):
    graded(course, "s01", {})
    for args, path in (([], course.root / "reports" / "week1.html"), (["-o", "x.html"], course.root / "x.html")):
        monkeypatch.chdir(course.root)
        monkeypatch.setattr(sys, "argv", ["autograder", "report", "week1", *args])
        with pytest.raises(SystemExit) as end:
            main()
        assert end.value.code in (0, None) and path.read_text(encoding="utf-8").lstrip().startswith("<!DOCTYPE html>")
    monkeypatch.setattr(sys, "argv", ["autograder", "report", "week9"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2 and "week9" in capsys.readouterr().err


# Item analysis

def test_a_discriminating_item_and_an_upside_down_one():
    rest = np.arange(20.0)
    good = (rest >= 10).astype(float)
    # The point-biserial correlation of a median split of 0..19, by its textbook formula (M1 - M0) / s x sqrt(p q).
    expected = (14.5 - 4.5) / rest.std() * 0.5
    assert analyse(good, rest).correlation == pytest.approx(expected)
    assert analyse(good, rest).upper_lower == 1
    assert analyse(1 - good, rest).correlation == pytest.approx(-expected)
    assert analyse(good, rest).ease == 0.5


@pytest.mark.parametrize("shares, rest", [
    (np.ones(30), np.arange(30)), (np.arange(30) / 30, np.ones(30)), (np.array([0, 1.0]), np.array([1, 2])), ([], [])])
def test_nothing_is_said_where_the_figures_say_nothing(shares, rest):
    item = analyse(shares, rest)
    assert item.correlation is None and item.upper_lower is None


def test_what_a_result_may_hold_is_read_within_a_submissions_budget(course):
    """Messages far longer than any that marking leaves, of what a search for numbers could stumble over, and every repair that
    a notebook of 2,000 cells can need."""
    pieces = ("1", "-", "1e", "1.", " ", "<")
    for number, piece in enumerate(pieces):
        text = piece * (1_000_000 // len(piece))
        graded(course, f"student{number}", {"linear": wrong("linear", 3, text), "relu": broken("relu", 2, text)},
               repairs=tuple(f"Cell {n}: {piece * 300}" for n in range(2_000)))
    page = within(report, course, "week1", course.root / "reports" / "week1.html")
    assert page.count("Cell 1:") == len(pieces) and len(page) < 10_000_000
