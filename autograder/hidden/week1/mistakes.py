"""Known wrong solutions of week 1."""
import numpy as np

from autograder.variants import mistake


@mistake("linear", hint="The bias is missing.")
def linear_without_bias(X, W, b):
    return X @ W
