"""The command of the live service. Imports stand inside, so that `--help` answers at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Root = Annotated[Path, typer.Option("--root", help="The course's folder.", envvar="AUTOGRADER_ROOT")]


def serve(
    address: Annotated[str | None, typer.Option("--address", help="Listen here.", show_default="as course.toml says")] = None,
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Listen on this port.",
                                                show_default="as course.toml says")] = None,
    root: Root = Path("."),
) -> None:
    """Answer students while they work: a page to hand in, marked at once.

    It listens on 127.0.0.1 unless told otherwise; docs/serve.md says how to give it a name.

    Example: autograder serve --port 8000
    """
    import uvicorn

    from autograder.course.course import Course
    from autograder.serve.app import app
    from autograder.serve.patience import Patient
    from autograder.serve.state import engine_of
    from autograder.serve.ways import placed, way_in

    course = placed(Course.load(root.resolve()))
    engine = engine_of(course)
    uvicorn.run(app(course, engine, way_in(course, engine)), host=address or course.serve.address, port=port or course.serve.port,
                http=Patient, ws="none", access_log=False, server_header=False)
