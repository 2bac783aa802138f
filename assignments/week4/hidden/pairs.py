"""Random params for the graders: lists of pairs (W, b) that hold no two numbers alike."""

import numpy as np

from autograder.checks import generator

Pairs = list[tuple[np.ndarray, np.ndarray]]


def pairs(seed: int, *sizes: int) -> Pairs:
    """One (W, b) a layer for a network of these sizes; b is not zero."""
    rng = generator(seed)
    return [(rng.normal(size=(d, m)), rng.normal(size=m)) for d, m in zip(sizes, sizes[1:])]


def shapes_of(params: Pairs) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """((d, m), (m,)) a layer."""
    return [(W.shape, b.shape) for W, b in params]
