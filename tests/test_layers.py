"""The one rule of the layout: a folder imports only from folders below it, and nothing goes round in a circle."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "autograder"

#: From the top. Folders on one line stand side by side and do not import each other.
LAYERS = (
    ("commands",),
    ("serve",),
    ("grading",),
    ("pages", "lms"),
    ("records",),
    ("marking", "authoring"),
    ("naming",),
    ("graders", "submission"),
    ("sandbox", "course"),
)
FLOOR = {folder: number for number, names in enumerate(reversed(LAYERS)) for folder in names}
#: Files beside the folders: what they may reach down from. Errors are everybody's; the command and nbgrader's plugins stand above
#: all; the three names that authors write stand for their modules in graders.
TOP, AUTHORS = len(LAYERS), FLOOR["graders"] + 0.5
BESIDE = {"__init__": TOP, "cli": TOP, "__main__": TOP + 1, "nbgrader_plugins": TOP, "errors": -1,
          "checks": AUTHORS, "variants": AUTHORS, "kernel": AUTHORS}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "inside" not in path.parts)


def room(path: Path) -> str:
    """The folder a module lies in, or its own name where it lies beside the folders."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def imported(path: Path) -> list[str]:
    """The package's own modules that a file imports, as dotted names below `autograder`."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            # `from autograder.records import sql` is of the module sql, `from autograder.records.sql import cells` too.
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [name if _is_module(name) else node.module for name in inner]
    return [name.removeprefix("autograder.") for name in found if name.startswith("autograder.")]


def _is_module(name: str) -> bool:
    place = PACKAGE.parent.joinpath(*name.split("."))
    return place.with_suffix(".py").is_file() or place.is_dir()


def floor(name: str) -> float:
    return FLOOR[name] if name in FLOOR else BESIDE[name]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_from_folders_below_its_own(path):
    own = room(path)
    for name in imported(path):
        other = name.split(".")[0]
        if other != own:
            assert floor(other) < floor(own), f"{path.relative_to(PACKAGE)} imports autograder.{name}"


def test_every_folder_has_its_floor():
    assert {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"} <= set(FLOOR)
    assert {path.stem for path in PACKAGE.glob("*.py")} == set(BESIDE)


def test_what_runs_inside_the_sandbox_imports_nothing_of_the_package():
    for path in (PACKAGE / "sandbox" / "inside").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                assert not (node.module or "").startswith("autograder"), path
            elif isinstance(node, ast.Import):
                assert not any(alias.name.startswith("autograder") for alias in node.names), path


def test_no_module_imports_itself_round_a_circle():
    names = {".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): path for path in MODULES}
    below = {name: {other for other in imported(path) if other in names and other != name} for name, path in names.items()}
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " -> ".join((*way, name))
        if name not in done:
            for other in sorted(below[name]):
                visit(other, (*way, name))
            done.add(name)

    for name in sorted(below):
        visit(name, ())


#: Longer than a person reads in one sitting.
MOST_LINES, MOST_OF_A_FUNCTION = 350, 50


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_can_be_read_in_one_sitting(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            lines = node.end_lineno - node.lineno + 1
            assert lines <= MOST_OF_A_FUNCTION, f"{node.name} has {lines} lines"
