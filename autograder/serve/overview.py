"""How a week goes, right now: what the instructor's pages show of the class."""

from __future__ import annotations

import datetime
import threading
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Engine, Row, select

from autograder.course.course import Course
from autograder.course.week import Week
from autograder.errors import UserError
from autograder.marking.result import ExerciseResult, Result
from autograder.records import ledger
from autograder.serve.state import hand_ins, results

#: Hours in the picture of hand-ins, at most and at least.
HOURS, FEWEST = 72, 24
#: Mistakes shown.
MOST = 12
#: A message shown may hold a student's own text.
LONGEST = 200
#: Results read by one query.
TOGETHER = 100


@dataclass(frozen=True)
class Standing:
    """One student's week. newest: their latest hand-in, None without. marked: the latest that is marked. late: days, begun ones
    counted."""

    id: str
    name: str
    count: int = 0
    newest: Row | None = None
    marked: Row | None = None
    late: int = 0


@dataclass(frozen=True)
class Rates:
    """An exercise over those who have been marked: how many have all points, some, none, have not written it, and could not be
    run."""

    id: str
    bonus: bool
    full: int
    part: int
    none: int
    unwritten: int
    broken: int

    @property
    def all(self) -> int:
        return self.full + self.part + self.none + self.unwritten + self.broken


@dataclass(frozen=True)
class Mistake:
    """A mistake that several make now, or failures of one kind that no name explains. who: ids of students."""

    exercise: str
    title: str
    hint: str
    who: tuple[str, ...]


@dataclass(frozen=True)
class WeekView:
    """A week of the class. hours: the beginning of an hour by the course's clock, and how many hand-ins came in it."""

    week: Week
    standings: tuple[Standing, ...]
    hours: tuple[tuple[datetime.datetime, int], ...]
    rates: tuple[Rates, ...]
    mistakes: tuple[Mistake, ...]
    failed: tuple[Row, ...]
    written: dict[str, list[str]] = field(default_factory=dict)

    @property
    def here(self) -> list[Standing]:
        return [s for s in self.standings if s.count]

    @property
    def absent(self) -> list[Standing]:
        return [s for s in self.standings if not s.count]

    @property
    def median(self) -> float | None:
        scores = sorted(s.marked.score for s in self.standings if s.marked is not None)
        if not scores:
            return None
        middle = len(scores) // 2
        return scores[middle] if len(scores) % 2 else (scores[middle - 1] + scores[middle]) / 2


class _ResultAlone(BaseModel):
    """A Marked without its notebook, which is most of it."""

    model_config = ConfigDict(extra="ignore")

    result: Result


class Results:
    """What hand-ins came to, exercise by exercise. It is read from the database once for each marking."""

    def __init__(self, engine: Engine):
        self._engine = engine
        self._lock = threading.Lock()
        self._known: dict[tuple[str, str], tuple[tuple[str, float], tuple[ExerciseResult, ...]]] = {}

    def of(self, rows: Iterable[Row]) -> dict[str, tuple[ExerciseResult, ...]]:
        """Student -> the exercises of their row. Each row is marked; of each student and week only the latest is remembered."""
        rows = list(rows)
        with self._lock:
            # By when it was marked: one that was marked again is read again.
            new = [row for row in rows if self._known.get((row.student, row.week), ((),))[0] != (row.id, row.done)]
            for start in range(0, len(new), TOGETHER):
                self._read({row.id: row for row in new[start:start + TOGETHER]})
            known = ((row, self._known.get((row.student, row.week))) for row in rows)
            return {row.student: one[1] for row, one in known if one is not None and one[0] == (row.id, row.done)}

    def _read(self, rows: dict[str, Row]) -> None:
        with self._engine.connect() as db:
            for id, packed in db.execute(select(results.c.hand_in, results.c.marked).where(results.c.hand_in.in_(rows))):
                row = rows[id]
                exercises = _ResultAlone.model_validate_json(zlib.decompress(packed)).result.exercises
                self._known[row.student, row.week] = (row.id, row.done), exercises


def rows_of(engine: Engine, week: str | None = None) -> Sequence[Row]:
    """All hand-ins, of a week or of all, in the order they came."""
    chosen = select(hand_ins).order_by(hand_ins.c.number)
    with engine.connect() as db:
        return db.execute(chosen if week is None else chosen.where(hand_ins.c.week == week)).all()


