"""Hidden tests of `perceptron`.

All inputs are quarters and the weights start at zero, so every sum is exact in floating point: right solutions agree to
the last bit, and a score of exactly 0 is one for all of them, in whatever order they add.
"""

import numpy as np

from autograder.checks import (
    Failure,
    expect_array,
    expect_pair,
    expect_scalar,
    expect_unchanged,
    generator,
    limit,
    worth,
)

from .answers import expect_some_answer


def rule(X, y, epochs):
    """Rosenblatt's rule on plain numbers. Returns w (d,) and b."""
    rows, targets = X.tolist(), y.tolist()
    w, b = [0.0] * X.shape[1], 0.0
    for _ in range(epochs):
        mistakes = 0
        for x, target in zip(rows, targets):
            guess = 1 if sum(wi * xi for wi, xi in zip(w, x)) + b > 0 else 0
            if guess != target:
                w = [wi + (target - guess) * xi for wi, xi in zip(w, x)]
                b += target - guess
                mistakes += 1
        if not mistakes:
            break
    return np.array(w), b


def separable(seed, n, d):
    """X (n, d) in quarters and labels y (n,) that a plane with a margin tells apart."""
    rng = generator(seed)
    X = rng.integers(-12, 13, size=(20 * n, d)) / 4
    normal = rng.integers(1, 4, size=d) * rng.choice([-1, 1], size=d)
    side = X @ normal - 1
    keep = np.flatnonzero(np.abs(side) >= 1)[:n]
    return X[keep], (side[keep] > 0).astype(int)


def expect_solution(got, want_w, want_b, why):
    expect_pair(got, "the result", ("w", "b"))
    w, b = got
    expect_array(w, want_w, "w", why=why)
    expect_scalar(number(b), want_b, "b", why=why)


def number(b):
    """The one number in b; how it is packed is looked at in test_returns_w_and_b."""
    return b.reshape(()) if isinstance(b, np.ndarray) and b.size == 1 else b


@worth(2)
def test_one_mistake(student):
    """From zeros, the first observation with y = 1 is a mistake: x is added to w and 1 to b."""
    X = np.array([[0.5, -1.5, 2.0]])
    expect_solution(student.perceptron(X, np.array([1]), 1), X[0], 1.0, "one observation, one epoch")


@worth(3)
def test_one_epoch(student):
    """One pass over the data, observation by observation, with the weights of that moment."""
    for seed, (n, d) in enumerate([(12, 2), (15, 3)], start=1701):
        X, y = separable(seed, n, d)
        w, b = rule(X, y, 1)
        expect_solution(student.perceptron(X, y, 1), w, b, f"one epoch, n = {n}, d = {d}")


@worth(3)
def test_until_it_is_right(student):
    """Separable data are learned: after the last epoch no observation is on the wrong side."""
    for seed, (n, d) in enumerate([(20, 2), (25, 4)], start=1703):
        X, y = separable(seed, n, d)
        w, b = rule(X, y, 200)
        expect_solution(student.perceptron(X, y, 200), w, b, f"up to 200 epochs, n = {n}, d = {d}")


@worth(2)
def test_stops_after_epochs(student):
    """On data that no line separates it stops after `epochs` passes."""
    X = np.array([[0.25, 0.5], [0.25, -1.0], [-1.25, 0.5], [-1.0, -1.25], [0.75, 0.75]])
    y = np.array([1, 0, 0, 1, 0])
    for epochs in (2, 5):
        w, b = rule(X, y, epochs)
        expect_solution(student.perceptron(X, y, epochs), w, b, f"epochs = {epochs}, data that no line separates")


@limit(5)
@worth(2)
def test_stops_when_nothing_is_wrong(student):
    """It stops after the first epoch without a mistake, and no sooner: a thousand million epochs take no longer than that."""
    X, y = separable(1705, 16, 2)
    w, b = rule(X, y, 200)
    expect_solution(student.perceptron(X, y, 10**9), w, b, "epochs = 10**9 on separable data")
    # In one of its four epochs only the first observation is a mistake, so b changes and w does not.
    X, y = np.array([[0.0, 0.0], [1.5, -1.5], [1.0, 0.0], [0.0, 1.0]]), np.array([0, 1, 1, 1])
    w, b = rule(X, y, 200)
    expect_solution(student.perceptron(X, y, 5), w, b, "a change of b alone is one, too: was that epoch without a mistake?")


@worth(1)
def test_score_of_zero(student):
    """A score of exactly 0 predicts 0: y = 1 is then a mistake and y = 0 is not."""
    X = np.array([[0.0, 1.0], [1.0, 0.0], [0.0, -1.0], [2.0, 0.0]])
    y = np.array([0, 1, 0, 1])
    w, b = rule(X, y, 1)
    expect_solution(student.perceptron(X, y, 1), w, b, "some scores are exactly 0 here")


@worth(1)
def test_returns_w_and_b(student):
    """What comes back is a pair: w of shape (d,) and b, a single number."""
    got = student.perceptron(np.array([[2.0, -1.0, 0.5, 1.0]]), np.array([1]), 3)
    expect_pair(got, "the result", ("w", "b"))
    w, b = got
    if isinstance(b, np.ndarray) and b.shape != ():
        raise Failure(f"b is an array of shape {b.shape}; a single number was expected.")
    expect_array(w, np.array([2.0, -1.0, 0.5, 1.0]), "w", why="one observation, y = 1")
    expect_scalar(b, 1.0, "b", why="one observation, y = 1")


@worth(1)
def test_arguments_unchanged(student):
    """X and y are left as they were."""
    X, y = separable(1706, 10, 3)
    got = student.perceptron(X, y, 4)
    expect_unchanged(student)
    expect_pair(got, "the result", ("w", "b"))
    expect_some_answer(got[0], (3,), "w")
