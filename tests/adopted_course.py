"""A course of stock nbgrader's in one assignment: a notebook for each kind of test cell, with right and wrong answers."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

NAME = "kinds"
HIDDEN = "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"


def solution(name: str, text: str) -> dict:
    """A solution cell, its text between nbgrader's marks."""
    head, _, body = text.partition("\n")
    return cell(f"{head}\n    ### BEGIN SOLUTION\n{body}\n    ### END SOLUTION", grade_id=name, solution=True)


def checks(name: str, text: str, points: float = 2) -> dict:
    return cell(text, grade_id=name, grade=True, locked=True, points=points)


def cell(text: str, kind: str = "code", **meta) -> dict:
    made = (new_code_cell if kind == "code" else new_markdown_cell)(text)
    if meta:
        made.metadata["nbgrader"] = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False,
                                     **meta}
    return made


#: Notebook -> its cells.
NOTEBOOKS: dict[str, list[dict]] = {
    "plain": [
        solution("double", "def double(x):\n    return 2 * x"),
        checks("test_double", "assert double(2) == 4, 'twice 2 is 4'\nassert double(3) == 6"),
    ],
    "hidden": [
        solution("triple", "def triple(x):\n    return 3 * x"),
        checks("seen", "assert triple(1) == 3"),
        checks("unseen", "assert triple(1) == 3\n" + HIDDEN.format(
            "import fractions\ndef third(x):\n    return triple(fractions.Fraction(x, 3))\nassert triple(5) == 15")),
        checks("later", HIDDEN.format("assert third(2) == 2")),
    ],
    "partial": [
        solution("share", "def share():\n    return 1.5"),
        checks("number", "share()"),
        checks("text", "str(share()) + ' points'"),
        checks("below", "-share()"),
        checks("nan", "float('nan')"),
        checks("shown", "from IPython.display import display\ndisplay(share() / 10)"),
        checks("numpy", "import numpy as np\nnp.float64(share())"),
        checks("printed", "print('looking')\nshare() / 2"),
        checks("none", "None"),
        checks("quiet", "share();"),
    ],
    "warnings": [
        solution("logs", "def logs(x):\n    import numpy as np\n    return np.log(np.maximum(x, 1))"),
        checks("finite", "import numpy as np\nassert logs(np.array([0.0]))[0] <= 0"),
        solution("old", "def old():\n    return 1"),
        checks("warned", "assert old() == 1"),
        checks("stderr", "import sys\nprint('to stderr', file=sys.stderr)"),
        checks("after", "assert logs(2) > 0"),
    ],
    "several": [
        solution("mean", "def mean(values):\n    return sum(values) / len(values)"),
        checks("import_here", "from numpy.testing import assert_allclose\nassert_allclose(mean([1, 2]), 1.5)", 1),
        checks("used_here", "assert_allclose(mean([1.0, 5.0, 6.0]), 4.0)", 1.5),
        checks("empty", "try:\n    mean([])\nexcept ZeroDivisionError:\n    pass\n"
                        "else:\n    raise AssertionError('no mean of nothing')", 0.5),
    ],
    "nothing": [
        solution("any", "def any_number():\n    return 1"),
        checks("for_nothing", "assert any_number() == 1", 0),
        checks("no_test", "# nothing is looked at"),
    ],
    "people": [
        cell("Explain.", "markdown", grade_id="explain", solution=True, grade=True, points=3),
        cell("### BEGIN SOLUTION\nx = 1\n### END SOLUTION", grade_id="code_read", solution=True, grade=True, points=2),
        cell("Draw it.\n\n=== BEGIN MARK SCHEME ===\n1 point each\n=== END MARK SCHEME ===", "markdown", grade_id="draw",
             task=True, locked=True, points=4),
    ],
    "data": [
        solution("total", "def total(path):\n    return sum(float(line) for line in open(path))"),
        checks("test_total", "assert total('numbers/some.csv') == 6.0"),
        checks("test_beside", "assert total('one.csv') == 1.0"),
    ],
    "classes": [
        solution("Counter", "class Counter:\n    def __init__(self):\n        self.n = 0\n    def up(self):\n"
                            "        self.n += 1\n        return self.n"),
        checks("test_counter", "a, b = Counter(), Counter()\na.up()\nassert a.up() == 2\nassert b.up() == 1"),
    ],
    "state": [
        cell("calls = []"),
        solution("note", "def note(x):\n    calls.append(x)\n    return len(calls)"),
        checks("first", "kept = note\nassert note(1) == 1"),
        checks("second", "assert note(2) == 2, 'the second call'"),
        checks("taken_away", "del note\ntry:\n    note(1)\nexcept NameError:\n    pass\nnote = kept"),
        checks("back", "assert note(3) == 3"),
    ],
    "magics": [
        solution("curve", "def curve(x):\n    return [x, x]"),
        checks("drawn", "%matplotlib inline\n"
                        "import matplotlib.pyplot as plt\nplt.plot(curve(1))\nplt.show()\nassert len(curve(2)) == 2"),
        checks("captured", "%%capture\nprint(curve(1))\nassert curve(3)[0] == 3"),
    ],
    "errors": [
        solution("broken", "def broken():\n    return 1"),
        checks("test_broken", "assert broken() == 1"),
        solution("ends", "def ends():\n    return 1"),
        checks("test_ends", "assert ends() == 1"),
        solution("missing", "def missing():\n    return 1"),
        checks("test_missing", "assert missing() == 1"),
        solution("unwritten", "def unwritten():\n    return 1"),
        checks("test_unwritten", "assert unwritten() == 1"),
    ],
}

