# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] nbgrader={"grade": false, "grade_id": "intro", "locked": true, "schema_version": 3, "solution": false, "task": false}
# # Week 1 · Describing
#
# What does a table say, in a few numbers?

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np
import pandas as pd

# %% nbgrader={"grade": false, "grade_id": "group_means", "locked": false, "schema_version": 3, "solution": true, "task": false}
def group_means(data):
    """One row a group.

    data: a data frame with the columns group (texts) and value (numbers).
    Returns a data frame with the columns group, mean and n, the groups in the order of the alphabet.
    """
    ### BEGIN SOLUTION
    groups = data.groupby("group")["value"]
    return pd.DataFrame({"mean": groups.mean(), "n": groups.size()}).reset_index()
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "test_group_means", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 4}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week1", "group_means")
### END HIDDEN TESTS
told = group_means(pd.DataFrame({"group": ["b", "a", "b"], "value": [1.0, 5.0, 3.0]}))
assert list(told.columns) == ["group", "mean", "n"], f"The columns are group, mean and n; yours are {list(told.columns)}."

# %% nbgrader={"grade": false, "grade_id": "describe", "locked": false, "schema_version": 3, "solution": true, "task": false}
def describe(values):
    """Three numbers about a series.

    Returns a dict with the keys "mean", "sd" (of a sample: divided by n - 1) and "span", from the smallest to the largest value; missing
    values are left out.
    """
    ### BEGIN SOLUTION
    return {"mean": float(values.mean()), "sd": float(values.std()), "span": float(values.max() - values.min())}
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "test_describe", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week1", "describe")
### END HIDDEN TESTS
assert sorted(describe(pd.Series([1.0, 2.0]))) == ["mean", "sd", "span"], "The keys are mean, sd and span."

# %% nbgrader={"grade": false, "grade_id": "commonest", "locked": false, "schema_version": 3, "solution": true, "task": false}
def commonest(words):
    """The word that a list holds most often, in small letters; of several the one that comes first in the alphabet."""
    ### BEGIN SOLUTION
    counts = {}
    for word in words:
        counts[word.lower()] = counts.get(word.lower(), 0) + 1
    return min(counts, key=lambda word: (-counts[word], word))
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "test_commonest", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 2}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week1", "commonest")
### END HIDDEN TESTS
assert isinstance(commonest(["a", "b", "a"]), str), "The answer is a text."
