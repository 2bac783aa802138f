"""Slips in a week's hidden folder that raise no error: each with its file, its line and an example of right."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.course.week import Week


def slips(week: Week) -> list[str]:
    """A sentence for each slip in the week's hidden tests, mistakes and right solutions."""
    coded = {exercise.id for exercise in week.coded}
    found = [
        f"assignments/{week.id}/hidden/test_{name}.py is missing: the exercise {name} has no hidden tests"
        for name in sorted(coded)
        if f"test_{name}.py" not in week.hidden
    ]
    for file, content in sorted(week.hidden.items()):
        if not file.endswith(".py"):
            continue
        try:
            tree = ast.parse(content)
        except (SyntaxError, ValueError):
            # Loading it says so, with its line.
            continue
        if file.startswith("test_"):
            told = _in_tests(tree, file.removeprefix("test_").removesuffix(".py"), coded)
        elif file in ("mistakes.py", "right.py"):
            told = _in_variants(tree, coded)
        else:
            continue
        found += [f"assignments/{week.id}/hidden/{file}, line {line}: {what}" for line, what in told]
    return found


def line_of(week: Week, file: str, function: str) -> str:
    """Where a function of the hidden folder stands, "test_linear.py, line 12"."""
    for node in ast.walk(ast.parse(week.hidden.get(file, b""))):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name == function:
            return f"{file}, line {node.lineno}"
    return file


def _in_tests(tree: ast.Module, exercise: str, coded: set[str]) -> Iterator[tuple[int, str]]:
    if exercise not in coded:
        yield (
            1,
            (
                f"there is no exercise {exercise!r} to test ({', '.join(sorted(coded))} are there); a file is called by its "
                f"exercise, for example: test_{min(coded, default='linear')}.py"
            ),
        )
    tests = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test")]
    if not tests:
        yield 1, "there is no test in it; one begins with: def test_values(student):"
    yield from _doubled(tree)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("test") and _decorated(node, "worth"):
            yield node.lineno, f"{node.name} has a worth, but its name does not begin with test_, so it is never run"
    for test in tests:
        if "student" not in [argument.arg for argument in test.args.args]:
            yield test.lineno, f"{test.name} does not take `student`, so it tests nobody: def {test.name}(student):"
        if not ast.get_docstring(test):
            yield (
                test.lineno,
                (
                    f'{test.name} has no docstring, which is the sentence a student reads; for example: """There '
                    f'is one mean for each input."""'
                ),
            )
        for call in _decorated(test, "worth"):
            value = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
            if isinstance(value, (str, bool)) or (isinstance(value, (int, float)) and value <= 0):
                yield (
                    call.lineno,
                    f"the worth of {test.name} is {value!r}; a number above 0 is expected, for example: @worth(2)",
                )


def _in_variants(tree: ast.Module, coded: set[str]) -> Iterator[tuple[int, str]]:
    yield from _doubled(tree)
    for node in tree.body:
        if not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            continue
        for call in (*_decorated(node, "mistake"), *_decorated(node, "right")):
            name = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
            if isinstance(name, str) and name not in coded:
                yield call.lineno, f"there is no exercise {name!r} for {node.name} (there: {', '.join(sorted(coded))})"


def _doubled(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Functions that a later one of the same name takes the place of."""
    first: dict[str, int] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            if node.name in first:
                yield (
                    node.lineno,
                    (
                        f"{node.name} stands in line {first[node.name]} already, and only this one is run; give "
                        f"one of the two another name"
                    ),
                )
            first[node.name] = node.lineno


def _decorated(node: ast.FunctionDef | ast.ClassDef, name: str) -> list[ast.Call]:
    return [
        call
        for call in node.decorator_list
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == name
    ]
