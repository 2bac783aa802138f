"""One recorder at a time, over all processes: a lock in the course's folder, which the kernel lets go of when its holder ends."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def recording(root: Path) -> Iterator[None]:
    """Hold the course's recorder lock; waits while another process records a submission, which takes milliseconds."""
    folder = root / ".autograder"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "recorder.lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
