"""What a command takes: wall time, CPU time of it and everything it started, memory."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

#: Seconds between two looks at the memory of all processes.
PACE = 0.5
_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Cost:
    """What a command took. wall, cpu: seconds; cpu is of all its processes. largest: the most that one process held,
    resident, MB. together: the most that all held at one time, shared pages counted once (PSS), MB. said: its stdout."""

    wall: float
    cpu: float
    largest: float
    together: float
    said: str


def measured(words: Sequence[str], cwd: Path, environment: dict[str, str] | None = None) -> Cost:
    """Run a command to its end. Raises CalledProcessError where it fails."""
    with Account() as account:
        started = time.perf_counter()
        process = subprocess.Popen(account.joined(words), cwd=cwd, env=os.environ | (environment or {}),
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        with _Memory(process.pid) as memory:
            said, complained = process.communicate()
        wall = time.perf_counter() - started
        cpu = account.seconds()
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, words, said, complained)
    return Cost(wall, cpu, memory.largest / 2**20, memory.together / 2**20, said)


class Account:
    """Counts the CPU of a command by a cgroup of its own. Where none can be made, by adopting its orphans and adding up
    what the kernel says of ended children; that misses what was killed together with its namespace."""

    def __enter__(self) -> Account:
        self._folder = next(filter(None, map(_made, _places())), None)
        self._before = 0.0 if self._folder else _children_seconds()
        return self

    def __exit__(self, *exception) -> None:
        if self._folder:
            for _ in range(50):
                with contextlib.suppress(OSError):
                    return self._folder.rmdir()
                time.sleep(0.1)

    def joined(self, words: Sequence[str]) -> list[str]:
        """The command, run inside the account."""
        if self._folder is None:
            ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
            return list(words)
        return ["sh", "-c", 'echo $$ > "$0" && exec "$@"', str(self._folder / "cgroup.procs"), *words]

    def so_far(self) -> float | None:
        """Seconds until now, None where that cannot be told before the end."""
        return None if self._folder is None else self.seconds()

    def seconds(self) -> float:
        if self._folder is None:
            with contextlib.suppress(ChildProcessError):
                while True:
                    os.waitpid(-1, 0)
            return _children_seconds() - self._before
        old = self._folder / "cpuacct.usage"
        if old.exists():
            return int(old.read_text()) / 1e9
        stat = dict(line.split() for line in (self._folder / "cpu.stat").read_text().splitlines())
        return int(stat["usage_usec"]) / 1e6


def _places() -> list[Path]:
    """Where this process's cgroups lie that count CPU: version 1, then 2."""
    lines = Path("/proc/self/cgroup").read_text().splitlines()
    own = {line.split(":")[1]: line.split(":", 2)[2] for line in lines}
    found = []
    for controllers, path in own.items():
        if "cpuacct" in controllers.split(","):
            found.append(Path(f"/sys/fs/cgroup/{controllers}{path}"))
    for base in ("/sys/fs/cgroup", "/sys/fs/cgroup/unified"):
        if "" in own and Path(base, "cgroup.procs").exists():
            found.append(Path(f"{base}{own['']}"))
    return found


def _made(place: Path) -> Path | None:
    folder = place / f"bench-{os.getpid()}"
    try:
        folder.mkdir(exist_ok=True)
        if os.access(folder / "cgroup.procs", os.W_OK):
            return folder
        folder.rmdir()
    except OSError:
        pass
    return None


def _children_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class _Memory(threading.Thread):
    """Looks at the memory of a process and all below it, now and then."""

    def __init__(self, pid: int):
        super().__init__(daemon=True)
        self._pid, self._ended = pid, threading.Event()
        self.largest = self.together = 0

    def __enter__(self) -> _Memory:
        self.start()
        return self

    def __exit__(self, *exception) -> None:
        self._ended.set()
        self.join()

    def run(self) -> None:
        while not self._ended.wait(PACE):
            held = list(filter(None, map(_held, _family(self._pid))))
            self.largest = max([self.largest, *(rss for rss, _ in held)])
            self.together = max(self.together, sum(pss for _, pss in held))


def _family(pid: int) -> list[psutil.Process]:
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _held(process: psutil.Process) -> tuple[int, int] | None:
    try:
        memory = process.memory_full_info()
        return memory.rss, memory.pss
    except (psutil.Error, OSError):
        return None
