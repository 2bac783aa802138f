"""An error is not carried forward, even where that means training a network in another sandbox."""

from __future__ import annotations

import pytest

from autograder.course.course import Course
from autograder.course.week import Week
from autograder.graders.reference import solution_text
from autograder.graders.variants import variants
from autograder.marking.attempts import Attempts
from autograder.marking.calls import Calls
from autograder.marking.marker import Marker
from autograder.marking.result import ExerciseResult
from autograder.sandbox import Allowance, Lent
from autograder.sandbox.notebook import NotebookRun
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


#: Right, with other random numbers.
OTHER_DRAWS = '''
def minibatches(n, batch_size, rng):
    order = np.argsort(rng.random(n))
    return [order[i:i + batch_size] for i in range(0, n, batch_size)]
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


def test_a_network_that_earns_all_with_the_references_is_not_trained_alone(marker, monkeypatch):
    """A training takes seconds, and a student may be waiting for the points."""
    tried, alone = [], Attempts.alone
    monkeypatch.setattr(Attempts, "alone", lambda self, one, *rest: tried.append(one.id) or alone(self, one, *rest))
    found = marked(marker, mistake("train_forgets_the_step"))
    assert found["fit_digits"].outcome == found["fit_curve"].outcome == "passed"
    assert "sgd_step" in tried and not {"fit_digits", "fit_curve"} & set(tried)


def calls_of_fit_curve(marker: Marker, monkeypatch: pytest.MonkeyPatch, texts: dict[str, str]) -> int:
    """How often it runs before a name is looked for."""
    called, call = [], Calls.call
    monkeypatch.setattr(Calls, "call", lambda self, name, *rest: called.append(name) or call(self, name, *rest))
    monkeypatch.setattr(Marker, "_mistake", lambda *_: None)
    assert marked(marker, texts)["fit_curve"].outcome == "failed"
    return called.count("fit_curve")


def test_a_training_is_run_alone_once_where_what_is_lent_makes_no_difference(marker, monkeypatch):
    once = calls_of_fit_curve(marker, monkeypatch, mistake("fit_curve_two_units"))
    # What draws otherwise than the course's own trains another network.
    own_draws = {"minibatches": OTHER_DRAWS} | mistake("fit_curve_two_units")
    assert once < calls_of_fit_curve(marker, monkeypatch, own_draws)


def test_the_references_train_calls_back_for_gradients_that_only_the_student_has(marker):
    found = marked(marker, {"train": "def train(*args):\n    raise ValueError", "fit_curve": OWN_GRADIENTS})
    assert (found["fit_curve"].outcome, found["fit_curve"].used_reference) == ("passed", ("train",))


def test_a_network_that_is_wrong_itself_is_not_saved_by_the_reference(marker):
    texts = mistake("train_forgets_the_step") | mistake("fit_curve_two_units")
    assert marked(marker, texts)["fit_curve"].outcome == "failed"


#: Right in every test of its own, and of no use for a network that reads digits.
NOT_FOR_DIGITS = '''
def sgd_step(params, grads, learning_rate):
    if len(params[0][0]) == 64:
        raise MemoryError
    return [(W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in zip(params, grads)]
'''


def test_a_training_runs_on_the_courses_functions_where_the_students_are_right(marker):
    """So that right loops in Python, a hundred times slower, cost neither marks nor time."""
    found = marked(marker, {"sgd_step": NOT_FOR_DIGITS})
    assert {(e.outcome, e.used_reference) for e in found.values()} == {("passed", ())}
    found = marked(marker, {"sgd_step": NOT_FOR_DIGITS, "train": "def train(*args): raise ValueError"})
    assert found["fit_digits"].used_reference == ("train",)


def test_a_training_that_needs_more_of_the_students_own_functions_has_them(marker):
    train = WEEK.solution("train").replace("learning_rate, rng)", "learning_rate, rng, watch=None)", 1)
    fit = WEEK.solution("fit_digits").replace("0.04, rng)", "0.04, rng, watch=print)", 1)
    assert "watch" in train and "watch" in fit
    found = marked(marker, {"train": train, "fit_digits": fit})
    assert {(e.outcome, e.used_reference) for e in found.values()} == {("passed", ())}


def test_what_is_lent_holds_no_solution_that_the_student_has_not_found():
    lent = solution_text(WEEK, ["sgd_step"])
    assert "def sgd_step" in lent
    assert not any(f"def {e.function}(" in lent for e in WEEK.coded if e.id != "sgd_step")


def test_lent_functions_are_taken_back_and_text_that_does_not_run_there_changes_nothing(sandbox):
    with NotebookRun(sandbox, Allowance(60, 1000), {}, 10, 100_000) as notebook:
        notebook.run(["def inner(x):\n    return x\n\ndef outer(x):\n    return inner(x)"])

        def outer() -> object:
            return notebook.call("outer", (1,), {}, 5).value

        assert notebook.lend(Lent("def inner(x):\n    return 10 * x", ("inner",))) and outer() == 10
        assert not notebook.lend(Lent("def inner(x):\n    return 20 * x\n1 / 0", ("inner",))) and outer() == 1
        assert not notebook.lend(Lent("", ("inner",))) and outer() == 1
        assert notebook.lend(Lent("def inner(x):\n    return 10 * x", ("inner",)))
        assert notebook.lend(Lent()) and outer() == 1
