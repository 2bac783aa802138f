"""nbgrader's formgrader in a real browser: the graded class is there, and what a person gives there is never lost."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from autograder.course.course import Course
from autograder.course.week import Week
from autograder.grading.grade import grade
from autograder.grading.pool import LocalPool
from autograder.records.gradebook import Book
from tests.this_course import course_copy

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here (apt-get install chromium)")

ANSWER = "Two layers give $Z_2 = X W_1 W_2$ + a constant: again one linear layer."
COMMENT = "Nearly: and *which* constant, $b_1W_2 + b_2$?"


def hand_in(root: Path, student: str, answers: dict[str, str]) -> None:
    """The release with some answers in it, in submitted/."""
    notebook = json.loads((root / "release" / "week1" / "week1.ipynb").read_text())
    for cell in notebook["cells"]:
        cell["source"] = answers.get(cell["metadata"].get("nbgrader", {}).get("grade_id"), cell["source"])
    folder = root / "submitted" / student / "week1"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "week1.ipynb").write_text(json.dumps(notebook))
    (folder / "timestamp.txt").write_text("2021-01-27 10:00:00.000000 UTC")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course folder in which two students are graded."""
    root = course_copy(tmp_path_factory.mktemp("course"))
    week = Week.load(root, "week1")
    solved = {e.id: week.solution(e.id) for e in week.coded} | {"why_nonlinear": ANSWER}
    hand_in(root, "student01", solved)
    hand_in(root, "student02", {})
    course = Course.load(root)
    grade(course, "week1", LocalPool(1))
    return course


@pytest.fixture(scope="module")
def formgrader(course, tmp_path_factory):
    """The address of a formgrader that serves the course."""
    home = tmp_path_factory.mktemp("home")
    own = {f"JUPYTER_{kind}_DIR": str(home / kind) for kind in ("CONFIG", "DATA", "RUNTIME")}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", "--ServerApp.token=",
               "--ServerApp.password=", f"--ServerApp.port={port}", "--ServerApp.ip=127.0.0.1"]
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=course.root, env=os.environ | own | {"HOME": str(home), "PATH": path},
                                  stdout=log, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}/formgrader"
    try:
        _wait_for(address, server, home / "server.log")
        yield address
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"formgrader did not start:\n{log.read_text()[-2000:]}")


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("profile"), executable_path=CHROMIUM, headless=True,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        )
        # The manual-grading page asks a CDN for MathJax.
        context.route("**/*", lambda route: route.continue_() if _is_local(route.request.url) else route.abort())
        page = context.pages[0]
        page.set_default_timeout(30_000)
        yield page
        context.close()


def _is_local(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "file://", "data:"))


def open_submission(page, formgrader, student: str) -> None:
    """Go to a student's manual-grading page as a person would: from the list of submissions."""
    page.goto(f"{formgrader}/manage_students/{student}/week1")
    page.get_by_role("link", name="week1").last.click()
    # The page draws first and asks for grades and comments then.
    page.wait_for_selector("#test_linear[placeholder]")
    page.wait_for_selector("#why_nonlinear-comment[placeholder]")


def test_the_class_is_listed_with_its_scores(page, formgrader):
    page.goto(f"{formgrader}/manage_submissions/week1")
    for student, score in (("student01", "19 / 20"), ("student02", "0 / 20")):
        row = page.locator("tr", has_text=student)
        row.wait_for()
        assert score in row.inner_text()


def test_a_submission_shows_the_scores_with_their_reasons(page, formgrader):
    open_submission(page, formgrader, "student01")
    assert page.locator("#test_linear").get_attribute("placeholder") == "3"
    assert page.locator("#test_perceptron_extra_credit").input_value() == "3"
    assert "✓ " in page.locator(".output_html").first.inner_text()


def test_a_persons_mark_and_comment_survive_a_regrade_and_reach_the_feedback(page, formgrader, course):
    week = Week.load(course.root, "week1")
    open_submission(page, formgrader, "student01")
    with page.expect_response(lambda r: "/api/grade/" in r.url and r.request.method == "PUT"):
        page.fill("#why_nonlinear", "3")
        page.press("#why_nonlinear", "Tab")
    with page.expect_response(lambda r: "/api/comment/" in r.url and r.request.method == "PUT"):
        page.fill("#why_nonlinear-comment", COMMENT)
        page.press("#why_nonlinear-comment", "Tab")

    # Now relu gets worse, and formgrader's own button grades again.
    solved = {e.id: week.solution(e.id) for e in week.coded} | {"why_nonlinear": ANSWER}
    hand_in(course.root, "student01", solved | {"relu": "def relu(Z):\n    return Z"})
    page.goto(f"{formgrader}/manage_submissions/week1")
    page.locator("tr", has_text="student01").locator(".autograde a").click()
    page.get_by_text("Successfully autograded").wait_for()
    with Book(course.root) as book:
        found = {g.name: (g.auto_score, g.manual_score, g.extra_credit)
                 for g in book.gradebook.find_submission_notebook("week1", "week1", "student01").grades}
    assert found["why_nonlinear"] == (None, 3.0, None)
    assert found["test_relu"][0] < 2
    assert found["test_perceptron"] == (0.0, None, 3.0)

    grade(course, "week1", LocalPool(1))
    page.goto((course.root / "feedback" / "student01" / "week1" / "week1.html").as_uri())
    row = page.locator("#row-why_nonlinear")
    assert row.locator(".marks").inner_text() == "3 / 4"
    assert "Nearly: and which constant" in row.inner_text()
    assert row.locator("math").count() == 1
