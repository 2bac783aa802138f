"""PostgreSQL by one line of course.toml: the service's state and the gradebook on a real server, whose connections are lost."""

from __future__ import annotations

import contextlib
import csv
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy.exc import SQLAlchemyError

from autograder.course.course import Course
from autograder.course.week import Week
from autograder.errors import UserError
from autograder.records import ledger
from autograder.records.gradebook import Book
from autograder.records.store import Store
from autograder.serve.hand_ins import take_in
from autograder.serve.registrar import Registrar
from autograder.serve.state import engine_of
from tests.postgres import INITDB, PASSWORD, Postgres
from tests.served import SERVE, WEEK, Served, course_in, serving
from tests.test_serve import bearer, hand_in, marked, notebook
from tests.this_course import ROOT

pytestmark = pytest.mark.skipif(INITDB is None, reason="there is no PostgreSQL here (apt-get install postgresql)")
STUDENTS = ("s1", "s2", "s3", "s4")


@pytest.fixture(scope="module")
def database() -> Iterator[Postgres]:
    with Postgres() as one:
        yield one


@pytest.fixture(scope="module")
def root(database: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return course_in(tmp_path_factory.mktemp("postgres"), SERVE + f'database = "{database.address}"\n')


def run(root: Path, *words: str) -> str:
    done = subprocess.run([sys.executable, "-m", "autograder", *words, "--root", str(root)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def sent(client: httpx.Client, token: str, content: bytes) -> str | None:
    """A hand-in's id where it was acknowledged."""
    with contextlib.suppress(httpx.HTTPError):
        answer = hand_in(client, token, content)
        if answer.status_code == 201:
            return answer.json()["id"]
        assert answer.status_code == 503, (answer.status_code, answer.text)
        assert "database does not answer" in answer.json()["error"]
    return None


def answered(client: httpx.Client, token: str, hand_in_id: str) -> dict:
    """`marked`, through answers that say that the database is away."""
    ends = time.monotonic() + 90
    while time.monotonic() < ends:
        with contextlib.suppress(KeyError, json.JSONDecodeError):
            return marked(client, token, hand_in_id)
        time.sleep(0.2)
    raise AssertionError("the service has not come back")


def test_a_lost_connection_loses_no_hand_in_and_the_service_goes_on(database: Postgres, root: Path):
    """Connections are cut, the server crashes and comes back, while four students hand in."""
    acknowledged: dict[str, str] = {}
    with serving(root) as served, httpx.Client(base_url=served.url, timeout=60) as client:
        tokens = {student: served.link(student).rpartition("/")[2] for student in STUDENTS}
        # So that every part of the service has a connection to lose.
        marked(client, tokens["s1"], hand_in(client, tokens["s1"], notebook(note="# before\n")).json()["id"])
        refused = 0
        for number in range(6):
            for student, token in tokens.items():
                one = sent(client, token, notebook(note=f"# {student} {number}\n"))
                refused += one is None
                if one:
                    acknowledged[one] = student
                if number == 1:
                    assert database.cut()
                if (number, student) == (3, "s2"):
                    database.stop("immediate")
                if (number, student) == (3, "s4"):
                    database.start()
        assert refused, "no request met a server that is away: this run proves nothing"
        told = {one: answered(client, tokens[student], one) for one, student in acknowledged.items()}
        assert {one["state"] for one in told.values()} == {"done"}
        # All that the class handed in is marked, acknowledged or not: nobody waits for a restart.
        until_idle(served, client)
        log = served.log.read_text(encoding="utf-8")
    assert PASSWORD not in log
    assert "Traceback" not in log, log
    assert "tried again: " in log, "no marking met a lost connection: this run proves nothing"
    newest = {student: one for one, student in acknowledged.items()}
    for student, one in newest.items():
        assert Store(root).read(WEEK, student)[1].result.score == pytest.approx(told[one]["points"], abs=0.01)
        assert f"# {student} 5" in (root / "submitted" / student / WEEK / f"{WEEK}.ipynb").read_text(encoding="utf-8")
    assert re.search(r"unchanged\W+4|4 unchanged", run(root, "grade", WEEK)), "`grade` has something left to do"


def until_idle(served: Served, client: httpx.Client) -> None:
    token, ends = served.link("ben").rpartition("/")[2], time.monotonic() + 60
    while "0 waiting" not in client.get("/class", headers=bearer(token)).text:
        assert time.monotonic() < ends
        time.sleep(0.2)


def test_the_gradebook_is_in_the_same_database(database: Postgres, root: Path):
    """`grade`, `report`, `export` and nbgrader's own programs work on it, and there is no other."""
    course = Course.load(root)
    engine = engine_of(course)
    for student in STUDENTS:
        take_in(course, engine, student, WEEK, notebook(note=f"# {student}, the last\n"), "mine.ipynb")
    engine.dispose()
    assert re.search(r"marked\W+4|4 marked", run(root, "grade", WEEK, "--anew"))
    run(root, "report", WEEK)
    run(root, "export", str(root / "exports"))
    assert not (root / "gradebook.db").exists()
    assert not (root / ".autograder" / "serve.db").exists()
    marks = ledger.of_course(course)
    week = marks.weeks[0]
    for student in STUDENTS:
        score = Store(root).read(WEEK, student)[1].result.score
        assert sum(mark.earned for mark in marks.week_mark(week, student).marks) == pytest.approx(score)
        assert score > 0
    with (root / "exports" / "grades.csv").open(encoding="utf-8-sig") as file:
        assert {row["student"] for row in csv.DictReader(file)} >= set(STUDENTS)
    (root / "nbgrader_config.py").write_bytes((ROOT / "nbgrader_config.py").read_bytes())
    listed = subprocess.run([sys.executable, "-m", "nbgrader", "db", "student", "list"], cwd=root, capture_output=True, text=True)
    assert all(student in listed.stdout + listed.stderr for student in STUDENTS), listed.stderr
    assert not (root / "gradebook.db").exists()
    assert {row[0] for row in database.asked("SELECT id FROM student", "ccn")} >= set(STUDENTS)


def test_a_gradebook_whose_connection_was_lost_is_read_and_written_again(database: Postgres, root: Path):
    course, week = Course.load(root), Week.load(root, WEEK)
    registrar = Registrar(course, {WEEK: week})
    for cut in (False, True):
        registrar.unwritten[WEEK, "s1"] = None
        if cut:
            assert database.cut()
            with pytest.raises(SQLAlchemyError):
                registrar.next_page()
        assert registrar.next_page().student == "s1"
    with Book(root) as book:
        book.gradebook.update_or_create_student("s1")
        assert database.cut()
        for _ in range(2):
            with contextlib.suppress(UserError):
                book.prepare(week)
                break
        else:
            raise AssertionError("the gradebook does not come back")
        # nbgrader's own session, too.
        assert book.gradebook.find_student("s1").id == "s1"


def test_what_is_wrong_with_it_is_said_in_a_sentence(database: Postgres, tmp_path: Path):
    for number, (address, word) in enumerate((
        (database.address.replace("ccn:", "nobody:"), "password authentication failed"),
        (database.address.replace(f":{database.port}/", ":1/"), "does not answer"),
        (database.address.replace("+psycopg", "+psycopg2"), "pip install 'ccn-autograder[postgres]'"),
    )):
        root = course_in(tmp_path / str(number), SERVE + f'database = "{address}"\n')
        for words in (["serve", "--port", "1"], ["export", str(tmp_path / "x")]):
            done = subprocess.run([sys.executable, "-m", "autograder", *words, "--root", str(root)], capture_output=True,
                                  text=True, timeout=60)
            assert done.returncode == 2, done.stdout + done.stderr
            assert word in done.stderr, done.stderr
            assert "Traceback" not in done.stderr
            assert PASSWORD not in done.stdout + done.stderr
