"""The sandbox: a warm zygote behind bubblewrap's wall, and a fresh locked-down child of it for each submission."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass

from autograder.errors import UserError
from autograder.sandbox import bubblewrap
from autograder.sandbox.child import PROCESSES, Child, Lost, SandboxBroken

#: Users that nobody is; where the grader is root, each child is one of them.
FIRST_UID = 1_000_000_000
START_SECONDS = 60


class Unavailable(UserError):
    """The sandbox does not work on this machine; the text says why and what to do."""

    exit_code = 3


@dataclass(frozen=True)
class Allowance:
    """What one submission may use: seconds of wall time in all, MB of memory."""

    seconds: float
    memory_mb: int


class Sandbox:
    """Starts children. A context manager; use from one thread."""

    def __init__(self):
        self._process: subprocess.Popen | None = None
        self._control: socket.socket | None = None
        self._errors = None
        self._slot = 0

    def __enter__(self) -> Sandbox:
        self._start()
        return self

    def __exit__(self, *exception) -> None:
        self.close()

    def child(self, allowance: Allowance, until: float | None = None) -> Child:
        """A fresh child, which lives until `until` (of time.monotonic()), else as long as the allowance says.

        Raises Unavailable when none can be made, Lost when `until` is over.
        """
        until = time.monotonic() + allowance.seconds if until is None else until
        for attempt in (1, 2):
            try:
                return self._child(allowance, until)
            except SandboxBroken as error:
                raise Unavailable(f"The sandbox cannot lock a process down here: {error}. {_advice()}") from None
            except (OSError, Lost) as error:
                if isinstance(error, Lost) and error.final:
                    raise
                # The zygote is gone (the machine ran out of memory, say): a new one, once.
                self.close()
                if attempt == 2:
                    raise Unavailable(f"The sandbox stopped working. {_advice()}") from None
                self._start()
        raise AssertionError

    def close(self) -> None:
        """End the zygote; its children end by themselves."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.kill()
                self._process.wait(10)
        if self._errors is not None:
            self._errors.close()
        self._process = self._control = self._errors = None

    def _child(self, allowance: Allowance, until: float) -> Child:
        ours, theirs = socket.socketpair()
        self._slot = (self._slot + 1) % 1000
        as_root = _is_root()
        bounds = {
            "memory_mb": allowance.memory_mb,
            "cpu_seconds": int(allowance.seconds) + 30,
            # No two children alive at once share a user, so that none can exhaust another's processes.
            "uid": FIRST_UID + (os.getpid() % 100_000) * 1000 + self._slot if as_root else None,
            "processes": PROCESSES if as_root or _counts_by_namespace() else None,
        }
        with theirs:
            socket.send_fds(self._control, [json.dumps(bounds).encode()], [theirs.fileno()])
        return Child(ours, allowance.memory_mb, until)

    def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._errors = tempfile.TemporaryFile()
        try:
            words = bubblewrap.command(_is_root(), theirs.fileno())
        except FileNotFoundError:
            raise Unavailable("bubblewrap is not installed (there is no bwrap on PATH). Run: make setup, or "
                              "apt-get install bubblewrap (dnf install bubblewrap)") from None
        self._process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=self._errors, stderr=self._errors,
            pass_fds=[theirs.fileno()], cwd="/",
        )
        theirs.close()
        self._control = ours
        ours.settimeout(START_SECONDS)
        try:
            started = ours.recv(4096)
        except OSError:
            started = b""
        if not started:
            self._errors.seek(0)
            why = self._errors.read(2000).decode(errors="replace").strip().splitlines()
            self.close()
            raise Unavailable(f"The sandbox does not start: {why[-1] if why else 'no reason given'}. {_advice()}")
        ours.settimeout(None)


def _is_root() -> bool:
    """Whether this is the machine's root, who may become any user: a container's root often may not."""
    if os.geteuid() != 0:
        return False
    with open("/proc/self/uid_map") as file:
        ranges = [(int(first), int(count)) for first, _, count in map(str.split, file)]
    return any(first <= FIRST_UID and FIRST_UID + 10**8 < first + count for first, count in ranges)


def _counts_by_namespace() -> bool:
    """Whether this kernel counts a user's processes in each user namespace apart."""
    major, minor = os.uname().release.split(".")[:2]
    return (int(major), int("".join(filter(str.isdigit, minor)) or 0)) >= (5, 14)


def _advice() -> str:
    """What usually helps, told by what this machine says of itself."""
    for path, bad, advice in (
        ("/proc/sys/kernel/unprivileged_userns_clone", "0", "Allow user namespaces: sysctl kernel.unprivileged_userns_clone=1"),
        ("/proc/sys/user/max_user_namespaces", "0", "Allow user namespaces: sysctl user.max_user_namespaces=15000"),
        ("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1",
         "Allow user namespaces: sysctl kernel.apparmor_restrict_unprivileged_userns=0"),
    ):
        with contextlib.suppress(OSError):
            with open(path) as file:
                if file.read().strip() == bad:
                    return advice
    return "In a container, run it with --security-opt seccomp=unconfined --security-opt systempaths=unconfined (or as root on a machine of its own)."
