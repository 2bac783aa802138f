"""course.toml's late policy as nbgrader's late-penalty plugin, so that formgrader and stock feedback show it too.

In nbgrader_config.py: c.AssignLatePenalties.plugin_class = "autograder.course.late.CourseLatePenalty"
"""

from __future__ import annotations

import datetime
from pathlib import Path

from nbgrader.plugins import BasePlugin

from autograder.course.course import Course
from autograder.course.marks import week_total


def penalty(
    course: Course, week: str, student: str, handed_in: datetime.datetime | None, earned: float, extra: float,
    points: float,
) -> float:
    """What nbgrader has to take off earned + extra to arrive at the week's total: the late rule, and the bonus cap.

    handed_in: UTC where it has no time zone. points: what the week is worth. Never negative.
    """
    kept = week_total(earned, extra, points, course.late_factor(week, student, handed_in), course.bonus)
    return max(0.0, earned + extra - kept)


class CourseLatePenalty(BasePlugin):
    """Asked by nbgrader for each submission that came after the due date its gradebook holds."""

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float:
        """Points off, 0 or more. nbgrader's own seconds are not used: course.toml knows this student's extensions."""
        step = self.parent
        course = Course.load(Path(self.config.CourseDirectory.get("root", ".")).resolve())
        submission = step.gradebook.find_submission(step.assignment_id, student_id)
        notebook = step.gradebook.find_submission_notebook(step.notebook_id, step.assignment_id, student_id)
        extra = sum(grade.extra_credit or 0.0 for grade in notebook.grades)
        return penalty(
            course, step.assignment_id, student_id, submission.timestamp, score - extra, extra, notebook.max_score
        )
