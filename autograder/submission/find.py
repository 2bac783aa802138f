"""The folder a student handed in: which of its files is the week's notebook."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import Any

from autograder.course.folders import shown
from autograder.course.week import Week
from autograder.sandbox.budget import Over, within
from autograder.submission.notebook import Unreadable, read_bytes
from autograder.submission.repair import repaired
from autograder.submission.slots import plain, slots_of


def find_notebook(folder: Path, week: str, like: Week | None = None) -> tuple[Path, tuple[str, ...]]:
    """The notebook of `week` in a student's folder, and what had to be said about the choice.

    The one called `week`.ipynb, else the only notebook, else the only one with the week in its name, else (with `like`)
    the one with most of that week's exercises done. Links are never followed. Raises Unreadable.
    """
    for part in (folder, folder.parent):
        if part.is_symlink():
            raise Unreadable("The folder of the submission is a link; links are not followed.")
    files = _files(folder)
    exact = folder / f"{week}.ipynb"
    if exact in files:
        return exact, ()
    notebooks = [p for p in files if p.suffix.lower() == ".ipynb"] or [
        p for p in files if ".ipynb" in p.name.lower() or p.suffix.lower() == ".json"]
    if not notebooks:
        there = ", ".join(_shown(p.name) for p in files[:5]) or "nothing"
        raise Unreadable(f"There is no notebook in the submission (it holds {there}). Hand in {week}.ipynb.")
    number = re.escape(week[4:]) if week.startswith("week") else None
    called = re.compile(rf"week[ _-]*0*{number}(?!\d)" if number else re.escape(week), re.I)
    choice = [p for p in notebooks if called.search(p.name)] or notebooks
    if len(choice) > 1 and like is not None:
        with contextlib.suppress(Over):
            choice = [within(_most_done, choice, like)]
    names = ", ".join(_shown(p.name) for p in notebooks[:5])
    if len(choice) > 1:
        raise Unreadable(f"The submission holds several notebooks ({names}) and none is called {week}.ipynb.")
    told = f"The notebook was not called {week}.ipynb; {_shown(str(choice[0].relative_to(folder)))} was taken"
    return choice[0], (f"{told} (there: {names})." if len(notebooks) > 1 else f"{told}.",)


def _files(folder: Path, depth: int = 2, most: int = 1000) -> list[Path]:
    """The regular files in a folder and two levels below, nearest first; no links, nothing hidden."""
    files, deeper = [], []
    try:
        entries = sorted(folder.iterdir(), key=lambda p: _natural(p.name))
    except OSError:
        raise Unreadable("The folder of the submission cannot be read.") from None
    for path in entries[:most]:
        if path.is_symlink() or path.name.startswith((".", "__")):
            continue
        if path.is_file():
            files.append(path)
        elif path.is_dir() and depth:
            deeper.append(path)
    for path in deeper:
        files += _files(path, depth - 1, most)
    return files[:most]


def _most_done(paths: list[Path], week: Week) -> Path:
    return max(paths, key=lambda path: (_done(path, week), _natural(path.name)))


def _done(path: Path, week: Week) -> int:
    """How many of the week's exercises a notebook does; -1 for what is none of its notebooks."""
    try:
        submission = repaired(week, read_bytes(path))
    except Unreadable:
        return -1
    stubs = {s.key: plain(s.source) for s in slots_of(week) if s.kind in ("code", "written")}
    return sum(1 for c in submission.cells if c.grade_id in stubs and plain(c.source) != stubs[c.grade_id])


def _natural(name: str) -> list[Any]:
    """A sort key that puts "week1 (2)" before "week1 (10)"."""
    return [(int(part), "") if part.isdigit() and len(part) < 10 else (-1, part) for part in re.split(r"([0-9]+)", name)]


def _shown(name: str) -> str:
    """A file name that can be printed: short, no control characters, undecodable bytes escaped."""
    text = "".join(c if c.isprintable() else "?" for c in shown(name))
    return text if len(text) <= 60 else text[:57] + "..."
