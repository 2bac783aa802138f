"""Run the visible checks of every week you have begun: python check.py [week1 ...]

A check that fails makes this command fail. An exercise you have not written yet does not.
"""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

MARKS = {"passed": "✓", "failed": "✗", "not written yet": "·"}


def outcomes(path):
    """Run a notebook from top to bottom; a list of (exercise, outcome, message), one for each of its check cells."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, kernel_name="python3", allow_errors=True,
                   resources={"metadata": {"path": str(path.parent)}}).execute()
    found = []
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if cell.cell_type == "code" and name.startswith("test_"):
            found.append((name.removeprefix("test_"), *outcome(cell)))
    return found


def outcome(cell):
    errors = [output for output in cell.outputs if output.output_type == "error"]
    if not errors:
        return "passed", ""
    if errors[0].ename == "NotImplementedError":
        return "not written yet", ""
    return "failed", f"{errors[0].ename}: {errors[0].evalue}".splitlines()[0]


def main(weeks):
    every = sorted(path for path in Path().glob("*/*.ipynb") if path.stem == path.parent.name)
    paths = [Path(week) / f"{week}.ipynb" for week in weeks] or every
    lines, failed = [], False
    for path in paths:
        if not path.is_file():
            sys.exit(f"There is no {path} here.")
        found = outcomes(path)
        if not weeks and not any(result == "passed" for _, result, _ in found):
            continue
        lines.append(f"### {path.stem}")
        for exercise, result, message in found:
            failed = failed or result == "failed"
            lines.append(f"- {MARKS[result]} {exercise}: {result}" + (f". {message}" if message else ""))
    text = "\n".join(lines or ["Nothing is written yet."]) + "\n"
    print(text)
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        Path(summary).write_text(text, encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
