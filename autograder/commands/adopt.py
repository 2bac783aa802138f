"""The command `autograder adopt`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.say import say


def adopt(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of an nbgrader course, with source/ in it.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and write nothing.")] = False,
) -> None:
    """Take an nbgrader course as it stands.

    The course.toml that is missing is written, nothing else written over; then `grade` marks by its own test cells. Exits 1
    where a notebook cannot be marked.

    Example: autograder adopt ~/statistics
    """
    import datetime

    from autograder.authoring.adopt import adopt as write
    from autograder.authoring.adopt import told
    from autograder.authoring.stock_course import read_course

    found = read_course(folder.resolve())
    written, faults = ([], []) if dry_run else write(found, datetime.date.today())
    for line in told(found):
        say(line)
    for path in written:
        say(f"wrote {path}")
    for fault in faults:
        say(fault)
    if not dry_run:
        say(f"Next: cd {folder} && autograder grade {found.assignments[0].name}")
    if faults or any(notebook.faults for assignment in found.assignments for notebook in assignment.notebooks):
        raise typer.Exit(1)
