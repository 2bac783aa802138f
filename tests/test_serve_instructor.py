"""The instructor's side: what it shows of a class that hands in, and what it does."""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import insert

from autograder.course.week import Week
from autograder.serve.sessions import csrf_of
from autograder.serve.state import engine_of, hand_ins
from tests.served import WEEK, Served, course_in, serving
from tests.this_course import ROOT


def notebook(texts: dict[str, str] | None = None) -> bytes:
    """Week 1 solved, but for `texts` in the place of the exercises named there."""
    week = Week.load(ROOT, WEEK)
    solved = {e.id: re.sub("### (BEGIN|END) SOLUTION", "", week.solution(e.id)) for e in week.exercises} | (texts or {})
    cells = []
    for number, cell in enumerate(week.release):
        one = {"cell_type": cell.type, "id": f"c{number}", "metadata": cell.metadata}
        one |= {"source": solved.get(cell.grade_id, cell.source)}
        cells.append(one | ({"outputs": [], "execution_count": None} if cell.type == "code" else {}))
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def hand_in(served: Served, client: httpx.Client, content: bytes) -> str:
    """Hand in, and wait until it is marked; the hand-in's id."""
    return marked(client, sent(served, client, content))


def sent(served: Served, client: httpx.Client, content: bytes) -> str:
    """Hand in; the hand-in's id."""
    answer = client.post(f"/week/{WEEK}", params={"name": "week1.ipynb", "anyway": "1"}, content=content,
                         headers={"Accept": "application/json", "X-CSRF-Token": served.csrf(client, f"/week/{WEEK}")})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def marked(client: httpx.Client, one: str) -> str:
    ends = time.monotonic() + 90
    while client.get(f"/hand-in/{one}", headers={"Accept": "application/json"}).json()["state"] in ("waiting", "running"):
        assert time.monotonic() < ends
        time.sleep(0.1)
    return one


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A class where s1 has handed in right, s2 a linear layer without bias."""
    with serving(course_in(tmp_path_factory.mktemp("class"))) as one:
        with one.client("s1") as client:
            hand_in(one, client, notebook())
        with one.client("s2") as client:
            hand_in(one, client, notebook({
                "linear": "def linear(X, W, b):\n    return X @ W\n",
                "perceptron": "def perceptron(X, y, epochs):\n    raise NotImplementedError",
            }))
        yield one


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_week_tells_who_has_handed_in_and_what_is_wrong_now(served: Served):
    with served.client("ben") as assistant:
        page = assistant.get(f"/class/week/{WEEK}").text
    told = text_of(page)
    assert "2 of 4 have handed in" in told
    assert re.search(r"linear 50 % \(1\)", told)
    # All points, some, none, not written, could not be run.
    assert "perceptron (bonus) 50 % (1) 0 % (0) 0 % (0) 50 % (1) 0 % (0)" in told
    assert re.search(r"1 × linear : without bias", told)
    here, absent = told.split("Who has not")
    assert "Maja Lind" in here
    assert "Maja Lind" not in absent
    # A name that is a script, and one that is a formula, are only names.
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "in each of the last 24 hours; the most were" in page


def test_an_instructor_sees_what_the_student_sees(served: Served):
    with served.client("ada@example.org") as instructor, served.client("s1") as student:
        page = instructor.get("/class/student/s1")
        assert "Maja Lind" in page.text
        assert instructor.get("/class/student/nobody").status_code == 404
        as_student = text_of(instructor.get(f"/week/{WEEK}?as=s1").text)
        own = text_of(student.get(f"/week/{WEEK}").text)
        points = re.search(r"[\d.]+ of 16", own)
        assert points
        assert points[0] in as_student


def test_a_message_stands_on_all_pages_and_in_the_trail(served: Served):
    with served.client("ada@example.org") as instructor, served.client("s1") as student:
        token = served.csrf(instructor, "/class")
        said = "The lecture hall is <b>C2</b>"
        assert instructor.post("/class/message", data={"csrf": token, "message": said}).status_code == 303
        assert "The lecture hall is &lt;b&gt;C2&lt;/b&gt;" in student.get("/").text
        assert "put on all pages: The lecture hall" in text_of(instructor.get("/class/trail").text)
        instructor.post("/class/message", data={"csrf": token, "message": ""})
        assert "lecture hall" not in student.get("/").text


def test_a_pause_keeps_what_is_handed_in(served: Served):
    with served.client("ada@example.org") as instructor, served.client("s3") as student:
        token = served.csrf(instructor, "/class")
        assert instructor.post("/class/pause", data={"csrf": token, "paused": "1"}).status_code == 303
        taken = sent(served, student, notebook())
        time.sleep(1)
        assert student.get(f"/hand-in/{taken}", headers={"Accept": "application/json"}).json()["state"] == "waiting"
        assert "1 waiting" in text_of(instructor.get("/class").text)
        assert instructor.post("/class/pause", data={"csrf": token, "paused": "0"}).status_code == 303
        marked(student, taken)


def test_a_hand_in_marked_again_gets_the_same(served: Served):
    with served.client("ada@example.org") as instructor, served.client("s1") as student:
        page = instructor.get("/class/student/s1").text
        one = re.search(r"/class/again/([0-9a-f]+)", page)
        assert one
        before = student.get(f"/hand-in/{one[1]}", headers={"Accept": "application/json"}).json()
        assert instructor.post(f"/class/again/{one[1]}", data={"csrf": served.csrf(instructor, "/class")}).status_code == 303
        marked(student, one[1])
        after = student.get(f"/hand-in/{one[1]}", headers={"Accept": "application/json"}).json()
        assert after["exercises"] == before["exercises"]
        assert instructor.post("/class/again/" + "0" * 32, data={"csrf": served.csrf(instructor, "/class")}).status_code == 404


@pytest.mark.parametrize("page", ["/class/message", "/class/pause", f"/class/week/{WEEK}/show", "/class/again/" + "0" * 32])
def test_an_assistant_changes_nothing_and_a_student_finds_nothing(served: Served, page: str):
    with served.client("ben") as assistant:
        assert assistant.post(page, headers={"X-CSRF-Token": csrf_by_cookie(assistant)}).status_code == 403
    with served.client("s1") as student:
        assert student.post(page, headers={"X-CSRF-Token": csrf_by_cookie(student)}).status_code == 404
        for other in ("/class", "/class/trail", f"/class/week/{WEEK}", "/class/student/s2"):
            assert student.get(other).status_code == 404


def csrf_by_cookie(client: httpx.Client) -> str:
    return csrf_of(client.cookies["autograder"])


def test_all_is_shown_when_the_instructor_says_and_is_written_down(served: Served, tmp_path: Path):
    with served.client("ada@example.org") as instructor:
        token = served.csrf(instructor, "/class")
        assert instructor.post(f"/class/week/{WEEK}/show", data={"csrf": token, "shown": "1"}).status_code == 303
        assert "After the due date all is shown" in instructor.get(f"/class/week/{WEEK}").text
        instructor.post(f"/class/week/{WEEK}/show", data={"csrf": token, "shown": "0"})
        trail = text_of(instructor.get("/class/trail").text)
        assert trail.index("hid again all of week1") < trail.index("showed all of week1")
        assert instructor.post("/class/week/week99/show", data={"csrf": token}).status_code == 404


def test_pages_stay_small_with_500_students_and_300_hand_ins_of_one(tmp_path: Path):
    with serving(course_in(tmp_path)) as served:
        engine = engine_of(served.course)
        same = {"week": WEEK, "name": "week1.ipynb", "size": 60_000, "sha256": "0" * 64, "state": "done", "score": 14.5}
        rows = [same | {"student": f"p{n:03}" if n < 500 else "s1", "id": uuid.uuid4().hex, "time": n} for n in range(800)]
        with engine.begin() as db:
            db.execute(insert(hand_ins), rows)
        engine.dispose()
        with served.client("ada@example.org") as ada, served.client("s1") as s1:
            for client, page, each, listed in (
                (ada, f"/class/week/{WEEK}", r'scope="row"><a href="[^"]*/class/student/(\w+)"', 501),
                (ada, "/class/student/s1", r"/hand-in/(\w+)\?as=s1", 300),
                (s1, f"/week/{WEEK}", r'/hand-in/(\w+)"', 300),
            ):
                found = set()
                for number in range(1, 10):
                    text = client.get(f"{page}?page={number}").text
                    assert len(text) < 100_000, page
                    found |= set(re.findall(each, text))
                    if f"?page={number + 1}" not in text:
                        break
                assert (len(found), number) == (listed, 4 if listed == 501 else 3), page
                assert client.get(f"{page}?page=77").text == client.get(page).text
