"""The sandboxed autograder of Computational Cognitive Neuroscience."""

__version__ = "1.0.0"
