"""The words hidden tests are written in, by the name authors write: autograder.graders.checks."""

from autograder.graders.answers import (
    expect_dict,
    expect_keys,
    expect_same_again,
    expect_separate,
    expect_text,
    expect_truth,
    expect_value,
)
from autograder.graders.checks import (
    expect,
    expect_array,
    expect_no_warnings,
    expect_number,
    expect_pair,
    expect_params,
    expect_scalar,
    expect_shape,
    expect_unchanged,
    generator,
    kind_of,
    limit,
    numeric_gradient,
    secret,
    worth,
)
from autograder.graders.tables import expect_frame, expect_series
from autograder.sandbox.outcome import Failure, Foreign

__all__ = [
    "Failure", "Foreign", "expect", "expect_array", "expect_dict", "expect_frame", "expect_keys", "expect_no_warnings",
    "expect_number", "expect_pair", "expect_params", "expect_same_again", "expect_scalar", "expect_separate",
    "expect_series", "expect_shape", "expect_text", "expect_truth", "expect_unchanged", "expect_value", "generator",
    "kind_of", "limit", "numeric_gradient", "secret", "worth",
]
