"""The small changes that make a mistake of a solution: for a node of its syntax tree, all that could be mistaken in it."""

from __future__ import annotations

import ast
import copy
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from autograder.naming.stand_ins.functions import ENTRYWISE, sigmoid, softmax

#: An edit's name, its sentence, and what it makes of a node.
Change = tuple[str, str, Callable[[Any], Any]]

_OPERATORS: dict[type, tuple[tuple[type, str], ...]] = {
    ast.Add: ((ast.Sub, "a minus for a plus"), (ast.Mult, "a product for a sum")),
    ast.Sub: ((ast.Add, "a plus for a minus"),),
    ast.Mult: ((ast.Div, "a division for a product"), (ast.Add, "a sum for a product"), (ast.MatMult, "a matrix product for an entrywise one")),
    ast.Div: ((ast.Mult, "a product for a division"), (ast.Sub, "a difference for a division")),
    ast.Pow: ((ast.Mult, "a product for a power"),),
    ast.MatMult: ((ast.Mult, "an entrywise product (*) for a matrix product"), (ast.Add, "a sum for a matrix product")),
    ast.FloorDiv: ((ast.Div, "a division with remainder for one without"),),
}
_COMPARED: dict[type, tuple[tuple[type, str], ...]] = {
    ast.Gt: ((ast.GtE, ">= for >: look at equality"), (ast.Lt, "< for >"), (ast.LtE, "<= for >: a condition is turned round")),
    ast.GtE: ((ast.Gt, "> for >=: look at equality"), (ast.LtE, "<= for >="), (ast.Lt, "< for >=: a condition is turned round")),
    ast.Lt: ((ast.LtE, "<= for <: look at equality"), (ast.Gt, "> for <"), (ast.GtE, ">= for <: a condition is turned round")),
    ast.LtE: ((ast.Lt, "< for <=: look at equality"), (ast.GtE, ">= for <="), (ast.Gt, "> for <=: a condition is turned round")),
    ast.Eq: ((ast.NotEq, "unequal for equal"), (ast.LtE, "<= for =="), (ast.GtE, ">= for ==")),
    ast.NotEq: ((ast.Eq, "equal for unequal"),),
}
#: A numpy function -> what is mistaken for it.
_NEIGHBOURS: dict[str, tuple[str, ...]] = {
    "sum": ("mean", "max", "cumsum", "min"), "mean": ("sum", "median", "max", "min"), "average": ("max", "min", "median"), "max": ("min", "mean", "sum"), "min": ("max",),
    "argmax": ("argmin", "max", "argsort"), "argmin": ("argmax",), "maximum": ("minimum",), "minimum": ("maximum",),
    "zeros": ("ones",), "ones": ("zeros",), "exp": ("expm1", "exp2", "log"), "log": ("log2", "log10", "log1p", "exp"),
    "log1p": ("log", "expm1"), "abs": ("square",), "sqrt": ("square",), "normal": ("uniform",), "argsort": ("sort",),
    "sign": ("abs",), "cos": ("sin",), "sin": ("cos",), "var": ("std",), "std": ("var",), "eigh": ("eig",), "floor": ("ceil",),
    "ceil": ("floor",), "all": ("any",), "any": ("all",), "tanh": ("arctan",), "where": (), "permutation": ("choice",),
}


#: What is in sentences that leave open which part of a solution is meant.
_VAGUE = ("an intermediate result stands", "a step of the calculation is left out", "a part of the formula", "a part that depends on",
          "only the first turn of a loop counts")


def is_vague(says: str) -> bool:
    """Whether a sentence leaves open which part of a solution it is about."""
    return any(words in says for words in _VAGUE)


#: Functions of one array that may stand for one of the course's: by a name that no student's function has.
OTHERS: dict[str, Callable[[Any], Any]] = {
    "tanh_": np.tanh, "sigmoid_": sigmoid, "abs_": np.abs, "square_": np.square, "step_": ENTRYWISE["a step (1 where positive, else 0)"],
    "softplus_": ENTRYWISE["softplus, log(1 + exp(z))"], "elu_": ENTRYWISE["the ELU"],
    "leaky_": ENTRYWISE["a ReLU that leaks by 0.01"], "relu_": ENTRYWISE["the ReLU"], "softmax_": softmax,
}


