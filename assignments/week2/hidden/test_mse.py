"""Oracle: the slide's double sum, written out in Python loops."""

import numpy as np

from autograder.checks import expect, expect_number, expect_scalar, expect_unchanged, generator, worth


def mean_squared_error(Y, Y_hat):
    loss = 0.0
    for y, y_hat in zip(Y.tolist(), Y_hat.tolist()):
        for j in range(len(y)):
            loss += (y[j] - y_hat[j]) ** 2
    return loss / len(Y)


def pair(seed, n, k):
    rng = generator(seed)
    return rng.normal(0, 2, (n, k)), rng.normal(1, 2, (n, k))


@worth(3)
def test_values(student):
    """mse is the squared error summed over the outputs and averaged over the observations."""
    Y, Y_hat = pair(31, 5, 3)
    expect_scalar(student.mse(Y, Y_hat), mean_squared_error(Y, Y_hat), "the loss",
                  why="of the two sums, which is an average?")


@worth(1)
def test_any_size(student):
    """mse works for one observation and many, for one output and many."""
    for n, k in [(1, 4), (2, 2), (200, 3), (3, 7)]:
        Y, Y_hat = pair(32 + n, n, k)
        expect_scalar(student.mse(Y, Y_hat), mean_squared_error(Y, Y_hat), f"the loss of {n} x {k} targets")


@worth(1)
def test_one_output(student):
    """With one output a row, the usual regression, mse is the mean of the squared errors."""
    Y, Y_hat = pair(33, 9, 1)
    expect_scalar(student.mse(Y, Y_hat), mean_squared_error(Y, Y_hat), "the loss")


@worth(1)
def test_one_error(student):
    """A single error of size e among n observations costs e squared over n."""
    Y = np.zeros((4, 2))
    for error in (0.1, -3.0, 1e3):
        Y_hat = np.zeros((4, 2))
        Y_hat[2, 1] = error
        expect_scalar(student.mse(Y, Y_hat), error**2 / 4, f"the loss of one error of {error:g} among 4 observations")


@worth(1.5)
def test_no_error(student):
    """mse is 0 where every prediction is right."""
    Y, _ = pair(37, 5, 3)
    expect_scalar(student.mse(Y, Y.copy()), 0.0, "the loss of perfect predictions")


@worth(0.5)
def test_both_directions(student):
    """mse is above 0 where predictions are wrong, and the same with Y and Y_hat exchanged."""
    Y, Y_hat = pair(34, 6, 2)
    there, back = student.mse(Y, Y_hat), student.mse(Y_hat, Y)
    expect_number(there, "the loss")
    expect(there > 0, f"The loss of wrong predictions is {float(there):.6g}; a number above 0 was expected.")
    expect_scalar(back, float(there), "the loss with Y and Y_hat exchanged")


@worth(0.5)
def test_arguments_unchanged(student):
    """mse leaves Y and Y_hat as they were."""
    losses = []
    for seed in (35, 36):
        loss = student.mse(*pair(seed, 4, 2))
        expect_number(loss, "the loss")
        expect_unchanged(student)
        losses.append(float(loss))
    expect(abs(losses[0] - losses[1]) > 0, "The loss is the same number for different predictions.")
