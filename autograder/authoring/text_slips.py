"""Slips in a week's text, found before nbgrader meets them: with their line, what is wrong and an example of right."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.authoring.markers import BLOCKS
from autograder.errors import UserError

_HEADER = re.compile(r"# %%(?!%)(.*)")
_FLAGS = ("grade", "locked", "solution", "task")
_PAIRS = tuple(BLOCKS.values())
_EXAMPLE = (
    '# %% nbgrader={"grade": true, "grade_id": "test_linear", "locked": true, "points": 3, "schema_version": 3, '
    '"solution": false, "task": false}'
)


@dataclass
class TextCell:
    """A cell of the text. line: of its header, from 1. body: its lines, the first of which stands at line + 1."""

    line: int
    kind: str
    body: list[str] = field(default_factory=list)
    nbgrader: dict[str, Any] = field(default_factory=dict)
    autograder: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return str(self.nbgrader.get("grade_id", ""))


def check_text(path: Path, shown: str) -> None:
    """Raises UserError that names every slip in a week's text with its line. shown: the path, for people."""
    try:
        lines = path.read_bytes().decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise UserError(f"{shown}, line {line}: this is not UTF-8 text. Save the file as UTF-8.") from None
    slips: list[tuple[int, str]] = []
    cells = list(_cells(lines, slips))
    for cell in cells:
        slips += [*_in_flags(cell), *_in_pairs(cell), *_in_code(cell)]
    slips += _across(cells)
    if slips:
        told = "\n".join(f"  line {line}: {what}" for line, what in sorted(set(slips)))
        raise UserError(f"{shown} has mistakes:\n{told}")


def line_of(root: Path, week: str, grade_id: str) -> int | None:
    """The line of the text where a cell begins, None where it has none."""
    path = root / "assignments" / week / f"{week}.py"
    if not path.is_file():
        return None
    cells = _cells(path.read_text(encoding="utf-8-sig", errors="replace").splitlines(), [])
    return next((cell.line for cell in cells if cell.name == grade_id), None)


def _cells(lines: list[str], slips: list[tuple[int, str]]) -> Iterator[TextCell]:
    cell = None
    for number, line in enumerate(lines, start=1):
        if header := _HEADER.fullmatch(line):
            if cell:
                yield cell
            cell = _cell(number, header[1], slips)
        elif cell:
            cell.body.append(line)
    if cell:
        yield cell


def _cell(number: int, header: str, slips: list[tuple[int, str]]) -> TextCell:
    kind = re.match(r"\s*\[(\w+)\]", header)
    cell = TextCell(number, kind[1] if kind else "code")
    if kind and kind[1] not in ("markdown", "raw"):
        slips.append((number, f"there are no cells of the kind [{kind[1]}]; write [markdown], or nothing for code"))
    at = 0
    while found := re.compile(r"(?:^|\s)(\w+)\s*=\s*").search(header, at):
        try:
            value, at = json.JSONDecoder().raw_decode(header, found.end())
        except json.JSONDecodeError as error:
            rest = header[error.pos : error.pos + 25]
            slips.append(
                (
                    number,
                    f"what stands behind {found[1]}= is broken JSON before {rest!r} ({error.msg}); for "
                    f"example: {_EXAMPLE}",
                )
            )
            # One slip a header: what cannot be read has no keys to miss.
            cell.kind = "broken"
            break
        if found[1] in ("nbgrader", "autograder"):
            if isinstance(value, dict):
                setattr(cell, found[1], value)
            else:
                slips.append((number, f"{found[1]}= needs a table in braces; for example: {_EXAMPLE}"))
    return cell


def _in_flags(cell: TextCell) -> Iterator[tuple[int, str]]:
    meta = cell.nbgrader
    if cell.kind == "broken" or (not meta and not cell.autograder):
        return
    for name in _FLAGS:
        if not isinstance(meta.get(name), bool):
            what = "is missing" if name not in meta else f"is {meta[name]!r}"
            yield cell.line, f'"{name}" {what}; true or false is expected, for example: {_EXAMPLE}'
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", cell.name):
        what = (
            "is missing"
            if "grade_id" not in meta
            else f"is {meta['grade_id']!r}; letters, digits, - and _ are expected"
        )
        yield cell.line, f'"grade_id" {what}, for example: "grade_id": "linear"'
    if meta.get("grade"):
        points = meta.get("points")
        if isinstance(points, bool) or not isinstance(points, (int, float)) or points < 0:
            what = "is missing" if "points" not in meta else f"is {points!r}"
            yield (
                cell.line,
                f'"points" {what} in the graded cell {cell.name}; a number is expected, for example: "points": 3',
            )
        elif not points and not cell.autograder.get("bonus"):
            yield (
                cell.line,
                (
                    f'{cell.name} is worth 0 points; give it some ("points": 3), or make it a bonus: '
                    f'autograder={{"bonus": 3}}'
                ),
            )
    yield from _in_ours(cell)


