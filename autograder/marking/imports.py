"""Exercises whose cell begins with an import that fails here: said once, and not by every test."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from autograder.course.week import Exercise
from autograder.graders.exam import TestResult
from autograder.sandbox import CellRun
from autograder.submission.repaired import Submission


def without_import(
    exercise: Exercise, results: list[TestResult], runs: Sequence[CellRun | None], submission: Submission
) -> tuple[str | None, list[TestResult]]:
    """The reason of a failed exercise and its tests' results: where the import at the top of its cell failed, the reason says
    so, and tests that failed for want of a name from it refer to that. Else None and the results as they are."""
    run = next((run for cell, run in zip(submission.cells, runs) if cell.grade_id == exercise.id and run is not None), None)
    if run is None or not run.failed_import:
        return None, results
    statement, *names = run.failed_import
    wanting = [names and t.error_type == "NameError" and re.search(rf"'({'|'.join(map(re.escape, names))})'", t.message or "")
               for t in results]
    if not any(wanting):
        return None, results
    reason = f"The line `{statement}` of its cell failed here: numpy, matplotlib and Python's own library are what there is."
    told = [replace(t, message=f"{found[1]} is missing, see above.") if found else t for t, found in zip(results, wanting)]
    return reason, told
