"""Reading hostile bytes: every one ends in cells or in one sentence, soon and in little memory."""

import json
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.sandbox import budget
from autograder.sandbox.budget import within
from autograder.submission.notebook import MAX_BYTES, Cell, Unreadable, read, read_bytes, read_file

ONE = {"cell_type": "code", "source": ["a = 1\n", "b = 2"], "metadata": {"nbgrader": {"grade_id": "one"}}, "id": "abc",
       "outputs": [{"data": {"text/html": "<script>"}}], "attachments": {"x": 1}}


def dumped(*cells, **more) -> bytes:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}).encode()


def test_only_type_text_and_labels_are_taken_from_a_cell():
    assert read(dumped(ONE)).cells == (Cell("code", "a = 1\nb = 2", "one", "abc"),)
    assert read(dumped(ONE)).repairs == ()


@pytest.mark.parametrize("cell, wanted", [
    ({}, Cell("markdown", "")),
    ({"outputs": []}, Cell("code", "")),
    ({"cell_type": ["code"], "source": 5}, Cell("markdown", "")),
    ({"cell_type": "code", "source": ["a", None, 3, ["b"], "c"]}, Cell("code", "ac")),
    ({"cell_type": "code", "input": "x"}, Cell("code", "x")),
    ({"cell_type": "heading", "level": 2, "source": "title"}, Cell("markdown", "# title")),
    ({"cell_type": "code", "source": "x", "metadata": {"nbgrader": {"grade_id": {"a": 1}}}, "id": 7}, Cell("code", "x")),
    ({"cell_type": "code", "source": "x", "metadata": {"nbgrader": {"grade_id": "x" * 1000}}}, Cell("code", "x")),
    ({"cell_type": "code", "source": "a\r\nb\rc\0"}, Cell("code", "a\nb\nc")),
    ({"cell_type": "code", "source": "\ud83d\ude00 \udc00"}, Cell("code", "😀 \ufffd")),
])
def test_a_cell_with_wrong_or_missing_parts_is_read_as_far_as_it_goes(cell, wanted):
    assert read(dumped(cell)).cells == (wanted,)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_encoding_is_read_without_a_word(encoding):
    raw = json.dumps({"cells": [{"cell_type": "markdown", "source": "päivää 你好"}]}, ensure_ascii=False).encode(encoding)
    assert read(raw).cells[0].source == "päivää 你好"
    assert read(raw).repairs == ()


def test_latin_1_is_read_and_said():
    notebook = read('{"cells": [{"cell_type": "markdown", "source": "päivää"}]}'.encode("latin-1"))
    assert notebook.cells[0].source == "päivää"
    assert notebook.repairs == ("The file was not in UTF-8; it was read as Latin-1.",)


def test_one_broken_byte_costs_one_letter():
    raw = '{"cells": [{"cell_type": "markdown", "source": "päivää ?"}]}'.encode().replace(b"?", b"\xff")
    assert read(raw).cells[0].source == "päivää \ufffd"
    assert "1 broken" in read(raw).repairs[0]


@pytest.mark.parametrize("raw", [
    b"", b"\0" * 1000, b"[" * 1_000_000, b'{"cells":' * 100_000, b'{"cells": [' + b"[]," * 6_000_000, b'"' * 5_000_000,
    b'{"a": ' + b"9" * 10_000_000 + b"}", b'{"a": 1e' + b"9" * 1_000_000 + b"}", b'{"' + b",\\" * 5_000_000,
    b"\xff\xfe" * 100_000,
    b'{"cells": "text"}', b'{"cells": [[[]]]}', b"null", b"true", b"3", b'"text"', b'{"worksheets": [1, {"cells": 2}]}',
    b"x" * (MAX_BYTES + 1), b'{"cells": [' + b'"ab",' * 3_000_000 + b'""]}', b"{" + b"\n" * 10_000_000,
    b'{"a": "' + b"\\u0000" * 3_000_000,
], ids=lambda raw: f"{len(raw)} bytes {raw[:12]!r}")
def test_hostile_bytes_end_soon_with_a_sentence(raw):
    with pytest.raises(Unreadable) as reason:
        within(read, raw)
    assert len(str(reason.value)) < 200 and str(reason.value)[0].isupper() and str(reason.value).endswith(".")


def test_commas_in_printed_output_are_no_flood():
    cell = {"cell_type": "code", "source": "x", "outputs": [{"output_type": "stream", "text": "1, [2, {" * 1_000_000}]}
    assert len(read(dumped(cell)).cells) == 1


def test_a_picture_pasted_into_an_answer_does_not_cost_the_answer():
    cell = {"cell_type": "markdown", "source": "my answer ![p](data:image/png;base64," + "A" * 300_000 + ")"}
    found = read(dumped(cell)).cells[0]
    assert found.source == "my answer ![p](attachment:inside-the-text-1)"
    assert found.attachments == {"inside-the-text-1": "A" * 300_000}


