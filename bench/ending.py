"""Ends a grading run many times at random moments, and says how long it and all it started lived on.

Every notebook is 1 MB. Three ways in turn: Ctrl-C (the whole process group, as a terminal does it), the command killed, and
a worker killed, after which the run must go on by itself and is ended by Ctrl-C. Run it with the Python that is to be tried:
    .venv/bin/python bench/ending.py --times 50
"""

from __future__ import annotations

import argparse
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

from tests.classroom import Classroom, workers_of

STUDENTS = 24
#: Seconds after which a run counts as one that never ends.
HOPELESS = 20


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
            way = ("ctrl-c", "kill", "worker, then ctrl-c")[turn % 3]
            took.append(_once(room, way, draw.uniform(0.05, chosen.longest)))
            print(f"{turn + 1:3} {way:20} {took[-1]:6.2f} s", flush=True)
    late = sum(seconds > chosen.bound for seconds in took)
    print(f"Python {platform.python_version()}: ended {len(took)} times; median {statistics.median(took):.2f} s, "
          f"longest {max(took):.2f} s, {late} later than {chosen.bound:g} s")
    return bool(late)


def _once(room: Classroom, way: str, after: float) -> float:
    """End one run after so many seconds; returns how long anything of it was left."""
    process = room.start("--anew", "--jobs", "2")
    end = time.monotonic() + after
    while time.monotonic() < end and process.poll() is None:
        time.sleep(0.02)
    if way.startswith("worker"):
        for worker in workers_of(process)[:1]:
            worker.kill()
        time.sleep(0.3)
    below = psutil.Process(process.pid).children(recursive=True)
    started = time.monotonic()
    if way == "kill":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGINT)
    try:
        said = process.communicate(timeout=HOPELESS)[1]
    except subprocess.TimeoutExpired:
        process.kill()
        said = process.communicate()[1]
    while any(map(_lives, below)) and time.monotonic() < started + HOPELESS:
        time.sleep(0.01)
    seconds = time.monotonic() - started
    for one in filter(_lives, below):
        one.kill()
    # Python's own start, before a line of ours, cannot be kept from saying where it was.
    if "Traceback" in said and "autograder" in said:
        print(said)
    return seconds


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


if __name__ == "__main__":
    sys.exit(main())
