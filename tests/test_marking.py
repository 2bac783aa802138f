"""One notebook to its marks, in the real sandbox with the real hidden tests of week 1."""

import os
import threading

import numpy as np
import pytest

from autograder.course.course import Course, Limits
from autograder.course.week import Week
from autograder.graders.variants import variants
from autograder.marking.cells import became
from autograder.marking.marker import Marker
from autograder.sandbox import CellRun
from tests.broken import released, solved
from tests.solved import with_cell, with_texts
from tests.this_course import ROOT

WEEK1 = Week.load(ROOT, "week1")
LIMITS = Limits(cell_seconds=2, call_seconds=1, submission_seconds=60, memory_mb=1024, output_kb=64)


@pytest.fixture(scope="module")
def marker(sandbox):
    return Marker(lambda week: LIMITS, sandbox)


def exercises(marker, raw: bytes) -> dict:
    return {e.id: e for e in marker.mark(WEEK1, raw, "week1.ipynb").result.exercises}


def test_the_solution_gets_full_marks_and_nothing_had_to_be_repaired(marker):
    result = marker.mark(WEEK1, solved(WEEK1), "week1.ipynb").result
    assert (result.score, result.max_score, result.bonus, result.manual_points) == (16, 16, 3, 4)
    assert result.repairs == ()
    assert {e.outcome for e in result.exercises} == {"passed"}


def test_the_release_gets_nothing_and_says_that_nothing_is_written(marker):
    result = marker.mark(WEEK1, released(WEEK1), "week1.ipynb").result
    assert (result.score, result.bonus) == (0, 0)
    for exercise in result.exercises:
        assert exercise.outcome == "could_not_run"
        assert "is not written yet" in exercise.reason


def test_the_same_submission_gets_the_same_result_byte_for_byte(marker):
    raw = with_texts(WEEK1, {"relu": "def relu(Z):\n    raise ValueError(object())", "linear": "def linear(X, W, b): return X"})
    first = marker.mark(WEEK1, raw, "week1.ipynb").model_dump_json()
    with Marker(lambda week: LIMITS) as other:
        assert other.mark(WEEK1, raw, "week1.ipynb").model_dump_json() == first


def test_an_error_is_not_carried_forward(marker):
    wrong = next(v for v in variants(Week.load(ROOT, "week1"), "mistakes", "linear") if "bias" in v.name)
    found = exercises(marker, with_texts(WEEK1, {"linear": wrong.source}))
    assert found["linear"].outcome == "failed"
    assert found["mlp_forward"].score == found["mlp_forward"].max_score
    assert found["mlp_forward"].used_reference == ("linear",)


def test_a_known_mistake_is_named_with_its_hint(marker):
    for mistake in variants(Week.load(ROOT, "week1"), "mistakes", "linear")[:3]:
        named = exercises(marker, with_texts(WEEK1, {"linear": mistake.source}))["linear"].mistake
        assert (named.name, named.hint) == (mistake.name, mistake.hint)


def test_what_relates_an_answer_to_the_right_one_is_said_where_no_known_mistake_does_the_same(marker):
    text = "def linear(X, W, b):\n    return X @ W + b + 0.123"
    found = exercises(marker, with_texts(WEEK1, {"linear": text}))["linear"]
    assert found.outcome == "failed" and found.mistake.name == "offset 0.123"


def test_an_answer_that_nothing_relates_to_the_right_one_is_not_named(marker):
    text = "def linear(X, W, b):\n" \
           "    told = sum((a * np.cos(np.arange(a.size)).reshape(a.shape)).sum() for a in (X, W, b))\n" \
           "    return np.sin(np.arange(len(X) * len(b)) ** 1.7 + told).reshape(len(X), -1)"
    found = exercises(marker, with_texts(WEEK1, {"linear": text}))["linear"]
    assert found.outcome == "failed" and found.mistake is None


def test_a_missing_function_is_told_with_what_became_of_its_cell(marker):
    found = exercises(marker, with_texts(WEEK1, {"relu": "def relu(Z:\n    return Z"}))
    assert found["relu"].outcome == "could_not_run"
    assert "SyntaxError" in found["relu"].reason
    assert found["mlp_forward"].outcome == "passed"


def test_an_endless_loop_costs_its_own_exercise_only(marker):
    found = exercises(marker, with_texts(WEEK1, {"perceptron": "def perceptron(X, y, epochs):\n    while True: pass"}))
    assert found["perceptron"].outcome == "could_not_run"
    assert "took longer than 1 s" in found["perceptron"].reason
    assert all(e.outcome == "passed" for name, e in found.items() if name != "perceptron")


def test_a_loop_that_holds_the_interpreter_is_ended_too(marker):
    text = "def relu(Z):\n    import itertools\n    return sum(itertools.repeat(0))"
    found = exercises(marker, with_texts(WEEK1, {"relu": text}))
    assert found["relu"].outcome == "could_not_run"
    assert found["sigmoid"].outcome == found["mlp_forward"].outcome == "passed"


def test_a_cell_that_ends_the_process_costs_only_itself(marker):
    found = exercises(marker, with_texts(WEEK1, {"sigmoid": "import os\nos._exit(0)\ndef sigmoid(Z): return Z"}))
    assert found["sigmoid"].outcome == "could_not_run"
    assert all(e.outcome == "passed" for name, e in found.items() if name != "sigmoid")


def test_a_function_that_ends_the_process_costs_only_its_exercise(marker):
    found = exercises(marker, with_texts(WEEK1, {"score": "def score(x, w, b):\n    import os\n    os._exit(0)"}))
    assert found["score"].outcome == "could_not_run"
    assert all(e.outcome == "passed" for name, e in found.items() if name != "score")


