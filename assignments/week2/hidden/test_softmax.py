"""Oracle: p_j = 1 / sum_k exp(z_k - z_j), entry by entry in Python's own floats."""

import math

import numpy as np

from autograder.checks import expect, expect_array, expect_unchanged, generator, worth


def probabilities(Z):
    return np.array([[one_probability(row, z) for z in row] for row in Z.tolist()])


def one_probability(row, z):
    gaps = [other - z for other in row]
    return 0.0 if max(gaps) > 700 else 1 / sum(math.exp(gap) for gap in gaps)


@worth(3)
def test_values(student):
    """Every row of softmax(Z) holds exp(z) divided by the sum of exp(z) over that row."""
    Z = generator(21).normal(0, 2, (5, 3))
    expect_array(student.softmax(Z), probabilities(Z), "P", why="along which axis do the probabilities add up to 1?")


@worth(1)
def test_any_number_of_observations(student):
    """softmax works for any number of observations and of classes, as many classes as observations included."""
    rng = generator(22)
    for n, C in [(1, 5), (4, 4), (60, 2)]:
        Z = rng.normal(0, 2, (n, C))
        expect_array(student.softmax(Z), probabilities(Z), "P", why=f"for {n} x {C} scores")


@worth(1)
def test_rows_sum_to_one(student):
    """Every row sums to 1 as closely as floats allow (1e-12), also where one class is nearly sure."""
    rng = generator(23)
    nearly_sure = [[0, -40, -45, -50], [-60, 1, -55, -70]]
    Z = np.vstack([rng.normal(0, 2, (6, 4)), rng.normal(-20, 1, (6, 4)), nearly_sure])
    P = student.softmax(Z)
    expect_array(P, probabilities(Z), "P", rtol=1e-3, atol=1e-3, why="does the row sum to 1?")
    for i, row in enumerate(P.tolist()):
        # Half of 1e-12: an added 1e-12 moves the sum by 1e-12 less a rounding error, a right solution by 1e-15.
        expect(abs(math.fsum(row) - 1) < 5e-13,
               f"Row {i} of P sums to 1 {math.fsum(row) - 1:+.1e} (is anything added to the denominator, or clipped?).")


@worth(2)
def test_large_scores(student):
    """Scores up to 10,000 in size give right and finite probabilities."""
    near = np.array([[0, -1, -3], [-2, 0, 0], [-700, -0.5, 0]])
    apart = np.array([[1e4, -1e4, 0], [0, 0, 1e4], [1e4, 1e4, -1e4]])
    for Z in (near + 1e4, near - 1e4, apart):
        expect_array(student.softmax(Z), probabilities(Z), "P",
                     why="for scores up to 10,000 in size; what may be subtracted from a row without changing P?")


@worth(1)
def test_rows_apart(student):
    """A row's probabilities depend on that row alone, also when another row's scores dwarf it."""
    # Sizes at which exp itself neither over- nor underflows, so that this tells of the rows alone.
    Z = np.array([[600, 601, 598], [-400, -401, -399.5], [0, 1, 2]])
    expect_array(student.softmax(Z), probabilities(Z), "P", why="does one row's size reach into another row?")


@worth(0.5)
def test_scores_unchanged(student):
    """softmax leaves the scores it was given as they were."""
    Z = generator(24).normal(0, 1, (4, 3))
    P = student.softmax(Z)
    expect_array(P, np.full((4, 3), 0.5), "P", atol=0.5, rtol=0, why="probabilities lie between 0 and 1")
    expect(len(set(P.ravel().tolist())) > 3, "P holds the same few numbers throughout, whatever the scores.")
    expect_unchanged(student)
