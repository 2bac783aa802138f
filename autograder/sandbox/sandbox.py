"""The sandbox: a warm zygote behind bubblewrap's wall, and a fresh locked-down child of it for each submission."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from autograder.sandbox.child import PROCESSES, Child, SandboxBroken
from autograder.sandbox.process import Lost
from autograder.sandbox.zygote import FIRST_UID, START_SECONDS, Unavailable, Zygote, advice, is_root

#: A zygote is asked so often: they may be lost one after the other.
TRIES = 3

T = TypeVar("T")


@dataclass(frozen=True)
class Allowance:
    """What one submission may use: seconds of wall time in all, MB of memory. patience: so many times all limits of time are
    given to what shares its core with others."""

    seconds: float
    memory_mb: int
    patience: float = 1.0


class Sandbox:
    """Starts children. A context manager; use from one thread.

    control: of a zygote that somebody else started and shares; when its place is empty, or without it, there is one of its own.
    packages: what that imports ahead, so that no notebook spends its time on it.
    """

    def __init__(self, control: socket.socket | None = None, packages: Sequence[str] = ()):
        self._control = control
        self.packages = tuple(packages)
        self._zygote: Zygote | None = None
        self._slot = 0

    def __enter__(self) -> Sandbox:
        if self._control is None:
            self._start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def child(self, allowance: Allowance, until: float | None = None) -> Child:
        """A fresh child, which lives until `until` (of time.monotonic()), else as long as the allowance says.

        Raises Unavailable when none can be made, Lost when `until` is over.
        """
        until = time.monotonic() + allowance.seconds * allowance.patience if until is None else until
        return self._asked(lambda: self._child(allowance, until))

    def zygote(self) -> bytes:
        """The name of the zygote there is, as it says itself: between two times that it is the same no child was lost with its
        zygote, since none that is being killed answers. Raises Unavailable where there can be none."""
        return self._asked(self._name)

    def close(self) -> None:
        """End the zygote where it is our own; its children end by themselves."""
        if self._zygote is not None:
            self._zygote.close()
        elif self._control is not None:
            self._control.close()
        self._zygote = self._control = None

    def _asked(self, ask: Callable[[], T]) -> T:
        """What the zygote gives, or another one where it is gone (the machine ran out of memory, say)."""
        for attempt in range(1, TRIES + 1):
            try:
                return ask()
            except SandboxBroken as error:
                raise Unavailable(f"The sandbox cannot lock a process down here: {error}. {advice()}") from None
            except (OSError, Lost) as error:
                if isinstance(error, Lost) and error.final:
                    raise
                if attempt == TRIES:
                    raise Unavailable(f"The sandbox stopped working. {advice()}") from None
                # A shared one has a successor in its place.
                if self._zygote is not None or isinstance(error, OSError):
                    self.close()
                    self._start()
        raise AssertionError

    def _child(self, allowance: Allowance, until: float) -> Child:
        ours, theirs = socket.socketpair()
        self._slot = (self._slot + 1) % 1000
        as_root = is_root()
        bounds = {
            "memory_mb": allowance.memory_mb,
            "cpu_seconds": int(allowance.seconds) + 30,
            # No two children alive at once share a user, so that none can exhaust another's processes.
            "uid": FIRST_UID + (os.getpid() % 100_000) * 1000 + self._slot if as_root else None,
            "processes": PROCESSES if as_root or _counts_by_namespace() else None,
            "patience": allowance.patience,
        }
        self._order(bounds, theirs)
        return Child(ours, allowance.memory_mb, until, allowance.patience)

    def _name(self) -> bytes:
        ours, theirs = socket.socketpair()
        with ours:
            self._order({}, theirs)
            ours.settimeout(START_SECONDS)
            if name := ours.recv(8):
                return name
        raise Lost("its zygote ended")

    def _order(self, bounds: Mapping[str, object], channel: socket.socket) -> None:
        """Hand the zygote its end of a channel."""
        if self._control is None:
            raise RuntimeError("the sandbox has not been entered")
        with channel:
            socket.send_fds(self._control, [json.dumps(dict(bounds)).encode()], [channel.fileno()])

    def _start(self) -> None:
        self._zygote = Zygote(self.packages)
        self._zygote.ready()
        self._control = self._zygote.control


def _counts_by_namespace() -> bool:
    """Whether this kernel counts a user's processes in each user namespace apart."""
    major, minor = os.uname().release.split(".")[:2]
    return (int(major), int("".join(filter(str.isdigit, minor)) or 0)) >= (5, 14)
