"""Whatever a function returns, every hidden test of every week ends with a sentence, and junk earns nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from autograder.course.week import Week, weeks_of
from autograder.graders.exam import exam
from autograder.graders.student import LocalTransport, Student

ROOT = Path(__file__).resolve().parent.parent

ANSWERS: dict[str, object] = {
    "None": None,
    "a huge number": 10**400,
    "nan": float("nan"),
    "a complex number": 1j,
    "a text": "0.5",
    "a list": [1, 2],
    "lists in lists": [[1, [2]], 3],
    "a dict": {},
    "a function": len,
    "an array of one": np.array([1.0]),
    "an empty array": np.array([]),
    "an array of nan": np.full(4, np.nan),
    "an array of texts": np.array(["a", "b"]),
    "an array of objects": np.array([None, 1], dtype=object),
    "a masked array": np.ma.masked_array([1.0, 2.0], [0, 1]),
    "a pair of None": (None, None),
    "a pair of nan": (float("nan"), float("nan")),
    "a pair of huge numbers": (10**400, 10**400),
    "a pair of arrays": (np.zeros(2), np.zeros(2)),
    "three things": (1, 2, 3),
}


@pytest.mark.parametrize("name", weeks_of(ROOT))
def test_any_answer_gets_a_sentence_and_no_marks(name: str) -> None:
    week = Week.load(ROOT, name)
    for exercise in week.coded:
        for kind, answer in ANSWERS.items():
            function = lambda *args, answer=answer, **named: answer  # noqa: E731
            results = exam(week).run(exercise.id, Student(LocalTransport({exercise.function: function})))
            passed = [t.name for t in results if t.passed]
            broken = [f"{t.name}: {t.message}" for t in results if "could not be completed" in (t.message or "")]
            assert not passed, f"{exercise.id} gives marks for {kind}: {passed}"
            assert not broken, f"{exercise.id} is broken by {kind}: {broken}"
