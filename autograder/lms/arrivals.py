"""What came in, from a zip or a folder, told file by file. All of it is untrusted.

A name in a zip is only read, never used as a path; links are not followed; sizes are counted while unpacking, not
believed. nbgrader's zip_collect unpacks whole archives, archives inside them too, without a limit: so it does not
serve here.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import itertools
import os
import re
import stat
import struct
import subprocess
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from autograder.errors import UserError
from autograder.lms.content import PIECE, Content, TooLarge, taken
from autograder.submission.notebook import MAX_FILE

MEGABYTE = 1_000_000
#: One notebook, unpacked; what makes it large is old outputs, which are left out when it is marked.
LARGEST_NOTEBOOK = MAX_FILE
#: All notebooks of one archive or folder together.
LARGEST_CLASS = 4096 * MEGABYTE
#: A table or a receipt of the platform's own.
LARGEST_PAPER = 64 * MEGABYTE
MOST_FILES = 50_000
#: The list of contents at a zip's end; MOST_FILES with long names fit well.
LARGEST_DIRECTORY = 16 * MEGABYTE
DEEPEST = 12

ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
#: Files of a platform's own that tell whose the others are: Gradescope's table, Blackboard's receipts.
PAPERS = re.compile(r"(?:[^/]*/)?submission_metadata\.yml|(?:[^/]*/)?[^/]+_attempt_\d{4}(?:-\d\d){5}\.txt")
JUNK = {"__MACOSX", ".git", ".ipynb_checkpoints", ".DS_Store", "Thumbs.db", "desktop.ini"}


class Refused(Exception):
    """A file that is left out. The text says why, in half a sentence."""


@dataclass(frozen=True)
class Arrival:
    """A notebook that came in, or a paper of the platform's own. `path` is what it was called, with / between parts;
    `handed_in` has a time zone; `read` gives what it holds or raises Refused. edited: whether it is no longer what the
    commit holds whose time it got."""

    path: str
    handed_in: datetime.datetime
    read: Callable[[], Content]
    edited: bool = False

    @property
    def is_paper(self) -> bool:
        return bool(PAPERS.fullmatch(self.path))


@dataclass(frozen=True)
class LeftOut:
    """A file that did not come in, and why. Both are fit to print."""

    path: str
    why: str


@contextlib.contextmanager
def arrivals(path: Path, zone: datetime.tzinfo) -> Iterator[list[Arrival | LeftOut]]:
    """The notebooks in a zip or a folder, and what is left out. They can be read while the block runs.

    `zone` is that of the clock times in a zip. Raises UserError where `path` is neither, or nothing can be read in it.
    """
    if path.is_dir():
        yield list(_in_folder(path, zone))
        return
    if not path.is_file():
        raise UserError(f"There is no {path}. Give the zip an LMS made, or a folder.")
    with contextlib.closing(_opened(path)) as archive:
        yield list(_in_zip(archive, zone))


def printable(text: str, longest: int = 120) -> str:
    """Text of unknown origin on one line, without control characters that a terminal would obey."""
    shown = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text[: 2 * longest])
    return shown if len(shown) <= longest else shown[: longest - 3] + "..."


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        with path.open("rb") as file:
            # The same reading as ZipFile's own, which would take in a list of any length.
            end = zipfile._EndRecData(file)  # type: ignore[attr-defined]
        if end is None:
            raise UserError(f"{path.name} is neither a zip nor a folder. Give the zip an LMS made.")
        size, count = zipfile._ECD_SIZE, zipfile._ECD_ENTRIES_TOTAL  # type: ignore[attr-defined]
        if end[size] > LARGEST_DIRECTORY or end[count] > MOST_FILES:
            raise UserError(_too_many(path))
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, OverflowError, OSError) as error:
        raise UserError(f"{path.name} cannot be read as a zip: {printable(str(error))}. Download it again.") from None
    if len(archive.infolist()) > MOST_FILES:
        archive.close()
        raise UserError(_too_many(path))
    return archive


def _too_many(path: Path) -> str:
    return f"{path.name} holds more than {MOST_FILES} files; that is no class's work. Nothing was read."


def _in_zip(archive: zipfile.ZipFile, zone: datetime.tzinfo) -> Iterator[Arrival | LeftOut]:
    budget = _Budget()
    for info in archive.infolist():
        name = _name(info)
        if name.endswith("/") or _is_junk(name):
            continue
        try:
            _check_name(name)
            _check_kind(info)
            handed_in = _time(info, zone)
        except Refused as why:
            yield LeftOut(printable(name), str(why))
            continue
        yield Arrival(name, handed_in, partial(_unpacked, archive, info, budget))


def _check_name(name: str) -> None:
    parts = name.split("/")
    if ".." in parts or name.startswith("/") or re.match(r"[A-Za-z]:", name):
        raise Refused("its name leads out of the archive")
    if len(parts) > DEEPEST or any(len(part) > 255 for part in parts):
        raise Refused("its name is too long")
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in name):
        raise Refused("its name holds control characters")
    _check_type(name)


def _check_type(name: str) -> None:
    if name.casefold().endswith(ARCHIVES):
        raise Refused("an archive inside is not opened; unpack it and collect the folder, or ask for the notebook")
    if not PAPERS.fullmatch(name) and not re.search(r"\.ipynb(\.txt|\.json)?$", name, re.I):
        raise Refused("not a notebook")


def _check_kind(info: zipfile.ZipInfo) -> None:
    mode = info.external_attr >> 16
    if stat.S_ISLNK(mode):
        raise Refused("a link, not a file")
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise Refused("not a plain file")
    if info.flag_bits & 0x1:
        raise Refused("encrypted")
    # bzip2 and LZMA ask for memory of a size the file chooses; no LMS uses them.
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused("packed in a way that no LMS uses")
    if info.file_size > LARGEST_NOTEBOOK:
        raise Refused(f"larger than {LARGEST_NOTEBOOK // MEGABYTE} MB")


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget) -> Content:
    try:
        with archive.open(info) as file:
            return budget.spend(file)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, struct.error,
            ValueError) as error:
        raise Refused(f"damaged ({printable(str(error), 60)})") from None


def _name(info: zipfile.ZipInfo) -> str:
    # Without the UTF-8 flag the zip format means the DOS code page; most tools that leave it out mean UTF-8.
    if info.flag_bits & 0x800:
        name = info.orig_filename
    else:
        try:
            name = info.orig_filename.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = info.orig_filename
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def _time(info: zipfile.ZipInfo, zone: datetime.tzinfo) -> datetime.datetime:
    rest = info.extra
    while len(rest) >= 4:
        kind, size = struct.unpack_from("<HH", rest)
        # The extended time stamp: seconds since 1970, UTC, where the plain field has the local clock and even seconds.
        if kind == 0x5455 and size >= 5 and len(rest) >= 9 and rest[4] & 1:
            return datetime.datetime.fromtimestamp(struct.unpack_from("<I", rest, 5)[0], datetime.UTC)
        rest = rest[4 + size:]
    try:
        return datetime.datetime(*info.date_time, tzinfo=zone)
    except ValueError:
        raise Refused("it has no valid date, so when it was handed in is not known") from None


def _in_folder(root: Path, zone: datetime.tzinfo) -> Iterator[Arrival | LeftOut]:
    budget = _Budget()
    count = 0
    waiting: list[tuple[Path, tuple[str, ...]]] = [(root, ())]
    while waiting:
        folder, above = waiting.pop()
        try:
            with os.scandir(folder) as found:
                entries = sorted(itertools.islice(found, MOST_FILES + 1), key=lambda e: e.name)
        except OSError as error:
            yield LeftOut(printable("/".join(above)), f"cannot be opened ({error.strerror})")
            continue
        for entry in entries:
            if _is_junk(entry.name):
                continue
            count += 1
            if count > MOST_FILES:
                raise UserError(_too_many(root))
            parts = (*above, entry.name)
            name = "/".join(parts)
            try:
                if entry.is_symlink():
                    raise Refused("a link, not a file")
                if entry.is_dir(follow_symlinks=False):
                    if len(parts) >= DEEPEST:
                        raise Refused("too deep inside other folders")
                    waiting.append((Path(entry.path), parts))
                    continue
                if not entry.is_file(follow_symlinks=False):
                    raise Refused("not a plain file")
                _check_type(name)
                committed = _committed(root, parts)
                handed_in = committed or datetime.datetime.fromtimestamp(
                    entry.stat(follow_symlinks=False).st_mtime, datetime.UTC)
                edited = committed is not None and _is_edited(root, parts)
            except Refused as why:
                yield LeftOut(printable(name), str(why))
                continue
            except OSError as error:
                yield LeftOut(printable(name), f"cannot be read ({error.strerror})")
                continue
            yield Arrival(unicodedata.normalize("NFC", name), handed_in,
                          partial(_read_plain, entry.path, budget), edited)


def _read_plain(path: str, budget: _Budget) -> Content:
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            return budget.spend(file)
    except OSError as error:
        raise Refused(f"cannot be read ({error.strerror})") from None


def _committed(root: Path, parts: tuple[str, ...]) -> datetime.datetime | None:
    """When the file was last committed in a git checkout `root/<student>`, None where it is none.

    A checkout's settings may name programs for git to run; those that `git log` could meet are turned off. The time is
    that of the student's own clock; where it matters, collect with --times and the times of the pushes.
    """
    checkout = root / parts[0]
    if len(parts) < 2 or (checkout / ".git").is_symlink() or not (checkout / ".git").is_dir():
        return None
    said = _git(checkout, "log", "-1", "--no-show-signature", "--no-ext-diff", "--no-textconv", "--format=%cI", "--",
                "/".join(parts[1:]))
    try:
        return datetime.datetime.fromisoformat(said)
    except ValueError:
        return None


def _is_edited(root: Path, parts: tuple[str, ...]) -> bool:
    """Whether a committed file holds something else than its last commit, however its lines end."""
    name = _git(root / parts[0], "rev-parse", "--verify", f"HEAD:{'/'.join(parts[1:])}")
    try:
        return name not in {_blob(root.joinpath(*parts), len(name), lines) for lines in (b"\r\n", b"\n")}
    except OSError:
        return False


def _blob(path: Path, digits: int, lines: bytes) -> str:
    """What git calls a file with its DOS line ends made `lines`, in a repository whose names have that many digits."""
    size = sum(map(len, _pieces(path, lines)))
    name = hashlib.new("sha256" if digits == 64 else "sha1", b"blob %d\0" % size)
    for piece in _pieces(path, lines):
        name.update(piece)
    return name.hexdigest()


def _pieces(path: Path, lines: bytes) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            if piece.endswith(b"\r"):
                piece += file.read(1)
            yield piece.replace(b"\r\n", lines)


def _git(checkout: Path, *words: str) -> str:
    """What git says of a checkout, "" where it fails. It runs nothing that the checkout's settings name."""
    command = ["git", "--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
               "-c", "log.showSignature=false", "-C", str(checkout), *words]
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": os.environ.get("HOME", ""), "GIT_ALLOW_PROTOCOL": "none",
                   "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_LITERAL_PATHSPECS": "1"}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=20, errors="replace",
                              stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _is_junk(name: str) -> bool:
    parts = name.replace("\\", "/").rstrip("/").split("/")
    return any(part in JUNK for part in parts) or parts[-1].startswith("._")


class _Budget:
    """Counts what was really unpacked, whatever the headers say."""

    def __init__(self) -> None:
        self.left = LARGEST_CLASS

    def spend(self, file: IO[bytes]) -> Content:
        try:
            content = taken(file, min(LARGEST_NOTEBOOK, self.left))
        except TooLarge:
            if self.left < LARGEST_NOTEBOOK:
                raise Refused(f"more than {LARGEST_CLASS // MEGABYTE} MB in all") from None
            raise Refused(f"larger than {LARGEST_NOTEBOOK // MEGABYTE} MB") from None
        self.left -= content.size
        return content
