"""Marks in nbgrader's gradebook: what `nbgrader autograde` would leave there, in one short transaction a student.

nbgrader's own code makes the database and the assignment in it; the marks of a student are then written with plain
SQL on nbgrader's tables, which is far faster than opening its Gradebook once a preprocessor.

A bonus exercise's points are recorded as extra credit of its test cell. nbgrader has no place to note who gave an extra
credit, so the automatic comment of the exercise tells what ours was: as long as the stored number is still that one, a
regrade replaces it; once a person has changed it, it stays. The gradebook keeps the extra credit whole; that a week's
total never exceeds the week's points is the business of whoever adds up (`autograder.course.marks`).
"""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook, InvalidEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import CheckCellMetadata, ClearOutput, ClearSolutions, ComputeChecksums, LockCells
from sqlalchemy import create_engine
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.course.week import Exercise, Week
from autograder.errors import UserError
from autograder.marking.notebooks import apart
from autograder.marking.result import Marked
from autograder.records import database, rows, sql
from autograder.records.fitting_cells import FittingSaveCells
from autograder.records.stored_cells import stored_cells

#: What nbgrader itself writes beside an answer that is still the release's.
NO_RESPONSE = "No response."
BONUS_COMMENT = "Extra credit from the checks: {}."


class Book:
    """The gradebook of the course at `root`, opened once for a whole class.

    db_url: an SQLAlchemy address, for SQLite or PostgreSQL; without it the one nbgrader_config.py names, else
    that of course.toml, else gradebook.db in `root`. Raises UserError where the database cannot be opened, read or written.
    """

    def __init__(self, root: Path, db_url: str | None = None):
        self.root = Path(root)
        config = Config()
        if (self.root / "nbgrader_config.py").is_file():
            config = PyFileConfigLoader("nbgrader_config.py", path=str(self.root)).load_config()
        config.CourseDirectory.root = str(self.root)
        self.config = config
        folder = CourseDirectory(config=config)
        self.course_id = folder.course_id
        self.db_url = database.patient(db_url or config.CourseDirectory.get("db_url") or database.address(self.root))
        #: Of each week's notebooks, in their order.
        self._cells: dict[str, list[_Cells]] = {}

    @property
    def gradebook(self) -> Gradebook:
        """nbgrader's own view of the same database."""
        return self._nbgrader

    def __enter__(self) -> Book:
        with self._understood():
            engine = create_engine(self.db_url)
            try:
                database.complete(engine)
            finally:
                engine.dispose()
            self._nbgrader = Gradebook(self.db_url, self.course_id or "default_course")
            self._nbgrader.db.remove()
        self._engine = self._nbgrader.engine
        return self

    def __exit__(self, *exception: object) -> None:
        self._nbgrader.close()

    def prepare(self, week: Week, due: datetime.datetime | None = None) -> None:
        """Make the gradebook know the week as it now is, as `nbgrader generate_assignment` would leave it.

        due: when it is due (with a time zone, or UTC); None leaves what is there. Raises UserError when an exercise
        that a person has already marked is no longer in the week.
        """
        with self._understood():
            for one in week.notebooks:
                if self._differs(one):
                    self._generate(one)
            self._cells[week.id] = [self._read_cells(one) for one in week.notebooks]
            if due is not None:
                self._set_due(week, due)

    def record(
        self,
        student: str,
        week: Week,
        marked: Marked,
        timestamp: datetime.datetime | str | None = None,
        late: Callable[[float, float], float] | None = None,
    ) -> None:
        """Write a student's marks. Every automatic score is replaced; what a person gave stays.

        timestamp: when it was handed in; None leaves what is there. late: the points that lateness costs, from points
        and extra credit; without it the penalty that is there stays.
        """
        with self._understood():
            if week.id not in self._cells:
                self.prepare(week)
            try:
                self._record(student, week, marked, timestamp, late)
            except IntegrityError:
                # Another program added the same student or submission just now; the second time it is found.
                self._record(student, week, marked, timestamp, late)

    def students(self, week: str) -> set[str]:
        """The students whose submission of a week the gradebook holds."""
        with self._understood(), self._engine.begin() as db:
            return set(db.execute(sql.submitters, {"week": week}).scalars())

    def _record(
        self, student: str, week: Week, marked: Marked, timestamp: datetime.datetime | str | None,
        late: Callable[[float, float], float] | None,
    ) -> None:
        parts = list(zip(apart(week, marked), self._cells[week.id], strict=True))
        with self._engine.begin() as db:
            # A write comes first: SQLite then waits for its turn, where a reader that turns writer is refused.
            db.execute(sql.add_student, {"student": student})
            written = [self._record_notebook(db, student, *part, cells, timestamp) for part, cells in parts]
            if late is not None:
                points, credit = sum(w.points for w in written), sum(w.credit for w in written)
                total = points + credit
                penalty = min(max(late(points, credit), 0.0), max(total, 0.0))
                for one in written:
                    own = penalty if len(written) == 1 else penalty * (one.points + one.credit) / total if total else 0.0
                    db.execute(sql.set_penalty, {"submitted": one.submitted, "penalty": own or None})

    def _record_notebook(
        self, db: Any, student: str, week: Week, marked: Marked, cells: _Cells, timestamp: Any
    ) -> _Written:
        """Write the marks of one of a week's notebooks."""
        submitted = rows.submitted_notebook(db, cells.assignment, cells.notebook, student, timestamp)
        old_grades = {row.cell_id: row for row in db.execute(sql.grades, {"notebook": submitted})}
        old_comments = {row.cell_id: row for row in db.execute(sql.comments, {"notebook": submitted})}
        kept = _changed_by_a_person(week, cells, old_grades, old_comments)
        grades, points, credit = _grades(week, marked, cells, old_grades, kept)
        rows.save(db, sql.update_grade, sql.insert_grade, submitted, grades, old_grades)
        comments = _comments(week, marked)
        changed = [
            {"cell": cell, "auto": comments.get(name)}
            for name, cell in (cells.solutions | cells.tasks).items()
            if name not in kept
            and (cell not in old_comments or old_comments[cell].auto_comment != comments.get(name))
        ]
        rows.save(db, sql.update_comment, sql.insert_comment, submitted, changed, old_comments)
        return _Written(submitted, points, credit)

    def _differs(self, week: Week) -> bool:
        """Whether the stored cells are not those of the week's source notebook."""
        with self._engine.begin() as db:
            this = {"week": week.id, "notebook": week.notebook}
            points = {row.name: row.max_score for row in db.execute(sql.points, this)}
            stored = {
                row.name: (row.cell_type, bool(row.locked), row.checksum, points.get(row.name))
                for row in db.execute(sql.source_cells, this)
            }
        wanted = {name: (c.type, c.locked, c.checksum, c.points) for name, c in stored_cells(week).items()}
        return stored != wanted

    def _generate(self, week: Week) -> None:
        """Store the week's cells by nbgrader's own preprocessors, as its generate_assignment runs them."""
        with self._engine.begin() as db:
            # nbgrader logs a traceback where it cannot write; this fails first, and quietly.
            db.execute(sql.touch, {"known": week.id})
        self._nbgrader.update_or_create_assignment(week.id)
        notebook = nbformat.read(self.root / "source" / week.id / f"{week.notebook}.ipynb", as_version=4)
        told = {"notebook": week.notebook, "assignment": week.id, "student": ".", "db_url": self.db_url}
        resources = {"nbgrader": told, "unique_key": week.id}
        for step in (LockCells, ClearSolutions, ClearOutput, CheckCellMetadata, ComputeChecksums, FittingSaveCells):
            notebook, resources = step(config=self.config).preprocess(notebook, resources)
        self._nbgrader.db.remove()

    def _read_cells(self, week: Week) -> _Cells:
        with self._engine.begin() as db:
            found = db.execute(sql.notebook, {"week": week.id, "notebook": week.notebook}).first()
            if found is None:
                raise UserError(f"The gradebook does not know {week.id} yet. Run: autograder grade {week.id}")
            rows = db.execute(sql.cells, {"notebook": found.notebook}).all()
        kinds = [{r.name: r.id for r in rows if r.type == kind} for kind in ("GradeCell", "SolutionCell", "TaskCell")]
        return _Cells(found.assignment, found.notebook, *kinds)

    def _set_due(self, week: Week, due: datetime.datetime) -> None:
        with self._engine.begin() as db:
            db.execute(sql.set_due, {"assignment": self._cells[week.id][0].assignment, "due": rows.utc(due)})

    @contextlib.contextmanager
    def _understood(self) -> Iterator[None]:
        """Say in one sentence what is wrong with a database that cannot be used. What was graded is in the store."""
        try:
            yield
        except (SQLAlchemyError, InvalidEntry, ModuleNotFoundError) as error:
            # After a lost connection nbgrader's session would refuse whatever it is asked.
            if hasattr(self, "_nbgrader"):
                self._nbgrader.db.remove()
            raise UserError(database.reason(error, self.db_url)) from error


