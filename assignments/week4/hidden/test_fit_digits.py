"""Hidden tests of `fit_digits`: what the student trained is judged outside, on digits it has never seen.

`calibration.json` holds the spread of the reference over many seeds, and how far above the thresholds it stays.
"""

import numpy as np

from autograder.checks import expect, expect_unchanged, limit, worth
from .network import accuracy, best_of, digits, expect_network, hidden_digits

THRESHOLD = 0.95
CHANCE = 0.25
SEEDS = (4401, 4403)


def accuracy_of(student, threshold: float) -> float:
    def error(seed: int) -> float:
        params = expect_network(student.once.fit_digits(*digits(), np.random.default_rng(seed)), 64, 10)
        return 1 - accuracy(params, *hidden_digits())

    return 1 - best_of(SEEDS, error, 1 - threshold)


def expect_accuracy(student, threshold: float) -> None:
    reached = accuracy_of(student, threshold)
    expect(reached >= threshold,
           f"{reached:.1%} of the hidden digits are read right; {threshold:.0%} was expected ({note_on(reached)}).")


def note_on(reached: float) -> str:
    """Where to look for what an accuracy lacks."""
    if reached < CHANCE:
        return "that is near chance, 10%: does the loss in history go down at all?"
    if reached < 0.8:
        return "the network has begun to learn but stopped far too early: look at the loss by epoch"
    return "close: a few more epochs, another rate or a wider layer"


@limit(30)
@worth(2)
def test_learns(student):
    """The network has learned to read: at least 80% of the hidden digits are right."""
    expect_accuracy(student, 0.8)


@limit(30)
@worth(2)
def test_learns_well(student):
    """At least 90% of the hidden digits are right."""
    expect_accuracy(student, 0.9)


@limit(30)
@worth(4)
def test_reaches_95_percent(student):
    """At least 95% of the hidden digits are right."""
    expect_accuracy(student, THRESHOLD)


@limit(30)
@worth(1)
def test_learns_from_its_arguments(student):
    """It learns from the labels it is given: where each label l is called 9 - l, so the network answers."""
    X, labels = digits()
    params = expect_network(student.once.fit_digits(X, 9 - labels, np.random.default_rng(4402)), 64, 10)
    hidden_X, hidden_labels = hidden_digits()
    reached = accuracy(params, hidden_X, 9 - hidden_labels)
    note = "does fit_digits use its own X and labels?" if accuracy_of(student, 0.8) >= 0.8 else note_on(reached)
    expect(reached >= 0.8, f"With renamed labels {reached:.1%} of the hidden digits are named right; 80% was expected ({note}).")


@limit(30)
@worth(1)
def test_arguments_unchanged(student):
    """X and labels are left as they were."""
    expect(accuracy_of(student, CHANCE) >= CHANCE,
           "The network reads hardly better than chance, so there is no training to look at yet.")
    expect_unchanged(student)
