"""How a week went, for the instructor: one page that stands on its own, without scripts."""

from __future__ import annotations

import functools
import os
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import numpy as np
from markupsafe import Markup

from autograder.course.course import Course
from autograder.course.marks import Mark, WeekMark
from autograder.course.week import Exercise, Week
from autograder.errors import UserError
from autograder.marking.result import ExerciseResult, Result
from autograder.pages import figures
from autograder.pages.item_analysis import Item, analyse
from autograder.pages.templates import template
from autograder.records.ledger import Ledger, of_course, points_of
from autograder.records.store import Store

#: The longest message and reason shown, in characters: both may hold a student's own text.
LONGEST = 240


@dataclass(frozen=True)
class Attempt:
    """One student's week: what the tests made of it, and its marks. seconds: stage of grading -> wall time."""

    student: str
    name: str
    result: Result
    mark: WeekMark
    seconds: dict[str, float]
    link: str | None

    @functools.cached_property
    def by_id(self) -> dict[str, ExerciseResult]:
        return {e.id: e for e in self.result.exercises}

    @property
    def time(self) -> float:
        """Seconds the whole of it took."""
        return self.seconds.get("all", sum(self.seconds.values()))

    @property
    def could_not_run(self) -> list[ExerciseResult]:
        return [e for e in self.result.exercises if e.outcome == "could_not_run"]


@dataclass(frozen=True)
class Group:
    """Students of whom the same can be said. share: of those who handed in."""

    title: str
    text: str
    who: list[Attempt] = field(repr=False)
    share: float = 0.0
    exercise: str = ""
    tag: str = ""


@dataclass(frozen=True)
class TestLine:
    """One hidden test over the class."""

    __test__ = False

    says: str
    item: Item


@dataclass(frozen=True)
class ExerciseLine:
    """One coded exercise over the class. outcomes: share with all points, some, none, and not run."""

    exercise: Exercise
    item: Item
    outcomes: tuple[float, float, float, float]
    helped: int
    tests: list[TestLine]


def report(course: Course, week_id: str, path: Path) -> str:
    """The page as HTML. path: where it will lie, for its links to each feedback.

    Raises UserError when nobody has been graded.
    """
    week = Week.load(course.root, week_id)
    ledger, note = _ledger(course)
    attempts = _attempts(course, week, ledger, path.resolve().parent)
    if not attempts:
        raise UserError(f"Nobody's {week_id} has been graded yet. Run: autograder grade {week_id}")
    lines = [_exercise_line(e, attempts) for e in week.coded]
    waiting = [
        Group(e.id, "", [a for a in attempts if e.id in a.mark.waiting])
        for e in week.exercises
    ]
    return template("report.html.j2").render(
        course=course,
        week=week,
        title=course.week(week_id).title,
        note=note,
        points=points_of(week),
        attempts=attempts,
        absent=_absent(ledger, attempts),
        **_summary(attempts, points_of(week)),
        lines=lines,
        mistakes=_mistakes(attempts),
        unnamed=_unnamed(attempts),
        broken=_broken(attempts),
        repairs=_repairs(attempts),
        waiting=[group for group in waiting if group.who],
        pictures=_pictures(attempts, lines, points_of(week)),
        slowest=sorted(attempts, key=lambda a: -a.time)[:5],
    )


def _ledger(course: Course) -> tuple[Ledger | None, str]:
    try:
        return of_course(course), ""
    except UserError as error:
        return None, f"{error} So the marks here are those of the tests alone."


def _attempts(course: Course, week: Week, ledger: Ledger | None, folder: Path) -> list[Attempt]:
    """Everybody with a Result, in the order of their ids. Cells and their outputs are not kept in memory."""
    store, found = Store(course.root), []
    names = {p.id: p.name for p in ledger.people} if ledger else {}
    for student in store.students(week.id):
        if (stored := store.read(week.id, student)) is None:
            continue
        header, result = stored[0], stored[1].result
        if ledger and ledger.submitted(week, student):
            mark = ledger.week_mark(week, student)
        else:
            mark = _mark_of(result, week)
        page = course.root / "feedback" / student / week.id / f"{week.id}.html"
        link = quote(os.path.relpath(page, folder)) if page.is_file() else None
        found.append(Attempt(student, names.get(student, ""), result, mark, header.seconds, link))
    return found


def _mark_of(result: Result, week: Week) -> WeekMark:
    """The marks of the tests alone, for a student whom the gradebook does not know."""
    marks = tuple(Mark(e.id, 0.0 if e.bonus else e.score, e.score if e.bonus else 0.0) for e in result.exercises)
    return WeekMark(week.id, points_of(week), marks)


def _absent(ledger: Ledger | None, attempts: list[Attempt]) -> list[str]:
    here = {a.student for a in attempts}
    return [p.name or p.id for p in ledger.people if p.id not in here] if ledger else []


def _summary(attempts: list[Attempt], points: float) -> dict[str, float]:
    totals = np.array([a.mark.total for a in attempts])
    return {
        "median": float(np.median(totals)),
        "mean": float(totals.mean()),
        "full_marks": float((totals >= points - 1e-9).mean()),
        "stuck": sum(bool(a.result.exercises) and len(a.could_not_run) == len(a.result.exercises) for a in attempts),
    }


