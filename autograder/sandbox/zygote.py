"""A zygote seen from outside: Python behind bubblewrap's wall, with all a notebook needs imported, waiting to be forked."""

from __future__ import annotations

import contextlib
import os
import platform
import resource
import socket
import subprocess
import tempfile
import threading
from collections.abc import Sequence

from autograder.errors import UserError
from autograder.sandbox import bubblewrap
from autograder.sandbox.inside import seccomp

#: Users that nobody is; where the grader is root, each child is one of them.
FIRST_UID = 1_000_000_000
START_SECONDS = 60
#: Before the next try where the one that was to take a lost one's place did not come up.
PAUSE = 1.0
#: Open files that a child is given; the system grants no more than it allows here.
FEWEST_FILES = 64


class Unavailable(UserError):
    """The sandbox does not work on this machine; the text says why and what to do."""

    exit_code = 3


class Zygote:
    """Begins to start when it is made, which takes most of a second; `ready` waits for one that is not shared.

    control: takes orders for children, from any process that has it. packages: what else is imported ahead. shared: where it
    ends, another one takes its place, and the orders that wait in `control`, until `close`; only one that was never up leaves
    the place empty, so that whoever asks there notices. Raises Unavailable when bubblewrap is missing.
    """

    def __init__(self, packages: Sequence[str] = (), shared: bool = False):
        if not seccomp.supported():
            raise Unavailable(f"The sandbox does not know the system calls of this processor ({platform.machine()}). Grade on "
                              f"a machine with {' or '.join(seccomp.machines())}, by --scheduler for example.")
        self.control, self._place = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (close() closes it)
        try:
            self._words = bubblewrap.command(is_root(), self._place.fileno(), packages)
        except FileNotFoundError:
            self.control.close()
            self._place.close()
            self._errors.close()
            raise Unavailable("bubblewrap is not installed (there is no bwrap on PATH). Run: make setup, or "
                              "apt-get install bubblewrap (dnf install bubblewrap)") from None
        self._lock, self._closed = threading.Lock(), threading.Event()
        self.process = self._started()
        if shared:
            threading.Thread(target=self._stay, name="zygote", daemon=True).start()
        else:
            self._place.close()

    def ready(self) -> None:
        """Wait until it is up. Raises Unavailable when it does not start here."""
        self.control.settimeout(START_SECONDS)
        try:
            started = self.control.recv(4096)
        except OSError:
            started = b""
        if not started:
            self._errors.seek(0)
            why = self._errors.read(2000).decode(errors="replace").strip().splitlines()
            self.close()
            raise Unavailable(f"The sandbox does not start: {why[-1] if why else 'no reason given'}. {advice()}")
        self.control.settimeout(None)

    def close(self) -> None:
        """End it; its children end by themselves."""
        with self._lock:
            self._closed.set()
            self.control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait(10)
        self._errors.close()

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._words, stdin=subprocess.DEVNULL, stdout=self._errors, stderr=self._errors,
                                pass_fds=[self._place.fileno()], cwd="/")

    def _stay(self) -> None:
        """Wait for it to end and start another one. The kernel ends bubblewrap with the thread that it was started by: with
        this one, too, which therefore never leaves one behind."""
        ever = False
        with self._place:
            while True:
                self.process.wait()
                with self._lock:
                    was_up = self._was_up()
                ever = ever or was_up
                if not ever:
                    return
                if not was_up:
                    self._closed.wait(PAUSE)
                with self._lock, contextlib.suppress(OSError):
                    if self._closed.is_set():
                        return
                    self.process = self._started()

    def _was_up(self) -> bool:
        """Whether the one that has ended had said that it is ready."""
        try:
            return bool(self.control.recv(4096, socket.MSG_DONTWAIT))
        except OSError:
            return False


def is_root() -> bool:
    """Whether this is the machine's root, who may become any user: a container's root often may not."""
    if os.geteuid() != 0:
        return False
    with open("/proc/self/uid_map") as file:
        ranges = [(int(first), int(count)) for first, _, count in map(str.split, file)]
    return any(first <= FIRST_UID and FIRST_UID + 10**8 < first + count for first, count in ranges)


def advice() -> str:
    """What usually helps, told by what this machine says of itself."""
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if files < FEWEST_FILES:
        return f"At most {files} files may be open at once here, too few: run `ulimit -n 1024` and try again."
    for path, bad, told in (
        ("/proc/sys/kernel/unprivileged_userns_clone", "0", "Allow user namespaces: sysctl kernel.unprivileged_userns_clone=1"),
        ("/proc/sys/user/max_user_namespaces", "0", "Allow user namespaces: sysctl user.max_user_namespaces=15000"),
        ("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1",
         "Allow user namespaces: sysctl kernel.apparmor_restrict_unprivileged_userns=0"),
    ):
        with contextlib.suppress(OSError), open(path) as file:
            if file.read().strip() == bad:
                return told
    return ("In a container, run it with --security-opt seccomp=unconfined --security-opt systempaths=unconfined (or as root "
            "on a machine of its own).")
