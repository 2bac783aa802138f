"""Wrong answers are named by what accounts for them, and none falsely."""

from __future__ import annotations

import ast
import dataclasses
import fcntl
import itertools
import json
import os
import subprocess
import sys
import warnings
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autograder.course.week import Week
from autograder.graders.exam import exam
from autograder.graders.reference import build, has_stand_in
from autograder.graders.student import LocalTransport, Record, Student
from autograder.grading.names import ALWAYS, found_of, with_secret
from autograder.marking.diagnosis import diagnose
from autograder.naming.calls import Seen, numeric, seen
from autograder.naming.finding import Finding
from autograder.naming.groups import FILE, group_of
from autograder.naming.relations.comparison import LATE, compared
from autograder.naming.search import findings
from autograder.naming.stand_ins.changes import functions_of
from autograder.naming.stand_ins.edits import edited, twice
from autograder.naming.stand_ins.functions import ENTRYWISE, ROWWISE
from autograder.naming.stand_ins.kept import kept
from autograder.naming.stand_ins.made import Endless, compiled, made, own_text
from autograder.sandbox.outcome import Outcome
from tests.this_course import ROOT

WEEKS = {name: Week.load(ROOT, name) for name in ("week1", "week2", "week3")}


def records_of(week: str, exercise: str, text: str) -> list[Record]:
    """The calls that the hidden tests make of a wrong solution."""
    loaded = WEEKS[week]
    namespace = dict(vars(build(loaded)))
    exec(text, namespace)
    student = Student(LocalTransport(namespace))
    exam(loaded).run(exercise, student)
    return student.records


def named(week: str, exercise: str, text: str) -> list[Finding]:
    return findings(WEEKS[week], WEEKS[week].by_id[exercise], records_of(week, exercise, text))


@pytest.mark.parametrize("week, exercise, text, says", [
    ("week1", "linear", "def linear(X, W, b): return (X @ W + b) / len(X)", "Every entry of your Z is n times too small (n = 5)"),
    ("week1", "linear", "def linear(X, W, b): return (X @ W + b).ravel()", "Your Z is flattened"),
    ("week1", "linear", "def linear(X, W, b): return 1 / (1 + np.exp(-(X @ W + b)))", "Your Z is the sigmoid of the right one"),
    ("week1", "linear", "def linear(X, W, b): print(X @ W + b)", "Nothing comes back (None), and something is printed"),
    ("week1", "linear", "def linear(X, W, b): X @ W + b", "Nothing comes back (None): is a return missing"),
    ("week1", "linear", "def linear(X, W, b): return X @ W + 2 * b", "comes out for b doubled"),
    ("week1", "relu", "def relu(Z): return np.where(Z > 0, Z, 0.037 * Z)", "Where Z is negative, your answer is 0.037 times Z"),
    ("week1", "relu", "def relu(Z): return np.where(Z > 0, Z, np.exp(Z) - 1)", "elu stands where maximum should"),
    ("week2", "mse", "def mse(Y, Y_hat): return np.sum((Y - Y_hat) ** 2) / (len(Y) - 1)", "n/(n - 1) times"),
    ("week2", "one_hot", "def one_hot(labels, n_classes): return 1 - np.eye(n_classes)[labels]", "turned round"),
    ("week3", "linear_backward", "def linear_backward(dZ, X, W): return dZ @ W.T, (X.T @ dZ).T, dZ.mean(axis=0)", "dW"),
])
def test_what_was_seen_is_said_in_the_exercises_letters(week, exercise, text, says):
    found = named(week, exercise, text)
    assert found and all(f.firm for f in found)
    assert says in " ".join(f.says for f in found)


def test_each_part_has_its_own_relation():
    found = named("week3", "linear_backward", "def linear_backward(dZ, X, W): return dZ @ W.T * 3, -X.T @ dZ, dZ.sum(axis=0)")
    assert [f.name for f in found] == ["dX: times 3", "dW: times -1"]


def test_what_raises_is_told_with_what_sets_its_calls_apart():
    found = named("week1", "relu", "def relu(Z):\n    n, d = Z.shape\n    return np.maximum(Z, 0)")
    assert "another number of parts" in found[0].says and "Z" in found[0].says


def test_a_slip_on_top_of_a_known_mistake_names_both():
    found = named("week1", "linear", "def linear(X, W, b): return (X @ W).ravel()")
    assert {f.name for f in found} >= {"flattened"} and len(found) == 2


