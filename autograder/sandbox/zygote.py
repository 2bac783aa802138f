"""A zygote seen from outside: Python behind bubblewrap's wall, with all a notebook needs imported, waiting to be forked."""

from __future__ import annotations

import contextlib
import os
import platform
import resource
import socket
import subprocess
import tempfile
from collections.abc import Sequence

from autograder.errors import UserError
from autograder.sandbox import bubblewrap
from autograder.sandbox.inside import seccomp

#: Users that nobody is; where the grader is root, each child is one of them.
FIRST_UID = 1_000_000_000
START_SECONDS = 60
#: Open files that a child is given; the system grants no more than it allows here.
FEWEST_FILES = 64


class Unavailable(UserError):
    """The sandbox does not work on this machine; the text says why and what to do."""

    exit_code = 3


class Zygote:
    """Begins to start when it is made, which takes most of a second; `ready` waits for it.

    control: takes orders for children, from any process that has it. packages: what else is imported ahead. Raises Unavailable
    when bubblewrap is missing.
    """

    def __init__(self, packages: Sequence[str] = ()):
        if not seccomp.supported():
            raise Unavailable(f"The sandbox does not know the system calls of this processor ({platform.machine()}). Grade on "
                              f"a machine with {' or '.join(seccomp.machines())}, by --scheduler for example.")
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (close() closes it)
        with theirs:
            try:
                words = bubblewrap.command(is_root(), theirs.fileno(), packages)
            except FileNotFoundError:
                self.control.close()
                self._errors.close()
                raise Unavailable("bubblewrap is not installed (there is no bwrap on PATH). Run: make setup, or "
                                  "apt-get install bubblewrap (dnf install bubblewrap)") from None
            self.process = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=self._errors, stderr=self._errors,
                pass_fds=[theirs.fileno()], cwd="/",
            )

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

    @property
    def is_lost(self) -> bool:
        return self.process.poll() is not None

    def close(self) -> None:
        """End it; its children end by themselves."""
        self.control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait(10)
        self._errors.close()


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
