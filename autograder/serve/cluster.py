"""Marking on a Dask cluster: what the desk gives goes to its workers, but for pages, which are made on this machine."""

from __future__ import annotations

import contextlib
import json
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from typing import Any
from uuid import uuid4

from autograder.grading.cluster import PACE, DaskPool
from autograder.grading.job import Answer, Assignment, mark_telling
from autograder.grading.workers import Workers
from autograder.serve.working import Marking, Task


@contextlib.contextmanager
def marked_on(
    pool: DaskPool | None, here: Workers, assignments: dict[str, Assignment], tell: Callable[[bytes], None]
) -> Iterator[Workers | Remote]:
    """The workers that the desk gives its tasks to: those of this machine where there is no cluster.

    tell: is called from another thread when something has come from the cluster; it ends the waiting of `here`. It is given b""
    for an answer, else what a worker of this machine would say of how far it is. Raises UserError when the cluster cannot be
    reached, has no worker or one with another version of the code.
    """
    if pool is None:
        yield here
        return
    with pool.connected():
        remote = Remote(pool, here, assignments, tell)
        try:
            yield remote
        finally:
            remote.stop()


class Remote:
    """As Workers, for one connection to the cluster. Raises UserError where that is lost."""

    def __init__(self, pool: DaskPool, here: Workers, assignments: dict[str, Assignment], tell: Callable[[bytes], None]):
        self._pool, self._here, self._assignments, self._tell = pool, here, assignments, tell
        self._executor = pool.executor()
        self._topic = f"autograder {uuid4()}"
        pool.listen(self._topic, lambda told: tell(json.dumps(told).encode()))
        #: Of each week that was asked for: its handle on the cluster, hidden tests and secret included.
        self._shared: dict[str, Any] = {}
        self._running: dict[Future[Answer], Marking] = {}
        self._done: deque[Future[Answer]] = deque()
        self._looked = time.monotonic()

    @property
    def room(self) -> bool:
        return self._here.room and len(self._running) < self._pool.places

    def give(self, task: Task) -> None:
        if not isinstance(task, Marking):
            self._here.give(task)
            return
        if task.week not in self._shared:
            self._shared[task.week] = self._pool.shared(self._assignments[task.week])
        future = self._executor.submit(mark_telling, self._shared[task.week], task.job, self._topic, task.hand_in)
        self._running[future] = task
        future.add_done_callback(self._came)

    def watch(self, descriptor: int) -> None:
        self._here.watch(descriptor)

    def answers(self, seconds: float | None = None) -> Iterator[tuple[Any, Any]]:
        """Waits for some, at most so long; (task, its answer), None for an answer: its worker died of it."""
        yield from self._here.answers(min(PACE, seconds or PACE) if self._running else seconds)
        while self._done:
            future = self._done.popleft()
            yield self._running.pop(future), self._answer(future)
        if self._running and time.monotonic() > self._looked + PACE:
            self._looked = time.monotonic()
            self._pool.look()

    def stop(self) -> None:
        self._pool.stop(self._executor)

    def _answer(self, future: Future[Answer]) -> Answer | None:
        try:
            answer = future.result()
        except CancelledError:
            raise self._pool.gone() from None
        except Exception:
            # A cluster gives a job up after some lost workers.
            return None
        if answer.exit_code == 2:
            raise self._pool.another_version("A worker")
        return answer

    def _came(self, future: Future[Answer]) -> None:
        self._done.append(future)
        self._tell(b"")
