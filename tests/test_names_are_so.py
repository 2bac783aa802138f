"""What a name says is so of the code: each of these was once told something that was not, or that pointed to a right place."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from autograder.course.week import Week
from autograder.graders.exam import exam
from autograder.graders.reference import build, solutions
from autograder.graders.student import LocalTransport, Record, Student
from autograder.naming.behaviour import raised
from autograder.naming.calls import behaves_alike, seen, warns_alike
from autograder.naming.deciding import Ask
from autograder.naming.evidence import ENOUGH
from autograder.naming.finding import Finding
from autograder.naming.look import Look, bits
from autograder.naming.search import findings
from autograder.sandbox.outcome import Outcome
from tests.this_course import ROOT

WEEKS = {name: Week.load(ROOT, name) for name in ("week1", "week2", "week3", "week4")}


def named(week: str, exercise: str, text: str) -> list[Finding]:
    """What is told of a wrong solution, more calls of it included where they are asked for."""
    student, ask = examined(week, exercise, text)
    return findings(WEEKS[week], WEEKS[week].by_id[exercise], student.records, ask)


def examined(week: str, exercise: str, text: str) -> tuple[Student, Ask]:
    """The student with this solution, after the hidden tests, and what makes one more call of it."""
    loaded = WEEKS[week]
    namespace = dict(vars(build(loaded)))
    exec(text, namespace)
    student = Student(LocalTransport(namespace))
    exam(loaded).run(exercise, student)
    name = loaded.by_id[exercise].function
    return student, lambda args: student.transport.call(name, args, {}, None)


def seen_by(week: str, exercise: str, text: str) -> tuple[Look, Ask]:
    """One look at a wrong solution, and what makes one more call of it."""
    student, ask = examined(week, exercise, text)
    loaded, one = WEEKS[week], WEEKS[week].by_id[exercise]
    own = [r for r in student.records if r.name == one.function]
    return Look(loaded, one, seen(getattr(solutions(loaded), one.function), own), []), ask


@pytest.mark.parametrize("week, exercise, text, says, never", [
    # Its bias keeps its sign: only where b = 0 is the whole turned round.
    ("week1", "score",
     "def score(x, w, b): return -(w @ x) + b",
     "a minus stands before", "everywhere"),
    ("week1", "score",
     "def score(x, w, b): return (x @ w) * b",
     "a product for a sum", "0 everywhere"),
    ("week1", "score",
     "def score(x, w, b): return np.outer(x, w) + b",
     "outer product", "transposed"),
    ("week1", "linear",
     "def linear(X, W, b): return (X @ W + b).astype(np.float32)",
     "float32", "times what it should be"),
    ("week1", "linear",
     "def linear(X, W, b): return X @ W + b.mean()",
     "b averaged", "row"),
    ("week1", "relu",
     "def relu(Z): return np.clip(Z, 0, 1)",
     "a cut at 1 from above", "-1"),
    ("week1", "relu",
     "def relu(Z): return np.maximum(-Z, 0)",
     "a minus stands before Z", "too small by"),
    ("week1", "sigmoid",
     "def sigmoid(Z): return 1 / (1 + np.exp(-np.abs(Z)))",
     "1 / (1 + exp(-|z|)) of Z", "intermediate"),
    ("week1", "sigmoid",
     "def sigmoid(Z): return 1 / 1 + np.exp(-np.abs(Z))",
     "1 + exp(-|z|) of Z", "left out"),
    # A vector of zeros that is too long is no vector that nothing was put into.
    ("week1", "init_params",
     "def init_params(sizes, rng): return [(rng.normal(0, np.sqrt(2 / a), (a, b)), np.zeros(a)) for "
     "a, b in zip(sizes, sizes[1:])]",
     "b holds the right number everywhere, in another shape", "put into it"),
    ("week1", "init_params",
     "def init_params(sizes, rng): return {i: (rng.normal(0, np.sqrt(2 / a), (a, b)), np.zeros(b)) "
     "for i, (a, b) in enumerate(zip(sizes, sizes[1:]))}",
     "plain list", "tuple"),
    ("week1", "init_params",
     "def init_params(sizes, rng): return [(rng.normal(0, np.sqrt(2) / a, (a, b)), np.zeros(b)) for "
     "a, b in zip(sizes, sizes[1:])]",
     "1/√rows of W times", "averaged"),
    ("week1", "init_params",
     "def init_params(sizes, rng): return [(rng.normal(0, 1, (a, b)) * 0.1, np.zeros(b)) for a, b in "
     "zip(sizes, sizes[1:])]",
     "1/10 times what comes out with that alone", "what it should be"),
    ("week1", "init_params",
     "def init_params(sizes, rng): return [(rng.normal(0, np.sqrt(2 / a), (a, b)), np.zeros(b)) for "
     "a, b in zip(sizes, sizes[1:])][-1:]",
     "Only 1 of 2 pairs", "of 2 parts"),
    ("week1", "relu",
     "def relu(Z): return [max(0, z) for z in Z]",
     "in lists", "transposed"),
    # The tests' own calls that stopped all had two axes; a column does not stop, and three axes do.
    ("week1", "relu",
     "def relu(Z): return [max(0, z) for z in Z]",
     "where a row of Z holds several numbers", "two axes"),
    ("week1", "relu",
     "def relu(Z): return np.where(Z < 0.5, 0, Z)",
     "what should stand there", "loop"),
    ("week2", "one_hot",
     "def one_hot(labels, n_classes): return (labels[:, None] == np.unique(labels)).astype(float)",
     "columns of your answer that are 0 throughout", "larger than"),
    ("week3", "mse_backward",
     "def mse_backward(Y, Y_hat): return 2 * (Y_hat - Y).mean(axis=0) * np.ones_like(Y)",
     "each column's sum in all its places", "where n"),
    ("week3", "numeric_gradient",
     "def numeric_gradient(f, W, eps=1e-5):\n steps = [eps * E.reshape(W.shape) for E in np.eye(W.size)]\n"
     " return [(f(W + step) - f(W - step)) / (2 * eps) for step in steps]",
     "flattened into one row", "0 are left out"),
    ("week4", "minibatches",
     "def minibatches(n, batch_size, rng):\n o = rng.uniform(0, n, n)\n"
     " return [o[i:i + batch_size] for i in range(0, n, batch_size)]",
     "hold floats", "right"),
    ("week4", "minibatches",
     "def minibatches(n, batch_size, rng): return [rng.permutation(n)[i:i + batch_size] for i in range(0, n, batch_size)]",
     "each batch is drawn by itself", "some of the calls"),
    ("week2", "mse",
     "def mse(Y, Y_hat): return np.array([np.mean(np.sum((Y - Y_hat) ** 2, axis=1))])",
     "an axis of length 1 too many", "flattened"),
    ("week2", "mse",
     "def mse(Y, Y_hat): return np.mean((Y[:, 0] - Y_hat[:, 0]) ** 2)",
     "only the first of the k places in Y and Y_hat", "loop is"),
    ("week2", "one_hot",
     "def one_hot(labels, n_classes):\n y = np.zeros(n_classes)\n y[labels] = 1\n return y",
     "what is left of the right one", "has the"),
    ("week2", "logistic_loss",
     "def logistic_loss(z, y): return np.mean(np.maximum(0, 1 - (2 * y - 1) * z))",
     "y being the target", "swapped"),
    ("week3", "linear_backward",
     "def linear_backward(dZ, X, W): return dZ @ W.T, X.T @ dZ, np.zeros(W.shape[1])",
     "db is 0 everywhere", "ones should"),
    ("week3", "linear_backward",
     "def linear_backward(dZ, X, W): return dZ, X.T @ dZ, dZ.sum(axis=0)",
     "dX is the argument dZ", "The argument"),
    ("week3", "linear_backward",
     "def linear_backward(dZ, X, W): return [a.tolist() for a in (dZ @ W.T, X.T @ dZ, "
     "dZ.sum(axis=0))]",
     "Each of dX, dW and db holds", "dX holds"),
    ("week3", "relu_backward",
     "def relu_backward(dA, Z): return dA * (Z <= 0)",
     "a condition is turned round", "too small by"),
    ("week3", "relu_backward",
     "def relu_backward(dA, Z):\n Z[Z <= 0] = 0\n Z[Z > 0] = 1\n return dA * Z",
     "the caller's own Z", "dA changes"),
    ("week3", "mse_backward",
     "def mse_backward(Y, Y_hat): return np.mean(2 * (Y_hat - Y))",
     "summed over all its entries", "swapped"),
    ("week4", "train",
     "def train(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):\n"
     " history = []\n for _ in range(epochs):\n  loss, grads = gradients(X, targets, params)\n"
     "  params = sgd_step(params, grads, learning_rate)\n  history.append(loss)\n"
     " return params, history",
     "one step an epoch, on all observations at once", "squared"),
    ("week4", "minibatches",
     "def minibatches(n, batch_size, rng): return [rng.permutation(n)]",
     "where batch_size is", "class"),
    ("week4", "minibatches",
     "def minibatches(n, batch_size, rng):\n"
     " batches = [np.arange(i, min(i + batch_size, n)) for i in range(0, n, batch_size)]\n"
     " rng.shuffle(batches)\n return batches",
     "the batches are shuffled, the observations are not", "sorted"),
    ("week4", "minibatches",
     "def minibatches(n, batch_size, rng):\n o = rng.permutation(n)\n"
     " return np.array([o[i:i + batch_size] for i in range(0, n, batch_size)], dtype=object)",
     "a plain list was asked for", "float64"),
])
def test_what_is_said_is_so(week, exercise, text, says, never):
    found = named(week, exercise, text)
    told = " ".join(f.says for f in found)
    assert found and all(f.firm for f in found), told
    assert says in told and never not in told


@pytest.mark.parametrize("week, exercise, text", [
    # The history has the right length in one call, and what is wrong with the params is not told.
    ("week3", "numeric_gradient",
     "def numeric_gradient(f, W, eps=1e-5):\n G = np.zeros_like(W)\n for j in range(W.shape[-1]):\n"
     "  U, V = W.copy(), W.copy()\n  U[0, j] += eps\n  V[0, j] -= eps\n"
     "  G[0, j] = (f(U) - f(V)) / (2 * eps)\n return G"),
    # inf, as much else that overflows.
    ("week2", "softmax_cross_entropy",
     "def softmax_cross_entropy(Z, labels):\n M = Z.mean(axis=1)\n"
     " return np.mean(M + np.log(np.exp(Z - M[:, None]).sum(axis=1)) - Z[np.arange(len(Z)), labels])"),
])
def test_what_explains_some_of_it_only_is_no_name(week, exercise, text):
    found = named(week, exercise, text)
    assert not found or not all(f.firm for f in found), found
    assert "largest score itself" not in " ".join(f.says for f in found)


def test_what_more_calls_do_not_bear_out_is_no_sure_name():
    """It did what a known mistake does wherever a test had called it, and on other inputs it is right."""
    week, done = WEEKS["week1"], [lambda X, W, b: X @ W]
    student = Student(LocalTransport({**vars(build(week)), "linear": lambda X, W, b: done[-1](X, W, b)}))
    exam(week).run("linear", student)

    def names() -> list[tuple[str, bool]]:
        more = functools.partial(student.transport.call, "linear", kwargs={}, limit=None)
        found = findings(week, week.by_id["linear"], student.records, lambda args: more(args=args))
        return [(f.name, f.firm) for f in found]

    assert names() == [("linear_without_bias", True)]
    done.append(lambda X, W, b: X @ W + b)
    assert names() == [("linear_without_bias", False)]


def test_what_always_stops_needs_no_word_on_where_it_stops_how():
    """Half of the calls stop in one way and half in another, which some condition fits by chance."""
    def halves(X, n):
        """X (n, d)."""
        return X

    def stopped(k: int, kind: str) -> Record:
        return Record("halves", (np.full((2, k), float(k)), k), {}, Outcome("raised", error_type=kind))

    records = [stopped(1, "ValueError"), stopped(2, "ValueError"), stopped(3, "IndexError"), stopped(4, "IndexError")]
    said = seen(halves, records)
    assert {f.name for f in raised(said, said.calls)} == {"raises ValueError in some calls", "raises IndexError in some calls"}
    said = seen(halves, [*records, Record("halves", (np.ones((3, 5)), 5), {}, Outcome("returned", np.ones((3, 5))))])
    assert any(f.where for f in raised(said, said.calls))


def test_a_mistake_that_changes_another_argument_is_another_mistake():
    def changes(name: str) -> Outcome:
        return Outcome("returned", 1.0, changed=(name,))

    assert behaves_alike(changes("dA"), changes("number 1"), ("dA", "Z"))
    assert not behaves_alike(changes("Z"), changes("number 1"), ("dA", "Z"))
    # A student may call it otherwise.
    assert behaves_alike(changes("grad"), changes("number 1"), ("dA", "Z"))


def test_an_overflow_is_no_logarithm_of_0():
    def warned(*texts: str) -> Outcome:
        return Outcome("returned", np.inf, warnings=texts)

    assert warns_alike(warned("divide by zero encountered in log"), warned("divide by zero encountered in log"))
    assert not warns_alike(warned("overflow encountered in exp"), warned("divide by zero encountered in log"))
    assert warns_alike(warned(), warned("divide by zero encountered in log"))


def test_a_share_of_few_is_little_evidence():
    """Of seven rows, three were right: much else gives three of seven."""
    assert bits(Outcome("returned", 3 / 7)) < 1 < ENOUGH < bits(Outcome("returned", 0.4285))
    assert bits(Outcome("returned", np.inf)) == 0
