"""The documented interface in Python: what docs/python.md shows is run, block after block."""

from __future__ import annotations

import re
import subprocess
import sys

import autograder
from autograder.course.week import Week
from tests.broken import solved
from tests.this_course import ROOT


def test_what_the_page_shows_works(tmp_path, monkeypatch, capsys):
    page = (ROOT / "docs/python.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", page, re.S)
    assert len(blocks) == 3
    (tmp_path / "course").symlink_to(ROOT)
    (tmp_path / "alice.ipynb").write_bytes(solved(Week.load(ROOT, "week1")))
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in blocks:
        exec(block, names)
    said = capsys.readouterr().out
    assert "16 of 16" in said and "linear 3.0 3.0 passed" in said and "There is no week99" in said


def test_the_names_that_are_promised_are_there():
    for name in autograder.__all__:
        assert getattr(autograder, name).__name__ == name


def test_asking_for_the_package_alone_imports_nothing_heavy():
    code = "import sys, autograder; print([m for m in ('numpy', 'pytest', 'pydantic', 'nbgrader') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
