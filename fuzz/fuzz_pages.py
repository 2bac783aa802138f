"""Fuzzing of what is made of a Result: the feedback, the graded notebook, and the sentences of the report."""

from __future__ import annotations

import json
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["autograder.pages.feedback", "autograder.pages.report",
"autograder.records.autograded"]):
    from autograder.course.course import Course
    from autograder.course.marks import Mark, WeekMark
    from autograder.course.week import Week
    from autograder.marking.marker import unreadable
    from autograder.marking.result import MarkedCell, Output
    from autograder.marking.shown.sanitize import safe_text
    from autograder.pages import report
    from autograder.pages.feedback import Feedback
    from autograder.records.autograded import Autograded
    from autograder.records.ledger import points_of

import nbformat

from fuzz.pieces import bounded, run, text_of

ROOT = Path(__file__).resolve().parent.parent
COURSE, WEEK = Course.load(ROOT), Week.load(ROOT, "week1")
FEEDBACK, GRADED = Feedback(COURSE, WEEK).warmed(), Autograded(ROOT, WEEK)._notebooks[WEEK.notebook]
PIECES = ["<", ">", "&", "'", '"', "`", "$", "\\", "{", "}", "{{", "{%", "\n", " ", "a", "1.5e-3", "-7", "</pre>",
          "<script>", "]]>", "\x1b[31m", "\u202e", "é", "0x7f", "###", "|", "- ", "[", "]("]


def one(data: bytes) -> None:
    """Make both pages of a notebook of odd cells and messages."""
    choices = atheris.FuzzedDataProvider(data)
    message = safe_text(text_of(choices, PIECES, 3000))
    marked = unreadable(WEEK, "week1.ipynb", message, (message[:200],))
    cells = [_cell(choices) for _ in range(choices.ConsumeIntInRange(0, 5))]
    marked = marked.model_copy(update={"cells": tuple(cells)})
    marks = tuple(Mark(e.id, 0.0, comment=message[:100]) for e in WEEK.exercises)
    mark = WeekMark(WEEK.id, points_of(WEEK), marks)
    with bounded(30):
        page = FEEDBACK.page("student01", marked, mark, plain=choices.ConsumeBool())
        notebook = json.loads(json.dumps(GRADED.made(marked, without_texts=choices.ConsumeBool())))
        report._without_numbers(message)
    assert "<script" not in page.lower()
    nbformat.validate(notebook)


def _cell(choices: atheris.FuzzedDataProvider) -> MarkedCell:
    ids = [e.id for e in WEEK.exercises] + [e.test_id for e in WEEK.exercises]
    kind = choices.PickValueInList(["code", "markdown", "raw"])
    place = choices.ConsumeIntInRange(-1, len(WEEK.release) - 1)
    outputs = [Output(kind=choices.PickValueInList(["stdout", "stderr", "result",
    "error"]), text=safe_text(text_of(choices, PIECES, 500)))
               for _ in range(choices.ConsumeIntInRange(0, 2))] if kind == "code" else []
    if place >= 0:
        kind = WEEK.release[place].type
        outputs = outputs if kind == "code" else []
    grade_id = WEEK.release[place].grade_id if place >= 0 else choices.PickValueInList([None, *ids])
    return MarkedCell(type=kind, source=text_of(choices, PIECES, 3000), grade_id=grade_id, position=place if place >= 0 else None,
                      outputs=tuple(outputs))


if __name__ == "__main__":
    run(one, [bytes((47 * i + n) % 256 for i in range(300)) for n in range(10)])
