"""What the commands say: whatever a name or a file puts into it, a terminal only shows it."""

from __future__ import annotations

import sys
from typing import TextIO

from autograder.course.folders import printable


def say(*parts: object, file: TextIO | None = None) -> None:
    """Print the parts, control characters and what turns the reading direction escaped. file: sys.stdout unless told."""
    print(printable(" ".join(map(str, parts))), file=file or sys.stdout, flush=True)
