"""Hidden tests of `fit_digits`: what the student trained is judged outside, on digits it has never seen.

`calibration.json` holds the spread of the reference over many seeds, and how far above the thresholds it stays.
"""

from typing import Any

import numpy as np

from autograder.checks import expect, expect_unchanged, generator, limit, worth

from .network import accuracy, best_of, digits, expect_network, hidden_digits, network_form, other_digits

THRESHOLD = 0.95
#: What is asked of the digits with other pixels and other names, and what is read of them at least by a network that was
#: trained in the call, however badly.
TRAINED, BEGUN = 0.8, 0.5
CHANCE = 0.25
SEEDS = (4401, 4403)
OTHER_SEEDS = (4402, 4405)


def form(got: Any, X: np.ndarray, labels: np.ndarray, rng: np.random.Generator) -> list:
    """Params of any network from 64 pixels to 10 digits."""
    return network_form(got, 64, 10)


def accuracy_of(student, threshold: float) -> float:
    def error(seed: int) -> float:
        params = expect_network(student.once.fit_digits(*digits(), generator(seed)), 64, 10)
        return 1 - accuracy(params, *hidden_digits())

    return 1 - best_of(SEEDS, error, 1 - threshold)


def expect_accuracy(student, threshold: float) -> None:
    reached = accuracy_of(student, threshold)
    expect(reached >= threshold,
           f"{reached:.1%} of the hidden digits are read right; {threshold:.0%} was expected ({note_on(reached)}).")
    expect_trained(student, BEGUN)


def expect_trained(student, least: float = TRAINED) -> None:
    """The network was trained in the call and not beforehand: other digits are read as well, once they were learned."""
    (X, labels), hidden = other_digits()

    def error(seed: int) -> float:
        return 1 - accuracy(expect_network(student.once.fit_digits(X, labels, generator(seed)), 64, 10), *hidden)

    reached = 1 - best_of(OTHER_SEEDS, error, 1 - TRAINED)
    expect(reached >= least, f"Given digits with their pixels in another order and other names, {reached:.1%} of the hidden "
                               f"ones are read right; {least:.0%} was expected (is the network trained in fit_digits, on "
                               f"the X and labels it is given?).")


def note_on(reached: float) -> str:
    """Where to look for what an accuracy lacks."""
    if reached < CHANCE:
        return "that is near chance, 10%: does the loss in history go down at all?"
    if reached < 0.8:
        return "the network has begun to learn, but far from enough: look at the loss by epoch, and at what the training is given"
    return "it reads most of them: does the training see all the digits, and is the loss by epoch still falling at its end?"


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
    """It learns from what it is given: pixels in another order, and every digit called by another one's name."""
    expect_trained(student)


@limit(30)
@worth(1)
def test_arguments_unchanged(student):
    """X and labels are left as they were."""
    expect(accuracy_of(student, CHANCE) >= CHANCE,
           "The network reads hardly better than chance, so there is no training to look at yet.")
    expect_unchanged(student)
