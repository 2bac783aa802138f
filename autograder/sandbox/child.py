"""One submission's process, seen from outside."""

from __future__ import annotations

import socket
import time
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.sandbox.answer import CellRun, cell_run, outcome
from autograder.sandbox.inside.server import LENDING
from autograder.sandbox.inside.values import Decoder, Encoder, drawn, follow
from autograder.sandbox.inside.wire import ANSWER, Closed, WireError
from autograder.sandbox.outcome import Failure, Foreign, Outcome, Target
from autograder.sandbox.process import Lost, Process, pid_of
from autograder.sandbox.verdict import Verdict, read_verdict
from autograder.sandbox.watch import Watch

#: How long after its own timer a child may take to say so, before it is killed.
GRACE = 1.5
#: Callbacks nest (a callback may call a function it was given), but not without end.
NESTING = 8
#: Processes and threads of one submission, pid 1 included.
PROCESSES = 25
#: What one call may hand to functions that a test passes in: those remember it.
CALLBACKS = 20_000
CALLBACK_BYTES = 32 * 1024 * 1024


class Child(Process):
    """A locked-down process for one submission: give it files, run cells, then start servers of its functions."""

    def __init__(self, channel: socket.socket, memory_mb: int, until: float, patience: float = 1.0):
        super().__init__(channel, until)
        self.patience = patience
        #: The text of the notebook's cells: what a function says is held against it.
        self.sources = ""
        if self.pidfd is None or (number := pid_of(self.pidfd)) is None:
            super().kill()
            raise Lost("its process did not start")
        self._watch = Watch(self.pidfd, number, memory_mb, PROCESSES, init=True)
        try:
            message, _ = self.hear(20)
            if message["t"] != "ready":
                raise SandboxBroken(str(message.get("why")))
        except BaseException:
            self.kill()
            raise

    def kill(self) -> None:
        self._watch.end()
        super().kill()

    def obituary(self) -> str:
        return self._watch.over or super().obituary()

    def give(self, name: str, content: bytes) -> None:
        """Write a file into its work folder."""
        self.ask({"t": "file", "name": name}, [content], 10)

    def run(
        self, source: str, seconds: float, room: int, names: Sequence[str] = (), keep: str | None = None
    ) -> CellRun:
        """Run a cell. Raises Lost when the process does not come back from it.

        names: functions to look for, in CellRun.bound. keep: the one whose own cell this is: what it defines is kept.
        """
        message, buffers = self.ask(
            {"t": "cell", "seconds": seconds, "room": room, "names": list(names), "keep": keep},
            [source.encode("utf-8", "replace")], seconds * self.patience + GRACE,
        )
        try:
            return cell_run(message, buffers, room)
        except (KeyError, TypeError, ValueError, IndexError):
            raise Lost("its process wrote something that is no answer") from None

    def test(self, texts: Sequence[str], seconds: float) -> Verdict:
        """Run an instructor's test cell, the last of `texts`, in a fork of the notebook's process; those before it set up.
        Raises Lost when the process does not come back from it."""
        self._watch.fork_coming()
        message, _ = self.ask({"t": "test", "seconds": seconds}, [text.encode("utf-8", "replace") for text in texts],
                              seconds * self.patience * len(texts) + GRACE)
        verdict = read_verdict(message)
        if verdict is None:
            raise Lost("its process wrote something that is no answer")
        return verdict

    def server(self, trusted: bool = False) -> Server:
        """Fork a server of the functions that the cells left. The one before, if any, must have been closed.

        trusted: the functions are the course's own. They may call back without bounds, and generators that they are given move
        on by what they draw."""
        ours, theirs = socket.socketpair()
        self._watch.fork_coming()
        self.tell({"t": "serve"}, seconds=10)
        with theirs, self.losses():
            try:
                socket.send_fds(self.channel, [b"!"], [theirs.fileno()])
            except OSError as error:
                ours.close()
                raise Closed(str(error)) from None
        return Server(ours, self, trusted)


@dataclass(frozen=True)
class Lent:
    """Functions of the course's that a student's process may have: text defines names. It can read them, too: so they are what
    the student has right already."""

    text: str = ""
    names: tuple[str, ...] = ()


NOTHING_LENT = Lent()


