"""A name sends nobody to a place that is right: each of these was once told of code that does something else."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from autograder.course.week import Week
from autograder.graders import variants
from autograder.graders.exam import exam
from autograder.graders.reference import build
from autograder.graders.student import LocalTransport, Student
from autograder.naming.finding import Finding
from autograder.naming.search import findings
from tests.this_course import ROOT

loaded = functools.cache(lambda week: Week.load(ROOT, week))


def named(week: str, exercise: str, text: str) -> list[Finding]:
    """What is told of a wrong solution, one more call of it included where that is asked for."""
    known = loaded(week).by_id[exercise]
    namespace = dict(vars(build(loaded(week))))
    exec(text, namespace)
    student = Student(LocalTransport(namespace))
    exam(loaded(week)).run(exercise, student)
    return findings(loaded(week), known, student.records, lambda args: student.transport.call(known.function, args, {}, None))


COPIED = """def numeric_gradient(f, W, eps=1e-5):
    W, G = W.copy(), np.zeros(W.shape)
    for place in np.ndindex(W.shape):
        W[place] += eps
        above = f(W)
        W[place] -= 2 * eps
        G[place] = (above - f(W)) / (2 * eps)
    return G
"""
ONE_COPY = """def numeric_gradient(f, W, eps=1e-5):
    G = np.zeros(W.shape)
    for place in np.ndindex(W.shape):
        up = W.copy()
        down = up
        up[place] += eps
        down[place] -= eps
        G[place] = (f(up) - f(down)) / (2 * eps)
    return G
"""


@pytest.mark.parametrize("week, exercise, text, says, never", [
    ("week3", "numeric_gradient", COPIED, "Each entry stays moved", "caller"),
    ("week3", "numeric_gradient", ONE_COPY, "two names", "W[i]"),
])
def test_what_is_said_is_so_of_this_code(week, exercise, text, says, never):
    found = named(week, exercise, text)
    told = " ".join(f.says for f in found)
    assert found and all(f.firm for f in found), told
    assert says in told and never not in told


def test_a_mistake_that_changes_an_argument_is_none_of_code_that_does_not(monkeypatch):
    """Its values are the same; without an author's mistake for it, too, nothing is said of the caller's array."""
    week = loaded("week3")
    others = [v for v in variants.variants(week, "mistakes") if v.name != "left_moved"]
    monkeypatch.setitem(variants._found, (week.key, "mistakes"), others)
    assert "caller" not in " ".join(f.says for f in named("week3", "numeric_gradient", COPIED))
    assert "caller" in " ".join(f.says for f in named("week3", "numeric_gradient", COPIED.replace("W, G = W.copy(), ", "G = ")))


def test_an_exceptions_line_is_the_notebooks_own():
    """numpy.random has lines of its own in what Python tells of an exception."""
    namespace = {"np": np}
    exec("def draw(high):\n  return np.random.default_rng(0).integers(0, high)\n\ndef outer(high): return draw(high)", namespace)
    outcome = LocalTransport(namespace).call("outer", (0,), {}, None)
    assert outcome.error.endswith("(line 2)"), outcome.error
