"""The rules of marking, as pure functions: exercise, week, course grade.

A week's total is min(the week's points, points + bonus) x what lateness leaves of it; course.toml may choose another
rule for bonus. The course percentage is the sum of the weeks' totals over the sum of their points, and the grade is
read off the scale. Totals are rounded to hundredths before they are summed, so that a grade can be worked out again
from the printed numbers alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from autograder.course.course import Bonus, Course, Grades

#: How bonus counts where a course says nothing of it.
USUAL = Bonus()


@dataclass(frozen=True)
class Mark:
    """One exercise of one student.

    earned: points. extra: extra credit, which is what a bonus exercise earns. waiting: a person has yet to mark it.
    comment: what a person wrote about it.
    """

    exercise: str
    earned: float = 0.0
    extra: float = 0.0
    waiting: bool = False
    comment: str = ""

    @property
    def points(self) -> float:
        return self.earned + self.extra


@dataclass(frozen=True)
class WeekMark:
    """One week of one student.

    points: what the week is worth. handed_in: None when nothing was. factor: the part of the marks that lateness
    leaves.
    """

    week: str
    points: float
    marks: tuple[Mark, ...] = ()
    handed_in: datetime.datetime | None = None
    late_days: int = 0
    factor: float = 1.0
    rule: Bonus = USUAL

    @property
    def earned(self) -> float:
        return sum(m.earned for m in self.marks)

    @property
    def extra(self) -> float:
        return sum(m.extra for m in self.marks)

    @property
    def before_late(self) -> float:
        """The total without the late rule."""
        return week_total(self.earned, self.extra, self.points, rule=self.rule)

    @property
    def total(self) -> float:
        return week_total(self.earned, self.extra, self.points, self.factor, self.rule)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The exercises a person has yet to mark."""
        return tuple(m.exercise for m in self.marks if m.waiting)


@dataclass(frozen=True)
class CourseMark:
    """All weeks of one student, and the grade they make."""

    student: str
    weeks: tuple[WeekMark, ...]
    percent: float
    grade: int

    @property
    def total(self) -> float:
        return rounded(sum(w.total for w in self.weeks))


def as_points(value: float) -> str:
    """A mark as people write it and every platform reads it, in at most two decimals with a point: 17, 17.5, 12.02."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def week_total(earned: float, bonus: float, points: float, factor: float = 1.0, rule: Bonus = USUAL) -> float:
    """A week's total: by the usual rule bonus makes up for lost points, never more; lateness is taken off the result.

    Args:
        earned: points of all exercises, marked by machine and by people. bonus: extra credit of all exercises.
        points: what the week is worth. factor: the part that lateness leaves, 0 to 1. rule: how bonus counts.
    """
    return rounded(max(0.0, rule.total(earned, bonus, points)) * factor)


def penalty(
    course: Course, week: str, student: str, handed_in: datetime.datetime | None, earned: float, extra: float,
    points: float,
) -> float:
    """What nbgrader has to take off earned + extra to arrive at the week's total: the late rule, and the bonus cap.

    handed_in: UTC where it has no time zone. points: what the week is worth. Never negative.
    """
    kept = week_total(earned, extra, points, course.late_factor(week, student, handed_in), course.bonus)
    return max(0.0, earned + extra - kept)


def percentage(totals: Sequence[float], points: Sequence[float]) -> float:
    """The course percentage, 0 to 100, in hundredths; 0 when nothing can be earned."""
    return rounded(100 * sum(totals) / sum(points)) if sum(points) else 0.0


def course_mark(student: str, weeks: Iterable[WeekMark], grades: Grades) -> CourseMark:
    """The percentage and grade of one student over all the course's weeks."""
    weeks = tuple(weeks)
    percent = percentage([w.total for w in weeks], [w.points for w in weeks])
    return CourseMark(student, weeks, percent, grades.grade(percent))


def rounded(value: float) -> float:
    """To hundredths, halves up, as people round: 12.345 gives 12.35 although the nearest double lies below it."""
    return float(Decimal(repr(round(value, 9))).quantize(Decimal("0.01"), ROUND_HALF_UP))
