"""`autograder serve --scheduler`: hand-ins are marked on a real Dask cluster, which loses workers and its scheduler meanwhile."""

from __future__ import annotations

import contextlib
import itertools
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from autograder.records.store import Store
from tests.served import WEEK, course_in, free_port, serving
from tests.test_serve import bearer
from tests.test_serve_faults import Class, until, until_marked
from tests.this_course import ROOT

sys.path.insert(0, str(ROOT / "bench"))

from cluster import Cluster

STUDENTS = ("s1", "s2", "s3", "s4")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package alone, as a worker has it."""
    place = tmp_path_factory.mktemp("installed")
    shutil.copytree(ROOT / "autograder", place / "autograder", ignore=shutil.ignore_patterns("__pycache__"))
    return place


@contextlib.contextmanager
def cluster_at(port: int, folder: Path, installed: Path, workers: int = 1) -> Iterator[Cluster]:
    folder.mkdir(exist_ok=True)
    with Cluster(workers, folder, {"PYTHONPATH": str(installed)}, port=port) as cluster:
        yield cluster


@contextlib.contextmanager
def served_by(address: str, folder: Path) -> Iterator[Class]:
    with (serving(course_in(folder), words=["--scheduler", address]) as served,
          httpx.Client(base_url=served.url, timeout=60) as client):
        yield Class(served, client)


def runs_students_code(pid: int) -> bool:
    """Whether a process has a sandbox: bubblewrap below it."""
    return any(one.name() == "bwrap" for one in psutil.Process(pid).children(recursive=True))


def test_the_cluster_marks_and_gives_the_same(tmp_path: Path, installed: Path):
    with cluster_at(0, tmp_path / "cluster", installed) as cluster, served_by(cluster.address, tmp_path) as class_:
        assert not runs_students_code(cluster.workers[0].pid)
        for student in STUDENTS:
            class_.hand_in(student)
        class_.all_marked()
        assert runs_students_code(cluster.workers[0].pid)
        page = class_.client.get(f"/hand-in/{next(iter(class_.acknowledged))}/notebook", headers=bearer(class_.tokens["s1"]))
        assert page.status_code == 200, "a notebook is not shown where marking is elsewhere"
        store = Store(class_.served.root)
        there = {student: store.read(WEEK, student)[1].model_dump_json() for student in STUDENTS}
        words = ["grade", WEEK, "--anew", "--root", str(store.folder.parents[1])]
        done = subprocess.run([sys.executable, "-m", "autograder", *words], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        # The hidden tests drew the same inputs there: the course's secret went along.
        assert {student: store.read(WEEK, student)[1].model_dump_json() for student in STUDENTS} == there


def test_a_student_sees_how_far_a_worker_of_the_cluster_is(tmp_path: Path, installed: Path):
    with cluster_at(0, tmp_path / "cluster", installed) as cluster, served_by(cluster.address, tmp_path) as class_:
        with class_.client.stream("GET", "/events", headers=bearer(class_.tokens["s1"])) as events:
            one = class_.hand_in("s1")
            told = (json.loads(line[6:]) for line in events.iter_lines() if line.startswith("data: "))
            own = (event for event in told if event["id"] == one)
            seen = list(itertools.takewhile(lambda event: event["state"] != "done", own))
        exercises = [event["exercise"] for event in seen if event["state"] == "running"]
        assert exercises == sorted(exercises)
        # The last may come after the answer, by another way.
        assert seen[-1]["of"] >= exercises[-1] > 1


def test_lost_workers_and_a_lost_scheduler_lose_no_hand_in(tmp_path: Path, installed: Path):
    port = free_port()
    with cluster_at(port, tmp_path / "cluster", installed) as cluster, served_by(cluster.address, tmp_path) as class_:
        until_marked(class_, class_.hand_in("s1"))
        ones = [class_.hand_in(student) for student in STUDENTS]
        until(lambda: "running" in map(class_.state, filter(None, ones)))
        cluster.workers[0].kill()
        # As the next one is waited for by how many there are.
        cluster.workers[0].wait()
        cluster.add_worker()
        class_.all_marked()
        for process in (*cluster.workers, cluster._scheduler):
            process.kill()
        for student in STUDENTS:
            class_.hand_in(student)
        until(lambda: "Nothing is marked at the moment" in class_.trouble(), 90)
        assert not class_.refused
        with cluster_at(port, tmp_path / "cluster again", installed):
            class_.all_marked()
            until(lambda: "Nothing is marked at the moment" not in class_.trouble())
        assert "autograder/serve/desk.py" not in class_.served.log.read_text(encoding="utf-8"), "a traceback of ours"


def test_a_worker_with_another_version_marks_nothing(tmp_path: Path, installed: Path):
    other = tmp_path / "other"
    shutil.copytree(installed, other)
    path = other / "autograder" / "submission" / "slots.py"
    path.write_text(path.read_text(encoding="utf-8") + "\n# Another version.\n", encoding="utf-8")
    with cluster_at(0, tmp_path / "cluster", other) as cluster, served_by(cluster.address, tmp_path) as class_:
        waits = class_.hand_in("s1")
        until(lambda: "another version of the autograder" in class_.trouble(), 90)
        cluster.workers[0].terminate()
        cluster.workers[0].wait()
        cluster.add_worker({"PYTHONPATH": str(installed)})
        until_marked(class_, waits)


def test_what_is_no_cluster_is_said_in_a_sentence(tmp_path: Path):
    root = course_in(tmp_path)
    done = subprocess.run([sys.executable, "-m", "autograder", "serve", "--root", str(root), "--scheduler", "nonsense"],
                          capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "an address like tcp://host:8786 is expected" in done.stderr
    assert "Traceback" not in done.stderr
    with served_by(f"tcp://127.0.0.1:{free_port()}", tmp_path / "away") as class_:
        assert class_.hand_in("s1"), "hand-ins are taken all the same"
        until(lambda: "No Dask scheduler answers" in class_.trouble(), 90)
        time.sleep(3)
        assert class_.served.log.read_text(encoding="utf-8").count("No Dask scheduler answers") == 1
