"""Worker processes of this machine, which end at once whatever they are doing.

The command starts one fork server, which imports all that workers need and forks them. Nothing between them can block for
good: what is sent lies in a file in memory and only its descriptor goes through a socket, few at a time, so that no write
ever waits for a reader; and nobody joins anybody. The kernel ends the workers with their fork server. That in turn ends when
it is killed, or when the command that holds the other end of its socket is gone, for whatever reason.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import os
import pickle
import select
import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from autograder.errors import UserError

#: What the workers of this pack need.
MODULES = ("autograder.grading.job", "autograder.grading.grade")
#: Seconds that ending may take; SIGKILL takes milliseconds.
END_SECONDS = 1.5
#: While the fork server imports, it looks this often, in seconds, whether its command is still there.
_LOOK = 0.1
_PDEATHSIG = 1


class ForkServer:
    """Begins to start when it is made. process: it. MODULES are imported there, so that a worker forked from it has them
    at once."""

    def __init__(self) -> None:
        self._start()

    def fork(self) -> socket.socket:
        """A new worker's socket. Raises UserError where fork servers end before they are up."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            for _ in range(2):
                try:
                    socket.send_fds(self._control, [b"f"], [theirs.fileno()])
                    return ours
                except OSError:
                    was_up = self._was_up()
                    self.close()
                    if not was_up:
                        break
                    self._start()
        ours.close()
        raise UserError("The worker processes do not start here; what Python says of it stands above.")

    def close(self) -> None:
        """End it and all its workers, now."""
        self._control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait(END_SECONDS)

    def _start(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "autograder.grading.workers", str(theirs.fileno()), *MODULES],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=[theirs.fileno()],
                # Ctrl-C is for the command, which then ends them.
                start_new_session=True,
                # One thread a worker: there is a worker a core. And the command's own package, wherever it was found.
                env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OPENBLAS_NUM_THREADS": "1",
                                  "OMP_NUM_THREADS": "1"},
            )

    def _was_up(self) -> bool:
        try:
            return bool(self._control.recv(1, socket.MSG_DONTWAIT))
        except OSError:
            return False


@dataclass(eq=False)
class _Worker:
    """socket: to its process. tasks: what it was given and has not answered; it works on the first."""

    socket: socket.socket
    tasks: deque[Any] = field(default_factory=deque)


class Workers:
    """So many workers with a function each. A context manager; use from one thread.

    make: makes the function in a worker, called with `descriptors` (there under other numbers); it, what the function takes
    and what it returns are pickled. ahead: how many tasks a worker may have in hand.
    """

    def __init__(self, server: ForkServer, count: int, ahead: int, make: Callable[..., Callable[..., Any]], *descriptors: int):
        self._server, self._ahead, self._make, self._descriptors = server, ahead, make, descriptors
        self._poll = select.poll()
        self._workers: dict[int, _Worker] = {}
        for _ in range(count):
            self._add()

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @property
    def room(self) -> bool:
        """Whether some worker takes another task."""
        return any(len(worker.tasks) < self._ahead for worker in self._workers.values())

    @property
    def busy(self) -> bool:
        return any(worker.tasks for worker in self._workers.values())

    def give(self, task: Any) -> None:
        """Hand a task to the worker with the fewest; there must be room."""
        while True:
            worker = min(self._workers.values(), key=lambda worker: len(worker.tasks))
            try:
                hand_over(worker.socket, task)
            except OSError:
                # It has died. What it had is found by `answers`, if anything.
                if not worker.tasks:
                    self._replace(worker)
                    continue
            worker.tasks.append(task)
            return

    def watch(self, descriptor: int) -> None:
        """Let something to read there, too, end the waiting of `answers`."""
        self._poll.register(descriptor, select.POLLIN)

    def answers(self, seconds: float | None = None) -> Iterator[tuple[Any, Any]]:
        """Waits for some, at most so long; (task, its answer), None for an answer: its worker died of it.

        What else a dead worker had in hand is given to others. Raises what the function raised.
        """
        ready = [self._workers.get(descriptor) for descriptor, _ in self._poll.poll(None if seconds is None else 1000 * seconds)]
        for worker in filter(None, ready):
            # One that was replaced meanwhile: its descriptor's number may be the new one's, which has nothing to say yet.
            if worker not in self._workers.values():
                continue
            try:
                (answer, error), _ = take(worker.socket)
            except (OSError, EOFError):
                self._replace(worker)
                lost = list(worker.tasks)
                for task in lost[1:]:
                    self.give(task)
                if lost:
                    yield lost[0], None
                continue
            if error is not None:
                raise error
            yield worker.tasks.popleft(), answer

    def close(self) -> None:
        """Forget them. They end with their fork server, or when they next look for a task."""
        for worker in self._workers.values():
            worker.socket.close()
        self._workers.clear()

    def _replace(self, worker: _Worker) -> None:
        self._poll.unregister(worker.socket)
        del self._workers[worker.socket.fileno()]
        worker.socket.close()
        self._add()

    def _add(self) -> None:
        sock = self._server.fork()
        self._workers[sock.fileno()] = _Worker(sock)
        self._poll.register(sock, select.POLLIN)
        with contextlib.suppress(OSError):
            hand_over(sock, self._make, *self._descriptors)


