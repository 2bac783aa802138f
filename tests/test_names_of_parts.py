"""A tuple of numbers is told number by number: each by what it is, and only what is so."""

from __future__ import annotations

from autograder.course.week import Week
from autograder.graders.exam import exam
from autograder.graders.reference import build
from autograder.graders.student import LocalTransport, Student
from autograder.naming.finding import Finding
from autograder.naming.search import findings
from tests.this_course import ROOT

WEEK = Week.load(ROOT, "week8")
EXERCISE = WEEK.by_id["combine_cues"]


def told(returned: str) -> list[Finding]:
    namespace = dict(vars(build(WEEK)))
    exec(f"def combine_cues(x, sd):\n p = 1 / sd**2\n return {returned}", namespace)
    student = Student(LocalTransport(namespace))
    exam(WEEK).run("combine_cues", student)
    return findings(WEEK, EXERCISE, student.records, lambda args: student.transport.call("combine_cues", args, {}, None))


def test_each_number_has_a_name_of_its_own():
    found = told("np.mean(x), np.sqrt(np.sum(sd ** 2)) / len(sd)")
    assert [f.name for f in found] == ["mean: mean of x over all entries", "sd: error_of_a_plain_mean"]
    assert all(f.firm for f in found)


def test_one_number_may_be_that_of_a_slip():
    (found,) = told("np.sum(p + x) / np.sum(p), 1 / np.sqrt(np.sum(p))")
    assert found.firm and "a sum for a product" in found.says


def test_a_number_that_nothing_gives_is_not_named():
    found = told("np.sum(p * x) / np.sum(p), np.sqrt(np.max(np.tanh(p)))")
    assert not found or not all(f.firm for f in found)
