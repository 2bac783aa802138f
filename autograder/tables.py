"""CSV files as spreadsheets and learning platforms read and write them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import UserError

#: A spreadsheet takes a cell that begins so for a formula. (OWASP, CSV Injection.)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
MOST_BYTES = 50_000_000


@dataclass
class Table:
    """A CSV file: its header and rows of text, the delimiter and byte-order mark it came with or shall have."""

    header: list[str]
    rows: list[list[str]] = field(default_factory=list)
    delimiter: str = ","
    bom: bool = False

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
            lines = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
        except csv.Error as error:
            raise UserError(f"{path} is not a CSV file: {error}.") from None
        if not lines:
            raise UserError(f"{path} is empty.")
        width = len(lines[0])
        rows = [row + [""] * (width - len(row)) for row in lines[1:]]
        return cls(lines[0], rows, delimiter, raw.startswith(b"\xef\xbb\xbf"))

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
    """The text as a cell that no spreadsheet takes for a formula: an apostrophe goes before one that looks like one.

    For whatever a student can choose: names, e-mail addresses. Numbers of ours are never negative.
    """
    return "'" + text if text.startswith(FORMULA) else text


def number(value: float) -> str:
    """A mark in at most two decimals, with a point, as every platform reads it: 17, 17.5, 12.02."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def scaled(total: float, points: float, most: float) -> float:
    """A mark out of `points` on a platform where the most is `most`; unchanged where that is unknown (0) or equal."""
    return total if not most or not points or most == points else round(total * most / points, 2)


def as_number(text: str) -> float:
    """The number in a platform's cell ("20.00", "20,00"), 0 when there is none."""
    try:
        return float(text.replace(",", ".").strip())
    except ValueError:
        return 0.0
