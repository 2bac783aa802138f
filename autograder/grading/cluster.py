"""Marking on a Dask cluster, whose workers need the package and bubblewrap and nothing of the course."""

from __future__ import annotations

import contextlib
import logging
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from typing import Any

from autograder.errors import UserError
from autograder.grading.job import Answer, Assignment, Job, mark
from autograder.grading.pool import AHEAD, TRIES
from autograder.marking import fingerprint

#: Seconds between two looks at a cluster while nothing comes from it, and how long it may be without a worker.
PACE, LONELY = 5, 60


class DaskPool:
    """The workers of a Dask cluster, by its scheduler's address. then: what is said of a lost one in place
    of the advice to run the command again. Raises UserError for what is no address."""

    def __init__(self, address: str, then: str = ""):
        if not re.fullmatch(r"(tcp|tls)://[^/\s]+:\d+", address):
            raise UserError(f"--scheduler is {address}; an address like tcp://host:8786 is expected.")
        self.address, self._then = address, then
        self._client: Any = None
        self._lonely_since: float | None = None
        self.workers = 1

    @property
    def places(self) -> int:
        """How many jobs the cluster may have in hand."""
        return self.workers * AHEAD

    @contextlib.contextmanager
    def crew(self, assignment: Assignment) -> Iterator[_Crew]:
        crew = _Crew(self, assignment)
        try:
            yield crew
        finally:
            crew.stop()

    def executor(self) -> Executor:
        """On the connection there is, on a new one where it was lost. Raises UserError when there is no scheduler."""
        if self._client.status != "running":
            self._connect()
        return self._client.get_executor(pure=False, retries=TRIES)

    def shared(self, assignment: Assignment) -> Any:
        """What goes with each job: a handle on the assignment, which each worker is sent once. Raises UserError when a
        worker has another version of the code."""
        try:
            self._client.wait_for_workers(1, timeout=LONELY)
        except (TimeoutError, OSError, CancelledError):
            raise self._lonely() if self._client.status == "running" else self.gone() from None
        try:
            self._check_code(assignment)
            return self._client.scatter(assignment, broadcast=True)
        except (OSError, TimeoutError, CancelledError):
            raise self.gone() from None

    def listen(self, topic: str, heard: Callable[[Any], None]) -> None:
        """Hear what workers log on a topic, in a thread of Dask's, as long as this connection lasts."""
        self._client.subscribe_topic(topic, lambda event: heard(event[1]))

    def look(self) -> None:
        """Count the workers, which may be others by now. Raises UserError when there has been none for LONELY seconds."""
        threads = self._client.nthreads() if self._client.status == "running" else {}
        if threads or self._client.status != "running":
            self._lonely_since = None
            self.workers = sum(threads.values()) or self.workers
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
        """As `connected`, and quietly."""
        # What Dask would log is said in our own words.
        logging.disable()
        try:
            with self.connected():
                yield self
        finally:
            logging.disable(logging.NOTSET)

    @contextlib.contextmanager
    def connected(self) -> Iterator[DaskPool]:
        """Connect. Raises UserError when there is no scheduler or no worker."""
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
                self._client = self._lonely_since = None

    def _connect(self) -> None:
        from distributed import Client

        lost = self._client is not None
        try:
            self._client = Client(self.address, timeout=10, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            if lost:
                raise self.gone() from None
            raise UserError(f"No Dask scheduler answers at {self.address} ({type(error).__name__}). Start one with "
                            f"`dask scheduler`, or leave out --scheduler to grade on this machine.") from None

    def _lonely(self) -> UserError:
        return UserError(f"The cluster at {self.address} has lost all its workers. What was marked so far is kept: "
                         + (self._then or "start workers and run the same command again."))

    def gone(self) -> UserError:
        return UserError(f"The cluster at {self.address} is gone. What was marked so far is kept: "
                         + (self._then or "run the same command again, on a cluster or without --scheduler."))

    def another_version(self, worker: str) -> UserError:
        return UserError(f"{worker} has another version of the autograder or its libraries than this machine. Install the same "
                         f"one there, or stop that worker.")

    def _check_code(self, assignment: Assignment) -> None:
        found = self._client.run(fingerprint.code, on_error="return")
        for worker, code in found.items():
            if isinstance(code, OSError):
                continue  # It has gone meanwhile.
            if isinstance(code, Exception):
                raise UserError(f"The worker at {worker} cannot load the autograder ({type(code).__name__}: {code}). "
                                f"Install the same version there.")
            if code != assignment.code:
                raise self.another_version(f"The worker at {worker}")


class _Crew:
    """The jobs that are on the cluster, one run's."""

    def __init__(self, pool: DaskPool, assignment: Assignment):
        self._pool, self._assignment = pool, assignment
        self._running: dict[Future[Any], Job] = {}
        self._begin()

    @property
    def room(self) -> bool:
        return len(self._running) < self._pool.places

    @property
    def busy(self) -> bool:
        return bool(self._running)

    def give(self, job: Job) -> None:
        self._running[self._executor.submit(mark, self._shared, job)] = job

    def answers(self) -> Iterator[tuple[Job, Answer | None]]:
        """(job, its answer) as they come; None for an answer: it was lost with the cluster, and can be given again."""
        while not (done := wait(self._running, PACE, FIRST_COMPLETED).done):
            self._pool.look()
        lost = []
        for future in done:
            job = self._running.pop(future)
            try:
                yield job, future.result()
            except CancelledError:
                lost.append(job)
            except Exception as error:
                # A cluster gives a job up after TRIES lost workers.
                yield job, Answer(job.student, None, trouble=f"its workers were lost ({type(error).__name__})")
        if lost:
            lost += self._running.values()
            self._running.clear()
            self.stop()
            self._begin()
            for job in lost:
                yield job, None

    def stop(self) -> None:
        self._pool.stop(self._executor)

    def _begin(self) -> None:
        self._executor, self._shared = self._pool.executor(), self._pool.shared(self._assignment)
