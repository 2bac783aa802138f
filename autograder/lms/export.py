"""Marks out: CSV files for people, Moodle and Canvas, with the course's bonus and late rules applied.

Also nbgrader's exporter: nbgrader export --exporter=autograder.lms.export.CourseExporter --to exports
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin

from autograder.course.course import Course
from autograder.course.folders import write_whole
from autograder.course.marks import as_points
from autograder.course.people import named
from autograder.course.week import Week
from autograder.errors import UserError
from autograder.lms import canvas, moodle
from autograder.lms.tables import Table, harmless
from autograder.records.ledger import Ledger, built_weeks, points_of
from autograder.records.store import Store


@dataclass
class Export:
    """Files to write (name -> content), what to tell about them, and how many answers wait for a person."""

    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    waiting: int = 0


def export(ledger: Ledger, weeks: list[str], worksheet: Path | None = None, gradebook: Path | None = None) -> Export:
    """Everything there is to write of `weeks`. Touches no file.

    ledger: of all the course's weeks, since the course grade counts them all. worksheet: one downloaded from Moodle,
    for a single week. gradebook: one exported from Canvas. Where given they are filled in,
    else made from the class list.
    """
    if worksheet and len(weeks) != 1:
        raise UserError("A Moodle worksheet belongs to one week: add, for example, --week " + ledger.weeks[0].id)
    out, chosen = Export(), tuple(w for w in ledger.weeks if w.id in weeks)
    out.files["questions.csv"] = questions(ledger, chosen).bytes()
    for week in chosen:
        out.files[f"{week.id}.csv"] = week_table(ledger, week).bytes()
        sheet, numbers, notes = (
            moodle.filled_worksheet(ledger, week, worksheet) if worksheet else moodle.new_worksheet(ledger, week)
        )
        if sheet.rows:
            out.files[f"moodle-{week.id}.csv"] = sheet.bytes()
        out.notes += notes
        pages, count, notes = moodle.feedback_zip(ledger.course.root, week.id, ledger.people, numbers)
        if count:
            out.files[f"moodle-{week.id}-feedback.zip"] = pages
        out.notes += notes
    if gradebook:
        table, notes = canvas.filled_gradebook(ledger, chosen, gradebook)
    else:
        table, notes = canvas.new_gradebook(ledger, chosen), []
    out.files["canvas.csv"] = table.bytes()
    out.files["grades.csv"] = grades(ledger).bytes()
    out.notes += notes + _unrecorded(ledger, chosen) + _not_counted(ledger)
    out.waiting = sum(len(students) for week in chosen for students in ledger.waiting(week).values())
    return out


def questions(ledger: Ledger, weeks: tuple[Week, ...]) -> Table:
    """One row a student and exercise, for those who handed in. With a byte-order mark, so that Excel reads UTF-8."""
    table = Table(["week", "exercise", "student", "name", "points", "extra_credit", "out_of", "bonus", "marked_by",
                   "waiting", "comment"], bom=True)
    for week in weeks:
        for person in ledger.people:
            if not ledger.submitted(week, person.id):
                continue
            for exercise, mark in zip(week.exercises, ledger.week_mark(week, person.id).marks):
                table.rows.append([
                    week.id, exercise.id, harmless(person.id), harmless(person.name), as_points(mark.earned),
                    as_points(mark.extra), as_points(exercise.points), "yes" if exercise.bonus else "",
                    "person" if exercise.written else "tests", "yes" if mark.waiting else "", harmless(mark.comment),
                ])
    return table


def week_table(ledger: Ledger, week: Week) -> Table:
    """One row a student, one column an exercise, and how the week's total comes about."""
    table = Table(["student", "name", "email", *(e.id for e in week.exercises), "earned", "bonus", "before_late",
                   "handed_in", "late_days", "late_factor", f"total (of {as_points(points_of(week))})", "waiting"],
                  bom=True)
    for person in ledger.people:
        row = [harmless(person.id), harmless(person.name), harmless(person.email)]
        if not ledger.submitted(week, person.id):
            table.rows.append(row + [""] * (len(week.exercises) + 6) + ["0", ""])
            continue
        mark = ledger.week_mark(week, person.id)
        when = f"{ledger.course.local(mark.handed_in):%Y-%m-%d %H:%M:%S}" if mark.handed_in else "unknown"
        table.rows.append([
            *row, *(as_points(m.points) for m in mark.marks), as_points(mark.earned), as_points(mark.extra),
            as_points(mark.before_late), when, str(mark.late_days), as_points(mark.factor), as_points(mark.total),
            " ".join(mark.waiting),
        ])
    return table


def grades(ledger: Ledger) -> Table:
    """One row a student: each week's total, their sum, the percentage and the course grade."""
    points = sum(points_of(w) for w in ledger.weeks)
    table = Table(["student", "name", "email", *(w.id for w in ledger.weeks), f"total (of {as_points(points)})", "percent",
                   "grade", "waiting"], bom=True)
    for person, mark in zip(ledger.people, ledger.course_marks):
        waiting = " ".join(f"{w.week}:{name}" for w in mark.weeks for name in w.waiting)
        table.rows.append([
            harmless(person.id), harmless(person.name), harmless(person.email), *(as_points(w.total) for w in mark.weeks),
            as_points(mark.total), as_points(mark.percent), str(mark.grade), waiting,
        ])
    return table


def waiting_told(ledger: Ledger, weeks: list[str]) -> list[str]:
    """A line an exercise whose answers wait for a person."""
    return [
        line
        for week in ledger.weeks if week.id in weeks
        for exercise, students in ledger.waiting(week).items()
        for line in named(f"{week.id} {exercise}: {len(students)} to mark", students)
    ]


def write(files: dict[str, bytes], folder: Path) -> None:
    """Write the files, each whole or not at all. Raises UserError when the folder cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            write_whole(folder / name, content)
    except OSError as error:
        raise UserError(f"{folder} cannot be written: {error.strerror}.") from None


def _unrecorded(ledger: Ledger, weeks: tuple[Week, ...]) -> list[str]:
    """A note about students who were graded but whose result has not reached the gradebook."""
    store, notes = Store(ledger.course.root), []
    for week in weeks:
        late = [s for s in store.students(week.id) if not ledger.submitted(week, s)]
        notes += named(f"{week.id}: graded, but not in the gradebook yet; run autograder grade {week.id}", late)
    return notes


def _not_counted(ledger: Ledger) -> list[str]:
    """Notes about weeks that make the course grade a preliminary one."""
    known = [week.id for week in ledger.weeks]
    return [
        *named("weeks that are not built yet; the course grade leaves them out",
               [week.id for week in ledger.course.weeks if week.id not in known]),
        *named("weeks that nobody has handed in yet; the course grade counts them as 0",
               [week for week in known if week not in ledger.begun]),
    ]


class CourseExporter(ExportPlugin):
    """nbgrader's way to the same files. --to names the folder (exports without), --assignment and --student choose."""

    def export(self, gradebook: Gradebook) -> None:
        course = Course.load(Path(self.parent.coursedir.root).resolve())
        ledger = Ledger.read(course, built_weeks(course), gradebook)
        if chosen := {str(s) for s in self.student}:
            ledger = ledger.of(chosen)
        weeks = [str(a) for a in self.assignment] or ledger.begun
        found = export(ledger, weeks)
        write(found.files, Path(self.to or "exports"))
        for line in [*found.notes, *waiting_told(ledger, weeks)]:
            self.log.warning(line)
