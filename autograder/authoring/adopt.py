"""`autograder adopt`: the course.toml that a course of stock nbgrader lacks, and what a hidden grader would add to it.

Nothing that is there is written over: what is missing is made beside it, and told.
"""

from __future__ import annotations

import ast
import csv
import datetime
import io
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from traitlets.config import Config

from autograder.authoring.new_week import quoted
from autograder.authoring.release import generate, nbgrader_config
from autograder.authoring.stock_course import StockAssignment, StockCourse, StockNotebook
from autograder.course.adopted import AUTOTEST, checks_something
from autograder.course.amounts import counted
from autograder.course.course import Course
from autograder.errors import UserError

_HIDDEN = re.compile(r"BEGIN HIDDEN TESTS")


def adopt(found: StockCourse, today: datetime.date) -> tuple[list[str], list[str]]:
    """Write what is missing; the paths, below the root, and sentences on what could not be made.

    Raises UserError where there is a course.toml already; then nothing was written.
    """
    root = found.root
    if (root / "course.toml").exists():
        raise UserError(f"{root / 'course.toml'} is there already; nothing was written.")
    text = course_toml(found, today)
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / "course.toml").write_text(text, encoding="utf-8")
        Course.load(Path(scratch))
    written, faults = ["course.toml"], []
    for assignment in found.assignments:
        if not assignment.released and not any(n.faults for n in assignment.notebooks):
            try:
                written += _release(root, assignment.name)
            except UserError as error:
                faults.append(str(error))
    if found.people and not (root / "students.csv").exists():
        table = io.StringIO()
        csv.writer(table, lineterminator="\n").writerows([("id", "name", "email"), *found.people])
        (root / "students.csv").write_text(table.getvalue(), encoding="utf-8")
        written.append("students.csv")
    (root / "course.toml").write_text(text, encoding="utf-8")
    return written, faults


def _release(root: Path, name: str) -> list[str]:
    """Make release/NAME where it is missing; a notebook that is there stays."""
    with tempfile.TemporaryDirectory(prefix=".adopt-", dir=root) as scratch:
        shutil.copytree(root / "source" / name, Path(scratch, "source", name))
        if (root / "autotests.yml").is_file():
            shutil.copyfile(root / "autotests.yml", Path(scratch, "autotests.yml"))
        config = nbgrader_config(root) if (root / "nbgrader_config.py").is_file() else Config()
        for part in ("header", "footer"):
            if given := config.IncludeHeaderFooter.get(part):
                config.IncludeHeaderFooter[part] = str(root / given)
        generate(config, name, Path(scratch))
        made = []
        for path in sorted(Path(scratch, "release", name).rglob("*")):
            target = root / "release" / name / path.relative_to(Path(scratch, "release", name))
            if path.is_file() and not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
                made.append(target.relative_to(root).as_posix())
    return made


def course_toml(found: StockCourse, today: datetime.date) -> str:
    """The text of course.toml."""
    first = min((a.due.date() - datetime.timedelta(days=7) for a in found.assignments if a.due), default=today)
    thursday = first + datetime.timedelta(days=(3 - first.weekday()) % 7)
    lines = [
        "# Made by `autograder adopt` of an nbgrader course. A mistake in this file is told with its line.", "",
        f"name = {quoted(found.course_id)}", 'institution = "Write who gives it"', f"time_zone = {quoted(found.time_zone)}", "",
        "# Assignments without dates of their own are given out on this Thursday and each next one, and due a week later.",
        f"first_thursday = {thursday.isoformat()}", "",
        "# What the notebooks import; it is ready before any of them runs.",
        f"packages = [{', '.join(map(quoted, found.packages))}]",
    ]
    for assignment in found.assignments:
        lines += ["", "[[weeks]]", f"id = {quoted(assignment.name)}", f"title = {quoted(_spoken(assignment.name))}"]
        if assignment.due:
            lines += [f"release = {(assignment.due - datetime.timedelta(days=7)).date().isoformat()}",
                      f"due = {assignment.due.strftime('%Y-%m-%dT%H:%M:%SZ')}"]
    return "\n".join([
        *lines, "", "# Late work costs nothing; docs/instructor.md tells what else there is.", "[late]", 'policy = "none"', "",
        "[limits]", f"cell_seconds = {found.cell_seconds}         # of one cell, as nbgrader's timeout",
        "submission_seconds = 600",
        "# nbgrader's own rules: a warning in a test cell costs all its points; a value that is no number of points is full",
        "# marks. Write false for ours: a warning costs nothing, and such a value is worth nothing.",
        "stock_warnings = true", "stock_values = true", "",
    ])


