"""nbgrader as it comes, with its own preprocessors and a fresh kernel a notebook: autograde, then generate_feedback.

Run by bench.py: stock.py COURSE WEEK STUDENT... It prints one JSON object; nbgrader's own start is not in it.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
import time
from pathlib import Path

from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from traitlets.config import PyFileConfigLoader

from autograder.course.week import Week
from autograder.records.gradebook import Book


def main(root: Path, week: str, students: list[str]) -> None:
    """Grade and write feedback of some students, anew."""
    with Book(root) as book:
        book.prepare(Week.load(root, week))
    wall, cpu = time.perf_counter(), seconds()
    for student in students:
        for Converter in (Autograde, GenerateFeedback):
            config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
            # As it comes: without our step in the place of its kernel.
            config.pop("Autograde", None)
            config.CourseDirectory.assignment_id = week
            config.CourseDirectory.student_id = student
            config[Converter.__name__].force = True
            converter = Converter(coursedir=CourseDirectory(config=config), config=config)
            converter.log.setLevel(logging.ERROR)
            converter.start()
    told = {"wall": time.perf_counter() - wall, "cpu": seconds() - cpu, "submissions": len(students)}
    print(json.dumps(told))


def seconds() -> float:
    """CPU seconds of this process and of its kernels that have ended."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
