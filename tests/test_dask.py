"""Grading on a Dask cluster: a scheduler and workers as processes of their own, in a folder that is not the course's."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.classroom import WEEK, Classroom, counted, until

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench"))

from cluster import Cluster

STUDENTS = [f"student{number}" for number in range(6)]
SLOW = "import time\ntime.sleep(1)"


@pytest.fixture(scope="module")
def classroom(tmp_path_factory):
    room = Classroom(tmp_path_factory.mktemp("course"))
    for student in STUDENTS:
        # The mistake is named by running it again, for which a worker needs the reference.
        wrong = {"linear": "def linear(X, W, b):\n    return X @ W"} if student == "student0" else {}
        room.hand_in(student, wrong, first=SLOW)
    return room


@pytest.fixture(scope="module")
def installed(classroom, tmp_path_factory):
    """The package alone, as a worker has it: no source/, no release/, no gradebook beside it."""
    place = tmp_path_factory.mktemp("installed")
    shutil.copytree(classroom.package, place / "autograder")
    return place


@pytest.fixture(scope="module")
def cluster(installed, tmp_path_factory):
    with Cluster(2, tmp_path_factory.mktemp("cluster"), {"PYTHONPATH": str(installed)}) as cluster:
        yield cluster


def results(room: Classroom) -> dict[str, str]:
    return {student: room.store.read(WEEK, student)[1].model_dump_json() for student in STUDENTS}


def stored(room: Classroom) -> dict:
    """What is on disk, with how long it took: it changes as soon as one student was marked."""
    return {student: room.store.header(WEEK, student) for student in STUDENTS}


def test_a_cluster_gives_the_very_results_of_this_machine(classroom, cluster):
    on_cluster = classroom.grade("--scheduler", cluster.address)
    assert on_cluster.returncode == 0, on_cluster.stderr
    assert counted(on_cluster.stdout)["marked"] == len(STUDENTS) and counted(on_cluster.stdout)["could not run"] == 0
    there, marks = results(classroom), classroom.marks()
    here = classroom.grade("--anew")
    assert here.returncode == 0, here.stderr
    assert results(classroom) == there and classroom.marks() == marks
    wrong = next(e for e in classroom.store.read(WEEK, "student0")[1].result.exercises if e.id == "linear")
    assert wrong.mistake is not None


def test_a_killed_workers_submissions_are_done_elsewhere(classroom, cluster):
    process = classroom.start("--anew", "--scheduler", cluster.address)
    before = stored(classroom)
    until(lambda: stored(classroom) != before)
    cluster.workers[0].send_signal(signal.SIGKILL)
    said, complained = process.communicate(timeout=180)
    assert process.returncode == 0, complained
    assert counted(said)["marked"] == len(STUDENTS) and counted(said)["could not run"] == 0
    cluster.add_worker()


def test_a_worker_with_another_version_of_the_marking_is_told(classroom, cluster, installed, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(installed, other)
    path = other / "autograder" / "submission" / "slots.py"
    path.write_text(path.read_text() + "\n# Another version.\n")
    worker = cluster.add_worker({"PYTHONPATH": str(other)})
    run = classroom.grade("--anew", "--scheduler", cluster.address)
    worker.terminate()
    worker.wait()
    expect_told(run, "has another version of the autograder or its libraries than this machine")


def test_an_unreachable_scheduler_is_told(classroom):
    expect_told(classroom.grade("--scheduler", "tcp://127.0.0.1:9"), "No Dask scheduler answers at tcp://127.0.0.1:9")


@pytest.mark.parametrize("address", ["nonsense", "tcp://", "ftp://127.0.0.1:9", "tcp://127.0.0.1:port"])
def test_what_is_no_address_is_told(classroom, address):
    expect_told(classroom.grade("--scheduler", address), f"--scheduler is {address}; an address like tcp://host:8786 is expected")


def test_a_scheduler_without_workers_is_told(classroom, tmp_path):
    with Cluster(0, tmp_path) as empty:
        expect_told(classroom.grade("--scheduler", empty.address), "has no workers. Start some with `dask worker")


def test_nothing_is_lost_when_the_whole_cluster_goes(classroom, installed, tmp_path):
    classroom.grade()
    marks = classroom.marks()
    with Cluster(1, tmp_path, {"PYTHONPATH": str(installed)}) as short:
        process = classroom.start("--anew", "--scheduler", short.address)
        before = stored(classroom)
        until(lambda: stored(classroom) != before)
    said, complained = process.communicate(timeout=180)
    run = subprocess.CompletedProcess(process.args, process.returncode, said, complained)
    expect_told(run, f"The cluster at {short.address} is gone. What was marked so far is kept")
    again = classroom.grade()
    assert again.returncode == 0 and classroom.marks() == marks


def test_a_cluster_that_has_lost_all_its_workers_is_told(classroom, installed, tmp_path):
    classroom.change("grading/cluster.py", "PACE, LONELY = 5, 60", "PACE, LONELY = 1, 3")
    with Cluster(1, tmp_path, {"PYTHONPATH": str(installed)}) as lonely:
        process = classroom.start("--anew", "--scheduler", lonely.address)
        before = stored(classroom)
        until(lambda: stored(classroom) != before)
        lonely.workers[0].kill()
        said, complained = process.communicate(timeout=180)
    run = subprocess.CompletedProcess(process.args, process.returncode, said, complained)
    expect_told(run, f"The cluster at {lonely.address} has lost all its workers. What was marked so far is kept")


def expect_told(run, text: str) -> None:
    assert run.returncode == 2, (run.stdout, run.stderr)
    assert text in run.stderr and "Traceback" not in run.stderr, run.stderr
    assert len(run.stderr.strip().splitlines()) == 1, run.stderr
