"""Mistakes made from a solution: one small edit of its syntax tree, and the sentence that says what was edited."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from autograder.naming.stand_ins.changes import changes, is_counting


@dataclass(frozen=True)
class Edit:
    """An edited function. tree: its definition."""

    name: str
    says: str
    tree: ast.FunctionDef


def edited(text: str, functions: dict[str, int]) -> Iterator[Edit]:
    """Every function that differs from the one in `text` by one small edit.

    functions: names that may be taken for one another, with their number of arguments.
    """
    tree = Counted().visit(definition(text))
    ast.fix_missing_locations(tree)
    yield from _changed(tree, functions)


def with_a_minus(text: str) -> Iterator[Edit]:
    """The function in `text` with a minus before one of its arguments, at one place."""
    tree = Counted().visit(definition(text))
    ast.fix_missing_locations(tree)
    for node, path in _walk(tree, ()):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in [a.arg for a in tree.args.args]:
            turned = ast.fix_missing_locations(_replaced(tree, path, ast.UnaryOp(ast.USub(), node)))
            yield Edit(f"minus before {node.id} (line {node.lineno - tree.lineno})", f"a minus stands before {node.id}.", turned)


def twice(edit: Edit, functions: dict[str, int]) -> Iterator[Edit]:
    """The same with one more edit."""
    for second in _changed(edit.tree, functions):
        says = f"{edit.says} And also: {second.says}"
        yield Edit(f"{edit.name} & {second.name}", says, second.tree)


def definition(text: str) -> ast.FunctionDef:
    """The last function a text defines, without its docstring."""
    tree = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)][-1]
    if len(tree.body) > 1 and isinstance(tree.body[0], ast.Expr) and isinstance(tree.body[0].value, ast.Constant):
        del tree.body[0]
    tree.decorator_list = []
    return tree


def _changed(tree: ast.FunctionDef, functions: dict[str, int]) -> Iterator[Edit]:
    arguments = [a.arg for a in tree.args.args]
    local = list(dict.fromkeys([*arguments, *(n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))]))
    for node, path in _walk(tree, ()):
        for name, says, change in changes(node, tree, arguments, local, functions):
            changed = change(copy.deepcopy(node))
            line = getattr(node, "lineno", 0) - tree.lineno
            yield Edit(f"{name} (line {line})", says, ast.fix_missing_locations(_replaced(tree, path, changed)))


#: From a node to one below it: the field's name, and the place in its list, None where it is no list.
Path = tuple[tuple[str, int | None], ...]


def _walk(node: ast.AST, path: Path) -> Iterator[tuple[ast.AST, Path]]:
    yield node, path
    for name, value in ast.iter_fields(node):
        for index, child in enumerate(value) if isinstance(value, list) else ((None, value),):
            if isinstance(child, ast.AST) and not (isinstance(child, ast.Expr) and is_counting(child.value)):
                yield from _walk(child, (*path, (name, index)))


def _replaced(node: Any, path: Path, by: ast.AST) -> Any:
    """The tree with one node replaced: new along the way to it, else the old one's own nodes."""
    if not path:
        return by
    (name, index), rest = path[0], path[1:]
    new = copy.copy(node)
    value = getattr(node, name)
    if index is None:
        setattr(new, name, _replaced(value, rest, by))
    else:
        setattr(new, name, [*value[:index], _replaced(value[index], rest, by), *value[index + 1:]])
    return new


class Counted(ast.NodeTransformer):
    """Has every loop count its turns, by functions counted_ and tick_ that whoever runs it puts in place."""

    def visit_For(self, node: ast.For) -> ast.For:
        self.generic_visit(node)
        node.iter = ast.Call(ast.Name("counted_", ast.Load()), [node.iter], [])
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.comprehension:
        self.generic_visit(node)
        node.iter = ast.Call(ast.Name("counted_", ast.Load()), [node.iter], [])
        return node

    def visit_While(self, node: ast.While) -> ast.While:
        self.generic_visit(node)
        node.body = [ast.Expr(ast.Call(ast.Name("tick_", ast.Load()), [], [])), *node.body]
        return node