def test_an_overlong_cell_is_left_out_and_said():
    notebook = read(dumped(ONE, {"cell_type": "code", "source": "x" * 300_000}))
    assert [c.source for c in notebook.cells] == ["a = 1\nb = 2", ""]
    assert notebook.repairs[0].startswith("Cell 2 of the notebook was longer")


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
                    lambda part: st.lists(part, max_size=4) | st.dictionaries(st.sampled_from(
                        ["cells", "worksheets", "source", "input", "metadata", "nbgrader", "grade_id", "id", "cell_type",
                         "content", "outputs"]), part, max_size=4), max_leaves=30)


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_any_json_is_read_or_refused(value):
    try:
        notebook = read(json.dumps(value).encode())
    except Unreadable:
        return
    assert all(isinstance(c.source, str) and c.type in ("code", "markdown", "raw") for c in notebook.cells)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 300))
def test_a_notebook_with_bytes_pushed_in_is_read_or_refused(junk, place):
    raw = dumped(ONE)
    try:
        for cell in read(raw[:place] + junk + raw[place:]).cells:
            cell.source.encode("utf-8")
    except Unreadable:
        pass


# -- from disk

def test_a_file_is_read(tmp_path):
    (tmp_path / "a.ipynb").write_bytes(b"{}")
    assert read_bytes(tmp_path / "a.ipynb") == b"{}"


def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "other.ipynb").write_bytes(b"{}")
    (tmp_path / "week1.ipynb").symlink_to(tmp_path / "other.ipynb")
    with pytest.raises(Unreadable, match="link"):
        read_bytes(tmp_path / "week1.ipynb")


def test_a_pipe_a_folder_and_a_device_are_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.ipynb")
    (tmp_path / "folder.ipynb").mkdir()
    for path in (tmp_path / "pipe.ipynb", tmp_path / "folder.ipynb", "/dev/zero"):
        with pytest.raises(Unreadable, match="not a file"):
            read_bytes(path)


def test_a_missing_and_a_huge_file_are_said(tmp_path):
    with pytest.raises(Unreadable, match="cannot be opened"):
        read_bytes(tmp_path / "none.ipynb")
    with open(tmp_path / "huge.ipynb", "wb") as file:
        file.truncate(50_000_000_000)
    with pytest.raises(Unreadable, match="50000 MB"):
        read_bytes(tmp_path / "huge.ipynb")


@pytest.mark.parametrize("outputs", [
    [{"output_type": "stream", "text": ["epoch 1 loss 0.1\n"] * 3_000_000}],
    [{"data": {"image/png": "A" * 65_000_000}}],
    [{"data": {"text/html": "<p>\"\\ä\U0001f600" * 4_000_000}}],
    [[[]]] * 3_000_000,
], ids=["lines", "one picture", "escapes", "nothing"])
@pytest.mark.parametrize("ascii", [True, False])
def test_a_file_that_is_large_by_its_outputs_is_read_without_them(outputs, ascii, tmp_path):
    last = {"cell_type": "markdown", "source": "Ääkkösiä \U0001f600", "attachments": {"a.png": {"image/png": "A" * 3_000_000}}}
    cells = [{"cell_type": "code", "source": ["x = '\\\\'\n", "y"], "metadata": {}, "outputs": outputs}, last]
    path = tmp_path / "week1.ipynb"
    path.write_text(json.dumps({"cells": cells, "nbformat": 4}, ensure_ascii=ascii), encoding="utf-8")
    raw, told = read_file(path)
    assert told == (f"The file has {path.stat().st_size // 1_000_000} MB; its old outputs were left out.",)
    assert [cell.source for cell in read(raw).cells] == ["x = '\\\\'\ny", "Ääkkösiä \U0001f600"]
    assert len(raw) < 4_000_000


def test_a_large_file_whose_reading_was_stuck_is_read_from_its_beginning_again(tmp_path, monkeypatch):
    once, tries = budget._once, []

    def stuck_at_first(function, args, *limits):
        tries.append(function)
        if len(tries) == 1:
            args[0].seek(1_000_000)
            raise TimeoutError
        return once(function, args, *limits)

    monkeypatch.setattr(budget, "_once", stuck_at_first)
    path = tmp_path / "week1.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "source": "x", "outputs": ["A" * 65_000_000]}]}))
    raw, told = read_file(path)
    assert (len(tries), len(told), [cell.source for cell in read(raw).cells]) == (2, 1, ["x"])


@pytest.mark.parametrize("more, advice", [
    ({"cell_type": "markdown", "source": "![](attachment:a)", "attachments": {"a": {"image/png": "A" * 65_000_000}}},
     "Its pasted pictures are what is large"),
    ({"cell_type": "code", "source": "x" * 65_000_000}, "Hand in the notebook alone"),
])
def test_what_is_advised_about_a_large_file_is_about_what_is_large(more, advice, tmp_path):
    raw = dumped(ONE, more)
    with pytest.raises(Unreadable, match=advice):
        read(raw)
    # From the disk only what is far too long of it is cut, and the rest is read.
    (tmp_path / "week1.ipynb").write_bytes(raw)
    assert len(read(read_bytes(tmp_path / "week1.ipynb")).cells) == 2