def test_infinite_numbers_are_like_nothing_but_themselves():
    found = named("week2", "softmax_cross_entropy", """def softmax_cross_entropy(Z, labels):
    M = Z.max(axis=1)
    return (M + np.log(np.exp(Z - M[:, None]).sum(axis=1)) - Z[np.arange(len(Z)), labels])[0]""")
    assert not any("step" in f.name for f in found)


def test_what_a_trusted_function_warns_of_does_not_hang_on_the_callers_settings_and_no_name_warns():
    """A mistake is told from another by its warnings too: with numpy's silenced around it, one overflow was named as another."""
    week = WEEKS["week1"]
    with np.errstate(all="ignore"):
        records = records_of("week1", "sigmoid", "def sigmoid(Z): return np.exp(Z) / (1 + np.exp(Z))")
        found = diagnose(week, week.by_id["sigmoid"], records)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        huge = named("week1", "relu", "def relu(Z): return np.where(Z > 0, Z, 1e308)")
    assert [f.name for f in huge] == ["right only where the right answer is positive"]
    assert found.name == "sigmoid_other_form"


@pytest.mark.parametrize("week", ["week1", "week3", "week5", "week8"])
def test_made_mistakes_with_different_sentences_have_different_names(week):
    loaded = Week.load(ROOT, week)
    for exercise in loaded.coded:
        said: dict[str, str] = {}
        for one in itertools.chain(*made(loaded, exercise)) if has_stand_in(loaded, exercise.id) else ():
            assert said.setdefault(one.name, one.says) == one.says, (exercise.id, one.name)


def test_a_function_of_two_values_is_no_evidence():
    text = """def one_hot(labels, n_classes):
    Y = np.zeros((len(labels), n_classes))
    for i, label in enumerate(labels):
        Y[i, label] = label
    return Y"""
    assert not any("on top" in f.name for f in named("week2", "one_hot", text))


OPERATIONS: list[tuple[str, Callable]] = [
    *ENTRYWISE.items(), *ROWWISE.items(), ("transposed", np.transpose), ("first row", lambda w: w[:1]),
    ("tripled", lambda w: 3 * w),
    ("summed", lambda w: w.sum(axis=0)), ("noise", lambda w: w + np.sin(37 * np.arange(w.size)).reshape(w.shape)),
]


def tried(seed: int, make: Callable) -> Seen:
    """Calls of a function that should give its matrix back, answered by `make` of it."""
    rng = np.random.default_rng(seed)
    inputs = [rng.normal(size=shape) for shape in ((4, 3), (5, 2), (3, 3), (2, 6))]
    records = []
    for X in inputs:
        with np.errstate(all="ignore"):
            records.append(Record("same", (X,), {}, Outcome("returned", np.asarray(make(X), dtype=float))))

    def same(X):
        """X (n, d). Returns Z of shape (n, d)."""
        return X.copy()

    return seen(same, records)


#: The largest entry without its sign, which is positive in all four inputs by chance.
LARGEST = ("a division by the largest absolute value", ROWWISE["a division by the largest absolute value"])


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(OPERATIONS), st.sampled_from(OPERATIONS), st.integers(0, 1000))
@example(("tripled", lambda w: 3 * w), LARGEST, 53)
def test_a_relation_that_is_named_holds_on_other_inputs_too(first, second, seed):
    def make(w):
        return second[1](np.asarray(first[1](w), dtype=float))

    try:
        one, other = tried(seed, make), tried(seed + 5000, make)
    except (ValueError, IndexError, np.exceptions.AxisError):
        return
    firm = {f.name for f in compared(one, one.calls) if f.firm}
    again = {f.name for f in compared(other, other.calls) if f.firm}
    assert not firm or not again or firm & again, (first[0], second[0])


