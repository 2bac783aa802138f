"""CSV files as spreadsheets and learning platforms read and write them."""

from __future__ import annotations

import csv
import io
import itertools
import re
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import UserError

#: A spreadsheet takes a cell that begins so for a formula. (OWASP, CSV Injection.)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
#: Where a cell may begin inside a text, for one who splits it otherwise, with a formula in it.
_BEGINS = re.compile(r"""([;,\t\r\n][ "']*)(?=[=+\-@])""")
MOST_BYTES = 50_000_000


@dataclass
class Table:
    """A CSV file: its header and rows of text, the delimiter and byte-order mark it came with or shall have.

    lines: where each row begins in the file that was read.
    """

    header: list[str]
    rows: list[list[str]] = field(default_factory=list)
    delimiter: str = ","
    bom: bool = False
    lines: list[int] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> Table:
        """Read a CSV file: UTF-8, delimited by comma, semicolon or tab. Short rows are filled up with empty cells.

        Raises UserError when it is no such file.
        """
        try:
            if path.stat().st_size > MOST_BYTES:
                raise UserError(f"{path} is larger than {MOST_BYTES // 1_000_000} MB: is it the right file?")
            raw = path.read_bytes()
            text = raw.decode("utf-8-sig")
        except OSError as error:
            raise UserError(f"{path} cannot be read: {error.strerror}.") from None
        except UnicodeDecodeError:
            raise UserError(f"{path} is not UTF-8 text. Download it again, or save it as \"CSV UTF-8\".") from None
        first = text.split("\n", 1)[0]
        delimiter = max(",;\t", key=first.count)
        try:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            starts = itertools.chain([1], (reader.line_num + 1 for _ in itertools.count()))
            numbered = [(start, row) for start, row in zip(starts, reader) if row]
        except csv.Error as error:
            raise UserError(f"{path} is not a CSV file: {error}.") from None
        if not numbered:
            raise UserError(f"{path} is empty.")
        header = numbered[0][1]
        rows = [row + [""] * (len(header) - len(row)) for _, row in numbered[1:]]
        return cls(header, rows, delimiter, raw.startswith(b"\xef\xbb\xbf"), [line for line, _ in numbered[1:]])

    def column(self, *names: str) -> int | None:
        """The index of the first column called by one of `names`, whatever the case; None when there is none."""
        heads = [head.strip().casefold() for head in self.header]
        return next((heads.index(name.casefold()) for name in names if name.casefold() in heads), None)

    def bytes(self) -> bytes:
        """The file's content, UTF-8."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=self.delimiter)
        writer.writerow(self.header)
        writer.writerows(self.rows)
        return out.getvalue().encode("utf-8-sig" if self.bom else "utf-8")


def harmless(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula: an apostrophe goes before what looks like one.

    It need not stand at the start: a spreadsheet that splits at semicolons begins a cell behind each of them, where this
    file has commas, and the other way round. For whatever a student can choose: names, e-mail addresses. Numbers of ours
    are never negative.
    """
    text = "'" + text if text.startswith(FORMULA) else text
    return _BEGINS.sub(r"\1'", text)


def scaled(total: float, points: float, most: float | None) -> float:
    """A mark out of `points` on a platform where the most is `most`; unchanged where that is equal or not known."""
    return total if not most or not points or most == points else round(total * most / points, 2)


def as_number(text: str) -> float | None:
    """The number in a platform's cell ("20.00", "20,00", "1,000.00"), 0 in an empty one, None for other text."""
    plain = re.sub(r"\s", "", text)
    if not plain or plain == "-":
        return 0.0
    decimal = plain[max(plain.rfind("."), plain.rfind(","))] if {".", ","} & set(plain) else "."
    # One kind of separator, in threes: thousands, but for a point, which every platform also writes before decimals.
    if re.fullmatch(r"\d{1,3}(,\d{3})+|\d{1,3}(\.\d{3}){2,}", plain):
        decimal = "." if decimal == "," else ","
    grouped = "." if decimal == "," else ","
    if not re.fullmatch(rf"-?\d+({re.escape(grouped)}\d{{3}})*({re.escape(decimal)}\d*)?", plain):
        return None
    return float(plain.replace(grouped, "").replace(decimal, "."))
