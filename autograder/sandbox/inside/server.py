"""Answers calls to a student's functions, in a fork of the process that ran the notebook."""

from __future__ import annotations

import builtins
import contextlib
import functools
import hashlib
import socket
import sys
import types
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from . import frames
from .clean import clean_signals, clean_state
from .objects import Absent, Objects
from .shapes import in_words
from .shell import Overtime, Shell, timer
from .values import Decoder, Encoder, drawn, follow
from .wire import ANSWER, WireError, receive, send

WARNINGS = 5
MESSAGE_CHARACTERS = 300
#: Seconds that the text of functions that are lent may take.
LENDING = 8.0


class CallbackFailed(Exception):
    """The grader refused what a student's code gave to a function of the grader's."""


class Server:
    """One call after the other, each of which may call back, and be called into while it waits."""

    def __init__(self, channel: socket.socket, shell: Shell):
        self.channel = channel
        self.shell = shell
        self.own: dict[int, Callable[..., Any]] = {}
        self.replaced: dict[str, object] = {}
        self.objects = Objects(shell.user_ns)

    def serve(self) -> None:
        """Until the other side hangs up."""
        clean_signals()
        while True:
            message, buffers = receive(self.channel)
            self._answer(message, buffers)

    def _answer(self, message: dict[str, Any], buffers: list[Any]) -> None:
        kind = message["t"]
        if kind == "call":
            function = self.shell.user_ns.get(message["name"])
            if not callable(function):
                return self._send({"t": "missing"})
            clean_state(message["number"])
            self._call(function, function, message, buffers)
        elif kind == "use":
            clean_state(message["number"])
            what = message["how"], message["name"], message["object"]
            self._call(self.objects.use(*what), self.objects.signature_of(*what), message, buffers, first=1)
        elif kind == "free":
            self.objects.kept.clear()
            self._send({"t": "return", "value": None, "changed": [], "warnings": []})
        elif kind == "invoke":
            function = self.own[message["id"]]
            self._call(function, function, message, buffers)
        elif kind == "stub":
            self._stub(message["names"], message["kept"], message["lent"], buffers)

    def _stub(self, names: list[str], kept: list[str], lent: list[str], buffers: list[Any]) -> None:
        """Put functions of the other side in the place of `names`, in that of `kept` what their own cells defined, whatever
        became of the names since, and in that of `lent` what the text in `buffers` defines; empty lists put all back as the
        notebook left it."""
        self.shell.user_ns.update(self.replaced)
        own = {name: self.shell.kept[name] for name in kept if name in self.shell.kept}
        try:
            own |= _defined(lent, b"".join(buffers).decode()) if lent else {}
        except BaseException as error:
            return self._send({"t": "raise", **_told(error)})
        self.replaced = {name: self.shell.user_ns.get(name) for name in (*names, *own)}
        self.shell.user_ns.update(own)
        self.shell.user_ns.update({name: self._remote(name) for name in names})
        self._send({"t": "return", "value": None, "changed": [], "warnings": []})

    def _call(self, function: Any, named: Any, message: dict[str, Any], buffers: list[Any], first: int = 0) -> None:
        """Call a function and send what comes of it. named: whose parameters name the arguments, from the `first` on."""
        decoder = Decoder(buffers, functions=self._remote, pandas=frames.imported, objects=self.objects)
        args, kwargs = decoder.decode(message["args"]), decoder.decode(message["kwargs"])
        before, named_before = [_copied(a) for a in args], {key: _copied(value) for key, value in kwargs.items()}
        caught: list[str] = []

        def keep(text: Warning | str, *_: Any, **__: Any) -> None:
            if len(caught) < WARNINGS:
                caught.append(str(text)[:200])

        stream: Any = sys.stdout
        with contextlib.suppress(AttributeError):
            stream.written = False
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.showwarning = keep  # type: ignore[assignment]
            try:
                with timer(message["seconds"]):
                    value = function(*args, **kwargs)
            except Overtime:
                return self._send({"t": "overtime"})
            except Absent as absent:
                return self._send({"t": absent.kind})
            except BaseException as error:
                return self._send({"t": "raise", **_told(error)})
        changed = [_name_of(named, i, first) for i, (old, new) in enumerate(zip(before, args)) if not _same(old, new)]
        changed += [key for key, old in named_before.items() if not _same(old, kwargs[key])]
        # A callback of the grader may hand functions of ours back and forth; a plain return value holds none.
        encoder = Encoder(self.own if message["t"] == "invoke" else None, ANSWER)
        told = {"t": "return", "changed": changed, "warnings": caught, "printed": getattr(stream, "written", False) is True,
                "drawn": drawn(args, kwargs)}
        try:
            self._send({**told, "value": encoder.encode(value)}, encoder.buffers)
        except WireError:
            self._send({**told, "value": ["x", f"a very large {type(value).__name__}"[:200]]})

    @functools.cached_property
    def _by_code(self) -> dict[str | None, types.FunctionType]:
        return {code_of(value): value for value in self.shell.user_ns.values() if callable(value)}

    def _remote(self, known: int | str, code: str | None = None) -> Any:
        """A function of the other side, to be called from here; where there is one here that does the same, that one.

        So the course's `train` takes its steps where it is, although the student's notebook gave it `mlp_gradients`."""
        if code is not None and code in self._by_code:
            return self._by_code[code]

        def remote(*args: Any, **kwargs: Any) -> Any:
            encoder = Encoder(self.own, ANSWER, code_of)
            self._send({"t": "callback", "id": known, "args": encoder.encode(list(args)),
                        "kwargs": encoder.encode(dict(kwargs))}, encoder.buffers)
            while True:
                message, buffers = receive(self.channel)
                if message["t"] == "return":
                    follow(args, kwargs, message["drawn"])
                    return Decoder(buffers, functions=self._remote, pandas=frames.imported).decode(message["value"])
                if message["t"] == "raise":
                    raise _exception(message["type"])(message["text"])
                self._answer(message, buffers)

        return remote

    def _send(self, message: dict[str, Any], buffers: Sequence[Any] = ()) -> None:
        send(self.channel, message, list(buffers))


