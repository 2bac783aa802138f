"""What was odd about a notebook is told to its student, in a sentence that is so, and costs nothing."""

import json
import re
import resource
import subprocess
import sys

import pytest

from autograder.course.course import Course
from autograder.course.week import Week
from autograder.marking.marker import Marker
from autograder.submission.notebook import Unreadable, read
from autograder.submission.repair import repair
from tests.this_course import ROOT

SOLVED = (ROOT / "source" / "week1" / "week1.ipynb").read_bytes()


@pytest.fixture(scope="module")
def week():
    return Week.load(ROOT, "week1")


@pytest.fixture(scope="module")
def marker(sandbox):
    return Marker(Course.load(ROOT).limits_of, sandbox)


def changed(change):
    """Week 1 solved, after `change` of its JSON."""
    content = json.loads(SOLVED)
    change(content)
    return json.dumps(content).encode()


def old_format(content):
    cells = content.pop("cells")
    for cell in cells:
        cell.pop("id")
        if cell["cell_type"] == "code":
            cell["input"] = cell.pop("source")
    content |= {"nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": cells}]}


def own(content, **cell):
    content["cells"].insert(1, {"cell_type": "code", "id": "mine", "metadata": {}, "outputs": [], "source": "1"} | cell)


@pytest.mark.parametrize(
    "raw, note",
    [
        (
            SOLVED.decode().encode("utf-16"),
            "The file was in another encoding than UTF-8 (UTF-16 or UTF-32); it was read as that.",
        ),
        (SOLVED.decode().encode("utf-16-le"), "The file was in another encoding than UTF-8"),
        (b"\xef\xbb\xbf" + SOLVED, "The file began with a byte-order mark, which was left out."),
        (SOLVED + bytes(4096), "The file was padded with NULs, which were left out."),
        (
            changed(old_format),
            "The notebook was in an old format (nbformat 3 or earlier); its cells were read all the same.",
        ),
        (changed(lambda c: [cell.pop("id") for cell in c["cells"]]), "The cells had no ids; they were found without."),
        (changed(lambda c: c["cells"][3].pop("id")), "Some cells had no id; they were found without."),
        (changed(lambda c: own(c, id=c["cells"][5]["id"], metadata={})), "An id stood on more cells than one."),
        (changed(lambda c: own(c, metadata=[1])), "The metadata of one cell was damaged; it was left out."),
        (changed(lambda c: own(c, metadata={"nbgrader": 7})), "The metadata of one cell was damaged; it was left out."),
        (changed(lambda c: c.update(metadata="x")), "The notebook's own metadata was damaged; it is not needed."),
        (changed(lambda c: c["metadata"].update(kernelspec=[])), "The notebook's note of its kernel was damaged"),
        (
            changed(lambda c: c["metadata"].update(kernelspec={"name": "ir", "language": "R"})),
            "The notebook was saved with another kernel (R); it was run with Python 3.",
        ),
        (changed(lambda c: own(c, outputs={"x": 1})), "The outputs of one cell were damaged; they were left out."),
        (
            changed(lambda c: own(c, outputs=[{"text": "x"}])),
            "The outputs of one cell were damaged; they were left out.",
        ),
        (changed(lambda c: c["cells"].append("x")), "One cell held nothing that is a cell and was left out."),
    ],
)
def test_an_oddity_is_told_once_and_is_no_repair_of_the_class(week, raw, note):
    submission = repair(week, raw)
    assert len(submission.notes) == 1 and submission.notes[0].startswith(note), submission.notes
    assert submission.unreadable is None and not [r for r in submission.repairs if "kernel" in r or "id" in r.split()]


def test_a_sound_notebook_has_no_notes(week):
    for raw in (
        SOLVED,
        (ROOT / "release" / "week1" / "week1.ipynb").read_bytes(),
        changed(lambda c: c["metadata"].update(kernelspec={"name": "conda-env-ccn-py", "language": "python"})),
    ):
        assert repair(week, raw).notes == ()


