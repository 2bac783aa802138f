"""Where notebooks are marked: the cores of this machine, or a Dask cluster, through one interface.

A job is plain data and its answer too, so that a worker needs the package and bubblewrap, and neither the course's folder
nor the gradebook.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import re
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing import connection, forkserver, get_context, parent_process

from autograder.marking import fingerprint
from autograder.course.course import Limits
from autograder.errors import UserError
from autograder.marking.marker import Marker
from autograder.marking.result import Marked
from autograder.sandbox import Sandbox, Zygote
from autograder.course.week import Week

#: A job that was under way each of so many times when its worker died is given up.
TRIES = 3
#: Jobs in hand for each worker: enough to keep it busy, few enough that memory does not grow with the class and that the
#: workers of a cluster, each with a queue of its own, end together.
AHEAD = 2
#: Seconds between two looks at a cluster while nothing comes from it, and how long it may be without a worker.
PACE, LONELY = 5, 60


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
    """What all jobs of a run share; a worker keeps it. code: fingerprint.code, of the machine that asks."""

    week: Week = field(repr=False)
    limits: Limits
    code: str


class LocalPool:
    """Worker processes on this machine, which share one zygote."""

    def __init__(self, workers: int | None = None):
        self.workers = workers or len(os.sched_getaffinity(0))
        self._zygote: Zygote | None = None

    def executor(self, assignment: Assignment) -> Executor:
        """Fresh workers, each of which is given the assignment once. Raises UserError where there is no bubblewrap."""
        # It starts while the workers do; one that does not find it up makes a zygote of its own, or says why it cannot.
        self._zygote = Zygote()
        return ProcessPoolExecutor(
            self.workers, mp_context=get_context("forkserver"), initializer=_begin,
            initargs=(assignment, self._zygote.control),
        )

    def warmed(self) -> LocalPool:
        """The same, with the process started that workers are forked from: it has all imported and no threads, so that
        a worker is there at once, also after a crash."""
        forkserver.set_forkserver_preload(["autograder.cli", "autograder.grading.pool"])
        forkserver.ensure_running()
        return self

    def shared(self, assignment: Assignment) -> None:
        """What goes with each job: nothing, the workers have it."""
        return None

    def look(self) -> None:
        """Nothing to look after: a worker that dies breaks the executor."""

    def stop(self, executor: ProcessPoolExecutor) -> None:
        """End the workers now, whatever they are doing, and what they do it in."""
        processes = list((executor._processes or {}).values())
        executor.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()
        self._zygote.close()

    @contextlib.contextmanager
    def opened(self) -> Iterator[LocalPool]:
        yield self


class DaskPool:
    """The workers of a Dask cluster, by its scheduler's address."""

    def __init__(self, address: str):
        self.address = address
        self._client = None
        self._lonely_since: float | None = None
        self.workers = 1

    def executor(self, assignment: Assignment) -> Executor:
        """On the connection there is, on a new one where it was lost. Raises UserError when there is no scheduler."""
        if self._client.status != "running":
            self._connect()
        return self._client.get_executor(pure=False, retries=TRIES)

    def shared(self, assignment: Assignment):
        """What goes with each job: a handle on the assignment, which each worker is sent once. Raises UserError when a
        worker has another version of the code."""
        try:
            self._client.wait_for_workers(1, timeout=LONELY)
        except (TimeoutError, OSError, CancelledError):
            raise self._lonely() if self._client.status == "running" else self._gone() from None
        try:
            self._check_code(assignment)
            return self._client.scatter(assignment, broadcast=True)
        except (OSError, TimeoutError, CancelledError):
            raise self._gone() from None

    def look(self) -> None:
        """Raises UserError when the cluster has had no worker for LONELY seconds."""
        if self._client.status != "running" or self._client.nthreads():
            self._lonely_since = None
        elif self._lonely_since is None:
            self._lonely_since = time.monotonic()
        elif time.monotonic() - self._lonely_since > LONELY:
            raise self._lonely()

    def stop(self, executor: Executor) -> None:
        """Take back what no worker has begun."""
        if self._client.status == "running":
            executor.shutdown(wait=False)

    @contextlib.contextmanager
    def opened(self) -> Iterator[DaskPool]:
        """Connect. Raises UserError when there is no scheduler or no worker."""
        if not re.fullmatch(r"(tcp|tls)://[^/\s]+:\d+", self.address):
            raise UserError(f"--scheduler is {self.address}; an address like tcp://host:8786 is expected.")
        # What Dask would log is said in our own words.
        logging.disable()
        try:
            self._connect()
            threads = self._client.nthreads()
            if not threads:
                raise UserError(f"The scheduler at {self.address} has no workers. Start some with "
                                f"`dask worker {self.address} --nthreads 1`.")
            self.workers = sum(threads.values())
            yield self
        finally:
            if self._client is not None:
                self._client.close(timeout=5)
            logging.disable(logging.NOTSET)

    def _connect(self) -> None:
        from distributed import Client

        lost = self._client is not None
        try:
            self._client = Client(self.address, timeout=10, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            if lost:
                raise self._gone() from None
            raise UserError(f"No Dask scheduler answers at {self.address} ({type(error).__name__}). Start one with "
                            f"`dask scheduler`, or leave out --scheduler to grade on this machine.") from None

    def _lonely(self) -> UserError:
        return UserError(f"The cluster at {self.address} has lost all its workers. What was marked so far is kept: start "
                         f"workers and run the same command again.")

    def _gone(self) -> UserError:
        return UserError(f"The cluster at {self.address} is gone. What was marked so far is kept: run the same command again, "
                         f"on a cluster or without --scheduler.")

    def _check_code(self, assignment: Assignment) -> None:
        found = self._client.run(fingerprint.code, on_error="return")
        for worker, code in found.items():
            if isinstance(code, OSError):
                continue  # It has gone meanwhile.
            if isinstance(code, Exception):
                raise UserError(f"The worker at {worker} cannot load the autograder ({type(code).__name__}: {code}). "
                                f"Install the same version there.")
            if code != assignment.code:
                raise UserError(f"The worker at {worker} has another version of the autograder or its libraries "
                                f"than this machine. Install the same one there, or stop that worker.")


def mark_all(pool: LocalPool | DaskPool, assignment: Assignment, jobs: Iterable[Job]) -> Iterator[Answer]:
    """Mark the jobs on the pool, answers as they come. Jobs are drawn as workers get free.

    A worker that dies takes nothing along: what it had in hand is done again. A job that dies TRIES times over, alone,
    is answered with trouble.
    """
    waiting, tries = iter(jobs), Counter()
    first = next(waiting, None)
    if first is None:
        return
    again = [first]
    running: dict[Future, Job] = {}
    executor, shared = pool.executor(assignment), pool.shared(assignment)
    try:
        while True:
            # After a second crash one at a time: a job that kills its worker must not take others down with it.
            most = 1 if any(tries[job.student] > 1 for job in [*again, *running.values()]) else pool.workers * AHEAD
            broken, crashed, done = False, [], set()
            while len(running) < most and (job := again.pop() if again else next(waiting, None)) is not None:
                try:
                    running[executor.submit(_mark, shared, job)] = job
                except BrokenProcessPool:
                    # A worker has died since the last look; this job has been nowhere yet.
                    again.append(job)
                    broken = True
                    break
            if not running and not broken:
                return
            while running and not (done := wait(running, PACE, FIRST_COMPLETED).done):
                pool.look()
            for future in done:
                job = running.pop(future)
                try:
                    yield future.result()
                except (BrokenProcessPool, CancelledError):
                    crashed.append(job)
                except Exception as error:
                    # A cluster gives a job up after TRIES lost workers.
                    yield Answer(job.student, None, trouble=f"its workers were lost ({type(error).__name__})")
            if crashed or broken:
                crashed += running.values()
                running.clear()
                pool.stop(executor)
                executor, shared = pool.executor(assignment), pool.shared(assignment)
                tries.update(job.student for job in crashed)
                again += [job for job in crashed if tries[job.student] <= TRIES]
                for job in crashed:
                    if tries[job.student] > TRIES:
                        yield Answer(job.student, None, trouble="the worker that marked it died each time")
    finally:
        pool.stop(executor)


_lock = threading.Lock()
_marker: Marker | None = None
_assignment: Assignment | None = None
_control: socket.socket | None = None


def _begin(assignment: Assignment, control: socket.socket) -> None:
    """Start a local worker. Ctrl-C is for the command, which then ends its workers."""
    global _assignment, _control
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _assignment, _control = assignment, control
    threading.Thread(target=_end_with_the_command, daemon=True).start()


def _end_with_the_command() -> None:
    """A command that was killed cannot end its workers, and they would wait for jobs for ever."""
    connection.wait([parent_process().sentinel])
    os.kill(os.getpid(), signal.SIGKILL)


def _mark(assignment: Assignment | None, job: Job) -> Answer:
    """Mark one notebook in this worker, whose sandbox stays warm from one job to the next."""
    global _marker
    assignment = assignment or _assignment
    if assignment.code != fingerprint.code():
        return Answer(job.student, None, trouble="the worker has another version of the autograder", exit_code=2)
    # A Dask worker may run jobs in several threads; the hidden tests and the sandbox are for one at a time.
    with _lock:
        started = time.perf_counter()
        try:
            if _marker is None:
                _marker = Marker(lambda week: assignment.limits, Sandbox(_control))
                _marker.__enter__()
                atexit.register(_marker.sandbox.close)
            _marker.limits = lambda week: assignment.limits
            before = None if job.before is None else Marked.model_validate_json(job.before)
            marked = _marker.mark(assignment.week, job.raw, job.file, job.found, job.only, before)
        except UserError as error:
            return Answer(job.student, None, trouble=str(error), exit_code=error.exit_code)
        seconds = {**_marker.seconds, "all": time.perf_counter() - started}
        return Answer(job.student, marked.model_dump_json(), seconds)