def test_who_does_the_same_is_one_group_whatever_the_text_and_reads_its_hint():
    one = "def linear(X, W, b): return np.sin(X @ W) + np.cos(17 * b) * len(X) ** 1.5"
    same = "def linear(X, W, b):\n    rest = np.cos(b * 17)\n    return rest * len(X) ** 1.5 + np.sin(np.dot(X, W))"
    other = "def linear(X, W, b): return np.sin(X @ W) + np.cos(18 * b) * len(X) ** 1.5"
    linear = WEEKS["week1"].by_id["linear"]
    groups = [group_of(linear, records_of("week1", "linear", text)) for text in (one, same, other)]
    assert groups[0] == groups[1] != groups[2]
    told = json.dumps({"linear": {groups[0]: "Waves are not asked for."}}).encode()
    week = dataclasses.replace(WEEKS["week1"], hidden={**WEEKS["week1"].hidden, FILE: told})
    assert diagnose(week, linear, records_of("week1", "linear", same)).hint == "Waves are not asked for."
    assert diagnose(week, linear, records_of("week1", "linear", other)) is None


_NAMING = """
import sys
from pathlib import Path
from tests.test_names import named
print([f.name for f in named("week1", "relu", "def relu(Z): return np.where(Z > 0, Z, np.exp(Z) - 1)")])
"""


def test_made_mistakes_are_kept_for_other_processes_and_made_anew_where_the_file_is_damaged(tmp_path):
    def process() -> str:
        done = subprocess.run([sys.executable, "-c", _NAMING], cwd=ROOT, env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)},
                              capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    first = process()
    [file] = tmp_path.rglob("*.npz")
    made = file.read_bytes(), file.stat().st_mtime_ns
    assert "elu for maximum" in first and file.parent.stat().st_mode & 0o077 == 0
    assert process() == first and (file.read_bytes(), file.stat().st_mtime_ns) == made
    file.write_bytes(made[0][:1000])
    assert process() == first and len(file.read_bytes()) > 1000 and list(tmp_path.rglob("*.tmp")) == []


