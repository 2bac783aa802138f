"""The commands about names and inputs: a hint for a group of the class's own mistakes, and the course's secret."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.say import say
from autograder.commands.term import Root, WeekName


def name(
    week: WeekName,
    group: Annotated[str, typer.Argument(metavar="GROUP", help="The group, as the report shows it: linear-3f9a2c01.")],
    hint: Annotated[str, typer.Argument(metavar="HINT", help="What to look at, in a sentence or two.")],
    root: Root = Path("."),
) -> None:
    """Give a group of the class's own mistakes a hint.

    All in the group read it, and later students too.

    Example: autograder name week1 linear-3f9a2c01 "Which row of W belongs to which input?"
    """
    from autograder.course.course import Course
    from autograder.course.week import Week
    from autograder.errors import UserError
    from autograder.naming.groups import FILE, hints
    from autograder.records.store import Store

    course = Course.load(root.resolve())
    loaded = Week.load(course.root, week)
    exercise, _, letters = group.rpartition("-")
    if not hint.strip():
        raise UserError("The hint is empty. Say what to look at, in a sentence.")
    store = Store(course.root)
    members = [student for student in store.students(week) if (kept := store.read(week, student))
               and any((e.id, e.group) == (exercise, letters) for e in kept[1].result.exercises)]
    given = hints(loaded)
    if not members and letters not in given.get(exercise, {}):
        raise UserError(f"Nobody's {week} is in a group {group!r}. The report shows the groups there are: "
                        f"autograder report {week}")
    given.setdefault(exercise, {})[letters] = hint.strip()
    file = course.root / "assignments" / week / "hidden" / FILE
    scratch = file.with_suffix(".tmp")
    scratch.write_text(json.dumps(given, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    scratch.replace(file)
    say(f"{len(members)} {'student is' if len(members) == 1 else 'students are'} in it. They read the hint after: "
          f"autograder grade {week}")


def secret(root: Root = Path(".")) -> None:
    """Give the course a secret, where it has none.

    Hidden tests draw their inputs from it.

    Example: autograder secret
    """
    from autograder.course.course import Course
    from autograder.course.secret import FILE, make

    course = Course.load(root.resolve())
    if make(course.root):
        say(f"{FILE} was made. Keep a copy of it where the course's other private files are: with another secret hidden "
              "tests draw other\ninputs. It is not committed. Submissions that were graded before are tested again by the next "
              "grade.")
    else:
        say(f"The course has its secret, in {FILE}.")
