"""How fast the live service is: real processes, a class of asyncio clients on loopback, into docs/performance.md.

    python bench/serve.py [--seconds 120] [--only week1 week4 burst pages]
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from hand_ins import course_copy, distinct, hand_in

from autograder.course.course import Course
from autograder.serve.links import make_link
from autograder.serve.state import engine_of

ROOT = Path(__file__).resolve().parent.parent
PORT, DISTINCT, BURST, BURST_SECONDS = 8799, 12, 500, 10
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- written by bench/serve.py -->", "<!-- end of bench/serve.py -->"


@dataclass
class Waited:
    """Seconds of each hand-in from its last byte sent: until it was acknowledged, until its page of feedback had come."""

    acknowledged: list[float] = field(default_factory=list)
    fed_back: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


async def _answer(method: str, path: str, token: str, body: bytes = b"", json_wanted: bool = True) -> tuple[int, bytes, float]:
    """One request on a connection of its own: status, body, and when the last byte was sent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    accept = "application/json" if json_wanted else "text/html"
    writer.write(f"{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{PORT}\r\nauthorization: Bearer {token}\r\naccept: {accept}\r\n"
                 f"content-length: {len(body)}\r\nconnection: close\r\n\r\n".encode() + body)
    await writer.drain()
    sent = time.perf_counter()
    whole = await reader.read()
    writer.close()
    head, _, rest = whole.partition(b"\r\n\r\n")
    return int(head.split()[1]), rest, sent


