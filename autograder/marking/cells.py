"""What became of a notebook's cells when they were run, in a sentence each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from autograder.sandbox import CellRun
from autograder.submission.repaired import Submission

#: Sentences about failed cells; who has more of them reads the notebook below.
MOST_TOLD = 5


def failed_cells(submission: Submission, runs: Sequence[CellRun | None]) -> Iterator[str]:
    """A sentence for each of the first cells that failed, were stopped or lost a part of what they printed."""
    told = 0
    for number, (cell, run) in enumerate(zip(submission.cells, runs), start=1):
        if run is None or told == MOST_TOLD or not (run.error or run.note):
            continue
        error = run.error.strip().splitlines()[-1][:200] if run.error and run.error.strip() else ""
        if error.startswith("NotImplementedError") and not run.note:
            continue
        told += 1
        name = f"The cell of {cell.grade_id}" if cell.grade_id else f"Cell {number}, one of your own,"
        if run.note:
            yield f"{name} {became(run)}." if not error else f"{name} {became(run)} ({error})."
        else:
            yield f"{name} failed: {error or 'it says nothing of why'}."


def became(run: CellRun) -> str:
    """What the sandbox notes of a cell, as the end of a sentence about it: "was stopped after 10 s"."""
    return f"was {run.note}" if run.fate else f"showed more than is kept: {run.note}"


def covering_magic(submission: Submission, exercise: str) -> str | None:
    """The cell magic above an exercise's solution, under which a notebook defines nothing: %%timeit, %%writefile."""
    for cell in submission.cells:
        if cell.grade_id == exercise and (found := re.match(r"\s*(%%\w[\w.]{0,40})", cell.source)):
            return found[1]
    return None
