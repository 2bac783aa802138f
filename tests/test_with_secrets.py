"""`autograder check --secrets`: what holds on the inputs of one secret only is told, and each secret is tried once."""

from __future__ import annotations

import ast
import os

import pytest

from autograder.commands.secrets import prove_names, prove_with_secrets
from autograder.course.week import Week
from autograder.graders.reference import build
from autograder.grading import names as module
from autograder.grading import secrets as module_of_secrets
from autograder.grading.names import Names, found_of
from autograder.naming.stand_ins.edits import Counted, definition
from autograder.naming.stand_ins.made import Endless, compiled
from tests.this_course import ROOT

WEEK = Week.load(ROOT, "week1")
RELU = WEEK.by_id["relu"]


@pytest.fixture
def tried(monkeypatch):
    """Names of relu with one made mistake, of which a draw tells what is planted: tried(secret -> names, None: no marks lost)."""
    def plant(told):
        draws = []

        def one(draw, exercise, function):
            number = next(n for n in told if module.with_secret(WEEK, n).secret == draw.secret)
            draws.append(number)
            names = told[number]
            return module.Told(names is not None, bool(names), frozenset(names or ()))

        monkeypatch.setattr(module, "variants", lambda week, kind, exercise: [])
        monkeypatch.setattr(module, "made_of", lambda week, exercise: ([("slip", abs)], []))
        monkeypatch.setattr(module, "_told", one)
        return Names(WEEK, RELU), draws

    return plant


def test_a_name_that_another_draw_does_not_bear_out_is_false(tried):
    names, _ = tried({1: ["slip"], 2: ["slip", "other"], 3: ["other"]})
    assert not names.compared().falsely
    [sentence] = names.compared(other=3).falsely
    assert sentence == "relu: slip is named slip, and other on other inputs"


def test_what_loses_marks_on_one_draw_only_is_caught_by_luck(tried):
    names, _ = tried({1: ["slip"], 2: ["slip"], 3: None})
    assert not names.compared().by_luck
    found = names.compared(other=3)
    assert found.by_luck == ("relu: slip loses marks on the inputs of secret 1, and none on those of secret 3",)
    assert (found.made, found.falsely) == ((0, 0), ())


def test_each_secret_is_tried_once(tried):
    names, draws = tried({1: ["slip"], 2: ["slip"], 3: ["slip"]})
    for other in (2, 3, 3):
        names.compared(other=other)
    assert draws == [1, 2, 3]


def test_another_secret_is_proved_with_a_line_of_its_own(capsys):
    names, borne_out = prove_names(WEEK, "relu")
    assert borne_out and prove_with_secrets(WEEK, names, 1)
    said = capsys.readouterr().out
    assert "week1, secret 3 (1 of 1): proved" in said and said.endswith("week1: proved with 1 other secrets.\n")


def dying(root, name):
    """What `trying` makes, in a process that ends at the third secret."""
    tried = module_of_secrets.trying(root, name)
    return lambda draw: tried(draw) if draw[1] in module.ALWAYS else os._exit(9)


def test_a_process_that_ends_is_told_and_nothing_is_called_proved(capsys, monkeypatch):
    names, _ = prove_names(WEEK, "relu")
    monkeypatch.setattr(module_of_secrets, "trying", dying)
    assert not prove_with_secrets(WEEK, names, 1)
    said = capsys.readouterr().out
    assert "relu: it could not be tried with secret 3: the process ended each time." in said
    assert said.endswith("week1: not proved with 1 other secrets.\n")


def test_what_does_not_hold_with_another_secret_is_told(capsys, monkeypatch):
    names, _ = prove_names(WEEK, "relu")
    first = names[0].on(1)
    monkeypatch.setattr(names[0], "_told", {1: first, 3: [module.Told(True, True, frozenset({"planted"}))] * len(first)})
    assert not prove_with_secrets(WEEK, names, 1)
    said = capsys.readouterr().out
    assert "and planted on other inputs" in said and said.endswith("week1: not proved with 1 other secrets.\n")


def test_what_is_stopped_in_a_loop_without_end_has_lost_marks_and_no_name():
    def endless(Z):
        raise Endless

    told = module._told(module.with_secret(WEEK, 1), RELU, endless)
    assert told.lost and not told.ended and not told.names


@pytest.mark.parametrize("week, exercise, right, wrong, others, name", [
    # Every test's last point was right after the first epoch: it stops there, as one that knows one epoch only.
    ("week1", "perceptron", "mistakes == 0", "error == 0", (3, 5), "error for mistakes (line 14)"),
    # It goes on for ever where the author's mistake, which does the same, ends after a thousand epochs.
    ("week1", "perceptron", "b + error", "b * error", (3, 4), "perceptron_without_bias"),
    # A target is one of two numbers, as is a step of anything: too little for a name that is sure.
    ("week1", "perceptron", "return w, b", "return target, b", (5,), None),
    # One of the tests' W is nearly singular, and two ways to make its rows orthonormal differ by rounding.
    ("week7", "ica_step", "np.tanh(Z @ W.T)", "np.tanh(Z @ W)", (3,), "columns_for_filters"),
    # The first call had two values only, and all others one for each value that there should be.
    ("week5", "hebb", "X.T @ Y / X.shape[1]", "X.T @ Y - X.shape[1]", (3,), "one minus it, times -d"),
])
def test_a_wrong_solution_has_one_name_whatever_the_secret(week, exercise, right, wrong, others, name):
    loaded = Week.load(ROOT, week)
    text = loaded.solution(exercise)
    assert right in text
    counted = ast.fix_missing_locations(Counted().visit(definition(text.replace(right, wrong))))
    slip = compiled(ast.unparse(counted), vars(build(loaded)))
    for number in (1, *others):
        found = found_of(module.with_secret(loaded, number), loaded.by_id[exercise], slip)
        assert {f.name for f in found or () if f.firm} == ({name} if name else set()), number
