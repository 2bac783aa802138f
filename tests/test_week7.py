"""Week 7: what it hands out, and how a wrong training is told by what comes back."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.course.week import Week
from autograder.graders.exam import exam, share
from autograder.graders.reference import build
from autograder.graders.student import LocalTransport, Student
from autograder.graders.variants import variants
from autograder.grading.names import found_of, made_of, with_secret
from autograder.naming.finding import Finding
from autograder.naming.search import findings
from tests.this_course import ROOT

WEEK = Week.load(ROOT, "week7")
ICA = WEEK.by_id["ica"]
#: What is told of these was so before any of them was told by its answers.
BESIDES = {"ica_numpys_own_randomness": "another generator", "z_changed": "changes Z"}


def told(secret, function) -> tuple[float, list[Finding]]:
    """The share of the marks, and what is found."""
    week = with_secret(WEEK, secret)
    student = Student(LocalTransport({**vars(build(week)), "ica": function}))
    reached = share(exam(week).run("ica", student))
    return reached, findings(week, ICA, student.records)


def test_weeks_6_and_7_hand_out_the_same_photographs():
    six, seven = (ROOT / "assignments" / week / "photographs.npz" for week in ("week6", "week7"))
    assert six.read_bytes() == seven.read_bytes()


#: With secret 16 rows that were stretched had more than a cosine may have; with 1 a W of two rows was its own transpose.
@pytest.mark.parametrize("secret", [1, 16])
@pytest.mark.parametrize("mistake", variants(WEEK, "mistakes", "ica"), ids=lambda v: v.name)
def test_every_known_mistake_of_ica_is_named(mistake, secret):
    reached, found = told(secret, mistake.function)
    hints = {v.name: v.hint for v in variants(WEEK, "mistakes", "ica")}
    assert reached < 1
    if mistake.name in BESIDES:
        assert [f.name for f in found] == [BESIDES[mistake.name]]
    else:
        assert [hints[f.name] for f in found] == [mistake.hint]


@pytest.mark.parametrize("right", variants(WEEK, "right", "ica"), ids=lambda v: v.name)
def test_a_right_ica_shows_no_mistake(right):
    reached, found = told(2, right.function)
    assert (reached, found) == (1, [])


def step(W, Z):
    return build(WEEK).ica_step(W, Z)


def scaled_start(Z, rng, max_steps=200):
    return step(0.3 * rng.normal(size=(Z.shape[1], Z.shape[1])), Z)


def transposed_steps(Z, rng, max_steps=200):
    W = rng.normal(size=(Z.shape[1], Z.shape[1]))
    for _ in range(max_steps):
        W = step(W, Z).T
    return W


def one_by_one(Z, rng, max_steps=200):
    W = rng.normal(size=(Z.shape[1], Z.shape[1]))
    for _ in range(60):
        W = np.array([step(w[None], Z)[0] for w in W])
    return W


@pytest.mark.parametrize("make, name", [(scaled_start, "components_of_whitened_data"),
                                        (transposed_steps, "components_of_whitened_data"),
                                        (one_by_one, "one_source_again_and_again")])
def test_a_wrong_ica_that_no_author_wrote_is_told_by_what_is_so_of_its_answers(make, name):
    reached, found = told(2, make)
    assert reached < 1 and [f.name for f in found] == [name]


@pytest.mark.parametrize("answer", [None, "W", np.zeros((2, 2)), np.full((4, 4), np.nan), [[1.0]]], ids=repr)
def test_an_answer_of_another_kind_shows_none_of_them(answer):
    reached, found = told(2, lambda Z, rng, max_steps=200: answer)
    names = {v.name for v in variants(WEEK, "mistakes", "ica")}
    assert reached == 0 and names.isdisjoint(f.name for f in found)


def test_the_same_mistake_worked_out_in_another_way_has_one_name_however_rounding_grows():
    """Secret 5 draws an update that is nearly singular; in one more call of secret 1 rounding alone told the two apart."""
    exercise = WEEK.by_id["ica_step"]
    slip = dict(made_of(WEEK, exercise)[0])["transpose left out (line 6)"]
    names = {secret: [f.name for f in found_of(with_secret(WEEK, secret), exercise, slip) or ()] for secret in (1, 3, 5)}
    assert names == {secret: ["columns_for_filters"] for secret in (1, 3, 5)}


def test_what_is_left_of_large_numbers_is_right_within_their_rounding():
    """Secret 7 draws an entry near 0 of columns that are shifted by 9,000: standardising them leaves 4e-12."""
    exercise = WEEK.by_id["whiten"]
    slip = dict(made_of(WEEK, exercise)[0])["V for X (line 8)"]
    names = {secret: [f.name for f in found_of(with_secret(WEEK, secret), exercise, slip) or ()] for secret in (1, 7)}
    assert names[7] == names[1] == ["Z: standardised columns left out"]
