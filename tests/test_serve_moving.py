"""`autograder move-database`: a course that began on SQLite goes on, on a real PostgreSQL server, as if nothing had happened."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from nbgrader.api import Base
from sqlalchemy import MetaData, create_engine, select

from autograder.records import database
from autograder.records.gradebook import Book
from autograder.serve import state
from tests.postgres import INITDB, PASSWORD, Postgres
from tests.served import SERVE, WEEK, Served, course_in, serving
from tests.test_serve import bearer, hand_in, marked, notebook
from tests.test_serve_faults import until

pytestmark = pytest.mark.skipif(INITDB is None, reason="there is no PostgreSQL here (apt-get install postgresql)")
FILES = (".autograder/serve.db", "gradebook.db")


@pytest.fixture
def server() -> Iterator[Postgres]:
    with Postgres() as one:
        yield one


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "autograder", *words, "--root", str(root)], capture_output=True, text=True,
                          timeout=120)


def refused(root: Path, word: str, *words: str) -> None:
    done = run(root, *(words or ("move-database",)))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stdout + done.stderr
    assert word in done.stderr
    assert PASSWORD not in done.stderr


def rows(address: str, metadata: MetaData) -> dict[str, list[Any]]:
    """All that a database holds."""
    engine = create_engine(address)
    with engine.connect() as db:
        held = {table.name: sorted(map(repr, db.execute(select(table)))) for table in metadata.sorted_tables}
    engine.dispose()
    return held


def names(root: Path, address: str) -> None:
    """Let course.toml name a database."""
    text = (root / "course.toml").read_text(encoding="utf-8")
    (root / "course.toml").write_text(text.replace("[serve]\n", f'[serve]\ndatabase = "{address}"\n'), encoding="utf-8")


def begun(served: Served, client: httpx.Client, address: str) -> tuple[dict[str, str], dict[str, dict]]:
    """A week under way: links, hand-ins with Results, a look, a message, a mark by a person, and one that waits. Ends by a kill.
    Tokens, and what s1 was told of their hand-ins."""
    tokens = {who: served.link(who).rpartition("/")[2] for who in ("s1", "s2", "s4", "ben")}
    ones = [hand_in(client, tokens[who], notebook(note=f"# {who}\n")).json()["id"] for who in ("s1", "s2", "s1")]
    for one, who in zip(ones, ("s1", "s2", "s1"), strict=True):
        marked(client, tokens[who], one)
    assert client.post(f"/hand-in/{ones[0]}/look", headers=bearer(tokens["s1"])).status_code == 200
    with Book(served.root) as book:
        book.gradebook.find_comment("why_nonlinear", WEEK, WEEK, "s1").manual_comment = "Almost: √2 \U0001f642"
        book.gradebook.db.commit()
    told = {one: marked(client, tokens["s1"], one) for one in (ones[0], ones[2])}
    names(served.root, address)
    refused(served.root, "running")
    os.kill(served.pid, signal.SIGSTOP)
    engine = state.engine_of(served.course)
    with engine.begin() as db:
        one = db.execute(select(state.hand_ins).where(state.hand_ins.c.id == ones[1])).one()
        db.execute(state.hand_ins.update().where(state.hand_ins.c.id == ones[1]).values(state="waiting", tries=0))
        assert one.state == "done"
    state.set_notice(engine, "message", "Moved tonight")
    state.note(engine, "ben", "wrote a message")
    engine.dispose()
    os.kill(served.pid, signal.SIGKILL)
    return tokens, told


def test_a_course_moves_with_all_it_has(tmp_path: Path, server: Postgres):
    root = course_in(tmp_path)
    refused(root, "names no other database")
    with serving(root) as served, httpx.Client(base_url=served.url, timeout=60) as client:
        tokens, told = begun(served, client, server.address)
    for words in (("serve", "--port", "1"), ("invite",)):
        refused(root, "move-database", *words)
    tables = state.metadata, Base.metadata
    held = [rows(f"sqlite:///{root / file}", metadata) for file, metadata in zip(FILES, tables, strict=True)]
    done = run(root, "move-database")
    assert done.returncode == 0, done.stderr
    assert "hand_ins: 3 rows" in done.stdout
    assert held == [rows(server.address, metadata) for metadata in tables]
    assert all(not (root / file).exists() and (root / f"{file}.moved").exists() for file in FILES)
    refused(root, "nothing to move")
    with serving(root) as served, httpx.Client(base_url=served.url, timeout=60) as client:
        assert {one: marked(client, tokens["s1"], one) for one in told} == told
        assert "Moved tonight" in client.get("/", headers={"authorization": f"Bearer {tokens['s2']}"}).text
        # The one that waited is marked, and the next one's number follows.
        new = hand_in(client, tokens["s4"], notebook(note="# s4\n")).json()["id"]
        assert marked(client, tokens["s4"], new)["state"] == "done"
        until(lambda: server.asked("SELECT DISTINCT state FROM hand_ins", "ccn") == [("done",)], 90)
        assert server.asked("SELECT count(*) FROM hand_ins", "ccn") == [(4,)]
    assert re.search(r"unchanged\W+3|3 unchanged", run(root, "grade", WEEK).stdout), "`grade` has something left to do"
    with Book(root) as book:
        assert book.gradebook.find_comment("why_nonlinear", WEEK, WEEK, "s1").comment == "Almost: √2 \U0001f642"
    assert not (root / "gradebook.db").exists()


def test_a_database_that_is_not_empty_is_not_touched(tmp_path: Path, server: Postgres):
    root = course_in(tmp_path, SERVE)
    with serving(root) as served:
        served.link("s1")
    names(root, server.address)
    engine = create_engine(server.address)
    state.metadata.create_all(engine)
    state.set_notice(engine, "message", "Another course")
    refused(root, "not empty: its table notices has rows (1)")
    assert (root / FILES[0]).exists()
    assert rows(server.address, state.metadata)["links"] == []
    with engine.begin() as db:
        db.execute(state.notices.delete())
    # What another program is writing at this moment is not left behind.
    locked = create_engine(f"sqlite:///{root / FILES[0]}")
    with locked.connect() as db:
        db.exec_driver_sql("BEGIN IMMEDIATE")
        refused(root, "locked by another program")
    # A row that the server does not take: nothing has moved, and all is still there.
    with locked.begin() as db:
        state_of = {"time": 1.0, "who": "ben", "what": "a \0 in it"}
        db.execute(state.audit.insert().values(**state_of))
    refused(root, "Nothing was moved")
    assert rows(server.address, state.metadata)["links"] == []
    assert (root / FILES[0]).exists()
    engine.dispose()
    locked.dispose()


def test_a_gradebook_that_nbgraders_settings_have_elsewhere_stays(tmp_path: Path, server: Postgres):
    root = course_in(tmp_path, SERVE)
    with serving(root) as served:
        served.link("s1")
    elsewhere = f"sqlite:///{root / 'mine.db'}"
    (root / "nbgrader_config.py").write_text(f"c = get_config()\nc.CourseDirectory.db_url = {elsewhere!r}\n", encoding="utf-8")
    (root / "gradebook.db").write_bytes(b"")
    names(root, server.address)
    assert run(root, "move-database").returncode == 0
    assert (root / "gradebook.db").exists()
    assert database.file_of(elsewhere) == root / "mine.db"
    assert len(rows(server.address, state.metadata)["links"]) == 1