@pytest.mark.parametrize("line", ["from google.colab import drive", "name = input('Your name? ')", "%load_ext nothing"])
def test_a_line_that_fails_above_a_solution_costs_nothing(marker, line):
    text = f"{line}\n\ndef score(x, w, b):\n    return w @ x + b"
    assert exercises(marker, with_texts(WEEK1, {"score": text}))["score"].outcome == "passed"


def test_own_cells_may_define_what_a_solution_uses(marker):
    raw = with_cell(WEEK1, "def cut(z):\n    return np.maximum(z, 0)", before="relu")
    raw = raw.replace(b"import numpy as np", b"import numpy as np")
    assert exercises(marker, raw)["relu"].outcome == "passed"


@pytest.mark.parametrize(
    "returned, says",
    [
        ("None", "Is a return missing?"),
        ("Z.tolist()", "a list of"),
        ("(z for z in Z)", "a generator"),
        ("np.matrix(np.atleast_2d(Z).reshape(1, -1))", "matrix"),
        ("np.full(np.shape(Z), 'x')", "dtype"),
        ("Z.T[:0]", "has shape"),
        ("Z * np.nan", "nan"),
        ("{}[0]", "KeyError"),
    ],
)
def test_a_wrong_return_value_gets_a_sentence(marker, returned, says):
    found = exercises(marker, with_texts(WEEK1, {"relu": f"def relu(Z):\n    return {returned}"}))["relu"]
    assert found.outcome == "failed" and found.score == 0
    assert any(says in t.message for t in found.tests if not t.passed)


def test_a_function_of_the_wrong_arity_gets_a_sentence(marker):
    found = exercises(marker, with_texts(WEEK1, {"linear": "def linear(X, W):\n    return X @ W"}))["linear"]
    assert "takes 2 positional arguments but 3 were given" in found.tests[0].message


def test_changed_arguments_are_told_by_name(marker):
    text = "def relu(Z):\n    Z[Z < 0] = 0\n    return Z"
    found = exercises(marker, with_texts(WEEK1, {"relu": text}))["relu"]
    assert 0 < found.score < found.max_score
    assert any("changed its argument Z" in (t.message or "") for t in found.tests)


def test_only_the_exercises_asked_for_are_tested_again(marker):
    right, wrong = solved(WEEK1), with_texts(WEEK1, {"relu": "def relu(Z):\n    return Z", "score": "score = None"})
    before = marker.mark(WEEK1, right, "week1.ipynb")
    again = marker.mark(WEEK1, wrong, "week1.ipynb", only=("relu",), before=before)
    found = {e.id: e.outcome for e in again.result.exercises}
    assert found["relu"] == "failed" and found["score"] == "passed"


def test_the_limits_of_a_week_may_be_its_own():
    course = Course.load(ROOT)
    assert course.limits_of("week4").cell_seconds > course.limits_of("week1").cell_seconds


def test_a_zygote_lost_on_the_way_costs_no_marks():
    raw = with_cell(WEEK1, "import time\ntime.sleep(0.6)", before="linear")
    with Marker(lambda week: LIMITS) as marker:
        marker.mark(WEEK1, with_texts(WEEK1, {}), "week1.ipynb")
        zygote = marker.sandbox.zygote()
        threading.Timer(0.3, marker.sandbox._zygote.process.kill).start()
        marked = marker.mark(WEEK1, raw, "week1.ipynb")
        assert marker.sandbox.zygote() != zygote
        assert {e.outcome for e in marked.result.exercises} == {"passed"}
        assert not [cell.note for cell in marked.cells if cell.note]


def test_what_is_spoiled_each_time_gets_no_marks():
    with Marker(lambda week: LIMITS) as marker:
        marker.sandbox.zygote = lambda: os.urandom(8)
        with pytest.raises(RuntimeError, match="lost 3 times"):
            marker.mark(WEEK1, with_texts(WEEK1, {}), "week1.ipynb")


def test_printing_in_every_cell_costs_nothing_with_the_limits_a_course_has_by_default():
    loud = "\nfor i in range(10_000): print('epoch', i, 'loss', 0.123456789)"
    with Marker(lambda week: Limits()) as marker:
        raw = with_texts(WEEK1, {e.id: WEEK1.solution(e.id) + loud for e in WEEK1.coded})
        result = marker.mark(WEEK1, raw, "week1.ipynb").result
    assert (result.score, result.bonus) == (16, 3)


def test_what_became_of_a_cell_is_told_by_how_it_ended_not_by_the_note_s_words():
    assert became(CellRun(fate="stopped after 10 s", left_out="7 characters of output were left out")) == \
        "was stopped after 10 s; 7 characters of output were left out"
    assert became(CellRun(left_out="its outputs were too large to be kept")) == \
        "showed more than is kept: its outputs were too large to be kept"


def test_what_looking_for_names_costs_is_not_taken_from_later_exercises(sandbox, monkeypatch):
    def diagnosed(week, exercise, records, ask=None):
        for _ in range(20 if ask is not None else 0):
            ask((np.empty(0), np.empty(0), 0.0))

    monkeypatch.setattr("autograder.marking.marker.diagnose", diagnosed)
    hurried = Marker(lambda week: LIMITS.model_copy(update={"submission_seconds": 5}), sandbox)
    sleepy = "def score(x, w, b):\n    import time\n    time.sleep(60 if len(x) == 0 else 0)\n    return float(x @ w)"
    raw = with_texts(WEEK1, {"score": sleepy})
    found = exercises(hurried, raw)
    assert found.pop("score").outcome == "failed"
    assert {e.outcome for e in found.values()} == {"passed"}
