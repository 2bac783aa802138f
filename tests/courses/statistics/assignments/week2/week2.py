# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] nbgrader={"grade": false, "grade_id": "intro", "locked": true, "schema_version": 3, "solution": false, "task": false}
# # Week 2 · Lines
#
# How much does y grow with x?

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np
import pandas as pd

# %% nbgrader={"grade": false, "grade_id": "slope", "locked": false, "schema_version": 3, "solution": true, "task": false}
def slope(x, y):
    """The slope of the line through two series that is best by least squares: one number."""
    ### BEGIN SOLUTION
    from_x, from_y = x - x.mean(), y - y.mean()
    return float(from_x @ from_y / (from_x @ from_x))
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "test_slope", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week2", "slope")
### END HIDDEN TESTS
assert abs(slope(pd.Series([0.0, 1.0]), pd.Series([0.0, 2.0])) - 2) < 1e-9, "From (0, 0) to (1, 2) the slope is 2."

# %% nbgrader={"grade": false, "grade_id": "Line", "locked": false, "schema_version": 3, "solution": true, "task": false}
class Line:
    """A line that is fitted to a data frame: `line = Line("x", "y")`, then `line.fit(data)` and `line.predict(data)`.

    slope, intercept: None before it is fitted.
    """

    def __init__(self, x, y):
        """x, y: the names of two columns."""
        ### BEGIN SOLUTION
        self.x, self.y = x, y
        self.slope = self.intercept = None
        ### END SOLUTION

    def fit(self, data):
        """Fit the line to the two columns of a data frame."""
        ### BEGIN SOLUTION
        self.slope = slope(data[self.x], data[self.y])
        self.intercept = float(data[self.y].mean() - self.slope * data[self.x].mean())
        ### END SOLUTION

    def predict(self, data):
        """The line's y for each row of a data frame, as a series."""
        ### BEGIN SOLUTION
        return self.intercept + self.slope * data[self.x]
        ### END SOLUTION

# %% autograder={"depends": ["slope"]} nbgrader={"grade": true, "grade_id": "test_Line", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 5}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week2", "Line")
### END HIDDEN TESTS
line = Line("x", "y")
line.fit(pd.DataFrame({"x": [0.0, 1.0], "y": [1.0, 3.0]}))
assert abs(line.intercept - 1) < 1e-9, f"The line meets the y axis at 1; yours at {line.intercept}."
