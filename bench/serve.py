"""How fast the live service is: real processes, a class of asyncio clients on loopback, into docs/performance.md.

    python bench/serve.py [--seconds 120] [--only week1 week4 burst pages back] [--dry-run]

All of it takes about a quarter of an hour, alone on the machine. How far it is stands on stderr.
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
from meter import Account, measured

from autograder.course.course import Course
from autograder.serve.links import make_link
from autograder.serve.state import engine_of

ROOT = Path(__file__).resolve().parent.parent
PORT, DISTINCT, BURST, BURST_SECONDS, OPEN, KILLED = 8799, 12, 500, 10, 500, 24
#: Seconds to wait at most until what names mistakes is made.
WARM = 300
#: Seconds between two lines that say how far it is.
PACE = 5.0
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- written by bench/serve.py -->", "<!-- end of bench/serve.py -->"


@dataclass
class Waited:
    """Seconds of each hand-in from its last byte sent, by its number: until it was acknowledged, until its page of feedback had
    come. memory: of the service in MB, now and then."""

    acknowledged: dict[int, float] = field(default_factory=dict)
    fed_back: dict[int, float] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


def say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


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


async def _student(number: int, token: str, week: str, notebook: bytes, waited: Waited) -> None:
    """Hands in and waits for the feedback, as a browser does: events on one connection, the page on another."""
    try:
        reader, writer = await _events(token)
        status, said, sent = await _answer("POST", f"/week/{week}?name={week}.ipynb", token, notebook)
        if status != 201:
            waited.errors.append(f"{status} {said[:100]!r}")
            return
        waited.acknowledged[number] = time.perf_counter() - sent
        own = json.loads(said)["id"].encode()
        while not (b'"done"' in (line := await asyncio.wait_for(reader.readline(), 300)) and own in line):
            if (b'"failed"' in line and own in line) or not line:
                waited.errors.append(line.decode(errors="replace")[:100])
                return
        status, page, _ = await _answer("GET", f"/hand-in/{own.decode()}", token, json_wanted=False)
        if status != 200 or b"Exercises" not in page:
            waited.errors.append(f"{status} for the page")
        waited.fed_back[number] = time.perf_counter() - sent
        writer.close()
    except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
        waited.errors.append(f"{type(error).__name__}")


async def _load(what: str, process: psutil.Process, tokens: list[str], week: str, notebooks: list[bytes],
                per_second: float) -> Waited:
    """Each hands in once, so many a second, whatever the service does meanwhile."""
    waited, began, tasks = Waited(), time.perf_counter(), []
    progress = asyncio.create_task(_progress(what, process, len(tokens), waited))
    for number, token in enumerate(tokens):
        await asyncio.sleep(max(0.0, began + number / per_second - time.perf_counter()))
        tasks.append(asyncio.create_task(_student(number, token, week, notebooks[number], waited)))
    await asyncio.gather(*tasks)
    progress.cancel()
    waited.memory.append(_memory(process))
    return waited


async def _progress(what: str, process: psutil.Process, of: int, waited: Waited) -> None:
    began = time.perf_counter()
    while True:
        waited.memory.append(_memory(process))
        say(f"{what}: {time.perf_counter() - began:4.0f} s, {len(waited.acknowledged)} of {of} handed in, "
            f"{len(waited.fed_back)} have their feedback, {len(waited.errors)} errors, {waited.memory[-1]:.0f} MB")
        await asyncio.sleep(PACE)


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
def _served(root: Path, account: Account) -> Iterator[psutil.Process]:
    """`_started`, once what names mistakes is there."""
    with _started(root, account) as process:
        began = time.monotonic()
        while b"what names mistakes is there" not in (root / "serve.log").read_bytes() and time.monotonic() < began + WARM:
            time.sleep(0.1)
        say(f"what names mistakes was made in {time.monotonic() - began:.0f} s")
        yield process


@contextlib.contextmanager
def _started(root: Path, account: Account) -> Iterator[psutil.Process]:
    """`autograder serve` as soon as it answers, its CPU and that of all its processes counted by `account`."""
    environment = os.environ | {"AUTOGRADER_ROOT": str(root)}
    with (root / "serve.log").open("wb") as log:
        words = account.joined([sys.executable, "-m", "autograder", "serve", "--port", str(PORT)])
        process = subprocess.Popen(words, env=environment, stdout=log, stderr=log)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError):
                asyncio.run(asyncio.wait_for(_answer("GET", "/static/icon.svg", "-"), 1))
                break
            time.sleep(0.05)
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


def _told(name: str, waited: Waited, cpu: float | None) -> str:
    def at(part: float, values: list[float]) -> str:
        return f"{sorted(values)[min(len(values) - 1, int(part * len(values)))]:.2f}" if values else "-"

    answered, fed = list(waited.acknowledged.values()), list(waited.fed_back.values())
    median = f"{statistics.median(fed):.2f}" if fed else "-"
    each = "-" if cpu is None or not fed else f"{cpu / len(fed):.2f}"
    return (f"| {name} | {len(fed)} | {at(0.5, answered)} | {at(1, answered)} | {median} | {at(0.95, fed)} | {at(1, fed)} | "
            f"{each} | {len(waited.errors)} |")


def _notes(what: str, waited: Waited) -> list[str]:
    """Sentences on what the table does not say."""
    kinds = [[s for number, s in waited.fed_back.items() if number % DISTINCT == kind] for kind in range(DISTINCT)]
    medians = ", ".join(f"{m:.2f}" for m in sorted(statistics.median(kind) for kind in kinds if kind))
    at = waited.memory
    return [f"{what}: the service's memory was {at[0]:.0f} MB before, {at[len(at) // 2]:.0f} in the middle, {at[-1]:.0f} at the "
            f"end.{f' First errors: {waited.errors[:3]}.' if waited.errors else ''}",
            f"{what}: seconds to the feedback, the median of each of the {DISTINCT} different notebooks: {medians}."]


def loaded(name: str, week: str, rate: float, count: int, what: str) -> tuple[str, list[str]]:
    """One load: its line of the table, and notes."""
    say(f"{what}: making the class ...")
    with tempfile.TemporaryDirectory() as folder:
        root = course_copy(Path(folder))
        tokens, notebooks, _ = _class(root, week, count)
        with Account() as account, _served(root, account) as process:
            used, began = account.so_far(), time.perf_counter()
            waited = asyncio.run(_load(what, process, tokens, week, notebooks, rate))
            took, now = time.perf_counter() - began, account.so_far()
            cpu = None if used is None or now is None else now - used
        notes = _notes(what, waited)
        if name == "burst":
            say(f"{what}: grading the same ...")
            grade = measured([sys.executable, "-m", "autograder", "grade", week, "--anew", "--root", str(root)], ROOT)
            notes.append(f"{what}: all were marked and shown {took:.0f} s after the first was sent; `grade` of the same, with "
                         f"its pages, takes {grade.wall:.0f} s: {took / grade.wall:.2f} times (wanted: at most 1.3). Of "
                         f"processor time `grade` needs {grade.cpu / count:.2f} s for each.")
        return _told(what, waited, cpu), notes


def opened() -> list[str]:
    """What open pages cost."""
    with tempfile.TemporaryDirectory() as folder:
        root = course_copy(Path(folder))
        tokens, _, _ = _class(root, "week1", OPEN)
        with Account() as account, _served(root, account) as process:
            cost = asyncio.run(_pages(tokens, process))
    return [f"{OPEN} open pages with events cost {cost:.0f} MB (wanted: at most 50)."]


def back() -> list[str]:
    """How soon the service answers, and has marked what waited, after SIGKILL amid hand-ins and a new start."""
    say("killed and started again: making the class ...")
    with tempfile.TemporaryDirectory() as folder, Account() as account:
        root = course_copy(Path(folder))
        tokens, notebooks, _ = _class(root, "week1", KILLED)
        with _served(root, account) as process:
            given = [asyncio.run(_answer("POST", "/week/week1?name=week1.ipynb", token, raw))
                     for token, raw in zip(tokens, notebooks, strict=True)]
            waits = [number for number in range(KILLED) if _state(tokens, given, number) == "waiting"]
            process.kill()
        began = time.perf_counter()
        with _started(root, account):
            answers = time.perf_counter() - began
            while not any(_state(tokens, given, number) == "done" for number in waits):
                time.sleep(0.05)
            first = time.perf_counter() - began
            while not all(_state(tokens, given, number) == "done" for number in range(KILLED)):
                time.sleep(0.2)
            last = time.perf_counter() - began
    return [f"Killed (SIGKILL) while {len(waits)} of {KILLED} hand-ins waited, and started again: it answers after {answers:.1f} "
            f"s, has marked the first that waited after {first:.1f} s (wanted: 3) and all after {last:.1f} s."]


def _state(tokens: list[str], given: list[tuple[int, bytes, float]], number: int) -> str:
    own = json.loads(given[number][1])["id"]
    return json.loads(asyncio.run(_answer("GET", f"/hand-in/{own}", tokens[number]))[1])["state"]


def all_measured(seconds: int, only: list[str]) -> list[str]:
    lines = ["| load | hand-ins | acknowledged, median (s) | slowest | feedback, median (s) | 95% within | slowest "
             "| CPU each (s) | errors |", "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"]
    notes: list[str] = []
    for name, week, rate in (("week1", "week1", 5.0), ("week4", "week4", 1.0), ("burst", "week1", BURST / BURST_SECONDS)):
        if name not in only:
            continue
        count = BURST if name == "burst" else round(rate * seconds)
        what = f"{week}: {count} in {BURST_SECONDS} s" if name == "burst" else f"{week}: {rate:g} a second for {seconds} s"
        line, told = loaded(name, week, rate, count, what)
        say(line)
        lines.append(line)
        notes += told
    if "pages" in only:
        notes += opened()
    if "back" in only:
        notes += back()
    return [*lines, "", *(f"- {note}" for note in notes)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--only", nargs="+", default=["week1", "week4", "burst", "pages", "back"])
    parser.add_argument("--dry-run", action="store_true", help="Print, and write nothing.")
    chosen = parser.parse_args()
    busy = os.getloadavg()[0]
    lines = all_measured(chosen.seconds, chosen.only)
    lines += [f"- Measured on {os.cpu_count()} cores, which the clients share; the load before was {busy:.1f}."]
    print("\n".join(lines))
    if not chosen.dry_run:
        text = PAGE.read_text(encoding="utf-8")
        before, _, rest = text.partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n" + "\n".join(lines) + f"\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
