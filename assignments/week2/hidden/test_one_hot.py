"""Oracle: a 1 where the column's number is the label, entry by entry."""

import numpy as np

from autograder.checks import expect_array, expect_unchanged, generator, worth


def coded(labels, n_classes):
    return np.array([[1.0 if label == j else 0.0 for j in range(n_classes)] for label in labels.tolist()])


@worth(2)
def test_values(student):
    """Row i holds a 1 in the column of its label and 0 elsewhere; labels count from 0."""
    labels = np.array([2, 0, 3, 1, 0, 2, 3])
    expect_array(student.one_hot(labels, 4), coded(labels, 4), "Y", why="which column belongs to label 0?")


@worth(1)
def test_missing_classes(student):
    """There are n_classes columns, also when some classes do not occur among the labels."""
    for labels in (np.array([1, 1, 3]), np.array([0, 2, 0, 2])):
        expect_array(student.one_hot(labels, 6), coded(labels, 6), "Y", why="not every class occurs in these labels")


@worth(0.5)
def test_one_observation(student):
    """A single label gives a single row."""
    labels = np.array([4])
    expect_array(student.one_hot(labels, 5), coded(labels, 5), "Y")


@worth(0.5)
def test_many_observations(student):
    """Many labels give as many rows, with any number of classes."""
    for n, C in [(300, 10), (50, 2)]:
        labels = generator(41).integers(0, C, n)
        expect_array(student.one_hot(labels, C), coded(labels, C), "Y", why=f"for {n} labels of {C} classes")


@worth(0.5)
def test_labels_unchanged(student):
    """one_hot leaves the labels as they were."""
    labels = np.array([0, 1, 2, 1, 0])
    Y = student.one_hot(labels, 3)
    expect_array(Y, np.full((5, 3), 0.5), "Y", atol=0.5, rtol=0, why="0 and 1 are the only entries")
    expect_array(Y.sum(axis=1), np.ones(5), "the sum of each row of Y", why="one 1 a row")
    expect_unchanged(student)
