"""Windows cut from an image are told by where they were cut, whatever order they were drawn in."""

from __future__ import annotations

import pytest

from autograder.course.week import Week
from autograder.graders.exam import exam
from autograder.graders.reference import build
from autograder.graders.student import LocalTransport, Student
from autograder.naming.calls import seen
from autograder.naming.windows import windows
from tests.this_course import ROOT

WEEK = Week.load(ROOT, "week7")
#: A right one that draws one place after the other, the column first.
RIGHT = """
def extract_patches(image, size, n, rng):
    h, w = image.shape
    patches = []
    for _ in range(n):
        c = rng.integers(0, w - size + 1)
        r = rng.integers(0, h - size + 1)
        patches.append(image[r:r + size, c:c + size].ravel())
    return np.array(patches)
"""


def told(old: str, new: str) -> list[str]:
    assert old in RIGHT
    namespace = dict(vars(build(WEEK)))
    exec(RIGHT.replace(old, new), namespace)
    student = Student(LocalTransport(namespace))
    exam(WEEK).run("extract_patches", student)
    said = seen(build(WEEK).extract_patches, student.records)
    return [f.name for f in windows(said, said.calls)]


@pytest.mark.parametrize("old, new, name", [
    ("size].ravel()", "size].T.ravel()", "column by column"),
    ("size].ravel()", "size][::-1]", "not flattened; upside down"),
    ("(0, w - size + 1)", "(0, max(w - size, 1))", "never the last column"),
    ("(0, h - size + 1)", "(min(1, h - size), h - size + 1)", "never the first row"),
    ("range(n)", "range(n - 1)", "one patch too few"),
])
def test_places_tell_how_windows_were_cut(old, new, name):
    assert told(old, new) == [name]


def test_a_right_one_is_told_nothing():
    assert told("n):", "n):") == []
