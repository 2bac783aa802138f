"""The pool: jobs are drawn as workers get free, and answers are those of marking in this very process."""

from __future__ import annotations

import contextlib
from pathlib import Path

import psutil
import pytest

from autograder.course.course import Course
from autograder.grading.job import Assignment, Job
from autograder.grading.pool import AHEAD, LocalPool, mark_all
from autograder.marking import fingerprint
from autograder.marking.marker import Marker
from autograder.marking.result import Marked
from tests.classroom import WEEK, Classroom, until


@pytest.fixture(scope="module")
def classroom(tmp_path_factory):
    room = Classroom(tmp_path_factory.mktemp("course"))
    for number in range(8):
        room.hand_in(f"student{number}", first=f"print({number})")
    return room


@pytest.fixture(scope="module")
def assignment(classroom):
    course = Course.load(classroom.root)
    return Assignment(classroom.week, course.limits_of(WEEK), fingerprint.code())


def jobs(room: Classroom) -> list[Job]:
    files = sorted(Path(room.root, "submitted").glob(f"*/{WEEK}/{WEEK}.ipynb"))
    return [Job(path.parts[-3], path.read_bytes(), path.name) for path in files]


def test_answers_are_those_of_this_process(classroom, assignment):
    answers = {a.student: a.marked for a in mark_all(LocalPool(2), assignment, jobs(classroom)[:3])}
    with Marker(lambda week: assignment.limits) as marker:
        for job in jobs(classroom)[:3]:
            assert answers[job.student] == marker.mark(classroom.week, job.raw, job.file).model_dump_json()


def test_no_more_jobs_are_drawn_than_workers_need(classroom, assignment):
    pool, drawn, answered, most = LocalPool(1), 0, 0, 0

    def counted():
        nonlocal drawn, most
        for job in jobs(classroom):
            drawn += 1
            most = max(most, drawn - answered)
            yield job

    for _ in mark_all(pool, assignment, counted()):
        answered += 1
    assert drawn == answered == 8
    assert most <= AHEAD + 1


class BrokenAtFirst(LocalPool):
    """A pool whose first workers are dead before they are given anything."""

    killed = 0

    @contextlib.contextmanager
    def crew(self, assignment):
        with super().crew(assignment) as crew:
            until(lambda: psutil.Process(self._server.process.pid).children())
            for worker in psutil.Process(self._server.process.pid).children():
                worker.kill()
                self.killed += 1
            yield crew


def test_workers_that_died_idle_are_replaced(classroom, assignment):
    pool = BrokenAtFirst(1)
    answers = list(mark_all(pool, assignment, jobs(classroom)[:2]))
    assert pool.killed == 1 and all(a.marked for a in answers) and len(answers) == 2


def test_a_dead_fork_server_is_replaced(classroom, assignment):
    pool = LocalPool(2)
    with pool.opened():
        answers = mark_all(pool, assignment, jobs(classroom)[:4])
        first = next(answers)
        pool._server.process.kill()
        rest = list(answers)
    assert first.marked and all(a.marked for a in rest) and len(rest) == 3


def test_who_stops_listening_ends_the_workers(classroom, assignment):
    # The tests' own sandbox stays.
    before = set(psutil.Process().children(recursive=True))
    answers = mark_all(LocalPool(2), assignment, jobs(classroom))
    next(answers)
    below = [p for p in psutil.Process().children(recursive=True) if p not in before]
    assert any(p.name() == "bwrap" for p in below)
    answers.close()
    _gone, alive = psutil.wait_procs(below, timeout=20)
    assert not alive


def test_a_worker_with_another_version_refuses(classroom, assignment):
    other = Assignment(assignment.week, assignment.limits, "another")
    (answer,) = mark_all(LocalPool(1), other, jobs(classroom)[:1])
    assert answer.marked is None and "another version" in answer.trouble


def test_a_result_says_what_its_job_keeps(classroom, assignment):
    job = jobs(classroom)[0]
    (first,) = mark_all(LocalPool(1), assignment, [job])
    before = Marked.model_validate_json(first.marked)
    spoiled = before.model_copy(update={"result": before.result.model_copy(update={"exercises": tuple(
        e.model_copy(update={"score": 0.25}) for e in before.result.exercises)})})
    again = Job(job.student, job.raw, job.file, only=("relu",), before=spoiled.model_dump_json())
    (second,) = mark_all(LocalPool(1), assignment, [again])
    scores = {e.id: e.score for e in Marked.model_validate_json(second.marked).result.exercises}
    assert scores.pop("relu") == 2 and set(scores.values()) == {0.25}
    assert "exercise relu" in second.seconds and "exercise linear" not in second.seconds
