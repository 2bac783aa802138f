"""A made-up class: believable submissions from the release, the solutions and the known mistakes of a week.

Most are good, some hold a mistake or three, a few are broken as notebooks are in real classes, and a few are hostile.
The same seed makes the same class, byte for byte.
"""

from __future__ import annotations

import datetime
import json
import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from autograder.authoring.sample_answers import ANY_ANSWERS, OWN_CELLS
from autograder.course.course import Course
from autograder.course.folders import stamp, submission
from autograder.course.week import Week
from autograder.errors import UserError
from autograder.graders.hidden import load
from autograder.graders.variants import variants

MOST_STUDENTS = 100_000


@dataclass
class Member:
    """One student of the class. kind: "honest", or the name of what is broken or hostile about the notebook.
    exercises: exercise -> "solution", "unwritten", or the name of the variant that stands in the notebook."""

    id: str
    kind: str
    handed_in: datetime.datetime
    late: bool
    exercises: dict[str, str] = field(default_factory=dict)


def sample_class(course: Course, name: str, students: int, seed: int, dry_run: bool = False) -> list[Member]:
    """Fill submitted/ with a class of so many students. Only submissions that it made before are replaced.

    Also writes .autograder/sample_class/<week>.json: what each of them did.
    """
    if not 1 <= students <= MOST_STUDENTS:
        raise UserError(f"--students is {students}; 1 to {MOST_STUDENTS} are expected, for example --students 30")
    week = Week.load(course.root, name)
    roll = course.root / ".autograder" / "sample_class" / f"{name}.json"
    before = set(json.loads(roll.read_text(encoding="utf-8"))) if roll.is_file() else set()
    width = max(2, len(str(students)))
    ids = [f"student{number:0{width}}" for number in range(1, students + 1)]
    for student in ids:
        if student not in before and submission(course.root, student, name).exists():
            raise UserError(f"submitted/{student}/{name} is there already, not made by sample-class. Move it away.")
    kinds = _kinds(students, random.Random(f"{seed}/{name}"))
    maker = _Maker(course, week)
    if not dry_run:
        for student in before:
            shutil.rmtree(submission(course.root, student, name), ignore_errors=True)
    members = []
    for student, kind in zip(ids, kinds):
        member, file, content = maker.make(student, kind, random.Random(f"{seed}/{name}/{student}"))
        members.append(member)
        if not dry_run:
            folder = submission(course.root, student, name)
            folder.mkdir(parents=True)
            (folder / file).write_bytes(content)
            (folder / "timestamp.txt").write_text(stamp(member.handed_in), encoding="utf-8")
    if not dry_run:
        roll.parent.mkdir(parents=True, exist_ok=True)
        told = {m.id: {"kind": m.kind, "late": m.late, "exercises": m.exercises} for m in members}
        roll.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return members


def _kinds(students: int, rng: random.Random) -> list[str]:
    """Who is what: a tenth broken and a tenth hostile, at least one of each (of two students or more)."""
    some = max(students > 1, round(students / 10))
    broken = [list(BROKEN)[i % len(BROKEN)] for i in range(some)]
    # An endless loop waits for its whole time limit: one in 15 students at most.
    tricks = [trick for trick in HOSTILE if trick != "endless_loop" or students >= 15]
    hostile = [tricks[i % len(tricks)] for i in range(some)]
    kinds = [*broken, *hostile, *["honest"] * (students - len(broken) - len(hostile))]
    rng.shuffle(kinds)
    return kinds


