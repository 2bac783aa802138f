"""Whether this machine can grade: found out by doing, not by reading settings."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.course import packages
from autograder.course.amounts import counted
from autograder.course.course import Course
from autograder.course.week import weeks_of
from autograder.errors import UserError
from autograder.sandbox import Allowance, CellRun, Lost, Sandbox

_PROBE = """
%matplotlib inline
import numpy as np, matplotlib.pyplot as plt
plt.plot(np.arange(3.0)); plt.show()
"""

#: What must fail inside: name -> code that succeeds where nothing stops it.
_FORBIDDEN = {
    "reading a home folder": "import os; print(os.listdir(os.path.expanduser('~root') if os.path.isdir('/root') else '/home'))",
    "opening a socket": "import socket; socket.socket(); print('opened')",
    "starting a program": "import os; os.execv(__import__('sys').executable, ['python', '-c', '']); print('started')",
}


@dataclass(frozen=True)
class Finding:
    """One thing that was tried. what: what was found, and for a fault what to do."""

    well: bool
    what: str


def examine(root: Path) -> Iterator[Finding]:
    """Try everything grading needs, in the order in which it is needed."""
    yield Finding(sys.version_info >= (3, 11), f"Python {sys.version.split()[0]} (3.11 or newer is needed)")
    bwrap = shutil.which("bwrap")
    yield Finding(bwrap is not None, "bubblewrap is installed" if bwrap else
                  "bubblewrap is missing. Run: make setup, or apt-get install bubblewrap")
    ahead: tuple[str, ...] = ()
    try:
        course = Course.load(root)
        yield Finding(True, f"course.toml: {course.name}, {counted(len(course.weeks), 'week')}")
        weeks = weeks_of(root)
        if course.packages:
            told = packages.problem(course.packages)
            ahead = course.packages if told is None else ()
            yield Finding(told is None, told or f"packages: {', '.join(course.packages)}")
        yield Finding(bool(weeks), f"built weeks: {', '.join(weeks) or 'none. Run: make release'}")
    except UserError as error:
        yield Finding(False, str(error))
    if bwrap:
        yield from _sandbox(ahead)


def _sandbox(ahead: tuple[str, ...]) -> Iterator[Finding]:
    who = "root (each child becomes a user of its own)" if os.geteuid() == 0 else "an ordinary user"
    try:
        with Sandbox(packages=ahead) as sandbox:
            child = sandbox.child(Allowance(60, 2048))
            yield Finding(True, f"the sandbox starts, as {who}")
            shown = child.run(_PROBE, 30, 10_000)
            drawn = any(kind == "png" for kind, _ in shown.outputs)
            yield Finding(drawn, "a plot is drawn inside" if drawn else f"no plot can be drawn inside: {_last(shown)}. "
                          f"Are the libraries readable by all? Run: chmod -R a+rX {sys.prefix}")
            child.kill()
            for name, code in _FORBIDDEN.items():
                yield _forbidden(sandbox, name, code)
    except UserError as error:
        yield Finding(False, str(error))


def _forbidden(sandbox: Sandbox, name: str, code: str) -> Finding:
    child = sandbox.child(Allowance(30, 2048))
    try:
        shown = child.run(code, 10, 10_000)
        stopped = shown.error is not None
    except Lost as lost:
        shown, stopped = CellRun(error=str(lost)), False
    finally:
        child.kill()
    return Finding(stopped, f"{name} is refused inside" + ("" if stopped else ": it was NOT. Do not grade on this machine"))


def _last(run: CellRun) -> str:
    return (run.error or "nothing was shown").strip().splitlines()[-1]
