"""The page a student gets back: everything that was found, nothing hidden, and nothing but text from the student."""

from __future__ import annotations

import datetime
import re
import shutil
from html.parser import HTMLParser

import nbformat
import pytest

from autograder.course.course import Course
from autograder.course.marks import Mark, WeekMark
from autograder.course.week import Week
from autograder.marking.result import ExerciseResult, Marked, MarkedCell, Mistake, Output, Test
from autograder.marking.shown.sanitize import safe_png
from autograder.pages import prose
from autograder.pages.feedback import Feedback
from autograder.records import autograded
from autograder.records.ledger import points_of
from autograder.sandbox.budget import within
from tests.made_marks import marked
from tests.this_course import ROOT
from tests.untrusted import ATTACKS

CHROMIUM = shutil.which("chromium")
ACTIVE = {"script", "iframe", "object", "embed", "svg", "form", "input", "base", "link", "audio", "video"}
EVIL = '<script>window.fired("x")</script><img src=x onerror=fired(1)>"\'></pre></style></title>'


@pytest.fixture(scope="module")
def course():
    return Course.load(ROOT)


@pytest.fixture(scope="module")
def week():
    return Week.load(ROOT, "week1")


@pytest.fixture(scope="module")
def feedback(course, week):
    return Feedback(course, week)


def week_mark(week: Week, marks: dict[str, Mark], **more) -> WeekMark:
    return WeekMark(week.id, points_of(week), tuple(marks.get(e.id, Mark(e.id)) for e in week.exercises), **more)


def earned(week: Week, share: float = 1.0) -> dict[str, Mark]:
    marks = {e.id: Mark(e.id, *((0.0, e.points * share) if e.bonus else (e.points * share, 0.0))) for e in week.coded}
    return marks | {e.id: Mark(e.id, waiting=True) for e in week.exercises if e.written}


class Page(HTMLParser):
    """The tags, attributes and words of a page."""

    def __init__(self, text: str):
        super().__init__()
        self.tags, self.attributes, self.words = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.words))


def test_the_total_stands_on_top_with_what_still_waits(feedback, week):
    page = Page(feedback.page("student01", marked(week, 0.5), week_mark(week, earned(week, 0.5)))).text
    assert "9.5 of 20 points so far" in page
    assert "1.5 bonus, which makes up for lost points" in page
    assert "4 still to be marked by your instructor" in page


def test_bonus_never_lifts_the_total_above_the_weeks_points(feedback, week):
    marks = earned(week) | {"why_nonlinear": Mark("why_nonlinear", 4.0)}
    assert "20 of 20 points" in Page(feedback.page("student01", marked(week), week_mark(week, marks))).text


def test_lateness_is_told(feedback, week):
    handed_in = datetime.datetime(2021, 1, 29, 10, tzinfo=datetime.UTC)
    mark = week_mark(week, earned(week), handed_in=handed_in, late_days=1, factor=0.9)
    page = Page(feedback.page("student01", marked(week), mark)).text
    assert "29 January 2021, 12:00 · 1 day late" in page
    assert "90% of 19 points, because it was late" in page


def test_every_test_is_told_with_what_was_wrong(feedback, week):
    tests = (
        Test(name="test_a", says="Z is right for `n = 1`.", worth=2, passed=True),
        Test(name="test_b", says="X is left as it was.", worth=1, passed=False,
             message="linear changed its argument `X`."),
    )
    failed = ExerciseResult(id="linear", score=2, max_score=3, outcome="failed", tests=tests, used_reference=("score",),
                            mistake=Mistake(name="linear_in_place", hint="Look at what += does to an array."))
    lost = ExerciseResult(id="relu", score=0, max_score=2, outcome="could_not_run", reason="There is no function relu.")
    submission = marked(week)
    kept = tuple(e for e in submission.result.exercises if e.id not in ("linear", "relu"))
    told = {"exercises": (failed, lost, *kept), "repairs": ("A cell was put back.",)}
    submission = submission.model_copy(update={"result": submission.result.model_copy(update=told)})
    html = feedback.page("student01", submission, week_mark(week, earned(week, 0.5)))
    page = Page(html)
    for sentence in ("linear changed its argument X.", "Look at what += does to an array.",
                     "There is no function relu.", "A cell was put back.", "a right score in place of yours"):
        assert sentence in page.text
    assert "linear_in_place" not in page.text
    assert "<code>X</code>" in html and "<code>n = 1</code>" in html


