"""Notebooks of a week with chosen solutions, as bytes."""

from __future__ import annotations

import json

from autograder.course.week import Week
from tests.broken import released, solved


def with_texts(week: Week, texts: dict[str, str], rest: str = "solved") -> bytes:
    """A notebook with `texts` (grade_id -> text) in these cells; the others are "solved" or "released"."""
    notebook = json.loads((solved if rest == "solved" else released)(week))
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in texts:
            cell["source"] = texts[name]
    return json.dumps(notebook).encode()


def with_cell(week: Week, source: str, before: str) -> bytes:
    """A solved notebook with an own cell ahead of the cell `before`."""
    notebook = json.loads(solved(week))
    names = [c["metadata"].get("nbgrader", {}).get("grade_id") for c in notebook["cells"]]
    own = {"cell_type": "code", "id": "own", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
    notebook["cells"].insert(names.index(before), own)
    return json.dumps(notebook).encode()
