"""What a worker of the service does: marks a hand-in, shows one, writes a student's page. One process does all weeks."""

from __future__ import annotations

import contextlib
import json
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from autograder.course.course import Course
from autograder.course.marks import WeekMark
from autograder.grading.job import Answer, Assignment, Job, mark
from autograder.grading.record import write_feedback
from autograder.marking.result import Marked
from autograder.pages.feedback import Feedback
from autograder.records.ledger import Ledger
from autograder.records.store import Store
from autograder.sandbox.budget import Over, within
from autograder.serve.warming import Warming, warm

#: Marking yields to the process that answers people.
NICE = 5
#: There are so many workers for each core, since one may wait out an endless loop.
BESIDE = 3


@dataclass(frozen=True)
class Marking:
    """Mark this hand-in."""

    hand_in: str
    week: str
    job: Job = field(repr=False)


@dataclass(frozen=True)
class Showing:
    """Make the HTML of a marked notebook's cells."""

    week: str
    student: str
    marked: str = field(repr=False)
    mark: WeekMark = field(repr=False)


@dataclass(frozen=True)
class Writing:
    """Write a student's page into feedback/, where `grade` would."""

    week: str
    student: str
    marks: Ledger = field(repr=False)


Task = Marking | Showing | Writing | Warming


def working(course: Course, assignments: dict[str, Assignment], zygote: int, progress: int) -> Callable[[Task], Any]:
    """A worker's function. zygote, progress: descriptors of the shared zygote's control socket, and of a datagram socket
    that is told how far a marking is."""
    os.nice(NICE)
    control, told = socket.socket(fileno=zygote), socket.socket(fileno=progress)
    pages = {name: Feedback(course, one.week) for name, one in assignments.items()}
    store = Store(course.root)

    def work(task: Task) -> Any:
        if isinstance(task, Marking):
            return _mark(assignments[task.week], task, control, told)
        if isinstance(task, Showing):
            return _shown(pages[task.week], task)
        if isinstance(task, Warming):
            return warm(assignments[task.week].week, task.exercise)
        return write_feedback(pages[task.week], store, task.marks, task.student)

    return work


def _mark(assignment: Assignment, task: Marking, control: socket.socket, told: socket.socket) -> Answer:
    def tell(number: int, of: int) -> None:
        # Who does not listen misses a line that the next one replaces.
        with contextlib.suppress(OSError):
            told.send(json.dumps([task.hand_in, number, of]).encode(), socket.MSG_DONTWAIT)

    return mark(assignment, task.job, control, tell)


def _shown(page: Feedback, task: Showing) -> str:
    """In a process of its own, since the notebook may hold what takes a renderer for ever."""
    marked = Marked.model_validate_json(task.marked)
    try:
        return within(partial(page.notebook, marked, task.mark))
    except Over:
        return page.notebook(marked, task.mark, plain=True)
