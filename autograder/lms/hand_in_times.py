"""When work was handed in, as a learning platform tells it in a table.

A zip does not tell it well: Canvas writes the time of the download into it, Moodle that of its own copy of the file.
Moodle's grading worksheet (View all submissions, Download grading worksheet) has it in "Last modified (submission)".
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from autograder.course.class_list import ClassList, Sender
from autograder.course.people import found_by, named, participant
from autograder.errors import UserError
from autograder.lms.arrivals import printable
from autograder.lms.dates import NoTime, day_first, moment
from autograder.lms.tables import Table

TIME = ("time", "Last modified (submission)", "submitted_at", "handed_in")
NAMES = ("id", "ID number", "Username", "SIS Login ID", "Email address", "email")


def hand_in_times(
    path: Path, listed: ClassList, zone: datetime.tzinfo
) -> tuple[dict[str, datetime.datetime], list[str]]:
    """Student -> time, from a CSV with a column of times and one of ids, names or Moodle's identifiers; and notes.

    A time without a zone is taken in `zone`. Of several rows with one id or address the latest counts; several that
    only share a name may be about two people, and none counts. Raises UserError that names the line of a time that
    cannot be read, or may be two.
    """
    table = Table.read(path)
    time_at = table.column(*TIME)
    if time_at is None:
        raise UserError(f'{path.name} has no column "time" or "Last modified (submission)" (Moodle, in English).')
    cells = [row[time_at].strip() for row in table.rows]
    order = day_first(cells)
    found: dict[str, list[_Told]] = {}
    strangers, faults = [], []
    for line, row, cell in zip(table.lines, table.rows, cells):
        if cell in ("", "-"):
            continue
        senders = _senders(table, row)
        student = found_by(listed, *senders)
        if student is None:
            strangers.append(next((cell for cell in row if cell.strip()), ""))
            continue
        try:
            told = _Told(moment(cell, zone, order), any(map(listed.surely, senders)), senders, row)
            found.setdefault(student.id, []).append(told)
        except (NoTime, OverflowError) as error:
            faults.append(f"line {line}: {printable(cell, 60)!r} {error}")
    if faults:
        raise UserError(f"{path.name} has times that cannot be read:\n" + "\n".join(f"  {fault}" for fault in faults))
    times, unclear = _settled(found)
    return times, [*named(f"rows of {path.name} that fit no student", strangers),
                   *named(f"rows of {path.name} that may be about two people; their times were not taken", unclear)]


@dataclass(frozen=True)
class _Told:
    """What one row tells. sure: whether it names its student by an id or address, not by a name."""

    moment: datetime.datetime
    sure: bool
    senders: list[Sender]
    row: list[str]


def _settled(found: dict[str, list[_Told]]) -> tuple[dict[str, datetime.datetime], list[str]]:
    """Student -> time, and the first cells of rows that may be about somebody else of the same name."""
    times, unclear = {}, []
    for student, rows in found.items():
        sure = [row for row in rows if row.sure]
        if sure:
            times[student] = max(row.moment for row in sure)
        elif len(rows) == 1 or (len({row.moment for row in rows}) == 1 and len({tuple(r.senders) for r in rows}) == 1):
            times[student] = rows[0].moment
        unclear += [next(filter(str.strip, row.row)) for row in rows if (not row.sure and student not in times) or
                    (sure and not row.sure)]
    return times, unclear


def _senders(table: Table, row: list[str]) -> list[Sender]:
    """Whom a row may be about, surest first."""
    heads = (*NAMES, "Identifier", "Full name", "name")
    cell = {name: row[at] for name in heads if (at := table.column(name)) is not None}
    number = participant(cell.get("Identifier", ""))
    name = cell.get("Full name") or cell.get("name", "")
    return [*(Sender(cell[name]) for name in NAMES if name in cell), Sender(name, number, "moodle")]
