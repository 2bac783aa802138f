"""A course to try the service with: this one, begun now, with the sample class handing in week by week."""

from __future__ import annotations

import datetime
import re
import shutil
from pathlib import Path

from sqlalchemy import Engine

from autograder.authoring.sample_class import sample_class
from autograder.course import secret
from autograder.course.course import Course
from autograder.course.week import weeks_of
from autograder.serve import hand_ins
from autograder.submission.notebook import Unreadable, read_bytes

#: What a course is made of.
PARTS = ("assignments", "source", "release")
CONFIG = "nbgrader_config.py"
INSTRUCTOR = "instructor"
STUDENTS = 30
NAMES = ("Aino", "Bengt", "Chiara", "Daniyar", "Eeva", "Femi", "Greta", "Hiro", "Ilse", "Joon")


def demo_course(course: Course, folder: Path) -> Course:
    """A course of its own in `folder`, made anew, whose second week is given out now and whose first is due in two days."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in PARTS:
        (folder / name).symlink_to(course.root / name)
    if (course.root / CONFIG).is_file():
        shutil.copy(course.root / CONFIG, folder / CONFIG)
    people = [f"student{number:02},{NAMES[number % len(NAMES)]} Sample {number},student{number:02}@example.org\n"
              for number in range(1, STUDENTS + 1)]
    (folder / course.class_list).write_text("id,name,email\n" + "".join(people), encoding="utf-8")
    # The first week began five days ago: the Thursday only says how the course counts.
    today = datetime.datetime.now(course.zone).date()
    text = (course.root / "course.toml").read_text(encoding="utf-8")
    dates = iter(range(len(course.weeks)))

    def dated(found: re.Match[str]) -> str:
        begun = today + datetime.timedelta(days=7 * next(dates) - 5)
        return f"{found[0]}\nrelease = {begun}\ndue = {begun + datetime.timedelta(days=7)}"

    text = re.sub(r"^(release|due) = .*\n", "", text, flags=re.M)
    text = re.sub(r"^\[serve\]\n(?:(?!\[).*\n)*", "", text, flags=re.M) + f'\n[serve]\ninstructors = ["{INSTRUCTOR}"]\n'
    (folder / "course.toml").write_text(re.sub(r'^id = "\w+"', dated, text, flags=re.M), encoding="utf-8")
    secret.make(folder)
    return Course.load(folder)


def hand_in_all(course: Course, engine: Engine, students: int) -> int:
    """Let a sample class hand in the first week; how many did."""
    week = next(w.id for w in course.weeks if w.id in weeks_of(course.root))
    members = sample_class(course, week, students, seed=1)
    folders = [course.root / "submitted" / member.id for member in members]
    notebooks = []
    for folder in folders:
        try:
            notebooks.append((folder.name, read_bytes(next((folder / week).glob("*.ipynb")))))
        except (Unreadable, StopIteration):
            continue
        finally:
            shutil.rmtree(folder)
    for student, content in notebooks:
        hand_ins.take_in(course, engine, student, week, content, f"{week}.ipynb")
    return len(notebooks)
