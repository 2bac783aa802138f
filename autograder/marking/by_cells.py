"""Marking by test cells, as stock nbgrader does it: the instructor's text of each runs in a fork of the notebook's process.

The points follow nbgrader.utils.determine_grade: an error or anything on stderr is worth nothing, a number that the cell
shows is the points, and all else is full marks. `Limits.stock_warnings` and `Limits.stock_values` turn its two unfair rules off.
What the fork says is that student's own word: the test ran in the student's process.
"""

from __future__ import annotations

import ast
import functools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.course.adopted import AUTOTEST
from autograder.course.course import Limits
from autograder.course.week import Exercise, Week
from autograder.marking.result import ExerciseResult, Test
from autograder.marking.shown.sanitize import safe_text
from autograder.sandbox.answer import CellRun
from autograder.sandbox.notebook import NotebookRun
from autograder.sandbox.told import in_words, known_name
from autograder.sandbox.verdict import Verdict
from autograder.submission.repaired import Submission

#: Points that are more than the cell's by no more than this are a sum's rounding.
ROUNDING = 1e-9
#: A line of a test that a student reads is cut to so many characters, a message to so many.
LINE, MESSAGE = 200, 300


@dataclass(frozen=True)
class Points:
    """What a test cell's verdict is worth. why: for the student, where it is not full marks. ran: False where there was no
    answer at all."""

    score: float
    passed: bool
    why: str = ""
    ran: bool = True
    unwritten: bool = False


@functools.lru_cache(maxsize=32)
def tests_of(week: Week) -> dict[str, tuple[str, ...]]:
    """grade_id of a test cell -> texts to run, the last the cell's own: those before it hold what the hidden parts of earlier
    test cells define, which are not run in the notebook's own process."""
    released = {cell.grade_id: cell.source for cell in week.release}
    found: dict[str, tuple[str, ...]] = {}
    earlier: list[str] = []
    for cell in week.source:
        if cell.type == "code" and cell.nbgrader.get("grade") and not cell.nbgrader.get("solution"):
            text = released.get(cell.grade_id, cell.source) if AUTOTEST.search(cell.source) else cell.source
            found[cell.grade_id or ""] = (*earlier, text)
            if text != released.get(cell.grade_id) and (defined := _definitions(text)):
                earlier.append(defined)
    return found


def _definitions(text: str) -> str:
    """The imports, functions and classes of a cell."""
    try:
        body = ast.parse(text).body
    except SyntaxError:
        return ""
    kinds = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
    return "\n".join(ast.unparse(node) for node in body if isinstance(node, kinds))


def run(week: Week, submission: Submission, notebook: NotebookRun) -> None:
    """Run a submission's cells and, in forks at their places, the tests."""
    texts = tests_of(week)
    tests: dict[int, Sequence[str]] = {
        index: texts[cell.grade_id] for index, cell in enumerate(submission.cells) if cell.grade_id in texts}
    notebook.run([cell.source if cell.type == "code" else None for cell in submission.cells], tests=tests)


def marks(week: Week, submission: Submission, notebook: NotebookRun, limits: Limits) -> tuple[ExerciseResult, ...]:
    """The exercises' results, once the cells have run."""
    verdicts = {cell.grade_id: notebook.verdicts.get(index) for index, cell in enumerate(submission.cells)}
    found = []
    for exercise in week.coded:
        text = tests_of(week)[exercise.test_id][-1]
        verdict = verdicts.get(exercise.test_id) or Verdict("died", notebook.ended or "its process was lost")
        found.append(_result(exercise, points(exercise.points, verdict, text, limits, notebook.sources)))
    return tuple(found)


def points(most: float, verdict: Verdict, text: str, limits: Limits, sources: str = "") -> Points:
    """What a verdict is worth of `most` points. text: of the test cell. sources: the notebook's own text."""
    if verdict.decided == "died":
        why = verdict.value or "its process ended (os._exit, a crash)"
        return Points(0, False, f"Its test could not be completed: {why}.", ran=False)
    if verdict.overtime:
        return Points(0, False, "Its test took too long and was stopped.", ran=False)
    # A warning that is not to count leaves the question what came after it.
    if verdict.raised is not None and verdict.decided in ("error", "stderr"):
        return Points(0, False, _why(verdict, text, sources), unwritten=verdict.raised == "NotImplementedError",
                      ran=verdict.raised != "NotImplementedError")
    if verdict.decided == "stderr" and limits.stock_warnings:
        said = in_words(_warning(verdict.value), MESSAGE)
        return Points(0, False, f"Its test wrote to stderr, which by this course's rule costs all points: {said}")
    if verdict.decided == "value":
        return _partial(most, verdict.value, text, limits)
    if not limits.stock_values and verdict.decided == "nothing" and _is_value(text):
        return Points(0, False, "Its test came to no number of points.")
    return Points(most, True)


