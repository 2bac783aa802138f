"""Repair: whatever was done to a notebook, the work in it is found again, and what was mended is said."""

import contextlib
import functools
import itertools
import json
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course.week import Week, weeks_of
from autograder.sandbox.budget import within
from autograder.submission import repair as repairing
from autograder.submission.find import find_notebook
from autograder.submission.notebook import Unreadable
from autograder.submission.repair import repair
from autograder.submission.repaired import Submission
from autograder.submission.slots import plain, slots_of
from tests.broken import BROKEN, released, solved
from tests.this_course import ROOT


@pytest.fixture(scope="module", params=weeks_of(ROOT))
def week(request) -> Week:
    return Week.load(ROOT, request.param)


@pytest.fixture(scope="module")
def mended(week) -> Callable[[str | None], Submission]:
    """A damaged notebook of the week, or the sound one, after its repair, which several tests look at."""
    raw = solved(week)
    return functools.cache(lambda name: repair(week, BROKEN[name].damage(raw) if name else raw))


@pytest.fixture(scope="module")
def week1() -> Week:
    return Week.load(ROOT, "week1")


def texts(submission) -> dict[str, str]:
    return {c.grade_id: c.source for c in submission.cells if c.grade_id}


def changed(raw: bytes, change) -> bytes:
    value = json.loads(raw)
    change(value["cells"])
    return json.dumps(value).encode()


