"""The proof of a week: every week passes it in the real sandbox, and what is wrong with a grader is found."""

from __future__ import annotations

import inspect
from dataclasses import replace

import numpy as np
import pytest

from autograder.authoring import proof as check
from autograder.authoring.proof import FEWEST_RIGHT, Proof, failed, local_trial, prove
from autograder.authoring.release import week_texts
from autograder.course.course import Course
from autograder.course.week import Week
from autograder.errors import UserError
from autograder.graders.hidden import load
from autograder.graders.variants import Variant, variants
from autograder.marking.marker import Marker
from tests.this_course import ROOT

#: Mistakes that an exercise must have, by points from here on, bonus points included; week 1 was promised fewer.
FEWEST_MISTAKES = {3: 10, 0: 5}
FEWEST_MISTAKES_OF_WEEK1 = {3: 8, 0: 4}


WEEKS = {name: Week.load(ROOT, name) for name in week_texts(ROOT)}


@pytest.mark.parametrize("name, exercise", [(name, e.id) for name, week in WEEKS.items() for e in week.coded])
def test_every_exercise_is_proved_in_the_sandbox(sandbox, name, exercise):
    """Solution full, stub zero, every mistake caught, none named as another, every right variant kept."""
    week = WEEKS[name]
    marker = Marker(Course.load(ROOT).limits_of, sandbox)
    (proof,) = prove(week, marker.trial, exercise)
    assert proof.exercise == exercise and not proof.faults
    fewest = FEWEST_MISTAKES_OF_WEEK1 if name == "week1" else FEWEST_MISTAKES
    wanted = next(count for points, count in fewest.items() if week.by_id[exercise].points >= points)
    assert proof.mistakes_caught == proof.mistakes >= wanted, proof
    assert proof.right_kept == proof.right >= FEWEST_RIGHT, proof
    assert 4 <= proof.tests <= 14, proof


def test_all_exercises_of_a_week_are_proved_in_order(monkeypatch):
    monkeypatch.setattr(check, "prove_exercise", lambda week, exercise, trial, slips: Proof(exercise.id))
    for week in WEEKS.values():
        assert [proof.exercise for proof in prove(week, local_trial)] == [exercise.id for exercise in week.coded]


def linear_as_it_should_be(X, W, b):
    return X @ W + b


def linear_for_one_observation(X, W, b):
    return X[:1] @ W + b


@pytest.fixture
def plant(monkeypatch):
    """Adds a variant to those of week 1's linear: plant(kind, function), kind "mistakes" or "right"."""
    def add(kind: str, function) -> None:
        hint = "a hint" if kind == "mistakes" else None
        planted = Variant("linear", function.__name__, function, hint, text=inspect.getsource(function))

        def more(week, asked, exercise=None):
            return variants(week, asked, exercise) + [planted] * (asked == kind)

        monkeypatch.setattr(check, "variants", more)
    return add


def faults(week: Week) -> list[str]:
    (proof,) = proofs = prove(week, local_trial, "linear")
    assert failed(proofs) == bool(proof.faults)
    return list(proof.faults)


def test_a_mistake_that_is_none_is_reported(plant):
    week = Week.load(ROOT, "week1")
    assert not faults(week)
    plant("mistakes", linear_as_it_should_be)
    assert faults(week) == ["linear_as_it_should_be loses nothing (mistakes.py)"]


def test_a_right_variant_that_is_wrong_is_reported(plant):
    plant("right", linear_for_one_observation)
    (fault,) = faults(Week.load(ROOT, "week1"))
    assert fault.startswith("linear_for_one_observation is right but loses marks (right.py): test_")


def test_too_few_right_variants_are_reported(monkeypatch):
    monkeypatch.setattr(check, "variants", lambda week, kind, exercise: variants(week, kind, exercise)[:2])
    assert faults(Week.load(ROOT, "week1")) == [f"only 2 right variants; at least {FEWEST_RIGHT} are needed"]