@dataclass(frozen=True)
class _Cells:
    """The ids under which the gradebook knows a week, and its cells by grade_id."""

    assignment: str
    notebook: str
    graded: dict[str, str]
    solutions: dict[str, str]
    tasks: dict[str, str]


@dataclass(frozen=True)
class _Written:
    """What was recorded of one notebook: its id in the gradebook, its points and extra credit."""

    submitted: str
    points: float
    credit: float


def _grades(
    week: Week, marked: Marked, cells: _Cells, grades: dict[str, Any], kept: set[str]
) -> tuple[list[dict[str, Any]], float, float]:
    """The rows of grades that change, then the student's points and extra credit with all that people gave.

    kept: bonus exercises whose extra credit a person has changed.
    """
    scores = _auto_scores(week, marked)
    earned = {e.id: e.score for e in marked.result.exercises}
    extras = {
        e.test_id: float(earned.get(e.id, 0.0)) or None for e in week.coded if e.bonus and e.id not in kept
    }
    rows, points, credit = [], 0.0, 0.0
    for name, cell in (cells.graded | cells.tasks).items():
        old = grades.get(cell)
        manual = old.manual_score if old else None
        auto = scores.get(name)
        extra = extras.get(name, old.extra_credit if old else None)
        # As nbgrader has it: what a person marked is to be looked at again, since the submission may be another.
        needs = manual is not None or auto is None
        points += (auto or 0.0) if manual is None else manual
        credit += extra or 0.0
        if old is None or (old.auto_score, old.extra_credit, bool(old.needs_manual_grade)) != (auto, extra, needs):
            rows.append({"cell": cell, "auto": auto, "extra": extra, "needs": needs})
    return rows, points, credit


