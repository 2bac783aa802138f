"""The words hidden tests are written in, by the name authors write: autograder.graders.checks."""

from autograder.graders.checks import (
    Failure,
    Foreign,
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

__all__ = [
    "Failure", "Foreign", "expect", "expect_array", "expect_no_warnings", "expect_number", "expect_pair", "expect_params",
    "expect_scalar", "expect_shape", "expect_unchanged", "generator", "kind_of", "limit", "numeric_gradient", "secret", "worth",
]
