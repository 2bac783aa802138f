"""The commands for the course around the assignments. Imports stand inside the commands, so that `--help` answers at once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

Root = Annotated[Path, typer.Option("--root", help="The course's folder.", envvar="AUTOGRADER_ROOT")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and write nothing.")]
WeekName = Annotated[str, typer.Argument(metavar="WEEK", help="The week's id, for example week1.")]


def collect(
    week: WeekName,
    path: Annotated[Path, typer.Argument(help="A zip from Moodle or Canvas, a folder of notebooks, or one of checkouts.")],
    without_list: Annotated[bool, typer.Option("--without-list", help="No class list: ids are made from names.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 when a file is left out or nobody's.")] = False,
    dry_run: DryRun = False,
    root: Root = Path("."),
) -> None:
    """Take what students handed in into submitted/. Earlier attempts are kept in collected/.

    Example: autograder collect week1 ~/Downloads/week1.zip --dry-run
    """
    from autograder.class_list import ClassList
    from autograder.collect import collect as take_in
    from autograder.course import Course

    course = Course.load(root.resolve())
    listed = None if without_list else ClassList.load(course.root / course.class_list)
    found = take_in(course, week, path, listed, dry_run)
    for line in found.told():
        print(line)
    if dry_run:
        print("Nothing was written: this was a dry run.")
    if strict and (found.unknown or found.left_out):
        raise typer.Exit(1)


def add_commands(app: typer.Typer) -> None:
    """Give `app` the commands of this module."""
    for command in (collect,):
        app.command()(command)