def _part(which: np.ndarray) -> float:
    return float(which.mean())


def _exercise_line(exercise: Exercise, attempts: list[Attempt]) -> ExerciseLine:
    results = [a.by_id.get(exercise.id) for a in attempts]
    shares = np.array([r.score / r.max_score if r and r.max_score else 0.0 for r in results])
    rest = np.array([sum(e.score for e in a.result.exercises if e.id != exercise.id) for a in attempts])
    not_run = np.array([r is None or r.outcome == "could_not_run" for r in results])
    full, none = (shares >= 1 - 1e-9) & ~not_run, (shares <= 0) & ~not_run
    outcomes = (_part(full), _part(~full & ~none & ~not_run), _part(none), _part(not_run))
    helped = sum(bool(r and r.used_reference) for r in results)
    return ExerciseLine(exercise, analyse(shares, rest), outcomes, helped, _test_lines(results, rest))


def _test_lines(results: list[ExerciseResult | None], rest: np.ndarray) -> list[TestLine]:
    """The tests in their order in the file. Whoever was not run has passed none of them."""
    passed = [{t.name: t.passed for t in r.tests} if r else {} for r in results]
    says = {t.name: t.says for r in results if r for t in r.tests}
    return [
        TestLine(text, analyse(np.array([p.get(name, False) for p in passed], float), rest))
        for name, text in says.items()
    ]


def _mistakes(attempts: list[Attempt]) -> list[Group]:
    """The known mistakes of the class, the commonest first."""
    found = defaultdict(list)
    for attempt in attempts:
        for exercise in attempt.result.exercises:
            if exercise.mistake:
                found[exercise.id, exercise.mistake.name, exercise.mistake.hint].append(attempt)
    groups = [
        Group(name.removeprefix(f"{exercise}_").replace("_", " "), hint, who, len(who) / len(attempts), exercise)
        for (exercise, name, hint), who in found.items()
    ]
    return sorted(groups, key=lambda g: (-len(g.who), g.exercise, g.title))


def _unnamed(attempts: list[Attempt]) -> list[Group]:
    """Failures that no name explains, by what the functions did; the text is their commonest message. tag: the group's own
    letters, by which `autograder name` gives it a hint."""
    found = defaultdict(list)
    for attempt in attempts:
        for exercise in attempt.result.exercises:
            failed = next((t for t in exercise.tests if not t.passed), None)
            if exercise.outcome == "failed" and (exercise.group or not exercise.mistake) and failed:
                found[exercise.id, exercise.group, failed.says].append((attempt, failed.message or ""))
    groups = []
    for (name, letters, says), cases in found.items():
        common = Counter(_without_numbers(message) for _, message in cases).most_common(1)[0][0]
        tag = f"{name}-{letters}" if letters else ""
        groups.append(Group(says, common, [a for a, _ in cases], len(cases) / len(attempts), name, tag))
    return sorted(groups, key=lambda g: (-len(g.who), g.exercise, g.title))


def _broken(attempts: list[Attempt]) -> list[Group]:
    """Exercises that could not be run, by reason."""
    found = defaultdict(list)
    for attempt in attempts:
        reasons = defaultdict(list)
        for exercise in attempt.could_not_run:
            reasons[_shortened(exercise.reason or "No reason was recorded.")].append(exercise.id)
        for reason, exercises in reasons.items():
            every = len(exercises) == len(attempt.result.exercises)
            found["all exercises" if every else ", ".join(exercises), reason].append(attempt)
    groups = [Group(exercises, reason, who, len(who) / len(attempts)) for (exercises, reason), who in found.items()]
    return sorted(groups, key=lambda g: (-len(g.who), g.title, g.text))


def _repairs(attempts: list[Attempt]) -> list[Group]:
    found = defaultdict(list)
    for attempt in attempts:
        for repair in attempt.result.repairs:
            found[_shortened(repair)].append(attempt)
    groups = [Group(text, "", who, len(who) / len(attempts)) for text, who in found.items()]
    return sorted(groups, key=lambda g: (-len(g.who), g.title))


def _pictures(attempts: list[Attempt], lines: list[ExerciseLine], points: float) -> dict[str, Markup]:
    drawn = {"marks": figures.marks([a.mark.total for a in attempts], points)}
    names = [line.exercise.id + (" (bonus)" if line.exercise.bonus else "") for line in lines]
    if lines:
        drawn["outcomes"] = figures.outcomes(names, np.array([line.outcomes for line in lines]))
    told = [(n, line.item.ease, c) for n, line in zip(names, lines) if (c := line.item.correlation) is not None]
    if len(told) > 1:
        drawn["items"] = figures.items(*zip(*told))
    stages = list(dict.fromkeys(stage for a in attempts for stage in a.seconds))
    if stages:
        drawn["seconds"] = figures.seconds({s: [a.seconds.get(s, 0.0) for a in attempts] for s in stages})
    return {name: Markup(svg) for name, svg in drawn.items()}


def _without_numbers(message: str) -> str:
    """The message with its numbers taken out, so that the same failure on other values counts as the same."""
    return _shortened(re.sub(r"-?\d+(\.\d+)?(e[+-]?\d+)?", "…", message))


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
