"""One submission's process, seen from outside."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import time
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from autograder.sandbox.inside.wire import (
    ANSWER,
    BUFFERS,
    Closed,
    Decoder,
    Encoder,
    TooLate,
    WireError,
    drawn,
    follow,
    receive,
    send,
    wait,
)
from autograder.sandbox.outcome import Failure, Foreign, Outcome
from autograder.sandbox.told import in_words, known_name
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


class Lost(Exception):
    """The child is gone or can no longer be trusted to answer. The text says why, for the student.

    status: "timed_out" or "died". final: the submission's whole time is over.
    """

    def __init__(self, why: str, status: str = "died", final: bool = False):
        super().__init__(why)
        self.status = status
        self.final = final


@dataclass(frozen=True)
class CellRun:
    """What running a cell showed, not yet made harmless.

    outputs: (kind, text or PNG bytes). overtime: it was interrupted. bound: which of the names that are looked for it bound
    anew -> whether to something that can be called. failed_import: the import statement that raised, then the names it would
    have bound; () for none.
    """

    outputs: tuple[tuple[str, str | bytes], ...] = ()
    error: str | None = None
    note: str | None = None
    overtime: bool = False
    bound: dict[str, bool] = field(default_factory=dict)
    failed_import: tuple[str, ...] = ()


class Process:
    """A process on the other end of a channel, killed by its pidfd."""

    def __init__(self, channel: socket.socket, until: float):
        self.channel = channel
        self.until = until
        try:
            self._pidfd = _take_pidfd(channel, self._deadline(10))
        except Lost:
            channel.close()
            raise

    def ask(
        self, message: dict, buffers=(), seconds: float | None = None, most: int = BUFFERS
    ) -> tuple[dict, list[bytearray]]:
        """Send a message and wait for the answer, at most `seconds` and never past the submission's own end."""
        self.tell(message, buffers, seconds)
        return self.hear(seconds, most)

    def tell(self, message: dict, buffers=(), seconds: float | None = None) -> None:
        with self._losses():
            send(self.channel, message, list(buffers), self._deadline(seconds))

    def hear(self, seconds: float | None = None, most: int = BUFFERS) -> tuple[dict, list[bytearray]]:
        with self._losses():
            message, buffers = receive(self.channel, self._deadline(seconds), most)
            if not isinstance(message.get("t"), str):
                raise WireError("not a message")
            return message, buffers

    @contextlib.contextmanager
    def _losses(self):
        try:
            yield
        except TooLate:
            over = time.monotonic() >= self.until
            raise Lost("the whole submission took too long" if over else "it took too long and had to be stopped",
                       "timed_out", final=over) from None
        except Closed:
            raise Lost(self._obituary()) from None
        except WireError as error:
            raise Lost(f"its process wrote something that is no answer ({error})") from None

    def kill(self) -> None:
        """End it, and where it is a pid 1 everything it started."""
        if self._pidfd is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            os.close(self._pidfd)
            self._pidfd = None
        self.channel.close()

    def _obituary(self) -> str:
        return "its process ended (os._exit, a crash, or too much memory)"

    def _deadline(self, seconds: float | None) -> float:
        return self.until if seconds is None else min(self.until, time.monotonic() + seconds)


