"""A process of a submission's, on the other end of a channel."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import time
from collections.abc import Iterator
from typing import Any

from autograder.sandbox.inside.wire import BUFFERS, Closed, TooLate, WireError, receive, send, wait


class Lost(Exception):
    """The child is gone or can no longer be trusted to answer. The text says why, for the student.

    status: "timed_out" or "died". final: the submission's whole time is over.
    """

    def __init__(self, why: str, status: str = "died", final: bool = False):
        super().__init__(why)
        self.status = status
        self.final = final


class Process:
    """A process on the other end of a channel, killed by its pidfd."""

    def __init__(self, channel: socket.socket, until: float):
        self.channel = channel
        self.until = until
        try:
            self.pidfd: int | None = _take_pidfd(channel, self._deadline(10))
        except Lost:
            channel.close()
            raise

    def ask(
        self, message: dict[str, Any], buffers: Any = (), seconds: float | None = None, most: int = BUFFERS
    ) -> tuple[dict[str, Any], list[bytearray]]:
        """Send a message and wait for the answer, at most `seconds` and never past the submission's own end."""
        self.tell(message, buffers, seconds)
        return self.hear(seconds, most)

    def tell(self, message: dict[str, Any], buffers: Any = (), seconds: float | None = None) -> None:
        with self.losses():
            send(self.channel, message, list(buffers), self._deadline(seconds))

    def hear(self, seconds: float | None = None, most: int = BUFFERS) -> tuple[dict[str, Any], list[bytearray]]:
        with self.losses():
            message, buffers = receive(self.channel, self._deadline(seconds), most)
            if not isinstance(message.get("t"), str):
                raise WireError("not a message")
            return message, buffers

    @contextlib.contextmanager
    def losses(self) -> Iterator[None]:
        try:
            yield
        except TooLate:
            over = time.monotonic() >= self.until
            raise Lost("the whole submission took too long" if over else "it took too long and had to be stopped",
                       "timed_out", final=over) from None
        except Closed:
            raise Lost(self.obituary()) from None
        except WireError as error:
            raise Lost(f"its process wrote something that is no answer ({error})") from None

    def kill(self) -> None:
        """End it, and where it is a pid 1 everything it started."""
        if self.pidfd is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
            os.close(self.pidfd)
            self.pidfd = None
        self.channel.close()

    def obituary(self) -> str:
        return "its process ended (os._exit, a crash, or too much memory)"

    def _deadline(self, seconds: float | None) -> float:
        return self.until if seconds is None else min(self.until, time.monotonic() + seconds)


def _take_pidfd(channel: socket.socket, deadline: float) -> int:
    """Receive the descriptor a fresh process sends of itself. A child's comes before any student's code has run in it;
    for a server's a student's code may send what it likes, so what is no process of a child's is refused.

    Raises Lost.
    """
    channel.setblocking(False)
    try:
        wait(channel, select.POLLIN, deadline)
        data, descriptors, *_ = socket.recv_fds(channel, 1, 1)
    except (OSError, TooLate):
        raise Lost("its process did not start") from None
    if len(descriptors) == 1 and data == b"!" and pid_of(descriptors[0]) is not None:
        return descriptors[0]
    for descriptor in descriptors:
        os.close(descriptor)
    raise Lost("its process did not start")


def pid_of(pidfd: int) -> int | None:
    """The process a pidfd stands for, in our own numbering. None unless it lives two pid namespaces below ours, as all
    of a child's do: by SO_PEERPIDFD a student's code can get hold of the grader's own."""
    try:
        with open(f"/proc/self/fdinfo/{pidfd}") as file:
            fields = dict(line.split(":", 1) for line in file if ":" in line)
        numbers = fields["NSpid"].split()
        return int(numbers[0]) if len(numbers) >= 3 and int(numbers[0]) > 1 else None
    except (OSError, KeyError, ValueError):
        return None
