"""A week's hidden folder as a Python package, from the bytes that its Week carries.

The files import one another and the reference relatively: `from .oracle import gradient`, `from .reference import linear`,
`from . import WEEK`. The package's name is made from its contents, so that one process can hold several courses and two
versions of a week; and it needs no folder, so that a worker on another machine is as good as this one.
"""

from __future__ import annotations

import atexit
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import shutil
import sys
import tempfile
import traceback
import types
from collections.abc import Sequence
from pathlib import Path

from autograder.course.week import Week
from autograder.errors import UserError
from autograder.graders.checks import drawing_from
from autograder.graders.reference import solutions

#: Package name -> its week, and the folder its files are said to lie in.
_weeks: dict[str, Week] = {}
_folders: dict[str, Path] = {}


def package(week: Week) -> str:
    """The name of the package that holds a week's hidden files; importing from it loads them."""
    name = f"hidden_{week.id}_{week.key[:16]}"
    if name not in _weeks:
        _weeks[name] = week
        module = types.ModuleType(name, f"The hidden folder of {week.id}.")
        module.__path__ = []
        module.WEEK = week  # type: ignore[attr-defined]
        sys.modules[name] = module
        if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
            sys.meta_path.append(_Finder())
    return name


def load(week: Week, file: str) -> types.ModuleType | None:
    """A file of the hidden folder, "mistakes" for mistakes.py, as a module; None where there is none."""
    if f"{file}.py" not in week.hidden:
        return None
    try:
        # Some files draw as they are loaded.
        with drawing_from(week.secret):
            return importlib.import_module(f"{package(week)}.{file}")
    except (Exception, SystemExit) as error:
        if isinstance(error, UserError):
            raise
        raise UserError(_slip(week, file, error)) from None


def place(week: Week, error: BaseException) -> str | None:
    """The deepest line of the hidden folder that an error came through, "mistakes.py, line 12"; None for no line."""
    if isinstance(error, SyntaxError) and error.filename and Path(error.filename).parent == folder(week):
        return f"{Path(error.filename).name}, line {error.lineno}"
    frames = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).parent == folder(week)]
    return f"{Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else None


def _slip(week: Week, file: str, error: BaseException) -> str:
    """What an author reads of a hidden file that cannot be loaded."""
    at = place(week, error) or f"{file}.py"
    text = (error.text or "").strip()[:80] if isinstance(error, SyntaxError) else ""
    what = error.msg if isinstance(error, SyntaxError) else f"{type(error).__name__}: {error}"
    return f"assignments/{week.id}/hidden/{at}: {what}{f': {text}' if text else ''}"


def folder(week: Week) -> Path:
    """Where the hidden files lie: the author's own folder while it holds what the week carries, else a private copy."""
    name = package(week)
    if name not in _folders:
        own = None if week.root is None else week.root / "assignments" / week.id / "hidden"
        _folders[name] = own if own is not None and own.is_dir() and _holds(own, week.hidden) else _copied(week.hidden)
    return _folders[name]


def _holds(own: Path, files: dict[str, bytes]) -> bool:
    try:
        return all((own / name).read_bytes() == content for name, content in files.items())
    except OSError:
        return False


def _copied(files: dict[str, bytes]) -> Path:
    own = Path(tempfile.mkdtemp(prefix="hidden-"))
    atexit.register(shutil.rmtree, own, ignore_errors=True)
    for name, content in files.items():
        (own / name).write_bytes(content)
    return own


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the modules of hidden packages, and nothing else."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        above, _, name = fullname.rpartition(".")
        week = _weeks.get(above)
        if week is None:
            return None
        if name == "reference":
            return importlib.util.spec_from_loader(fullname, _Reference(week))
        if f"{name}.py" in week.hidden:
            loader = _Loader(week, name)
            return importlib.util.spec_from_file_location(fullname, loader.get_filename(fullname), loader=loader)
        return None


class _Loader(importlib.abc.SourceLoader):
    """Gives a module the text that the week carries, whatever lies on the disk by now."""

    def __init__(self, week: Week, name: str):
        self._week, self._name = week, name

    def get_filename(self, fullname: str) -> str:
        return str(folder(self._week) / f"{self._name}.py")

    def get_data(self, path: bytes | str) -> bytes:
        return self._week.hidden[f"{self._name}.py"]


class _Reference(importlib.abc.Loader):
    """The module `.reference`: the week's solved functions."""

    def __init__(self, week: Week):
        self._week = week

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return types.ModuleType(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        solved = solutions(self._week)
        vars(module).update({name: value for name, value in vars(solved).items() if not name.startswith("__")})