def test_a_cell_that_failed_or_was_cut_off_is_told_to_its_student_and_not_to_the_class(week, marker):
    raw = changed(lambda c: (own(c, source="undefined_name"), own(c, source="print('x' * 10**6)", id="second")))
    result = marker.mark(week, raw, "week1.ipynb").result
    assert result.score == result.max_score and all("test cell" in told for told in result.repairs)
    assert result.notes[1] == "Cell 3, one of your own, failed: NameError: name 'undefined_name' is not defined."
    told = r"Cell 2, one of your own, showed more than is kept: \d+ characters of output were left out\."
    assert re.fullmatch(told, result.notes[0])
    assert (
        marker.mark(week, (ROOT / "release" / "week1" / "week1.ipynb").read_bytes(), "week1.ipynb").result.notes == ()
    )


@pytest.mark.parametrize("magic", ["%%timeit", "%%writefile x.py", "%%script bash", "%%tmeit"])
def test_a_cell_magic_above_a_solution_is_named_and_said_to_define_nothing(week, marker, magic):
    def above(content):
        cell = next(c for c in content["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == "linear")
        cell["source"] = magic + "\n" + "".join(cell["source"])

    linear = next(e for e in marker.mark(week, changed(above), "week1.ipynb").result.exercises if e.id == "linear")
    assert linear.score == 0 and linear.reason.endswith(
        f"Its cell begins with {magic.split()[0]}, under which nothing is defined; take that line out."
    )


@pytest.mark.parametrize(
    "raw, where",
    [
        (b'{\n "cells": [],\n}', "a comma too many in line 2"),
        (b'{"cells": [1,\n2,\n]}', "a comma too many in line 2"),
        (b'{"cells": [{"a": 1,}', "a comma too many in line 1"),
        (b'{"cells": [', "it ends too early"),
        (b'{"cells": [tru', "it ends too early"),
        (b'{"cells": ["abc', "it ends too early"),
        (b'{"cells": [1], "b" 2}', "line 1"),
        (b'{"cells": [1]', "it ends too early"),
        (b"{'cells': []}", "line 1"),
    ],
)
def test_what_is_wrong_with_damaged_json_is_so(raw, where):
    with pytest.raises(Unreadable) as said:
        read(raw)
    assert f"({where})" in str(said.value)


@pytest.mark.parametrize(
    "cells",
    [
        [("code", "import numpy as np"), ("markdown", "A paragraph about something else entirely.")],
        [
            ("markdown", "# My own notes"),
            ("code", "import numpy as np\nimport matplotlib.pyplot as plt"),
            ("markdown", "text"),
        ],
        [("markdown", "*Write your answer here.*"), ("code", "import numpy as np"), ("markdown", "My answer.")],
    ],
)
def test_a_notebook_with_nothing_of_the_week_but_common_lines_is_another(week, cells):
    setup = next(c.source for c in week.release if c.grade_id == "setup")
    for code in ("import numpy as np", setup):
        raw = json.dumps(
            {
                "cells": [
                    {"cell_type": kind, "metadata": {}, "source": code if kind == "code" else text}
                    for kind, text in cells
                ],
                "metadata": {},
                "nbformat": 4,
                "nbformat_minor": 4,
            }
        ).encode()
        assert (
            repair(week, raw).unreadable == "None of the exercises is in this notebook; the one of week1 was expected."
        )


def test_a_text_of_the_week_shows_that_it_is_the_weeks_and_its_answer_counts(week):
    texts = [c.source for c in week.release if c.type == "markdown" and c.nbgrader.get("locked")]
    question = max(i for i, c in enumerate(week.release) if c.grade_id == "why_nonlinear") - 1
    cells = [*texts[:1], week.release[question].source, "Because a product of matrices is a matrix."]
    raw = json.dumps(
        {
            "cells": [{"cell_type": "markdown", "metadata": {}, "source": s} for s in cells],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 4,
        }
    ).encode()
    submission = repair(week, raw)
    assert submission.unreadable is None
    assert next(c.source for c in submission.cells if c.grade_id == "why_nonlinear") == cells[-1]


def test_too_few_open_files_are_named_and_no_container(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "mark", "week1", str(ROOT / "release" / "week1" / "week1.ipynb")],
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (48, 48)),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 3 and "ulimit -n 1024" in done.stderr and "container" not in done.stderr
