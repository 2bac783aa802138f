"""Mistakes and right solutions, by the name authors write: autograder.graders.variants."""

from autograder.graders.variants import mistake, right

__all__ = ["mistake", "right"]
