"""The desk: one thread that gives hand-ins to the workers, records what comes back and tells who waits for it.

The workers, the marker and the recorder are those of `grade`. A hand-in's record says what became of it, so that after a
kill at any moment the desk goes on with what was not finished; to mark it again gives the same Result.
"""

from __future__ import annotations

import contextlib
import json
import logging
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Engine, Row
from sqlalchemy.exc import SQLAlchemyError

from autograder.course.course import Course
from autograder.course.week import Week
from autograder.errors import UserError
from autograder.grading.cluster import DaskPool
from autograder.grading.job import Answer, Assignment, Job
from autograder.grading.pool import LocalPool
from autograder.grading.workers import Workers
from autograder.marking import fingerprint
from autograder.marking.result import Marked
from autograder.sandbox import Zygote
from autograder.serve import hand_ins
from autograder.serve.backlog import Backlog, Begun, Waiting
from autograder.serve.cluster import Remote, marked_on
from autograder.serve.registrar import Registrar
from autograder.serve.state import notice
from autograder.serve.trouble import trouble
from autograder.serve.warming import Warmer, Warming
from autograder.serve.working import BESIDE, Marking, Showing, Task, working
from autograder.submission.notebook import Unreadable, read_file

log = logging.getLogger("autograder.serve")
#: A hand-in during whose marking the service, or its worker, ended so often is given up.
TRIES = 4
#: Seconds between two tries at what the machine does not let us do now; and of quiet before pages are written into feedback/.
PATIENCE, QUIET = 1.0, 2.0
#: So many more than cores are under way: while one is handed out, none stands idle.
MORE = 1
#: What may pass: a locked database, a lost connection, a full disk.
PASSING = (SQLAlchemyError, OSError, UserError)

T = TypeVar("T")