class Server(Process):
    """Answers calls to a student's functions."""

    def __init__(self, channel: socket.socket, child: Child, trusted: bool = False):
        self.child = child
        self.trusted = trusted
        super().__init__(channel, child.until)
        self._functions: dict[int | str, Callable[..., Any]] = {}
        self._failure: Failure | None = None
        self._depth = 0

    def obituary(self) -> str:
        return self.child.obituary()

    def stub(self, functions: dict[str, Callable[..., Any]], kept: Sequence[str] = (), lent: Lent = NOTHING_LENT) -> bool:
        """Put functions of ours in the place of the student's own ones, for the names `kept` what their own cells defined, and
        what is lent; nothing at all puts back what the notebook left. Whether it could be done: lent text may not run there."""
        self._functions.clear()
        self._functions.update(functions)
        asked = {"t": "stub", "names": list(functions), "kept": list(kept), "lent": list(lent.names)}
        reply, _ = self.ask(asked, [lent.text.encode()] if lent.names else [], seconds=LENDING * self.child.patience + GRACE)
        return reply["t"] == "return"

    def call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], seconds: float, number: int = 0) -> Outcome:
        """Call a function of the student's. Raises Failure when a callback of ours refused what it was given, and
        Lost when no answer will come. number: of the call, which the global generators there are seeded by."""
        return self._request({"t": "call", "name": name, "number": number}, args, kwargs, seconds)

    def use(self, target: Target, args: tuple[Any, ...], kwargs: dict[str, Any], seconds: float, number: int = 0) -> Outcome:
        """Make an object of a class of the student's, call a method of it or read an attribute; else as `call`."""
        message = {"t": "use", "how": target.how, "name": target.name, "object": target.number, "number": number}
        return self._request(message, args, kwargs, seconds)

    def free(self) -> None:
        """Forget all objects that were made. Raises Lost."""
        self.ask({"t": "free"}, seconds=10)

    def close(self) -> None:
        """End this server; the child can then start another. Raises Lost when the child is gone."""
        self.kill()
        message, _ = self.child.hear(5)
        if message["t"] != "served":
            raise Lost("its process wrote something that is no answer")

    def _request(self, message: dict[str, Any], args: tuple[Any, ...], kwargs: dict[str, Any], seconds: float) -> Outcome:
        registered = dict(self._functions)
        encoder = Encoder(functions=registered, code_of=_told_code)
        message |= {"args": encoder.encode(list(args)), "kwargs": encoder.encode(dict(kwargs)), "seconds": seconds}
        end = time.monotonic() + seconds * self.child.patience + GRACE
        kept, self._functions = self._functions, registered
        self._depth += 1
        try:
            reply, buffers = self.ask(message, encoder.buffers, end - time.monotonic(), ANSWER)
            room = _Room()
            while reply["t"] == "callback":
                if not self.trusted:
                    room.take(reply, buffers)
                self._call_back(reply, buffers, end)
                reply, buffers = self.hear(end - time.monotonic(), ANSWER)
            if self.trusted and reply["t"] == "return":
                follow(args, kwargs, reply["drawn"])
            failure, self._failure = self._failure, None
            if failure is not None and self._depth == 1:
                raise failure
            return outcome(reply, buffers, seconds, self.child.sources)
        except (KeyError, TypeError, ValueError, WireError) as error:
            raise Lost(f"its process wrote something that is no answer ({type(error).__name__})") from None
        finally:
            self._functions = kept
            self._depth -= 1

    def _call_back(self, message: dict[str, Any], buffers: list[Any], end: float) -> None:
        """Run the function of ours that the student's code calls, and send what it gives."""
        if self._depth > NESTING:
            raise Lost("its calls call back without end")
        function = self._functions.get(message["id"])
        if function is None:
            raise WireError("no such function")
        decoder = Decoder(buffers, functions=lambda known, code: self._theirs(known, code, end), stranger=Foreign)
        args, kwargs = decoder.decode(message["args"]), decoder.decode(message["kwargs"])
        if not isinstance(args, list) or not isinstance(kwargs, dict) or not all(isinstance(k, str) for k in kwargs):
            raise WireError("not arguments")
        try:
            value = function(*args, **kwargs)
        except Lost:
            raise
        except Failure as failure:
            self._failure = self._failure or failure
            return self.tell({"t": "raise", "type": "CallbackFailed", "text": str(failure)}, seconds=10)
        except Exception as error:
            return self.tell({"t": "raise", "type": type(error).__name__, "text": str(error)[:300]}, seconds=10)
        encoder = Encoder(functions=self._functions)
        given = {"t": "return", "value": encoder.encode(value), "drawn": drawn(tuple(args), kwargs)}
        self.tell(given, encoder.buffers, seconds=10)

    def _theirs(self, known: int, code: str | None, end: float) -> Callable[..., Any]:
        """A function of the student's that was handed to a callback. code: what its process says it is, which we only
        pass on: another sandbox may have the same one."""

        def invoke(*args: Any, **kwargs: Any) -> Any:
            answer = self._request({"t": "invoke", "id": known}, args, kwargs, max(0.1, end - time.monotonic()))
            if answer.status == "returned":
                return answer.value
            raise RuntimeError(answer.error or answer.status)

        invoke.code = code  # type: ignore[attr-defined]
        return invoke


class _Room:
    """What one call may still hand to functions that a test passed in; stubs, known by name, remember nothing."""

    def __init__(self) -> None:
        self.calls, self.bytes = CALLBACKS, CALLBACK_BYTES

    def take(self, message: dict[str, Any], buffers: list[Any]) -> None:
        if isinstance(message.get("id"), str):
            return
        self.calls -= 1
        self.bytes -= sum(map(len, buffers))
        if self.calls < 0 or self.bytes < 0:
            raise Lost("it called the function it was given too often, or with too much")


class SandboxBroken(Exception):
    """The sandbox cannot be made here; nothing of the student's has run."""


def _told_code(function: Callable[..., Any]) -> str | None:
    """What the code of a student's function was said to be; nothing is told of our own."""
    return getattr(function, "code", None) if isinstance(function, types.FunctionType) else None
