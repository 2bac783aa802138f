"""What may go wrong while students hand in: each fault in real processes. What was acknowledged is marked, each hand-in once or
with the same result, and the service goes on by itself."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest
from sqlalchemy import select

from autograder.course.week import Week
from autograder.records.store import Store
from autograder.serve.hand_ins import marked_of
from autograder.serve.state import engine_of, hand_ins
from tests.served import WEEK, Served, course_in, serving
from tests.test_serve import bearer, hand_in, marked, notebook

STUDENTS = ("s1", "s2", "s3", "s4")
#: So that a database that is locked is given up soon.
HASTY = "import autograder.records.database as d; d.PATIENCE = 1"


class Class:
    """Students who hand in one after the other. acknowledged: hand-in -> student; refused: what they were told instead."""

    def __init__(self, served: Served, client: httpx.Client):
        self.served, self.client = served, client
        self.tokens = {student: served.link(student).rpartition("/")[2] for student in STUDENTS}
        self._instructor = served.link("ben").rpartition("/")[2]
        self.acknowledged: dict[str, str] = {}
        self.refused: list[str] = []
        self._count = 0

    def hand_in(self, student: str) -> str | None:
        self._count += 1
        answer = hand_in(self.client, self.tokens[student], notebook(note=f"# {student} {self._count}\n"))
        if answer.status_code == 201:
            self.acknowledged[answer.json()["id"]] = student
            return answer.json()["id"]
        assert answer.status_code == 503, answer.text
        self.refused.append(answer.json()["error"])
        return None

    def state(self, one: str) -> str:
        return self.client.get(f"/hand-in/{one}", headers=bearer(self.tokens[self.acknowledged[one]])).json()["state"]

    def trouble(self) -> str:
        """What the instructor's page says."""
        return self.client.get("/class", headers=bearer(self._instructor)).text

    def all_marked(self) -> None:
        """Each that was acknowledged is done, with the points of the same notebook elsewhere; `grade` has the newest of each."""
        told = {one: marked(self.client, self.tokens[student], one) for one, student in self.acknowledged.items()}
        assert {one["state"] for one in told.values()} == {"done"}
        assert len({json.dumps(one["exercises"]) for one in told.values()}) == 1
        engine = engine_of(self.served.course)
        results = {one: kept.result for one in told if (kept := marked_of(engine, one)) is not None}
        assert len({json.dumps([e.model_dump(mode="json") for e in result.exercises]) for result in results.values()}) == 1
        assert results.keys() == told.keys()
        with engine.connect() as db:
            rows = db.execute(select(hand_ins.c.id, hand_ins.c.student).order_by(hand_ins.c.number)).all()
        for student, one in {row.student: row.id for row in rows}.items():
            stored, kept = Store(self.served.root).read(WEEK, student), marked_of(engine, one)
            assert stored is not None and kept is not None
            assert stored[1].model_dump_json() == kept.model_dump_json(), student
        engine.dispose()


@contextlib.contextmanager
def in_class(root: Path, first: str = "") -> Iterator[Class]:
    """A class of which one has handed in and knows the result: all is warm."""
    with serving(root, first=first) as served, httpx.Client(base_url=served.url, timeout=60) as client:
        one = Class(served, client)
        until_marked(one, one.hand_in("s1"))
        yield one


def until_marked(class_: Class, one: str | None) -> None:
    assert one
    marked(class_.client, class_.tokens[class_.acknowledged[one]], one)


def until(what: Callable[[], object], seconds: float = 30) -> None:
    ends = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < ends
        time.sleep(0.02)


def states(class_: Class) -> Counter[str]:
    """How many hand-ins are in which state."""
    return Counter(map(class_.state, class_.acknowledged))


def fork_server(served: Served) -> psutil.Process:
    return next(one for one in psutil.Process(served.pid).children() if "autograder.grading.workers" in one.cmdline())


def alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        # It ended between the two questions.
        return False


def zygotes(served: Served) -> list[psutil.Process]:
    """bubblewrap, started by the service for all workers; where that one is gone, by a worker for itself."""
    found = []
    for one in psutil.Process(served.pid).children(recursive=True):
        # Children of the sandbox come and go.
        with contextlib.suppress(psutil.NoSuchProcess):
            if one.name() == "bwrap" and alive(one):
                found.append(one)
    return found


