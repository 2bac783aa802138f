"""Python with numpy, matplotlib and IPython imported, waiting to be forked: one fork a submission.

The zygote itself never runs a student's code. It speaks on one descriptor: a datagram with the bounds of a submission
and the end of a channel comes in, a child that serves on that channel is forked. Without bounds it says its name there, which
no other zygote has.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import mmap
import os
import random
import signal
import socket
import struct
import sys
from typing import Any

import numpy.fft
import numpy.linalg
import numpy.polynomial
import numpy.random
import numpy.testing

from .lockdown import Bounds, fork_into_namespaces, lock_down, send_own_pidfd
from .wire import WireError, receive, send

#: Where a child's end of its channel stands; all other descriptors but 0, 1 and 2 are closed in it.
CHANNEL = 3
#: How a fork ends that has answered for a test cell.
ANSWERED = 77


def main(descriptor: int, packages: list[str]) -> None:
    """Serve on the control socket `descriptor` until the other side hangs up. packages: what else to import ahead."""
    control = socket.socket(fileno=descriptor)
    _import_ahead(packages)
    shell = _warm_shell()
    gc.collect()
    gc.freeze()
    # The kernel takes away what ends; a child takes the default back, to wait for its own.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    name = os.urandom(8)
    control.send(json.dumps({"ready": os.getpid()}).encode())
    while True:
        data, ancillary, *_ = control.recvmsg(4096, socket.CMSG_SPACE(4))
        if not data:
            return
        (descriptor,) = struct.unpack("i", ancillary[0][2])
        with socket.socket(fileno=descriptor) as channel:
            asked = json.loads(data)
            if not asked:
                # Whoever asked may be gone.
                with contextlib.suppress(OSError):
                    channel.send(name)
            elif fork_into_namespaces(bounds := Bounds(**asked)):
                _child(channel, bounds, shell)


def _import_ahead(packages: list[str]) -> None:
    """Import the course's packages. Raises ImportError with the sentence that the instructor reads."""
    for name in packages:
        try:
            importlib.import_module(name)
        except Exception as error:
            raise ImportError(f"the package {name} that course.toml names cannot be imported "
                              f"({type(error).__name__}: {error})") from None


def _child(channel: socket.socket, bounds: Bounds, shell: Any) -> None:
    """The new pid 1, which never returns: locked down, it forks the process that runs the notebook, and waits."""
    # Made before the lock, which allows no shared memory.
    heir = Heir()
    try:
        nothing = os.open("/dev/null", os.O_RDWR)
        # In this order: `nothing` may itself have the channel's number.
        for descriptor in (0, 1, 2):
            os.dup2(nothing, descriptor)
        os.dup2(channel.detach(), CHANNEL)
        os.closerange(CHANNEL + 1, 4096)
        channel = socket.socket(fileno=CHANNEL)
        send_own_pidfd(channel)
        lock_down(bounds)
        # As in Jupyter: given.py lies beside the notebook.
        sys.path.insert(0, "")
        main = os.fork()
    except BaseException as error:
        try:
            send(channel, {"t": "broken", "why": f"{type(error).__name__}: {error}"[:500]})
        finally:
            os._exit(70)
    if main:
        channel.close()
        _wait_for(main, heir)
    try:
        from .shell import timer

        timer.patience = bounds.patience
        random.seed(0)
        numpy.random.seed(0)
        send(channel, {"t": "ready"})
        _work(channel, shell, heir)
    except BaseException:
        # Hung up on, or broken by the student's code: to the other side it is gone either way.
        pass
    finally:
        os._exit(0)


