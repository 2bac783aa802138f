"""Hidden tests of `mlp_forward`. The expected outputs come from loops over single units."""

import numpy as np

from autograder.checks import expect, expect_array, expect_unchanged, generator, worth

from .answers import expect_some_answer


def forward(X, params):
    """The network's output, unit by unit: weighted sum, bias, then max(0, z) in all layers but the last."""
    rows = []
    for x in X.tolist():
        for layer, (W, b) in enumerate(params, start=1):
            scores = [
                float(b[j]) + sum(xk * float(W[k, j]) for k, xk in enumerate(x)) for j in range(W.shape[1])
            ]
            x = scores if layer == len(params) else [max(0.0, z) for z in scores]
        rows.append(x)
    return np.array(rows)


def network(seed, *sizes):
    """Random params with biases that are not zero."""
    rng = generator(seed)
    return [(rng.normal(size=(d, m)), rng.normal(size=m)) for d, m in zip(sizes, sizes[1:])]


def expect_forward(student, X, params, why):
    want = forward(X, params)
    expect_array(student.mlp_forward(X, params), want, "Z", why=why)


@worth(2)
def test_no_hidden_layer(student):
    """With a single pair (W, b) the network is one linear layer."""
    X = generator(1601).normal(size=(5, 3))
    expect_forward(student, X, network(1602, 3, 4), "one layer, which is the output layer, so no activation")


@worth(4)
def test_one_hidden_layer(student):
    """Linear, ReLU, linear: one hidden layer."""
    rng = generator(1603)
    expect_forward(student, rng.normal(size=(6, 3)), network(1604, 3, 5, 2), "layer sizes 3, 5, 2")
    expect_forward(student, rng.normal(size=(4, 2)), network(1605, 2, 3, 4), "layer sizes 2, 3, 4")


@worth(3)
def test_deeper(student):
    """Two and three hidden layers: a ReLU after each of them."""
    X = generator(1606).normal(size=(5, 3))
    expect_forward(student, X, network(1607, 3, 6, 5, 2), "layer sizes 3, 6, 5, 2")
    expect_forward(student, X, network(1608, 3, 5, 4, 6, 2), "layer sizes 3, 5, 4, 6, 2")


@worth(2)
def test_square_layers(student):
    """Layers of equal size, where a wrong order or a swapped axis would go unnoticed."""
    X = generator(1609).normal(size=(4, 4))
    expect_forward(student, X, network(1610, 4, 4, 4, 4), "three layers of size 4; first pair first")


@worth(2)
def test_hidden_units_silent(student):
    """Where all hidden scores are negative, only the output layer's bias is left."""
    rng = generator(1611)
    X = rng.uniform(size=(3, 2))
    params = [(-rng.uniform(1.0, 2.0, size=(2, 4)), np.full(4, -0.5)), (rng.normal(size=(4, 3)), rng.normal(size=3))]
    expect_forward(student, X, params, "all hidden units are silent here")


@worth(2)
def test_output_not_activated(student):
    """The output layer has no activation: an output may be any number, also a negative one."""
    X = generator(1612).uniform(0.5, 1.0, size=(4, 3))
    rng = generator(1613)
    params = [(rng.uniform(1.0, 2.0, size=(3, 4)), np.ones(4)), (-rng.uniform(1.0, 2.0, size=(4, 2)), np.zeros(2))]
    expect_forward(student, X, params, "the last layer is linear, as a regression network needs it")


@worth(1)
def test_one_observation(student):
    """A single observation (n = 1), one input and one output work as well."""
    X = np.array([[-1.5]])
    expect_forward(student, X, network(1615, 1, 3, 1), "n = 1, layer sizes 1, 3, 1")


@worth(1)
def test_arguments_unchanged(student):
    """X and params are left as they were: they are needed again."""
    X = generator(1616).normal(size=(5, 3))
    params = network(1617, 3, 6, 4)
    Z = student.mlp_forward(X, params)
    expect_unchanged(student)
    expect_some_answer(Z, (5, 4), "Z")
    expect(len(np.unique(Z, axis=0)) > 1, "Z has the same row for every observation.")
