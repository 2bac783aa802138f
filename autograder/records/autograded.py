"""The graded notebook in autograded/, as nbgrader's formgrader and feedback read it.

Cells and metadata are what nbgrader's own autograde would leave: locked cells hold the source's text again, every cell
of ours has its metadata and checksum back. The outputs are the sandbox's, made harmless. A test cell has exactly one
execute_result, and it comes first: nbgrader reads the score from its text.
"""

from __future__ import annotations

import base64
import html
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course.folders import submission
from autograder.course.week import Exercise, Week, cell_name
from autograder.marking.notebooks import apart
from autograder.marking.result import ExerciseResult, Marked, MarkedCell, Output
from autograder.marking.shown.sanitize import safe_markdown_with_photos
from autograder.records.stored_cells import stored_cells
from autograder.sandbox.budget import Over, within

#: How much of a student's own files beside the notebook goes along, in bytes in all.
LARGEST_FILES = 20_000_000
#: In place of a text, where all texts of a notebook together cost more than the budget.
NOT_SHOWN = "(The texts of this notebook take too long to be made safe for a browser. They are in the submitted notebook.)"


class Autograded:
    """Writes the graded notebooks of one week of the course at `root`."""

    def __init__(self, root: Path, week: Week):
        self.root = root
        self.week = week
        self._notebooks = {one.notebook: _Notebook(root, one) for one in week.notebooks}

    def write(self, student: str, marked: Marked) -> Path:
        """Write a student's graded notebooks and what lies beside them; returns the first one's path.

        Files of the submission go along, but no notebooks, hidden files or links; the week's own files win over them.
        """
        submitted = submission(self.root, student, self.week.id)
        folder = self.root / "autograded" / student / self.week.id
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        files = {path.relative_to(submitted): path.read_bytes() for path in _student_files(submitted)}
        files |= {Path(name): content for name, content in self.week.files.items()}
        for part, own in apart(self.week, marked):
            files[Path(f"{part.notebook}.ipynb")] = self._notebooks[part.notebook].within_the_budget(own)
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            # As nbgrader leaves them: what was graded is not to be edited by accident.
            path.chmod(0o444)
        return folder / f"{self.week.notebooks[0].notebook}.ipynb"

    def notebook(self, marked: Marked) -> dict[str, Any]:
        """The notebook of a week that has one, as plain data."""
        return self._notebooks[self.week.notebook].made(marked)


class _Notebook:
    """One of a week's notebooks. week: it alone."""

    def __init__(self, root: Path, week: Week):
        self.week = week
        self._metadata = json.loads((root / "release" / week.id / f"{week.notebook}.ipynb").read_bytes())["metadata"]
        self._given = _given_cells(week)
        self._coded = {e.test_id: e for e in week.coded}
        # Where a submission could not be read, formgrader still shows the exercises and why they got nothing.
        self._unread = tuple(
            MarkedCell(type=c.type, source=c.source, grade_id=c.grade_id, position=i)
            for i, c in enumerate(week.release)
        )

    def within_the_budget(self, marked: Marked) -> bytes:
        """The notebook's JSON; without the student's own texts where making these harmless costs more than the budget."""
        def made() -> bytes:
            return json.dumps(self.made(marked), ensure_ascii=False).encode()

        try:
            return within(made)
        except Over:
            return json.dumps(self.made(marked, without_texts=True), ensure_ascii=False).encode()

    def made(self, marked: Marked, without_texts: bool = False) -> dict[str, Any]:
        """The notebook as plain data, nbformat 4.5. without_texts: with a sentence in place of the student's own texts."""
        results = {e.id: e for e in marked.result.exercises}
        cells, used, runs = [], set(), 0
        for number, cell in enumerate(marked.cells or self._unread):
            runs += cell.type == "code"
            # A place in the release is taken once: two cells of one id would not be a notebook.
            given = None if cell.position is None or cell.position in used else self._given[cell.position]
            used.add(cell.position)
            made = _cell(cell, given, number, without_texts)
            if cell.type == "code":
                made |= {"execution_count": runs, "outputs": self._outputs(cell, given, results, runs)}
            cells.append(made)
        return {"cells": cells, "metadata": self._metadata, "nbformat": 4, "nbformat_minor": 5}

    def _outputs(self, cell: MarkedCell, given: _Given | None, results: dict[str, Any], run: int) -> list[dict[str, Any]]:
        shown = [*cell.outputs, *([Output(kind="stderr", text=cell.note)] if cell.note else [])]
        exercise = self._coded.get(cell.grade_id or "") if given else None
        if exercise is None:
            return [_output(output, run) for output in shown]
        # An error or warning before it, or a second result, would be taken for the score.
        rest = [output if output.kind == "png" else Output(kind="stdout", text=output.text) for output in shown]
        return [_score(exercise, results.get(exercise.id), run), *(_output(output, run) for output in rest)]


