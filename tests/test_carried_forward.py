"""An error is not carried forward, even where that means training a network in another sandbox."""

from __future__ import annotations

import pytest

from autograder.course.course import Course
from autograder.course.week import Week
from autograder.graders.variants import variants
from autograder.marking.marker import Marker
from autograder.marking.result import ExerciseResult
from tests.solved import with_texts
from tests.this_course import ROOT

WEEK = Week.load(ROOT, "week4")
#: A fit_curve that trains little, and hands train a function that no other process has: train must call it back.
OWN_GRADIENTS = '''
def fit_curve(x, y, rng):
    W, b = rng.choice([-1.0, 1.0], (1, 40)), rng.uniform(-2, 2, 40)
    A = np.hstack([relu(x @ W + b), np.ones_like(x)])
    V = np.linalg.solve(A.T @ A + 0.01 * np.eye(41), A.T @ y)

    seen = []

    def own(X, Y, params):
        seen.append(len(X))
        return regression_gradients(X, Y, params)

    return train(x, y, [(W, b), (V[:-1], V[-1])], own, 2, 10, 1e-6, rng)[0]
'''


@pytest.fixture(scope="module")
def marker(sandbox):
    return Marker(Course.load(ROOT).limits_of, sandbox)


def marked(marker: Marker, texts: dict[str, str]) -> dict[str, ExerciseResult]:
    return {e.id: e for e in marker.mark(WEEK, with_texts(WEEK, texts), "week4.ipynb").result.exercises}


def mistake(name: str) -> dict[str, str]:
    wrong = next(v for v in variants(WEEK, "mistakes") if v.name == name)
    return {wrong.exercise: wrong.source}


@pytest.mark.parametrize("name, stood_in", [
    ("train_forgets_the_step", ("train",)),
    # train is right with the reference's sgd_step, and on its own it is not: what builds on train must not pay for that.
    ("sgd_step_uphill", ("train", "sgd_step")),
    ("minibatches_first_only", ("train", "minibatches")),
])
def test_the_networks_cost_nothing_where_what_trains_them_is_wrong(marker, name, stood_in):
    found = marked(marker, mistake(name))
    for exercise in ("fit_digits", "fit_curve"):
        assert (found[exercise].outcome, found[exercise].used_reference) == ("passed", stood_in)


def test_the_references_train_calls_back_for_gradients_that_only_the_student_has(marker):
    found = marked(marker, {"train": "def train(*args):\n    raise ValueError", "fit_curve": OWN_GRADIENTS})
    assert (found["fit_curve"].outcome, found["fit_curve"].used_reference) == ("passed", ("train",))


def test_a_network_that_is_wrong_itself_is_not_saved_by_the_reference(marker):
    texts = mistake("train_forgets_the_step") | mistake("fit_curve_two_units")
    assert marked(marker, texts)["fit_curve"].outcome == "failed"