def functions_of(namespace: Mapping[str, Any]) -> dict[str, int]:
    """The course's functions in a module, with their numbers of arguments."""
    return {name: f.__code__.co_argcount for name, f in namespace.items()
            if isinstance(f, types.FunctionType) and not name.startswith("_")}


def changes(node: ast.AST, tree: ast.FunctionDef, arguments: list[str], local: list[str],
             functions: dict[str, int]) -> Iterator[Change]:
    if isinstance(node, ast.BinOp):
        yield from _of_operation(node, arguments)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and not isinstance(node.operand, ast.Constant):
        yield "minus left out", "a minus sign is left out.", lambda n: n.operand
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        for op, says in _COMPARED.get(type(node.ops[0]), ()):
            yield says, f"there is {says}.", lambda n, op=op: ast.Compare(n.left, [op()], n.comparators)
    elif isinstance(node, ast.Call) and not is_counting(node):
        yield from _of_call(node, functions)
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield "transpose left out", "a transpose is left out.", lambda n: n.value
    elif isinstance(node, ast.Constant):
        yield from _of_constant(node)
    elif isinstance(node, ast.Subscript):
        yield from _of_subscript(node) if isinstance(node.ctx, ast.Load) else _of_target(node)
        yield from _of_places(node)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield from _of_name(node, arguments, local, functions)
    elif isinstance(node, (ast.If, ast.IfExp)):
        yield "condition turned round", "a condition is turned round: what should be done in one case is done in the other.", _with_test(lambda t: ast.UnaryOp(ast.Not(), t))
        yield "condition always true", "what is done in one case only is done in every case.", _with_test(lambda t: ast.Constant(True))
        yield "condition never true", "one of the cases is left out.", _with_test(lambda t: ast.Constant(False))
    elif isinstance(node, (ast.Assign, ast.AugAssign, ast.Expr, ast.Break)):
        yield from _of_statement(node, arguments)
    elif isinstance(node, ast.For):
        yield from _of_loop(node, tree)
    elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
        yield from _of_parts(node)
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield "condition left out", "a condition is left out.", lambda n: ast.comprehension(n.target, n.iter, [], 0)


def _of_operation(node: ast.BinOp, arguments: list[str]) -> Iterator[Change]:
    for op, says in _OPERATORS.get(type(node.op), ()):
        yield says, f"there is {says}.", lambda n, op=op: ast.BinOp(n.left, op(), n.right)
    if isinstance(node.op, (ast.Sub, ast.Div, ast.MatMult, ast.Pow)):
        what = {ast.Sub: "difference", ast.Div: "division", ast.MatMult: "matrix product"}.get(type(node.op), "power")
        yield f"{what} turned round", f"the two sides of a {what} are swapped.", lambda n: ast.BinOp(n.right, n.op, n.left)
    if isinstance(node.op, ast.Pow):
        yield "an absolute value for a power", "there is an absolute value for a power.", lambda n: ast.Call(
            ast.Name("abs", ast.Load()), [n.left], [])
    for side, other in (("left", "right"), ("right", "left")):
        dropped = _told(getattr(node, other), arguments)
        yield f"{dropped}, the {other} operand, left out", f"{dropped} is left out.", lambda n, side=side: getattr(n, side)
    if isinstance(node.op, ast.MatMult):
        yield "an outer product", "there is an outer product for a matrix product.", lambda n: ast.Call(
            ast.Attribute(ast.Name("np", ast.Load()), "outer", ast.Load()), [n.left, n.right], [])
        yield "an outer product, turned round", "there is an outer product for a matrix product.", lambda n: ast.Call(
            ast.Attribute(ast.Name("np", ast.Load()), "outer", ast.Load()), [n.right, n.left], [])
        for side in ("left", "right"):
            told = _told(getattr(node, side), arguments)
            yield f"{told} transposed", f"{told} is transposed in a matrix product.", (
                lambda n, side=side: _put(n, side, ast.Attribute(getattr(n, side), "T", ast.Load())))
    # a / (b + c) written a / b + c: brackets forgotten.
    if isinstance(node.right, ast.BinOp) and isinstance(node.op, (ast.Mult, ast.Div, ast.Sub)):
        yield "brackets left out", "a pair of brackets is missing.", lambda n: ast.BinOp(
            ast.BinOp(n.left, n.op, n.right.left), n.right.op, n.right.right)
    # a @ b + c written a @ (b + c): brackets too many.
    if isinstance(node.left, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)) and isinstance(node.left.op, (ast.Mult, ast.Div, ast.MatMult)):
        yield "brackets too many", "a pair of brackets is too many, or stands elsewhere.", lambda n: ast.BinOp(
            n.left.left, n.left.op, ast.BinOp(n.left.right, n.op, n.right))
    if isinstance(node.left, ast.BinOp) and isinstance(node.op, (ast.Mult, ast.Div, ast.Pow)):
        yield "brackets left out", "a pair of brackets is missing.", lambda n: ast.BinOp(
            n.left.left, n.left.op, ast.BinOp(n.left.right, n.op, n.right))


