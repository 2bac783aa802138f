"""Large notebooks: what makes them large is old outputs, and these are skipped while the file is read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

#: A text in the file that is longer than about two of these is cut: a JSON reader holds the text it reads as a whole.
CHUNK = 8_000_000
#: The first of two escapes that are one letter together.
_HIGH = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?=\\)")
_BEGIN, _END = frozenset({"start_map", "start_array"}), frozenset({"end_map", "end_array"})


class TooMuch(Exception):
    """What is left without the outputs is more than a notebook holds, too."""


def without_outputs(file: BinaryIO, most: int) -> tuple[bytes, bool]:
    """A notebook's JSON without the outputs of its cells, in ASCII, and whether there were any.

    Memory grows with what is kept, of which there may be `most` bytes. Raises ValueError where it is not JSON in UTF-8,
    TooMuch.
    """
    # Here, since few notebooks need it.
    import ijson

    def kept(parser: Any) -> tuple[bytes, bool]:
        # A first try, also one that was stuck in another fork, has read on in the same open file.
        file.seek(0)
        return _kept(parser.basic_parse(_Shortened(file), buf_size=2**20, use_float=True), ijson.ObjectBuilder(), most)

    try:
        return kept(ijson)
    except UnicodeDecodeError:
        # Half of a letter that is written as two escapes, which JSON allows and the parser in C does not.
        return kept(ijson.get_backend("python"))
    except ijson.JSONError as error:
        raise ValueError(str(error)) from None


def _kept(events: Iterator[tuple[str, Any]], builder: Any, most: int) -> tuple[bytes, bool]:
    """What the parser's events build, but for outputs, and whether there were any."""
    dropped, kept = False, 0
    for event, value in events:
        if event == "map_key" and value == "outputs":
            dropped = _skip(events) or dropped
            continue
        kept += 8 + (len(value) if isinstance(value, str) else 0)
        if kept > most:
            raise TooMuch
        builder.event(event, value)
    return json.dumps(builder.value).encode(), dropped


def _skip(events: Iterator[tuple[str, Any]]) -> bool:
    """Read over one value; whether it held anything."""
    depth = 0
    for count, (event, _) in enumerate(events, start=1):
        if event in _BEGIN:
            depth += 1
        elif event in _END:
            depth -= 1
        if depth == 0:
            return count > 2
    return False


class _Shortened:
    """A JSON file whose longest texts are cut: a chunk that lies in one text as a whole is left out."""

    def __init__(self, file: BinaryIO):
        self._file, self._inside = file, False
        self._rest, self._carry = b"", b""

    def read(self, size: int = -1) -> bytes:
        while not self._rest:
            chunk = self._file.read(CHUNK)
            if not chunk:
                self._rest, self._carry = self._carry, b""
                break
            chunk = self._carry + chunk
            # Nothing is cut in the middle of an escape or a letter.
            end = _sound_end(chunk)
            chunk, self._carry = chunk[:end], chunk[end:]
            quotes = chunk.replace(b"\\\\", b"").replace(b'\\"', b"").count(b'"')
            if not (self._inside and quotes == 0):
                self._rest = chunk
            self._inside ^= quotes % 2 == 1
        found, self._rest = self._rest[:size], self._rest[size:]
        return found


def _sound_end(chunk: bytes) -> int:
    """Where a chunk may end: before a letter that is not whole, or an escape that may not be."""
    end = len(chunk)
    while end and len(chunk) - end < 3 and 0x80 <= chunk[end - 1] < 0xC0:
        end -= 1
    # The first byte of a letter of several.
    end = end - 1 if end and chunk[end - 1] >= 0xC0 else len(chunk)
    escape = chunk.find(b"\\", max(0, end - 12), end)
    if escape >= 6 and _HIGH.match(chunk, escape - 6):
        # The second half of a letter that is written as two.
        escape -= 6
    start = len(chunk[:escape].rstrip(b"\\")) if escape >= 0 else 0
    return start or end
