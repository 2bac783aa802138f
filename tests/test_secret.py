"""A course's secret: made once, private, and what hidden tests draw from."""

from __future__ import annotations

import dataclasses
import stat
import subprocess

import numpy as np
import pytest

from autograder.course.secret import FILE, make, read
from autograder.course.week import Week
from autograder.errors import UserError
from autograder.graders.checks import drawing_from, generator
from autograder.graders.exam import exam
from autograder.graders.reference import solutions
from autograder.graders.student import LocalTransport, Student
from autograder.marking import fingerprint
from tests.this_course import ROOT


def test_a_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path):
    assert read(tmp_path) == b"" and make(tmp_path)
    first = read(tmp_path)
    assert len(first) == 32 and not make(tmp_path) and read(tmp_path) == first
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "not hexadecimal", "ab" * 31, "é" * 64])
def test_a_file_that_is_no_secret_is_told_and_not_replaced(tmp_path, text):
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match="hexadecimal"):
        make(tmp_path)
    assert (tmp_path / FILE).read_text(encoding="utf-8") == text


def test_git_does_not_see_it():
    assert subprocess.run(["git", "check-ignore", FILE], cwd=ROOT, capture_output=True).returncode == 0


def test_the_same_secret_draws_the_same_and_another_one_something_else():
    def draw(secret: bytes) -> list[float]:
        with drawing_from(secret):
            return generator(7).normal(size=4).tolist()

    assert draw(b"one") == draw(b"one") != draw(b"two")
    assert draw(b"") == np.random.default_rng(7).normal(size=4).tolist()


def test_a_week_carries_its_courses_secret_and_another_one_is_another_week():
    week = Week.load(ROOT, "week1")
    one, other = (dataclasses.replace(week, secret=bytes([n]) * 32) for n in (1, 2))
    assert one.key != other.key and one != other
    assert fingerprint.of_exercises(one)["linear"] != fingerprint.of_exercises(other)["linear"]
    assert "\\x01" not in repr(one)


def test_hidden_tests_draw_from_the_secret_of_their_week(tmp_path):
    week = Week.load(ROOT, "week1")
    text = week.hidden["test_relu.py"].decode().replace("np.random.default_rng(", "generator(")
    text = text.replace("from autograder.checks import ", "from autograder.checks import generator, ", 1)
    hidden = {**week.hidden, "test_relu.py": text.encode()}

    def seen(secret: bytes) -> list[float]:
        drawing = dataclasses.replace(week, secret=secret, hidden=hidden)
        student = Student(LocalTransport(vars(solutions(drawing))))
        assert all(t.passed for t in exam(drawing).run("relu", student))
        return student.records[0].args[0].ravel().tolist()

    assert seen(b"one") == seen(b"one") != seen(b"two")


_AT_IMPORT = Week.load(ROOT, "week1")


def test_tests_draw_the_same_whatever_secret_the_working_copy_has():
    assert _AT_IMPORT.secret == b""
    assert Week.load(ROOT, "week1").secret == b""
