"""The command that makes personal links. Imports stand inside, so that `--help` answers at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.say import say
from autograder.commands.serve import Root


def invite(
    people: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Only these, of the class list or of "
                                                       "course.toml's instructors and assistants.", show_default="all")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The CSV to write.",
                                                show_default="invitations.csv in the course's folder")] = None,
    anew: Annotated[bool, typer.Option("--anew", help="New links also for those who have one; the old ones end.")] = False,
    revoke: Annotated[bool, typer.Option("--revoke", help="Make no links: end those that the named people have.")] = False,
    root: Root = Path("."),
) -> None:
    """Make personal links for the live service.

    They are a CSV for a mail program; a row has id, name, email and link. Whoever has a link already gets no other,
    unless --anew says so: links cannot be shown again, since only their hashes are kept.

    Example: autograder invite --output invitations.csv
    """
    from autograder.course.amounts import counted
    from autograder.course.course import Course
    from autograder.errors import UserError
    from autograder.serve import invitations, links
    from autograder.serve.state import engine_of

    course = Course.load(root.resolve())
    if revoke and not people:
        raise UserError("Say whose links shall end, for example: autograder invite --revoke student07")
    engine = engine_of(course)
    invited = invitations.chosen(course, people or [], must_exist=not revoke)
    if revoke:
        ended = sum(links.revoke(engine, id) for id in people or [])
        say(f"{counted(ended, 'link')} no longer of use, and no session by them.")
        return
    file = output or course.root / "invitations.csv"
    written = invitations.write(course, engine, invited, file, anew)
    say(f"{counted(written, 'link')} in {file}." + (" It is as good as everybody's password: delete it when the mails are sent."
                                                      if written else " Everybody has one already; --anew makes others."))
    if not course.serve.url:
        say("The links lead to this machine only. [serve] url in course.toml says how the world reaches it.")
