"""The instructor's pages in a real browser, on a phone and on a desk: nothing sticks out, runs or leaves."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.course.course import Course
from autograder.course.week import Week
from autograder.marking.result import ExerciseResult, Marked, MarkedCell, Mistake, Result
from autograder.marking.result import Test as OneTest
from autograder.pages.report import report
from autograder.pages.similarity import page, similar
from autograder.records.store import Header, Store
from tests.this_course import ROOT

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here (apt-get install chromium)")
EVIL = "<img src=http://127.0.0.1:9/x onerror='document.title=1'><script>document.title=1</script>" + "W" * 300


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> list[Path]:
    """A report and a similarity list of twelve students, some of whom wrote what should not run."""
    root = tmp_path_factory.mktemp("course")
    for name in ("course.toml", "nbgrader_config.py"):
        shutil.copy(ROOT / name, root)
    for kind in ("assignments", "source", "release"):
        shutil.copytree(ROOT / kind / "week1", root / kind / "week1")
    course, week = Course.load(root), Week.load(root, "week1")
    for k in range(12):
        _store(course, week, f"student{k:02}", good=k % 3)
    reports = root / "reports"
    reports.mkdir()
    (reports / "week1.html").write_text(report(course, "week1", reports / "week1.html"), encoding="utf-8")
    (reports / "alike.html").write_text(page(course, "week1", similar(course, "week1")), encoding="utf-8")
    return [reports / "week1.html", reports / "alike.html"]


def _store(course, week, student, good):
    mistake = None if good else Mistake(name="of_some_kind", hint="Look at it again.")
    exercises = tuple(
        ExerciseResult(id=e.id, score=e.points if good else 0, max_score=e.points, bonus=e.bonus, mistake=mistake,
                       outcome="passed" if good else "failed",
                       tests=(OneTest(name="a", says="It is right.", worth=1, passed=bool(good), message=EVIL),))
        for e in week.coded)
    result = Result(file="week1.ipynb", week="week1", score=sum(e.score for e in exercises if not e.bonus),
                    max_score=week.max_score, bonus=0, manual_points=4, repairs=(EVIL,), exercises=exercises)
    code = f"def linear(X, W, b):\n    return X  # {EVIL}\n" + "x = [1, 2] * 3\n" * 9
    cells = (MarkedCell(type="code", source=code),)
    Store(course.root).write("week1", Header(student=student, submission="x", exercises={}, seconds={"all": 0.3}),
                             Marked(result=result, cells=cells))


@pytest.mark.parametrize("width", [390, 1200])
def test_the_pages_fit_show_their_pictures_and_run_nothing(pages, width):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"])
        for path in pages:
            tab, asked = browser.new_page(viewport={"width": width, "height": 900}), []
            tab.on("request", lambda request, asked=asked: asked.append(request.url))
            tab.goto(path.as_uri())
            assert asked == [path.as_uri()] and tab.title() != "1"
            assert tab.evaluate("document.documentElement.scrollWidth") <= width
            small = tab.evaluate("""[...document.querySelectorAll('svg')].filter(s => {
                const box = s.getBoundingClientRect(); return box.width < 250 || box.height < 60 })""")
            assert small == []
            if path.name == "week1.html":
                assert tab.locator("svg").count() == 4 and tab.get_by_text("Look at it again.").count() > 0
        browser.close()
