"""Grading a class by the real command: interrupted in every way it loses nothing, and the next run goes on."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess

import psutil
import pytest

from tests.classroom import WEEK, Classroom, counted, family, sandbox_of, workers_of

STUDENTS = [f"student{number}" for number in range(6)]
#: Long enough to be interrupted in, short enough for a test.
SLOW = "import time\ntime.sleep(0.5)"


@pytest.fixture
def classroom(tmp_path):
    room = Classroom(tmp_path)
    for student in STUDENTS:
        room.hand_in(student, first=SLOW)
    return room


def expect_all_done(room: Classroom) -> None:
    """Everybody has full marks in the gradebook, a graded notebook and a feedback page."""
    full = {e.test_id: e.points for e in room.week.coded if not e.bonus}
    marks = room.marks()
    assert sorted(marks) == STUDENTS
    for student in STUDENTS:
        assert {name: marks[student][name] for name in full} == full
        assert (room.root / "autograded" / student / WEEK / f"{WEEK}.ipynb").is_file()
        assert (room.root / "feedback" / student / WEEK / f"{WEEK}.html").is_file()


def expect_gone(processes: list[psutil.Process]) -> None:
    _gone, alive = psutil.wait_procs(processes, timeout=20)
    assert not alive, f"left behind: {[(p.pid, p.status()) for p in alive]}"


def test_ctrl_c_keeps_what_was_done_and_the_next_run_goes_on(classroom):
    process = classroom.start()
    classroom.wait_for_results(process, 2)
    below = family(process)
    os.killpg(process.pid, signal.SIGINT)
    _said, complained = process.communicate(timeout=60)
    assert process.returncode == 130, complained
    assert complained.strip().splitlines()[-1].startswith("autograder: stopped.") and "Traceback" not in complained
    expect_gone(below)
    done = len(classroom.store.students(WEEK))
    again = classroom.grade()
    assert again.returncode == 0, again.stderr
    assert counted(again.stdout)["unchanged"] == done >= 2
    assert counted(again.stdout)["marked"] == len(STUDENTS) - done
    expect_all_done(classroom)


def test_a_killed_command_leaves_no_process_and_the_next_run_goes_on(classroom):
    process = classroom.start()
    classroom.wait_for_results(process, 2)
    below = family(process)
    process.kill()
    process.wait()
    expect_gone(below)
    again = classroom.grade()
    assert again.returncode == 0, again.stderr
    assert counted(again.stdout)["unchanged"] >= 2
    expect_all_done(classroom)


def test_a_killed_worker_costs_nothing(classroom):
    process = classroom.start()
    classroom.wait_for_results(process, 1)
    workers_of(process)[0].kill()
    said, complained = process.communicate(timeout=120)
    assert process.returncode == 0, complained
    assert counted(said)["marked"] == len(STUDENTS) and counted(said)["could not run"] == 0
    expect_all_done(classroom)


def test_a_killed_sandbox_costs_nothing(classroom):
    process = classroom.start()
    classroom.wait_for_results(process, 1)
    sandbox_of(process).kill()
    _said, complained = process.communicate(timeout=120)
    assert process.returncode == 0, complained
    expect_all_done(classroom)


def test_a_notebook_that_kills_its_worker_each_time_is_told_and_tried_again_next_time(classroom):
    deadly = '        started = time.perf_counter()\n        submission = repair(week, raw)'
    classroom.change("marking/marker.py", deadly, f"        if b'deadly' in raw:\n            import os\n"
                                           f"            os.kill(os.getpid(), 9)\n{deadly}")
    classroom.hand_in("student3", first="# deadly")
    first = classroom.grade()
    assert first.returncode == 0, first.stderr
    assert counted(first.stdout)["could not run"] == 1
    marks = classroom.marks()
    assert set(marks["student3"].values()) <= {0.0, None} and marks["student2"]["test_linear"] == 3
    again = classroom.grade()
    assert counted(again.stdout)["marked"] == 1 and counted(again.stdout)["unchanged"] == len(STUDENTS) - 1


def test_a_second_run_with_nothing_changed_marks_nobody(classroom):
    classroom.grade()
    before = {path: path.stat().st_mtime_ns for path in classroom.root.glob("*/*/*/*") if path.is_file()}
    again = classroom.grade()
    assert counted(again.stdout)["unchanged"] == len(STUDENTS) and counted(again.stdout)["marked"] == 0
    assert before == {path: path.stat().st_mtime_ns for path in classroom.root.glob("*/*/*/*") if path.is_file()}


def test_what_was_lost_after_a_run_is_written_again_without_marking(classroom):
    classroom.grade()
    marks = classroom.marks()
    (classroom.root / "gradebook.db").unlink()
    shutil.rmtree(classroom.root / "feedback" / "student1")
    again = classroom.grade()
    assert counted(again.stdout)["unchanged"] == len(STUDENTS), again.stderr
    assert classroom.marks() == marks
    expect_all_done(classroom)


def test_a_locked_gradebook_is_told_and_nothing_is_lost(classroom):
    classroom.change("records/database.py", "PATIENCE = 20", "PATIENCE = 1")
    classroom.grade("--student", "student0")
    lock = sqlite3.connect(classroom.root / "gradebook.db")
    lock.execute("begin exclusive")
    run = classroom.grade()
    lock.rollback()
    lock.close()
    expect_told(run, "gradebook.db is locked by another program")
    assert classroom.grade().returncode == 0
    expect_all_done(classroom)


def test_a_gradebook_locked_in_the_middle_of_a_run_is_told_and_what_was_marked_is_not_marked_again(classroom):
    classroom.change("records/database.py", "PATIENCE = 20", "PATIENCE = 1")
    process = classroom.start()
    classroom.wait_for_results(process, 2)
    lock = sqlite3.connect(classroom.root / "gradebook.db", timeout=60)
    lock.execute("begin exclusive")
    said, complained = process.communicate(timeout=120)
    lock.rollback()
    lock.close()
    run = subprocess.CompletedProcess(process.args, process.returncode, said, complained)
    expect_told(run, "gradebook.db is locked by another program")
    done = len(classroom.store.students(WEEK))
    again = classroom.grade()
    assert counted(again.stdout)["unchanged"] == done >= 2
    expect_all_done(classroom)


def test_a_read_only_gradebook_is_told_and_nothing_is_lost(classroom, read_only):
    classroom.grade("--student", "student0")
    read_only(classroom.root / "gradebook.db")
    expect_told(classroom.grade(), "gradebook.db cannot be written")
    read_only(None)
    assert classroom.grade().returncode == 0
    expect_all_done(classroom)


def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path, small_disk):
    disk = small_disk(16)
    room = Classroom(tmp_path, disk / "course")
    for student in STUDENTS:
        room.hand_in(student, first=SLOW)
    room.grade("--student", "student0")
    left = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    filler = disk / "filler"
    filler.write_bytes(b"x" * (left - 150_000))
    run = room.grade()
    assert run.returncode == 2 and len(run.stderr.strip().splitlines()) == 1, run.stderr
    assert "No space left" in run.stderr or "no room left" in run.stderr
    assert room.store.read(WEEK, "student0") is not None
    filler.unlink()
    again = room.grade()
    assert again.returncode == 0, again.stderr
    expect_all_done(room)


def test_where_the_time_went_adds_up(classroom):
    said = classroom.grade("--profile", "--jobs", "1").stdout
    seconds = {name: float(number) for name, number in _rows(said)}
    stages = ("repair", "cells", "tests", "outputs", "record", "feedback")
    assert set(stages) <= set(seconds)
    # Each notebook sleeps half a second in a cell of its own.
    assert seconds["cells"] >= 0.5 * len(STUDENTS)
    exercises = sum(seconds[e.id] for e in classroom.week.coded)
    assert exercises == pytest.approx(seconds["tests"], rel=0.2, abs=0.1)
    students = sum(seconds[s] for s in STUDENTS)
    assert students == pytest.approx(sum(seconds[s] for s in stages[:4]), rel=0.3, abs=0.2)


def _rows(said: str) -> list[tuple[str, str]]:
    rows = [[part.strip() for part in line.strip("│ ").split("│")] for line in said.splitlines() if "│" in line]
    return [tuple(row) for row in rows if len(row) == 2 and row[1].replace(".", "").isdigit()]


def expect_told(run: subprocess.CompletedProcess, text: str) -> None:
    assert run.returncode == 2, run.stderr
    assert text in run.stderr and len(run.stderr.strip().splitlines()) == 1, run.stderr


@pytest.fixture
def read_only():
    """Makes a file read-only, for root too; None gives it back."""
    mounted, made = [], []

    def change(path):
        if path is None:
            while mounted:
                subprocess.run(["umount", mounted.pop()], check=True)
            for file in made:
                file.chmod(0o644)
        elif os.geteuid() == 0:
            for words in (["--bind", path, path], ["-o", "remount,ro,bind", path]):
                if subprocess.run(["mount", *words], stderr=subprocess.DEVNULL).returncode:
                    pytest.skip("root writes everywhere, and a read-only mount cannot be made here")
                mounted[:] = [path]
        else:
            path.chmod(0o444)
            made.append(path)

    yield change
    change(None)


@pytest.fixture
def small_disk(tmp_path):
    """Makes a disk of so many megabytes, and returns where it is mounted."""
    place = tmp_path / "disk"

    def make(megabytes):
        place.mkdir()
        words = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
        if subprocess.run(words, stderr=subprocess.DEVNULL).returncode:
            pytest.skip("a small disk cannot be mounted here: that takes root")
        return place

    yield make
    subprocess.run(["umount", "-l", str(place)], stderr=subprocess.DEVNULL)