def test_a_mistake_taken_for_another_is_reported():
    def confused(week, exercise, text):
        tried = local_trial(week, exercise, text)
        return replace(tried, mistake="linear_without_bias") if tried.share < 1 and "def " in text else tried

    (proof,) = prove(Week.load(ROOT, "week1"), confused, "linear")
    assert "linear_summed_bias is named linear_without_bias" in proof.faults
    assert not [fault for fault in proof.faults if fault.startswith("linear_without_bias")]


def test_of_two_mistakes_that_share_a_hint_either_may_be_named(monkeypatch):
    def one_hint(week, kind, exercise):
        return [replace(v, hint="What should Z be for X = 0?") if v.hint else v for v in variants(week, kind, exercise)]

    def confused(week, exercise, text, alone=False):
        tried = local_trial(week, exercise, text, alone)
        return replace(tried, mistake="linear_without_bias") if tried.share < 1 and "def " in text else tried

    monkeypatch.setattr(check, "variants", one_hint)
    (proof,) = prove(Week.load(ROOT, "week1"), confused, "linear")
    assert not [fault for fault in proof.faults if "is named" in fault]


def test_a_solution_that_fails_its_own_tests_and_a_stub_that_earns_are_reported():
    week = Week.load(ROOT, "week1")
    kept, given = "return X @ W + b", "raise NotImplementedError()"
    weak = replace(week, source=tuple(replace(c, source=c.source.replace(kept, "return X @ W")) for c in week.source))
    assert [f for f in faults(weak) if f.startswith("the solution gets")]
    free = replace(week, release=tuple(
        replace(c, source=c.source.replace(given, kept)) if c.grade_id == "linear" else c for c in week.release))
    (proof,) = prove(free, local_trial, "linear")
    assert [f for f in proof.faults if f.startswith("the stub gets 100%: test_") and "nobody can fail there" in f]


def test_hidden_text_in_a_release_is_reported():
    week = Week.load(ROOT, "week1")
    open_ = replace(week, release=(*week.release, replace(week.release[0], source="### BEGIN HIDDEN TESTS")))
    proofs = prove(open_, local_trial, "linear")
    assert proofs[0].exercise == "(release)" and "HIDDEN TESTS" in proofs[0].faults[0] and failed(proofs)


def test_an_exercise_that_is_not_there_is_named():
    with pytest.raises(UserError, match="no coded exercise 'linaer'.*linear"):
        prove(Week.load(ROOT, "week1"), local_trial, "linaer")


def test_other_randomness_costs_no_marks():
    """A short run of `autograder run week4 flakes`, whose full figures are kept in flakes.json."""
    week = Week.load(ROOT, "week4")
    flakes = load(week, "flakes")
    for name in ("minibatches", "train"):
        exercise = week.by_id[name]
        texts = flakes.solutions_of(week, exercise)
        assert len(texts) > FEWEST_RIGHT
        assert not [mark for text in texts.items() for mark in flakes.lost_marks(week, exercise, *text, runs=5)]
    unlucky = "def minibatches(n, batch_size, rng):\n    order = np.arange(n)\n" \
              "    if rng.random() < 0.5:\n        rng.shuffle(order)\n" \
              "    return [order[i : i + batch_size] for i in range(0, n, batch_size)]"
    lost = flakes.lost_marks(week, week.by_id["minibatches"], "unlucky", unlucky, runs=5)
    assert len({run for _, run, *_ in lost}) > 1


def test_generators_are_exchanged_alike_and_only_they():
    Reseeded = load(Week.load(ROOT, "week4"), "flakes").Reseeded
    drawn = {"draw": lambda rng, n: rng.random(n)}
    calls = [Reseeded(drawn, run).call("draw", (np.random.default_rng(3), 4), {}, None).value for run in (0, 1, 1, 2)]
    assert np.array_equal(calls[0], np.random.default_rng(3).random(4))
    assert np.array_equal(calls[1], calls[2])
    assert not np.array_equal(calls[0], calls[1]) and not np.array_equal(calls[1], calls[3])
