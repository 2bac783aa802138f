"""Memory for made mistakes: one that takes sizes for a number fills a machine in one go, and no loop of it can be counted."""

from __future__ import annotations

import contextlib
import resource
from collections.abc import Iterator
from pathlib import Path

#: Bytes that they may take beyond what the process has.
ROOM = 1 << 30


@contextlib.contextmanager
def room() -> Iterator[None]:
    """While the block runs, the process may take ROOM bytes more than it has; what asks for more ends in a MemoryError."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    has = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    most = has + ROOM
    if all(limit == resource.RLIM_INFINITY or limit > most for limit in (soft, hard)):
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