def cell_of(cells: list, grade_id: str) -> dict:
    return next(c for c in cells if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


def code(text: str) -> dict:
    return {"cell_type": "code", "metadata": {}, "source": text, "outputs": []}


# -- sound submissions

@pytest.mark.parametrize("make", [released, solved])
def test_a_sound_submission_goes_through_untouched(week, make):
    raw = make(week)
    submission = repair(week, raw)
    assert submission.repairs == () and submission.unreadable is None
    assert [c.source for c in submission.cells] == ["".join(c["source"]) for c in json.loads(raw)["cells"]]
    assert [c.position for c in submission.cells] == list(range(len(week.release)))
    assert [c.grade_id for c in submission.cells] == [c.grade_id for c in week.release]


def test_own_cells_stay_where_they_were_and_need_no_repair(week):
    raw = BROKEN["own_cells_everywhere"].damage(solved(week))
    submission = repair(week, raw)
    assert submission.repairs == ()
    assert [c.source for c in submission.cells] == ["".join(c["source"]) for c in json.loads(raw)["cells"]]


# -- damaged ones

@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_notebook_keeps_what_it_is_worth_and_says_what_was_mended(week, mended, name):
    broken, sound, submission = BROKEN[name], mended(None), mended(name)
    said = submission.unreadable or " ".join(submission.repairs)
    assert broken.told in said if broken.told else not said
    if broken.worth == "nothing":
        assert submission.unreadable and submission.cells == ()
        return
    first = week.coded[0].id
    for exercise in week.coded:
        kept = plain(texts(sound)[exercise.id]) in texts(submission)[exercise.id].strip()
        if exercise.id == first:
            # Some cases add a line to the solution, or join two: it must still be in there.
            text = texts(submission)[exercise.id]
            kept = f"def {exercise.function}(" in text and "NotImpl" not in text
            if broken.worth == "no first":
                continue
        assert kept, exercise.id
    for cell in week.release:
        if cell.nbgrader.get("locked"):
            assert texts(submission)[cell.grade_id] == cell.source


@pytest.mark.parametrize("name", [n for n, b in BROKEN.items() if b.worth != "nothing"])
def test_every_exercise_has_its_cell_once_and_in_the_release_order(week, mended, name):
    submission = mended(name)
    places = [c.position for c in submission.cells if c.position is not None]
    assert places == sorted(set(places))
    assert {s.position for s in slots_of(week) if s.key} <= set(places)


def test_the_same_bytes_get_the_same_repair(week, mended):
    raw = solved(week)
    for name, broken in BROKEN.items():
        assert repair(week, broken.damage(raw)) == mended(name), name


def test_what_is_repaired_needs_no_second_repair(week1):
    for name, broken in BROKEN.items():
        if broken.worth == "full" and "function" not in name:
            once = repair(week1, broken.damage(solved(week1)))
            cells = [{"cell_type": c.type, "source": c.source, "metadata": week1.release[c.position].metadata if c.grade_id
                      else {}} for c in once.cells]
            again = repair(week1, json.dumps({"cells": cells}).encode())
            assert again.repairs == () and texts(again) == texts(once), name


#: Damages that leave every solution's work whole whatever else was done before.
MIXABLE = ["own_cells_everywhere", "every_test_cell_deleted", "the_setup_cell_deleted", "all_cells_in_reverse_order",
           "every_solution_as_raw_text", "sources_as_single_strings", "line_ends_of_windows"]


@pytest.mark.parametrize("seed", range(25))
def test_mixed_damage_costs_no_solution(week1, seed):
    chance = random.Random(seed)
    raw, sound = solved(week1), repair(week1, solved(week1))
    for name in chance.sample(MIXABLE, 3):
        with contextlib.suppress(StopIteration):
            raw = BROKEN[name].damage(raw)
    cells = json.loads(raw)["cells"]
    if seed % 2:
        chance.shuffle(cells)
    if seed % 3 == 0:
        for cell in cells:
            cell["metadata"] = {}
            cell.pop("id", None)
            if cell["cell_type"] == "raw":
                cell["cell_type"] = "code"
    submission = repair(week1, json.dumps({"cells": cells}).encode())
    for exercise in week1.coded:
        assert texts(submission)[exercise.id].strip() == texts(sound)[exercise.id].strip()


# -- single promises

def test_the_last_working_definition_counts(week1):
    def change(cells):
        first = cell_of(cells, "linear")
        at = cells.index(first)
        for number, body in enumerate(("return 1", "return 2", "return (", "raise NotImplementedError()")):
            cells.insert(at + 1 + number, {**first, "source": f"def linear(X, W, b):\n    {body}"})
    submission = repair(week1, changed(solved(week1), change))
    assert texts(submission)["linear"] == "def linear(X, W, b):\n    return 2"
    assert sum("def linear" in c.source for c in submission.cells if c.type == "code") == 1


def test_a_later_own_cell_with_another_definition_is_left_to_count(week1):
    submission = repair(week1, changed(solved(week1), lambda cells: cells.append(code("def linear(X, W, b):\n    return 7"))))
    assert submission.repairs == ()
    assert submission.cells[-1].source.endswith("return 7")


def test_the_ids_of_cells_do_when_nbgraders_labels_are_gone(week1):
    def change(cells):
        for cell in cells:
            cell["metadata"] = {}
        cell_of_id = {c["id"]: c for c in cells}
        cell_of_id["linear"]["source"] = "def Linear(X, W, b):\n    return 3"
    submission = repair(week1, changed(solved(week1), change))
    assert texts(submission)["linear"].startswith("def Linear")
    assert "The cell of linear defines Linear but no linear; it was left as it is." in submission.repairs


def test_what_was_written_into_a_locked_text_is_kept_below_it(week1):
    locked = next(c for c in week1.release if c.type == "markdown" and c.nbgrader.get("locked"))

    def change(cells):
        cell = cell_of(cells, locked.grade_id)
        cell["source"] = "".join(cell["source"]) + "\nMy own thought."
    submission = repair(week1, changed(solved(week1), change))
    at = [c.grade_id for c in submission.cells].index(locked.grade_id)
    assert submission.cells[at].source == locked.source
    assert (submission.cells[at + 1].source, submission.cells[at + 1].position) == ("My own thought.", None)


def test_no_submitted_text_ever_stands_in_a_locked_cell(week):
    chance = random.Random(3)
    locked = {c.grade_id: c.source for c in week.release if c.nbgrader.get("locked")}
    for _ in range(30):
        def change(cells):
            for cell in chance.sample(cells, 8):
                other = chance.choice(cells)
                cell["metadata"], cell["cell_type"] = other["metadata"], other["cell_type"]
                cell["source"] = "print('mine')" if chance.random() < 0.5 else cell["source"]
        submission = repair(week, changed(solved(week), change))
        assert {k: v for k, v in texts(submission).items() if k in locked} == locked


@pytest.mark.parametrize("week_number", range(1, 5))
def test_the_notebook_of_another_week_is_refused_by_its_name(week, week_number):
    other = f"week{week_number}"
    if other == week.id or other not in weeks_of(ROOT):
        return
    assert f"week {week_number}" in repair(week, solved(Week.load(ROOT, other))).unreadable


@pytest.mark.parametrize("make", [
    lambda cell: [{**cell, "source": "def linear(X, W, b):\n    return " + "(" * 90_000}] * 90,
    lambda cell: [{**cell, "source": "def linear(X, W, b):\n    return " + "-" * 90_000 + "1"}] * 90,
    lambda cell: [{**cell, "source": "def linear(X, W, b):\n    return " + "1+" * 90_000 + "1"}] * 90,
    lambda cell: [{**cell, "source": "def linear(X, W, b):\n    return " + "a." * 90_000 + "a"}] * 90,
    lambda cell: [{**cell, "source": "linear=" * 28_000 + "1"}] * 90,
    lambda cell: [{**cell, "source": "linear \t" * 22_000}] * 90,
    lambda cell: [{**cell, "source": "def linear(X):\n  x\n"}, code("    " + "y\n    " * 30_000)] * 90,
    lambda cell: [{**cell, "source": f"def linear(X, W, b):\n    {n}"} for n in range(1900)],
    lambda cell: [{**cell, "source": ""}] * 1900,
    lambda cell: [{**cell, "metadata": {}, "source": f"{n} " + " ".join(map(str, range(2000)))} for n in range(1900)],
    lambda cell: [{**cell, "source": "\\\n" * 50_000}] * 90,
    lambda cell: [{**cell, "source": "f'{" * 60_000}] * 90,
    lambda cell: [{**cell, "cell_type": "markdown", "source": "```\n" * 40_000}] * 90,
    lambda cell: [{**cell, "cell_type": "markdown", "source": " " * 190_000}] * 90,
    lambda cell: [{**cell, "source": " \n" * 60_000 + "x"}] * 90,
    lambda cell: [{**cell, "source": " " * (199_000 - n) + "relu = 1"} for n in range(95)],
], ids=range(16))
def test_hostile_cells_stay_within_the_budget(week1, make):
    cell = cell_of(json.loads(solved(week1))["cells"], "linear")
    made = make(cell)
    # As many of them as are read at all, of ten million characters together.
    room = itertools.accumulate(len(c["source"]) for c in made)
    made = [c for c, used in zip(made, room, strict=True) if used < 9_900_000]
    assert repair(week1, changed(solved(week1), lambda cells: cells.extend(made))).unreadable is None


def test_a_notebook_that_takes_more_than_the_budget_is_given_up_with_a_sentence(week1, monkeypatch):
    def endless(week, raw):
        while True:
            pass

    monkeypatch.setattr(repairing, "repaired", endless)
    monkeypatch.setattr(repairing, "within", lambda *args: within(*args, cpu_seconds=1))
    assert "was given up: reading it takes more than 1 s of work" in repair(week1, solved(week1)).unreadable


def test_of_two_answers_the_last_counts_and_none_is_lost(week1):
    def change(cells):
        cell = cell_of(cells, "why_nonlinear")
        cells.insert(cells.index(cell) + 1, {**cell, "source": "My second thought."})
    submission = repair(week1, changed(solved(week1), change))
    assert texts(submission)["why_nonlinear"] == "My second thought."
    assert texts(repair(week1, solved(week1)))["why_nonlinear"] in [c.source for c in submission.cells if not c.grade_id]
    assert "more than once" in submission.repairs[0]


# -- finding the notebook in a folder

def put(folder: Path, name: str, raw: bytes = b"{}") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    return path


def test_the_notebook_by_its_own_name_is_taken_without_a_word(tmp_path):
    wanted = put(tmp_path, "week1.ipynb")
    put(tmp_path, "another.ipynb")
    assert find_notebook(tmp_path, "week1") == (wanted, ())


@pytest.mark.parametrize("name", ["week1 (1).ipynb", "Week1_final.ipynb", "untitled.ipynb", "WEEK1.IPYNB", "week1.ipynb.txt",
                                  "week1.json", "week1/week1.ipynb", "a/b/wëek.ipynb"])
def test_the_only_notebook_is_taken_and_said(tmp_path, name):
    wanted = put(tmp_path, name)
    put(tmp_path, "data.csv")
    put(tmp_path, ".ipynb_checkpoints/week1-checkpoint.ipynb")
    put(tmp_path, "__MACOSX/._week1.ipynb")
    path, said = find_notebook(tmp_path, "week1")
    assert path == wanted and len(said) == 1 and Path(name).name in said[0]


def test_of_several_the_one_with_the_week_in_its_name_is_taken(tmp_path):
    wanted = put(tmp_path, "my Week_1 final.ipynb")
    put(tmp_path, "week10.ipynb")
    put(tmp_path, "scratch.ipynb")
    path, said = find_notebook(tmp_path, "week1")
    assert path == wanted and "scratch.ipynb" in said[0]


def test_of_several_alike_the_one_with_most_work_is_taken(tmp_path, week1):
    put(tmp_path, "week1 (2).ipynb", released(week1))
    wanted = put(tmp_path, "week1 (1).ipynb", solved(week1))
    put(tmp_path, "week1 (3).ipynb", b"damaged")
    assert find_notebook(tmp_path, "week1", week1)[0] == wanted
    with pytest.raises(Unreadable, match="several"):
        find_notebook(tmp_path, "week1")


def test_of_equal_ones_the_last_copy_is_taken(tmp_path, week1):
    for number in (2, 10, 9):
        put(tmp_path, f"week1 ({number}).ipynb", solved(week1))
    assert find_notebook(tmp_path, "week1", week1)[0].name == "week1 (10).ipynb"


def test_without_a_notebook_it_is_said_what_is_there(tmp_path):
    put(tmp_path, "week1.py")
    put(tmp_path, "bad\x1b[2Jname.txt")
    with pytest.raises(Unreadable, match=r"week1\.py") as reason:
        find_notebook(tmp_path, "week1")
    assert "\x1b" not in str(reason.value)
    with pytest.raises(Unreadable, match="cannot be read"):
        find_notebook(tmp_path / "none", "week1")


def test_links_pipes_and_folders_are_never_taken(tmp_path):
    secret = put(tmp_path, "other/student.ipynb")
    folder = tmp_path / "student" / "week1"
    folder.mkdir(parents=True)
    (folder / "week1.ipynb").symlink_to(secret)
    (folder / "more").symlink_to(secret.parent)
    (folder / "folder.ipynb").mkdir()
    os.mkfifo(folder / "pipe.ipynb")
    with pytest.raises(Unreadable, match="no notebook"):
        find_notebook(folder, "week1")
    (tmp_path / "linked").symlink_to(secret.parent)
    with pytest.raises(Unreadable, match="link"):
        find_notebook(tmp_path / "linked", "week1")