@dataclass(frozen=True)
class _Given:
    """A cell of the release as it stands in a graded notebook. source: with hidden tests where it is locked."""

    id: str
    metadata: dict[str, Any]
    source: str
    locked: bool


def _given_cells(week: Week) -> list[_Given]:
    stored = stored_cells(week)
    found = []
    for position, cell in enumerate(week.release):
        known = stored.get(cell.grade_id or "")
        metadata = cell.metadata
        if known:
            metadata = metadata | {"nbgrader": cell.nbgrader | {"checksum": known.checksum, "cell_type": known.type}}
        name = cell_name(cell.grade_id, position)
        found.append(_Given(name, metadata, known.source if known else cell.source, bool(known and known.locked)))
    return found


def _cell(cell: MarkedCell, given: _Given | None, number: int, without_texts: bool = False) -> dict[str, Any]:
    """A cell without outputs. What a student wrote as markdown is rewritten so that it is only text in a browser."""
    made = {"cell_type": cell.type, "id": f"own-{number}", "metadata": {}, "source": cell.source}
    if given is not None:
        made |= {"id": given.id, "metadata": given.metadata}
        if given.locked:
            return made | {"source": given.source}
    if cell.type != "code" and (given is None or cell.source != given.source):
        if without_texts:
            return made | {"source": NOT_SHOWN}
        files = {p.name: f"{p.name}.{p.kind}" for p in cell.photos}
        made["source"] = safe_markdown_with_photos(cell.source, files)
        if cell.type == "markdown" and cell.photos:
            made["attachments"] = {files[p.name]: {f"image/{p.kind}": base64.b64encode(p.data).decode()}
                                   for p in cell.photos}
    return made


def _output(output: Output, run: int) -> dict[str, Any]:
    if output.kind == "png":
        data = {"image/png": base64.b64encode(output.png).decode()}
        return {"output_type": "display_data", "data": data, "metadata": {}}
    if output.kind == "result":
        return _result({"text/plain": output.text}, run)
    return {"output_type": "stream", "name": "stdout" if output.kind == "stdout" else "stderr", "text": output.text}


def _score(exercise: Exercise, result: ExerciseResult | None, run: int) -> dict[str, Any]:
    """What nbgrader reads as the score, with the explanation for people. A bonus exercise's cell is worth nothing to
    nbgrader, and more than that would be an error."""
    score = 0.0 if exercise.bonus or result is None else float(result.score)
    data = {"text/plain": repr(score), "text/html": _explained(exercise, result)}
    return _result(data, run)


def _result(data: dict[str, str], run: int) -> dict[str, Any]:
    return {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": run}


def _explained(exercise: Exercise, result: ExerciseResult | None) -> str:
    """The marks of an exercise as a few lines of HTML. MathJax leaves `pre` alone: messages quote a student's texts."""
    if result is None:
        return "<pre>Not marked.</pre>"
    head = f"{'bonus ' if exercise.bonus else ''}{result.score:g} of {result.max_score:g} points"
    lines = [head if result.outcome != "could_not_run" else f"{head}: could not run. {result.reason or ''}"]
    lines += [f"{'✓' if t.passed else '✗'} {t.says if t.passed else t.message or t.says}" for t in result.tests]
    if result.used_reference:
        lines.append(f"Tried with the reference's {', '.join(result.used_reference)} in place of the student's.")
    if result.mistake:
        lines.append(f"{'Behaves as' if result.mistake.sure else 'Where to look'}: {result.mistake.name}. {result.mistake.hint}")
    return f"<pre>{html.escape(chr(10).join(lines))}</pre>"


def _student_files(folder: Path) -> Iterator[Path]:
    """The plain files of a submission, in order: no notebooks, nothing hidden, no links, and not too much of them."""
    left = LARGEST_FILES
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__pycache__")
        for name in sorted(names):
            path = Path(place, name)
            if name.startswith(".") or path.suffix in (".ipynb", ".pyc") or path.is_symlink() or not path.is_file():
                continue
            left -= path.stat().st_size
            if left < 0:
                return
            yield path
