"""Fuzzing of what reads a submitted notebook: JSON, cells, repair.

Anything but cells or Unreadable is a crash, and so is more work than a submission's budget."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["autograder.submission"]):
    from autograder.course.week import Week
    from autograder.submission.notebook import Unreadable
    from autograder.submission.repair import repaired
    from autograder.submission.slots import slots_of

from fuzz.pieces import bounded, run, text_of

ROOT = Path(__file__).resolve().parent.parent
WEEK = Week.load(ROOT, "week1")
RELEASED = (ROOT / "release" / "week1" / "week1.ipynb").read_bytes()
NAMES = [e.id for e in WEEK.exercises] + [e.test_id for e in WEEK.coded]
PIECES = [
    "def relu(Z):\n", "    return Z\n", "relu = ", "relu", "def linear(X, W, b):\n", "    ", "\t", " ", "\n", "\\\n", "(",
    ")", "[", "1+", "-", "a.",
    "'", '"""', "f'{", "#", "```", "# Week 2\n", "lambda: ", "if x:\n", "class A:\n", "@", "async ", "%%time\n", "!ls\n",
    "![](attachment:a.png)",
    "![](data:image/png;base64,", "A", "<img src=", "\r", "\0", "\u2028", "é", "\U0001f600", "def score(x, w, b): return 1\n",
]
JSON = ["{", "}", "[", "]", ",", ":", '"', "\\", '"cells"', '"outputs"', '"source"', '"metadata"', "1e9", "9", "null",
        "true", " ", "\n", "\\u0000",
        "\\ud800", '"nbgrader"', '"worksheets"', '"attachments"', "[[]],", '"cell_type"', '"markdown"', "\ufeff"]


def one(data: bytes) -> None:
    """Read the bytes as a notebook of week 1."""
    kind, rest = data[:1], data[1:]
    if kind and kind[0] % 3 == 0:
        raw = rest
    elif kind and kind[0] % 3 == 1:
        raw = text_of(atheris.FuzzedDataProvider(rest), JSON, 100_000).encode("utf-8", "surrogatepass")
    else:
        raw = changed(atheris.FuzzedDataProvider(rest))
    with bounded(10):
        try:
            submission = repaired(WEEK, raw)
        except Unreadable as reason:
            _check(str(reason))
            return
    locked = {slot.key for slot in slots_of(WEEK) if slot.kind == "locked" and slot.key}
    found = [c.grade_id for c in submission.cells if c.grade_id in locked]
    assert len(found) == len(set(found)) == len(locked), "a locked cell is missing or doubled"
    assert all(len(sentence) < 1000 for sentence in submission.repairs)


def _check(reason: str) -> None:
    assert reason.endswith("."), reason
    assert len(reason) < 400, reason


def changed(choices: atheris.FuzzedDataProvider) -> bytes:
    """The released notebook with some cells changed, moved, doubled or gone."""
    notebook = json.loads(RELEASED)
    cells = notebook["cells"]
    for _ in range(choices.ConsumeIntInRange(0, 6)):
        at = choices.ConsumeIntInRange(0, len(cells) - 1) if cells else 0
        what = choices.ConsumeIntInRange(0, 6)
        if what == 0 and cells:
            del cells[at]
        elif what == 1 and cells:
            cells += [cells[at]] * choices.ConsumeIntInRange(1, 60)
        elif what == 2 and cells:
            cells[at]["metadata"] = choices.PickValueInList([{}, None, [], {"nbgrader": 3}, {"nbgrader": {"grade_id": "relu"}}])
        elif what == 3 and cells:
            cells[at]["cell_type"] = choices.PickValueInList(["code", "markdown", "raw", "heading", 7])
        elif what == 4:
            cells.insert(at, {"cell_type": "code", "source": text_of(choices, PIECES, 50_000), "metadata": {}})
        elif what == 5 and cells:
            cells[at]["source"] = text_of(choices, PIECES, 50_000)
        elif cells:
            cells.insert(choices.ConsumeIntInRange(0, len(cells) - 1), cells.pop(at))
    return json.dumps(notebook).encode("utf-8", "surrogatepass")


if __name__ == "__main__":
    sys.setrecursionlimit(3000)
    run(one, [b"\0" + RELEASED[:4000], b"\1" + bytes(range(256)), b"\2" + bytes(range(40, 200)), b'\0{"cells": []}'])