def _auto_scores(week: Week, marked: Marked) -> dict[str, float | None]:
    """The automatic score of each graded cell: 0 for a bonus one, None for a written answer a person has to read."""
    results = {e.id: e.score for e in marked.result.exercises}
    return {
        e.test_id: (0.0 if not e.task and _unanswered(week, marked, e) else None)
        if e.written
        else (0.0 if e.bonus else float(results.get(e.id, 0.0)))
        for e in week.exercises
    }


def _changed_by_a_person(week: Week, cells: _Cells, grades: dict[str, Any], comments: dict[str, Any]) -> set[str]:
    """The coded bonus exercises whose extra credit is not what ours was."""
    found = set()
    for exercise in week.coded:
        grade = grades.get(cells.graded.get(exercise.test_id, ""))
        comment = comments.get(cells.solutions.get(exercise.id, ""))
        if exercise.bonus and grade and grade.extra_credit != _told(comment.auto_comment if comment else None):
            found.add(exercise.id)
    return found


def _comments(week: Week, marked: Marked) -> dict[str, str | None]:
    """The automatic comment of each solution cell."""
    earned = {e.id: e.score for e in marked.result.exercises}
    found: dict[str, str | None] = dict.fromkeys(_untouched(week, marked), NO_RESPONSE) if week.by_cells else {}
    for exercise in week.exercises if not week.by_cells else ():
        if _unanswered(week, marked, exercise):
            found[exercise.id] = NO_RESPONSE
        elif exercise.bonus and not exercise.written and earned.get(exercise.id):
            found[exercise.id] = BONUS_COMMENT.format(repr(float(earned[exercise.id])))
    return found


def _told(comment: str | None) -> float | None:
    """The extra credit an automatic comment tells of."""
    match = re.fullmatch(BONUS_COMMENT.format(r"([0-9.e+-]+)"), comment or "")
    return float(match[1]) if match else None


def _unanswered(week: Week, marked: Marked, exercise: Exercise) -> bool:
    """Whether the exercise's cell is missing or still the release's."""
    stub = next(c.source for c in week.release if c.grade_id == exercise.id)
    answers = [c.source for c in marked.cells if c.grade_id == exercise.id]
    return all(answer.strip() == stub.strip() for answer in answers)


def _untouched(week: Week, marked: Marked) -> list[str]:
    """The solution cells that are still the release's, of a week whose exercises are called by their test cells."""
    stubs = {c.grade_id: c.source for c in week.release if c.grade_id and c.nbgrader.get("solution")}
    answers = {c.grade_id: c.source for c in marked.cells}
    return [name for name, stub in stubs.items() if answers.get(name, stub).strip() == stub.strip()]