class Desk(threading.Thread):
    """Starts marking what is unfinished when it is started. tell: is told of each step, (student, event). pool: whose
    workers mark and make pages. cluster: whose workers mark in their place."""

    def __init__(
        self,
        course: Course,
        engine: Engine,
        weeks: dict[str, Week],
        tell: Callable[[str, dict], None],
        pool: LocalPool,
        cluster: DaskPool | None = None,
    ):
        super().__init__(name="desk", daemon=True)
        self.course, self.engine, self.weeks, self.tell = course, engine, weeks, tell
        self.backlog = Backlog()
        self.registrar = Registrar(course, weeks)
        #: Why nothing is marked now, "" where it is.
        self.trouble = ""
        self._pool, self._cluster = pool, cluster
        self._told, self._news = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._told.setblocking(False)
        self._asked: deque[tuple[Showing, Future[str]]] = deque()
        self._shown: dict[int, Future[str]] = {}
        self._marking: dict[str, Begun] = {}
        self._quiet_since = 0.0
        #: What a cluster's workers need they make there.
        self._warmer = Warmer(course, () if cluster else weeks.values())
        #: Whether what ended the work before this was nothing that a hand-in can bring about.
        self._blameless = False
        self._stopped, self._missed = threading.Event(), threading.Event()

    def arrived(self, hand_in: Row) -> None:
        """A hand-in is to be marked."""
        self.backlog.add(_waiting(hand_in))
        self.tell(hand_in.student, self.event(hand_in.id, hand_in.week, "waiting", ahead=self.backlog.ahead(hand_in.id)))
        self._wake()

    def missed(self) -> None:
        """There may be a hand-in that nobody told of: a connection was lost while it was written down."""
        self._missed.set()
        self._wake()

    def again(self, hand_in: Row) -> None:
        """Mark a hand-in again, from its bytes."""
        hand_ins.wait_again(self.engine, hand_in.id, tries=0)
        self.arrived(hand_in)

    def pause(self, paused: bool) -> None:
        self.backlog.paused = paused
        self._wake()

    def show(self, showing: Showing) -> Future[str]:
        """The HTML of a notebook's cells, made by a worker, ahead of all marking."""
        made: Future[str] = Future()
        self._asked.append((showing, made))
        self._wake()
        return made

    def stop(self) -> None:
        """End the thread and all its workers, now."""
        self._stopped.set()
        self._wake()
        self._pool.close()
        self.join(3)

    def event(self, hand_in: str, week: str, state: str, **more: Any) -> dict[str, Any]:
        return {"id": hand_in, "week": week, "state": state} | more

    def run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._pool.warmed()
                self._recall()
                self._work()
            except Exception as error:
                if self._stopped.is_set():
                    return
                # Whatever it was, the hand-ins are on disk: begin anew with them.
                passing = trouble(error) or (str(error) if isinstance(error, UserError) else "")
                if passing != self.trouble or not passing:
                    log.warning("the desk begins anew: %s", passing or "a fault of its own", exc_info=not passing)
                self.trouble = passing or type(error).__name__
                self._blameless = bool(passing)
                for made in [*self._shown.values(), *(made for _, made in self._asked)]:
                    made.cancel()
                self._shown.clear()
                self._asked.clear()
                self._pool.close()
                self._stopped.wait(PATIENCE)

    def _recall(self) -> None:
        """What the database knows as unfinished."""
        for begun in self._marking.values():
            if self._blameless:
                hand_ins.wait_again(self.engine, begun.one.id, tries=0)
        self._marking.clear()
        # Also the one whose answer ended the work: its student's next would wait for it for ever.
        for one in self.backlog.running:
            self.backlog.done(one)
        self._warmer.lost()
        self.backlog.paused = bool(notice(self.engine, "paused"))
        self.registrar.recall()
        self._find()

    def _find(self) -> None:
        """Let wait what the database knows as unfinished."""
        self._missed.clear()
        for hand_in in hand_ins.unfinished(self.engine):
            if hand_in.tries >= TRIES:
                self._give_up(hand_in)
            elif hand_in.id not in self._marking:
                self.backlog.add(_waiting(hand_in))

    def _work(self) -> None:
        code = fingerprint.code()
        packages = self.course.packages
        assignments = {
            name: Assignment(week, self.course.limits_of(name), code, packages) for name, week in self.weeks.items()
        }
        with contextlib.closing(Zygote(packages, shared=True)) as zygote:
            make = partial(working, self.course, assignments)
            count = BESIDE * self._pool.workers
            with (
                Workers(self._pool.forked_from(), count, 1, make, zygote.control.fileno(), self._news.fileno()) as here,
                marked_on(self._cluster, here, assignments, self._wake) as crew,
            ):
                crew.watch(self._told.fileno())
                self.trouble = ""
                while not self._stopped.is_set():
                    if self._missed.is_set():
                        self._insistently(self._find)
                    self._hand_out(crew)
                    for task, answer in crew.answers(self._patience()):
                        if isinstance(task, Marking):
                            self._marking[task.hand_in].since = None
                        # Its worker goes on with the next while this is written down.
                        self._hand_out(crew)
                        self._keep(task, answer)
                    self._listen()

    def _hand_out(self, crew: Workers | Remote) -> None:
        """Give the workers what there is to do, as far as they are free for it."""
        weeks = set()
        while crew.room and (task := self._next()) is not None:
            crew.give(task)
            if isinstance(task, Marking):
                weeks.add(task.week)
        for week in weeks:
            # The first of a week takes the gradebook a moment: it passes while the worker marks.
            self._insistently(partial(self.registrar.expect, week))

    def _patience(self) -> float | None:
        """Seconds after which there is something to do even if nothing happens, None for never."""
        moments = [QUIET] if self.registrar.unwritten else []
        if len(self.backlog):
            moments += [begun.soon_long for begun in self._marking.values() if begun.soon_long]
        return min(moments, default=None)

    def _has_a_core(self) -> bool:
        """Whether another hand-in may begin now."""
        cores = self._cluster.places if self._cluster else self._pool.workers
        return self._under_way < cores + MORE

    @property
    def _under_way(self) -> int:
        """Hand-ins that keep a core to themselves."""
        return sum(begun.soon_long > 0 for begun in self._marking.values())

    def _next(self) -> Task | None:
        if self._asked:
            showing, made = self._asked.popleft()
            self._shown[id(showing)] = made
            return showing
        while self._has_a_core() and (one := self.backlog.take()) is not None:
            if (task := self._begun(one)) is not None:
                return task
        if self._under_way < self._pool.workers and (warming := self._warmer.next()) is not None:
            return warming
        if self.registrar.unwritten and not self._marking and time.monotonic() - self._quiet_since > QUIET:
            return self._insistently(self.registrar.next_page)
        return None

    def _begun(self, one: Waiting) -> Marking | None:
        """The task of marking a hand-in, None where there is nothing to mark."""
        hand_in = self._insistently(lambda: hand_ins.by_id(self.engine, one.id))
        if hand_in is None or hand_in.state not in hand_ins.UNFINISHED:
            self.backlog.done(one)
            return None
        # Once more: a kill, or a full disk, may have come between its record and its place.
        self._insistently(lambda: hand_ins.put(self.course, hand_in))
        self._insistently(lambda: hand_ins.begin(self.engine, one.id))
        try:
            raw, found = read_file(hand_ins.bytes_of(self.course, one.id))
        except Unreadable as error:
            why = str(error)
            self.backlog.done(one)
            self._insistently(lambda: hand_ins.fail(self.engine, one.id, why))
            self.tell(one.student, self.event(one.id, one.week, "failed"))
            return None
        self._marking[one.id] = Begun(one, hand_in, time.monotonic())
        self.tell(one.student, self.event(one.id, one.week, "running", exercise=0, of=len(self.weeks[one.week].coded)))
        return Marking(one.id, one.week, Job(one.student, raw, f"{one.week}.ipynb", found))

    def _keep(self, task: Task, answer: Any) -> None:
        if isinstance(task, Showing):
            made = self._shown.pop(id(task))
            made.set_exception(RuntimeError("the worker died of it")) if answer is None else made.set_result(answer)
        elif isinstance(task, Marking):
            self._keep_marked(task, answer)
        elif isinstance(task, Warming):
            self._warmer.done()

    def _keep_marked(self, task: Marking, answer: Answer | None) -> None:
        begun = self._marking.pop(task.hand_in)
        one, hand_in = begun.one, begun.hand_in
        self._quiet_since = time.monotonic()
        if answer is not None and answer.exit_code == 3:
            # The sandbox does not work here, which is nobody's fault who handed in.
            self._insistently(lambda: hand_ins.wait_again(self.engine, one.id, tries=0))
            raise UserError(answer.trouble or "The sandbox does not work.")
        if answer is None and hand_in.tries + 1 < TRIES:
            self.backlog.done(one)
            self.backlog.add(one)
            return
        if answer is None or answer.marked is None:
            log.error("hand-in %s: %s", one.id, answer.trouble if answer else "its worker died each time")
            self._give_up(hand_in)
        else:
            marked = Marked.model_validate_json(answer.marked)
            self._insistently(lambda: self.registrar.record(one.student, one.week, task.job, marked, answer.seconds))
            self._insistently(
                lambda: hand_ins.finish(self.engine, one.id, answer.marked or "", marked.result.score + marked.result.bonus)
            )
            self.tell(one.student, self.event(one.id, one.week, "done"))
        self.backlog.done(one)

    def _give_up(self, hand_in: Row) -> None:
        self._insistently(
            lambda: hand_ins.fail(
                self.engine, hand_in.id, "It could not be marked here. Your instructor can see that, and it is kept."
            )
        )
        self.tell(hand_in.student, self.event(hand_in.id, hand_in.week, "failed"))

    def _listen(self) -> None:
        """Pass on how far the workers say they are."""
        while True:
            try:
                heard = self._told.recv(1000)
            except BlockingIOError:
                return
            if heard:
                hand_in, number, of = json.loads(heard)
                if hand_in in self._marking:
                    one = self._marking[hand_in].one
                    self.tell(one.student, self.event(one.id, one.week, "running", exercise=number, of=of))

    def _wake(self, told: bytes = b"") -> None:
        with contextlib.suppress(OSError):
            self._news.send(told, socket.MSG_DONTWAIT)

    def _insistently(self, do: Callable[[], T]) -> T:
        """Try until it is done, or the desk is stopped: a locked database, a lost connection and a full disk pass."""
        while True:
            try:
                done = do()
            except PASSING as error:
                if self._stopped.is_set():
                    raise
                self.trouble = trouble(error) or str(error).splitlines()[0]
                log.warning("tried again: %s", self.trouble)
                time.sleep(PATIENCE)
            else:
                self.trouble = ""
                return done


def _waiting(hand_in: Row) -> Waiting:
    return Waiting(hand_in.number, hand_in.id, hand_in.student, hand_in.week, hand_in.size)
