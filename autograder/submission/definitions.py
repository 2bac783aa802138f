"""What a cell's text defines, read without running it: which functions, whether they are written, one by itself."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable
from dataclasses import replace

from autograder.submission.notebook import Cell

#: Characters that may be parsed for one notebook: half a second's work, whatever was handed in.
PARSED = 400_000

_INDENT = re.compile(r"(?:[ \t]*+\n)*+([ \t]++)\S")


class Definitions:
    """Reads the cells of one notebook for the functions called `names`."""

    def __init__(self, names: Iterable[str]):
        words = "|".join(map(re.escape, sorted(names))) or "(?!)"
        self._pattern = re.compile(
            rf"^(?:(?:async[ \t]+)?def[ \t]+({words})[ \t]*\(|class[ \t]+({words})[ \t]*[(:]|({words})[ \t]*=(?!=))",
            re.M)
        self._left = PARSED
        self._trees: dict[str, ast.Module | None] = {}

    def named(self, text: str) -> frozenset[str]:
        """Which of the names the text defines at its top level: by def or by assignment, parsed or not."""
        return frozenset(a or b or c for a, b, c in self._pattern.findall(flush_left(text)))

    def tree(self, text: str) -> ast.Module | None:
        """The text parsed as Python; None where it is not (IPython's magics count as `pass`) or the budget is spent."""
        if text not in self._trees:
            self._left -= len(text)
            self._trees[text] = parse(text) if self._left >= 0 else None
        return self._trees[text]

    def working(self, text: str, name: str) -> bool:
        """True when the text parses and defines `name` by more than a stub."""
        tree = self.tree(flush_left(text))
        return tree is not None and name in self.named(text) and not _is_stub(_last_definition(tree, name))

    def added_names(self, text: str, known: str) -> set[str]:
        """Names that `text` binds at its top level and `known` does not; none where it does not parse."""
        tree, before = self.tree(flush_left(text)), parse(known)
        return (_bound(tree) - (_bound(before) if before else set())) if tree else set()

    def part(self, text: str, name: str) -> str:
        """The statement that defines `name` (the last one), with its decorators."""
        text = flush_left(text)
        tree = self.tree(text)
        node = _last_definition(tree, name) if tree else None
        if node is None:
            raise ValueError(f"{name} is not defined here")
        start = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])
        return "\n".join(text.split("\n")[start - 1:node.end_lineno])

    def joined(self, first: str, rest: list[str]) -> str | None:
        """The text of a function that was split over several cells; None where the cells stand on their own."""
        text = "\n".join([first, *rest])
        if self.tree(text) is None:
            return None
        alone = self.tree(first) is not None and _compiles(self.tree(flush_left("\n".join(rest))))
        return None if alone else text


def flush_left(text: str) -> str:
    """The text as IPython runs it: without the indentation of its first line."""
    indent = _INDENT.match(text)
    return "\n".join(line.removeprefix(indent[1]) for line in text.split("\n")) if indent else text


def starts_indented(text: str) -> bool:
    """True when the first line that is not blank is indented."""
    return _INDENT.match(text) is not None


def parse(text: str) -> ast.Module | None:
    """The text as a syntax tree, None where it is not Python."""
    text = re.sub(r"^([ \t]*)[%!].*$", r"\1pass", text, flags=re.M)
    text = re.sub(r"=[ \t]*[%!].*$", "= None", text, flags=re.M)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return None


def _compiles(tree: ast.Module | None) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return tree is not None and compile(tree, "<cell>", "exec") is not None
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return False


def _last_definition(tree: ast.Module, name: str) -> ast.stmt | None:
    return next((node for node in reversed(tree.body) if name in _bound_by(node)), None)


def _bound(tree: ast.Module) -> set[str]:
    return {name for node in tree.body for name in _bound_by(node)}


def _bound_by(node: ast.stmt) -> set[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name}
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return {part.id for target in targets for part in [target, *getattr(target, "elts", ())] if isinstance(part, ast.Name)}


def _is_stub(node: ast.stmt | None) -> bool:
    """True for a function that only raises NotImplementedError, a class that has no other methods, and for none at all."""
    if node is None:
        return True
    if isinstance(node, ast.ClassDef):
        methods = [part for part in node.body if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef))]
        return bool(methods) and all(map(_is_stub, methods))
    body = [s for s in getattr(node, "body", ()) if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    if not body:
        return True
    raised = body[0].exc if len(body) == 1 and isinstance(body[0], ast.Raise) else None
    raised = raised.func if isinstance(raised, ast.Call) else raised
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def join_split_functions(cells: list[Cell], definitions: Definitions) -> tuple[list[Cell], list[str]]:
    """The cells with each function whole that was split in the middle (its rest starts with an indented line, which is no
    cell), and what was joined."""
    found, joined, index = [], [], 0
    while index < len(cells):
        end = index + 1
        cell = cells[index]
        if cell.type == "code" and definitions.named(cell.source):
            while end < len(cells) and cells[end].type == "code" and starts_indented(cells[end].source):
                end += 1
        whole = definitions.joined(cell.source, [c.source for c in cells[index + 1:end]]) if end > index + 1 else None
        if whole is None:
            found.append(cell)
            index += 1
        else:
            joined.append(f"the function {' and '.join(sorted(definitions.named(whole)))}")
            found.append(replace(cell, source=whole))
            index = end
    return found, joined


def code_of(cell: Cell) -> str:
    """The text of a cell as code: of one turned into markdown, what stands in its fence, if it has one."""
    if cell.type != "code" and (fenced := re.match(r"\s*```\w*\n(.*?)\n```\s*\Z", cell.source, re.S)):
        return fenced[1]
    return flush_left(cell.source) if cell.type != "code" else cell.source
