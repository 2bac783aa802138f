"""One notebook to mark, as plain data that any process can be given, and what a worker makes of it."""

from __future__ import annotations

import atexit
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from autograder.course.course import Limits
from autograder.course.week import Week
from autograder.errors import UserError
from autograder.marking import fingerprint
from autograder.marking.marker import Marker
from autograder.marking.result import Marked
from autograder.sandbox import Sandbox


@dataclass(frozen=True)
class Job:
    """One notebook to mark. only: the exercises to test anew, the others stay as in `before`; None for all."""

    student: str
    raw: bytes = field(repr=False)
    file: str
    found: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None
    before: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Answer:
    """What a worker gives back. marked: JSON of a Marked, None when it could not be made, for the reason in `trouble`."""

    student: str
    marked: str | None = field(repr=False)
    seconds: dict[str, float] = field(default_factory=dict)
    trouble: str | None = None
    exit_code: int = 1


@dataclass(frozen=True)
class Assignment:
    """What all jobs of a run share; a worker keeps it. code: fingerprint.code, of the machine that asks. packages: what a
    zygote imports ahead."""

    week: Week = field(repr=False)
    limits: Limits
    code: str
    packages: tuple[str, ...] = ()


_lock = threading.Lock()
_marker: Marker | None = None


def marking(assignment: Assignment, zygote: int | None = None) -> Callable[[Job], Answer]:
    """A worker's function. zygote: the descriptor of the control socket of one that is shared."""
    control = None if zygote is None else socket.socket(fileno=zygote)
    return lambda job: mark(assignment, job, control)


def mark_telling(assignment: Assignment, job: Job, topic: str, about: str) -> Answer:
    """Mark one notebook on a Dask worker, which logs on the topic how far it is: [about, number of the exercise, of how many]."""
    from distributed import get_worker

    worker = get_worker()
    return mark(assignment, job, progress=lambda number, of: worker.log_event(topic, [about, number, of]))


def mark(assignment: Assignment, job: Job, control: socket.socket | None = None,
         progress: Callable[[int, int], None] = lambda number, of: None) -> Answer:
    """Mark one notebook in this process, whose sandbox stays warm from one job to the next. progress: see Marker."""
    global _marker
    if assignment.code != fingerprint.code():
        return Answer(job.student, None, trouble="the worker has another version of the autograder", exit_code=2)
    # A Dask worker may run jobs in several threads; the hidden tests and the sandbox are for one at a time.
    with _lock:
        started = time.perf_counter()
        try:
            if _marker is not None and _marker.sandbox.packages != assignment.packages:
                # A worker of a cluster may be given one course after another.
                _marker.sandbox.close()
                _marker = None
            if _marker is None:
                marker = Marker(lambda week: assignment.limits, Sandbox(control, assignment.packages)).__enter__()
                _marker = marker
                atexit.register(marker.sandbox.close)
            _marker.limits = lambda week: assignment.limits
            _marker.progress = progress
            before = None if job.before is None else Marked.model_validate_json(job.before)
            marked = _marker.mark(assignment.week, job.raw, job.file, job.found, job.only, before)
        except UserError as error:
            return Answer(job.student, None, trouble=str(error), exit_code=error.exit_code)
        except Exception as error:
            # A fault of ours: it costs this submission until it is mended, and no other.
            return Answer(job.student, None, trouble=f"the autograder failed on it ({type(error).__name__}: {error})"[:500])
        seconds = {**_marker.seconds, "all": time.perf_counter() - started}
        return Answer(job.student, marked.model_dump_json(), seconds)
