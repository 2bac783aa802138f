"""An error is not carried forward, even where that takes thousands of calls from one sandbox into another."""

from __future__ import annotations

from pathlib import Path

from autograder.course import Course
from autograder.marking import Marker
from autograder.variants import variants
from autograder.week import Week
from tests.solved import with_texts

ROOT = Path(__file__).resolve().parent.parent


def test_a_wrong_train_costs_no_marks_of_the_networks_it_should_have_trained():
    week, course = Week.load(ROOT, "week4"), Course.load(ROOT)
    wrong = next(v for v in variants("week4", "mistakes", "train") if v.name == "train_forgets_the_step")
    with Marker(course.limits_of) as marker:
        result = marker.mark(week, with_texts(week, {"train": wrong.source}), "week4.ipynb").result
    found = {e.id: e for e in result.exercises}
    assert found["train"].outcome == "failed"
    for name in ("fit_digits", "fit_curve"):
        assert (found[name].outcome, found[name].used_reference) == ("passed", ("train",))
