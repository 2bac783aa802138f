"""Hidden tests of `fit_curve`: the student's regression network is judged outside, on points it has never seen.

`calibration.json` holds the spread of the reference over many seeds, and how far below the thresholds it stays.
"""

from typing import Any

import numpy as np

from autograder.checks import expect, expect_unchanged, generator, limit, worth

from .network import best_of, curve, expect_network, hidden_curve, mse, network_form, other_curve

NOISE_VARIANCE = 0.1**2
THRESHOLD = 2 * NOISE_VARIANCE
#: What the best straight line leaves of the hidden points is 0.44.
STRAIGHT = 0.4
#: No network that learned something, however little, errs as much on points between -1.3 and 1.3.
BLOWN_UP = 100
SEEDS = (4601, 4603)
#: How far off at most on the other curve, and how far a network is that was trained in the call, however badly.
TRAINED, BEGUN = 0.1, 0.3
OTHER_SEEDS = (4602, 4604)


def form(got: Any, x: np.ndarray, y: np.ndarray, rng: np.random.Generator) -> list:
    """Params of any network from one input to one output."""
    return network_form(got, 1, 1)


def mse_of(student, threshold: float) -> float:
    def error(seed: int) -> float:
        params = expect_network(student.once.fit_curve(*curve(), generator(seed)), 1, 1)
        return mse(params, *hidden_curve())

    return best_of(SEEDS, error, threshold)


def expect_mse(student, threshold: float) -> None:
    reached = mse_of(student, threshold)
    expect(reached <= threshold,
           f"The MSE on hidden points is {reached:.3g}; at most {threshold:g} was expected ({note_on(reached)}).")
    expect_trained(student, BEGUN)


def expect_trained(student, most: float = TRAINED) -> None:
    """The network was trained in the call and not beforehand: another curve is followed as well, once it was learned."""
    (x, y), hidden = other_curve()

    def error(seed: int) -> float:
        return mse(expect_network(student.once.fit_curve(x, y, generator(seed)), 1, 1), *hidden)

    reached = best_of(OTHER_SEEDS, error, TRAINED)
    expect(reached <= most, f"Given points of another curve, the MSE on hidden ones is {reached:.3g}; at most {most:g} was "
                               f"expected (is the network trained in fit_curve, on the x and y it is given?).")


def note_on(error: float) -> str:
    """Where to look for what is left of an MSE."""
    if error > BLOWN_UP:
        return "the training blew up: look at the learning rate first"
    if error > STRAIGHT:
        return "that is no better than a straight line: does the loss in history go down at all?"
    if error > 0.1:
        return "some bends of the curve are still missing: plot the fit and the loss by epoch"
    return "close: the noise alone leaves 0.01; look at the end of the loss curve, is it still falling or jumping?"


@limit(30)
@worth(1)
def test_bends(student):
    """The network follows the curve's bends: MSE at most 0.1 on hidden points."""
    expect_mse(student, 0.1)


@limit(30)
@worth(1)
def test_fits_well(student):
    """MSE at most 0.05 on hidden points, five times the noise variance."""
    expect_mse(student, 0.05)


@limit(30)
@worth(3)
def test_fits_to_the_noise(student):
    """MSE at most 0.02 on hidden points, twice the noise variance."""
    expect_mse(student, THRESHOLD)


@limit(30)
@worth(1)
def test_learns_from_its_arguments(student):
    """It learns from what it is given: points of another curve."""
    expect_trained(student)


@limit(30)
@worth(1)
def test_arguments_unchanged(student):
    """x and y are left as they were."""
    expect(mse_of(student, STRAIGHT) <= STRAIGHT,
           "The network fits no better than a straight line, so there is no training to look at yet.")
    expect_unchanged(student)