def _partial(most: float, value: str, text: str, limits: Limits) -> Points:
    """Partial credit: what nbgrader.utils.get_partial_grade makes of a shown value."""
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if number >= 0:
        if number > most + ROUNDING:
            told = f"Its test gave {number:g} of {most:g} points, which nbgrader refuses. Tell your instructor."
            return Points(0, False, told, ran=False)
        score = min(number, most)
        return Points(score, score == most, "" if score == most else f"Its test gave {score:g} of {most:g} points.")
    if not limits.stock_values and _is_value(text):
        return Points(0, False, f"Its test came to {in_words(value, 60) or 'nothing'}, where a number of points was expected.")
    return Points(most, True)


def _is_value(text: str) -> bool:
    """Whether a test cell ends with a value that is meant as its points: an expression, but no call that may check something."""
    try:
        body = ast.parse(text).body
    except SyntaxError:
        return False
    last = body[-1] if body else None
    if not isinstance(last, ast.Expr):
        return False
    numeric = isinstance(last.value, ast.Call) and isinstance(last.value.func, ast.Name) and (
        last.value.func.id in ("float", "int", "sum", "min", "max", "round"))
    return numeric or not isinstance(last.value, (ast.Call, ast.Constant))


def _warning(text: str) -> str:
    """The sentence of a warning that Python wrote, without its file; else the first line."""
    found = re.search(r"\b(\w*Warning: .*)", text)
    return found[1] if found else text


def _why(verdict: Verdict, text: str, sources: str) -> str:
    """Why a test failed: the assert's own message, else the line."""
    statement = _statement(text, verdict.line)
    raised = verdict.raised or ""
    if raised == "AssertionError":
        if message := _written_message(statement) or in_words(verdict.says, MESSAGE):
            return message
        return f"`{_shown(statement)}` does not hold." if statement is not None else "A test of the cell does not hold."
    name = raised if known_name(raised, sources) else "an exception of its own"
    told = f"{name}: {in_words(verdict.says, MESSAGE)}".rstrip(": ")
    return f"`{_shown(statement)}` ended with {told}." if statement is not None else f"Its test ended with {told}."


def _statement(text: str, line: int | None) -> ast.stmt | None:
    """The innermost statement of a test cell that stands on a line; None where the cell is no plain Python."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return None
    around = [node for node in ast.walk(tree)
              if isinstance(node, ast.stmt) and line is not None and node.lineno <= line <= (node.end_lineno or node.lineno)]
    return min(around, key=lambda node: (node.end_lineno or node.lineno) - node.lineno, default=None)


def _written_message(statement: ast.stmt | None) -> str:
    """The text of an assert's message, or of what is raised, where it stands there as it is."""
    said: ast.expr | None = None
    if isinstance(statement, ast.Assert):
        said = statement.msg
    elif isinstance(statement, ast.Raise) and isinstance(statement.exc, ast.Call) and statement.exc.args:
        said = statement.exc.args[0]
    return said.value[:MESSAGE] if isinstance(said, ast.Constant) and isinstance(said.value, str) else ""


def _shown(statement: ast.stmt) -> str:
    """A statement on one line, of a longer one its beginning."""
    line = ast.unparse(statement).splitlines()[0]
    return line if len(line) <= LINE else line[:LINE] + " ..."


def _result(exercise: Exercise, got: Points) -> ExerciseResult:
    why = safe_text(got.why) if got.why else None
    outcome = "passed" if got.passed else "failed" if got.ran else "could_not_run"
    return ExerciseResult(
        id=exercise.id, score=round(got.score, 4), max_score=exercise.points, outcome=outcome,
        reason=None if got.ran else why, unwritten=got.unwritten,
        tests=(Test(name=exercise.test_id, says=f"The test cell {exercise.test_id} passes.", worth=1.0, passed=got.passed,
                    message=why),),
    )


def without_tests(submission: Submission, week: Week, runs: Sequence[CellRun | None]) -> list[CellRun | None]:
    """The runs of a submission's cells without those of test cells, whose failures are told as marks."""
    return [None if cell.grade_id in tests_of(week) else run for cell, run in zip(submission.cells, runs)]
