"""What commands show on a terminal: tables, and a progress bar while they work."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich import progress as bars
from rich.console import Console
from rich.markup import escape as unmarked
from rich.table import Table

from autograder.course.amounts import counted
from autograder.course.folders import printable

if TYPE_CHECKING:
    from autograder.authoring.proof import Proof
    from autograder.grading.grade import Summary
    from autograder.grading.names import Named
    from autograder.grading.regrading import Difference
    from autograder.grading.secrets import Drawn
    from autograder.marking.result import Result

#: Students named in a line of the summary, before "and 12 more".
NAMED = 8


class Progress:
    """A bar with an ETA on stderr. Called with (done, of, stage); quiet where stderr is not a terminal."""

    def __enter__(self) -> Progress:
        self._bar = bars.Progress(
            bars.TextColumn("{task.description}"), bars.BarColumn(), bars.MofNCompleteColumn(),
            bars.TimeElapsedColumn(), bars.TextColumn("ETA"), bars.TimeRemainingColumn(),
            console=Console(stderr=True), disable=not sys.stderr.isatty(),
        )
        self._tasks: dict[str, bars.TaskID] = {}
        self._bar.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._bar.stop()

    def __call__(self, done: int, of: int, stage: str) -> None:
        if stage not in self._tasks:
            self._tasks[stage] = self._bar.add_task(stage, total=of)
        self._bar.update(self._tasks[stage], completed=done, total=of)


def escape(text: str) -> str:
    """Text of unknown origin as itself: neither the terminal nor rich obeys any of it."""
    return unmarked(printable(text))


def show(*parts: Table | str) -> None:
    """Print tables and lines, as wide as they need where the output is no terminal."""
    console = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else 160)
    for part in parts:
        console.print(part)


def result_table(result: Result) -> Iterable[Table | str]:
    """One submission, an exercise a row."""
    table = Table(title=escape(result.file), title_justify="left")
    table.add_column("exercise")
    table.add_column("points", justify="right")
    table.add_column("outcome")
    table.add_column("what to look at", overflow="fold")
    for e in result.exercises:
        lines = [t.message or "" for t in e.tests if not t.passed] if e.reason is None else [e.reason]
        if e.mistake is not None:
            lines = [e.mistake.hint]
        if e.used_reference:
            lines.append(f"(marked with the course's {', '.join(e.used_reference)} in place of your own)")
        name = f"{e.id} (bonus)" if e.bonus else e.id
        table.add_row(name, f"{e.score:g} / {e.max_score:g}", e.outcome.replace("_", " "), escape("\n".join(lines[:4])))
    yield table
    yield (f"{result.score:g} of {result.max_score:g} points, bonus {result.bonus:g}; "
           f"{result.manual_points:g} points are for a person to give")
    for repair in result.repairs:
        yield escape(f"repaired: {repair}")


def summary_table(summary: Summary) -> Iterable[Table | str]:
    """What a grading run did."""
    table = Table(title=f"{summary.week}: {counted(summary.marked + summary.unchanged, 'submission')}", title_justify="left")
    table.add_column("")
    table.add_column("students", justify="right")
    table.add_column("", overflow="fold")
    table.add_row("marked", str(summary.marked), "")
    table.add_row("unchanged", str(summary.unchanged), "")
    table.add_row("could not run", str(len(summary.could_not_run)), escape(_with_reasons(summary.could_not_run)))
    table.add_row("repaired", str(len(summary.repaired)), escape(_with_reasons(summary.repaired)))
    waiting = sorted({student for students in summary.waiting.values() for student in students})
    of = "; ".join(f"{name}: {len(students)}" for name, students in summary.waiting.items())
    table.add_row("needs a person", str(len(waiting)), f"{of}   (make formgrader)" if of else "")
    yield table
    if summary.marked:
        yield f"feedback: feedback/*/{summary.week}/{summary.week}.html"


def profile_table(summary: Summary) -> Iterable[Table]:
    """Where the time went: by stage, by exercise, by student."""
    exercises = {k.removeprefix("exercise "): v for k, v in summary.seconds.items() if k.startswith("exercise ")}
    stages = {k: v for k, v in summary.seconds.items() if not k.startswith("exercise ")}
    for title, rows in (
        ("seconds by stage, all workers together", stages.items()),
        ("slowest exercises", sorted(exercises.items(), key=lambda item: -item[1])[:10]),
        ("slowest students", [(student, seconds) for seconds, student in summary.slowest]),
    ):
        table = Table(title=title, title_justify="left", show_header=False)
        table.add_column()
        table.add_column(justify="right")
        for name, seconds in rows:
            table.add_row(escape(name), f"{seconds:.2f}")
        yield table


def proof_table(week: str, proofs: list[Proof]) -> Iterable[Table | str]:
    """What `check` found, an exercise a row."""
    table = Table(title=week, title_justify="left")
    table.add_column("exercise")
    for name in ("tests failing for a mistake / all", "mistakes caught / all", "named", "counted once",
                 "right variants kept / all", "wrong form keeps", "nothing earns", "one slip keeps"):
        table.add_column(name, justify="right")
    for p in proofs:
        table.add_row(p.exercise, f"{p.tests_failing} / {p.tests}", f"{p.mistakes_caught} / {p.mistakes}", str(p.named),
                      str(p.counted_once), f"{p.right_kept} / {p.right}", *_proportions(p))
    yield table
    for p in proofs:
        for fault in p.faults:
            yield f"{p.exercise}: {escape(fault)}"
    for p in proofs:
        for note in p.notes:
            yield f"note: {p.exercise}: {escape(note)}"


def names_table(week: str, named: list[Named]) -> Iterable[Table | str]:
    """How many wrong solutions were named, an exercise a row."""
    table = Table(title=f"{week}: wrong solutions named / all that lost marks", title_justify="left")
    table.add_column("exercise")
    for name in ("known mistakes", "made ones", "two at once", "falsely named"):
        table.add_column(name, justify="right")
    for n in named:
        table.add_row(n.exercise, *(f"{some} / {of}" for some, of in (n.known, n.made, n.pairs)), str(len(n.falsely)))
    yield table
    for n in named:
        yield from (escape(sentence) for sentence in (*n.falsely, *n.by_luck))


def secrets_table(week: str, drawn: list[Drawn]) -> Iterable[Table]:
    """What was proved with all secrets together, an exercise a row."""
    table = Table(title=f"{week}: with {len(drawn)} other secrets", title_justify="left")
    table.add_column("exercise")
    for name in ("mistakes caught / all", "right variants kept / all", "known ones named / lost marks", "made ones",
                 "two at once", "falsely named", "caught by luck"):
        table.add_column(name, justify="right")
    for number, first in enumerate(drawn[0].named):
        proofs, named = [d.proofs[number] for d in drawn], [d.named[number] for d in drawn]
        table.add_row(
            first.exercise, f"{sum(p.mistakes_caught for p in proofs)} / {sum(p.mistakes for p in proofs)}",
            f"{sum(p.right_kept for p in proofs)} / {sum(p.right for p in proofs)}",
            *(" / ".join(str(sum(counts)) for counts in zip(*pairs, strict=True)) for pairs in (
                [n.known for n in named], [n.made for n in named], [n.pairs for n in named])),
            str(sum(len(n.falsely) for n in named)), str(sum(len(n.by_luck) for n in named)))
    yield table


def _proportions(proof: Proof) -> tuple[str, str, str]:
    """At least, at most and the median, as parts of an exercise's marks; "-" for what was not tried."""
    if proof.proportion is None:
        return "-", "-", "-"
    slip = proof.proportion.slip
    return f"{proof.proportion.wrapping:.0%}", f"{proof.proportion.nothing:.0%}", "-" if slip is None else f"{slip:.0%}"


def differences_table(differences: list[Difference]) -> Iterable[Table | str]:
    """Who gained or lost what, largest change first."""
    if not differences:
        yield "The latest regrading changed no mark."
        return
    students = counted(len({d.student for d in differences}), "student")
    table = Table(title=f"{students} with other marks than before", title_justify="left")
    for name in ("student", "exercise", "before", "after", "change"):
        table.add_column(name, justify="left" if name in ("student", "exercise") else "right")
    table.add_column("by", overflow="fold")
    for d in differences:
        by = [f"+ {name}" for name in d.gained] + [f"- {name}" for name in d.lost] or ["what its tests are worth"]
        table.add_row(escape(d.student), d.exercise, f"{d.before:g}", f"{d.after:g}", f"{d.after - d.before:+g}", "\n".join(by))
    yield table


def _with_reasons(students: dict[str, list[str]]) -> str:
    shown = [f"{student}: {reasons[0]}" + (f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else "")
             for student, reasons in sorted(students.items())[:NAMED]]
    if len(students) > NAMED:
        shown.append(f"and {counted(len(students) - NAMED, 'more student')}")
    return "\n".join(shown)