async def _events(token: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    writer.write(f"GET /events HTTP/1.1\r\nhost: 127.0.0.1:{PORT}\r\nauthorization: Bearer {token}\r\n\r\n".encode())
    await reader.readuntil(b"retry")
    return reader, writer


async def _student(token: str, week: str, notebook: bytes, waited: Waited) -> None:
    """Hands in and waits for the feedback, as a browser does: events on one connection, the page on another."""
    try:
        reader, writer = await _events(token)
        status, said, sent = await _answer("POST", f"/week/{week}?name={week}.ipynb", token, notebook)
        if status != 201:
            waited.errors.append(f"{status} {said[:100]!r}")
            return
        waited.acknowledged.append(time.perf_counter() - sent)
        own = json.loads(said)["id"].encode()
        while not (b'"done"' in (line := await asyncio.wait_for(reader.readline(), 300)) and own in line):
            if (b'"failed"' in line and own in line) or not line:
                waited.errors.append(line.decode(errors="replace")[:100])
                return
        status, page, _ = await _answer("GET", f"/hand-in/{own.decode()}", token, json_wanted=False)
        if status != 200 or b"Exercises" not in page:
            waited.errors.append(f"{status} for the page")
        waited.fed_back.append(time.perf_counter() - sent)
        writer.close()
    except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
        waited.errors.append(f"{type(error).__name__}")


async def _load(tokens: list[str], week: str, notebooks: list[bytes], per_second: float) -> Waited:
    """Each hands in once, so many a second, whatever the service does meanwhile."""
    waited, began, tasks = Waited(), time.perf_counter(), []
    for number, token in enumerate(tokens):
        await asyncio.sleep(max(0.0, began + number / per_second - time.perf_counter()))
        tasks.append(asyncio.create_task(_student(token, week, notebooks[number], waited)))
    await asyncio.gather(*tasks)
    return waited


async def _pages(tokens: list[str], process: psutil.Process) -> float:
    """MB that so many open pages with events cost."""
    before = _memory(process)
    open_ = await asyncio.gather(*(_events(token) for token in tokens))
    await asyncio.sleep(2)
    after = _memory(process)
    for _, writer in open_:
        writer.close()
    return after - before


def _memory(process: psutil.Process) -> float:
    return process.memory_full_info().pss / 2**20


@contextlib.contextmanager
def _served(root: Path) -> Iterator[psutil.Process]:
    environment = os.environ | {"AUTOGRADER_ROOT": str(root)}
    with (root / "serve.log").open("wb") as log:
        words = [sys.executable, "-m", "autograder", "serve", "--port", str(PORT)]
        process = subprocess.Popen(words, env=environment, stdout=log, stderr=log)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError):
                asyncio.run(asyncio.wait_for(_answer("GET", "/static/icon.svg", "-"), 1))
                break
            time.sleep(0.1)
        time.sleep(3)
        yield psutil.Process(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _class(root: Path, week: str, students: int) -> tuple[list[str], list[bytes], Course]:
    """A class on the class list, its tokens and its notebooks, all different."""
    text = (root / "course.toml").read_text(encoding="utf-8")
    if "due = 2199" not in text:
        text = re.sub(r'^id = "(\w+)"', r'id = "\1"\nrelease = 2021-01-21\ndue = 2199-01-28', text, flags=re.M)
        (root / "course.toml").write_text(text, encoding="utf-8")
    course = Course.load(root)
    ids = hand_in(root, week, distinct(course, week, DISTINCT, 1), students)
    notebooks = [(root / "submitted" / s / week / f"{week}.ipynb").read_bytes() for s in ids]
    (root / "students.csv").write_text("id\n" + "\n".join(ids) + "\n", encoding="utf-8")
    subprocess.run(["rm", "-rf", root / "submitted"], check=True)
    engine = engine_of(course)
    tokens = [make_link(engine, student, "student") for student in ids]
    engine.dispose()
    return tokens, notebooks, course


def _graded(root: Path, week: str) -> float:
    """Seconds that `autograder grade` needs for all of them anew."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "autograder", "grade", week, "--anew", "--root", str(root)], check=True,
                   stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def _told(name: str, waited: Waited) -> str:
    def at(part: float, values: list[float]) -> str:
        return f"{sorted(values)[min(len(values) - 1, int(part * len(values)))]:.2f}" if values else "-"

    answered, fed = waited.acknowledged, waited.fed_back
    median = f"{statistics.median(fed):.2f}" if fed else "-"
    return (f"| {name} | {len(fed)} | {at(0.5, answered)} | {at(1, answered)} | {median} | {at(0.95, fed)} | {at(1, fed)} | "
            f"{len(waited.errors)} |")


def measured(seconds: int, only: list[str]) -> list[str]:
    lines = ["| load | hand-ins | acknowledged, median (s) | slowest | feedback, median (s) | 95% within | slowest | errors |",
             "| --- | --- | --- | --- | --- | --- | --- | --- |"]
    notes = []
    for name, week, rate in (("week1", "week1", 5.0), ("week4", "week4", 1.0), ("burst", "week1", BURST / BURST_SECONDS)):
        if name not in only:
            continue
        with tempfile.TemporaryDirectory() as folder:
            root = course_copy(Path(folder))
            count = BURST if name == "burst" else round(rate * seconds)
            tokens, notebooks, _ = _class(root, week, count)
            with _served(root) as process:
                before, began = _memory(process), time.perf_counter()
                waited = asyncio.run(_load(tokens, week, notebooks, rate))
                took, after = time.perf_counter() - began, _memory(process)
                if name == "burst" and "pages" in only:
                    notes.append(f"{len(tokens)} open pages with events cost {asyncio.run(_pages(tokens, process)):.0f} MB.")
            what = f"{week}: {count} in {BURST_SECONDS} s" if name == "burst" else f"{week}: {rate:g} a second for {seconds} s"
            lines.append(_told(what, waited))
            notes.append(f"{what}: the service's memory went from {before:.0f} to {after:.0f} MB."
                         + (f" First errors: {waited.errors[:3]}." if waited.errors else ""))
            if name == "burst":
                grade = _graded(root, week)
                notes.append(f"All {count} were marked and shown {took:.0f} s after the first was sent; `grade` of the same, "
                             f"with its pages, takes {grade:.0f} s: {took / grade:.2f} times.")
    return [*lines, "", *(f"- {note}" for note in notes)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--only", nargs="+", default=["week1", "week4", "burst", "pages"])
    parser.add_argument("--dry-run", action="store_true", help="Print, and write nothing.")
    chosen = parser.parse_args()
    busy = os.getloadavg()[0]
    lines = measured(chosen.seconds, chosen.only)
    lines += [f"- Measured on {os.cpu_count()} cores, which the clients share; the load before was {busy:.1f}."]
    print("\n".join(lines))
    if not chosen.dry_run:
        text = PAGE.read_text(encoding="utf-8")
        before, _, rest = text.partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n" + "\n".join(lines) + f"\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