def _told(node: ast.AST, arguments: list[str]) -> str:
    """What a part is called: an argument by its name, a number by its digits."""
    names = [n.id for n in ast.walk(node) if isinstance(n, ast.Name) and n.id in arguments]
    if isinstance(node, ast.Name) and node.id in arguments:
        return node.id
    if isinstance(node, ast.Constant):
        return f"the number {node.value}"  # type: ignore[str-bytes-safe]
    if len(set(names)) == 1:
        return f"a part that depends on {names[0]}"
    return "a part of the formula"


def _put(node: ast.AST, field: str, value: Any) -> ast.AST:
    setattr(node, field, value)
    return node


def _of_call(node: ast.Call, functions: dict[str, int]) -> Iterator[Change]:
    called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
    inner = node.args[0] if node.args else node.func.value if isinstance(node.func, ast.Attribute) else None
    if isinstance(node.func, ast.Attribute) and not (isinstance(node.func.value, ast.Name) and node.func.value.id in ("np", "rng")):
        inner = node.func.value
    if inner is not None and called not in ("range", "zeros", "zip", "arange", "shape"):
        says = "a copy is not made: the caller's own array is changed." if called == "copy" else f"{called} is left out."
        yield f"{called} left out", says, lambda n, inner=inner: inner
    for other in _NEIGHBOURS.get(called, ()):
        yield f"{other} for {called}", f"{other} stands where {called} should.", lambda n, other=other: _renamed(n, other)
    for other, count in functions.items():
        if called in functions and other != called and count == functions[called]:
            yield f"{other} for {called}", f"{other} stands where {called} should.", lambda n, other=other: _renamed(n, other)
    if (called in functions and functions[called] == 1) or called in ("exp", "maximum", "tanh"):
        for other in OTHERS:
            yield f"{other[:-1]} for {called}", f"{other[:-1]} stands where {called} should.", lambda n, other=other, inner=inner: ast.Call(
                ast.Name(other, ast.Load()), [inner], [])
    if node.args and isinstance(node.args[0], ast.BinOp):
        for side in ("left", "right"):
            yield f"{called} of one side", f"{called} is taken before a sum or product is complete: in which order?", (
                lambda n, side=side: _inside(n, side))
    if len(node.args) == 2 and called not in ("range", "zip"):
        yield f"arguments of {called} swapped", f"the two arguments of {called} are swapped.", lambda n: _put(n, "args", n.args[::-1])
    if called == "range":
        yield "one less", "a loop ends one step too early.", lambda n: _bound(n, ast.Sub())
        yield "one more", "a loop goes one step too far.", lambda n: _bound(n, ast.Add())
    if called == "zip":
        for i in range(len(node.args)):
            yield "another order", "two lists are gone through in different orders.", lambda n, i=i: _put(
                n, "args", [ast.Subscript(a, ast.Slice(None, None, ast.Constant(-1)), ast.Load()) if k == i else a for k, a in enumerate(n.args)])
    if called == "len":
        for says, make in (("columns for rows", lambda a: ast.Subscript(ast.Attribute(a, "shape", ast.Load()), ast.Constant(-1), ast.Load())),
                           ("all entries for rows", lambda a: ast.Attribute(a, "size", ast.Load())),
                           ("one less than the rows", lambda a: ast.BinOp(ast.Call(ast.Name("len", ast.Load()), [a], []), ast.Sub(), ast.Constant(1)))):
            yield says, f"{says} are counted.", lambda n, make=make: make(n.args[0])
    for i, keyword in enumerate(node.keywords):
        yield f"{keyword.arg} of {called} left out", f"{keyword.arg}=... is left out of {called}.", lambda n, i=i: _put(
            n, "keywords", n.keywords[:i] + n.keywords[i + 1:])
        if keyword.arg == "axis" and isinstance(keyword.value, ast.Constant) and keyword.value.value in (0, 1):
            axis = 0 if keyword.value.value else 1
            yield f"{called} over axis {axis}", f"{called} goes over axis {axis}: which axis are the observations?", lambda n, i=i, axis=axis: _put(
                n.keywords[i], "value", ast.Constant(axis)) and n


