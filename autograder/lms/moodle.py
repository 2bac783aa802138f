"""Marks and feedback for a Moodle assignment: the offline grading worksheet and the zip of feedback files.

Moodle's importer (mod/assign/feedback/offline/importgradeslib.php) reads the columns Identifier, Grade, Last modified
(grade) and the feedback columns, by their names in the language of the person who uploads; everything else is for
people. It finds the student by the number in "Participant 123", skips empty grades, rows that were graded in Moodle
after the worksheet was downloaded, and grades above the maximum. Feedback files are found by folders called
Full name_123_assignsubmission_file_ (mod/assign/feedback/file/importziplib.php).
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

from autograder.course.class_list import ClassList, Sender, Student
from autograder.course.marks import WeekMark, as_points
from autograder.course.people import found_once, named, participant
from autograder.course.week import Week
from autograder.errors import UserError
from autograder.lms.tables import Table, as_number, harmless, scaled
from autograder.records.ledger import Ledger

COLUMNS = [
    "Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade", "Grade can be changed",
    "Last modified (submission)", "Last modified (grade)", "Feedback comments",
]
#: Our comments begin so: what a person wrote in Moodle before it stays, what we wrote before is replaced.
OURS = "Marks: "


def new_worksheet(ledger: Ledger, week: Week) -> tuple[Table, dict[str, str], list[str]]:
    """A worksheet made from the class list, for those whose Moodle number it holds.

    Returns the table, student -> Moodle number, and notes.
    """
    table, numbers, notes = Table(list(COLUMNS)), {}, []
    for person in ledger.people:
        if not person.moodle:
            continue
        mark, numbers[person.id] = ledger.week_mark(week, person.id), person.moodle
        here = ledger.submitted(week, person.id)
        handed_in = f"{ledger.course.local(mark.handed_in):%A, %-d %B %Y, %-I:%M %p}" if mark.handed_in else "-"
        table.rows.append([
            f"Participant {person.moodle}", harmless(person.name), harmless(person.email),
            "Submitted for grading" if here else "No submission", as_points(mark.total) if here else "",
            f"{mark.points:.2f}", "Yes", handed_in, "-", comment(mark) if here else "",
        ])
    if missing := len(ledger.people) - len(table.rows):
        notes.append(f"{week.id}: {missing} of {len(ledger.people)} students have no Moodle number in the class list "
                     f"and are not in the worksheet. Give a downloaded one instead: --moodle-worksheet FILE")
    return table, numbers, notes


def filled_worksheet(ledger: Ledger, week: Week, path: Path) -> tuple[Table, dict[str, str], list[str]]:
    """The worksheet downloaded from Moodle with grades and comments filled in; every other cell stays as it came.

    Returns the table, student -> Moodle number, and notes. Raises UserError when it is not a worksheet.
    """
    table = Table.read(path)
    id_at, grade_at = _needed(table, path, "Identifier"), _needed(table, path, "Grade")
    _needed(table, path, "Last modified (grade)")
    most_at, locked_at = table.column("Maximum Grade"), table.column("Grade can be changed")
    comment_at, listed = table.column("Feedback comments"), ClassList(list(ledger.people))
    numbers, notes, strangers, scales, locked, odd = {}, [], [], set(), [], []
    participants = [participant(row[id_at]) for row in table.rows]
    people = found_once(listed, [_senders(table, row, number) for row, number in zip(table.rows, participants)])
    for row, number_there, person in zip(table.rows, participants, people):
        if person is None:
            strangers.append(row[id_at])
            continue
        numbers[person.id] = number_there
        for at in (table.column("Full name"), table.column("Email address")):
            if at is not None:
                row[at] = harmless(row[at])
        if not ledger.submitted(week, person.id):
            continue
        if locked_at is not None and row[locked_at].strip().casefold() == "no":
            locked.append(person.id)
            continue
        mark = ledger.week_mark(week, person.id)
        most = as_number(row[most_at]) if most_at is not None else 0.0
        row[grade_at] = as_points(scaled(mark.total, mark.points, most))
        if most is None and most_at is not None:
            odd.append(row[most_at])
        elif most and most != mark.points:
            scales.add(most)
        if comment_at is not None:
            before = row[comment_at].split(OURS)[0].removesuffix("<br>").strip()
            row[comment_at] = "<br>".join(filter(None, (before, comment(mark))))
    notes += [f"{week.id}: Moodle's maximum is {as_points(most)}: marks were scaled to it." for most in sorted(scales)]
    notes += named(f"{week.id}: maxima in Moodle that are no number; marks were not scaled to them", sorted(set(odd)))
    notes += named(f"{week.id}: grades that Moodle has locked, left as they are", locked)
    notes += named(f"{week.id}: rows of {path.name} that fit no student, left as they are", strangers)
    absent = [p.id for p in ledger.people if ledger.submitted(week, p.id) and p.id not in numbers]
    notes += named(f"{week.id}: students with marks but without a row in {path.name}", absent)
    if comment_at is None:
        notes.append(f"{path.name} has no column \"Feedback comments\": switch that feedback type on to send comments.")
    return table, numbers, notes


def comment(mark: WeekMark) -> str:
    """What a student reads beside the grade: how it came about, and what a person wrote. HTML, as Moodle stores it."""
    text = f"{OURS}{as_points(mark.total)} of {as_points(mark.points)}."
    if mark.extra:
        text += f" Bonus: {as_points(mark.extra)}."
    if mark.factor < 1:
        days = f"{mark.late_days} day{'s' * (mark.late_days != 1)}"
        text += f" Late by {days}: {as_points(mark.before_late)} x {mark.factor:.0%}."
    if mark.waiting:
        text += f" Not yet marked by a person: {', '.join(mark.waiting)}."
    lines = [text, *(f"{m.exercise}: {m.comment}" for m in mark.marks if m.comment)]
    return "<br>".join(html.escape(line, quote=False).replace("\n", "<br>") for line in lines)


def feedback_zip(
    root: Path, week: str, people: Iterable[Student], numbers: dict[str, str]
) -> tuple[bytes, int, list[str]]:
    """The zip for "Upload multiple feedback files in a zip": everybody's feedback page, for those with a Moodle number.

    The same pages give the same bytes. Returns the zip, how many pages it holds, and notes.
    """
    out, count, missing = io.BytesIO(), 0, []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for person in people:
            page = root / "feedback" / person.id / week / f"{week}.html"
            if not numbers.get(person.id):
                continue
            if not page.is_file() or page.is_symlink():
                missing.append(person.id)
                continue
            folder = f"{_folder_name(person)}_{numbers[person.id]}_assignsubmission_file_"
            info = zipfile.ZipInfo(f"{folder}/{week}.html", (1980, 1, 1, 0, 0, 0))
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, page.read_bytes())
            count += 1
    return out.getvalue(), count, named(f"{week}: no feedback page for", missing) if count else []


def _needed(table: Table, path: Path, name: str) -> int:
    at = table.column(name)
    if at is None:
        raise UserError(f"{path} has no column {name!r}, so it is not a grading worksheet in English. In Moodle, set "
                        f"your language to English, then: View all submissions, Download grading worksheet.")
    return at


def _senders(table: Table, row: list[str], participant: str) -> list[Sender]:
    """Whom the row may be about, surest first. A full name, which its owner may choose, is only taken for a name.

    The participant's number is new in each assignment: it tells two of one name apart, and stands alone only in a
    worksheet without names (blind marking).
    """
    at = {head: table.column(head) for head in ("ID number", "Username", "Email address", "Full name")}
    cell = {head: row[place] for head, place in at.items() if place is not None}
    return [*(Sender(cell[head]) for head in cell if head != "Full name"),
            Sender(cell.get("Full name", ""), participant, "moodle")]


def _folder_name(person: Student) -> str:
    """A full name without what means something in a path, or to Moodle, which splits folders' names at underscores."""
    return " ".join(re.sub(r"[\x00-\x1f/\\:*?\"<>|_.~]", " ", person.name or person.id).split()) or "Participant"
