"""When work was handed in, as a learning platform tells it in a table.

A zip does not tell it well: Canvas writes the time of the download into it, Moodle that of its own copy of the file.
Moodle's grading worksheet (View all submissions, Download grading worksheet) has it in "Last modified (submission)".
"""

from __future__ import annotations

import datetime
from pathlib import Path

from dateutil import parser

from autograder.class_list import ClassList, Sender
from autograder.errors import UserError
from autograder.people import found_by, named
from autograder.tables import Table

TIME = ("time", "Last modified (submission)", "submitted_at", "handed_in")
NAMES = ("id", "ID number", "Username", "SIS Login ID", "Email address", "email")


def hand_in_times(
    path: Path, listed: ClassList, zone: datetime.tzinfo
) -> tuple[dict[str, datetime.datetime], list[str]]:
    """Student -> time, from a CSV with a column of times and one of ids, names or Moodle's identifiers; and notes.

    A time without a zone is taken in `zone`. Raises UserError that names the line of a time that cannot be read.
    """
    table = Table.read(path)
    time_at = table.column(*TIME)
    if time_at is None:
        raise UserError(f'{path.name} has no column "time" or "Last modified (submission)" (Moodle, in English).')
    times, strangers, faults = {}, [], []
    for line, row in enumerate(table.rows, start=2):
        if row[time_at].strip() in ("", "-"):
            continue
        student = found_by(listed, *_senders(table, row))
        if student is None:
            strangers.append(next((cell for cell in row if cell.strip()), ""))
            continue
        try:
            moment = parser.parse(row[time_at])
        except (ValueError, OverflowError):
            faults.append(f"line {line}: {row[time_at][:60]!r} is not a time; 2021-01-28 23:59 is one, and so is "
                          f"Thursday, 28 January 2021, 11:59 PM (set Moodle to English)")
            continue
        times[student.id] = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    if faults:
        raise UserError(f"{path.name} has times that cannot be read:\n" + "\n".join(f"  {fault}" for fault in faults))
    return times, named(f"rows of {path.name} that fit no student", strangers)


def _senders(table: Table, row: list[str]) -> list[Sender]:
    """Whom a row may be about, surest first."""
    heads = (*NAMES, "Identifier", "Full name", "name")
    cell = {name: row[at] for name in heads if (at := table.column(name)) is not None}
    number = cell.get("Identifier", "").removeprefix("Participant").strip()
    name = cell.get("Full name") or cell.get("name", "")
    return [*(Sender(cell[name]) for name in NAMES if name in cell), Sender(name, number, "moodle")]