def _inside(node: ast.Call, side: str) -> ast.expr:
    """f(a + b) as f(a) + b, or as a + f(b)."""
    whole = node.args[0]
    assert isinstance(whole, ast.BinOp)
    node.args[0] = getattr(whole, side)
    setattr(whole, side, node)
    return whole


def _renamed(node: ast.Call, name: str) -> ast.Call:
    if isinstance(node.func, ast.Attribute):
        node.func.attr = name
    elif isinstance(node.func, ast.Name):
        node.func.id = name
    return node


def _bound(node: ast.Call, op: ast.operator) -> ast.Call:
    last = min(len(node.args) - 1, 1)
    node.args[last] = ast.BinOp(node.args[last], op, ast.Constant(1))
    return node


def _of_constant(node: ast.Constant) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return
    others: list[float] = [value + 1, value - 1] if isinstance(value, int) else [value + 1.0, value * 10, value / 10, value * 2, value / 2]
    if value == 2:
        others += [0.5, 4]
    if 0 < abs(value) < 1e-4:
        others = [1e-15, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-3, 0.0]
    for other in others:
        yield f"{other:g} for {value:g}", f"the number {other:g} stands where {value:g} should.", lambda n, other=other: ast.Constant(other)


def _of_subscript(node: ast.Subscript) -> Iterator[Change]:
    place = node.slice
    yield "index left out", "an index is left out: the whole stands where a part should.", lambda n: n.value
    if isinstance(place, ast.Slice):
        if place.lower is not None or place.upper is not None:
            yield "cut left out", "a cut is left out: the first or last one is taken along.", lambda n: _put(
                n, "slice", ast.Slice(None, None, n.slice.step))
            yield "cut at the other end", "it is cut at the wrong end.", lambda n: _put(
                n, "slice", ast.Slice(ast.Constant(1), None, None) if n.slice.lower is None else ast.Slice(None, ast.Constant(-1), None))
        for bound in ("lower", "upper"):
            if getattr(place, bound) is not None:
                for op, word in ((ast.Add, "later"), (ast.Sub, "earlier")):
                    yield f"{bound} {word}", f"a cut is one place too {'late' if word == 'later' else 'early'}.", lambda n, bound=bound, op=op: _put(
                        n.slice, bound, ast.BinOp(getattr(n.slice, bound), op(), ast.Constant(1))) and n
    elif isinstance(place, ast.UnaryOp):
        yield "first for last", "the first one is taken where the last should be.", lambda n: _put(n, "slice", ast.Constant(0))
    elif isinstance(place, ast.Constant) and place.value == 0:
        yield "last for first", "the last one is taken where the first should be.", lambda n: _put(n, "slice", ast.Constant(-1))


def _of_target(node: ast.Subscript) -> Iterator[Change]:
    """Of P[i] = ... or P[i] -= ...: all of P."""
    if isinstance(node.value, ast.Name):
        yield "index of what is changed left out", "an index is left out: the whole is changed where only some entries should.", lambda n: ast.Name(n.value.id, ast.Store())


def _of_places(node: ast.Subscript) -> Iterator[Change]:
    """Of P[np.arange(n), labels]: P[:, labels]."""
    if isinstance(node.slice, ast.Tuple):
        for i, part in enumerate(node.slice.elts):
            if isinstance(part, ast.Call):
                yield "all rows for each its own", "every row is taken with every index, where each row has an index of its own.", lambda n, i=i: _put(
                    n.slice, "elts", [ast.Slice() if k == i else e for k, e in enumerate(n.slice.elts)]) and n