class Heir:
    """Where the process that has taken over from the notebook's first one says so to pid 1. Whatever a student's code
    writes there, only its own processes wait for each other."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, 4)

    def __int__(self) -> int:
        return struct.unpack("i", self._shared[:4])[0]

    def name_this(self) -> None:
        self._shared[:4] = struct.pack("i", os.getpid())


def _wait_for(main: int, heir: Heir) -> None:
    """As pid 1, reap whatever has lost its parent, until the main process or its heir has ended. Then all ends with us."""
    try:
        while True:
            if os.wait()[0] == main:
                if int(heir) in (0, main):
                    os._exit(0)
                main = int(heir)
    finally:
        os._exit(0)


def _take_over(heir: Heir) -> None:
    """Go on in a fork of this process, and end all the rest of the notebook's: its own first process with its threads, and
    whatever these have started. A fork holds no thread but the one that forked, and with all of them ended at once there is
    nobody left who could start anything anew."""
    if os.fork():
        while True:
            signal.pause()
    heir.name_this()
    _end_all_others()


def _work(channel: socket.socket, shell: Any, heir: Heir) -> None:
    """Take files and cells, in order, then fork servers of the functions they defined."""
    taken_over = False
    while True:
        message, buffers = receive(channel)
        if message["t"] == "file":
            if folder := os.path.dirname(message["name"]):
                os.makedirs(folder, exist_ok=True)
            with open(message["name"], "wb") as file:
                file.write(buffers[0])
            send(channel, {"t": "done"})
        elif message["t"] == "cell":
            source = bytes(buffers[0]).decode()
            told = shell.run_watched(source, message["seconds"], message["room"], message["names"], message["keep"])
            _tell_cell(channel, told)
        elif message["t"] == "test":
            _test_in_fork(channel, shell, message, [bytes(text).decode() for text in buffers])
        elif message["t"] == "serve":
            if not taken_over:
                _take_over(heir)
                taken_over = True
            _fork_server(channel, shell)


def _tell_cell(channel: socket.socket, told: dict[str, Any]) -> None:
    """Send what became of a cell, its outputs as buffers; without them where that is too large for one message."""
    kinds, bodies = [kind for kind, _ in told["outputs"]], [body for _, body in told["outputs"]]
    try:
        send(channel, {"t": "cell", **told, "outputs": kinds}, bodies)
    except WireError:
        send(channel, {"t": "cell", **told, "outputs": [], "left_out": "its outputs were too large to be kept"})


def _test_in_fork(channel: socket.socket, shell: Any, message: dict[str, Any], texts: list[str]) -> None:
    """Run an instructor's test cell in a fork, which answers by itself: nothing that the cell does or holds stays here. The
    texts before the last are run without being looked at."""
    fork = os.fork()
    if fork == 0:
        try:
            for text in texts[:-1]:
                shell.run(text, message["seconds"], 0)
            send(channel, {"t": "verdict", **shell.run_test(texts[-1], message["seconds"])})
            os._exit(ANSWERED)
        finally:
            os._exit(1)
    _, status = os.waitpid(fork, 0)
    if os.waitstatus_to_exitcode(status) != ANSWERED:
        send(channel, {"t": "verdict", "decided": "died", "value": "", "says": ""})


def _fork_server(channel: socket.socket, shell: Any) -> None:
    _, ancillary, *_ = channel.recvmsg(1, socket.CMSG_SPACE(4))
    (descriptor,) = struct.unpack("i", ancillary[0][2])
    own = socket.socket(fileno=descriptor)
    _end_all_others()
    server = os.fork()
    if server == 0:
        from .server import Server, quiet

        channel.close()
        send_own_pidfd(own)
        quiet()
        try:
            Server(own, shell).serve()
        finally:
            os._exit(0)
    own.close()
    with contextlib.suppress(ChildProcessError):
        os.waitpid(server, 0)
    send(channel, {"t": "served"})


def _end_all_others() -> None:
    """End what the notebook or the server before has left running: -1 is all of the namespace but pid 1 and this process,
    and the kernel lets none of them fork meanwhile."""
    try:
        os.kill(-1, signal.SIGKILL)
        while True:
            os.wait()
    except (ProcessLookupError, ChildProcessError):
        pass


#: A function, so that the notebook's names stay free without a %reset, which would take as long again.
_PLOT = """
def plot():
    import matplotlib.pyplot as plt
    figure, (left, right) = plt.subplots(1, 2)
    left.plot([0, 1], label="$z$")
    left.legend()
    right.imshow([[0, 1]])
    plt.show()
plot()
del plot
"""


def _warm_shell() -> Any:
    """The shell, with what every notebook needs imported and used once: fonts, mathtext, the PNG writer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib_inline.backend_inline  # noqa: F401

    from .server import Server  # noqa: F401
    from .shell import make_shell

    shell = make_shell()
    for source in ("%matplotlib inline", _PLOT):
        told = shell.run(source, 60, 10_000)
        if told["error"]:
            raise RuntimeError(f"the shell does not start: {told['error']}")
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return shell