def _defined(names: list[str], text: str) -> dict[str, Any]:
    """What the course's text makes of these names, in a namespace of its own."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    with timer(LENDING):
        exec(compile(text, "<the course>", "exec"), namespace)
    return {name: namespace[name] for name in names}


def code_of(function: Any) -> str | None:
    """A digest of a plain function's code, the same in two processes of one Python. None where there is more to it: a
    closure, default values, a callable of another kind."""
    if type(function) is not types.FunctionType or function.__closure__ or function.__defaults__ or function.__kwdefaults__:
        return None
    hasher = hashlib.sha256()

    def add(code: types.CodeType) -> None:
        counts = (code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_flags)
        hasher.update(repr((code.co_code, code.co_names, code.co_varnames, counts)).encode())
        for constant in code.co_consts:
            if isinstance(constant, types.CodeType):
                add(constant)
            else:
                hasher.update(repr(constant).encode("utf-8", "replace"))

    add(function.__code__)
    return hasher.hexdigest()


def _told(error: BaseException) -> dict[str, Any]:
    """The type and text of an exception, and the student's own line it came from."""
    try:
        text = str(error)[:MESSAGE_CHARACTERS]
    except Exception:
        text = ""
    try:
        _, line, shapes = in_words(error.__traceback__)
    except Exception:
        line = shapes = ""
    return {"type": type(error).__name__[:60], "text": text, "line": line, "shapes": shapes[:300]}


def _exception(name: str) -> type[Exception]:
    found = getattr(builtins, name, None)
    return found if isinstance(found, type) and issubclass(found, Exception) else CallbackFailed


def _name_of(function: Any, index: int, first: int) -> str:
    code = getattr(function, "__code__", None)
    if code is not None and index + first < code.co_argcount:
        return str(code.co_varnames[index + first])[:60]
    return f"number {index + 1}"


def _copied(value: Any) -> Any:
    if type(value) is np.ndarray:
        return value.copy()
    if type(value) in (list, tuple):
        return type(value)(_copied(v) for v in value)
    if type(value) is dict:
        return {key: _copied(v) for key, v in value.items()}
    return frames.copied(value) if frames.is_frame(value) else value


def _same(old: Any, new: Any) -> bool:
    if type(old) is np.ndarray:
        return (type(new) is np.ndarray and old.shape == new.shape and old.dtype == new.dtype
                and old.tobytes() == new.tobytes())
    if type(old) in (list, tuple):
        return type(old) is type(new) and len(old) == len(new) and all(map(_same, old, new))
    if type(old) is dict:
        return type(new) is dict and list(old) == list(new) and all(_same(old[key], new[key]) for key in old)
    if type(old) in (bool, int, float, str):
        return type(old) is type(new) and repr(old) == repr(new)
    return frames.same(old, new) if frames.is_frame(old) else True


def quiet() -> None:
    """What functions print when a test calls them is nobody's: the streams catch nothing."""
    for stream in (sys.stdout, sys.stderr):
        shell = getattr(stream, "_shell", None)
        if shell is not None:
            shell.catch = None