def standings(course: Course, names: dict[str, str], week: str, rows: Iterable[Row]) -> tuple[Standing, ...]:
    """Everybody in `names` (id -> name), and whoever else has handed in, in the order of their ids."""
    theirs: dict[str, list[Row]] = {id: [] for id in names}
    for row in rows:
        theirs.setdefault(row.student, []).append(row)
    found = []
    for id in sorted(theirs):
        own = theirs[id]
        newest = own[-1] if own else None
        late = course.late_days(week, id, _moment(newest)) if newest is not None else 0
        marked = next((row for row in reversed(own) if row.state == "done"), None)
        found.append(Standing(id, names.get(id) or id, len(own), newest, marked, late))
    return tuple(found)


def week_view(course: Course, engine: Engine, known: Results, names: dict[str, str], week: Week) -> WeekView:
    """A week of the class, from all that has been handed in."""
    rows = rows_of(engine, week.id)
    everybody = standings(course, names, week.id, rows)
    exercises = known.of(s.marked for s in everybody if s.marked is not None)
    failed = tuple(s.newest for s in everybody if s.newest is not None and s.newest.state == "failed")
    return WeekView(week, everybody, by_hour(course, rows), _rates(week, exercises), _mistakes(exercises), failed,
                    _written(course, week))


def by_hour(course: Course, rows: Iterable[Row]) -> tuple[tuple[datetime.datetime, int], ...]:
    """Hand-ins in each of the last hours, from the first that has any, or a day at least; nothing where there are none."""
    now = course.local(datetime.datetime.now(datetime.UTC)).replace(minute=0, second=0, microsecond=0)
    counted = Counter(_moment(row).replace(minute=0, second=0, microsecond=0) for row in rows)
    hours = [now.astimezone(datetime.UTC) - datetime.timedelta(hours=back) for back in range(HOURS - 1, -1, -1)]
    first = next((number for number, hour in enumerate(hours) if counted[hour]), len(hours))
    if first == len(hours):
        return ()
    return tuple((course.local(hour), counted[hour]) for hour in hours[min(first, HOURS - FEWEST):])


def _rates(week: Week, exercises: dict[str, tuple[ExerciseResult, ...]]) -> tuple[Rates, ...]:
    found = []
    for exercise in week.coded:
        theirs = [one for own in exercises.values() for one in own if one.id == exercise.id]
        unwritten = sum(one.unwritten for one in theirs)
        broken = sum(one.outcome == "could_not_run" and not one.unwritten for one in theirs)
        full = sum(one.outcome != "could_not_run" and one.score >= one.max_score - 1e-9 for one in theirs)
        none = sum(one.outcome != "could_not_run" and one.score <= 0 for one in theirs)
        part = len(theirs) - full - none - unwritten - broken
        found.append(Rates(exercise.id, exercise.bonus, full, part, none, unwritten, broken))
    return tuple(found)


def _mistakes(exercises: dict[str, tuple[ExerciseResult, ...]]) -> tuple[Mistake, ...]:
    """What most do wrong comes first: by its name where it has one, else by the first check that fails."""
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for student, own in exercises.items():
        reasons = {one.reason for one in own if one.outcome == "could_not_run"}
        if len(reasons) == 1 and all(one.outcome == "could_not_run" for one in own):
            found["all exercises", "could not be run", _shortened(reasons.pop() or "")].append(student)
            continue
        for one in own:
            failed = next((test for test in one.tests if not test.passed), None)
            if one.mistake:
                title = one.mistake.name.removeprefix(f"{one.id}_").replace("_", " ")
                found[one.id, title, one.mistake.hint].append(student)
            elif one.outcome == "could_not_run" and not one.unwritten:
                found[one.id, "could not be run", _shortened(one.reason or "")].append(student)
            elif failed is not None:
                found[one.id, _shortened(failed.says), ""].append(student)
    told = [Mistake(*key, tuple(sorted(who))) for key, who in found.items()]
    return tuple(sorted(told, key=lambda one: (-len(one.who), one.exercise, one.title))[:MOST])


def _written(course: Course, week: Week) -> dict[str, list[str]]:
    """Exercise id -> whose answers wait for a person, by the gradebook."""
    if not any(exercise.written for exercise in week.exercises):
        return {}
    try:
        with ledger.opened(course) as gradebook:
            return ledger.Ledger.read(course, [week], gradebook).waiting(week)
    except UserError:
        return {}


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _moment(row: Row) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(row.time, datetime.UTC)
