"""The commands for the course around the assignments. Imports stand inside them, so that `--help` answers at once."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.commands.say import say

if TYPE_CHECKING:
    from autograder.course.course import Course

Root = Annotated[Path, typer.Option("--root", help="The course's folder.", envvar="AUTOGRADER_ROOT")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and write nothing.")]
WeekName = Annotated[str, typer.Argument(metavar="WEEK", help="The week's id, for example week1.")]


def collect(
    week: WeekName,
    path: Annotated[Path, typer.Argument(help="A zip from Moodle, Canvas, Gradescope, "
                                               "Blackboard or ILIAS, a folder of notebooks or of checkouts.")],
    times: Annotated[Path | None, typer.Option("--times", help="A CSV that tells when: Moodle's grading worksheet, "
                                                                  "or one with the columns id,time.")] = None,
    without_list: Annotated[bool, typer.Option("--without-list", help="There is no class list: make ids from names.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 when a file is left out or nobody's.")] = False,
    dry_run: DryRun = False,
    root: Root = Path("."),
) -> None:
    """Take what students handed in into submitted/.

    Earlier attempts are kept in collected/.

    Example: autograder collect week1 ~/Downloads/week1.zip --times ~/Downloads/grades.csv --dry-run
    """
    from autograder.course.class_list import ClassList
    from autograder.course.course import Course
    from autograder.errors import UserError
    from autograder.lms.collect import collect as take_in
    from autograder.lms.hand_in_times import hand_in_times

    course = Course.load(root.resolve())
    listed = None if without_list else ClassList.load(course.root / course.class_list)
    if times and not listed:
        raise UserError("--times needs the class list to know whose times they are. Leave out --without-list.")
    told, notes = hand_in_times(times, listed, course.zone) if times and listed else ({}, [])
    found = take_in(course, week, path, listed, dry_run, told)
    found.notes += notes
    for line in found.told():
        say(line)
    if dry_run:
        say("Nothing was written: this was a dry run.")
    if strict and (found.unknown or found.left_out):
        raise typer.Exit(1)


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write to; it is made if need be.")],
    week: Annotated[list[str] | None, typer.Option(
        "--week", help="Only this week; may be given again.", show_default="all that were handed in")] = None,
    worksheet: Annotated[Path | None, typer.Option(
        "--moodle-worksheet", help="A grading worksheet downloaded from Moodle, to fill in (one --week).")] = None,
    canvas: Annotated[Path | None, typer.Option(
        "--canvas", help="A gradebook exported from Canvas, to fill in.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")] = False,
    strict: Annotated[bool, typer.Option(
        "--strict", help="Write nothing while answers wait to be marked; exit 1.")] = False,
    root: Root = Path("."),
) -> None:
    """Write the marks as files, for Moodle and Canvas too.

    They are a CSV for each week and question, Moodle's worksheet and feedback zip, Canvas's CSV, and course grades. Bonus
    and late rules of course.toml are applied. Nothing handed in leaves a cell of Moodle and Canvas as it was.

    Example: autograder export exports --week week1 --moodle-worksheet "Grades-CCN-Week 1-5678.csv"
    """
    from autograder.course.amounts import counted
    from autograder.course.course import Course
    from autograder.lms.export import export as collect_files
    from autograder.lms.export import waiting_told, write
    from autograder.records.ledger import of_course

    course = Course.load(root.resolve())
    ledger = of_course(course)
    weeks = [course.week(name).id for name in week or ledger.begun]
    found = collect_files(ledger, weeks, worksheet, canvas)
    for line in found.notes:
        say(f"note: {line}", file=sys.stderr)
    if found.waiting:
        wait = "waits" if found.waiting == 1 else "wait"
        say(f"WARNING: {counted(found.waiting, 'answer')} {wait} for a person; what they have so far counts:",
              file=sys.stderr)
        for line in waiting_told(ledger, weeks):
            say(f"    {line}", file=sys.stderr)
        if strict:
            say("Nothing was written (--strict). Mark them in: nbgrader formgrader", file=sys.stderr)
            raise typer.Exit(1)
    if not dry_run:
        write(found.files, folder)
    for name, content in found.files.items():
        say(f"{'would write' if dry_run else 'wrote'} {folder / name} ({len(content):,} bytes)")


def grades(root: Root = Path(".")) -> None:
    """Print everybody's weeks, total and course grade.

    Example: autograder grades
    """
    from autograder.course.course import Course
    from autograder.course.marks import as_points
    from autograder.records.ledger import of_course

    ledger = of_course(Course.load(root.resolve()))
    wide = max([len(p.id) for p in ledger.people] + [7])
    say(f"{'student':{wide}}", *(f"{w.id:>7}" for w in ledger.weeks), f"{'total':>7} {'percent':>7} grade")
    for mark in ledger.course_marks:
        starred = "  *" if any(w.waiting for w in mark.weeks) else ""
        say(f"{mark.student:{wide}}", *(f"{as_points(w.total):>7}" for w in mark.weeks),
            f"{as_points(mark.total):>7} {as_points(mark.percent):>7} {mark.grade:>5}{starred}")
    if any(w.waiting for m in ledger.course_marks for w in m.weeks):
        say("* some answers wait for a person; what they have so far counts", file=sys.stderr)


def report(
    week: Annotated[str, typer.Argument(help="The week, for example week1.")],
    output: Annotated[Path | None, typer.Option(
        "--output", "-o", help="The page to write.", show_default="reports/WEEK.html")] = None,
    root: Root = Path("."),
) -> None:
    """Write one page about how a week went.

    It shows marks, tests, mistakes, what could not run, and what waits for you.

    Example: autograder report week1
    """
    from autograder.course.course import Course
    from autograder.lms.export import write
    from autograder.pages.report import report as page_of

    course = Course.load(root.resolve())
    path = output or course.root / "reports" / f"{course.week(week).id}.html"
    write({path.name: page_of(course, week, path).encode()}, path.parent)
    say(f"wrote {path}")


def similarity(
    week: Annotated[str, typer.Argument(help="The week, for example week1.")],
    most: Annotated[int, typer.Option("--most", min=1, help="How many pairs to show for each exercise.")] = 20,
    output: Annotated[Path | None, typer.Option(
        "--output", "-o", help="The page to write.", show_default="reports/WEEK-similarity.html")] = None,
    root: Root = Path("."),
) -> None:
    """List pairs of answers that are unusually alike.

    They stand side by side for a person to look at; it is no verdict. Example: autograder similarity week1 --most 10
    """
    from autograder.course.course import Course
    from autograder.lms.export import write
    from autograder.pages.similarity import page, similar

    course = Course.load(root.resolve())
    path = output or course.root / "reports" / f"{course.week(week).id}-similarity.html"
    found = similar(course, week, most, progress=sys.stdout.isatty())
    write({path.name: page(course, week, found).encode()}, path.parent)
    say(f"wrote {path} (pairs: {len(found.pairs)}; students: {found.students})")


def sample_class(
    week: WeekName,
    students: Annotated[int, typer.Option("--students", help="How many students.")] = 30,
    seed: Annotated[int, typer.Option("--seed", help="The same seed makes the same class.")] = 1,
    dry_run: DryRun = False,
    root: Root = Path("."),
) -> None:
    """Fill submitted/ with a made-up class.

    Its notebooks are good, mistaken, broken and hostile ones.

    Example: autograder sample-class week1 --students 30 --seed 1
    """
    from collections import Counter

    from autograder.authoring.sample_class import sample_class as make
    from autograder.course.amounts import counted
    from autograder.course.course import Course

    members = make(Course.load(root.resolve()), week, students, seed, dry_run)
    kinds = Counter(member.kind for member in members)
    say(f"{counted(len(members), 'student')}{' would be' if dry_run else ''} in submitted/: {kinds.pop('honest', 0)} honest, "
          f"{sum(member.late for member in members)} late; "
          + ", ".join(f"{kind.replace('_', ' ')} {count}" for kind, count in sorted(kinds.items())))


def publish(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder students get; made where there is none.")],
    on: Annotated[str | None, typer.Option("--on", help="As of this date, such as 2021-02-04.", show_default="now")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite published files edited by hand since.")] = False,
    dry_run: DryRun = False,
    root: Root = Path("."),
) -> None:
    """Write the folder that students get.

    It holds the weeks that are out by now, their data and a schedule, and nothing hidden.

    Example: autograder publish ../students --on 2021-01-21 --dry-run
    """
    from autograder.authoring.publish import publish as write_out
    from autograder.course.course import Course

    course = Course.load(root.resolve())
    done = write_out(course, folder, _moment(course, on), dry_run, force)
    say(f"weeks: {', '.join(done.weeks) or 'none is out yet'}")
    for what, paths in (("new", done.new), ("changed", done.changed), ("removed", done.removed)):
        for path in paths:
            say(f"{what}: {path}")
    say(f"{len(done.unchanged)} unchanged")
    for note in done.notes:
        say(f"note: {note}")
    if dry_run:
        say("Nothing was written: this was a dry run.")


def _moment(course: Course, text: str | None) -> datetime.datetime:
    """The moment a person meant, by the course's clock: a date is all of its day."""
    from autograder.errors import UserError

    if text is None:
        return datetime.datetime.now(course.zone)
    try:
        if len(text) == 10:
            day = datetime.date.fromisoformat(text)
            return datetime.datetime.combine(day, datetime.time.max, course.zone)
        moment = datetime.datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=course.zone)
    except ValueError:
        raise UserError(f"--on is {text!r}; a date is expected, for example 2021-01-21 or 2021-01-21T12:00") from None


