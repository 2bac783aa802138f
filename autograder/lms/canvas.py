"""Marks for Canvas's gradebook, as the CSV that its Import reads.

Canvas (lib/gradebook_importer.rb) wants Student, ID and Section, finds a student by ID, then SIS User ID, then SIS
Login ID, then by name, takes every column after Section for an assignment, found by the number at the
end of "Week 1 (1234)", and leaves out columns that are "(read only)" in the row "Points
Possible". A column without a number that it does not know becomes a new assignment, if the person who uploads agrees.
"""

from __future__ import annotations

import re
from pathlib import Path

from autograder.course.class_list import ClassList, Sender
from autograder.course.course import Course
from autograder.course.marks import as_points
from autograder.course.people import found_once, named
from autograder.course.week import Week, spaced
from autograder.errors import UserError
from autograder.lms.tables import Table, as_number, harmless, scaled
from autograder.records.ledger import Ledger, points_of

#: Cells a person set on purpose in Canvas: excused, not assigned.
KEPT = ("EX", "N/A")


def new_gradebook(ledger: Ledger, weeks: tuple[Week, ...]) -> Table:
    """A gradebook made from the class list; Canvas asks which of its assignments the columns are."""
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *(_title(ledger.course, w.id) for w in weeks)]
    points = ["    Points Possible", "", "", "", "", *(as_points(points_of(w)) for w in weeks)]
    rows = [
        [harmless(p.name or p.id), p.canvas, harmless(p.id), harmless(p.email), "",
         *(as_points(ledger.week_mark(w, p.id).total) if ledger.submitted(w, p.id) else "" for w in weeks)]
        for p in ledger.people
    ]
    return Table(header, [points, *rows])


def filled_gradebook(ledger: Ledger, weeks: tuple[Week, ...], path: Path) -> tuple[Table, list[str]]:
    """The gradebook exported from Canvas with these weeks' columns filled in; every other cell stays as it came.

    Returns the table and notes. Raises UserError when it is no such gradebook or holds none of the weeks.
    """
    table = Table.read(path)
    if table.column("Student") != 0 or None in (table.column("ID"), table.column("Section")):
        raise UserError(f"{path} is not a Canvas gradebook: its columns begin with {', '.join(table.header[:4])}; "
                        f"Student, ID, ..., Section were expected. In Canvas: Grades, Export.")
    columns, notes = _columns(ledger.course, weeks, table, path)
    possible = next((row for row in table.rows if "Points Possible" in row[0]), [""] * len(table.header))
    listed, seen, strangers, kept = ClassList(list(ledger.people)), set(), [], 0
    rows = [row for row in table.rows if row is not possible and row[0].strip()]
    for row, person in zip(rows, found_once(listed, [_senders(table, row) for row in rows])):
        if person is None:
            strangers.append(row[0])
            continue
        seen.add(person.id)
        row[0] = harmless(row[0])
        for week, at in columns:
            if not ledger.submitted(week, person.id):
                continue
            if row[at].strip().upper() in KEPT:
                kept += 1
                continue
            mark = ledger.week_mark(week, person.id)
            row[at] = as_points(scaled(mark.total, mark.points, as_number(possible[at])))
    for week, at in columns:
        most = as_number(possible[at])
        if most is None:
            told = possible[at].strip()[:40]
            notes.append(f"{week.id}: Canvas's maximum {told!r} is no number; marks were not scaled.")
        elif most not in (0, points_of(week)):
            notes.append(f"{week.id}: worth {possible[at].strip()} points in Canvas: marks were scaled to it.")
    notes += [f"{kept} cells that say {' or '.join(KEPT)} were left as they are."] if kept else []
    notes += named(f"rows of {path.name} that fit no student, left as they are", strangers)
    absent = [p.id for p in ledger.people if p.id not in seen and any(ledger.submitted(w, p.id) for w, _ in columns)]
    return table, notes + named(f"students with marks but without a row in {path.name}", absent)


def _columns(
    course: Course, weeks: tuple[Week, ...], table: Table, path: Path
) -> tuple[list[tuple[Week, int]], list[str]]:
    """The weeks that have a column, with its index; and notes."""
    heads = [re.sub(r"\s*\(\d+\)\s*$", "", head).strip().casefold() for head in table.header]
    found, notes = [], []
    for week in weeks:
        at = [i for i, head in enumerate(heads) if head in _titles(course, week.id)]
        if len(at) > 1:
            raise UserError(f"{path} has {len(at)} columns that may be {week.id}: "
                            f"{', '.join(table.header[i] for i in at)}. Rename one of the assignments in Canvas.")
        if at:
            found.append((week, at[0]))
        else:
            notes.append(f"{path.name} has no column for {week.id} (it may be called {_title(course, week.id)!r}).")
    if not found:
        raise UserError(f"{path} has no column for {' or '.join(w.id for w in weeks)}. Call the assignment in Canvas "
                        f"{_title(course, weeks[0].id)!r} and export again.")
    return found, notes


def _title(course: Course, week: str) -> str:
    return f"{spaced(week)}: {course.week(week).title}"


def _titles(course: Course, week: str) -> set[str]:
    """What the assignment may be called in Canvas."""
    title = course.week(week).title
    return {name.casefold() for name in (week, spaced(week), title, _title(course, week), f"{spaced(week)} {title}")}


def _senders(table: Table, row: list[str]) -> list[Sender]:
    """Whom the row may be about, surest first. A name, which its owner may choose, is taken for nothing but a name."""
    found = [Sender("", row[table.column("ID") or 0], "canvas")]
    for head in ("SIS User ID", "SIS Login ID"):
        at = table.column(head)
        if at is not None:
            found.append(Sender(row[at]))
    return [*found, Sender(row[0], lms="canvas")]
