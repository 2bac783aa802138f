"""A training that calls the slope it is given is told by those calls: whatever order its batches come in, and only what is so."""

from __future__ import annotations

import pytest

from autograder.naming.finding import Finding
from tests.test_names_are_so import named

BEGIN = "def train(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):\n"
#: A right one, of which each mistake changes a line or two. Its batches come in another order than the reference's.
RIGHT = BEGIN + """
    history = []
    for epoch in range(epochs):
        losses, sizes = [], []
        order = rng.choice(len(X), len(X), replace=False)
        for batch in [order[i:i + batch_size] for i in range(0, len(X), batch_size)]:
            loss, grads = gradients(X[batch], targets[batch], params)
            params = [(W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in zip(params, grads)]
            losses.append(loss)
            sizes.append(len(batch))
        history.append(sum(l * s for l, s in zip(losses, sizes)) / len(X))
    return params, history
"""


def told(*changes: tuple[str, str]) -> list[Finding]:
    text = RIGHT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return named("week4", "train", text)


SUM = "sum(l * s for l, s in zip(losses, sizes)) / len(X)"
STEP = "[(W - learning_rate * dW, b - learning_rate * db)"


@pytest.mark.parametrize("changes, names", [
    ([(SUM, "losses[0]")], {"history: the loss of the epoch's first batch"}),
    ([(SUM, "sum(losses)")], {"history: the sum of the batch losses"}),
    ([(SUM, "gradients(X, targets, params)[0]")], {"history: the loss of all observations after the epoch"}),
    ([("        losses, sizes = [], []\n", ""), ("    history = []\n", "    history, losses, sizes = [], [], []\n")],
     {"history: added up from epoch to epoch (never set back to 0)"}),
    ([("        history.append", "            history.append")],
     {"history: for each batch the sum of the epoch's losses so far, each times its size, divided by the number of "
      "observations"}),
    ([(STEP, "[(W - learning_rate * dW, b)")], {"the biases: steps of 0"}),
    ([(STEP, "[(W + learning_rate * dW, b - learning_rate * db)")], {"the weights: steps of -learning_rate"}),
    ([(STEP, "[(W - learning_rate / len(batch) * dW, b - learning_rate / len(batch) * db)")],
     {"steps of learning_rate divided by the batch's size"}),
    ([("        losses, sizes", "        learning_rate *= 0.9\n        losses, sizes")],
     {"steps of learning_rate, times 0.9 before every epoch"}),
    ([("range(epochs)", "range(epochs + 1)")], {"one epoch too many"}),
    ([("range(0, len(X), batch_size)]", "range(0, len(X), batch_size)][1:]")], {"the first batch left out"}),
    ([("        history.append", "            return params, history\n        history.append")],
     {"one step in all; history empty"}),
    ([("targets[batch]", "targets[:len(batch)]")], {"the first targets for each batch"}),
    ([(SUM, "max(losses)"), ("params = [(W", "new = [(W"), ("return params", "return new")],
     {"one step, from the first params; history: the largest batch loss of the epoch"}),
    ([("X[batch], ", "X[batch] + 1, ")], {"refused: gradients was given rows that are not rows of X."}),
])
def test_what_a_training_asked_tells_what_it_did(changes, names):
    found = told(*changes)
    assert {f.name for f in found} == names
    assert all(f.firm for f in found)


def test_two_steps_at_once_are_both_told():
    (found,) = told((SUM, "losses[-1]"), ("learning_rate * dW", "2 * learning_rate * dW"))
    assert found.name == "the weights: steps of 2 times learning_rate; history: the loss of the epoch's last batch"


@pytest.mark.parametrize("changes", [
    # Nothing of a list has a name here, and nothing is made up.
    [(SUM, "sum(l * s ** 1.5 for l, s in zip(losses, sizes)) / len(X)")],
    [(STEP, "[(W - learning_rate * dW ** 3, b - learning_rate * np.tanh(db))")],
])
def test_what_has_no_name_gets_none(changes):
    found = told(*changes)
    assert not found or not all(f.firm for f in found)