def makers(served: Served) -> list[int]:
    """Which processes have started the zygotes there are. Each is two of bubblewrap's, the second made by the first; one that
    has lost its maker is about to end."""
    found = []
    family = {served.pid, *(one.pid for one in psutil.Process(served.pid).children(recursive=True))}
    for one in zygotes(served):
        with contextlib.suppress(psutil.NoSuchProcess):
            above = one.parent()
            if above is not None and above.pid in family and above.name() != "bwrap":
                found.append(above.pid)
    return found


def workers(served: Served) -> list[psutil.Process]:
    return fork_server(served).children()


VICTIMS: dict[str, Callable[[Served], list[psutil.Process]]] = {
    "a worker": lambda served: workers(served)[:1],
    "all workers": workers,
    "what workers are forked from": lambda served: [fork_server(served)],
    "what the zygote runs": lambda served: [inner for one in zygotes(served) for inner in one.children(recursive=True)],
    "the zygote": zygotes,
    "everything": lambda served: psutil.Process(served.pid).children(recursive=True),
}


@pytest.fixture(scope="module")
def class_(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Class]:
    with in_class(course_in(tmp_path_factory.mktemp("faults"))) as one:
        yield one


@pytest.mark.parametrize("whom", VICTIMS)
def test_a_kill_costs_no_hand_in(class_: Class, whom: str):
    """SIGKILL, while one is marked and others wait."""
    ones = [class_.hand_in(student) for student in STUDENTS]
    until(lambda: "running" in map(class_.state, filter(None, ones)))
    killed = VICTIMS[whom](class_.served)
    assert killed
    for process in killed:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    class_.hand_in("s1")
    class_.all_marked()
    assert not any(map(alive, killed))
    assert not class_.refused


#: The first hand-in's record is written, and then the connection lost.
LOST = """import autograder.serve.hand_ins as h
from sqlalchemy.exc import OperationalError
found, calls = h.by_id, []
def lost(engine, one):
    calls.append(one)
    if len(calls) == 1:
        raise OperationalError("SELECT", {}, Exception("server closed the connection unexpectedly"))
    return found(engine, one)
h.by_id = lost"""


def test_a_hand_in_that_could_not_be_acknowledged_does_not_wait_for_a_restart(tmp_path: Path):
    with serving(course_in(tmp_path), first=LOST) as served, httpx.Client(base_url=served.url, timeout=60) as client:
        class_ = Class(served, client)
        assert class_.hand_in("s1") is None
        engine = engine_of(served.course)
        with engine.connect() as db:
            one = db.execute(select(hand_ins.c.id)).scalar_one()
        engine.dispose()
        class_.acknowledged[one] = "s1"
        class_.all_marked()


#: The first answer says that the sandbox does not work.
NO_SANDBOX = """from dataclasses import replace
from autograder.serve.desk import Desk
kept, calls = Desk._keep_marked, []
def told(desk, task, answer):
    calls.append(task)
    kept(desk, task, answer if len(calls) > 1 else replace(answer, marked=None, trouble="It does not start.", exit_code=3))
Desk._keep_marked = told"""


