"""The command `autograder`. Imports stand inside the commands, so that `--help` answers at once.

A submission's way from disk to mark reads downwards from `grade`: grading (the class), pool (the cores), marking (one
notebook), repair, sandbox and exam, then gradebook and feedback.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.commands import names
from autograder.commands.say import say
from autograder.commands.term import add_commands
from autograder.errors import UserError

if TYPE_CHECKING:
    from autograder.course.course import Course
    from autograder.grading.pool import Pool

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None,
                  help="Write, release and grade the weeks of a course.")


def _say_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        say(f"autograder {version('ccn-autograder')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_say_version, is_eager=True,
                                          help="Print the version.")] = False,
) -> None:
    """Write, release and grade the weeks of a course."""


Root = Annotated[Path, typer.Option("--root", help="The course's folder.", envvar="AUTOGRADER_ROOT")]
WeekName = Annotated[str, typer.Argument(metavar="WEEK", help="The week's id, for example week1.")]
Weeks = Annotated[list[str] | None, typer.Argument(metavar="[WEEK]...", help="The weeks' ids.", show_default="all")]


@app.command()
def mark(
    week: WeekName,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Notebooks to mark.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line in place of tables.")] = False,
    root: Root = Path("."),
) -> None:
    """Mark notebooks and show the marks.

    Nothing is recorded. The exit code is 3 when the sandbox cannot work here.

    Example: autograder mark week1 ~/Downloads/week1.ipynb
    """
    from autograder.commands.marker import marker_of
    from autograder.course.folders import printable, shown
    from autograder.course.week import Week
    from autograder.graders.exam import require_tests
    from autograder.marking.composing import unreadable
    from autograder.submission.notebook import Unreadable, read_file

    course = _course(root)
    known = Week.load(course.root, week)
    require_tests(known)
    if missing := [f for f in files if not f.exists() and not f.is_symlink()]:
        raise UserError(f"There is no file {shown(missing[0])}.")
    with marker_of(course) as marker:
        for file in files:
            name = printable(shown(file))
            try:
                raw, told = read_file(file)
                result = marker.mark(known.called(file.stem), raw, name, told).result
            except Unreadable as error:
                result = unreadable(known.called(file.stem), name, str(error)).result
            if as_json:
                print(result.model_dump_json(), flush=True)
            else:
                from autograder.commands.terminal import result_table, show

                show(*result_table(result))


@app.command()
def grade(
    week: WeekName,
    student: Annotated[list[str] | None, typer.Option(
        "--student", help="Only this one; may be given again.", show_default="all")] = None,
    anew: Annotated[bool, typer.Option("--anew", help="Mark what has not changed, too.")] = False,
    jobs: Annotated[int | None, typer.Option(
        "--jobs", min=1, help="How many worker processes.", show_default="one for each core")] = None,
    scheduler: Annotated[str | None, typer.Option(
        "--scheduler", help="Of a Dask cluster, as tcp://host:port.", show_default="this machine")] = None,
    profile: Annotated[bool, typer.Option("--profile", help="Print where the time went.")] = False,
    root: Root = Path("."),
) -> None:
    """Grade everything in submitted/*/WEEK.

    What changed is marked and recorded in the gradebook, and feedback is written.

    Example: autograder grade week1
    """
    pool = _pool(scheduler, jobs)
    from autograder.commands.terminal import Progress, profile_table, show, summary_table
    from autograder.course.secret import FILE as SECRET
    from autograder.grading.grade import grade as grade_class

    course = _course(root)
    with Progress() as progress:
        summary = grade_class(course, week, pool, student, anew, progress)
    show(*summary_table(summary))
    if not (course.root / SECRET).exists() and (course.root / "assignments" / week).exists():
        say("This course has no secret: whoever reads its repository knows the inputs of its hidden tests. Make one with "
              "`autograder secret`.", file=sys.stderr)
    if profile:
        show(*profile_table(summary))


@app.command()
def feedback(week: WeekName, root: Root = Path(".")) -> None:
    """Write all feedback of a week again.

    It then has the marks and comments people gave since. Example: autograder feedback week1
    """
    pool = _pool()
    from autograder.commands.terminal import Progress
    from autograder.course.amounts import counted
    from autograder.grading.grade import rewrite_feedback

    with Progress() as progress:
        count = rewrite_feedback(_course(root), week, pool, progress)
    say(f"{counted(count, 'page')} in feedback/*/{week}/{week}.html")


@app.command()
def diff(week: WeekName, root: Root = Path(".")) -> None:
    """List who gained or lost what by the latest regrading.

    Each with the tests that made it. Example: autograder diff week1
    """
    from autograder.commands.terminal import differences_table, show
    from autograder.course.week import Week
    from autograder.grading.regrading import differences
    from autograder.records.store import Store

    course = _course(root)
    show(*differences_table(differences(Store(course.root), Week.load(course.root, week))))


