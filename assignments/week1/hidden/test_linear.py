"""Hidden tests of `linear`: one layer, many observations."""

import numpy as np

from autograder.checks import expect, expect_array, expect_unchanged, generator, worth

from .answers import expect_some_answer


def layer(X, W, b):
    """Z = XW + B, entry by entry."""
    n, d = X.shape
    m = W.shape[1]
    Z = np.empty((n, m))
    for i in range(n):
        for j in range(m):
            Z[i, j] = b[j]
            for k in range(d):
                Z[i, j] += X[i, k] * W[k, j]
    return Z


def draw(seed, n, d, m):
    """X (n, d), W (d, m) and b (m,), standard normal."""
    rng = generator(seed)
    return rng.normal(size=(n, d)), rng.normal(size=(d, m)), rng.normal(size=m)


@worth(3)
def test_product(student):
    """With b = 0, Z is the product XW: every observation's weighted sum at every unit."""
    for seed, (n, d, m) in enumerate([(5, 3, 4), (4, 6, 2), (2, 3, 7)], start=1201):
        X, W, _ = draw(seed, n, d, m)
        b = np.zeros(m)
        want = layer(X, W, b)
        expect_array(student.linear(X, W, b), want, "Z", why=f"n = {n}, d = {d}, m = {m}, b = 0")


@worth(2)
def test_bias_of_each_unit(student):
    """With X = 0 every row of Z is b: each unit has its own bias, the same for all observations."""
    _, W, b = draw(1204, 4, 3, 5)
    want = np.array([list(b)] * 4)
    expect_array(student.linear(np.zeros((4, 3)), W, b), want, "Z", why="X = 0, so only the bias is left")


@worth(2)
def test_values(student):
    """Z = XW + B for random X, W and b."""
    X, W, b = draw(1212, 6, 4, 3)
    want = layer(X, W, b)
    expect_array(student.linear(X, W, b), want, "Z", why="n = 6, d = 4, m = 3")


@worth(2)
def test_as_many_units_as_inputs_and_rows(student):
    """Z is right where n = d = m too, where a swapped axis would go unnoticed."""
    X, W, b = draw(1205, 4, 4, 4)
    want = layer(X, W, b)
    expect_array(student.linear(X, W, b), want, "Z",
                 why="n = d = m = 4: which axis of W is the inputs', which row or column does b go to")


@worth(1)
def test_one_observation(student):
    """A single observation (n = 1) gives Z of shape (1, m)."""
    X, W, b = draw(1206, 1, 4, 3)
    want = layer(X, W, b)
    expect_array(student.linear(X, W, b), want, "Z", why="n = 1")


@worth(1)
def test_one_input_one_unit(student):
    """One input (d = 1) and one unit (m = 1) work as well."""
    for seed, (n, d, m) in enumerate([(4, 1, 3), (5, 3, 1), (1, 1, 1)], start=1207):
        X, W, _ = draw(seed, n, d, m)
        b = np.zeros(m)
        want = layer(X, W, b)
        expect_array(student.linear(X, W, b), want, "Z", why=f"n = {n}, d = {d}, m = {m}, b = 0")


@worth(1)
def test_rows_do_not_meet(student):
    """Each observation's scores depend on that observation alone."""
    X, W, b = draw(1210, 6, 3, 4)
    order = np.array([3, 0, 5, 1, 4, 2])
    Z, mixed = student.linear(X, W, b), student.linear(X[order], W, b)
    expect_some_answer(Z, (6, 4), "Z")
    expect(len(np.unique(Z, axis=0)) == 6, "Z has equal rows for different observations.")
    expect_array(mixed, Z[order], "Z", why="the rows of X were put in another order, so should be those of Z")


@worth(1)
def test_arguments_unchanged(student):
    """X, W and b are left as they were."""
    X, W, b = draw(1211, 3, 5, 2)
    Z = student.linear(X, W, b)
    expect_unchanged(student)
    expect_some_answer(Z, (3, 2), "Z")
