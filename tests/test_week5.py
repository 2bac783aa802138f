"""Week 5 draws its inputs and lets students draw their orders: marks hold whatever is drawn."""

from __future__ import annotations

import pytest

from autograder.course.week import Week
from autograder.graders.checks import secret
from autograder.graders.exam import TestResult, exam
from autograder.graders.reference import build
from autograder.graders.student import LocalTransport, Student
from autograder.graders.variants import Variant, variants
from tests.this_course import ROOT

WEEK5 = Week.load(ROOT, "week5")


@pytest.fixture(params=[b"", b"one course", b"another course"])
def drawn(request):
    """A course's secret, from which all inputs are drawn."""
    token = secret.set(request.param)
    yield request.param
    secret.reset(token)


def graded(variant: Variant) -> list[TestResult]:
    names = dict(vars(build(WEEK5)))
    exec(compile(variant.source, variant.name, "exec"), names)
    return exam(WEEK5).run(variant.exercise, Student(LocalTransport(names)))


def named(kind: str, name: str) -> Variant:
    return next(v for v in variants(WEEK5, kind) if v.name == name)


def test_whoever_draws_the_orders_in_another_way_loses_nothing(drawn):
    for variant in variants(WEEK5, "right", "settle"):
        assert [t.message for t in graded(variant) if not t.passed] == [], variant.name


@pytest.mark.parametrize("name, test", [
    ("settle_same_order", "test_random_orders"),
    ("settle_global_random", "test_random_orders"),
    ("settle_in_order", "test_random_orders"),
    ("settle_with_replacement", "test_each_unit_once_a_sweep"),
    ("settle_one_sweep_late", "test_ends_when_nothing_changed"),
    ("settle_in_place", "test_arguments_unchanged"),
])
def test_a_slip_in_settle_costs_the_test_that_looks_for_it(drawn, name, test):
    assert test in {t.name for t in graded(named("mistakes", name)) if not t.passed}


def test_units_that_move_all_at_once_are_told_apart(drawn):
    failed = {t.name for t in graded(named("mistakes", "update_at_once")) if not t.passed}
    assert "test_each_sees_what_the_ones_before_have_become" in failed and "test_a_single_turn" not in failed


def test_an_argument_changed_in_place_costs_that_test_alone(drawn):
    for name in ("turn_in_place", "update_in_place", "settle_in_place", "bam_in_place", "hebb_changes_X"):
        failed = [t.name for t in graded(named("mistakes", name)) if not t.passed]
        assert failed == ["test_arguments_unchanged"], name