def new_week(
    week: Annotated[str, typer.Argument(metavar="WEEK", help="The new week's id, for example week5.")],
    title: Annotated[str | None, typer.Option("--title", help="What the week is about.")] = None,
    exercise: Annotated[str, typer.Option("--exercise", help="The first exercise's function.")] = "column_means",
    source: Annotated[str | None, typer.Option("--from", help="A week of stock nbgrader's (see adopt) to make it of.")] = None,
    dry_run: DryRun = False,
    root: Root = Path("."),
) -> None:
    """Make a new week that passes `autograder check`.

    It has a text, a hidden test, mistakes, right variants and its entry in course.toml.

    Example: autograder new-week week5 --title "Convolution" --exercise convolve
    """
    from autograder.authoring.new_week import new_week as make
    from autograder.course.course import Course

    for path in make(Course.load(root.resolve()), week, title or "A new week", exercise, dry_run, source):
        say(f"{'would write' if dry_run else 'wrote'} {path}")
    if not dry_run:
        say(f"Next: autograder release {week} && autograder check {week} --local\n"
              f"Then make it yours: assignments/{week}/{week}.py")


def new_course(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The course's folder; it is made if need be.")],
    name: Annotated[str, typer.Option("--name", help="The course's name.")] = "A new course",
    institution: Annotated[str, typer.Option("--institution", help="Who gives it.")] = "A university",
    time_zone: Annotated[str, typer.Option("--time-zone", help="Whose clock dates are told by.")] = "Europe/Helsinki",
) -> None:
    """Make a folder for a course of your own.

    It holds a first week that is released and passes `autograder check`.

    Example: autograder new-course statistics --name "Statistics for psychologists"
    """
    import datetime

    from autograder.authoring.new_course import new_course as make

    for path in make(folder, name, institution, time_zone, datetime.date.today()):
        say(f"wrote {folder / path}")
    say(f"Next: cd {folder} && make demo")


def add_commands(app: typer.Typer) -> None:
    """Give `app` the commands of this module."""
    from autograder.commands.adopt import adopt
    from autograder.commands.invite import invite
    from autograder.commands.serve import move_database, receipt, serve

    for command in (adopt, collect, export, grades, invite, move_database, new_course, new_week, publish, receipt, report,
                    sample_class, serve, similarity):
        app.command()(command)
