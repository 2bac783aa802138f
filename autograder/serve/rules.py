"""What an answer may tell: the rules of [serve] in course.toml.

Before a week is due, a hand-in shows its points, exercise by exercise. A look shows all of one hand-in; there are a few at a
time, and each comes back after some hours. After the due date all is shown, from when the instructor says.
"""

from __future__ import annotations

import datetime
import time
from dataclasses import dataclass

from sqlalchemy import Engine, Row, insert, select
from sqlalchemy.exc import IntegrityError

from autograder.course.course import Course, Serve
from autograder.serve.state import looks, notice


@dataclass(frozen=True)
class Looks:
    """A student's looks at a week. left: how many there are now; next: when one more comes (seconds since 1970), None when
    none is on its way."""

    left: int
    next: float | None = None


def looks_of(settings: Serve, used: list[float], now: float) -> Looks:
    """What is left of the looks after those `used` (times, in order): a used one comes back `look_hours` later, one after the
    other."""
    if settings.looks == "free":
        return Looks(0)
    most, pace = settings.looks, settings.look_hours * 3600
    returns: list[float] = []
    for moment in used:
        returns.append(max([moment, *returns[-1:]]) + pace)
    away = [moment for moment in returns if moment > now]
    return Looks(max(0, most - len(away)), away[0] if away else None)


def student_looks(course: Course, engine: Engine, student: str, week: str) -> Looks:
    with engine.connect() as db:
        used = (
            db.execute(select(looks.c.time).where(looks.c.student == student, looks.c.week == week).order_by(looks.c.time))
            .scalars()
            .all()
        )
    return looks_of(course.serve, list(used), time.time())


def look(course: Course, engine: Engine, hand_in: Row) -> bool:
    """Spend a look on a hand-in; False where none is left. To look again costs nothing."""
    with engine.begin() as db:
        # The insertion comes first: SQLite then lets one of two at a time, and each counts the other's.
        if db.execute(select(looks.c.hand_in).where(looks.c.hand_in == hand_in.id)).first():
            return True
        if db.dialect.name == "postgresql":
            db.exec_driver_sql("LOCK TABLE looks IN EXCLUSIVE MODE")
        now = time.time()
        try:
            db.execute(insert(looks).values(hand_in=hand_in.id, student=hand_in.student, week=hand_in.week, time=now))
        except IntegrityError:
            return True
        used = (
            db.execute(
                select(looks.c.time)
                .where(looks.c.student == hand_in.student, looks.c.week == hand_in.week, looks.c.hand_in != hand_in.id)
                .order_by(looks.c.time)
            )
            .scalars()
            .all()
        )
        if looks_of(course.serve, list(used), now).left < 1:
            db.rollback()
            return False
    return True


def is_past(course: Course, week: str, student: str) -> bool:
    """Whether the week was due for the student."""
    return datetime.datetime.now(datetime.UTC) > course.due(week, student)


def is_shown(course: Course, engine: Engine, week: str, student: str) -> bool:
    """Whether all is shown of all of a student's hand-ins of a week."""
    if course.serve.looks == "free":
        return True
    return is_past(course, week, student) and (course.serve.shown_after_due or bool(notice(engine, f"shown:{week}")))


def shows_all(course: Course, engine: Engine, hand_in: Row) -> bool:
    """Whether all is shown of a hand-in."""
    if is_shown(course, engine, hand_in.week, hand_in.student):
        return True
    with engine.connect() as db:
        return db.execute(select(looks.c.hand_in).where(looks.c.hand_in == hand_in.id)).first() is not None
