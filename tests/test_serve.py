"""The live service: what a student is told at every step, and that a hand-in that was acknowledged is never lost."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import tracemalloc
import zlib
from pathlib import Path

import httpx
import pytest
from served import WEEK, course_in, serving
from sqlalchemy import insert, select, update

from autograder.course import secret
from autograder.course.course import Course, Serve
from autograder.course.week import Week
from autograder.errors import UserError
from autograder.records.store import Store
from autograder.serve import rules
from autograder.serve.backlog import LARGE, Backlog, Waiting
from autograder.serve.desk import MORE
from autograder.serve.hand_ins import take_in
from autograder.serve.questions import question
from autograder.serve.receipts import receipt, verified
from autograder.serve.service import Service
from autograder.serve.state import engine_of, hand_ins, notices, results
from tests.this_course import ROOT

HOUR = 3600.0
STUDENTS = ("s1", "s2", "s3", "s4")


def notebook(linear: str = "def linear(X, W, b):\n    return X @ W - b\n", note: str = "") -> bytes:
    """Week 1 with one exercise written, wrongly unless said otherwise."""
    whole = json.loads((ROOT / "release" / WEEK / f"{WEEK}.ipynb").read_bytes())
    for cell in whole["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "linear":
            cell["source"] = linear + note
    return json.dumps(whole).encode()


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}", "accept": "application/json"}


def hand_in(client: httpx.Client, token: str, content: bytes, week: str = WEEK, **query: str) -> httpx.Response:
    return client.post(f"/week/{week}", params={"name": "mine.ipynb", **query}, content=content, headers=bearer(token))


def marked(client: httpx.Client, token: str, hand_in_id: str, seconds: float = 90) -> dict:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        told = client.get(f"/hand-in/{hand_in_id}", headers=bearer(token)).json()
        if told["state"] in ("done", "failed"):
            return told
        time.sleep(0.1)
    raise AssertionError(f"not marked in {seconds} s: {told}")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with serving(course_in(tmp_path_factory.mktemp("serve"))) as one:
        yield one


@pytest.fixture
def client(served):
    with httpx.Client(base_url=served.url, timeout=30) as one:
        yield one


@pytest.fixture(scope="module")
def tokens(served):
    return {student: served.link(student).rpartition("/")[2] for student in STUDENTS}


def secrets_of(root: Path, engine, hand_in_id: str) -> set[str]:
    """All that the hidden tests said of a hand-in and its student may not be told for nothing, unless its notebook says it."""
    with engine.connect() as db:
        packed = db.execute(select(results.c.marked).where(results.c.hand_in == hand_in_id)).scalar_one()
    whole = json.loads(zlib.decompress(packed))
    told: set[str] = set()
    for exercise in whole["result"]["exercises"]:
        mistake = exercise["mistake"] or {}
        texts = [exercise["reason"], mistake.get("hint"), mistake.get("name"), exercise["group"]]
        texts += [text for test in exercise["tests"] for text in (test["says"], test["message"], test["name"])]
        told |= {text for text in texts if text and len(text) > 8}
    given = plain(notebook().decode())
    return {text for text in (plain(text)[:40] for text in told) if text not in given}


def plain(text: str) -> str:
    """Letters and digits: however a text was escaped or set."""
    return re.sub(r"[^a-z0-9]+", "", re.sub(r"<[^>]*>|&[#\w]+;|\\u....", "", text).casefold())


def everything(client: httpx.Client, token: str, hand_in_id: str) -> str:
    """All that the service tells the student, on every page, in every form."""
    said = []
    own = f"/hand-in/{hand_in_id}"
    for path in ("/", f"/week/{WEEK}", own, f"{own}/notebook", f"{own}/receipt"):
        for accept in ("text/html", "application/json"):
            answer = client.get(path, headers=bearer(token) | {"accept": accept})
            assert answer.status_code == 200
            said += [answer.text, str(dict(answer.headers))]
    events = client.stream("GET", "/events", headers=bearer(token), timeout=1)
    with contextlib.suppress(httpx.ReadTimeout), events as stream:
        said += list(stream.iter_text())
    return plain(" ".join(said))


def test_no_answer_tells_more_than_the_rules_say(served, client, tokens):
    token, engine = tokens["s1"], engine_of(served.course)
    first, second = (hand_in(client, token, notebook(note=f"# {n}\n")).json()["id"] for n in (1, 2))
    told = marked(client, token, first)
    marked(client, token, second)
    hidden = secrets_of(served.root, engine, first)
    assert len(hidden) > 20
    assert not told["full"]
    assert {e["id"]: e["points"] for e in told["exercises"]}["linear"] > 0
    for one in (first, second):
        said = everything(client, token, one)
        assert not [text for text in hidden if text in said]
    looked = client.post(f"/hand-in/{first}/look", headers=bearer(token)).json()
    assert looked["full"]
    assert looked["looks"] == served.course.serve.looks - 1
    said = everything(client, token, first)
    assert any(text in said for text in hidden), "a look shows nothing"
    said = everything(client, token, second)
    assert not [text for text in hidden if text in said], "the look at one hand-in shows another"
    # After the due date: from when the instructor says.
    with engine.begin() as db:
        db.execute(insert(notices).values(key=f"shown:{WEEK}", value="now"))
    assert not client.get(f"/hand-in/{second}", headers=bearer(token)).json()["full"], "shown before the week was due"


def test_another_students_hand_in_is_not_there(served, client, tokens):
    own = hand_in(client, tokens["s2"], notebook(note="# s2\n")).json()["id"]
    for path in ("", "/notebook", "/receipt"):
        missing = client.get("/hand-in/" + "0" * 32 + path, headers=bearer(tokens["s3"]))
        other = client.get(f"/hand-in/{own}{path}", headers=bearer(tokens["s3"]))
        assert (other.status_code, other.text) == (missing.status_code, missing.text)
        assert other.status_code == 404
    assert client.post(f"/hand-in/{own}/look", headers=bearer(tokens["s3"])).status_code == 404
    assert own not in client.get("/?as=s2", headers=bearer(tokens["s3"])).text
    others = client.stream("GET", "/events?as=s2", headers=bearer(tokens["s3"]), timeout=1)
    with contextlib.suppress(httpx.ReadTimeout), others as stream:
        assert all(own not in text for text in stream.iter_text())


def test_a_slip_is_asked_about_and_not_marked(served, client, tokens):
    token = tokens["s3"]
    released = (ROOT / "release" / WEEK / f"{WEEK}.ipynb").read_bytes()
    for content, word in ((released, "changed"), (b"no notebook", "notebook"), (b'{"cells": []}', "cells"),
                          (b"[" * 100_000, "notebook")):
        answer = hand_in(client, token, content)
        assert answer.status_code == 409
        assert word in answer.json()["question"]
    content = notebook(note="# the same\n")
    assert hand_in(client, tokens["s4"], content).status_code == 201
    assert "Somebody else" in hand_in(client, token, content).json()["question"]
    assert hand_in(client, token, content, anyway="1").status_code == 201


def test_the_notebook_of_another_week_is_asked_about(tmp_path):
    course, weeks = Course.load(ROOT), {name: Week.load(ROOT, name) for name in ("week1", "week2")}
    engine = engine_of(course.model_copy(update={"root": tmp_path}))
    assert question(course, engine, weeks, "s1", "week2", notebook()).startswith("This looks like the notebook of week1")
    assert question(course, engine, weeks, "s1", "week1", notebook()) is None


def test_every_look_comes_back_after_its_time():
    settings = Serve(looks=2, look_hours=24)
    assert rules.looks_of(settings, [], 0) == rules.Looks(2)
    assert rules.looks_of(settings, [0.0], HOUR) == rules.Looks(1, 24 * HOUR)
    assert rules.looks_of(settings, [0.0, HOUR], 2 * HOUR) == rules.Looks(0, 24 * HOUR)
    assert rules.looks_of(settings, [0.0, HOUR], 25 * HOUR) == rules.Looks(1, 48 * HOUR), "one more each 24 hours, not two"
    assert rules.looks_of(settings, [0.0, HOUR], 48 * HOUR) == rules.Looks(2)


def test_looks_run_out(tmp_path):
    root = course_in(tmp_path)
    course = Course.load(root)
    engine = engine_of(course)
    taken = [take_in(course, engine, "s1", WEEK, notebook(note=f"# {n}\n"), "x.ipynb") for n in range(4)]
    assert [rules.look(course, engine, one) for one in taken] == [True, True, True, False]
    assert rules.look(course, engine, taken[0]), "to look again costs nothing"
    assert [rules.shows_all(course, engine, one) for one in taken] == [True, True, True, False]


def test_after_the_due_date_all_is_shown_from_when_the_instructor_says(tmp_path):
    root = course_in(tmp_path)
    text = (root / "course.toml").read_text(encoding="utf-8")
    (root / "course.toml").write_text(text.replace("due = 2199-01-28", "due = 2021-01-28"), encoding="utf-8")
    course = Course.load(root)
    engine = engine_of(course)
    one = take_in(course, engine, "s1", WEEK, notebook(), "x.ipynb")
    assert not rules.shows_all(course, engine, one)
    with engine.begin() as db:
        db.execute(insert(notices).values(key=f"shown:{WEEK}", value="now"))
    assert rules.shows_all(course, engine, one)


def test_the_newest_of_each_student_first_and_one_at_a_time():
    backlog = Backlog()
    for number, student in enumerate(["a", "a", "b", "a"], 1):
        backlog.add(Waiting(number, f"{student}{number}", student, WEEK))
    first, second = backlog.take(), backlog.take()
    assert (first.id, second.id) == ("a4", "b3")
    assert backlog.take() is None, "two of one student at a time"
    backlog.done(first)
    assert backlog.take().id == "a2"
    backlog.paused = True
    backlog.done(second)
    assert backlog.take() is None


def test_one_large_hand_in_at_a_time():
    backlog = Backlog()
    for number, (student, size) in enumerate([("a", LARGE), ("b", LARGE), ("c", 60_000), ("d", LARGE)], 1):
        backlog.add(Waiting(number, student, student, WEEK, size))
    first, second = backlog.take(), backlog.take()
    assert (first.id, second.id) == ("a", "c") and backlog.take() is None, "two large ones at once"
    backlog.done(second)
    assert backlog.take() is None
    backlog.done(first)
    assert backlog.take().id == "b"


def test_one_large_file_is_parsed_at_a_time():
    service, under_way, most = Service(None, None, None, {}, None), [], []

    async def parse(size: int) -> None:
        async with service.parsing(size):
            under_way.append(size)
            most.append((sum(s >= LARGE for s in under_way), len(under_way)))
            await asyncio.sleep(0.02)
            under_way.remove(size)

    async def all_at_once() -> None:
        await asyncio.gather(*(parse(size) for size in (LARGE, LARGE, 60_000, LARGE, 60_000)))

    asyncio.run(all_at_once())
    assert max(large for large, _ in most) == 1, "two large ones at once"
    assert max(count for _, count in most) == 3, "small ones wait for large ones"


def test_a_flood_of_values_is_asked_about_before_it_fills_the_memory(tmp_path):
    root = course_in(tmp_path)
    flood = b'{"cells": [' + b"[]," * 3_000_000 + b"[]]}"
    tracemalloc.start()
    asked = question(Course.load(root), None, {}, "s1", WEEK, flood)
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "cannot be read" in asked and held < 60_000_000, held


def test_endless_loops_keep_nobody_waiting(tmp_path):
    """There are as many of them as are marked at a time."""
    endless = "import time\ntime.sleep(9)\ndef linear(X, W, b):\n    while True:\n        pass\n"
    many = len(os.sched_getaffinity(0)) + MORE
    root = course_in(tmp_path)
    (root / "students.csv").write_text("id\n" + "".join(f"s{n}\n" for n in range(many + 1)), encoding="utf-8")
    with serving(root) as served, served.client() as client:
        links = [served.link(f"s{n}").rpartition("/")[2] for n in range(many + 1)]
        ids = [hand_in(client, link, notebook(endless), anyway="1").json()["id"] for link in links[:many]]
        quick = hand_in(client, links[many], notebook()).json()["id"]
        assert marked(client, links[many], quick)["state"] == "done"
        states = [client.get(f"/hand-in/{one}", headers=bearer(link)).json()["state"] for one, link in zip(ids, links)]
        assert states == ["running"] * many, "it waited until an endless loop was over"


def test_a_receipt_that_was_changed_is_none(tmp_path):
    root = course_in(tmp_path)
    secret.make(root)
    course = Course.load(root)
    text = receipt(course, take_in(course, engine_of(course), "s1", WEEK, notebook(), "my\nname.ipynb"))
    path = tmp_path / "receipt.txt"
    path.write_text(text.replace("\n", "\r\n"), encoding="utf-8")
    assert verified(course, path)["student"] == "s1"
    for changed in (text.replace("student: s1", "student: s2"), text.replace("time: 20", "time: 19"), text[:-2], "",
                    "signature: \n"):
        path.write_text(changed, encoding="utf-8")
        with pytest.raises(UserError):
            verified(course, path)


def test_hand_in_py_hands_in_and_shows_what_it_gets(served, tmp_path):
    """The published file, with a Python that has nothing else (-I -S)."""
    link = served.url + served.link("s4")
    (tmp_path / WEEK).mkdir()
    (tmp_path / WEEK / f"{WEEK}.ipynb").write_bytes(notebook(note="# from a terminal\n"))
    words = [sys.executable, "-I", "-S", ROOT / "autograder" / "authoring" / "templates" / "publish" / "hand_in.py", WEEK]

    def run(*more: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*words, *more], cwd=tmp_path, capture_output=True, text=True, stdin=subprocess.DEVNULL,
                              env={"HOME": str(tmp_path), "HAND_IN_LINK": link, "PYTHONUTF8": "1"} | environment)

    done = run()
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"linear +1\.5\d* / 3", done.stdout), done.stdout
    assert "✗ " in (looked := run("--look").stdout), looked
    (tmp_path / WEEK / f"{WEEK}.ipynb").write_bytes((ROOT / "release" / WEEK / f"{WEEK}.ipynb").read_bytes())
    asked = run()
    assert (asked.returncode, asked.stderr) == (1, "")
    assert "No cell" in asked.stdout
    refused = run(HAND_IN_LINK=served.url + "/in/0000000000000000000000")
    assert (refused.returncode, refused.stderr) == (1, "")
    assert "not known" in refused.stdout
    assert run(HAND_IN_LINK="http://127.0.0.1:1/in/x").returncode == 1


def test_the_published_folder_has_hand_in_py_where_the_course_is_served():
    from autograder.authoring.publish import HAND_IN, tree

    course = Course.load(ROOT)
    served_at = course.model_copy(update={"serve": Serve(url="https://ccn.example.org", path="/2021")})
    assert b'SERVER = "https://ccn.example.org/2021"' in tree(served_at, [WEEK])[HAND_IN]
    assert HAND_IN not in tree(course, [WEEK])


def test_grade_beside_it_and_a_locked_database_lose_nothing(served, client, tokens):
    """`grade` runs while hand-ins come and are recorded, and the service's database is locked for a while."""
    words = [sys.executable, "-m", "autograder", "grade", WEEK, "--anew", "--root", str(served.root)]
    hand_in(client, tokens["s1"], notebook(note="# there is something to grade\n"))
    grading = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    sent = {}
    for number in range(3):
        for student in ("s1", "s2"):
            sent[hand_in(client, tokens[student], notebook(note=f"# beside {student} {number}\n")).json()["id"]] = student
        with contextlib.closing(sqlite3.connect(served.root / ".autograder" / "serve.db")) as database:
            database.execute("BEGIN IMMEDIATE")
            time.sleep(1)
            database.rollback()
    assert {marked(client, tokens[student], one)["state"] for one, student in sent.items()} == {"done"}
    said, complained = grading.communicate(timeout=120)
    assert grading.returncode == 0, said + complained
    again = subprocess.run(words[:5] + words[6:], capture_output=True, text=True, check=True)
    assert re.search(r"\b0 marked|marked\W+0\b", again.stdout), again.stdout


