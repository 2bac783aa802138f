"""The commands for the course around the assignments. Imports stand inside the commands, so that `--help` answers at once."""

from __future__ import annotations

import typer


def add_commands(app: typer.Typer) -> None:
    """Give `app` the commands of this module."""
    for command in ():
        app.command()(command)