def test_a_cache_that_cannot_be_written_costs_no_name(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("autograder.naming.stand_ins.kept._kept", {})
    assert named("week1", "relu", "def relu(Z): return np.where(Z > 0, Z, np.exp(Z) - 1)")


def test_signatures_leave_out_nothing_that_fits():
    week = WEEKS["week2"]
    whole = kept(week, week.by_id["mse"])[0]
    records = records_of("week2", "mse", "def mse(Y, Y_hat): return np.mean((Y - Y_hat) ** 2)")
    calls = [c for c in seen(build(week).mse, records).calls if c.key in whole.signatures.columns]
    assert calls
    for call in calls:
        for place, stand_in in enumerate(whole.stand_ins):
            outcome = stand_in.outcome(call)
            assert whole.signatures.may_be(outcome, call)[place], stand_in.name
            if numeric(outcome.value) is not None and np.isfinite(outcome.value).all():
                doubled = numeric(outcome.value) * 2
                assert whole.signatures.may_give_scaled(doubled, call, np.array([1.0, 2.0]))[place], stand_in.name
                assert whole.signatures.may_be_in_form(numeric(outcome.value).T, call)[place], stand_in.name
                assert whole.signatures.may_be_balanced(-numeric(outcome.value).T, call)[place], stand_in.name


def test_signatures_leave_out_no_part_that_fits():
    week = WEEKS["week3"]
    whole = kept(week, week.by_id["linear_backward"])[0]
    records = records_of("week3", "linear_backward", "def linear_backward(dZ, X, W): return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)")
    calls = [c for c in seen(build(week).linear_backward, records).calls if c.key in whole.signatures.columns]
    tried = [(call, place, stand_in) for call in calls for place, stand_in in enumerate(whole.stand_ins)
             if isinstance(stand_in.outcome(call).value, (list, tuple))]
    assert tried
    left_out = 0
    for call, place, stand_in in tried:
        for part, value in enumerate(stand_in.outcome(call).value):
            may = whole.signatures.may_have_part(value, part, call)
            assert may[place], (stand_in.name, part)
            left_out += int((~may).sum())
    assert left_out


def test_what_agrees_with_all_calls_but_one_is_told_and_is_no_name():
    elu = "def relu(Z): return np.where(Z > 0, Z, np.exp(Z) - 1)"
    [found] = named("week1", "relu", f"{elu} if Z.size != 6 else 0.7 * Z + 0.3 * Z ** 2")
    assert all(words in found.says for words in ("agrees with a solution with one slip", "elu stands", "all calls but one of 5"))
    assert not found.firm


@pytest.mark.parametrize("loop", ["for _ in counted_(range(100)):", "while (tick_(), True)[1]:"])
def test_a_made_mistake_that_grows_in_its_loop_is_ended(loop):
    """Doubled a hundred times, an array would fill the machine long before its turns are spent."""
    function = compiled(f"def grow(x):\n    {loop}\n        x = np.concatenate([x, x])\n    return x", {"np": np})
    assert function is not None
    with pytest.raises(Endless):
        function(np.zeros(4))


def stepped(make: Callable) -> Seen:
    """Calls of a step of gradient descent, answered by `make`."""
    rng = np.random.default_rng(3)

    def layers() -> list:
        return [(rng.normal(size=(3, 4)), rng.normal(size=4)), (rng.normal(size=(4, 5)), rng.normal(size=5))]

    def step(params, grads, rate):
        """Returns the new params."""
        return [(W - rate * dW, b - rate * db) for (W, b), (dW, db) in zip(params, grads, strict=True)]

    calls = [(layers(), layers(), rate) for rate in (0.1, 0.3, 0.7)]
    return seen(step, [Record("step", call, {}, Outcome("returned", make(*call))) for call in calls])


@pytest.mark.parametrize("factor, told", [
    (lambda rate: -rate * rate, "-rate²"), (lambda rate: rate, "rate"), (lambda rate: 1 - rate, "(1 - rate)"),
    (lambda rate: 0, "0")])
def test_a_step_with_another_factor_is_told_by_what_that_is(factor, told):
    said = stepped(lambda params, grads, rate: [
        (W + factor(rate) * dW, b - rate * db) for (W, b), (dW, db) in zip(params, grads, strict=True)])
    [found] = compared(said, said.calls, searches=LATE)
    assert found.firm and found.name == f"the first of each pair: grads times {told}"


def test_a_step_with_a_factor_that_is_nothing_of_the_exercise_is_not_told():
    factors = iter((0.123, 0.456, 0.789))
    said = stepped(lambda params, grads, rate: [
        (W + f * dW, b - rate * db) for f in [next(factors)] for (W, b), (dW, db) in zip(params, grads, strict=True)])
    assert not any("times" in f.name for f in compared(said, said.calls, searches=LATE))


@pytest.mark.parametrize("week, exercise, text, name", [
    ("week3", "softmax_cross_entropy_backward", "def softmax_cross_entropy_backward(Z, labels): return (softmax(Z) - 1) / len(Z)",
     "index of what is changed left out (line 2)"),
    ("week3", "linear_backward", "def linear_backward(dZ, X, W): return dZ @ W.T, X.T @ dZ, dZ[0]", "db: the first row of dZ"),
    ("week3", "linear_backward", "def linear_backward(dZ, X, W): return dZ @ W.T, X.T @ dZ, np.full(W.shape[1], 7.0)",
     "db: one value everywhere"),
    ("week1", "linear", "def linear(X, W, b):\n    Z = np.zeros((len(X), W.shape[1]))\n    Z[0] = X[0] @ W + b\n    return Z",
     "filled only in the first row"),
])
def test_what_is_right_in_one_place_or_the_same_everywhere_is_told(week, exercise, text, name):
    [found] = named(week, exercise, text)
    assert found.firm and found.name == name


def test_what_cannot_be_counted_is_told_by_its_kind():
    [found] = named("week1", "relu", "def relu(Z): return (np.maximum(z, 0) for z in Z)")
    assert found.firm and found.name == "returns generator"


def test_nothing_is_kept_on_disk_for_a_secret_that_is_tried_once(tmp_path, monkeypatch):
    """Twenty secrets of eight weeks would push out what the course itself needs."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("autograder.naming.stand_ins.kept._kept", {})
    relu = WEEKS["week1"].by_id["relu"]
    for number in (7, *ALWAYS):
        kept(with_secret(WEEKS["week1"], number), relu)
    assert len(list(tmp_path.rglob("*.npz"))) == len(ALWAYS)


def test_of_secrets_that_are_tried_once_only_the_last_is_held(monkeypatch):
    """Twenty of them took two gigabytes."""
    held = {}
    monkeypatch.setattr("autograder.naming.stand_ins.kept._kept", held)
    week = WEEKS["week1"]
    for number in (ALWAYS[0], 7, 8):
        for exercise in ("relu", "linear"):
            kept(with_secret(week, number), week.by_id[exercise])
    assert {key for key, _ in held} == {with_secret(week, number).key for number in (ALWAYS[0], 8)} and len(held) == 4


def test_what_is_tried_in_advance_takes_no_more_memory_than_there_is_room_for(tmp_path):
    """np.zeros(sizes) for np.zeros(m) asked for nine gigabytes at once."""
    # Not getrusage's: that counts what the process that started this one held.
    code = ("import re\nfrom tests.test_names import WEEKS\nfrom autograder.naming.stand_ins.kept import kept\n"
            "kept(WEEKS['week1'], WEEKS['week1'].by_id['init_params'])\n"
            "print(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)},
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[-1]) < 1_500_000


ONE_EPOCH = """def perceptron(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for x, target in zip(X, y):
            error = target - int(w @ x + b > 0)
            w, b = w + error * x, b + error
        if error == 0:
            break
    return w, b
"""


def test_where_two_names_fit_one_more_call_decides():
    """It goes through the data once, or stops where the last observation was right: few inputs tell these apart."""
    week = with_secret(WEEKS["week1"], 1)
    exercise = week.by_id["perceptron"]
    namespace = dict(vars(build(week)))
    exec(ONE_EPOCH, namespace)
    student = Student(LocalTransport(namespace))
    exam(week).run("perceptron", student)
    asked = []

    def ask(args):
        asked.append(args)
        return student.transport.call("perceptron", args, {}, None)

    # Without the test that has five epochs: since then the tests' inputs do tell them apart.
    records = [r for r in student.records if r.args[2] != 5]
    assert len(records) < len(student.records)
    [without] = findings(week, exercise, records)
    [decided] = findings(week, exercise, records, ask)
    [neither] = findings(week, exercise, records, lambda args: Outcome("returned", (np.full(args[0].shape[1], 7.0), 7.0)))
    assert (without.name, decided.name) == ("perceptron_one_epoch", "error for mistakes (line 14)")
    # One decides; what it decides for then holds in some more.
    assert 1 <= len(asked) <= 7
    assert neither.name == "perceptron_one_epoch" and not neither.firm


@pytest.mark.parametrize("week, exercise, slip, secrets", [
    # Every test's last point was right after the first epoch: it stops there, as one that knows one epoch only.
    ("week1", "perceptron", "error for mistakes (line 14)", (7, 9)),
    # Among many conditions on what arguments hold one fits the only call that raises something else.
    ("week3", "mlp_gradients", "b for params (line 15)", (3, 12)),
    # One call returned, with one number that is not 0: it is some number times the right one.
    ("week3", "mlp_gradients", "labels for dA (line 20)", (4, 17)),
    # Divided by 0, which is not worked out in an order that overflows.
    ("week3", "relu_backward", "dA for Z (line 6) & a division for a product (line 6)", (3, 7)),
    # The largest of the running sums was the last one.
    ("week3", "linear_backward", "cumsum for sum (line 8)", (19,)),
])
def test_a_name_does_not_hang_on_how_the_inputs_were_drawn(week, exercise, slip, secrets):
    loaded = WEEKS[week]
    one = loaded.by_id[exercise]
    functions = functions_of(vars(build(loaded)))
    first_slip, _, second_slip = slip.partition(" & ")
    edits = [e for e in edited(own_text(loaded.solution(exercise), one.function), functions) if e.name == first_slip]
    if second_slip:
        edits = [e for e in twice(edits[0], functions) if e.name == slip]
    function = compiled(ast.unparse(edits[-1].tree), vars(build(loaded)))
    found = (found_of(with_secret(loaded, number), one, function) for number in (1, *secrets))
    first, *others = ({f.name for f in findings or () if f.firm} for findings in found)
    assert first
    assert all(other == first for other in others)


def test_a_process_that_was_stopped_while_it_made_them_keeps_nobody_waiting(tmp_path, monkeypatch):
    """As with Ctrl-Z: its lock stays."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("autograder.naming.stand_ins.kept.PATIENCE", 0.2)
    monkeypatch.setattr("autograder.naming.stand_ins.kept._kept", {})
    week = WEEKS["week1"]
    kept(week, week.by_id["relu"])
    for file in tmp_path.rglob("*.npz"):
        file.unlink()
    (lock,) = tmp_path.rglob("*.lock")
    monkeypatch.setattr("autograder.naming.stand_ins.kept._kept", {})
    with lock.open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert kept(week, week.by_id["relu"])[0].stand_ins
