"""Hidden tests of `momentum_step` (exercise `momentum`). The expected numbers come from loops over single numbers."""

import numpy as np

from autograder.checks import expect, expect_array, expect_pair, expect_params, expect_unchanged, worth

from .pairs import pairs, shapes_of

PARTS = ("params", "velocity")


def oracle(params, grads, velocity, learning_rate, beta):
    """v <- beta v - rate g, then p <- p + v, number by number. Returns new params and velocity."""
    new_params, new_velocity = [], []
    for old, slope, speed in zip(params, grads, velocity):
        moved, faster = [], []
        for P, G, V in zip(old, slope, speed):
            v = [beta * vi - learning_rate * gi for vi, gi in zip(V.ravel().tolist(), G.ravel().tolist())]
            p = [pi + vi for pi, vi in zip(P.ravel().tolist(), v)]
            faster.append(np.array(v).reshape(V.shape))
            moved.append(np.array(p).reshape(P.shape))
        new_params.append(tuple(moved))
        new_velocity.append(tuple(faster))
    return new_params, new_velocity


def still(params):
    return [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]


def expect_momentum(got, want, part, why):
    """part 0: the params, 1: the velocity."""
    expect_pair(got, names=PARTS)
    expect_params(got[part], shapes_of(want[part]), PARTS[part], ("W", "b") if part == 0 else ("v of W", "v of b"))
    for layer, (pair, expected) in enumerate(zip(got[part], want[part]), start=1):
        for name, array, wanted in zip("Wb", pair, expected):
            what = f"Layer {layer}: {name}" if part == 0 else f"Layer {layer}: the velocity of {name}"
            expect_array(array, wanted, what, why=why)


@worth(1)
def test_first_step(student):
    """From rest, the first step is the one that sgd_step would take."""
    params, grads = pairs(4501, 3, 4), pairs(4502, 3, 4)
    want = oracle(params, grads, still(params), 0.1, 0.9)
    expect_momentum(student.momentum_step(params, grads, still(params), 0.1), want, 0, "the velocity starts at zero")


@worth(2)
def test_velocity(student):
    """The new velocity is beta times the old one, minus the learning rate times the gradient."""
    params, grads, velocity = pairs(4503, 3, 4), pairs(4504, 3, 4), pairs(4505, 3, 4)
    want = oracle(params, grads, velocity, 0.1, 0.9)
    expect_momentum(student.momentum_step(params, grads, velocity, 0.1), want, 1, "one layer, already moving")


@worth(2)
def test_params(student):
    """The params move by the new velocity."""
    params, grads, velocity = pairs(4506, 2, 5), pairs(4507, 2, 5), pairs(4508, 2, 5)
    want = oracle(params, grads, velocity, 0.2, 0.9)
    expect_momentum(student.momentum_step(params, grads, velocity, 0.2), want, 0, "one layer, already moving")
    # The velocity that came back, whatever it is: that beta is used is looked at by test_beta.
    got = student.momentum_step(params, grads, velocity, 0.2, beta=0.5)
    expect_pair(got, names=PARTS)
    for part in (0, 1):
        expect_params(got[part], shapes_of(params), PARTS[part])
    moved = [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, got[1])]
    expect_momentum(got, (moved, got[1]), 0, "beta = 0.5: by the velocity that came back, too")


@worth(2)
def test_every_layer(student):
    """Every layer of a deep network moves with a velocity of its own."""
    params, grads, velocity = (pairs(seed, 4, 5, 3, 2) for seed in (4509, 4510, 4511))
    want = oracle(params, grads, velocity, 0.05, 0.9)
    got = student.momentum_step(params, grads, velocity, 0.05)
    expect_momentum(got, want, 0, "three layers")
    expect_momentum(got, want, 1, "three layers")
    params, grads, velocity = (pairs(seed, 3, 3, 3) for seed in (4518, 4519, 4520))
    want = oracle(params, grads, velocity, 0.05, 0.9)
    expect_momentum(student.momentum_step(params, grads, velocity, 0.05), want, 0, "two layers of one size")


@worth(1)
def test_beta(student):
    """beta is 0.9 unless it is given, and another beta is taken as given."""
    params, grads, velocity = (pairs(seed, 3, 2) for seed in (4512, 4513, 4514))
    for beta in (0.5, 0.0, 0.99):
        want = oracle(params, grads, velocity, 0.1, beta)
        expect_momentum(student.momentum_step(params, grads, velocity, 0.1, beta=beta), want, 1, f"beta = {beta:g}")


@worth(1)
def test_arguments_unchanged(student):
    """The old params, the gradients and the old velocity are left as they were."""
    params, grads, velocity = (pairs(seed, 3, 4, 2) for seed in (4515, 4516, 4517))
    got = student.momentum_step(params, grads, velocity, 0.1)
    expect_pair(got, names=PARTS)
    before = student.last.args[0]
    expect_params(got[0], shapes_of(before))
    expect(any(not np.array_equal(new[0], old[0]) for new, old in zip(got[0], before)),
           "The new params are the old ones, so there is no step to look at yet.")
    expect_unchanged(student)
