"""What the students of a sample class write: answers where the week has none of its own, and cells of their own."""

from __future__ import annotations

#: Best first. An empty one leaves the cell as it was given out.
ANY_ANSWERS = (
    "I start from the definition, put in what the last exercise gave, and compare the shapes at the end: both sides "
    "are $(n, m)$, so the step holds for every row.",
    "It follows from the definition.",
    "I tried it with numbers and it came out the same, see the cell below.",
    "",
)

#: Kind and text.
OWN_CELLS = (
    ("code", "# just trying things\nA = np.arange(6).reshape(2, 3)\nprint(A)\nprint(A.sum(axis=0), A.sum(axis=1))"),
    ("code", "np.__version__"),
    ("code", "rng_test = np.random.default_rng(0)\nrng_test.normal(size=(2, 2)).round(2)"),
    ("code", "# broadcasting??\n(np.zeros((3, 2)) + np.array([1, 2])).shape"),
    ("code", "import this"),
    ("code", "print(undefined_name)"),
    ("markdown", "*Note to self:* rows are observations, columns are units."),
    ("markdown", "## My notes\n\n- axis=0 goes down, axis=1 goes across\n- `keepdims=True` when in doubt"),
)
