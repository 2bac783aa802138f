"""`autograder new-week NAME --from WEEK`: an adopted week's text and its asserts as a week with hidden tests, to begin with."""

from __future__ import annotations

import ast
import builtins
import json

from autograder.authoring.markers import HIDDEN_TESTS
from autograder.course.course import Course
from autograder.course.week import Cell, Week
from autograder.errors import UserError
from autograder.submission.slots import defined_in

_PLAIN = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}


def week_files(course: Course, name: str, source: str) -> dict[str, str]:
    """Path below the root -> text: the week `source` as a week `name` of ours. Each assert that only calls the exercises'
    functions becomes a hidden test; what cannot be carried over stands there as a comment.

    Raises UserError where the week is none of stock nbgrader's, or no solution of it defines a function.
    """
    week = Week.load(course.root, source)
    if not week.by_cells:
        raise UserError(f"{source} has hidden tests already; --from takes a week of stock nbgrader's.")
    functions, points, tests = _exercises(week)
    if not functions:
        raise UserError(f"No solution cell of {source} defines exactly one function: hidden tests call functions.")
    folder = f"assignments/{name}"
    files = {f"{folder}/{name}.py": _text(name, week, functions, points, tests)}
    for function in functions:
        files[f"{folder}/hidden/test_{function}.py"] = _hidden(function, tests[function], set(functions))
    for kind, what in (("mistakes", "Known mistakes"), ("right", "Right solutions, written differently,")):
        files[f"{folder}/hidden/{kind}.py"] = f'"""{what} of {name}; docs/authoring.md tells how they are written."""\n'
    return files


def _exercises(week: Week) -> tuple[list[str], dict[str, float], dict[str, list[str]]]:
    """The functions of a week, the points of their test cells, and these cells' texts, by function."""
    functions: list[str] = []
    points: dict[str, float] = {}
    tests: dict[str, list[str]] = {}
    for cell in week.source:
        if _is_solution(cell) and (name := defined_in(cell.source)) and name not in functions:
            functions.append(name)
            points[name], tests[name] = 0.0, []
        elif _is_test(cell) and functions:
            name = next((called for called in _called(cell.source) if called in functions), functions[-1])
            points[name] += float(cell.nbgrader["points"])
            tests[name].append(cell.source)
    kept = [name for name in functions if tests[name]]
    return kept, points, tests


def _is_solution(cell: Cell) -> bool:
    return cell.type == "code" and bool(cell.nbgrader.get("solution")) and not cell.nbgrader.get("grade")


def _is_test(cell: Cell) -> bool:
    return cell.type == "code" and bool(cell.nbgrader.get("grade")) and not cell.nbgrader.get("solution")


def _called(text: str) -> list[str]:
    try:
        nodes = list(ast.walk(ast.parse(text)))
    except SyntaxError:
        return []
    return [node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]


def _text(name: str, week: Week, functions: list[str], points: dict[str, float], tests: dict[str, list[str]]) -> str:
    """The week's text, py:percent: every function's test cells as one, below its solution."""
    parts = [_cell("import numpy as np", "code", {"grade_id": "setup", "locked": True})]
    for number, cell in enumerate(week.source):
        own = defined_in(cell.source) if _is_solution(cell) else None
        if own in functions:
            parts.append(_cell(cell.source, "code", {"grade_id": own, "solution": True}))
            visible = "\n".join(_without_hidden(text) for text in tests[own])
            line = f'from autograder.kernel import grade\n\ngrade("{name}", "{own}")'
            parts.append(_cell(f"{HIDDEN_TESTS[0]}\n{line}\n{HIDDEN_TESTS[1]}\n{visible}", "code",
                               {"grade_id": f"test_{own}", "grade": True, "locked": True, "points": points[own]}))
        elif not _is_test(cell):
            meta = {key: value for key, value in cell.nbgrader.items() if key in (*_PLAIN, "points", "grade_id")}
            if meta:
                meta["grade_id"] = str(meta["grade_id"]).replace("/", "_")
            elif cell.type != "code":
                meta = {"grade_id": f"text_{number}", "locked": True}
            parts.append(_cell(cell.source, cell.type, meta))
    return "\n\n".join(parts) + "\n"


def _cell(source: str, kind: str, meta: dict[str, object]) -> str:
    header = "# %%" + (f" [{kind}]" if kind != "code" else "")
    header += f" nbgrader={json.dumps({**_PLAIN, **meta})}" if meta else ""
    lines = source.strip("\n").split("\n")
    return "\n".join([header, *(lines if kind == "code" else (f"# {line}".rstrip() for line in lines))])


def _without_hidden(text: str) -> str:
    head, hidden, rest = text.partition(HIDDEN_TESTS[0])
    return head + rest.partition(HIDDEN_TESTS[1])[2] if hidden else text


def _hidden(function: str, texts: list[str], functions: set[str]) -> str:
    """A file of hidden tests: one for each assert that can be one."""
    lines = [f'"""Hidden tests of `{function}`, made of test cells. Draw inputs from generator(seed): nobody knows them."""',
             "", "import numpy as np", "", "from autograder.checks import expect", ""]
    number = 0
    for text in texts:
        try:
            body = ast.parse(text).body
        except SyntaxError:
            body = []
            lines += ["", *_commented(text)]
        for node in body:
            if isinstance(node, ast.Assert) and _can_be_hidden(node, functions):
                number += 1
                lines += ["", *_test(number, node, functions)]
            elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
                lines += ["", *_commented(ast.unparse(node))]
    if not number:
        lines += ["", "", "def test_answers(student):", f'    """{function} gives back something."""',
                  f"    expect(hasattr(student, {function!r}), 'Write what {function} must do.')"]
    return "\n".join(lines) + "\n"


def _commented(text: str) -> list[str]:
    return ["# To be written anew, it is no plain assert on a function:",
            *(f"#     {line}".rstrip() for line in text.split("\n"))]


def _can_be_hidden(node: ast.Assert, functions: set[str]) -> bool:
    """Whether an assert needs nothing but the exercises' functions, numpy and Python's own names."""
    bound = {n.id for n in ast.walk(node.test) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    used = {n.id for n in ast.walk(node.test) if isinstance(n, ast.Name)} - bound
    return bool(used & functions) and used <= functions | {"np"} | set(dir(builtins))


def _test(number: int, node: ast.Assert, functions: set[str]) -> list[str]:
    said = ast.unparse(node.test)
    message = node.msg.value if isinstance(node.msg, ast.Constant) and isinstance(node.msg.value, str) else f"Not so: {said}."
    called = ast.unparse(_Student(functions).visit(node.test))
    sentence = said.replace("\\", "\\\\").replace('"""', "'''")
    return ["", f"def test_{number}(student):", f'    """{sentence} holds."""', f"    expect({called}, {message!r})"]


class _Student(ast.NodeTransformer):
    """double(2) -> student.double(2)."""

    def __init__(self, functions: set[str]):
        self.functions = functions

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id in self.functions:
            return ast.Attribute(ast.Name("student", ast.Load()), node.id, ast.Load())
        return node
