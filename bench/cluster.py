"""A small Dask cluster on this machine: a scheduler and workers as processes of their own, by Dask's own commands."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path


class Cluster:
    """`dask scheduler` and so many `dask worker --nthreads 1`, in `folder`. A context manager.

    address: the scheduler's. workers: their processes. pinned: each worker, with all it starts, has one core and no other,
    as on a machine of its own. port: the scheduler's; 0 for any.
    """

    def __init__(self, workers: int, folder: Path, environment: dict[str, str] | None = None, pinned: bool = False,
                 port: int = 0):
        self._count, self._folder, self._pinned, self._port = workers, folder, pinned, port
        self._environment = os.environ | (environment or {})
        self.workers: list[subprocess.Popen] = []

    def __enter__(self) -> Cluster:
        known = self._folder / "scheduler.json"
        known.unlink(missing_ok=True)
        self._scheduler = self._run("scheduler", "--host", "127.0.0.1", "--port", str(self._port), "--no-dashboard",
                                    "--scheduler-file", str(known))
        # There, and written to its end.
        _until(lambda: known.is_file() and known.read_text().endswith("}"), "the scheduler")
        self.address = json.loads(known.read_text())["address"]
        for _ in range(self._count):
            self.add_worker()
        return self

    def __exit__(self, *exception) -> None:
        # The scheduler last: a worker that loses it while it says goodbye waits for it.
        for processes in (self.workers, [self._scheduler]):
            for process in processes:
                process.send_signal(signal.SIGTERM)
            for process in processes:
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def add_worker(self, environment: dict[str, str] | None = None) -> subprocess.Popen:
        """Start another worker, and wait until the scheduler has it."""
        from distributed import Client

        process = self._run("worker", self.address, "--nthreads", "1", "--no-dashboard", "--no-nanny",
                            "--local-directory", str(self._folder), environment=environment)
        if self._pinned:
            cores = sorted(os.sched_getaffinity(0))
            os.sched_setaffinity(process.pid, {cores[len(self.workers) % len(cores)]})
        self.workers.append(process)
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(len([w for w in self.workers if w.poll() is None]), timeout=60)
        return process

    def _run(self, *words: str, environment: dict[str, str] | None = None) -> subprocess.Popen:
        return subprocess.Popen([sys.executable, "-m", "dask", *words], cwd=self._folder,
                                env=self._environment | (environment or {}),
                                stdout=subprocess.DEVNULL, stderr=open(self._folder / "log", "ab"))


def _until(ready, what: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not start within {seconds:g} s")
        time.sleep(0.05)