def _spoken(name: str) -> str:
    """ps1 -> Ps 1, problem_set_2 -> Problem set 2."""
    words = re.sub(r"(?<=[A-Za-z])(?=\d)", " ", name).replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:] or name


def told(found: StockCourse) -> Iterator[str]:
    """What was found, a line each: the assignments, and for each test cell what a hidden grader would add."""
    yield f"The course {found.course_id}: {counted(len(found.assignments), 'assignment')}."
    for sentence in found.settings:
        yield f"  {sentence}"
    if found.absent:
        yield f"  Notebooks import {', '.join(found.absent)}, not installed here: pip install them, or their cells fail."
    for sentence in found.left_out:
        yield f"  Left out: {sentence}"
    for assignment in found.assignments:
        yield from _of_assignment(assignment)


def _of_assignment(assignment: StockAssignment) -> Iterator[str]:
    due = f", due {assignment.due:%Y-%m-%d %H:%M} UTC" if assignment.due else ", no due date known: see first_thursday"
    yield f"{assignment.name}: {counted(len(assignment.notebooks), 'notebook')}{due}"
    for notebook in assignment.notebooks:
        coded = [e for e in notebook.exercises if e.by_cell]
        tasks = sum(e.task for e in notebook.exercises)
        written = len(notebook.exercises) - len(coded) - tasks
        if notebook.faults:
            yield from (f"  {notebook.name}.ipynb cannot be marked: {fault}" for fault in notebook.faults)
        else:
            yield (f"  {notebook.name}.ipynb: {counted(len(coded), 'test cell')}, {counted(written, 'answer')} and "
                   f"{counted(tasks, 'task')} that a person marks")
            yield from (f"    {line}" for line in _of_tests(notebook))
    exercises = [e for n in assignment.notebooks for e in n.exercises]
    faults = any(n.faults for n in assignment.notebooks)
    texts = [c.source for n in assignment.notebooks for c in n.cells if c.nbgrader.get("grade") and c.type == "code"]
    if not faults and not any(e.written for e in exercises) and not any(map(checks_something, texts)):
        yield f"  {assignment.name} has neither hidden tests nor asserts: everybody would get full marks, so it is not marked."


def _of_tests(notebook: StockNotebook) -> Iterator[str]:
    graded = {e.test_id: e for e in notebook.exercises if e.by_cell}
    for cell in notebook.cells:
        if exercise := graded.get(cell.grade_id or ""):
            yield f"{exercise.id} ({exercise.points:g}): {'; '.join(added(cell.source))}"


def added(text: str) -> list[str]:
    """What a hidden pytest grader would add to a test cell."""
    if AUTOTEST.search(text):
        hidden = ", and those in its hidden part are not run" if _HIDDEN.search(text) else ""
        return [f"nbgrader makes its asserts for the release, and these are run{hidden}; hidden tests could not be forged"]
    if not checks_something(text):
        return ["nothing in it can fail, so everybody gets full marks"]
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return ["it is no plain Python, so a grader is to be written anew; it could not be forged"]
    asserts = [node for node in ast.walk(tree) if isinstance(node, ast.Assert)]
    calls = [ast.unparse(node) for one in asserts for node in ast.walk(one)
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args
             and all(isinstance(argument, ast.Constant | ast.List | ast.Tuple | ast.UnaryOp) for argument in node.args)]
    found = []
    if len(asserts) > 1:
        found.append(f"its {len(asserts)} asserts would each earn their part, not all or nothing")
    if calls and not _HIDDEN.search(text):
        found.append(f"its inputs are in the release and can be answered by heart ({calls[0][:60]}); hidden ones cannot")
    if silent := sum(one.msg is None for one in asserts):
        found.append(f"{counted(silent, 'assert')} without a message would say what is wrong: type, shape, value, mistake")
    return [*found, "it could not be forged"]
