"""Reading a submitted notebook: hostile bytes in, plain cells out, or a sentence that says why not.

Nothing here runs or renders anything. Of the file only what grading needs is taken: a cell's type, text, grade_id and
id. Outputs, attachments and every other metadata stay behind.
"""

from __future__ import annotations

import codecs
import json
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from autograder.sandbox.budget import CPU_SECONDS, Over, within
from autograder.submission.large import TooMuch, without_outputs
from autograder.submission.oddities import oddities
from autograder.submission.photos import attached, without_inline

MAX_BYTES = 64_000_000
#: A larger file is read without its cells' outputs, up to so many bytes.
AT_ONCE, MAX_FILE = 16_000_000, 500_000_000
MAX_CELLS = 2_000
#: Characters of one cell; a long solution of this course has 5,000.
MAX_CELL = 200_000
#: Characters of all cells together; what else a large file holds is outputs and pictures.
MAX_TEXT = 10_000_000
#: Values of any kind (numbers, texts, lists) in the file, outputs included: 20 MB of "[],[]," would take 1 GB.
MAX_VALUES = 1_000_000
MAX_NAME = 200
#: Pictures kept of a cell, outputs looked at for them, and the length of one in base64.
MAX_PICTURES, MAX_OUTPUTS, MAX_PICTURE = 2, 20, 1_500_000


class Unreadable(Exception):
    """There is nothing to grade. The text is one sentence that a student can act on."""