def _in_ours(cell: TextCell) -> Iterator[tuple[int, str]]:
    ours = cell.autograder
    for name in ours.keys() - {"bonus", "depends", "function"}:
        yield cell.line, f'autograder= has no key "{name}"; there are "bonus", "depends" and "function"'
    bonus = ours.get("bonus", 0)
    if isinstance(bonus, bool) or not isinstance(bonus, (int, float)) or bonus < 0:
        yield cell.line, f'"bonus" is {bonus!r}; a number of points is expected, for example: autograder={{"bonus": 3}}'
    depends = ours.get("depends", [])
    if not isinstance(depends, list) or not all(isinstance(name, str) for name in depends):
        yield (
            cell.line,
            f'"depends" is {depends!r}; a list is expected, for example: autograder={{"depends": ["linear"]}}',
        )


def _in_pairs(cell: TextCell) -> Iterator[tuple[int, str]]:
    """Markers that come alone, or in another order."""
    for begin, end in _PAIRS:
        opened = None
        for number, line in enumerate(cell.body, start=cell.line + 1):
            if begin in line:
                if opened:
                    yield opened, f"this {begin} has no {end}, and another begins in line {number}"
                opened = number
            elif end in line:
                if not opened:
                    yield number, f"this {end} has no {begin} above it in its cell"
                opened = None
        if opened:
            yield opened, f"this {begin} has no {end} in its cell {cell.name}; write {end} below what it hides"


def _in_code(cell: TextCell) -> Iterator[tuple[int, str]]:
    if cell.kind != "code":
        return
    try:
        ast.parse("\n".join(cell.body))
    except SyntaxError as error:
        text = (error.text or "").strip()[:60]
        yield cell.line + (error.lineno or 1), f"{error.msg}: {text}" if text else str(error.msg)
        return
    except ValueError as error:
        yield cell.line, str(error)
        return
    meta = cell.nbgrader
    if meta.get("solution") and not meta.get("grade"):
        if not any(begin in line for line in cell.body for begin in (_PAIRS[0][0],)):
            yield (
                cell.line,
                (
                    f"the solution of {cell.name} stands between no markers, so students would get an empty cell; "
                    f"write {_PAIRS[0][0]} above it and {_PAIRS[0][1]} below it"
                ),
            )


def _across(cells: list[TextCell]) -> Iterator[tuple[int, str]]:
    """What one cell alone does not show."""
    if any(cell.kind == "broken" for cell in cells):
        return
    yield from _twice(cells)
    solutions = {
        c.name: c for c in cells if c.nbgrader.get("solution") and not c.nbgrader.get("grade") and c.kind == "code"
    }
    tests = {
        c.name.removeprefix("test_"): c
        for c in cells
        if c.nbgrader.get("grade") and not c.nbgrader.get("solution") and not c.nbgrader.get("task")
    }
    yield from _in_tests(tests, solutions)
    yield from _in_solutions(solutions, tests)
    if all(cell.name != "setup" for cell in cells):
        yield 1, 'there is no cell "setup"; write one with the imports: # %% nbgrader={"grade_id": "setup", ...}'


def _twice(cells: list[TextCell]) -> Iterator[tuple[int, str]]:
    first: dict[str, TextCell] = {}
    for cell in cells:
        if cell.name and cell.name in first:
            yield cell.line, (f"the grade_id {cell.name!r} stands in line {first[cell.name].line} already; give one of the "
                              f"two another")
        first.setdefault(cell.name, cell)


def _in_tests(tests: dict[str, TextCell], solutions: dict[str, TextCell]) -> Iterator[tuple[int, str]]:
    for name, cell in tests.items():
        if not cell.name.startswith("test_"):
            yield (
                cell.line,
                f'the test cell {cell.name} must be called by its exercise, for example: "grade_id": "test_linear"',
            )
        elif name not in solutions:
            yield (
                cell.line,
                f"{cell.name} tests {name}, and no solution cell is called so; there are {_listed(solutions)}",
            )
        for what in cell.autograder.get("depends") or ():
            if what not in solutions:
                yield (
                    cell.line,
                    f'"depends" names {what!r}, and no exercise is called so; there are {_listed(solutions)}',
                )
        called = re.findall(r"""^grade\(\s*["'](\w+)["']\s*,\s*["'](\w+)["']""", "\n".join(cell.body), re.M)
        if called and called[0][1] != name:
            yield cell.line, f"{cell.name} grades {called[0][1]!r}; grade(..., {name!r}) is expected"


def _in_solutions(solutions: dict[str, TextCell], tests: dict[str, TextCell]) -> Iterator[tuple[int, str]]:
    for name, cell in solutions.items():
        defines = any(re.match(r"(async\s+)?(def|class)\s", line) for line in cell.body)
        if name in tests and not defines:
            yield cell.line, f"the solution cell {name} defines no function; for example: def {name}(X):"
        # A cell to fill in that nobody grades defines nothing.
        elif name not in tests and defines:
            yield (
                cell.line,
                (
                    f"the exercise {name} has no test cell; write one below it, for example: "
                    f"{_EXAMPLE.replace('linear', name)}"
                ),
            )


def _listed(names: dict[str, TextCell]) -> str:
    return ", ".join(names) or "none"