#: What one student wrote in the place of solutions, by notebook and grade_id; all else is the release's.
WRONG = {
    "plain": {"double": "def double(x):\n    return x + 2"},
    "hidden": {"triple": "def triple(x):\n    return 3 if x == 1 else 3 * x - (x == 5)"},
    "partial": {"share": "def share():\n    return 1.25"},
    "warnings": {"logs": "import numpy as np\ndef logs(x):\n    return np.log(x)",
                 "old": "import warnings\ndef old():\n    warnings.warn('old')\n    return 1"},
    "several": {"mean": "def mean(values):\n    return sum(values) / 2"},
    "nothing": {"any": "def any_number():\n    return 2"},
    "people": {"explain": "Because."},
    "data": {"total": "def total(path):\n    return sum(float(line) for line in open(path)) + ('one' in path)"},
    "classes": {"Counter": "class Counter:\n    n = []\n    def up(self):\n        self.n.append(1)\n"
                           "        return len(self.n)"},
    "state": {"note": "def note(x):\n    calls.append(x)\n    return len(calls) + (x == 2)"},
    "magics": {"curve": "def curve(x):\n    return [1, x]"},
    "errors": {"broken": "def broken(:\n    return 1", "ends": "def ends():\n    import sys\n    sys.exit(1)",
               "missing": "def mising():\n    return 1"},
}


def write(root: Path) -> None:
    """source/ of the course, and the files its notebooks read."""
    folder = root / "source" / NAME
    (folder / "numbers").mkdir(parents=True)
    (folder / "numbers" / "some.csv").write_text("1\n2\n3\n", encoding="utf-8")
    (folder / "one.csv").write_text("1\n", encoding="utf-8")
    for name, cells in NOTEBOOKS.items():
        notebook = new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3",
                                                                     "language": "python"}})
        nbformat.write(notebook, folder / f"{name}.ipynb")


def hand_in(root: Path, student: str, answers: dict[str, dict[str, str]]) -> None:
    """submitted/STUDENT, made of the release; where `answers` has nothing for a solution it stays a stub."""
    folder = root / "submitted" / student / NAME
    folder.mkdir(parents=True)
    for path in sorted((root / "release" / NAME).glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        own = answers.get(path.stem, {})
        for one in notebook.cells:
            name = one.metadata.get("nbgrader", {}).get("grade_id")
            one.source = own.get(name, one.source)
        nbformat.write(notebook, folder / path.name)


def right() -> dict[str, dict[str, str]]:
    """The solutions as they stand in source/, without nbgrader's marks."""
    found: dict[str, dict[str, str]] = {}
    for name, cells in NOTEBOOKS.items():
        for one in cells:
            meta = one.metadata.get("nbgrader", {})
            if meta.get("solution") and "### BEGIN SOLUTION" in one.source:
                lines = [line for line in one.source.split("\n") if "### " not in line]
                found.setdefault(name, {})[meta["grade_id"]] = "\n".join(lines)
    return found