def _of_name(node: ast.Name, arguments: list[str], local: list[str], functions: dict[str, int]) -> Iterator[Change]:
    if node.id not in local:
        return
    for other in local:
        if other != node.id:
            if other in arguments and node.id in arguments:
                says = f"{other} stands where {node.id} should."
            elif other in arguments:
                says = f"{other} stands where something worked out from it should."
            else:
                says = "an intermediate result stands where another should."
            yield f"{other} for {node.id}", says, lambda n, other=other: ast.Name(other, n.ctx)


def _with_test(make: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda n: _put(n, "test", make(n.test))


def _of_statement(node: ast.stmt, arguments: list[str]) -> Iterator[Change]:
    if isinstance(node, ast.Break):
        yield "break left out", "it does not stop where it should.", lambda n: ast.Pass()
        return
    target = getattr(node, "target", None) or (node.targets[0] if isinstance(node, ast.Assign) else None)
    if isinstance(target, ast.Name) and target.id in arguments:
        yield f"step that changes {target.id} left out", f"a step is left out, the one that changes {target.id}.", lambda n: ast.Pass()
    elif isinstance(node, ast.Assign) and isinstance(target, ast.Name) and isinstance(node.value, ast.Call) and target.id in (getattr(a, "id", "") for a in node.value.args):
        yield "old value kept", ("what should be worked out anew from what it was stays as it was: is that step there, as often as it should be, and "
                                 "are its arguments in order?"), lambda n: ast.Pass()
    else:
        yield "step left out", "a step of the calculation is left out.", lambda n: ast.Pass()
    if isinstance(node, ast.AugAssign):
        yield "overwritten", "a sum is overwritten in place of being added to.", lambda n: ast.Assign([n.target], _loaded(n.value))
        if isinstance(node.op, ast.Add):
            yield "taken away", "something is taken away where it should be added.", lambda n: ast.AugAssign(n.target, ast.Sub(), n.value)


def _loaded(value: ast.expr) -> ast.expr:
    return value


def _of_loop(node: ast.For, tree: ast.FunctionDef) -> Iterator[Change]:
    last = tree.body[-1]
    if isinstance(last, ast.Return):
        yield "return in the loop", "the return stands inside a loop, which ends after its first turn.", lambda n: _put(
            n, "body", [*n.body, copy.deepcopy(last)])
    first = tree.body[0] if tree.body else None
    if node in tree.body and isinstance(first, ast.Assign) and tree.body.index(node) > 0:
        before = tree.body[tree.body.index(node) - 1]
        if isinstance(before, ast.Assign):
            yield "started anew", "what should be collected is started anew in every turn of a loop.", lambda n: _put(
                n, "body", [copy.deepcopy(before), *n.body])
    step = node.body[-1]
    if isinstance(step, ast.Assign) and isinstance(step.targets[0], ast.Name) and isinstance(step.value, ast.Call) and step.value.args:
        called = step.value.func.attr if isinstance(step.value.func, ast.Attribute) else getattr(step.value.func, "id", "")
        yield f"{called} after the loop", f"{called} is taken once, after the loop, where it should be in every turn.", _after
    yield "loop once", "only the first turn of a loop counts: is it left too early, or is what the others make lost?", lambda n: _put(n, "body", [*n.body, ast.Break()])


def _after(node: ast.For) -> ast.stmt:
    """for ...: v = f(a, b) as for ...: v = a, and v = f(v, b) after it."""
    step = node.body[-1]
    assert isinstance(step, ast.Assign) and isinstance(step.value, ast.Call)
    call = step.value
    later = ast.Assign(copy.deepcopy(step.targets), ast.Call(call.func, [ast.Name(step.targets[0].id, ast.Load()), *call.args[1:]], call.keywords))  # type: ignore[attr-defined]
    step.value = call.args[0]
    return ast.If(ast.Constant(True), [node, later], [])


def _of_parts(node: ast.Return) -> Iterator[Change]:
    parts = node.value.elts if isinstance(node.value, ast.Tuple) else []
    for i in range(len(parts)):
        yield "part alone", "only one of the parts comes back.", lambda n, i=i: _put(n, "value", n.value.elts[i])
        for j in range(i):
            yield "parts swapped", "two of the parts that come back are swapped.", lambda n, i=i, j=j: _put(
                n.value, "elts", [n.value.elts[j if k == i else i if k == j else k] for k in range(len(n.value.elts))]) and n


def is_counting(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("counted_", "tick_")
