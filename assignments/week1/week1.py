# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Week 1

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np


# %% nbgrader={"grade": false, "grade_id": "linear", "locked": false, "schema_version": 3, "solution": true, "task": false}
def linear(X, W, b):
    """Scores of a layer."""
    ### BEGIN SOLUTION
    return X @ W + b
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_linear", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} autograder={"depends": []}
assert linear(np.ones((2, 3)), np.ones((3, 4)), np.zeros(4)).shape == (2, 4), "one row an observation"
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week1", "linear")
### END HIDDEN TESTS