def test_a_sandbox_that_did_not_work_once_keeps_nobody_waiting(tmp_path: Path):
    with serving(course_in(tmp_path), first=NO_SANDBOX) as served, httpx.Client(base_url=served.url, timeout=60) as client:
        class_ = Class(served, client)
        class_.hand_in("s1")
        class_.hand_in("s1")
        class_.all_marked()
        assert "It does not start." in served.log.read_text(encoding="utf-8")


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """For longer than anybody waits."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("BEGIN EXCLUSIVE")
        yield
        time.sleep(2)


def test_a_locked_database_is_told_and_waited_for(tmp_path: Path):
    root = course_in(tmp_path)
    with in_class(root, HASTY) as class_:
        waits = class_.hand_in("s2")
        with locked(root / ".autograder" / "serve.db"):
            assert class_.hand_in("s3") is None
        until_marked(class_, waits)
        assert class_.refused == ["Another program keeps the course's database locked. Try again in a minute. "
                                  "What was acknowledged is kept."]
        waits = class_.hand_in("s2")
        with locked(root / "gradebook.db"):
            assert class_.hand_in("s3"), "a gradebook that is locked keeps nobody from handing in"
            until(lambda: "is locked by another program" in class_.trouble())
        until_marked(class_, waits)
        class_.all_marked()
        until(lambda: "locked" not in class_.trouble())
        assert "Traceback" not in class_.served.log.read_text(encoding="utf-8")


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def fill(path: Path) -> None:
    """Until not one byte fits."""
    with path.open("wb", buffering=0) as file:
        for piece in (1 << 20, 4096, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(bytes(piece))


def test_a_full_disk_refuses_hand_ins_and_loses_none(tmp_path: Path):
    with small_disk(tmp_path / "disk", "64m"):
        root = course_in(tmp_path / "disk")
        with in_class(root) as class_:
            for round_ in range(3):
                waits = [class_.hand_in(student) for student in STUDENTS]
                fill(root / "filler")
                class_.hand_in("s1")
                until(lambda: "no room left" in class_.trouble() or "could not be" in class_.trouble())
                (root / "filler").unlink()
                for one in waits:
                    until_marked(class_, one)
                assert len(class_.refused) == round_ + 1
            assert set(class_.refused) <= {f"There is no room left {where}. Try again in a minute. What was acknowledged is kept."
                                           for where in ("on the course's disk", "for the course's database")}
            class_.all_marked()
            assert "Traceback" not in class_.served.log.read_text(encoding="utf-8")


def test_killed_it_is_back_with_what_waits(tmp_path: Path):
    """SIGKILL of the service while hand-ins wait; the next start marks without being asked (how soon: bench/serve.py)."""
    root = course_in(tmp_path)
    with in_class(root) as class_:
        for _ in range(3):
            for student in STUDENTS:
                class_.hand_in(student)
        waits = [one for one in class_.acknowledged if class_.state(one) == "waiting"]
        assert waits, "all were marked before the kill: this run proves nothing"
        family = psutil.Process(class_.served.pid).children(recursive=True)
        os.kill(class_.served.pid, signal.SIGKILL)
        psutil.wait_procs(family, 5)
        assert not any(map(alive, family)), "left over"
        acknowledged = class_.acknowledged
    with serving(root) as served, httpx.Client(base_url=served.url, timeout=60) as client:
        again = Class(served, client)
        again.acknowledged = acknowledged
        assert client.get("/", headers=bearer(again.tokens["s1"])).status_code == 200
        again.all_marked()


def test_a_lost_zygote_is_one_again(tmp_path: Path):
    """Not one for each worker: the next hand-in begins with a new one that all share."""
    with in_class(course_in(tmp_path)) as class_:
        for process in zygotes(class_.served):
            process.kill()
        for student in STUDENTS:
            until_marked(class_, class_.hand_in(student))
        assert makers(class_.served) == [class_.served.pid]


def test_a_zygote_lost_amid_marking_is_one_again_at_once(tmp_path: Path):
    """Killed twice, while hand-ins are marked and others wait: no worker makes one of its own meanwhile, and all are marked as
    they would be undisturbed."""
    with in_class(course_in(tmp_path)) as class_:
        for _ in range(3):
            for student in STUDENTS:
                class_.hand_in(student)
        seen: set[int] = set()

        def one_more_is_done(before: int) -> bool:
            seen.update(makers(class_.served))
            return states(class_)["done"] > before

        for _ in range(2):
            until(lambda: states(class_)["running"])
            now = states(class_)
            assert now["waiting"], "all were marked before the kill: this run proves nothing"
            for process in zygotes(class_.served):
                process.kill()
            until(lambda now=now: one_more_is_done(now["done"]))
        until(lambda: one_more_is_done(len(class_.acknowledged) - 1), 120)
        assert seen == {class_.served.pid}
        assert makers(class_.served) == [class_.served.pid]
        class_.all_marked()


def test_what_names_mistakes_is_there_before_anybody_hands_in(tmp_path: Path):
    cache = tmp_path / "cache"
    with serving(course_in(tmp_path), {"XDG_CACHE_HOME": str(cache)}) as served:
        until(lambda: b"what names mistakes is there" in served.log.read_bytes(), 120)
    assert len(list(cache.rglob("*.npz"))) == len(Week.load(served.root, WEEK).coded)
