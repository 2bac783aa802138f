"""The notebooks' cell `messages`: what a student reads where a line breaks off, in a real IPython shell."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys

import pytest

from autograder.course.week import Week, weeks_of
from autograder.sandbox.inside import shapes
from tests.this_course import ROOT

WEEKS = [w for w in weeks_of(ROOT) if "def in_words" in Week.load(ROOT, w).solution("messages")]

TRIED = '''
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance(colors="NoColor")
shell.run_cell("import numpy as np")
shell.run_cell({cell!r})
for text in {texts!r}:
    print("#")
    shell.run_cell(text)
'''


def read(texts: list[str]) -> list[str]:
    """What a shell with the cell `messages` of week 1 prints for each text."""
    script = TRIED.format(cell=Week.load(ROOT, "week1").solution("messages"), texts=texts)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True)
    return [part.strip() for part in done.stdout.split("#\n")[1:]]


def bare(text: str, name: str) -> str:
    """The function of that name in a text, without comments and the types that only the package tells."""
    function = next(n for n in ast.parse(text).body if isinstance(n, ast.FunctionDef) and n.name == name)
    function.returns = None
    for part in ast.walk(function):
        if isinstance(part, ast.arg):
            part.annotation = None
    # `seen: list[str] = []` is `seen = []`.
    return ast.unparse(_Untyped().visit(function))


class _Untyped(ast.NodeTransformer):
    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        return ast.copy_location(ast.Assign([node.target], node.value), node) if node.value else node


def test_the_cell_tells_a_broken_line_as_the_hidden_tests_do():
    assert "week1" in WEEKS
    for week in WEEKS:
        cell = Week.load(ROOT, week).solution("messages")
        for function in (shapes.in_words, shapes.broken_piece, shapes.size_of):
            ours, theirs = bare(inspect.getsource(function), function.__name__), bare(cell, function.__name__)
            assert ours == theirs, f"{week}: {function.__name__} differs"


@pytest.fixture(scope="module")
def said() -> list[str]:
    define = '''def linear(X, W, b):
    """X: observations (n, d). W: weights (d, m). b: biases (m,)."""
    return X @ W.T + b'''
    return read([
        define, "linear(np.ones((3, 2)), np.ones((2, 4)), np.ones(4))", "%tb", "def relu(Z):\n    if Z > 0:\n        return Z",
        "relu(np.ones(3))", "assert 1 == 2, 'Z is (3, 4).'", "n, d, k = np.ones((2, 3)).shape", "unheard_of",
    ])


def test_numpys_words_come_with_the_piece_that_broke_its_shapes_and_the_docstrings_letters(said):
    assert said[1].startswith("linear stops at `X @ W.T`: X is (3, 2), W.T is (4, 2); the docstring has X (n, d), W (d, m).")


def test_the_whole_traceback_can_still_be_had(said):
    assert "Traceback" in said[2] and "return X @ W.T + b" in said[2]


def test_a_row_for_a_number_and_a_number_for_a_matrix_are_told():
    row, number = read(["s = np.zeros(3)\ns[0] = np.ones(2)", "1.0 @ np.ones((2, 2))"])
    assert "Many entries are put where one number has its place" in row
    assert "In a matrix product stands one number" in number


def test_a_question_asked_of_a_whole_array_is_told(said):
    assert "relu stops at `Z > 0`: Z is (3,)." in said[4] and "Ask entry by entry" in said[4]


def test_a_failing_check_and_an_unknown_name_say_one_sentence(said):
    assert said[5] == "Not yet: Z is (3, 4)."
    assert said[7].startswith("unheard_of is not known")


def test_a_wrong_number_of_parts_shows_the_line(said):
    assert "stops at `n, d, k = np.ones((2, 3)).shape`" in said[6]


def test_a_name_that_the_broken_line_sets_is_not_told():
    """It still stands for what it was before, which has nothing to do with the error."""
    told = read(["Z = np.ones((3, 2))", "def linear(X, W):\n    return X @ W", "Z = linear(1)"])[2]
    assert "This cell stops at `Z = linear(1)`." in told
    assert "A function takes what its line `def ...` names" in told
