"""What was odd about a notebook file and cost nothing: told to its student, who may meet it again elsewhere."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any


def oddities(raw: bytes, text: str, whole: Any, cells: list[Any]) -> Iterator[str]:
    """A sentence for each oddity. text: the file decoded; whole: its JSON; cells: the values in the place of cells."""
    yield from _of_the_encoding(raw, text)
    if isinstance(whole, dict):
        yield from _of_the_format(whole)
    yield from _of_the_cells([cell for cell in cells if isinstance(cell, dict)], len(cells), text)


def _of_the_encoding(raw: bytes, text: str) -> Iterator[str]:
    if raw.startswith(codecs.BOM_UTF8):
        yield "The file began with a byte-order mark, which was left out."
    elif raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or (b"\0" in raw[:4] and text[:1] in "{["):
        yield "The file was in another encoding than UTF-8 (UTF-16 or UTF-32); it was read as that."
    if text.strip(" \t\r\n\ufeff") != text.strip(" \t\r\n\ufeff\0"):
        yield "The file was padded with NULs, which were left out."


def _of_the_format(whole: dict[str, Any]) -> Iterator[str]:
    inside = whole["content"] if isinstance(whole.get("content"), dict) else whole
    if inside is not whole:
        yield "The notebook lay inside another file, as a Jupyter server sends it; it was taken out."
    if not isinstance(inside.get("cells"), list):
        yield "The notebook was in an old format (nbformat 3 or earlier); its cells were read all the same."
    metadata = inside.get("metadata")
    if not isinstance(metadata, dict):
        if metadata is not None:
            yield "The notebook's own metadata was damaged; it is not needed."
        return
    kernel, language = metadata.get("kernelspec"), metadata.get("language_info")
    if any(part is not None and not isinstance(part, dict) for part in (kernel, language)):
        yield "The notebook's note of its kernel was damaged; it was run with Python 3."
        return
    said = (kernel or {}).get("language") or (language or {}).get("name")
    if isinstance(said, str) and not re.match(r"i?python", said, re.I):
        yield f"The notebook was saved with another kernel ({_short(said)}); it was run with Python 3."


def _of_the_cells(cells: list[dict[str, Any]], count: int, text: str) -> Iterator[str]:
    if strange := count - len(cells):
        were = "was" if strange == 1 else "were"
        yield f"{_cells(strange).capitalize()} held nothing that is a cell and {were} left out."
    ids = [cell.get("id") for cell in cells]
    if any(ids) and not all(isinstance(name, str) and name for name in ids):
        yield "Some cells had no id; they were found without."
    elif not any(ids) and re.search(r'"nbformat_minor"\s*:\s*[5-9]', text):
        yield "The cells had no ids; they were found without."
    doubled = sum(n > 1 for name, n in Counter(name for name in ids if isinstance(name, str)).items())
    if doubled:
        yield f"{'An id stood' if doubled == 1 else f'{doubled} ids stood'} on more cells than one."
    garbled = sum(not _is_plain(cell.get("metadata")) for cell in cells)
    if garbled:
        yield f"The metadata of {_cells(garbled)} was damaged; it was left out."
    invalid = sum(not _are_outputs(cell.get("outputs")) for cell in cells)
    if invalid:
        yield f"The outputs of {_cells(invalid)} were damaged; they were left out."


def _is_plain(metadata: Any) -> bool:
    """Whether a cell's metadata is what nbformat and nbgrader write; an old format may have none."""
    if metadata is None:
        return True
    if not isinstance(metadata, dict):
        return False
    nbgrader = metadata.get("nbgrader")
    return nbgrader is None or (isinstance(nbgrader, dict) and isinstance(nbgrader.get("grade_id", ""), str))


def _are_outputs(outputs: Any) -> bool:
    return (
        outputs is None
        or (isinstance(outputs, list)
        and all(isinstance(output, dict) and isinstance(output.get("output_type"), str) for output in outputs[:1000]))
    )


def _cells(number: int) -> str:
    return "one cell" if number == 1 else f"{number} cells"


def _short(text: str) -> str:
    shown = "".join(c if c.isprintable() else "?" for c in text)
    return shown if len(shown) <= 40 else f"{shown[:37]}..."