class _Maker:
    """Makes the notebooks of one week."""

    def __init__(self, course: Course, week: Week):
        if week.by_cells:
            raise UserError(f"A made-up class is of weeks with hidden tests; {week.id} is marked by its own test cells.")
        self.course, self.week = course, week
        path = course.root / "release" / week.id / f"{week.id}.ipynb"
        self.release = path.read_text(encoding="utf-8")
        self.solutions = {c.grade_id: re.sub(r"^ *### (BEGIN|END) SOLUTION\n?", "", c.source, flags=re.M).rstrip()
                          for c in week.source if c.nbgrader.get("solution")}
        answers = load(week, "sample_answers")
        self.answers = answers.ANSWERS if answers else {}
        self.mistakes = {e.id: variants(week, "mistakes", e.id) for e in week.coded}
        self.right = {e.id: variants(week, "right", e.id) for e in week.coded}

    def make(self, student: str, kind: str, rng: random.Random) -> tuple[Member, str, bytes]:
        """A student, the notebook's file name and its bytes."""
        handed_in, late = self._time(student, rng)
        member = Member(student, kind, handed_in, late)
        notebook = json.loads(self.release)
        self._fill(notebook, member, rng)
        if rng.random() < 0.3:
            _add_own_cells(notebook, rng)
        file = f"{self.week.id}.ipynb"
        if kind in BROKEN:
            file, notebook = BROKEN[kind](file, notebook)
        elif kind in HOSTILE:
            _insert(notebook, len(notebook["cells"]) // 2, _cell("code", HOSTILE[kind], "mine"))
        if isinstance(notebook, bytes):
            return member, file, notebook
        return member, file, _written(notebook)

    def _time(self, student: str, rng: random.Random) -> tuple[datetime.datetime, bool]:
        due = self.course.due(self.week.id, student)
        late = rng.random() < 0.08
        hours = -rng.uniform(0.2, 60) if late else rng.expovariate(1 / 20) % 150 + 0.05
        moment = due - datetime.timedelta(hours=hours)
        return moment.replace(microsecond=0), late

    def _fill(self, notebook: dict[str, Any], member: Member, rng: random.Random) -> None:
        plan = self._plan(rng)
        for cell in notebook["cells"]:
            grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
            if not cell["metadata"].get("nbgrader", {}).get("solution"):
                continue
            exercise = self.week.by_id.get(grade_id)
            if exercise and exercise.written:
                text = rng.choice(self.answers.get(grade_id, ANY_ANSWERS))
                member.exercises[grade_id] = "written" if text else "unwritten"
                if text:
                    cell["source"] = _lines(text)
            elif exercise:
                name, text = self._solved(grade_id, plan.get(grade_id, "right"), rng)
                member.exercises[grade_id] = name
                if text:
                    cell["source"] = _lines(text)
            elif rng.random() < 0.9:
                cell["source"] = _lines(self.solutions[grade_id])

    def _plan(self, rng: random.Random) -> dict[str, str]:
        """Which exercises are wrong or unwritten: a fifth of the class has all right, most one slip, some more."""
        ids = [e.id for e in self.week.coded]
        luck = rng.random()
        wrong = 0 if luck < 0.2 else 1 if luck < 0.6 else rng.randint(2, 3) if luck < 0.85 else rng.randint(3, 5)
        plan = dict.fromkeys(rng.sample(ids, min(wrong, len(ids))), "wrong")
        if luck > 0.8:
            # The last ones are what time runs out for.
            plan |= dict.fromkeys(ids[-rng.randint(1, max(1, len(ids) // 2)):], "unwritten")
        plan |= {e.id: "unwritten" for e in self.week.coded if e.bonus and rng.random() < 0.4}
        return plan

    def _solved(self, exercise: str, how: str, rng: random.Random) -> tuple[str, str]:
        """A name for what is done and its text, "" for the stub."""
        if how == "unwritten":
            return "unwritten", ""
        if how == "wrong" and (wrong := self.mistakes[exercise]):
            # Some mistakes are everybody's: the first of the file come more often.
            variant = rng.choices(wrong, weights=[1 / (rank + 1) for rank in range(len(wrong))])[0]
            return variant.name, variant.source
        if self.right[exercise] and rng.random() < 0.5:
            variant = rng.choice(self.right[exercise])
            return variant.name, variant.source
        return "solution", self.solutions[exercise]


#: A file's name, and what is in it.
Broken = tuple[str, dict[str, Any] | bytes]


def _stripped(file: str, notebook: dict[str, Any]) -> Broken:
    for cell in notebook["cells"]:
        cell["metadata"] = {}
    return file, notebook


def _duplicated(file: str, notebook: dict[str, Any]) -> Broken:
    place = _where(notebook, "solution")
    twin = json.loads(json.dumps(notebook["cells"][place]))
    twin["id"] = "twin"
    notebook["cells"].insert(place + 1, twin)
    return file, notebook


def _without_a_test(file: str, notebook: dict[str, Any]) -> Broken:
    del notebook["cells"][_where(notebook, "grade", code=True)]
    return file, notebook


def _edited_test(file: str, notebook: dict[str, Any]) -> Broken:
    notebook["cells"][_where(notebook, "grade", code=True)]["source"] = ["print('all tests passed')"]
    return file, notebook


def _cut_off(file: str, notebook: dict[str, Any]) -> Broken:
    content = _written(notebook)
    return file, content[: len(content) * 2 // 3]


def _another_name(file: str, notebook: dict[str, Any]) -> Broken:
    return f"My {file.removesuffix('.ipynb')} - final version (2).ipynb", notebook


def _byte_order_mark(file: str, notebook: dict[str, Any]) -> Broken:
    return file, b"\xef\xbb\xbf" + _written(notebook).replace(b"\n", b"\r\n")


BROKEN: dict[str, Callable[[str, dict[str, Any]], Broken]] = {
    "metadata_stripped": _stripped,
    "not_json": _cut_off,
    "test_deleted": _without_a_test,
    "cell_duplicated": _duplicated,
    "another_name": _another_name,
    "test_edited": _edited_test,
    "byte_order_mark": _byte_order_mark,
}

#: What a hostile student puts into a cell in the middle of the notebook.
HOSTILE = {
    "exits": "import os\n\nos._exit(0)",
    "reads_files": """\
import os

for folder, _, files in os.walk("/"):
    for file in files:
        if file.startswith("test_") or file.endswith(("gradebook.db", "mistakes.py")) or "submitted" in folder:
            try:
                print(folder, file, open(os.path.join(folder, file)).read()[:200])
            except Exception as error:
                pass
print(dict(os.environ))""",
    "endless_loop": "while True:\n    pass",
    "fills_memory": "hoard = []\nwhile True:\n    hoard.append(np.ones(16_000_000))",
}


def _where(notebook: dict[str, Any], key: str, code: bool = False) -> int:
    """The place of the second cell whose nbgrader metadata says `key` (of the first where there is one only)."""
    found = [i for i, cell in enumerate(notebook["cells"]) if cell["metadata"].get("nbgrader", {}).get(key)
             and (cell["cell_type"] == "code" or not code)]
    return found[min(1, len(found) - 1)]


def _add_own_cells(notebook: dict[str, Any], rng: random.Random) -> None:
    for number, (kind, text) in enumerate(rng.sample(OWN_CELLS, rng.randint(1, 3))):
        _insert(notebook, rng.randrange(len(notebook["cells"]) // 3, len(notebook["cells"]) + 1),
                _cell(kind, text, f"own-{number}"))


def _insert(notebook: dict[str, Any], place: int, cell: dict[str, Any]) -> None:
    notebook["cells"].insert(place, cell)


def _cell(kind: str, text: str, name: str) -> dict[str, Any]:
    cell = {"cell_type": kind, "id": name, "metadata": {}, "source": _lines(text)}
    return {**cell, "execution_count": None, "outputs": []} if kind == "code" else cell


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _written(notebook: dict[str, Any]) -> bytes:
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode("utf-8")
