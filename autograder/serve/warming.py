"""Making what names mistakes before the first wrong solution waits for it: by the workers, while a core is free."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from autograder.course.course import Course
from autograder.course.week import Week
from autograder.naming.search import prepare

log = logging.getLogger("autograder.serve")


@dataclass(frozen=True)
class Warming:
    """Make it for one exercise."""

    week: str
    exercise: str


class Warmer:
    """What there is to make, one exercise at a time, those of the week that is due next first."""

    def __init__(self, course: Course, weeks: Iterable[Week]):
        now = datetime.now(UTC)
        ordered = sorted(weeks, key=lambda week: ((due := course.due(week.id)) < now, due))
        self._cold = deque(Warming(week.id, e.id) for week in ordered if not (week.parts or week.by_cells) for e in week.coded)
        self._under_way = False

    def next(self) -> Warming | None:
        if self._under_way or not self._cold:
            return None
        self._under_way = True
        return self._cold.popleft()

    def done(self) -> None:
        self._under_way = False
        if not self._cold:
            log.info("what names mistakes is there for all weeks")

    def lost(self) -> None:
        """The workers have ended. What one was making is made when it is needed."""
        self._under_way = False


def warm(week: Week, exercise: str) -> bool:
    """Whether it could be made: a name is a help beside the marks."""
    try:
        prepare(week, week.by_id[exercise])
    except Exception:
        return False
    return True
