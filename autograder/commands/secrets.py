"""What `autograder check` draws the inputs anew for: whether names are borne out, and whether all holds with other secrets."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.commands.say import say
from autograder.commands.terminal import Progress, names_table, secrets_table, show
from autograder.course.week import Week
from autograder.grading.names import ALWAYS, Named, Names
from autograder.grading.secrets import Drawn, drawn


def prove_names(week: Week, only: str | None = None) -> tuple[list[Names], bool]:
    """Show how wrong solutions of each exercise, or of one, are named on two draws; whether no name is false."""
    names = [Names(week, e) for e in week.coded if only in (None, e.id)]
    named: list[Named] = []
    with Progress() as progress:
        for one in names:
            progress(len(named), len(names), f"{week.id}: names")
            named.append(one.compared())
        progress(len(named), len(names), f"{week.id}: names")
    show(*names_table(week.id, named))
    return names, not any(one.falsely or one.by_luck for one in named)


def prove_with_secrets(week: Week, names: Sequence[Names], secrets: int) -> bool:
    """Prove the week with so many other secrets, and show at once what came of each; whether all is as it must be."""
    found: list[Drawn] = []
    for done in range(1, secrets + 1):
        with Progress() as progress:
            one = drawn(week, names, len(ALWAYS) + done, progress)
        found.append(one)
        say(f"{week.id}, secret {one.secret} ({done} of {secrets}): {'not proved' if one.faults else 'proved'}")
        for fault in one.faults:
            say(f"  {fault}")
    show(*secrets_table(week.id, found))
    proved = not any(one.faults for one in found)
    say(f"{week.id}: {'proved' if proved else 'not proved'} with {secrets} other secrets.")
    return proved
