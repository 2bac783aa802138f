"""Every parameter of a network on its own, against central differences of the trusted loss."""

from __future__ import annotations

import math

import numpy as np

from autograder.checks import (
    expect,
    expect_array,
    expect_number,
    expect_pair,
    expect_params,
    expect_scalar,
    expect_unchanged,
    kind_of,
    worth,
)

from .oracle import NEAR, alike, network, network_gradients, network_loss

#: One hidden layer; n, d, the hidden units and the classes all differ.
SHALLOW = (71, (3, 5, 4), 6)
DEEP = (72, (4, 6, 3, 5, 3), 7)
#: All sizes alike, so that no shape tells a layer or an axis from another.
SQUARE = (75, (4, 4, 4, 4), 4)
FLAT = (73, (5, 3), 4)
LONELY = (74, (3, 4, 5), 1)


def answer(student, seed: int, sizes: tuple[int, ...], n: int) -> tuple:
    """(loss, grads) as the student's function gives them for a network."""
    X, labels, params = network(seed, sizes, n)
    got = student.mlp_gradients(X, labels, params)
    expect_pair(got, "the result", ("loss", "grads"))
    return got[0], got[1]


def expect_layer(grads, layer: int, which: tuple[str, ...], case: tuple) -> None:
    """dW, db or both of one layer (counted from 1) are right."""
    layers = len(case[1]) - 1
    expect(isinstance(grads, (list, tuple)), f"grads is {kind_of(grads)}; a list of (dW, db) pairs was expected.")
    expect(len(grads) == layers, f"grads has {len(grads)} pairs; {layers} were expected, one a layer.")
    expect_pair(grads[layer - 1], f"the pair of layer {layer}", ("dW", "db"))
    for name, got, want in zip(("dW", "db"), grads[layer - 1], network_gradients(*case)[layer - 1]):
        if name in which:
            expect_array(got, want, f"In layer {layer}, {name}", **NEAR)


@worth(2)
def test_loss(student):
    """The loss is the combined softmax loss of the network's output scores."""
    loss, _ = answer(student, *SHALLOW)
    expect_scalar(loss, network_loss(*network(*SHALLOW)), "the loss")


@worth(2)
def test_output_layer(student):
    """dW and db of the output layer, behind one hidden layer."""
    expect_layer(answer(student, *SHALLOW)[1], 2, ("dW", "db"), SHALLOW)


@worth(2)
def test_hidden_weights(student):
    """dW of the hidden layer."""
    expect_layer(answer(student, *SHALLOW)[1], 1, ("dW",), SHALLOW)


def test_hidden_bias(student):
    """db of the hidden layer."""
    expect_layer(answer(student, *SHALLOW)[1], 1, ("db",), SHALLOW)


@worth(2)
def test_deep(student):
    """Every dW and db of deep networks: three hidden layers, and two where all layers have one size."""
    for case in (DEEP, SQUARE):
        _, grads = answer(student, *case)
        for layer in range(len(case[1]) - 1, 0, -1):
            expect_layer(grads, layer, ("dW", "db"), case)


def test_no_hidden_layer(student):
    """A network of one layer only, without any ReLU."""
    expect_layer(answer(student, *FLAT)[1], 1, ("dW", "db"), FLAT)


def test_one_observation(student):
    """One observation is a batch too."""
    _, grads = answer(student, *LONELY)
    expect_layer(grads, 2, ("dW", "db"), LONELY)
    expect_params(grads, [((3, 4), (4,)), ((4, 5), (5,))], "grads", ("dW", "db"))


def test_large_scores(student):
    """Scores in the thousands: the loss is right, and every gradient is finite."""
    X, labels, params = network(*SHALLOW)
    params = [(60 * W, 60 * b) for W, b in params]
    got = student.mlp_gradients(X, labels, params)
    expect_pair(got, "the result", ("loss", "grads"))
    expect_number(got[0], "the loss")
    expect(math.isfinite(got[0]), "the loss is not finite.")
    expect_scalar(got[0], network_loss(X, labels, params), "the loss")
    expect_params(got[1], [(W.shape, b.shape) for W, b in params], "grads", ("dW", "db"))
    finite = all(np.isfinite(array).all() for pair in got[1] for array in pair)
    expect(finite, "a gradient is not finite where scores are in the thousands.")


def test_arguments_unchanged(student):
    """X, the labels and all of params are left as they were."""
    loss, grads = answer(student, *SHALLOW)
    expect_number(loss, "the loss")
    expect_params(grads, [((3, 5), (5,)), ((5, 4), (4,))], "grads", ("dW", "db"))
    pairs = zip(grads, network_gradients(*SHALLOW))
    some = any(alike(got, want) for pair in pairs for got, want in zip(*pair))
    known = bool(np.isclose(loss, network_loss(*network(*SHALLOW))))
    expect(some or known, "neither loss nor grads is on the way yet, so there was nothing to look at here.")
    expect_unchanged(student)
