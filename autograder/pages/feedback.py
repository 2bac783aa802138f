"""What a student gets back: one page, feedback/<student>/<week>/<week>.html, where nbgrader puts its own.

The page stands on its own, has no script at all and forbids every one; whatever a student wrote is text in it. Hidden
tests and marking schemes never get here: a locked cell is shown as it was released.
"""

from __future__ import annotations

import base64
import html
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from autograder.course.course import Course
from autograder.course.folders import write_whole
from autograder.course.marks import Mark, WeekMark
from autograder.course.week import Exercise, Week
from autograder.marking.result import ExerciseResult, Marked, MarkedCell, Output, Test
from autograder.pages import prose
from autograder.pages.templates import template
from autograder.sandbox.budget import Over, within

#: How much of a cell's printed text the page shows, in characters.
LONGEST_OUTPUT = 20_000
#: The style of exercises and cells, which the live service shows, too.
EXERCISES_CSS = Path(__file__).parent / "templates" / "exercises.css"


class Feedback:
    """Makes the pages of one week."""

    def __init__(self, course: Course, week: Week):
        self.course = course
        self.week = week
        self._title = course.week(week.id).title

    def write(self, student: str, marked: Marked, mark: WeekMark) -> Path:
        """Write a student's page; returns its path."""
        path = self.course.root / "feedback" / student / self.week.id / f"{self.week.id}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            page = within(self.page, student, marked, mark)
        except Over:
            page = self.page(student, marked, mark, plain=True)
        write_whole(path, page)
        return path

    def warmed(self) -> Feedback:
        """The same, with what all pages have in common made ready, so that no fork makes it again."""
        template("feedback.html.j2")
        for cell in self.week.release:
            _ = prose.code(cell.source) if cell.type == "code" else prose.markdown(cell.source)
        return self

    def page(self, student: str, marked: Marked, mark: WeekMark, plain: bool = False) -> str:
        """The page as HTML.

        Args:
            plain: show markdown and code as text, which costs next to nothing whatever they hold.
            marked: what the sandbox and the hidden tests made of the submission.
            mark: what the gradebook has, people's marks and comments included; its total stands on top.
        """
        rows = self.rows(marked, mark)
        return template("feedback.html.j2").render(
            course=self.course,
            week=self.week.id,
            title=self._title,
            student=student,
            handed_in=self.course.local(mark.handed_in) if mark.handed_in else None,
            mark=mark,
            waiting=sum(self.week.by_id[name].points for name in mark.waiting if not self.week.by_id[name].bonus),
            repairs=marked.result.repairs,
            notes=marked.result.notes,
            rows=rows,
            cells=self._cells(marked, rows, plain),
        )

    def exercises(self, marked: Marked, mark: WeekMark) -> str:
        """The page's list of exercises alone, as HTML."""
        return template("exercises.html.j2").render(rows=self.rows(marked, mark))

    def notebook(self, marked: Marked, mark: WeekMark, plain: bool = False) -> str:
        """The page's notebook alone, as HTML."""
        cells = self._cells(marked, self.rows(marked, mark), plain)
        return template("notebook.html.j2").render(cells=cells)

    def _cells(self, marked: Marked, rows: list[Row], plain: bool) -> list[Shown]:
        # The chain of each cell to its exercise: its own cell, and the cell that tests it.
        by_cell = {row.id: row for row in rows} | {row.test_id: row for row in rows}
        return [self._cell(cell, by_cell, plain) for cell in marked.cells]

    def rows(self, marked: Marked, mark: WeekMark) -> list[Row]:
        """What the page says of each exercise."""
        results = {e.id: e for e in marked.result.exercises}
        marks = {m.exercise: m for m in mark.marks}
        answered = {c.grade_id: c.source for c in marked.cells}
        stubs = {c.grade_id: c.source for c in self.week.release}
        return [
            _row(e, results.get(e.id), marks.get(e.id, Mark(e.id)), answered.get(e.id, stubs[e.id]) != stubs[e.id])
            for e in self.week.exercises
        ]

    def _cell(self, cell: MarkedCell, by_cell: dict[str, Row], plain: bool) -> Shown:
        source = cell.source
        given = self.week.release[cell.position] if cell.position is not None else None
        locked = given is not None and given.locked
        if given is not None and locked:
            source = given.source
        row = by_cell.get(cell.grade_id or "") if given else None
        return Shown(
            anchor=cell.grade_id if given else None,
            kind=cell.type,
            html=Markup(_html(cell, source, plain and not locked)),
            given=locked,
            own=given is None or (not locked and source != given.source),
            row=row,
            is_test=row is not None and cell.grade_id == row.test_id and row.id != row.test_id,
            outputs=tuple(_shown(output) for output in cell.outputs),
            note=cell.note,
        )


