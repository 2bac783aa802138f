"""A course folder of its own with a package of its own, where the real command runs: what a test changes there changes
nothing here, and what is edited here meanwhile changes nothing there."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from autograder.course.week import Week
from autograder.records.gradebook import Book
from autograder.records.store import Store
from tests.this_course import ROOT, course_copy

WEEK = "week1"


class Classroom:
    """root: the course's folder. package: the folder of the copied package, which `command` runs."""

    def __init__(self, folder: Path, root: Path | None = None):
        self.package = folder / "package" / "autograder"
        shutil.copytree(ROOT / "autograder", self.package, ignore=shutil.ignore_patterns("__pycache__"))
        self.root = root or folder / "course"
        course_copy(self.root, [WEEK])
        self.week = Week.load(self.root, WEEK)
        self.store = Store(self.root)

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {"PYTHONPATH": str(self.package.parent), "PYTHONDONTWRITEBYTECODE": "1"}

    def change(self, file: str, old: str, new: str) -> None:
        """Edit a file of the copied package."""
        path = self.package / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def hand_in(self, student: str, texts: dict[str, str] | None = None, first: str = "", week: str = WEEK) -> None:
        """A notebook with the solutions, `texts` in the cells named there, and a cell of the student's own on top."""
        solved = {e.id: re.sub("### (BEGIN|END) SOLUTION", "", self.week.solution(e.id)) for e in self.week.exercises}
        solved |= texts or {}
        cells = [_cell(c.type, solved.get(c.grade_id, c.source), f"cell-{i}", c.metadata)
                 for i, c in enumerate(self.week.release)]
        if first:
            cells.insert(0, _cell("code", first, "own", {}))
        folder = self.root / "submitted" / student / week
        folder.mkdir(parents=True, exist_ok=True)
        notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        (folder / f"{week}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")

    def start(self, *words: str, python: tuple[str, ...] = ("-m", "autograder")) -> subprocess.Popen:
        """`autograder grade week1` with more words, in a process group of its own. python: what Python runs for it."""
        return subprocess.Popen(
            [sys.executable, *python, "grade", WEEK, "--root", str(self.root), *words], cwd=self.package.parent,
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
            # A shell that runs the tests in the background has them, and all they start, ignore Ctrl-C.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def grade(self, *words: str) -> subprocess.CompletedProcess:
        """The same, to its end."""
        process = self.start(*words)
        said, complained = process.communicate(timeout=300)
        return subprocess.CompletedProcess(process.args, process.returncode, said, complained)

    def wait_for_results(self, process: subprocess.Popen, count: int) -> None:
        """Until so many students' Results are stored."""
        until(lambda: len(self.store.students(WEEK)) >= count or process.poll() is not None)
        assert process.poll() is None, process.communicate()

    def marks(self) -> dict[str, dict[str, float | None]]:
        """Student -> test cell -> score, as the gradebook has them."""
        found = {}
        with Book(self.root) as book:
            for student in sorted(book.students(WEEK)):
                notebook = book.gradebook.find_submission_notebook(WEEK, WEEK, student)
                found[student] = {g.name: g.auto_score for g in notebook.grades}
        return found


def counted(said: str) -> dict[str, int]:
    """The rows of the summary: "marked" -> 3."""
    return {name.strip(): int(number) for name, number in re.findall(r"│ ([a-z ]+?) +│ +(\d+) │", said)}


def family(process: subprocess.Popen) -> list[psutil.Process]:
    """The processes below one, those of the sandboxes included."""
    return psutil.Process(process.pid).children(recursive=True)


def workers_of(process: subprocess.Popen) -> list[psutil.Process]:
    """The workers of a running command: its fork server's children."""
    found: list[psutil.Process] = []
    for server in servers_of(process):
        with contextlib.suppress(psutil.Error):
            found += server.children()
    return found


def servers_of(process: subprocess.Popen) -> list[psutil.Process]:
    """What the workers of a running command are forked from."""
    with contextlib.suppress(psutil.Error):
        return [child for child in psutil.Process(process.pid).children() if "autograder.grading.workers" in words_of(child)]
    return []


def sandbox_of(process: subprocess.Popen) -> psutil.Process:
    """The bubblewrap of a running command, which it started itself."""
    return next(child for child in psutil.Process(process.pid).children() if "bwrap" in words_of(child))


def words_of(process: psutil.Process) -> str:
    """A process' command line; nothing once it has ended, which may be at any moment."""
    with contextlib.suppress(psutil.Error):
        return " ".join(process.cmdline())
    return ""


def until(what: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def _cell(kind: str, text: str, name: str, metadata: dict) -> dict:
    cell = {"cell_type": kind, "id": name, "metadata": metadata, "source": text}
    return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})