@app.command()
def release(weeks: Weeks = None, root: Root = Path(".")) -> None:
    """Build source/ and release/ from assignments/.

    Example: autograder release week1
    """
    from autograder.authoring.release import build, week_texts

    course = _course(root)
    for week in build(course, weeks or week_texts(course.root)):
        say(f"built source/{week} and release/{week}")


@app.command()
def sync(weeks: Weeks = None, root: Root = Path(".")) -> None:
    """Bring edits made in source/ back into assignments/.

    Example: autograder sync week1
    """
    from autograder.authoring.release import sync as bring_back
    from autograder.course.week import weeks_of

    course = _course(root)
    for week in weeks or weeks_of(course.root):
        say(f"{week}: {'the text was updated' if bring_back(course, week) else 'nothing new'}")


@app.command()
def check(
    weeks: Weeks = None,
    exercise: Annotated[str | None, typer.Option("--exercise", help="Only this one.", show_default="all")] = None,
    local: Annotated[bool, typer.Option("--local", help="In this process, without the sandbox: for writing.")] = False,
    secrets: Annotated[int, typer.Option("--secrets", min=0, help="Prove it for so many other secrets, too.")] = 0,
    root: Root = Path("."),
) -> None:
    """Prove that a week's hidden tests mark right.

    The solution gets full marks and the stub nothing, every mistake is caught and counted once, every right variant keeps
    its marks, and nothing hidden is released.

    Example: autograder check week1 --exercise linear
    """
    from autograder.authoring.proof import failed, local_trial, prove
    from autograder.commands.marker import marker_of
    from autograder.commands.secrets import prove_names, prove_with_secrets
    from autograder.commands.terminal import Progress, proof_table, show
    from autograder.course.week import Week, weeks_of

    course = _course(root, packages=True)
    proved = True
    for name in weeks or weeks_of(course.root):
        week = Week.load(course.root, name)
        if week.by_cells:
            say(f"{name} is marked by its own test cells: there are no hidden tests to prove (docs/adopting.md).")
            continue
        with Progress() as progress:
            if local:
                proofs = prove(week, local_trial, exercise, progress)
            else:
                with marker_of(course) as marker:
                    proofs = prove(week, marker.trial, exercise, progress, slips=True)
        show(*proof_table(name, proofs))
        names, borne_out = prove_names(week, exercise)
        proved &= not failed(proofs) and borne_out
        if secrets:
            proved &= prove_with_secrets(week, names, secrets)
    if not proved:
        raise typer.Exit(1)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def run(
    context: typer.Context,
    week: WeekName,
    script: Annotated[str, typer.Argument(metavar="SCRIPT", help="A file of the week's hidden folder, without .py.")],
    root: Root = Path("."),
) -> None:
    """Run a script of assignments/WEEK/hidden.

    What follows its name are its arguments.

    Example: autograder run week4 flakes --runs 200
    """
    from autograder.course.week import Week
    from autograder.graders.hidden import load

    module = load(Week.load(_course(root).root, week), script)
    if module is None or not hasattr(module, "main"):
        raise UserError(f"There is no script {script}.py with a function main in assignments/{week}/hidden.")
    sys.argv = [script, *context.args]
    module.main()


@app.command()
def doctor(root: Root = Path(".")) -> None:
    """Say whether the sandbox works here.

    Where it does not, say why and what to do. Example: autograder doctor
    """
    from autograder.grading.doctor import examine

    healthy = True
    for finding in examine(root.resolve()):
        say(f"{'ok  ' if finding.well else 'FAIL'}  {finding.what}")
        healthy = healthy and finding.well
    if not healthy:
        raise typer.Exit(3)


add_commands(app)
app.command()(names.name)
app.command()(names.secret)


def _pool(scheduler: str | None = None, jobs: int | None = None) -> Pool:
    """Where to work. Call it before anything else is imported: the workers' imports run beside the command's own."""
    if scheduler:
        from autograder.grading.cluster import DaskPool

        return DaskPool(scheduler)
    from autograder.grading.workers import ForkServer

    server = ForkServer()
    from autograder.grading.pool import LocalPool

    return LocalPool(jobs, server)


def _course(root: Path, packages: bool = False) -> Course:
    """The course. Raises UserError where there is none, and where its `packages` are asked for and one is not installed."""
    from autograder.course.course import Course
    from autograder.course.packages import require

    course = Course.load(root.resolve())
    if packages:
        require(course.packages)
    return course


def main() -> None:
    """Run the command; a user's mistake is one line on stderr, never a traceback."""
    # One thread a worker: there is a worker a core, and a sum in another order would not be the same Result.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    # A terminal or a file that cannot show a letter gets it escaped: no name ends a run.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        app()
    except UserError as error:
        say(f"autograder: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None
    except SystemExit as end:
        # Typer turns Ctrl-C into this.
        if end.code == 130:
            say("autograder: stopped. What was done is kept; the same command goes on from there.", file=sys.stderr)
            # All that was started has been ended on the way here. What Python would still tidy up takes its time.
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(130)
        raise
    except BrokenPipeError:
        raise SystemExit(141) from None
