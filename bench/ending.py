"""Ends a grading run many times at random moments, and says how long it and all it started lived on.

Every notebook is 1 MB. The ways in turn: Ctrl-C (the whole process group, as a terminal does it); the command killed; a worker
killed, after which the run must go on by itself and is ended by Ctrl-C; the same with all workers and what forks them; an
exception in the command; and a worker that dies of its notebook each time, after which the command gives it up and ends by
itself. Run it with the Python that is to be tried:
    .venv/bin/python bench/ending.py --times 50
"""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.classroom import Classroom, servers_of, workers_of

STUDENTS = 24
#: Seconds after which a run counts as one that never ends.
HOPELESS = 20
WAYS = ("ctrl-c", "kill", "worker, then ctrl-c", "all workers, then ctrl-c", "exception", "dead worker")
#: The command as it is, but for a signal at which it raises something that nobody expects.
THROWING = """
import signal
def throw(*_): raise RuntimeError("thrown on purpose")
signal.signal(signal.SIGUSR1, throw)
from autograder.__main__ import main
main()
"""


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--times", type=int, default=50)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--longest", type=float, default=12.0, help="seconds that a run is left alone at most")
    asked.add_argument("--bound", type=float, default=2.0, help="seconds that ending may take")
    chosen = asked.parse_args()
    draw, took = random.Random(chosen.seed), []
    with tempfile.TemporaryDirectory() as folder:
        room = Classroom(Path(folder))
        for number in range(STUDENTS):
            room.hand_in(f"student{number:02}", first=f"import time\ntime.sleep(0.2)\n#{'x' * 1_000_000}")
        for turn in range(chosen.times):
            way, after = WAYS[turn % len(WAYS)], draw.uniform(0.05, chosen.longest)
            took.append(_given_up(room, draw) if way == "dead worker" else _once(room, way, after))
            print(f"{turn + 1:3} {way:25} {took[-1]:6.2f} s", flush=True)
    late = sum(seconds > chosen.bound for seconds in took)
    print(f"Python {platform.python_version()}: ended {len(took)} times; median {statistics.median(took):.2f} s, "
          f"longest {max(took):.2f} s, {late} later than {chosen.bound:g} s")
    return bool(late)


def _once(room: Classroom, way: str, after: float) -> float:
    """End one run after so many seconds; returns how long anything of it was left."""
    process = room.start("--anew", "--jobs", "2", python=("-c", THROWING) if way == "exception" else ("-m", "autograder"))
    end = time.monotonic() + after
    while time.monotonic() < end and process.poll() is None:
        time.sleep(0.02)
    if "worker" in way:
        for worker in workers_of(process)[:None if way.startswith("all") else 1]:
            _kill(worker)
        if way.startswith("all"):
            for server in servers_of(process):
                _kill(server)
        time.sleep(0.3)
    below = _below(process)
    started = time.monotonic()
    if process.poll() is not None:
        pass
    elif way == "kill":
        process.kill()
    elif way == "exception":
        process.send_signal(signal.SIGUSR1)
    else:
        os.killpg(process.pid, signal.SIGINT)
    return _ended(process, below, started, quiet=way != "exception")


def _given_up(room: Classroom, draw: random.Random) -> float:
    """A worker that dies of its notebook each time; returns how long anything was left after the last death."""
    process = room.start("--anew", "--jobs", "1", "--student", "student00")
    below: list[psutil.Process] = []
    started = time.monotonic()
    while process.poll() is None:
        if found := workers_of(process):
            time.sleep(draw.uniform(0.2, 0.6))
            below = _below(process) or below
            _kill(found[0])
            started = time.monotonic()
        time.sleep(0.02)
    return _ended(process, below, started, quiet=True)


def _ended(process: subprocess.Popen[str], below: list[psutil.Process], started: float, quiet: bool) -> float:
    """Seconds until the command and all that was below it are gone. quiet: whether it may say where it was."""
    try:
        said = process.communicate(timeout=HOPELESS)[1]
    except subprocess.TimeoutExpired:
        process.kill()
        said = process.communicate()[1]
    while any(map(_lives, below)) and time.monotonic() < started + HOPELESS:
        time.sleep(0.01)
    seconds = time.monotonic() - started
    for one in filter(_lives, below):
        _kill(one)
    # Python's own start, before a line of ours, cannot be kept from saying where it was.
    if quiet and "Traceback" in said and "autograder" in said:
        print(said)
    return seconds


def _below(process: subprocess.Popen[str]) -> list[psutil.Process]:
    with contextlib.suppress(psutil.Error):
        return psutil.Process(process.pid).children(recursive=True)
    return []


def _kill(process: psutil.Process) -> None:
    with contextlib.suppress(psutil.Error):
        process.kill()


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


if __name__ == "__main__":
    sys.exit(main())
