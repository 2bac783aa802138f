"""What a file holds that came in: read once, a piece at a time, and kept in memory only while it is small."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import IO, BinaryIO, cast

#: Bytes that stay in memory; what is larger waits in a file of the system's own, which has no name.
IN_MEMORY = 16_000_000
PIECE = 1 << 20


class TooLarge(Exception):
    """There are more bytes than may be."""


class Content:
    """Bytes that can be compared and written anywhere, however many. Close it when done. size: in bytes."""

    def __init__(self, file: BinaryIO, size: int, digest: bytes):
        self._file, self.size, self._digest = file, size, digest

    def __enter__(self) -> Content:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Content) and (self.size, self._digest) == (other.size, other._digest)

    __hash__ = None  # type: ignore[assignment]

    def start(self, most: int) -> bytes:
        """The first bytes of them."""
        self._file.seek(0)
        return self._file.read(most)

    def write(self, path: Path) -> None:
        """Write them to a file."""
        self._file.seek(0)
        with path.open("wb") as file:
            shutil.copyfileobj(self._file, file, PIECE)

    def close(self) -> None:
        self._file.close()


def taken(file: IO[bytes], most: int) -> Content:
    """A copy of what a file holds from here on, whatever becomes of the file. Raises TooLarge, and what reading raises."""
    copy = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (the Content closes it)
    try:
        size, digest = 0, hashlib.sha256()
        while piece := file.read(PIECE):
            size += len(piece)
            if size > most:
                raise TooLarge
            digest.update(piece)
            copy.write(piece)
    except BaseException:
        copy.close()
        raise
    return Content(cast(BinaryIO, copy), size, digest.digest())


def content_of(path: Path) -> Content:
    """What a file of the course holds, read from where it is, also once it has been moved away. Raises OSError."""
    file = path.open("rb")
    try:
        digest = hashlib.file_digest(file, "sha256").digest()
        return Content(file, file.tell(), digest)
    except BaseException:
        file.close()
        raise
