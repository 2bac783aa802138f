"""One recorder at a time, over all processes, and no service while its data are moved: locks in the course's folder, which the
kernel lets go of when their holder ends."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from autograder.errors import UserError


@contextlib.contextmanager
def recording(root: Path) -> Iterator[None]:
    """Hold the course's recorder lock; waits while another process records a submission, which takes milliseconds."""
    folder = root / ".autograder"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "recorder.lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def serving(root: Path, alone: bool = False) -> Iterator[None]:
    """While a service runs; several may. alone: while none runs. Raises UserError where one keeps the other out."""
    folder = root / ".autograder"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "serve.lock").open("ab") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UserError("The live service is running on this course. Stop it first." if alone else
                            "The course's data are being moved to another database. Try again when that has ended.") from None
        yield
