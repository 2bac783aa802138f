"""The hidden line of source notebooks, by the name that stands in them: autograder.graders.stock."""

from autograder.graders.stock import Grade, grade

__all__ = ["Grade", "grade"]
