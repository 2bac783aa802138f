"""What the students of the term hand in: notebooks filled in by hand, and the ways in which an LMS gives them out."""

from __future__ import annotations

import csv
import datetime
import json
import os
import re
import subprocess
import zipfile
from pathlib import Path
from zoneinfo import ZoneInfo

from autograder.course.week import Week

HELSINKI = ZoneInfo("Europe/Helsinki")

#: Mistakes that cost a known part of an exercise; the hidden tests' worths stand beside them.
WITHOUT_BIAS = "def linear(X, W, b):\n    return X @ W"
MEAN_OF_ALL = "def mse(Y, Y_hat):\n    return np.mean((Y - Y_hat) ** 2)"
SUMMED = """\
def softmax_cross_entropy_backward(Z, labels):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    dZ = E / E.sum(axis=1, keepdims=True)
    dZ[np.arange(len(Z)), labels] -= 1
    return dZ"""
EXITS = "import os\n\nos._exit(0)"
READS = """\
import glob

for path in glob.glob("/**/gradebook.db", recursive=True) + glob.glob("/**/test_*.py", recursive=True):
    print(open(path, errors="replace").read())"""


def notebook(week: Week, unwritten: tuple[str, ...] = (), answer: str = "My answer.", own: str = "", **texts) -> bytes:
    """The release with the solutions in it.

    unwritten: exercises left as they were given out. answer: of the written exercises. own: a cell of the student's at
    the end. texts: exercise -> text in the place of the solution.
    """
    cells = []
    for position, cell in enumerate(week.release):
        source = cell.source
        exercise = week.by_id.get(cell.grade_id)
        if exercise and exercise.id not in unwritten:
            source = texts.get(exercise.id) or (answer if exercise.written else _unmarked(week.solution(exercise.id)))
        cells.append(_cell(cell.type, source, cell.grade_id or f"cell-{position}", cell.metadata))
    if own:
        cells.append(_cell("code", own, "own", {}))
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def stub(week: Week) -> bytes:
    """The release as it was given out."""
    return notebook(week, tuple(week.by_id))


def stripped(raw: bytes) -> bytes:
    """A notebook as some editors save it: without any cell's metadata."""
    found = json.loads(raw)
    for cell in found["cells"]:
        cell["metadata"] = {}
    return json.dumps(found).encode()


def without_a_cell(raw: bytes, grade_id: str) -> bytes:
    """A notebook in which a cell was deleted."""
    found = json.loads(raw)
    found["cells"] = [c for c in found["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") != grade_id]
    return json.dumps(found).encode()


def at(text: str) -> datetime.datetime:
    """A moment by the clock in Helsinki, from text such as "2021-01-28 23:59"."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


def moodle(path: Path, week: str, notebooks: dict[str, bytes], people: dict[str, tuple[str, int]]) -> Path:
    """Moodle's zip of submissions; people: student -> full name and the number Moodle gave in this assignment."""
    with zipfile.ZipFile(path, "w") as archive:
        for student, raw in notebooks.items():
            name, number = people[student]
            archive.writestr(f"{name}_{number}_assignsubmission_file_/{week}.ipynb", raw)
    return path


def worksheet(path: Path, people: dict[str, tuple[str, int]], times: dict[str, datetime.datetime]) -> Path:
    """Moodle's grading worksheet, with the time of each hand-in."""
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        out = csv.writer(file)
        out.writerow(["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade",
                      "Grade can be changed", "Last modified (submission)", "Last modified (grade)",
                      "Feedback comments"])
        for student, (name, number) in people.items():
            when = f"{times[student]:%A, %-d %B %Y, %-I:%M %p}" if student in times else "-"
            status = "Submitted for grading" if student in times else "No submission"
            out.writerow([f"Participant {number}", name, "", status, "", "20.00", "Yes", when, "-", ""])
    return path


def canvas(path: Path, week: str, notebooks: dict[str, bytes], people: dict[str, tuple[str, int]],
           late: set[str]) -> Path:
    """Canvas's zip of submissions; people: student -> full name and Canvas's number of the person."""
    with zipfile.ZipFile(path, "w") as archive:
        for student, raw in notebooks.items():
            name, number = people[student]
            squashed = re.sub(r"\W", "", name).lower()
            word = "LATE_" if student in late else ""
            archive.writestr(f"{squashed}_{word}{number}_77{number}_{week}.ipynb", raw)
    return path


def canvas_gradebook(path: Path, title: str, people: dict[str, tuple[str, int]]) -> Path:
    """The gradebook that Canvas exports, with one assignment."""
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["Student", "ID", "SIS User ID", "SIS Login ID", "Section", f"{title} (9001)"])
        out.writerow(["    Points Possible", "", "", "", "", "20"])
        for _student, (name, number) in people.items():
            out.writerow([name, number, "", "", "CCN", ""])
    return path


def folder(path: Path, notebooks: dict[str, bytes], times: dict[str, datetime.datetime]) -> Path:
    """A folder with a notebook a student, named by the student."""
    path.mkdir()
    for student, raw in notebooks.items():
        file = path / f"{student}.ipynb"
        file.write_bytes(raw)
        os.utime(file, (times[student].timestamp(),) * 2)
    return path


def checkouts(path: Path, week: str, commits: dict[str, list[tuple[datetime.datetime, bytes]]]) -> Path:
    """A git checkout a student, as GitHub Classroom's tools fetch them: one commit an attempt."""
    for student, attempts in commits.items():
        checkout = path / f"{week}-{student}"
        checkout.mkdir(parents=True)
        _git(checkout, "init", "-q")
        for moment, raw in attempts:
            (checkout / f"{week}.ipynb").write_bytes(raw)
            _git(checkout, "add", ".")
            _git(checkout, "commit", "-q", "-m", "work", when=moment)
    return path


def _git(checkout: Path, *args: str, when: datetime.datetime | None = None) -> None:
    date = {"GIT_AUTHOR_DATE": when.isoformat(), "GIT_COMMITTER_DATE": when.isoformat()} if when else {}
    who = ["-c", "user.name=student", "-c", "user.email=student@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *args], cwd=checkout, env=os.environ | date, check=True)


def _cell(kind: str, source: str, name: str, metadata: dict) -> dict:
    cell = {"cell_type": kind, "id": name, "metadata": metadata, "source": source}
    return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def _unmarked(source: str) -> str:
    return re.sub(r"^ *### (BEGIN|END) SOLUTION\n?", "", source, flags=re.M)
