"""A course of its own, served by the real command in a process of its own, and clients that sign in to it."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import httpx

from autograder.course.course import Course
from autograder.serve.links import make_link
from autograder.serve.state import engine_of
from tests.this_course import ROOT

WEEK = "week1"
SERVE = '[serve]\ninstructors = ["ada@example.org"]\nassistants = ["ben"]\n'
CLASS = """id,name,email,github
s1,Maja Lind,maja.lind@example.org,
s2,Otso Virta,otso.virta@example.org,otso
s3,"=HYPERLINK(""http://evil.example"",""x"")",+41@example.org,
s4,<script>alert(1)</script>,s4@example.org,
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def course_in(folder: Path, serve: str = SERVE) -> Path:
    """A course folder with week 1, four students, and this [serve]."""
    root = folder / "course"
    for kind in ("assignments", "source", "release"):
        shutil.copytree(ROOT / kind / WEEK, root / kind / WEEK, ignore=shutil.ignore_patterns("__pycache__"))
    text = (ROOT / "course.toml").read_text(encoding="utf-8")
    text = text[: text.index('[[weeks]]\nid = "week2"')] + text[text.index("[late]"):]
    # What is measured is never that a week is long over.
    text = text.replace('id = "week1"\n', 'id = "week1"\nrelease = 2021-01-21\ndue = 2199-01-28\n', 1)
    (root / "course.toml").write_text(re.sub(r"(?ms)^\[serve\].*?(?=^\[|\Z)", "", text) + "\n" + serve, encoding="utf-8")
    (root / "students.csv").write_text(CLASS, encoding="utf-8")
    return root


class Served:
    """root: the course's folder. url: where it is served, without a slash at its end. log: what the process said. pid: of the
    process."""

    def __init__(self, root: Path, port: int, log: Path, pid: int):
        self.root, self.port, self.log, self.pid = root, port, log, pid
        self.course = Course.load(root)
        self.url = f"http://127.0.0.1:{port}{self.course.serve.path}"

    def link(self, person: str) -> str:
        """The path of a new personal link."""
        engine = engine_of(self.course)
        try:
            return "/in/" + make_link(engine, person, "student")
        finally:
            engine.dispose()

    @contextlib.contextmanager
    def client(self, person: str | None = None) -> Iterator[httpx.Client]:
        """A browser's manners without a browser; signed in as `person`."""
        with httpx.Client(base_url=self.url, follow_redirects=False, timeout=30) as client:
            if person:
                answer = client.get(self.link(person))
                assert answer.status_code == 303, answer.text
            yield client

    def csrf(self, client: httpx.Client, page: str = "/") -> str:
        """What the forms of a page send along."""
        found = re.search(r'name="csrf"(?: content| value)="([0-9a-f]+)"', client.get(page).text)
        assert found, f"no form on {page}"
        return found[1]


@contextlib.contextmanager
def serving(root: Path, environment: Mapping[str, str] | None = None, first: str = "",
            words: Sequence[str] = ()) -> Iterator[Served]:
    """`autograder serve` on a free port, until the block ends. first: what its process does ahead of it. words: more of the
    command's."""
    port, log = free_port(), root.parent / "serve.log"
    program = ["-c", f"{first}\nfrom autograder.__main__ import main; main()"] if first else ["-m", "autograder"]
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, *program, "serve", "--root", str(root), "--port", str(port), *words],
                                   stdout=out, stderr=subprocess.STDOUT, env={**os.environ, **(environment or {})})
    try:
        wait_for(port, process, log)
        yield Served(root, port, log, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(port: int, process: subprocess.Popen, log: Path, seconds: float = 60) -> None:
    """Wait until a process answers on a port."""
    ends = time.monotonic() + seconds
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        assert process.poll() is None and time.monotonic() < ends, log.read_text(errors="replace")[-3000:]
        time.sleep(0.1)