@dataclass(frozen=True)
class Cell:
    """A cell as it was handed in. type: "code", "markdown" or "raw". grade_id, id: None where the file has none.
    pictures: the PNG outputs it was saved with, in base64, a few and not too large. attachments: name -> base64 of what
    was pasted into a text."""

    type: str
    source: str
    grade_id: str | None = None
    id: str | None = None
    pictures: tuple[str, ...] = field(default=(), repr=False)
    attachments: dict[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Notebook:
    """The cells of a submission in their order, and a sentence for everything reading had to mend. notes: sentences about
    what was odd and cost nothing."""

    cells: tuple[Cell, ...]
    repairs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read(raw: bytes) -> Notebook:
    """Read the bytes of a notebook of any nbformat, 2 to 4. Raises Unreadable."""
    if len(raw) > MAX_BYTES:
        raise Unreadable(_too_large(len(raw), raw))
    text, repairs = _decoded(raw)
    _refuse_other_formats(text)
    refuse_a_flood(text)
    whole = _parsed(text)
    found = _cells_of(whole)
    if len(found) > MAX_CELLS:
        raise Unreadable(f"The notebook has {len(found)} cells; at most {MAX_CELLS} are read.")
    cells = [_cell(value) for value in found if isinstance(value, dict)]
    if not cells:
        raise Unreadable("The notebook holds no cells. Hand in the notebook you worked in, saved.")
    if sum(len(cell.source) for cell in cells if len(cell.source) <= MAX_CELL) > MAX_TEXT:
        raise Unreadable(f"The cells of the notebook hold more than {MAX_TEXT // 1_000_000} million characters. Hand in "
                         f"the notebook you worked in, without what else was pasted into it.")
    long = [i for i, cell in enumerate(cells) if len(cell.source) > MAX_CELL]
    for i in long:
        cells[i] = Cell(cells[i].type, "", cells[i].grade_id, cells[i].id)
        repairs.append(f"Cell {i + 1} of the notebook was longer than {MAX_CELL:,} characters; its text was left out.")
    return Notebook(tuple(cells), tuple(repairs[:5]), tuple(oddities(raw, text, whole, found)))


def read_bytes(path: Path) -> bytes:
    """`read_file`'s bytes alone."""
    return read_file(path)[0]


def read_file(path: Path) -> tuple[bytes, tuple[str, ...]]:
    """The bytes of a submitted file: a regular one, no link, pipe or device; and what had to be said of reading it.

    A large one comes without the outputs of its cells. Raises Unreadable.
    """
    try:
        about = os.lstat(path)
        if stat.S_ISLNK(about.st_mode):
            raise Unreadable("The notebook is a link to another file; links are not followed.")
        if not stat.S_ISREG(about.st_mode):
            raise Unreadable("What was handed in under the notebook's name is not a file.")
        # Should it have become a link or a pipe since, neither is followed or waited for.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            size = os.fstat(descriptor).st_size
            return (file.read(AT_ONCE), ()) if size <= AT_ONCE else _read_large(file, size)
    except OSError as error:
        raise Unreadable(f"The file cannot be opened ({os.strerror(error.errno or 0)}).") from None


def _read_large(file: BinaryIO, size: int) -> tuple[bytes, tuple[str, ...]]:
    try:
        if size > MAX_FILE:
            raise TooMuch
        raw, dropped = within(without_outputs, file, MAX_BYTES, cpu_seconds=CPU_SECONDS + size // 20_000_000)
    except ValueError as error:
        # Damaged, or in another encoding: as far as it is not too large, `read` says what it is.
        file.seek(0)
        raw, dropped = file.read(MAX_BYTES + 1), False
        if len(raw) <= MAX_BYTES:
            return raw, ()
        raise Unreadable(_too_large(size, raw)) from error
    except (TooMuch, Over):
        file.seek(0)
        raise Unreadable(_too_large(size, file.read(MAX_BYTES))) from None
    return raw, (f"The file has {size // 1_000_000} MB; its old outputs were left out.",) if dropped else ()


def _too_large(size: int, start: bytes) -> str:
    """A sentence that says what makes a file large, as far as its first part tells."""
    sizes = {b"outputs": 0, b"attachments": 0, b"source": 0}
    last, since = b"source", 0
    for match in re.finditer(rb'"(outputs|attachments|source|cell_type)"\s{0,4}:', start[:MAX_BYTES]):
        if last in sizes:
            sizes[last] += match.start() - since
        last, since = match[1], match.start()
    if last in sizes:
        sizes[last] += min(len(start), MAX_BYTES) - since
    most = f"{MAX_FILE // 1_000_000} MB are read, and {MAX_BYTES // 1_000_000} MB without its outputs"
    told = f"The file has {size // 1_000_000} MB; at most {most}."
    if sizes[b"outputs"] * 2 > sum(sizes.values()):
        return f"{told} Clear all outputs, save and hand in again."
    if sizes[b"attachments"] * 2 > sum(sizes.values()) or b"data:image/" in start:
        return (f"{told} Its pasted pictures are what is large: make them smaller (2000 pixels are enough), paste them again, "
                f"save and hand in again.")
    return f"{told} Hand in the notebook alone, without what else was put into it."


# Longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def _decoded(raw: bytes) -> tuple[str, list[str]]:
    """The text of the file, and what had to be said about its encoding."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw[len(mark):].decode(encoding, "replace"), []
    if b"\0" in raw[:4]:
        try:
            return raw.decode(json.detect_encoding(raw)), []
        except UnicodeDecodeError:
            pass
    try:
        return raw.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(map(len, re.findall(r"[^\x00-\x7f\ufffd]+", text)))
    if broken <= sound:
        return text, [f"The file was not sound UTF-8; {broken} broken letters were replaced."]
    return raw.decode("latin-1"), ["The file was not in UTF-8; it was read as Latin-1."]


_OTHER_FORMATS = (
    (re.compile(r"PK\x03\x04"), "a zip archive"),
    (re.compile(r"%PDF"), "a PDF"),
    (re.compile(r"<(!doctype|html|\?xml)", re.I), "a web page"),
)


def _refuse_other_formats(text: str) -> None:
    """Raise Unreadable for what people hand in by mistake, by its name."""
    start = text[:4000].strip("\ufeff \t\r\n\0")
    if not start:
        raise Unreadable("The file is empty. Save the notebook and hand it in again.")
    if start.startswith("version https://git-lfs"):
        raise Unreadable("The file is only a pointer of git LFS, not the notebook. Hand in the notebook itself.")
    for pattern, kind in _OTHER_FORMATS:
        if pattern.match(start):
            raise Unreadable(f"The file is {kind}, not a notebook. Hand in the .ipynb file.")
    if start[0] not in "{[":
        kind = "a Python script" if re.search(r"^(# %%|import |from \w|def |# ---)", start, re.M) else "something else"
        raise Unreadable(f"The file is {kind}, not a notebook. Hand in the .ipynb file.")


def refuse_a_flood(text: str) -> None:
    """Raise Unreadable before millions of tiny values are made objects of."""
    def values(part: str) -> int:
        return part.count(",") + part.count("[") + part.count("{")

    if values(text) <= MAX_VALUES:
        return
    # Commas inside texts cost nothing; few files come this far.
    if values(re.sub(r'"(?:[^"\\]++|\\.)*+"', "", text, flags=re.S)) > MAX_VALUES:
        advice = "Clear all outputs, s" if '"outputs"' in text else "S"
        raise Unreadable(f"The file holds more data than a notebook can need. {advice}ave and hand in again.")


def _parsed(text: str) -> Any:
    """The JSON value of the text. Raises Unreadable."""
    try:
        return json.loads(text.strip("\ufeff \t\r\n\0"), strict=False, parse_int=_no_number, parse_float=_no_number)
    except json.JSONDecodeError as error:
        if re.search(r"^<{7} ", text, re.M):
            raise Unreadable("The file holds git's marks of a merge conflict (<<<<<<<). Settle it and hand in again.") from None
        where = _where(error)
        raise Unreadable(f"The file is damaged and cannot be read as a notebook ({where}). Open it in Jupyter, save and "
                         "hand in again.") from None
    except RecursionError:
        raise Unreadable("The file is nested too deeply to be a notebook.") from None


def _where(error: json.JSONDecodeError) -> str:
    """What is wrong with the JSON, as half a sentence."""
    rest, before = error.doc[error.pos:].rstrip(), error.doc[:error.pos].rstrip()
    # Python before 3.13 tells the bracket behind the comma, later ones the comma.
    if (rest[:1] in ("}", "]") and before.endswith(",")) or re.match(r",\s*[}\]]", rest):
        return f"a comma too many in line {before.count(chr(10)) + 1}"
    # Cut in the middle of a word (`tru`), the error is told at the word's start.
    if error.msg.startswith("Unterminated") or re.fullmatch(r"[\w.+-]{0,8}", rest):
        return "it ends too early"
    return f"line {error.lineno}"


def _no_number(digits: str) -> int:
    """Numbers are never needed, and one of a million digits would take its time."""
    return 0


def _cells_of(value: Any) -> list[Any]:
    """The list of cells, wherever this version of the format keeps it. Raises Unreadable."""
    if isinstance(value, dict) and isinstance(value.get("content"), dict):
        value = value["content"]
    if not isinstance(value, dict):
        raise Unreadable("The file is JSON, but not a notebook. Hand in the .ipynb file.")
    if isinstance(value.get("cells"), list):
        return value["cells"]
    if isinstance(value.get("worksheets"), list):
        return list(_cells_of_worksheets(value["worksheets"]))
    raise Unreadable("The file is JSON, but holds no cells. Hand in the notebook you worked in, saved.")


def _cells_of_worksheets(worksheets: list[Any]) -> Iterator[Any]:
    """nbformat 2 and 3 kept the cells in worksheets."""
    for sheet in worksheets:
        if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list):
            yield from sheet["cells"]


_TYPES = {"code": "code", "markdown": "markdown", "heading": "markdown", "html": "markdown", "raw": "raw",
          "plaintext": "raw"}


def _cell(value: dict[str, Any]) -> Cell:
    kind = value.get("cell_type")
    kind = _TYPES.get(kind) if isinstance(kind, str) else None
    if kind is None:
        kind = "code" if {"outputs", "input", "execution_count"} & value.keys() else "markdown"
    source = _text(value.get("source", value.get("input")))
    attachments: dict[str, str] = {}
    if kind == "markdown":
        # A picture pasted into an answer must not cost the answer.
        source, inside = without_inline(source) if len(source) > MAX_CELL else (source, {})
        attachments = attached(value.get("attachments")) | inside
    if value.get("cell_type") == "heading":
        source = f"# {source}"
    metadata = value.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return Cell(kind, source, _name(nbgrader.get("grade_id")) if isinstance(nbgrader, dict) else None,
                _name(value.get("id")), _pictures(value.get("outputs")), attachments)


def _pictures(outputs: Any) -> tuple[str, ...]:
    """What a cell was saved with as image/png; a longer text than any plot's is left out."""
    found = []
    for output in outputs[:MAX_OUTPUTS] if isinstance(outputs, list) else ():
        data = output.get("data") if isinstance(output, dict) else None
        png = _text(data.get("image/png")) if isinstance(data, dict) else ""
        if png and len(png) <= MAX_PICTURE:
            found.append(png)
    return tuple(found[:MAX_PICTURES])


def _text(value: Any) -> str:
    """A source, a string or a list of strings, without NULs, lone surrogates and foreign line ends."""
    if isinstance(value, list):
        value = "".join(part for part in value if isinstance(part, str))
    if not isinstance(value, str):
        return ""
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


def _name(value: Any) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= MAX_NAME else None
