"""Where notebooks are marked: the cores of this machine, or a Dask cluster (cluster.py), through one interface.

A job is plain data and its answer too, so that a worker needs the package and bubblewrap, and neither the course's folder
nor the gradebook.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Generator, Iterable, Iterator
from functools import partial
from typing import Any, Protocol

from autograder.grading.job import Answer, Assignment, Job, marking
from autograder.grading.workers import ForkServer, Workers
from autograder.sandbox import Zygote

#: A task that was under way each of so many times when its worker died is given up.
TRIES = 3
#: Tasks in hand for each worker: enough to keep it busy, few enough that memory does not grow with the class and that the
#: workers of a cluster, each with a queue of its own, end together.
AHEAD = 2


class Crew(Protocol):
    """Workers that have the assignment. answers: (job, its answer) as they come, None for one that was lost."""

    @property
    def room(self) -> bool: ...

    @property
    def busy(self) -> bool: ...

    def give(self, task: Any) -> None: ...

    def answers(self) -> Iterator[tuple[Any, Any]]: ...


class Pool(Protocol):
    """Where a class can be marked. opened: from the first job to the last."""

    def opened(self) -> contextlib.AbstractContextManager[Any]: ...

    def crew(self, assignment: Assignment) -> contextlib.AbstractContextManager[Crew]: ...


class LocalPool:
    """Worker processes on this machine, which share one zygote."""

    def __init__(self, workers: int | None = None, server: ForkServer | None = None):
        self.workers = workers or len(os.sched_getaffinity(0))
        self._server = server

    def warmed(self) -> LocalPool:
        """The same, with the process started that workers are forked from: it has all imported and no threads, so that
        a worker is there at once, also after a crash."""
        self.forked_from()
        return self

    def forked_from(self) -> ForkServer:
        """The process that workers are forked from, started where it is not."""
        if self._server is None:
            self._server = ForkServer()
        return self._server

    @contextlib.contextmanager
    def opened(self) -> Iterator[LocalPool]:
        """At its end nothing that was started for it is left, whatever was under way."""
        try:
            yield self.warmed()
        finally:
            self.close()

    def close(self) -> None:
        """End all workers, now."""
        if self._server is not None:
            self._server.close()
        self._server = None

    @contextlib.contextmanager
    def crew(self, assignment: Assignment) -> Iterator[Workers]:
        """Workers that mark. Raises UserError where there is no bubblewrap."""
        # It starts while the workers do; one that finds its place empty makes a zygote of its own, or says why it cannot.
        zygote = Zygote(assignment.packages, shared=True)
        try:
            with self._workers(partial(marking, assignment), zygote.control.fileno()) as workers:
                yield workers
        finally:
            zygote.close()

    def each(self, make: Callable[[], Callable[[Any], Any]], tasks: Iterable[Any]) -> Generator[tuple[Any, Any]]:
        """(task, what the made function returns for it) as they come; None where TRIES workers died of it."""
        with self._workers(make) as workers:
            yield from _worked_off(workers, tasks)

    @contextlib.contextmanager
    def _workers(self, make: Callable[..., Callable[[Any], Any]], *descriptors: int) -> Iterator[Workers]:
        with Workers(self.forked_from(), self.workers, AHEAD, make, *descriptors) as workers:
            try:
                yield workers
            finally:
                if workers.busy:
                    self.close()


def mark_all(pool: Pool, assignment: Assignment, jobs: Iterable[Job]) -> Generator[Answer]:
    """Mark the jobs on the pool, answers as they come. Jobs are drawn as workers get free.

    A worker that dies takes nothing along: what it had in hand is done again. A job that dies more than TRIES times over
    is answered with trouble.
    """
    waiting = iter(jobs)
    for first in waiting:
        with pool.crew(assignment) as crew:
            for job, answer in _worked_off(crew, waiting, first):
                yield answer or Answer(job.student, None, trouble="the worker that marked it died each time")


def _worked_off(crew: Crew, tasks: Iterable[Any], *first: Any) -> Iterator[tuple[Any, Any]]:
    """(task, answer) as they come; None for an answer that was lost more than TRIES times."""
    waiting, again = iter(tasks), list(first)
    lost: dict[int, int] = {}
    while True:
        while crew.room and (task := again.pop() if again else next(waiting, None)) is not None:
            crew.give(task)
        if not crew.busy:
            return
        for task, answer in crew.answers():
            times = lost.pop(id(task), 0) + 1
            if answer is None and times <= TRIES:
                lost[id(task)] = times
                again.append(task)
            else:
                yield task, answer
