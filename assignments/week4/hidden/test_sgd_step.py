"""Hidden tests of `sgd_step`. The expected parameters come from loops over single numbers."""

import numpy as np

from autograder.checks import expect, expect_array, expect_params, expect_unchanged, worth

from .pairs import pairs, shapes_of


def stepped(array, gradient, learning_rate):
    """One number at a time: down its own slope."""
    moved = [p - learning_rate * g for p, g in zip(array.ravel().tolist(), gradient.ravel().tolist())]
    return np.array(moved).reshape(array.shape)


def expect_step(student, params, grads, learning_rate, part, why):
    """Part 0 of each pair is W, part 1 is b."""
    got = student.sgd_step(params, grads, learning_rate)
    expect_params(got, shapes_of(params))
    for layer, (pair, old, slope) in enumerate(zip(got, params, grads), start=1):
        name = f"Layer {layer}: {'Wb'[part]}"
        expect_array(pair[part], stepped(old[part], slope[part], learning_rate), name, why=why)


def expect_later_biases(student, params, grads, learning_rate, why):
    """Biases of later layers are right if those of the first are: who moves none loses test_biases and nothing here."""
    got = student.sgd_step(params, grads, learning_rate)
    expect_params(got, shapes_of(params))
    moved = [stepped(b, db, learning_rate) for (_, b), (_, db) in zip(params, grads)]
    if np.allclose(got[0][1], moved[0]):
        for layer, ((_, b), want) in enumerate(zip(got, moved), start=1):
            expect_array(b, want, f"Layer {layer}: b", why=why)


@worth(3)
def test_weights(student):
    """Each W moves against its own gradient, by the learning rate."""
    expect_step(student, pairs(4101, 3, 4), pairs(4102, 3, 4), 0.1, 0, "one layer, learning rate 0.1")
    expect_step(student, pairs(4103, 5, 2), pairs(4104, 5, 2), 0.5, 0, "one layer, learning rate 0.5")


@worth(3)
def test_biases(student):
    """Each b moves against its own gradient, by the learning rate."""
    expect_step(student, pairs(4105, 3, 4), pairs(4106, 3, 4), 0.1, 1, "one layer, learning rate 0.1")
    expect_step(student, pairs(4107, 5, 2), pairs(4108, 5, 2), 0.5, 1, "one layer, learning rate 0.5")


@worth(3)
def test_every_layer(student):
    """Every layer of a deep network takes its step, with its own gradient."""
    params, grads = pairs(4109, 4, 6, 5, 3), pairs(4110, 4, 6, 5, 3)
    expect_step(student, params, grads, 0.2, 0, "three layers, learning rate 0.2")
    expect_later_biases(student, params, grads, 0.2, "three layers, learning rate 0.2: in layer 1 the bias is right")


@worth(1)
def test_layers_of_one_size(student):
    """Layers of equal size keep their order."""
    params, grads = pairs(4111, 4, 4, 4, 4), pairs(4112, 4, 4, 4, 4)
    expect_step(student, params, grads, 0.3, 0, "three layers of size 4, first pair first")
    params, grads = pairs(4117, 4, 3, 4, 4), pairs(4118, 4, 3, 4, 4)
    expect_later_biases(student, params, grads, 0.3, "layers 2 and 3 have biases of one size, each with its own gradient")


@worth(1)
def test_rates(student):
    """The step is as long as the learning rate and the gradient say, from tiny to large."""
    for rate in (1e-4, 2.0):
        expect_step(student, pairs(4113, 2, 3), pairs(4114, 2, 3), rate, 0, f"learning rate {rate:g}")
    steep = [(1000 * dW, 1000 * db) for dW, db in pairs(4114, 2, 3)]
    expect_step(student, pairs(4113, 2, 3), steep, 0.01, 0, "learning rate 0.01, gradients of 1000 in size")


@worth(2)
def test_arguments_unchanged(student):
    """The old params and the gradients are left as they were."""
    params, grads = pairs(4115, 3, 4, 2), pairs(4116, 3, 4, 2)
    got = student.sgd_step(params, grads, 0.1)
    record = student.last
    expect_params(got, shapes_of(params))
    before = record.args[0]
    expect(any(not np.array_equal(new[0], old[0]) for new, old in zip(got, before)),
           "The new params are the old ones, so there is no step to look at yet.")
    expect_unchanged(student)
