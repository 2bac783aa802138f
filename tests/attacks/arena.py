"""Runs an attack: in a notebook of week 1 with right solutions, by the real Marker; or as its control, without a wall."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path

from autograder.course.course import Limits
from autograder.course.week import Week
from autograder.marking.result import Marked
from tests.attacks.reach import START, Reach
from tests.broken import solved
from tests.this_course import ROOT

LIMITS = Limits(cell_seconds=2, call_seconds=1, submission_seconds=20, memory_mb=700, output_kb=64)
WEEK = Week.load(ROOT, "week1")
GOT = "GOT IT"


def with_cell(text: str) -> bytes:
    """The solved notebook with a cell of the student's own below the imports."""
    notebook = json.loads(solved(WEEK))
    place = next(i for i, c in enumerate(notebook["cells"]) if c["cell_type"] == "code") + 1
    notebook["cells"].insert(place, {"cell_type": "code", "id": "attack", "metadata": {}, "source": text, "outputs": [],
                                     "execution_count": None})
    return json.dumps(notebook).encode()


def with_relu(text: str) -> bytes:
    """The solved notebook with another text in relu's cell."""
    notebook = json.loads(solved(WEEK))
    next(c for c in notebook["cells"] if c["id"] == "relu")["source"] = text
    return json.dumps(notebook).encode()


def reaching(attack: Reach, known: dict, inside: bool) -> str:
    """The code of an attack that prints GOT when it got what it went for."""
    values = "\n".join(f"{name} = {value!r}" for name, value in {**known, "INSIDE": inside}.items())
    body = textwrap.indent(attack.body, "    ")
    return (f"{START}\n{values}\n{'' if inside else attack.first}\ndef attack():\n{body}\n"
            f"try: print({GOT!r} if attack() else 'refused')\nexcept BaseException as error: print('refused', repr(error))\n")


def shown(marked: Marked) -> str:
    """All texts that the cells of a marked notebook show."""
    return "\n".join(o.text for c in marked.cells for o in c.outputs)


def scores(marked: Marked) -> dict[str, float]:
    return {e.id: e.score for e in marked.result.exercises}


FULL = {e.id: e.points for e in WEEK.coded}


def without_a_wall(code: str, folder: Path) -> subprocess.CompletedProcess:
    """Run code in a throw-away process of its own, in an empty folder."""
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, timeout=60,
                          stdin=subprocess.DEVNULL, env={"CANARY": "1", "PATH": "/usr/bin:/bin"})