class Child(Process):
    """A locked-down process for one submission: give it files, run cells, then start servers of its functions."""

    def __init__(self, channel: socket.socket, memory_mb: int, until: float):
        super().__init__(channel, until)
        #: The text of the notebook's cells: what a function says is held against it.
        self.sources = ""
        self._watch = Watch(self._pidfd, _pid_of(self._pidfd), memory_mb, PROCESSES, init=True)
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

    def _obituary(self) -> str:
        return self._watch.over or super()._obituary()

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
            [source.encode("utf-8", "replace")], seconds + GRACE,
        )
        try:
            return _cell_run(message, buffers, room)
        except (KeyError, TypeError, ValueError, IndexError):
            raise Lost("its process wrote something that is no answer") from None

    def server(self, trusted: bool = False) -> Server:
        """Fork a server of the functions that the cells left. The one before, if any, must have been closed.

        trusted: the functions are the course's own. They may call back without bounds, and generators that they are given move
        on by what they draw."""
        ours, theirs = socket.socketpair()
        self._watch.fork_coming()
        self.tell({"t": "serve"}, seconds=10)
        with theirs, self._losses():
            try:
                socket.send_fds(self.channel, [b"!"], [theirs.fileno()])
            except OSError as error:
                ours.close()
                raise Closed(str(error)) from None
        return Server(ours, self, trusted)


class Server(Process):
    """Answers calls to a student's functions."""

    def __init__(self, channel: socket.socket, child: Child, trusted: bool = False):
        self.child = child
        self.trusted = trusted
        super().__init__(channel, child.until)
        self._functions: dict[int | str, Callable] = {}
        self._failure: Failure | None = None
        self._depth = 0

    def _obituary(self) -> str:
        return self.child._obituary()

    def stub(self, functions: dict[str, Callable], kept: Sequence[str] = ()) -> None:
        """Put functions of ours in the place of the student's own ones, and for the names `kept` what their own cells
        defined; {} and () put back what the notebook left."""
        self._functions = dict(functions)
        self.ask({"t": "stub", "names": list(functions), "kept": list(kept)}, seconds=10)

    def call(self, name: str, args: tuple, kwargs: dict, seconds: float, number: int = 0) -> Outcome:
        """Call a function of the student's. Raises Failure when a callback of ours refused what it was given, and
        Lost when no answer will come. number: of the call, which the global generators there are seeded by."""
        return self._request({"t": "call", "name": name, "number": number}, args, kwargs, seconds)

    def close(self) -> None:
        """End this server; the child can then start another. Raises Lost when the child is gone."""
        self.kill()
        message, _ = self.child.hear(5)
        if message["t"] != "served":
            raise Lost("its process wrote something that is no answer")

    def _request(self, message: dict, args: tuple, kwargs: dict, seconds: float) -> Outcome:
        registered = dict(self._functions)
        encoder = Encoder(functions=registered, code_of=_told_code)
        message |= {"args": encoder.encode(list(args)), "kwargs": encoder.encode(dict(kwargs)), "seconds": seconds}
        end = time.monotonic() + seconds + GRACE
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
            return _outcome(reply, buffers, seconds, self.child.sources)
        except (KeyError, TypeError, ValueError, WireError) as error:
            raise Lost(f"its process wrote something that is no answer ({type(error).__name__})") from None
        finally:
            self._functions = kept
            self._depth -= 1

    def _call_back(self, message: dict, buffers: list, end: float) -> None:
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
        self.tell({"t": "return", "value": encoder.encode(value), "drawn": drawn(args, kwargs)}, encoder.buffers, seconds=10)

    def _theirs(self, known: int, code: str | None, end: float) -> Callable:
        """A function of the student's that was handed to a callback. code: what its process says it is, which we only
        pass on: another sandbox may have the same one."""

        def invoke(*args, **kwargs):
            outcome = self._request({"t": "invoke", "id": known}, args, kwargs, max(0.1, end - time.monotonic()))
            if outcome.status == "returned":
                return outcome.value
            raise RuntimeError(outcome.error or outcome.status)

        invoke.code = code
        return invoke


class _Room:
    """What one call may still hand to functions that a test passed in; stubs, known by name, remember nothing."""

    def __init__(self):
        self.calls, self.bytes = CALLBACKS, CALLBACK_BYTES

    def take(self, message: dict, buffers: list) -> None:
        if isinstance(message.get("id"), str):
            return
        self.calls -= 1
        self.bytes -= sum(map(len, buffers))
        if self.calls < 0 or self.bytes < 0:
            raise Lost("it called the function it was given too often, or with too much")


