"""The command `autograder`. Imports stand inside the commands, so that `--help` answers at once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from autograder.cli_course import add_commands

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, help="Release, grade and report a week.")

Root = Annotated[Path, typer.Option("--root", help="The course's folder.", envvar="AUTOGRADER_ROOT")]


@app.command()
def release(
    weeks: Annotated[Optional[list[str]], typer.Argument(help="Weeks to build; all without.")] = None,
    root: Root = Path("."),
) -> None:
    """Build source/ and release/ from assignments/. Example: autograder release week1"""
    from autograder.course import Course
    from autograder.release import build, week_texts

    course = Course.load(root.resolve())
    for week in build(course, weeks or week_texts(course.root)):
        print(f"built source/{week} and release/{week}")


@app.command()
def sync(
    weeks: Annotated[Optional[list[str]], typer.Argument(help="Weeks to bring back; all without.")] = None,
    root: Root = Path("."),
) -> None:
    """Bring edits made in Jupyter to source/ back into assignments/. Example: autograder sync week1"""
    from autograder.course import Course
    from autograder.release import sync as bring_back
    from autograder.week import weeks_of

    course = Course.load(root.resolve())
    for week in weeks or weeks_of(course.root):
        print(f"{week}: {'the text was updated' if bring_back(course, week) else 'nothing new'}")


@app.command()
def check(
    weeks: Annotated[Optional[list[str]], typer.Argument(help="Weeks to prove; all without.")] = None,
    exercise: Annotated[Optional[str], typer.Option("--exercise", help="Only this one.")] = None,
    local: Annotated[bool, typer.Option("--local", help="In this process, without the sandbox: for writing.")] = False,
    root: Root = Path("."),
) -> None:
    """Prove a week: solution full, stub zero, every mistake caught, every right variant kept.

    Example: autograder check week1 --exercise linear --local
    """
    from autograder.check import local_trial, prove_exercise
    from autograder.week import Week, weeks_of

    failed = False
    for name in weeks or weeks_of(root):
        week = Week.load(root.resolve(), name)
        for item in week.coded:
            if exercise in (None, item.id):
                proof = prove_exercise(week, item, local_trial, 3)
                print(f"{name} {proof.exercise:32} tests {proof.tests:2}  mistakes {proof.mistakes_caught}/{proof.mistakes}"
                      f"  right {proof.right_kept}/{proof.right}")
                for fault in proof.faults:
                    failed = True
                    print("    " + fault)
    if failed:
        raise typer.Exit(1)


add_commands(app)


def main() -> None:
    """Run the command; a user's mistake is one line on stderr, never a traceback."""
    from autograder.errors import UserError

    try:
        app()
    except UserError as error:
        print(f"autograder: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None