def _html(cell: MarkedCell, source: str, plain: bool) -> str:
    if cell.type == "code":
        return html.escape(source) if plain else prose.code(source)
    render = prose.as_text if plain else prose.markdown
    if not cell.photos:
        return render(source)
    photos = {p.name: f"data:image/{p.kind};base64,{base64.b64encode(p.data).decode()}" for p in cell.photos}
    return prose.with_photos(source, photos, render)


@dataclass(frozen=True)
class Row:
    """An exercise in the table. state: "full", "part", "none" or "waiting"; line: the state in a few words."""

    id: str
    test_id: str
    bonus: bool
    points: float
    max_points: float
    state: str
    line: str
    by_person: bool
    comment: str
    tests: tuple[Test, ...] = ()
    reason: str | None = None
    hint: str | None = None
    sure: bool = True
    used_reference: tuple[str, ...] = ()

    @property
    def has_more(self) -> bool:
        return bool(self.tests or self.comment or self.reason)


@dataclass(frozen=True)
class Shown:
    """A cell of the notebook on the page. given: locked, as released. own: written or changed by the student."""

    anchor: str | None
    kind: str
    html: Markup
    given: bool
    own: bool
    row: Row | None
    is_test: bool
    outputs: tuple[dict[str, Any], ...]
    note: str | None


def _row(exercise: Exercise, result: ExerciseResult | None, mark: Mark, answered: bool) -> Row:
    by_person = not mark.waiting if exercise.written else result is not None and abs(mark.points - result.score) > 1e-9
    row: dict[str, Any] = {
        "id": exercise.id,
        "test_id": exercise.test_id,
        "bonus": exercise.bonus,
        "points": mark.points,
        "max_points": exercise.points,
        "by_person": by_person,
        "comment": mark.comment,
        "state": _state(mark.points, exercise.points, waiting=exercise.written and mark.waiting),
        "line": _line(exercise, result, mark, answered, by_person),
    }
    if result is not None:
        row |= {"tests": result.tests, "reason": result.reason, "used_reference": result.used_reference}
        row |= {"hint": result.mistake.hint if result.mistake else None, "sure": not result.mistake or result.mistake.sure}
    return Row(**row)


def _state(points: float, most: float, waiting: bool) -> str:
    if waiting:
        return "waiting"
    return "full" if points >= most else "part" if points > 0 else "none"


def _line(exercise: Exercise, result: ExerciseResult | None, mark: Mark, answered: bool, by_person: bool) -> str:
    if exercise.written:
        if mark.waiting:
            return "waits for your instructor"
        return "marked by your instructor" if answered or mark.points or mark.comment else "not answered"
    if result is None:
        return "not graded"
    if by_person:
        return "marked by your instructor"
    if result.outcome == "could_not_run":
        return "not written yet" if result.unwritten else "could not run"
    passed = sum(test.passed for test in result.tests)
    if result.outcome == "passed":
        return "all checks passed"
    return f"{passed} of {len(result.tests)} checks passed" if result.tests else "not all checks passed"


def _shown(output: Output) -> dict[str, Any]:
    if output.kind == "png":
        return {"kind": "png", "data": base64.b64encode(output.png).decode()}
    text = output.text
    if len(text) > LONGEST_OUTPUT:
        text = f"{text[:LONGEST_OUTPUT]}\n[{len(text) - LONGEST_OUTPUT} more characters are left out]"
    return {"kind": output.kind, "text": text}
