"""From the text people edit to what students get: byte for byte, nothing hidden, and it runs as a student would run it."""

from __future__ import annotations

import asyncio
import resource
from pathlib import Path

import nbformat
import numpy as np
import pytest
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

from autograder.authoring.release import build, sync, week_texts
from autograder.course.course import Course
from autograder.course.week import Week
from autograder.errors import UserError
from tests.broken import solved
from tests.this_course import ROOT, course_copy

WEEKS = week_texts(ROOT)

#: Seconds that a solved notebook may take, all of it, on one core of a machine with other work to do.
SECONDS = dict.fromkeys(WEEKS, 60) | {"week1": 30}
#: No kernel is waited for longer than this, however busy the machine is; and how many are tried.
PATIENCE, TRIES = 180, 3


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """All weeks built anew in a folder of their own."""
    folder = tmp_path_factory.mktemp("built")
    assert list(build(Course.load(ROOT), WEEKS, folder)) == WEEKS
    return folder


@pytest.fixture
def copy(tmp_path):
    """A course of one's own, to break."""
    return course_copy(tmp_path, WEEKS)


@pytest.fixture(params=WEEKS)
def week(request):
    return Week.load(ROOT, request.param)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def run(week: Week, notebook: bytes, folder: Path) -> nbformat.NotebookNode:
    """Run a notebook in a real kernel, beside the released files and nothing else."""
    for name, content in week.files.items():
        (folder / name).write_bytes(content)
    # Now and then nbclient waits for ever on a cell with a widget: then once more, with another kernel.
    for number in range(TRIES):
        try:
            return _run(notebook, folder, folder / f"kernel{number}.json")
        except (TimeoutError, DeadKernelError):
            if number == TRIES - 1:
                raise
    raise AssertionError


def _run(notebook: bytes, folder: Path, connection: Path) -> nbformat.NotebookNode:
    cells = nbformat.reads(notebook.decode(), as_version=4)
    # Sockets in files: of two kernels that start at once one may take the other's port, and its client waits for ever.
    manager = AsyncKernelManager(kernel_name="python3", transport="ipc", connection_file=str(connection))
    client = NotebookClient(cells, km=manager, timeout=PATIENCE, resources={"metadata": {"path": str(folder)}})

    async def within():
        try:
            await asyncio.wait_for(client.async_execute(), PATIENCE)
        finally:
            await manager.shutdown_kernel()

    try:
        asyncio.run(within())
    except CellExecutionError as error:
        error.cells = cells.cells
        raise
    return cells