def test_what_a_person_gave_is_told_and_marked_as_theirs(feedback, week):
    marks = earned(week) | {
        "why_nonlinear": Mark("why_nonlinear", 2.5, comment="Good, but **which** bias? $b_1W_2 + b_2$"),
        "linear": Mark("linear", 1.0),
    }
    html = feedback.page("student01", marked(week), week_mark(week, marks))
    assert "<strong>which</strong> bias?" in html
    assert Page(html).text.count("marked by your instructor") >= 2


def test_an_unanswered_question_does_not_look_marked(feedback, week):
    page = feedback.page("student01", marked(week, 0.0, answers={}), week_mark(week, {}))
    assert "not answered" in Page(page).text and "marked by your instructor" not in Page(page).text


def test_no_hidden_test_and_no_marking_scheme_is_on_any_page(feedback, week):
    """Not even where the graded notebook, as nbgrader keeps it, holds them."""
    stored = tuple(
        MarkedCell(type=c.type, source=(c if c.nbgrader.get("locked") else r).source, grade_id=c.grade_id, position=i)
        for i, (c, r) in enumerate(zip(week.source, week.release))
    )
    page = Page(feedback.page("student01", marked(week).model_copy(update={"cells": stored}), week_mark(week, {}))).text
    for hidden in ("autograder.graders.stock", "HIDDEN TESTS", "MARK SCHEME", 'grade("week1"'):
        assert hidden not in page


def hostile(week: Week, text: str) -> Marked:
    """A submission that holds `text` wherever a student's words can get to."""
    answers = {e.id: text for e in week.exercises}
    outputs = tuple(Output(kind=kind, text=text) for kind in ("stdout", "stderr", "result", "error"))
    submission = marked(week, 0.0, answers, linear=outputs, test_linear=outputs)
    own = (MarkedCell(type="markdown", source=text), MarkedCell(type="code", source=text, outputs=outputs, note=text),
           MarkedCell(type="raw", source=text))
    tests = (Test(name="test_x", says="Z is right.", worth=1, passed=False, message=f"linear raised {text}."),)
    exercises = tuple(e.model_copy(update={"tests": tests, "reason": text, "outcome": "could_not_run"})
                      for e in submission.result.exercises)
    result = submission.result.model_copy(update={"exercises": exercises, "repairs": (text,), "file": text})
    return submission.model_copy(update={"result": result, "cells": (*submission.cells, *own)})


@pytest.mark.parametrize("text", [EVIL, *ATTACKS])
def test_a_students_text_is_only_text(feedback, week, text):
    page = Page(feedback.page(EVIL, hostile(week, text), week_mark(week, {})))
    assert not ACTIVE & set(page.tags)
    assert page.tags.count("style") == 1 and page.tags.count("title") == 1
    for tag, name, value in page.attributes:
        assert not name.startswith("on")
        assert name not in ("srcdoc", "formaction", "background", "xlink:href")
        if name == "href":
            assert tag == "a" and re.match(r"#|https?://|mailto:", value, re.I), value
        if name == "src":
            assert tag == "img" and value.startswith("data:image/png;base64,")
        if name == "style":
            assert re.fullmatch(r"width:[\d.]+%|text-align:(left|right|center)", value)


def test_only_our_own_pictures_are_shown(feedback, week):
    png = safe_png((ROOT / "docs" / "feedback.png").read_bytes())
    submission = marked(week, 1.0, None, linear=(Output(kind="png", png=png),))
    page = Page(feedback.page("student01", submission, week_mark(week, {})))
    assert page.tags.count("img") == 1
    pictures = "![a](http://evil.example/a.png) ![b](data:image/png;base64,AAAA) ![c](attachment:c.png)"
    linked = {"why_nonlinear": pictures}
    page = Page(feedback.page("student01", marked(week, 1.0, linked), week_mark(week, {})))
    assert "img" not in page.tags and "[image: a]" in page.text


