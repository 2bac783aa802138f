"""What more calls tell of a wrong function: the steps of a loss, what is not heeded, what single observations are."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.naming.curves import curve
from autograder.naming.observations import one_by_one
from autograder.naming.probing import MOST, Probing
from autograder.naming.properties import heeded, unheeded
from autograder.naming.recipes.following import followed
from autograder.naming.recipes.recipe import BINARY, LABELLED, ONE_HOT, PREDICTED, kind_of_call
from tests.test_names_are_so import named, seen_by


@pytest.mark.parametrize("week, exercise, text, says", [
    ("week2", "mse", "def mse(Y, Y_hat): return np.mean(np.abs(np.sum(Y - Y_hat, axis=1)))",
     "of each observation the summed differences (between Y and Y_hat); of that its absolute value; of all"),
    ("week2", "mse", "def mse(Y, Y_hat): return np.exp(np.mean(np.sum((Y - Y_hat) ** 2, axis=1)))", "exp of"),
    ("week2", "accuracy",
     "def accuracy(Z, labels): return np.mean([l in o for l, o in zip(labels, np.argsort(Z, axis=1)[:, -2:])])",
     "whether the label is among the two largest entries (in Z)"),
    ("week2", "accuracy", "def accuracy(Z, labels): return np.mean((Z[:, 0] > 0) == labels)",
     "whether the first entry is positive"),
    ("week2", "accuracy", "def accuracy(Z, labels): return float(np.sum(Z.argmax(axis=1) == labels) // len(labels))",
     "min stands where mean should"),
    ("week2", "logistic_loss", "def logistic_loss(z, y): return np.mean((z > 0) != y)",
     "v being z, 1 where it is positive, else 0"),
    ("week2", "softmax_cross_entropy", """def softmax_cross_entropy(Z, labels):
    other = Z.copy()
    other[np.arange(len(Z)), labels] = -np.inf
    return np.mean(np.maximum(0, 1 + other.max(axis=1) - Z[np.arange(len(Z)), labels]) ** 2)""", "the square of max(0, 1 - it)"),
])
def test_the_steps_of_a_loss_are_told(week, exercise, text, says):
    found = named(week, exercise, text)
    assert [f.firm for f in found] == [True] and says in found[0].says


@pytest.mark.parametrize("text", [
    # What overflows is inf, as are the naive steps' answers there: that is no evidence.
    "def softmax_cross_entropy(Z, labels):\n M = Z.mean(axis=1)\n"
    " return np.mean(M + np.log(np.exp(Z - M[:, None]).sum(axis=1)) - Z[np.arange(len(Z)), labels])",
    "def softmax_cross_entropy(Z, labels): return 0.0",
    "def softmax_cross_entropy(Z, labels): return np.sin(Z).sum() + labels @ np.arange(len(labels)) ** 1.5",
])
def test_what_is_worked_out_otherwise_has_no_steps(text):
    look, ask = seen_by("week2", "softmax_cross_entropy", text)
    assert followed(look, ask) == []


def test_steps_that_fit_the_tests_and_no_further_call_are_no_name():
    text = "def accuracy(Z, labels): return np.mean(Z.argmin(axis=1) == labels) if len(Z) < 20 else 0.5"
    look, ask = seen_by("week2", "accuracy", text)
    assert followed(look, ask) == []


def test_what_the_arguments_are_is_read_from_them():
    Z, labels = np.ones((4, 3)), np.array([0, 2, 1, 1])
    assert kind_of_call((Z, labels)) is LABELLED and kind_of_call((np.eye(3)[labels], Z)) is ONE_HOT
    assert kind_of_call((Z * 2, Z)) is PREDICTED and kind_of_call((np.ones(4), labels % 2)) is BINARY
    assert kind_of_call((Z, labels + 1)) is None and kind_of_call((Z,)) is None and kind_of_call((Z, "mean")) is None


@pytest.mark.parametrize("week, exercise, text, name", [
    ("week1", "linear", "def linear(X, W, b): return np.sin(X @ W)", "b is not used"),
    ("week1", "linear", "def linear(X, W, b): return np.sin(X @ W + b[0])", "only the first entry of b counts"),
    ("week1", "linear", "def linear(X, W, b): return np.tanh(X[:, :-1] @ W[:-1] + np.cos(b))",
     "the last column of X is left out"),
    ("week1", "linear", "def linear(X, W, b): return np.cos(X) @ W + np.sin(b)", "no difference: the signs of X"),
    ("week2", "cross_entropy",
     "def cross_entropy(Y, P): return -np.log(P[Y.argmax(axis=0), np.arange(Y.shape[1])]).mean() if len(Y) > 1 else 1.5",
     "no difference: a number added to all of Y"),
])
def test_what_is_not_heeded_is_told(week, exercise, text, name):
    look, ask = seen_by(week, exercise, text)
    [found] = unheeded(Probing(look, ask))
    assert found.firm and found.name == name


@pytest.mark.parametrize("text", [
    "def linear(X, W, b): return np.sin(X @ W + b)", "def linear(X, W, b): return np.maximum(X @ W, b) ** 2",
])
def test_nothing_is_not_heeded_that_is(text):
    look, ask = seen_by("week1", "linear", text)
    assert unheeded(Probing(look, ask)) == []


def test_what_should_make_no_difference_and_does_is_told_and_is_no_name():
    text = "def softmax(Z): return np.sin(Z) * np.arange(1, Z.size + 1).reshape(Z.shape)"
    [found] = heeded(Probing(*seen_by("week2", "softmax", text)))
    assert not found.firm
    assert found.says.endswith("all entries of Z, your answer changes; the right answer stays the same.")


@pytest.mark.parametrize("text, name, firm", [
    ("def mse(Y, Y_hat):\n total = 0\n for y, p in zip(Y, Y_hat):\n"
     "  total = (total + np.sum((y - p) ** 2)) / 2 if total else np.sum((y - p) ** 2)\n return total",
     "observations put together", True),
    ("def mse(Y, Y_hat): return np.median(np.sum((Y - Y_hat) ** 2, axis=1))", "the median over the observations", True),
    ("def mse(Y, Y_hat): return np.mean(np.minimum(np.sum((Y - Y_hat) ** 2, axis=1), 9.0))",
     "each observation: cut from above at 9", True),
    ("def mse(Y, Y_hat): return np.mean(np.sin(np.sum((Y - Y_hat) ** 3, axis=1)) + Y[:, 0])", "each observation", False),
])
def test_single_observations_tell_where_it_goes_wrong(text, name, firm):
    look, ask = seen_by("week2", "mse", text)
    [found] = one_by_one(Probing(look, ask))
    assert (found.name, found.firm) == (name, firm)


def test_no_more_calls_are_made_than_are_allowed_and_none_of_what_draws_or_does_not_end():
    asked = []
    look, ask = seen_by("week1", "linear", "def linear(X, W, b): return np.sin(X @ W + b) + np.cos(X @ W)")
    probing = Probing(look, lambda args: asked.append(args) or ask(args))
    unheeded(probing), one_by_one(probing), heeded(probing)
    assert 0 < len(asked) <= MOST
    look, ask = seen_by("week1", "linear", "def linear(X, W, b): return np.random.normal(size=(len(X), len(b)))")
    assert Probing(look, ask).bases == []


@pytest.mark.parametrize("week, exercise, text, says", [
    ("week1", "sigmoid", "def sigmoid(Z): return np.arctan(Z) / np.pi + 0.5", "is 1/π times arctan of Z, plus 0.5:"),
    ("week1", "sigmoid", "def sigmoid(Z): return 0.5 * (Z / (1 + np.abs(Z)) + 1)",
     "0.5 times softsign, z / (1 + |z|) of Z, plus 0.5"),
    ("week1", "relu", "def relu(Z): return np.where(Z > 0, Z, 0.3 * np.arctan(Z))",
     "Where Z is negative, your answer is 0.3 times arctan"),
    ("week1", "sigmoid", "def sigmoid(Z): return 1 / (1 + np.exp(-np.clip(Z, -6, 6)))", "Z cut on both sides at 6"),
    ("week2", "one_hot", "def one_hot(labels, n_classes): return np.eye(n_classes)[(labels + 1) % n_classes]",
     "columns moved by one"),
])
def test_a_curve_and_a_cut_are_told_by_their_numbers(week, exercise, text, says):
    found = named(week, exercise, text)
    assert [f.firm for f in found] == [True] and says in found[0].says, found


@pytest.mark.parametrize("text", [
    # On no known curve; not made entry by entry; too few different numbers.
    "def sigmoid(Z): return np.sin(Z) * np.arctan(Z * Z)", "def sigmoid(Z): return np.arctan(Z) * Z.size",
    "def sigmoid(Z): return np.sign(Z) * 0.3",
])
def test_what_lies_on_no_curve_is_told_none(text):
    assert curve(seen_by("week1", "sigmoid", text)[0]) == []


def test_an_answer_of_several_parts_is_looked_at_as_any_other():
    look, ask = seen_by("week1", "perceptron", "def perceptron(X, y, epochs): return np.sin(X).sum(axis=0), np.cos(y).sum()")
    probing = Probing(look, ask)
    assert probing.bases and unheeded(probing) == [] and one_by_one(probing) == [] and heeded(probing) == []
