"""The form of an answer costs what a form is worth, and doing nothing earns nothing."""

import numpy as np
import pytest

from autograder.authoring.proportion import NOTHING, slips_of, written
from autograder.course.week import Week, weeks_of
from autograder.graders.exam import FLOOR, FORM, exam, share
from autograder.graders.form import recast
from autograder.graders.reference import build
from autograder.graders.student import LocalTransport, Student
from tests.this_course import ROOT

WEEK1 = Week.load(ROOT, "week1")
Z = np.arange(6.0).reshape(2, 3) + 0.1


def results(exercise: str, function, week: Week = WEEK1):
    namespace = dict(vars(build(week))) | {week.by_id[exercise].function: function}
    return exam(week).run(exercise, Student(LocalTransport(namespace)))


@pytest.mark.parametrize("got, says", [
    (Z.tolist(), "is a list of 2; a numpy array of shape (2, 3)"), (Z[None], "has shape (1, 2, 3); (2, 3)"),
    (Z[..., None], "(2, 3, 1)"), (Z.astype(np.float32), "dtype float32"), (Z.astype(np.float16), "dtype float16"),
])
def test_right_values_in_a_wrong_form_are_put_into_the_right_one(got, says):
    found = recast(got, Z)
    assert says in found.fault and found.fits and found.value.shape == Z.shape and found.value.dtype == np.float64
    assert np.allclose(found.value, Z, rtol=1e-3)


@pytest.mark.parametrize("got", [None, "Z", Z.T, Z[0], {"Z": 1}, Z.astype(complex), 3.0, [[1, 2], [3]], [None] * 6])
def test_what_is_not_that_form_stays_as_it_is(got):
    found = recast(got, Z)
    assert found.value is got and found.fault is None and not found.fits


def test_an_answer_in_the_right_form_is_not_touched():
    for value in (Z, (Z, 2.0), [(Z, Z[0])], 0.5, np.float64(0.5), np.array(0.5), {"a": Z}):
        found = recast(value, value)
        assert found.value is value and found.fault is None and found.fits


def test_an_array_that_holds_a_number_is_one():
    for got in ([0.5], np.array([0.5]), np.array([[0.5]]), np.float32(0.25)):
        found = recast(got, 0.5)
        assert "number was expected" in found.fault or "float32" in found.fault
        assert np.ndim(found.value) == 0


def test_parts_in_another_order_are_told_by_their_form_or_by_their_values():
    for like in ((Z, Z[0], 2.0), (Z, Z + 1, Z + 2)):
        found = recast(like[::-1], like)
        assert "another order" in found.fault
        assert all(np.array_equal(a, b) for a, b in zip(found.value, like))


def test_numbers_that_are_exact_in_a_coarse_dtype_lose_nothing():
    assert recast(np.eye(3, dtype=np.float32), np.eye(3)).fault is None


def test_a_list_in_place_of_an_array_costs_its_form_and_nothing_else():
    found = results("linear", lambda X, W, b: (X @ W + b).tolist())
    assert [t.name for t in found if not t.passed] == ["form"]
    assert share(found) == pytest.approx(1 - FORM, abs=1e-4)
    assert "a list of 5; a numpy array of shape (5, 4) was expected" in found[-1].message


def test_a_wrong_value_in_a_wrong_form_costs_both():
    found = results("linear", lambda X, W, b: (X @ W).tolist())
    right_form = results("linear", lambda X, W, b: X @ W)
    assert share(found) == pytest.approx(share(right_form) - FORM, abs=1e-4)


def test_what_a_function_that_does_nothing_passes_does_not_count_alone():
    assert share(results("relu", lambda Z: Z)) == 0
    assert "what was given" in results("relu", lambda Z: Z)[1].message
    assert share(results("relu", lambda Z: Z.tolist())) == share(results("relu", lambda Z: np.zeros(Z.shape))) == 0
    assert share(results("relu", lambda Z: np.where(Z > 0, Z, 0.01 * Z))) > 0.3
    assert share(results("relu", lambda Z: np.clip(Z, 0, 5))) > 0.3


def test_answers_like_the_right_ones_keep_three_tenths():
    for slip in (lambda Z: np.maximum(Z, 1), lambda Z: -np.maximum(Z, 0), lambda Z: 2 * np.maximum(Z, 0) + 1):
        assert share(results("relu", slip)) >= FLOOR
    assert share(results("relu", lambda Z: np.random.default_rng(1).normal(size=Z.shape))) < FLOOR


@pytest.mark.parametrize("week", weeks_of(ROOT))
def test_doing_nothing_earns_at_most_a_tenth_in_every_exercise(week):
    loaded = Week.load(ROOT, week)
    for exercise in loaded.coded:
        assert max(exam(loaded).earned_by_nothing(exercise.id).values()) <= NOTHING, (week, exercise.id)


@pytest.mark.parametrize("week", ["week1", "week2", "week3"])
def test_writing_into_an_argument_costs_marks_in_every_exercise(week):
    loaded = Week.load(ROOT, week)
    assert {e.id: written(loaded, e) for e in loaded.coded} == {e.id: [] for e in loaded.coded}


def test_slips_change_one_character_of_the_function_and_can_be_compiled():
    text = WEEK1.solution("linear")
    slips = slips_of(text, 50)
    assert len(slips) >= 3 and len(set(slips)) == len(slips) and text not in slips
    for slip in slips:
        assert sum(a != b for a, b in zip(text, slip)) <= 1 or len(text) != len(slip)
