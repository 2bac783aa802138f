"""A bound on what reading a submission may cost: each reader works in a process of its own, which the kernel ends.

What a student handed in is read outside the wall by parsers and renderers that are not all linear. In a fork they may take
so much processor time and memory and no more, and what they found comes back through a file in memory.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import resource
import select
import signal
import threading
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from autograder.errors import UserError

#: For everything of one submission that is read together.
CPU_SECONDS, MEMORY_MB = 5, 400
#: Seconds of wall time for each of processor time: a busy machine, a slow disk.
PATIENCE = 12
#: A fork of a process with threads may find a lock that nobody gives back; then another one is made.
TRIES = 3

T = TypeVar("T")


class Over(Exception):
    """The budget was spent. The text says of what: "5 s of work", "400 MB of memory"."""


def within(function: Callable[..., T], *args: Any, cpu_seconds: int = CPU_SECONDS, memory_mb: int = MEMORY_MB) -> T:
    """What the function returns, or raises. Raises Over when it needs more than the budget, UserError when the machine gives it
    no time to work.

    It works on copies: what it changes is changed there alone. What it returns or raises is pickled.
    """
    for _ in range(TRIES):
        with contextlib.suppress(TimeoutError):
            return _once(function, args, cpu_seconds, memory_mb)
    raise UserError(f"This machine had no {cpu_seconds} s of work to give within {cpu_seconds * PATIENCE} s, {TRIES} times over. "
                    f"End what else keeps it busy and try again; nothing is lost.")


def _once(function: Callable[..., T], args: tuple[Any, ...], cpu_seconds: int, memory_mb: int) -> T:
    """`within` once. Raises TimeoutError when the fork was stuck and has worked for less than the budget."""
    memory = os.memfd_create("budget", os.MFD_CLOEXEC)
    try:
        with contextlib.ExitStack() as undisturbed:
            undisturbed.enter_context(_ctrl_c_waits())
            child = os.fork()
            if child == 0:
                _work(memory, cpu_seconds, memory_mb, function, args)
            ended, worked = _ended(child, undisturbed, cpu_seconds * PATIENCE)
        if ended == -signal.SIGXCPU or (ended == -signal.SIGKILL and worked > 0.9 * cpu_seconds):
            raise Over(f"{cpu_seconds} s of work")
        if ended == -signal.SIGKILL:
            raise TimeoutError
        if ended != 0:
            raise Over(f"{memory_mb} MB of memory")
        with open(memory, "rb", closefd=False) as file:
            file.seek(0)
            value, error = pickle.load(file)
    finally:
        os.close(memory)
    if error is not None:
        raise error
    return value


@contextlib.contextmanager
def _ctrl_c_waits() -> Iterator[None]:
    """A Ctrl-C is heard at the end of the block: Python's hooks of a fork, logging's say, swallow what is raised in them."""
    handler, heard = signal.getsignal(signal.SIGINT), []
    if not callable(handler) or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
    if heard:
        signal.raise_signal(signal.SIGINT)


def _ended(child: int, undisturbed: contextlib.ExitStack, seconds: float) -> tuple[int, float]:
    """Wait for a process, so long and no longer; returns its exit code and how long it worked, in seconds. Whatever
    interrupts the wait, it is gone. undisturbed: ends here, where Ctrl-C can be heard again."""
    pidfd = os.pidfd_open(child)
    try:
        undisturbed.close()
        end = select.poll()
        end.register(pidfd, select.POLLIN)
        if not end.poll(seconds * 1000):
            os.kill(child, signal.SIGKILL)
    except BaseException:
        # Ctrl-C, say.
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    finally:
        os.close(pidfd)
    _, status, used = os.wait4(child, 0)
    return os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime


def _work(memory: int, cpu_seconds: int, memory_mb: int, function: Callable[..., Any], args: tuple[Any, ...]) -> None:
    """The fork: never returns. Without room for its answer it ends with code 2."""
    try:
        # What the process that it was made from keeps is looked through for garbage by that one, on its own time.
        gc.freeze()
        for one in (signal.SIGINT, signal.SIGTERM, signal.SIGXCPU):
            signal.signal(one, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        # A fork has used no processor time yet, but holds the addresses of the process it was made from.
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
        _limit(resource.RLIMIT_AS, _addresses() + memory_mb * 2**20)
        try:
            outcome: tuple[Any, Exception | None] = function(*args), None
        except MemoryError:
            os._exit(2)
        except Exception as error:
            outcome = None, error
        with open(memory, "wb", closefd=False) as file:
            pickle.dump(outcome, file, protocol=pickle.HIGHEST_PROTOCOL)
        os._exit(0)
    finally:
        os._exit(2)


def _limit(which: int, most: int) -> None:
    hard = resource.getrlimit(which)[1]
    resource.setrlimit(which, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _addresses() -> int:
    """Bytes of address space in use."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()