@contextlib.contextmanager
def killed(served):
    """The block, then SIGKILL."""
    yield
    os.kill(served.pid, signal.SIGKILL)


def test_a_kill_loses_nothing_that_was_acknowledged(tmp_path):
    """kill -9 while hand-ins wait and run; a restart goes on, and `grade` finds nothing left to do."""
    root, acknowledged = course_in(tmp_path), {}
    with serving(root) as one, httpx.Client(base_url=one.url, timeout=30) as client, killed(one):
        tokens = {student: one.link(student).rpartition("/")[2] for student in STUDENTS}
        for number in range(3):
            for student, token in tokens.items():
                answer = hand_in(client, token, notebook(note=f"# {student} {number}\n"))
                assert answer.status_code == 201
                acknowledged[answer.json()["id"]] = student
    engine = engine_of(Course.load(root))
    with engine.connect() as db:
        unfinished = db.execute(select(hand_ins.c.id).where(hand_ins.c.state.in_(("waiting", "running")))).all()
    assert unfinished, "all were marked before the kill: this run proves nothing"
    # As a kill between the record and its place in submitted/ would leave it.
    latest = list(acknowledged)[-1]
    subprocess.run(["rm", "-rf", root / "submitted" / acknowledged[latest]], check=True)
    with engine.begin() as db:
        db.execute(update(hand_ins).where(hand_ins.c.id == latest).values(state="running"))
    with serving(root) as one, httpx.Client(base_url=one.url, timeout=30) as client:
        told = {hand_in_id: marked(client, tokens[student], hand_in_id) for hand_in_id, student in acknowledged.items()}
    assert {one["state"] for one in told.values()} == {"done"}
    store = Store(root)
    for number, student in enumerate(STUDENTS):
        stands = (root / "submitted" / student / WEEK / f"{WEEK}.ipynb").read_text(encoding="utf-8")
        assert f"# {student} 2" in stands
        assert len(list((root / "collected" / WEEK / student).iterdir())) == 3
        latest_id = list(acknowledged)[8 + number]
        assert store.read(WEEK, student)[1].result.score == pytest.approx(told[latest_id]["points"], abs=0.01)
    words = [sys.executable, "-m", "autograder", "grade", WEEK, "--root", str(root)]
    said = subprocess.run(words, capture_output=True, text=True, check=True)
    assert re.search(r"unchanged\W+4|4 unchanged", said.stdout), said.stdout
