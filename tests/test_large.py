"""Large notebooks are read without their outputs, wherever the pieces they are read in begin and end."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.submission import large
from autograder.submission.large import without_outputs
from autograder.submission.notebook import read, read_file


class InPieces(io.BytesIO):
    """A file that gives fewer bytes than were asked for."""

    def __init__(self, raw: bytes, sizes: list[int]):
        super().__init__(raw)
        self._sizes = sizes

    def read(self, size: int = -1) -> bytes:
        self._sizes = self._sizes[1:] + self._sizes[:1]
        return super().read(min(size, self._sizes[0]))


TEXTS = st.text(st.sampled_from('<p>"\\ä\U0001f600/u d83\n'), max_size=40)


@given(TEXTS, TEXTS, st.integers(0, 40), st.booleans(), st.lists(st.integers(40, 150), min_size=1, max_size=4))
def test_what_is_kept_is_the_same_in_pieces_of_any_size(kept, dropped, times, ascii, sizes):
    cell = {"cell_type": "code", "source": [kept] * 3, "id": "a"}
    outputs = [{"data": {"text/html": dropped * times}}]
    raw = json.dumps({"cells": [{**cell, "outputs": outputs}, cell]}, ensure_ascii=ascii).encode()
    # Pieces so small that texts of the cell may be cut, too: then it is shorter, and nothing else.
    read_back, there_were = without_outputs(InPieces(raw, sizes), 10_000)
    cells = json.loads(read_back)["cells"]
    assert there_were
    assert [set(one) for one in cells] == [set(cell)] * 2
    assert [len(one["source"]) for one in cells] == [3, 3]
    if len(json.dumps(kept, ensure_ascii=ascii).encode()) + 16 < min(sizes):
        assert cells == [cell, cell]


@pytest.mark.parametrize("half", [r"\ud83d", r"\ude00", r"\ud83d\ud83d", r"\ude00\ud83d"])
def test_half_a_letter_in_a_large_file_costs_no_work(half, tmp_path):
    path = tmp_path / "week1.ipynb"
    cells = [{"cell_type": "code", "source": "a = 'HALF'", "outputs": ["x" * large.CHUNK * 3]},
             {"cell_type": "code", "source": "b = 2"}]
    path.write_text(json.dumps({"cells": cells}).replace("HALF", half))
    raw, told = read_file(path)
    first, second = read(raw).cells
    assert (first.source[:5], first.source[-1], second.source, len(told)) == ("a = '", "'", "b = 2", 1)