def cpu_of_ended() -> float:
    """Seconds of processor that children of this process had used when they ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("kind", ["source", "release"])
def test_what_is_committed_is_what_the_texts_build(built, kind):
    fresh = dict(contents(built / kind).items())
    kept = {name: data for name, data in contents(ROOT / kind).items() if name.split("/")[0] in WEEKS}
    stale = sorted(name for name in fresh.keys() | kept.keys() if fresh.get(name) != kept.get(name))
    assert not stale, f"stale in {kind}/: {', '.join(stale)}. Run: make release"


def test_a_second_build_gives_the_same_bytes(built, tmp_path):
    list(build(Course.load(ROOT), WEEKS[:1], tmp_path))
    for kind in ("source", "release"):
        assert contents(tmp_path / kind / WEEKS[0]) == contents(built / kind / WEEKS[0])


def test_a_changed_text_makes_another_build(copy):
    text = copy / "assignments/week1/week1.py"
    text.write_text(text.read_text(encoding="utf-8").replace("in a trench coat", "in a rain coat"), encoding="utf-8")
    before = contents(copy / "release")
    list(build(Course.load(copy), ["week1"]))
    after = contents(copy / "release")
    assert {name for name in after if after[name] != before[name]} == {"week1/week1.ipynb"}


def test_sync_of_what_was_built_changes_no_text(copy):
    before = contents(copy / "assignments")
    for week in WEEKS:
        assert not sync(Course.load(copy), week), f"sync changed the text of {week}"
    assert contents(copy / "assignments") == before


def test_an_edit_in_jupyter_comes_back_and_nothing_else_does(copy):
    path = copy / "source/week1/week1.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source = notebook.cells[0].source.replace("grandmother", "grandfather")
    notebook.cells[2].outputs, notebook.cells[2].execution_count = [], 7
    nbformat.write(notebook, path)
    text = copy / "assignments/week1/week1.py"
    before = text.read_text(encoding="utf-8")
    assert sync(Course.load(copy), "week1")
    assert text.read_text(encoding="utf-8") == before.replace("grandmother", "grandfather")


def test_given_is_the_earlier_weeks_own_solutions():
    course = Course.load(ROOT)
    for name in WEEKS:
        given = Week.load(ROOT, name).files.get("given.py", b"").decode()
        assert bool(given) == bool(course.week(name).given)
        for earlier in course.week(name).given:
            for exercise in Week.load(ROOT, earlier).coded:
                lines = [line for line in Week.load(ROOT, earlier).solution(exercise.id).splitlines() if "###" not in line]
                assert "\n".join(lines).rstrip() in given, f"{exercise.id} of {earlier} in {name}'s given.py"
        assert "###" not in given


def test_nothing_hidden_lies_with_the_students(week):
    """Files of source/ travel into feedback, so what holds for release/ holds for them too."""
    words = ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "MARK SCHEME", "autograder.kernel", "autograder.graders")
    for kind, suffixes in (("release", {".ipynb", ".py", ".md"}), ("source", {".py", ".md"})):
        for path in (ROOT / kind / week.id).iterdir():
            assert path.suffix in {".ipynb", ".py", ".md", ".npz"}, f"what is {path.name} doing there?"
            if path.suffix in suffixes:
                assert not [w for w in words if w in path.read_text(encoding="utf-8")], path
    for exercise in week.exercises:
        released = next(c for c in week.release if c.grade_id == exercise.id).source
        assert released != week.solution(exercise.id)
        assert ("Write your answer here" if exercise.written else "raise NotImplementedError()") in released


def test_no_hidden_digit_is_among_the_students():
    with np.load(ROOT / "release/week4/digits.npz") as students, \
            np.load(ROOT / "assignments/week4/hidden/digits_test.npz") as hidden:
        known = {row.tobytes() for row in students["X"]}
        assert len(hidden["X"]) > 500 and not [1 for row in hidden["X"] if row.tobytes() in known]


def test_a_solution_left_in_the_open_stops_the_release(copy):
    text = copy / "assignments/week1/week1.py"
    leak = "E = np.exp(-np.abs(Z))\n    return np.where(Z >= 0, 1, E) / (1 + E)"
    source = text.read_text(encoding="utf-8")
    assert leak in source
    sketch = '# %% nbgrader={"grade": false, "grade_id": "sketch", "locked": true, "schema_version": 3, ' \
             '"solution": false, "task": false}\ndef squashed(Z):\n' \
             '    # The exponent is never positive, so nothing overflows; the numerator picks the form that suits the ' \
             f'sign.\n    {leak}\n'
    text.write_text(source + "\n" + sketch, encoding="utf-8")
    before = contents(copy / "release/week1")
    with pytest.raises(UserError, match="the solution of sigmoid stands in a cell"):
        list(build(Course.load(copy), ["week1"]))
    assert contents(copy / "release/week1") == before


def test_hidden_tests_come_first_and_end_with_a_word(week):
    """Stock nbgrader reads the first result of a test cell, so a failing visible check must come after it."""
    for cell in week.source:
        if cell.nbgrader.get("grade") and not cell.nbgrader.get("solution"):
            assert cell.source.startswith("### BEGIN HIDDEN TESTS\n"), cell.grade_id
            assert cell.source.splitlines()[-1].startswith('print("The first checks of '), cell.grade_id


def test_every_week_says_its_messages_alike():
    texts = {c.source for name in WEEKS for c in Week.load(ROOT, name).release if c.grade_id == "messages"}
    assert len(texts) == 1
    template = ROOT / "autograder/authoring/templates/new_week/week.py.j2"
    assert texts.pop() in template.read_text(encoding="utf-8")


def test_pictures_are_folded_under_a_line_that_says_what_they_show(week):
    for cell in week.release:
        if (cell.grade_id or "").startswith("plot_"):
            assert cell.metadata["jupyter"] == {"source_hidden": True}, cell.grade_id
            first = cell.source.splitlines()[0]
            assert first.startswith("# ") and first.endswith(".") and len(first) < 82, cell.grade_id


def test_a_solved_notebook_runs_to_the_end_in_its_time(week, tmp_path):
    before = cpu_of_ended()
    done = run(week, solved(week), tmp_path)
    # Seconds of processor, as on a core of its own: the kernel has ended.
    assert 0.5 < cpu_of_ended() - before < SECONDS[week.id]
    pictures = [c for c in done.cells if c.metadata.get("nbgrader", {}).get("grade_id", "").startswith("plot_")]
    assert pictures and all(c.outputs for c in pictures)
    told = [o for c in done.cells if c.cell_type == "code" for o in c.outputs if o.get("name") == "stderr"]
    assert not told, told


def test_the_release_runs_to_the_first_stub_and_says_which(week, tmp_path):
    raw = (ROOT / "release" / week.id / f"{week.id}.ipynb").read_bytes()
    with pytest.raises(CellExecutionError) as caught:
        run(week, raw, tmp_path)
    assert caught.value.ename == "NotImplementedError"
    first = week.coded[0]
    failing = [c for c in caught.value.cells if c.cell_type == "code"
               and any(o.output_type == "error" for o in c.outputs)]
    assert [c.metadata["nbgrader"]["grade_id"] for c in failing] == [first.test_id]
    error = next(o for o in failing[0].outputs if o.output_type == "error")
    assert error.traceback == [f"{first.function} is not written yet: look for YOUR CODE HERE, then run that cell."]


def test_a_failing_check_says_one_sentence(tmp_path):
    week = Week.load(ROOT, "week1")
    wrong = solved(week).replace(b"return w @ x + b", b"return w * x + b")
    assert wrong != solved(week)
    with pytest.raises(CellExecutionError) as caught:
        run(week, wrong, tmp_path)
    error = next(o for c in caught.value.cells if c.cell_type == "code" for o in c.outputs if o.output_type == "error")
    assert error.ename == "AssertionError"
    assert error.traceback == ["Not yet: A score is one number; yours has shape (3,). Are the products summed?"]


def test_a_picture_of_what_is_missing_says_what(tmp_path):
    """Week 4's pictures of a network that was never trained, and of learning rates never chosen."""
    week = Week.load(ROOT, "week4")
    cells = nbformat.reads((ROOT / "release/week4/week4.ipynb").read_text(encoding="utf-8"), as_version=4)
    for name, content in week.files.items():
        (tmp_path / name).write_bytes(content)
    NotebookClient(cells, timeout=60, kernel_name="python3", allow_errors=True,
                   resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = {c.metadata["nbgrader"]["grade_id"]: c.outputs for c in cells.cells if c.cell_type == "code"}
    told = {name: [o.get("traceback", o.output_type) for o in outputs] for name, outputs in shown.items()}
    assert told["plot_path"] == [["sgd_step is not written yet: look for YOUR CODE HERE, then run that cell."]]
    assert told["rates"] == [["This cell is not written yet: look for YOUR CODE HERE, then run that cell."]]
    assert told["plot_rates"] == [["rates is not known: has its cell above run without an error?"]]
    assert all(len(part) == 1 for name, parts in told.items() for part in parts if isinstance(part, list)), told


def test_an_error_in_a_students_own_code_keeps_its_traceback(tmp_path):
    week = Week.load(ROOT, "week1")
    wrong = solved(week).replace(b"return w @ x + b", b"assert w.shape == (7,)")
    with pytest.raises(CellExecutionError) as caught:
        run(week, wrong, tmp_path)
    error = next(o for c in caught.value.cells if c.cell_type == "code" for o in c.outputs if o.output_type == "error")
    assert len(error.traceback) > 1 and "w.shape" in "".join(error.traceback)


@pytest.mark.parametrize("damage, told", [
    (lambda t: t.replace('"grade_id": "plot_score"', '"grade_id": "plot_neuron"'), "the grade_id 'plot_neuron' stands in line"),
    (lambda t: t.replace('"grade_id": "plot_score"', '"grade_id": "plot score"'), "letters, digits, - and _ are expected"),
])
def test_a_text_that_cannot_be_built_is_named(copy, damage, told):
    text = copy / "assignments/week1/week1.py"
    text.write_text(damage(text.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(UserError, match=told):
        list(build(Course.load(copy), ["week1"]))
