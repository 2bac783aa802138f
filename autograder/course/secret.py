"""A course's secret: what its hidden tests draw their inputs from, so that whoever reads this repository does not know them.

It lies in the course's folder, is never committed, and goes to no sandbox; a worker on another machine gets it with its work.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from autograder.errors import UserError

#: The file's name, beside course.toml.
FILE = "course.secret"
#: Hexadecimal digits of a secret.
DIGITS = 64


def read(root: Path) -> bytes:
    """The secret of the course at `root`, empty where it has none. Raises UserError for a file that holds something else."""
    try:
        text = (root / FILE).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return b""
    except (OSError, UnicodeDecodeError):
        text = ""
    if len(text) != DIGITS or not all(c in "0123456789abcdef" for c in text):
        raise UserError(f"{root / FILE} cannot be read as a secret ({DIGITS} hexadecimal digits on one line). Put back your "
                        "copy of it: with another one hidden tests draw other inputs. If there is none, delete it and run "
                        "`autograder secret`.")
    return bytes.fromhex(text)


def make(root: Path) -> bool:
    """Give the course a secret where it has none; whether it did. Another process that is faster wins."""
    if read(root):
        return False
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(root / FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(DIGITS // 2) + "\n")
        return True
    return False
