"""What the steps around a submission cost: CPU of each on an ordinary notebook of week 1, beside what it may cost.

    python -m bench.steps

These were timed asserts once; a busy machine must not fail a test, so here they are figures.
"""

from __future__ import annotations

import resource
import socket
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from autograder.course.course import Course
from autograder.course.marks import Mark, WeekMark
from autograder.course.week import Week
from autograder.pages.feedback import Feedback
from autograder.records.gradebook import Book
from autograder.records.ledger import points_of
from autograder.sandbox.budget import within
from autograder.sandbox.inside.values import Decoder, Encoder
from autograder.sandbox.inside.wire import receive, send
from autograder.submission.repair import repaired
from tests.broken import solved
from tests.made_marks import marked
from tests.this_course import ROOT, course_copy

WEEK = Week.load(ROOT, "week1")
TIMES = 30


def cpu() -> float:
    """Seconds of this process and of those it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def told(what: str, at_most: float, step: Callable[[int], object]) -> None:
    """Do a step once to warm it, then TIMES times, and print what one took in ms."""
    step(-1)
    began, clock = cpu(), time.perf_counter()
    for number in range(TIMES):
        step(number)
    took = (cpu() - began) / TIMES * 1000
    print(f"{what:44} {took:6.2f} ms of CPU (at most {at_most:g}), {(time.perf_counter() - clock) / TIMES * 1000:6.2f} ms waited")


def message(array: np.ndarray) -> Callable[[int], object]:
    """A step: an array goes over the wire and is read there."""
    ours, theirs = socket.socketpair()
    for end in (ours, theirs):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * array.nbytes + 100_000)

    def step(_: int) -> object:
        encoder = Encoder()
        value = encoder.encode(array)
        send(ours, {"t": "return", "value": value}, encoder.buffers)
        got, buffers = receive(theirs)
        return Decoder(buffers).decode(got["value"])

    return step


def main() -> None:
    raw, good = solved(WEEK), marked(WEEK)
    mark = WeekMark(WEEK.id, points_of(WEEK), tuple(Mark(e.id, e.points) for e in WEEK.exercises))
    told("repair", 5, lambda _: repaired(WEEK, raw))
    told("a fork under the budget that does nothing", 10, lambda _: within(int))
    told("a message of 100 numbers, there and read", 0.5, message(np.ones(100)))
    told("a message of 64 kB of numbers, there and read", 1, message(np.ones(8_000)))
    feedback = Feedback(Course.load(ROOT), WEEK).warmed()
    pages = [marked(WEEK, 0.5, {e.id: f"{WEEK.solution(e.id)}\n# in the words of student {n}" for e in WEEK.exercises})
             for n in range(TIMES + 1)]
    told("a page of feedback", 8, lambda n: feedback.page(f"student{n}", pages[n], mark))
    with tempfile.TemporaryDirectory() as folder, Book(course_copy(Path(folder) / "course")) as book:
        book.prepare(WEEK)
        told("a row of the gradebook", 5, lambda n: book.record(f"student{n}", WEEK, good, "2021-01-27 10:00:00 UTC"))


if __name__ == "__main__":
    main()
