"""What `autograder check` draws the inputs anew for: whether names are borne out, and whether all holds with other secrets."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.commands.say import say
from autograder.commands.terminal import Progress, names_table, secrets_table, show
from autograder.course.week import Week
from autograder.errors import UserError
from autograder.grading.names import ALWAYS, Names
from autograder.grading.secrets import Drawn, drawn, learned


def prove_names(week: Week, only: str | None = None) -> tuple[list[Names], bool]:
    """Show how wrong solutions of each exercise, or of one, are named on two draws; whether no name is false."""
    names = [Names(week, e) for e in week.coded if only in (None, e.id)]
    with Progress() as progress:
        for _, untried in learned(week, names, ALWAYS, progress, f"{week.id}: names"):
            for proof in untried:
                raise UserError(f"{week.id}, {proof.exercise}: {proof.faults[0]}")
    named = [one.compared() for one in names]
    show(*names_table(week.id, named))
    return names, not any(one.falsely or one.by_luck for one in named)


def prove_with_secrets(week: Week, names: Sequence[Names], secrets: int) -> bool:
    """Prove the week with so many other secrets, and show at once what came of each; whether all is as it must be."""
    found: list[Drawn] = []
    with Progress() as progress:
        for one in drawn(week, names, [len(ALWAYS) + done for done in range(1, secrets + 1)], progress):
            found.append(one)
            say(f"{week.id}, secret {one.secret} ({len(found)} of {secrets}): {'not proved' if one.faults else 'proved'}")
            for fault in one.faults:
                say(f"  {fault}")
    show(*secrets_table(week.id, found))
    proved = not any(one.faults for one in found)
    say(f"{week.id}: {'proved' if proved else 'not proved'} with {secrets} other secrets.")
    return proved
