"""Every kind of broken notebook, from its bytes to its marks, in a real sandbox: the marks the work in it deserves."""

from __future__ import annotations

import json

import pytest

from autograder.course.course import Limits
from autograder.course.week import Week
from autograder.marking.marker import Marker
from tests.broken import BROKEN, solved
from tests.solved import with_texts
from tests.this_course import ROOT

WEEK = Week.load(ROOT, "week1")
SOLVED = solved(WEEK)


@pytest.fixture(scope="module")
def marker(sandbox):
    return Marker(lambda week: Limits(cell_seconds=5, call_seconds=2, submission_seconds=60), sandbox)


@pytest.fixture(scope="module")
def full() -> dict[str, float]:
    return {e.id: e.points for e in WEEK.coded}


def test_there_are_at_least_thirty():
    assert len(BROKEN) >= 30


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_notebook_gets_what_the_work_in_it_deserves(name, marker, full):
    broken = BROKEN[name]
    marked = marker.mark(WEEK, broken.damage(SOLVED), "week1.ipynb")
    first = WEEK.coded[0].id
    expected = {"full": full, "no first": full | {first: 0.0}, "nothing": dict.fromkeys(full, 0.0)}[broken.worth]
    assert {e.id: e.score for e in marked.result.exercises} == expected
    told = [*marked.result.repairs, *(e.reason or "" for e in marked.result.exercises)]
    assert broken.told is None or any(broken.told in line for line in told), told
    for exercise in marked.result.exercises:
        assert exercise.outcome == "passed" or exercise.reason or any(t.message for t in exercise.tests)


@pytest.mark.parametrize("cell", ["import google.colab", "from google.colab import drive\ndrive.mount('/content')",
                                  "name = input('Your name? ')", "import pandas as pd", "!pip install torch",
                                  "%load_ext nothing"])
def test_what_a_grader_does_not_have_costs_only_its_own_cell(cell, marker, full):
    notebook = json.loads(SOLVED)
    notebook["cells"].insert(1, {"cell_type": "code", "id": "own", "metadata": {}, "source": cell, "outputs": [],
                                 "execution_count": None})
    marked = marker.mark(WEEK, json.dumps(notebook).encode(), "week1.ipynb")
    assert {e.id: e.score for e in marked.result.exercises} == full


@pytest.mark.parametrize("line", ["import google.colab", "name = input('Your name? ')"])
def test_a_bad_line_above_a_solution_costs_nothing(line, marker, full):
    notebook = json.loads(SOLVED)
    cell = next(c for c in notebook["cells"] if c["id"] == WEEK.coded[0].id)
    cell["source"] = f"{line}\n{''.join(cell['source'])}"
    marked = marker.mark(WEEK, json.dumps(notebook).encode(), "week1.ipynb")
    assert {e.id: e.score for e in marked.result.exercises} == full


@pytest.mark.parametrize("week, stub", [("week5", "update(s, W, order)"), ("week6", "normalise(E, sigma)"),
                                            ("week7", "ica_step(W, Z)"), ("week8", "accumulate(llr, bound)")])
def test_a_function_that_never_ends_is_told_in_one_sentence(week, stub, marker):
    taught, name = Week.load(ROOT, week), stub.partition("(")[0]
    endless = f"def {stub}:\n    while True:\n        pass\n"
    marked = marker.mark(taught, with_texts(taught, {name: endless}, rest="released"), f"{week}.ipynb")
    result = next(e for e in marked.result.exercises if e.id == name)
    assert (result.outcome, result.score) == ("could_not_run", 0)
    assert result.reason == f"{name} gave no answer: it took longer than 2 s."
