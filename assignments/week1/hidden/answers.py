"""A weak look at an answer, for tests of something else than its values, so that no error counts twice."""

import numpy as np

from autograder.checks import Failure, expect_shape, kind_of


def expect_some_answer(got, shape: tuple[int, ...], what: str) -> None:
    """An array of numbers of this shape that is not the same value everywhere: more than an empty answer."""
    expect_shape(got, shape, what)
    if got.dtype.kind not in "iuf":
        raise Failure(f"{what} is {kind_of(got)}; real numbers (float64) were expected.")
    if np.unique(got).size < 2:
        raise Failure(f"{what} holds the same value everywhere, so there is no answer to look at yet.")
