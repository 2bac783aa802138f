"""The commands of the live service. Imports stand inside, so that `--help` answers at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.commands.say import say

if TYPE_CHECKING:
    from autograder.course.course import Course

Root = Annotated[Path, typer.Option("--root", help="The course's folder.", envvar="AUTOGRADER_ROOT")]
#: Open event streams end with the service; other requests get so many seconds.
GRACE = 3


def serve(
    address: Annotated[str | None, typer.Option("--address", help="Listen here.", show_default="as course.toml says")] = None,
    port: Annotated[int | None, typer.Option("--port", min=1, max=65535, help="Listen on this port.",
                                             show_default="as course.toml says")] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", min=1, help="How many worker processes.",
                                             show_default="one for each core")] = None,
    scheduler: Annotated[str | None, typer.Option("--scheduler", help="Mark on a Dask cluster, as tcp://host:port.",
                                                  show_default="this machine")] = None,
    demo: Annotated[Path | None, typer.Option("--demo", metavar="DIR", help="A course to try it with, made anew in DIR.",
                                              show_default="this course")] = None,
    root: Root = Path("."),
) -> None:
    """Answer students while they work.

    They get a page to hand in, and are marked at once. It listens on 127.0.0.1 unless told otherwise; docs/serve.md says
    how to give it a name.

    Example: autograder serve --port 8000
    """
    from autograder.grading.workers import ForkServer

    # It imports what marks while this process imports what serves: a restart is back sooner.
    server = ForkServer()
    import uvicorn

    from autograder.course.course import Course
    from autograder.grading.cluster import DaskPool
    from autograder.grading.pool import LocalPool
    from autograder.records.lock import serving
    from autograder.serve.app import app
    from autograder.serve.patience import Patient
    from autograder.serve.state import engine_of
    from autograder.serve.ways import placed, way_in

    course = Course.load(root.resolve())
    if demo is not None:
        course = _demo(course, demo.resolve(), address, port)
    course = placed(course)
    at, of = address or course.serve.address, port or course.serve.port
    _make_secret(course)
    cluster = DaskPool(scheduler, "marking goes on by itself when it is back.") if scheduler else None
    _log()
    with serving(course.root):
        engine = engine_of(course)
        made = app(course, engine, way_in(course, engine), LocalPool(jobs, server), cluster)
        say(f"{course.name} on http://{at}:{of}{course.serve.path}/ (Ctrl-C ends it)")
        uvicorn.run(made, host=at, port=of, http=Patient, ws="none", access_log=False, server_header=False, log_level="warning",
                    timeout_graceful_shutdown=GRACE)


def receipt(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The receipt.")],
    root: Root = Path("."),
) -> None:
    """Check a student's receipt: whether this course signed it.

    The exit code is 1 when it did not. Example: autograder receipt receipt-week1.txt
    """
    from autograder.course.course import Course
    from autograder.serve.receipts import verified

    for key, value in verified(Course.load(root.resolve()), file).items():
        say(f"{key}: {value}")
    say("The signature is this course's.")


def move_database(root: Root = Path(".")) -> None:
    """Take a course from SQLite to PostgreSQL.

    All that the live service knows and nbgrader's gradebook go from their files into the database that course.toml names,
    which must be empty. Stop the service and formgrader first. The files are kept.

    Example: autograder move-database
    """
    from autograder.course.amounts import counted
    from autograder.course.course import Course
    from autograder.serve.moving import MOVED, move

    rows = move(Course.load(root.resolve()))
    for table, count in rows.items():
        if count:
            say(f"{table}: {counted(count, 'row')}")
    say(f"All is in the database that course.toml names. The files are kept, with {MOVED} at the end of their names; what was "
        "handed in\nlies where it did. Start the service again: autograder serve")


def _log() -> None:
    """A line a request, from the guard, which leaves out what is secret."""
    import logging

    logging.basicConfig(format="%(asctime)s %(message)s")
    logging.getLogger("autograder.serve").setLevel(logging.INFO)


def _make_secret(course: Course) -> None:
    from autograder.course import secret

    if secret.make(course.root):
        say("This course had no secret: course.secret was made. Receipts are signed with it, and hidden tests draw their "
            "inputs from it. Keep a copy.")


def _demo(course: Course, folder: Path, address: str | None, port: int | None) -> Course:
    """A course to try it with, and two links on the terminal."""
    from autograder.serve.demo import INSTRUCTOR, STUDENTS, demo_course, hand_in_all
    from autograder.serve.links import make_link
    from autograder.serve.state import engine_of

    made = demo_course(course, folder)
    engine = engine_of(made)
    count = hand_in_all(made, engine, STUDENTS)
    say(f"{count} students of a sample class handed in the first week. The course lies in {folder}.")
    for person, role in (("student02", "student"), (INSTRUCTOR, "instructor")):
        link = make_link(engine, person, "student" if role == "student" else "instructor")
        at = f"{address or made.serve.address}:{port or made.serve.port}{made.serve.path}"
        say(f"as {role}: http://{at}/in/{link}")
    engine.dispose()
    return made