def test_an_unreadable_submission_still_gets_a_page(feedback, week):
    submission = marked(week, 0.0).model_copy(update={"cells": ()})
    page = Page(feedback.page("student01", submission, week_mark(week, {}))).text
    assert "0 of 20 points" in page and "Your notebook" not in page


def test_the_same_marks_give_the_same_page(course, week):
    pages = {Feedback(course, week).page("student01", marked(week), week_mark(week, earned(week))) for _ in range(3)}
    assert len(pages) == 1


@pytest.mark.parametrize("formula", [
    r"Z = XW + B", r"\sigma(z) = \frac{1}{1 + e^{-z}}", r"w \sim \mathcal{N}\!\left(0, \frac{2}{\text{fan\_in}}\right)",
    r"\begin{aligned} Z &= XW \\ A &= \max(0, Z) \end{aligned}", r"\color{red}{A}", r"\hat y_j = \text{softmax}(z)_j",
])
def test_a_formula_becomes_mathml(formula):
    assert prose.math(formula).startswith("<math") and "\\" not in prose.math(formula)


@pytest.mark.parametrize("formula", [
    r"\text{<img src=x onerror=fired()>}", r"\href{javascript:fired()}{x}", r"\style{background:url(http://evil)}{x}",
    r"\frac{1", r"\left(" * 300, "{" * 5000, r"\unknown{x}", "</math><script>fired()</script>",
])
def test_a_formula_that_is_not_plain_is_shown_as_it_was_written(formula):
    html = prose.math(formula)
    assert not {"img", "script", "a"} & set(Page(html).tags)
    assert all(name in ("class", "display", *prose._ATTRIBUTES) for _, name, _ in Page(html).attributes)


@pytest.mark.parametrize("text", [
    "> " * 3000, "[" * 20_000, "*" * 20_000, "- " * 3000, "`" * 9999, "$" * 9999, "a\n" * 15_000, "![" * 9000,
])
def test_markdown_made_to_be_slow_takes_no_time(text):
    within(prose.markdown, text)


def test_a_notebook_of_slow_texts_is_shown_as_text(course, week, tmp_path):
    slow = course.model_copy(update={"root": tmp_path})
    good = marked(week)
    cells = tuple(MarkedCell(type="markdown", source="[" * (19_800 - n), grade_id=None, position=None) for n in range(50))
    mark = week_mark(week, earned(week, 0.5))
    path = Feedback(slow, week).write("student01", good.model_copy(update={"cells": (*good.cells, *cells)}), mark)
    page = path.read_text(encoding="utf-8")
    assert page.count("<pre>[[[[") == 50 and f"{mark.total:g} of 20 points so far" in Page(page).text


def test_texts_that_cost_more_than_the_budget_are_left_out_of_the_graded_notebook(week, tmp_path, monkeypatch):
    def endless(text, photos):
        while True:
            pass

    shutil.copytree(ROOT / "release" / "week1", tmp_path / "release" / "week1")
    good = marked(week)
    own = MarkedCell(type="markdown", source="mine", grade_id=None, position=None)
    with_own = good.model_copy(update={"cells": (*good.cells, own)})
    monkeypatch.setattr(autograded, "safe_markdown_with_photos", endless)
    monkeypatch.setattr(autograded, "within", lambda function: within(function, cpu_seconds=1))
    notebook = nbformat.read(autograded.Autograded(tmp_path, week).write("student01", with_own), as_version=4)
    nbformat.validate(notebook)
    assert notebook.cells[-1].source == autograded.NOT_SHOWN and len(notebook.cells) == len(with_own.cells)


@pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine (apt-get install chromium)")
def test_in_a_browser_no_script_runs_nothing_is_fetched_and_a_phone_need_not_scroll_sideways(feedback, week, tmp_path):
    from playwright.sync_api import sync_playwright

    text = "\n\n".join([EVIL, "wide" * 200, *ATTACKS])
    path = tmp_path / "page.html"
    path.write_text(feedback.page("student01", hostile(week, text), week_mark(week, earned(week))), encoding="utf-8")
    asked = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, headless=True,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        )
        page = browser.new_page(viewport={"width": 360, "height": 800})
        page.add_init_script("window.ran = []; window.fired = window.alert = name => window.ran.push(name);")
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: asked.append("a dialog"))
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.evaluate("window.ran") == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        browser.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
