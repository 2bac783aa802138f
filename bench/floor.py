"""The floor: the same cells and the same hidden tests in one warm process, without sandbox, gradebook or feedback.

Run by bench.py: floor.py COURSE WEEK STUDENT... It prints one JSON object; what Python and its libraries take to start
is not in it. It runs the students' code unprotected, so only the benchmark's own submissions may be given to it.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path

import matplotlib

from autograder.course.course import Course
from autograder.course.week import Week
from autograder.graders.exam import exam
from autograder.graders.reference import solutions
from autograder.graders.stock import best_of
from autograder.grading.handed_in import handed_in
from autograder.sandbox.inside.shell import make_shell
from autograder.submission.repair import repair


def main(root: Path, name: str, students: list[str]) -> None:
    """Warm up on the first student, then mark all of them."""
    course, week = Course.load(root), Week.load(root, name)
    submissions = [handed_in(course, week, student).raw for student in students]
    limits = course.limits_of(name)
    left_out = frozenset() if limits.checks else week.shows
    exam(week), solutions(week)
    matplotlib.use("Agg")
    out = sys.stdout
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        sys.path.insert(0, "")
        for file, content in week.files.items():
            Path(file).write_bytes(content)
        shell = make_shell()
        shell.run("%matplotlib inline", 60, 1000)
        fresh = dict(shell.user_ns)
        mark(shell, fresh, week, submissions[0], limits, left_out)
        wall, cpu = time.perf_counter(), time.process_time()
        for raw in submissions:
            mark(shell, fresh, week, raw, limits, left_out)
        told = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "submissions": len(submissions)}
        os.chdir("/")
    print(json.dumps(told), file=out)


def mark(shell, fresh: dict, week: Week, raw: bytes, limits, left_out: frozenset[int]) -> None:
    """Run a notebook's cells in the namespace `fresh`, then all hidden tests on what they define."""
    # Not shell.reset(): its garbage collection of the whole process would cost more than the notebook.
    shell.user_ns.clear()
    shell.user_ns.update(fresh)
    for cell in repair(week, raw).cells:
        if cell.type == "code" and cell.position not in left_out:
            shell.run(cell.source, limits.cell_seconds, limits.output_kb * 1024)
    for exercise in week.coded:
        best_of(exercise, shell.user_ns, vars(solutions(week)), week)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
