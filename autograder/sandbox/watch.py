"""Keeps the processes of one submission within its memory, where no cgroup does."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import threading

#: Seconds between two looks, at least and at most: in between it looks again before what is left could be filled, at so many
#: bytes a second.
PACE, CALM, GROWTH = 0.02, 0.1, 8e9
#: What a process holds of its own: private pages, shared ones (a mapped tmpfs file), pages swapped out, page tables.
_HELD = re.compile(rb"^(?:RssAnon|RssShmem|VmSwap|VmPTE):\s+(\d+) kB", re.M)


class Watch:
    """A thread that kills a process, and with it all below it, when together they pass a bound.

    It is a thread of its own because a child can grow while the grader reads its answer, or computes. over: why it
    killed, else None. shared: bytes that a fork of the submission's process has in common with it, and that are counted
    twice. init: the first process is one that only waits for the others, and what it holds does not count.
    """

    def __init__(self, pidfd: int, pid: int, memory_mb: int, processes: int, init: bool = False):
        self._pidfd, self._pid, self._init = pidfd, pid, init
        self._memory_mb, self._processes = memory_mb, processes
        self._ended, self._lock = threading.Event(), threading.Lock()
        self.over: str | None = None
        self.shared = 0
        threading.Thread(target=self._look, name="watch", daemon=True).start()

    def end(self) -> None:
        """Look no more. Only then may the descriptor be closed: its number could come to stand for another process."""
        with self._lock:
            self._ended.set()

    def fork_coming(self) -> None:
        """The submission's process is about to fork: what is held now will be counted twice."""
        self.shared, _ = held_by(self._pid, self._processes, self._init)

    def _look(self) -> None:
        pace = PACE
        while not self._ended.wait(pace):
            held, processes = held_by(self._pid, self._processes, self._init)
            if processes > self._processes:
                self._kill(f"it started more than {self._processes} processes")
            elif held > self._memory_mb * 2**20 + self.shared:
                self._kill(f"it used more than {self._memory_mb} MB of memory")
            pace = min(CALM, max(PACE, (self._memory_mb * 2**20 + self.shared - held) / GROWTH))

    def _kill(self, why: str) -> None:
        with self._lock:
            if not self._ended.is_set():
                self.over = why
                self._ended.set()
                with contextlib.suppress(ProcessLookupError):
                    signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)


def held_by(pid: int, most: int, init: bool = False) -> tuple[int, int]:
    """Bytes that a process and all below it hold, and how many processes these are; counts to `most` + 1 of them. init:
    leave out what the process itself holds."""
    kilobytes, seen, waiting = 0, 0, [pid]
    while waiting and seen <= most:
        current = waiting.pop()
        seen += 1
        with contextlib.suppress(OSError, ValueError):
            with open(f"/proc/{current}/status", "rb") as file:
                if not (init and current == pid):
                    kilobytes += sum(map(int, _HELD.findall(file.read())))
            for task in os.listdir(f"/proc/{current}/task"):
                with open(f"/proc/{current}/task/{task}/children") as file:
                    waiting += map(int, file.read().split())
    return kilobytes * 1024, seen
