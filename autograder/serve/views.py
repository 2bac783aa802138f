"""What a student is told of a hand-in, by the rules; whoever shows one, as a page or as JSON, shows this and no more."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from autograder.course.course import Course
from autograder.course.marks import Mark, WeekMark
from autograder.course.week import Week
from autograder.errors import UserError
from autograder.marking.result import Marked
from autograder.pages.feedback import Feedback
from autograder.records import ledger
from autograder.serve import hand_ins, rules
from autograder.serve.service import Service


@dataclass(frozen=True)
class View:
    """A marked hand-in as its student may see it. full: all of it; else its points, exercise by exercise."""

    hand_in: Row
    week: Week
    marked: Marked
    mark: WeekMark
    full: bool

    def as_json(self, course: Course) -> dict[str, Any]:
        result = self.marked.result
        rows = Feedback(course, self.week).rows(self.marked, self.mark)
        return {
            "points": self.mark.total,
            "of": self.mark.points,
            "full": self.full,
            "repairs": result.repairs,
            "notes": result.notes,
            "exercises": [
                {
                    "id": row.id,
                    "points": row.points,
                    "of": row.max_points,
                    "bonus": row.bonus,
                    "state": row.state,
                    "line": row.line,
                }
                | (
                    {
                        "reason": row.reason,
                        "hint": row.hint,
                        "comment": row.comment,
                        "checks": [{"says": t.says, "passed": t.passed, "message": t.message} for t in row.tests],
                    }
                    if self.full
                    else {}
                )
                for row in rows
            ],
        }


def view(service: Service, hand_in: Row) -> View | None:
    """None where it is not marked."""
    marked, week = hand_ins.marked_of(service.engine, hand_in.id), service.weeks.get(hand_in.week)
    if hand_in.state != "done" or marked is None or week is None:
        return None
    full = rules.shows_all(service.course, service.engine, hand_in)
    mark = _own_mark(service.course, week, hand_in, marked)
    if rules.is_past(service.course, week.id, hand_in.student) and rules.is_shown(
        service.course, service.engine, week.id, hand_in.student
    ):
        newest = hand_ins.of_student(service.engine, hand_in.student, week.id)[0]
        if newest.sha256 == hand_in.sha256:
            mark = _peoples_mark(service.course, week, hand_in) or mark
    return View(hand_in, week, marked if full else without_details(marked), mark, full)


def without_details(marked: Marked) -> Marked:
    """The same with nothing in it of which check failed, how, and why."""
    exercises = tuple(
        e.model_copy(update={"reason": None, "used_reference": (), "mistake": None, "group": None, "tests": ()})
        for e in marked.result.exercises
    )
    return marked.model_copy(update={"result": marked.result.model_copy(update={"exercises": exercises})})


def moment_of(hand_in: Row) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(hand_in.time, datetime.UTC)


def _own_mark(course: Course, week: Week, hand_in: Row, marked: Marked) -> WeekMark:
    """What the hidden tests gave this hand-in, by the course's rules for late work and bonus."""
    earned = {e.id: e.score for e in marked.result.exercises}
    marks = tuple(
        Mark(e.id, 0.0 if e.bonus else earned.get(e.id, 0.0), earned.get(e.id, 0.0) if e.bonus else 0.0, e.written)
        for e in week.exercises
    )
    moment = moment_of(hand_in)
    return WeekMark(
        week.id,
        ledger.points_of(week),
        marks,
        moment,
        course.late_days(week.id, hand_in.student, moment),
        course.late_factor(week.id, hand_in.student, moment),
        course.bonus,
    )


def _peoples_mark(course: Course, week: Week, hand_in: Row) -> WeekMark | None:
    """What the gradebook has, people's marks and comments included; None where it does not have this."""
    try:
        with ledger.opened(course) as gradebook:
            read = ledger.Ledger.read(course, [week], gradebook)
    except UserError:
        return None
    return read.week_mark(week, hand_in.student) if read.submitted(week, hand_in.student) else None
