"""Notebooks as they really come in: a solved one, damaged in one way each, and what grading must make of it.

`BROKEN` is one table for every test that needs it: repair alone, and end to end in a real sandbox. Each damage works on
the solved notebook of any week. `worth` says what the work in the damaged notebook deserves:

    "full"      every automatically graded exercise in full
    "no first"  the same, but nothing for the week's first coded exercise
    "nothing"   not one point, and a reason
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from autograder.course.week import Week

Worth = Literal["full", "no first", "nothing"]


@dataclass(frozen=True)
class Broken:
    """One kind of damage. told: a piece of the sentence that reports it; None where nothing is to be said."""

    damage: Callable[[bytes], bytes]
    worth: Worth
    told: str | None


def released(week: Week) -> bytes:
    """The notebook students get, as bytes."""
    return _notebook(week, {})


def solved(week: Week) -> bytes:
    """The released notebook with every exercise solved, as a student would hand it in."""
    texts = {c.grade_id: _unmarked(c.source) for c in week.source if c.nbgrader.get("solution")}
    return _notebook(week, texts)


def _notebook(week: Week, texts: dict[str, str]) -> bytes:
    cells = []
    for position, cell in enumerate(week.release):
        value = {"cell_type": cell.type, "id": cell.grade_id or f"cell-{position:03d}", "metadata": cell.metadata,
                 "source": texts.get(cell.grade_id, cell.source).splitlines(keepends=True)}
        cells.append(value | ({"execution_count": None, "outputs": []} if cell.type == "code" else {}))
    kernel = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}}
    return _dumped({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5})


def _unmarked(source: str) -> str:
    source = re.sub(r"=== BEGIN MARK SCHEME ===.*?=== END MARK SCHEME ===\n?", "", source, flags=re.S)
    return re.sub(r"^ *### (BEGIN|END) SOLUTION\n?", "", source, flags=re.M).rstrip()


def _dumped(value) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


#: Name -> kind of damage.
BROKEN: dict[str, Broken] = {}


def _on_bytes(worth: Worth, told: str | None):
    """Register a damage to the bytes of the file."""
    def keep(function: Callable[[bytes], bytes]):
        BROKEN[function.__name__] = Broken(function, worth, told)
        return function
    return keep


def _on_cells(worth: Worth, told: str | None):
    """Register a damage to the list of cells, changed in place."""
    def keep(function: Callable[[list], None]):
        def damage(raw: bytes) -> bytes:
            value = json.loads(raw)
            function(value["cells"])
            return _dumped(value)
        BROKEN[function.__name__] = Broken(damage, worth, told)
        return function
    return keep


# -- finding one's way in the cells

def _grade_id(cell: dict) -> str | None:
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def _index(cells: list, grade_id: str) -> int:
    return next(i for i, c in enumerate(cells) if _grade_id(c) == grade_id)


def _coded(cells: list) -> list[str]:
    """The ids of the coded exercises, in order."""
    ids = {_grade_id(c) for c in cells}
    return [_grade_id(c) for c in cells if c["metadata"].get("nbgrader", {}).get("solution")
            and f"test_{_grade_id(c)}" in ids]


def _written(cells: list) -> str:
    """The id of the first written exercise."""
    return next(_grade_id(c) for c in cells if c["metadata"].get("nbgrader", {}).get("solution")
                and c["metadata"]["nbgrader"].get("grade"))


def _first(cells: list) -> dict:
    return cells[_index(cells, _coded(cells)[0])]


def _source(cell: dict) -> str:
    return "".join(cell["source"])


def _code(text: str, **metadata) -> dict:
    return {"cell_type": "code", "metadata": metadata, "source": text, "outputs": [], "execution_count": None}


def _stub(cell: dict) -> dict:
    """The unsolved form of a solution cell."""
    head = _source(cell)[:re.search(r"\)[^\n]*:\n", _source(cell)).end()]
    return {**copy.deepcopy(cell), "source": head + "    # YOUR CODE HERE\n    raise NotImplementedError()"}


def _split_before_last_line(cell: dict) -> tuple[str, str]:
    lines = _source(cell).rstrip().split("\n")
    return "\n".join(lines[:-1]), lines[-1]


# -- files that are no notebooks

@_on_bytes("nothing", "empty")
def an_empty_file(raw):
    return b""


@_on_bytes("nothing", "empty")
def only_white_space(raw):
    return b" \n" * 100


@_on_bytes("nothing", "ends too early")
def cut_off_in_the_middle(raw):
    return raw[:len(raw) // 2]


@_on_bytes("nothing", "git LFS")
def a_pointer_of_git_lfs(raw):
    return b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 1234\n"


@_on_bytes("nothing", "zip")
def a_zip_archive(raw):
    return b"PK\x03\x04" + raw


@_on_bytes("nothing", "web page")
def a_web_page(raw):
    return b"<!DOCTYPE html><html><body>exported</body></html>"


@_on_bytes("nothing", "Python script")
def a_percent_script(raw):
    return b"# %%\n" + b"\n# %%\n".join(_source(c).encode() for c in json.loads(raw)["cells"])


@_on_bytes("nothing", "merge conflict")
def conflict_marks_of_git(raw):
    return raw.replace(b'"cells": [', b'\n<<<<<<< HEAD\n"cells": [', 1)


@_on_bytes("nothing", "not a notebook")
def a_list_in_place_of_a_notebook(raw):
    return b"[1, 2, 3]"


@_on_bytes("nothing", "no cells")
def no_cells_at_all(raw):
    return b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'


@_on_bytes("nothing", "nested too deeply")
def a_hundred_thousand_brackets(raw):
    return b'{"cells": ' + b"[" * 100_000


@_on_bytes("nothing", "100000 cells")
def a_hundred_thousand_cells(raw):
    return b'{"cells": [' + b",".join([b"{}"] * 100_000) + b"]}"


@_on_bytes("nothing", "more data than a notebook can need")
def six_million_empty_lists(raw):
    return b'{"cells": [' + b",".join([b"[]"] * 6_000_000) + b"]}"


@_on_bytes("nothing", "66 MB")
def a_file_of_66_megabytes(raw):
    return raw + b" " * (66_000_000 - len(raw))


@_on_bytes("nothing", "week 9")
def the_notebook_of_another_week(raw):
    cells = [{"cell_type": "markdown", "metadata": {}, "source": "# Week 9: another"}, _code("def other():\n    pass")]
    return _dumped({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


# -- notebooks in an odd wrapping

@_on_bytes("full", None)
def a_byte_order_mark(raw):
    return b"\xef\xbb\xbf" + raw


@_on_bytes("full", None)
def in_utf_16(raw):
    return raw.decode().encode("utf-16")


@_on_bytes("full", "Latin-1")
def in_latin_1(raw):
    value = json.loads(raw)
    value["cells"].append({"cell_type": "markdown", "metadata": {}, "source": "päivää"})
    text = json.dumps(value, ensure_ascii=False)
    return re.sub(r"[^\x00-\xff]", lambda m: json.dumps(m[0])[1:-1], text).encode("latin-1")


@_on_cells("full", None)
def line_ends_of_windows(cells):
    for cell in cells:
        cell["source"] = _source(cell).replace("\n", "\r\n") + "\r\n"


@_on_bytes("full", None)
def sources_as_single_strings(raw):
    value = json.loads(raw)
    for cell in value["cells"]:
        cell["source"] = _source(cell)
    return _dumped(value)


@_on_bytes("full", None)
def format_3_with_worksheets(raw):
    cells = json.loads(raw)["cells"]
    for cell in cells:
        if cell["cell_type"] == "code":
            cell["input"] = cell.pop("source")
        cell.pop("id")
    return _dumped({"worksheets": [{"cells": cells, "metadata": {}}], "metadata": {}, "nbformat": 3, "nbformat_minor": 0})


@_on_bytes("full", None)
def an_unknown_kernel(raw):
    value = json.loads(raw)
    value["metadata"] = {"kernelspec": {"name": "sage-9", "display_name": "<script>", "language": "perl"}}
    return _dumped(value)


@_on_bytes("full", None)
def nan_huge_numbers_and_doubled_keys(raw):
    return raw.replace(b'"metadata": {', b'"a": NaN, "b": ' + b"9" * 10_000 + b', "metadata": 3, "metadata": {', 1)


@_on_bytes("full", None)
def wrong_types_among_the_cells(raw):
    value = json.loads(raw)
    value["cells"] += [None, 3, "text", [], {"source": {"a": 1}}, {"cell_type": 7, "metadata": [], "source": [1, None]}]
    return _dumped(value)


@_on_bytes("full", None)
def lone_surrogates_and_nuls(raw):
    value = json.loads(raw)
    value["cells"].append({"cell_type": "markdown", "metadata": {}, "source": "\ud800 \0 \udfff"})
    return json.dumps(value).encode()


@_on_bytes("full", None)
def wrapped_as_jupyter_downloads_it(raw):
    return b'{"name": "week.ipynb", "type": "notebook", "content": ' + raw + b"}"


# -- labels lost or mixed up

@_on_cells("full", "lost nbgrader's labels")
def all_metadata_stripped(cells):
    for cell in cells:
        cell["metadata"] = {}


@_on_cells("full", "lost nbgrader's labels")
def metadata_and_ids_stripped(cells):
    for cell in cells:
        cell["metadata"] = {}
        del cell["id"]


@_on_cells("full", "lost nbgrader's label")
def the_first_solution_lost_its_label(cells):
    cell = _first(cells)
    cell["metadata"] = {}
    cell["id"] = "abcd1234"


@_on_cells("full", "stood in another cell")
def labels_of_two_solutions_swapped(cells):
    one, two = (cells[_index(cells, name)] for name in _coded(cells)[:2])
    one["metadata"], two["metadata"] = two["metadata"], one["metadata"]
    one["id"], two["id"] = two["id"], one["id"]


@_on_cells("full", "deleted")
def a_test_label_moved_to_the_solution(cells):
    name = _coded(cells)[0]
    label = cells.pop(_index(cells, f"test_{name}"))["metadata"]
    cells[_index(cells, name)]["metadata"] = label


@_on_cells("full", "stood on another cell")
def a_test_label_moved_to_an_own_cell(cells):
    test = cells[_index(cells, f"test_{_coded(cells)[0]}")]
    cells.insert(0, _code("print('points, please')", **test["metadata"]))
    test["metadata"], test["id"] = {}, "moved"


# -- test cells and other locked ones

@_on_cells("full", "deleted")
def a_test_cell_deleted(cells):
    del cells[_index(cells, f"test_{_coded(cells)[0]}")]


@_on_cells("full", "deleted")
def every_test_cell_deleted(cells):
    cells[:] = [c for c in cells if not (_grade_id(c) or "").startswith("test_")]


@_on_cells("full", "edited")
def a_test_cell_edited(cells):
    cells[_index(cells, f"test_{_coded(cells)[0]}")]["source"] = "assert True"


@_on_cells("full", "edited")
def a_test_cell_emptied(cells):
    cells[_index(cells, f"test_{_coded(cells)[0]}")]["source"] = []


@_on_cells("full", "more than once")
def a_test_cell_twice(cells):
    at = _index(cells, f"test_{_coded(cells)[0]}")
    cells.insert(at, copy.deepcopy(cells[at]))


@_on_cells("full", "another type of cell")
def a_test_cell_as_raw_text(cells):
    cells[_index(cells, f"test_{_coded(cells)[0]}")]["cell_type"] = "raw"


@_on_cells("full", "deleted")
def the_setup_cell_deleted(cells):
    del cells[_index(cells, "setup")]


@_on_cells("full", "edited")
def a_helper_written_into_the_setup_cell(cells):
    setup, first = cells[_index(cells, "setup")], _first(cells)
    setup["source"] = _source(setup) + "\n\ndef my_helper():\n    return 0"
    first["source"] = _source(first) + "\n\nassert my_helper() == 0"


@_on_cells("full", "deleted")
def only_the_solutions_handed_in(cells):
    cells[:] = [c for c in cells if c["metadata"].get("nbgrader", {}).get("solution")]


# -- solutions moved, split, merged, doubled

@_on_cells("full", None)
def own_cells_everywhere(cells):
    mixed = []
    for number, cell in enumerate(cells):
        mixed += [cell, _code(f"mine_{number} = {number}"), {"cell_type": "markdown", "metadata": {}, "source": "a note"}]
    cells[:] = mixed


@_on_cells("full", "split")
def a_solution_split_in_the_middle(cells):
    cell = _first(cells)
    head, rest = _split_before_last_line(cell)
    cell["source"] = head
    cells.insert(cells.index(cell) + 1, _code(rest))


@_on_cells("full", "split")
def a_solution_split_with_its_label_copied(cells):
    cell = _first(cells)
    head, rest = _split_before_last_line(cell)
    cell["source"] = head
    cells.insert(cells.index(cell) + 1, {**copy.deepcopy(cell), "source": rest})


@_on_cells("full", None)
def a_helper_split_off_with_the_label_copied(cells):
    cell = _first(cells)
    helper = {**copy.deepcopy(cell), "source": "def my_helper():\n    return 0"}
    cells.insert(cells.index(cell), helper)
    cell["source"] = _source(cell) + "\n\nassert my_helper() == 0"


@_on_cells("full", "more than once")
def the_stub_again_below_the_solution(cells):
    cell = _first(cells)
    cells.insert(cells.index(cell) + 1, _stub(cell))


@_on_cells("full", "more than once")
def a_broken_try_below_the_solution(cells):
    cell = _first(cells)
    cells.append({**copy.deepcopy(cell), "source": _source(cell) + "\n    return ((("})


@_on_cells("no first", "more than once")
def a_later_wrong_version_of_the_solution(cells):
    cell = _first(cells)
    cells.append({**copy.deepcopy(_stub(cell)), "source": _source(_stub(cell)).replace(
        "raise NotImplementedError()", "return None")})


@_on_cells("full", "stood in another cell")
def the_solution_in_an_own_cell_above_the_stub(cells):
    cell = _first(cells)
    own = _code(_source(cell))
    cell["source"] = _stub(cell)["source"]
    cells.insert(cells.index(cell), own)


@_on_cells("full", "merged")
def two_solutions_merged(cells):
    one, two = (cells[_index(cells, name)] for name in _coded(cells)[:2])
    one["source"] = _source(one) + "\n\n\n" + _source(two)
    cells.remove(two)


@_on_cells("full", "deleted")
def a_solution_merged_with_its_test(cells):
    name = _coded(cells)[0]
    test = cells.pop(_index(cells, f"test_{name}"))
    cell = cells[_index(cells, name)]
    cell["source"] = _source(cell) + "\n\n" + _source(test)


@_on_cells("full", "moved")
def a_solution_moved_to_the_end(cells):
    cells.append(cells.pop(_index(cells, _coded(cells)[0])))


@_on_cells("full", "moved")
def all_cells_in_reverse_order(cells):
    cells.reverse()


@_on_cells("full", "another type of cell")
def a_solution_as_markdown(cells):
    cell = _first(cells)
    cell["cell_type"] = "markdown"
    cell["source"] = f"```python\n{_source(cell)}\n```"


@_on_cells("full", "another type of cell")
def every_solution_as_raw_text(cells):
    for name in _coded(cells):
        cells[_index(cells, name)]["cell_type"] = "raw"


@_on_cells("no first", "was missing")
def the_first_solution_deleted(cells):
    del cells[_index(cells, _coded(cells)[0])]


@_on_cells("no first", None)
def the_first_solution_emptied(cells):
    _first(cells)["source"] = ""


@_on_cells("no first", "it was left as it is")
def the_first_function_renamed(cells):
    cell = _first(cells)
    cell["source"] = re.sub(r"\bdef (\w+)\(", r"def my_\1(", _source(cell))


@_on_cells("no first", None)
def a_syntax_error_in_the_first_solution(cells):
    cell = _first(cells)
    cell["source"] = _source(cell) + "\n    return ((("


@_on_cells("full", "longer than 200,000 characters")
def an_own_cell_of_ten_megabytes(cells):
    cells.append(_code("x = 1\n" * 1_700_000))


# -- written answers

@_on_cells("full", "stood in another cell")
def an_answer_in_an_own_cell_below_the_empty_one(cells):
    at = _index(cells, _written(cells))
    text = _source(cells[at])
    cells[at]["source"] = "*Write your answer here.*"
    cells.insert(at + 1, {"cell_type": "markdown", "metadata": {}, "source": text})


@_on_cells("full", "another type of cell")
def an_answer_as_a_code_cell(cells):
    cells[_index(cells, _written(cells))]["cell_type"] = "code"


@_on_cells("full", "was missing")
def an_answer_deleted(cells):
    del cells[_index(cells, _written(cells))]