def hand_over(sock: socket.socket, what: Any, *descriptors: int) -> None:
    """Send something of any size, and open files with it, without ever waiting for the other side to read."""
    memory = os.memfd_create("autograder", os.MFD_CLOEXEC)
    try:
        with open(memory, "wb", closefd=False) as file:
            pickle.dump(what, file, protocol=pickle.HIGHEST_PROTOCOL)
        socket.send_fds(sock, [b"t"], [memory, *descriptors])
    finally:
        os.close(memory)


def take(sock: socket.socket) -> tuple[Any, list[int]]:
    """What was handed over, and the descriptors with it. Raises EOFError when the other side is gone."""
    data, received, *_ = socket.recv_fds(sock, 1, 8)
    if not data:
        raise EOFError
    with open(received[0], "rb") as file:
        file.seek(0)
        return pickle.load(file), received[1:]


def _serve(control: socket.socket, modules: list[str]) -> None:
    """The fork server, until its command is gone."""
    signal.signal(signal.SIGALRM, lambda *_: _end_without(control))
    signal.setitimer(signal.ITIMER_REAL, _LOOK, _LOOK)
    for name in modules:
        importlib.import_module(name)
    signal.setitimer(signal.ITIMER_REAL, 0)
    gc.collect()
    gc.freeze()
    # The kernel takes away what ends.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    # A command that has ended meanwhile, by a mistake in course.toml say, is no fault of ours to tell.
    with contextlib.suppress(BrokenPipeError):
        control.send(b"u")
    while received := _order(control):
        above = os.getpid()
        if os.fork() == 0:
            control.close()
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            ctypes.CDLL(None).prctl(_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
            if os.getppid() == above:
                _work(socket.socket(fileno=received[0]))
            os._exit(1)
        os.close(received[0])


def _order(control: socket.socket) -> list[int]:
    """The descriptor that comes with the next order; none when the command is gone."""
    try:
        return socket.recv_fds(control, 1, 1)[1]
    except ConnectionResetError:
        return []


def _end_without(control: socket.socket) -> None:
    poll = select.poll()
    poll.register(control, 0)
    if poll.poll(0):
        os._exit(1)


def _work(sock: socket.socket) -> None:
    """A worker: one task after the other, until the command needs it no longer."""
    try:
        make, descriptors = take(sock)
        function = make(*descriptors)
        while True:
            task, _ = take(sock)
            hand_over(sock, _outcome(function, task))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass
    except Exception:
        sys.excepthook(*sys.exc_info())


def _outcome(function: Callable[[Any], Any], task: Any) -> tuple[Any, Exception | None]:
    try:
        return function(task), None
    except Exception as error:
        return None, error


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])), sys.argv[2:])