class SandboxBroken(Exception):
    """The sandbox cannot be made here; nothing of the student's has run."""


def _told_code(function: Callable) -> str | None:
    """What the code of a student's function was said to be; nothing is told of our own."""
    return getattr(function, "code", None) if isinstance(function, types.FunctionType) else None


def _cell_run(message: dict, buffers: list, room: int) -> CellRun:
    """Check the answer to a cell, whose every part a student's code may have written."""
    if message["t"] != "cell" or not isinstance(message["outputs"], list):
        raise ValueError
    outputs: list[tuple[str, str | bytes]] = []
    for kind, body in list(zip(message["outputs"], buffers, strict=True))[:100]:
        if kind == "png":
            outputs.append(("png", bytes(body)))
        elif kind in ("stdout", "stderr", "result"):
            outputs.append((kind, body[:room].decode("utf-8", "ignore")))
    error, note, bound = message["error"], message["note"], message["bound"]
    failed_import = message["failed_import"] or []
    if not isinstance(bound, list) or not isinstance(failed_import, list):
        raise ValueError
    return CellRun(
        tuple(outputs),
        None if error is None else _text(error, 8_000),
        None if note is None else _text(note),
        message["overtime"] is True,
        {_text(name): callable_ is True for name, callable_ in bound[:100]},
        tuple(_text(part) for part in failed_import[:20]),
    )


def _outcome(reply: dict, buffers: list, seconds: float, sources: str = "") -> Outcome:
    """Check the answer to a call, whose every part a student's code may have written. sources: the notebook's own text."""
    kind = reply["t"]
    if kind == "return":
        value = Decoder(buffers, stranger=_stranger).decode(reply["value"])
        changed = tuple(name if known_name(name, sources) or name.startswith("number ") else "an argument"
                        for name in _texts(reply["changed"]))
        return Outcome("returned", value, changed=changed, warnings=tuple(map(in_words, _texts(reply["warnings"]))))
    if kind == "raise":
        name, text = _text(reply["type"]), in_words(_text(reply["text"]))
        line, shapes = _text(reply["line"]), in_words(_text(reply["shapes"]))
        if not known_name(name, sources):
            name = "an exception of its own"
        told = f"{name}: {text}" if text else name
        # Code that stands in no cell was made up when the function was called.
        shown = bool(line) and line in sources
        place = f" (at `{line}`{f': {shapes}' if shapes else ''})" if shown else ""
        return Outcome("raised", error=told + place, error_type=name)
    if kind == "overtime":
        return Outcome("timed_out", error=f"it took longer than {seconds:g} s")
    if kind == "missing":
        return Outcome("missing")
    raise WireError("not an outcome")


def _stranger(kind: str) -> Foreign:
    return Foreign(in_words(kind, 60))


def _text(value, most: int = 500) -> str:
    if not isinstance(value, str):
        raise WireError("not a text")
    return value[:most]


def _texts(values) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise WireError("not texts")
    return tuple(_text(v) for v in values[:20])


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
    if len(descriptors) == 1 and data == b"!" and _pid_of(descriptors[0]) is not None:
        return descriptors[0]
    for descriptor in descriptors:
        os.close(descriptor)
    raise Lost("its process did not start")


def _pid_of(pidfd: int) -> int | None:
    """The process a pidfd stands for, in our own numbering. None unless it lives two pid namespaces below ours, as all
    of a child's do: by SO_PEERPIDFD a student's code can get hold of the grader's own."""
    try:
        with open(f"/proc/self/fdinfo/{pidfd}") as file:
            fields = dict(line.split(":", 1) for line in file if ":" in line)
        numbers = fields["NSpid"].split()
        return int(numbers[0]) if len(numbers) >= 3 and int(numbers[0]) > 1 else None
    except (OSError, KeyError, ValueError):
        return None
