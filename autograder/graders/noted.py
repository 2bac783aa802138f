"""Whether a function printed something, where it runs in this very process."""

from __future__ import annotations

import io
from typing import TextIO


class Noted(io.TextIOBase):
    """A stream that passes on what is written, and knows whether anything was."""

    def __init__(self, stream: TextIO):
        self._stream, self.written = stream, False

    def write(self, text: str) -> int:
        self.written = self.written or bool(text.strip())
        return self._stream.write(text)
