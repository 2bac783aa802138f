"""Hidden tests of `init_params`: by the statistics of large layers, so that any order of draws is right.

The smallest of the WIDE layers has 20 000 weights. Their sample variance strays from 2 / fan_in by 1% (one standard
deviation), their mean by 0.7% of the weights' own, the share near the mean by 0.3%; the bounds below leave at least
ten times as much.
"""

import numpy as np

from autograder.checks import Failure, expect, expect_array, expect_params, expect_unchanged, generator, kind_of, worth

WIDE = [300, 200, 400, 50]


def weights(params, sizes):
    """The W of each layer. Their orientation and the biases are judged by tests of their own."""
    if not isinstance(params, (list, tuple)):
        raise Failure(f"params is {kind_of(params)}; a list of (W, b) pairs was expected.")
    expect(len(params) == len(sizes) - 1,
           f"params has length {len(params)}; {len(sizes)} sizes make {len(sizes) - 1} pairs.")
    found = []
    for layer, (pair, d, m) in enumerate(zip(params, sizes, sizes[1:]), start=1):
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            raise Failure(f"Layer {layer} of params is {kind_of(pair)}; a pair (W, b) was expected.")
        W = pair[0]
        if not isinstance(W, np.ndarray) or W.shape not in ((d, m), (m, d)):
            raise Failure(f"W of layer {layer} is {kind_of(W)}; an array of shape {(d, m)} was expected.")
        expect(W.dtype.kind == "f", f"W of layer {layer} has dtype {W.dtype}; float64 was expected.")
        expect(bool(np.isfinite(W).all()), f"W of layer {layer} holds nan or infinity.")
        expect(W.size == 1 or np.ptp(W) > 0, f"All weights of layer {layer} are the same.")
        found.append(W.astype(np.float64))
    return found


def wide(student):
    """The W of each of the WIDE layers, drawn once for the tests that look at their statistics."""
    return weights(student.once.init_params(WIDE, generator(1503)), WIDE)


@worth(3)
def test_shapes(student):
    """sizes [n0, n1, ..., nL] give L layers, the first with W (n0, n1) and b (n1,)."""
    for sizes in ([3, 5, 2], [4, 3], [2, 6, 3, 5, 4]):
        params = student.init_params(sizes, generator(1501))
        expect_params(params, [((d, m), (m,)) for d, m in zip(sizes, sizes[1:])])
        weights(params, sizes)


@worth(1)
def test_biases_zero(student):
    """All biases start at 0."""
    sizes = [4, 6, 3]
    params = student.init_params(sizes, generator(1502))
    weights(params, sizes)
    for layer, (pair, m) in enumerate(zip(params, sizes[1:]), start=1):
        expect_array(pair[1], np.zeros(m), f"b of layer {layer}")


# Lists of so many numbers do not cross the wall, so that what needs them is worth less than a third.
@worth(3)
def test_variance(student):
    """The weights' variance is 2 / fan_in, layer by layer (fan_in: a unit's number of inputs)."""
    for layer, (W, fan_in) in enumerate(zip(wide(student), WIDE), start=1):
        ratio = W.var() * fan_in / 2
        expect(0.9 < ratio < 1.1, f"The variance of W of layer {layer} is {ratio:.3g} times 2 / fan_in, "
                                  f"where fan_in is {fan_in}.")


@worth(0.5)
def test_mean_zero(student):
    """The weights' mean is 0: as many excite as inhibit."""
    for layer, W in enumerate(wide(student), start=1):
        far = abs(W.mean()) / W.std()
        expect(far < 0.1, f"The mean of W of layer {layer} is {W.mean():.3g}; 0 was expected.")


@worth(0.5)
def test_normal(student):
    """The weights are normally distributed: 68% of them within one standard deviation of the mean."""
    for layer, W in enumerate(wide(student), start=1):
        within = np.mean(np.abs(W - W.mean()) < W.std())
        expect(0.65 < within < 0.715, f"In W of layer {layer} {within:.0%} of the weights lie within one standard "
                                      f"deviation of the mean; of a normal distribution 68% do.")


@worth(2)
def test_every_weight_drawn(student):
    """Every weight is a draw of its own: no two units and no two layers start alike."""
    sizes = [30, 30, 30, 30]
    found = weights(student.init_params(sizes, generator(1507)), sizes)
    drawn = np.concatenate([W.ravel() for W in found])
    expect(np.unique(drawn).size == drawn.size,
           "Some weights are equal to one another; units that start alike stay alike.")


@worth(2)
def test_randomness_from_rng(student):
    """All randomness is rng's: the same state gives the same weights again, another seed gives others."""
    sizes = [6, 4, 3]
    first, again, other = (
        weights(student.init_params(sizes, generator(seed)), sizes) for seed in (1508, 1508, 1509)
    )
    for layer, (W, W_again, W_other) in enumerate(zip(first, again, other), start=1):
        expect(np.array_equal(W, W_again), f"The same rng gave other weights the second time (layer {layer}).")
        expect(not np.array_equal(W, W_other), f"Two different rng gave the same weights (layer {layer}).")


@worth(1)
def test_argument_unchanged(student):
    """The list of sizes is left as it was."""
    params = student.init_params([5, 4, 3], generator(1510))
    expect_unchanged(student)
    weights(params, [5, 4, 3])
