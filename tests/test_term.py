"""A whole term by the real commands: eight weeks, sixty students, and final grades that were worked out by hand.

There are twelve kinds of students, five of each. What each kind does is in PLAN; what that comes to is in BY_HAND,
which no program wrote. The commands are run as an instructor runs them, in a course folder of their own.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.course.week import Week
from tests.term import hand_ins
from tests.term.hand_ins import EXITS, MEAN_OF_ALL, READS, SUMMED, WITHOUT_BIAS, at
from tests.this_course import ROOT

WEEKS = ("week1", "week2", "week3", "week4", "week5", "week6", "week7", "week8")
WRITTEN = {"week1": "why_nonlinear", "week2": "derive_combined", "week3": "derive_backward", "week4": "learning_rate",
           "week5": "energy_falls", "week6": "two_stimuli", "week7": "why_sparse", "week8": "best_action"}
EACH = 5

#: The late rule of this term: a day costs 10%, after 7 days nothing is kept.
LATE = 'policy = "hard"\ndays = 7\npercent = 10\n'
#: Noon of the day each week is due; it is due at 23:59:59.
IN_TIME = {"week1": "2021-01-28 12:00", "week2": "2021-02-04 12:00", "week3": "2021-02-11 12:00",
           "week4": "2021-02-18 12:00", "week5": "2021-02-25 12:00", "week6": "2021-03-04 12:00",
           "week7": "2021-03-11 12:00", "week8": "2021-03-18 12:00"}
#: Week 1 but for its written exercise.
CODED = ("score", "linear", "relu", "sigmoid", "init_params", "mlp_forward", "perceptron")
FITS = ("fit_curve", "fit_digits")


@dataclass(frozen=True)
class HandIn:
    """What one kind of student does in one week.

    unwritten: exercises left as given out. texts: exercise -> a mistake in the solution's place. written: points a
    person gives for the written answer (for week 3's, a bonus, extra credit). how: what becomes of the file.
    """

    unwritten: tuple[str, ...] = ()
    written: float | None = None
    when: str | None = None
    texts: dict[str, str] = field(default_factory=dict)
    own: str = ""
    how: str = ""


#: kind -> week -> what is handed in; nothing where the week is not named.
PLAN: dict[str, dict[str, HandIn]] = {
    "everything": {
        "week1": HandIn((), 4), "week2": HandIn((), 3), "week3": HandIn((), 3), "week4": HandIn((), 3),
        "week5": HandIn((), 3), "week6": HandIn((), 3), "week7": HandIn((), 3), "week8": HandIn((), 3)},
    "no bonus": {
        "week1": HandIn(("perceptron",), 2.5), "week2": HandIn(("logistic_loss",), 1.5),
        "week3": HandIn(("derive_backward",)), "week4": HandIn(("momentum", *FITS), 2),
        "week5": HandIn(("bam",), 2), "week6": HandIn(("normalise", "gabor"), 3), "week7": HandIn(("ica",), 1.5),
        "week8": HandIn(("accumulate", "decide"), 3)},
    "mistaken": {
        "week1": HandIn(("perceptron",), 4, texts={"linear": WITHOUT_BIAS}),
        "week2": HandIn(("logistic_loss",), 3, texts={"mse": MEAN_OF_ALL}),
        "week3": HandIn(("derive_backward",), texts={"softmax_cross_entropy_backward": SUMMED}),
        "week5": HandIn(("bam", "hebb", "energy"), 3)},
    "bonus makes up": {
        "week1": HandIn(("relu",), 2), "week2": HandIn(("accuracy",), 3),
        "week3": HandIn(("numeric_gradient",), 2), "week4": HandIn(("sgd_step", *FITS), 0),
        "week5": HandIn(("update",), 1), "week6": HandIn(("filter_image",), 3), "week7": HandIn(("pca",), 0),
        "week8": HandIn(("soft_threshold",), 2)},
    "stub": {week: HandIn(how="stub") for week in WEEKS},
    "never": {},
    "late": {
        "week1": HandIn((), 4, "2021-01-29 08:00"), "week2": HandIn(("logistic_loss",), 3, "2021-02-06 01:00"),
        "week3": HandIn(("derive_backward",)), "week4": HandIn(("momentum", *FITS), 3, "2021-02-26 12:00"),
        "week5": HandIn((), 3, "2021-02-26 12:00"), "week6": HandIn(("normalise",), 3),
        "week7": HandIn(("ica",), 3, "2021-03-20 12:00")},
    "extended": {
        "week1": HandIn(("perceptron",), 4, "2021-01-30 12:00"),
        "week2": HandIn(("logistic_loss",), 3, "2021-02-07 12:00"),
        "week3": HandIn(("derive_backward",)), "week4": HandIn(("momentum", *FITS), 3, "2021-02-26 12:00"),
        "week5": HandIn(("bam",), 3), "week6": HandIn(("normalise",), 3, "2021-03-06 12:00"), "week7": HandIn(("ica",), 2),
        "week8": HandIn(("accumulate",), 3, "2021-03-19 10:00")},
    "resubmits": {
        "week1": HandIn(("perceptron",), 4, "2021-01-29 08:00"), "week2": HandIn(("logistic_loss",), 3),
        "week3": HandIn(("derive_backward",)), "week4": HandIn(("momentum", *FITS), 1.5),
        "week5": HandIn(("bam",), 1.5), "week6": HandIn(("normalise",), 3), "week7": HandIn(("ica",), 0),
        "week8": HandIn(("accumulate",), 3)},
    "broken": {
        "week1": HandIn(("perceptron",), 2, how="stripped"), "week2": HandIn(how="not json"),
        "week3": HandIn(("derive_backward",), how="without test_linear_backward"),
        "week4": HandIn(("momentum", *FITS), 0), "week5": HandIn(("bam",), 2, how="stripped"),
        "week6": HandIn(how="not json"), "week7": HandIn(("ica",), 3, how="without test_pca"),
        "week8": HandIn(("accumulate", "posterior", "sparse_code"), 0)},
    "hostile": {
        "week1": HandIn(CODED, 4, own=EXITS),
        "week2": HandIn(("logistic_loss",), 3, own=READS),
        "week3": HandIn(("derive_backward",)), "week4": HandIn(("momentum", *FITS), 3),
        "week5": HandIn(("bam",), 3, own=EXITS), "week6": HandIn(("normalise",), 3, own=READS),
        "week7": HandIn(("ica",), 3), "week8": HandIn(("accumulate",), 3)},
    "overruled": {
        "week1": HandIn(("sigmoid", "perceptron"), 4), "week2": HandIn(("logistic_loss",), 0),
        "week3": HandIn(("mlp_gradients", "linear_backward", "derive_backward")),
        "week5": HandIn(("bam",), 0), "week6": HandIn(("normalise",), 3)},
}
#: For work that a person gives points to although the tests do not: kind -> week, exercise, points.
OVERRULED = {"overruled": ("week1", "sigmoid", 1.0)}
#: Twelve times five students: three days more in week 1, a date in week 2, ten days in week 4, two in week 6.
EXTENSION = "week1 = 3\nweek2 = 2021-02-06\nweek4 = 10\nweek6 = 2\n"

#: Total of each week, sum, percent of 160, course grade. A week is worth 20: 16 + 4 written in week 1, 17 + 3 in weeks 2, 4
#: and 5 to 8, 20 + 0 in week 3; 3 bonus points in each, which only make up for lost ones.
BY_HAND = {
    # 16 + 4 + 3, 17 + 3 + 3, 20 + 3 and 17 + 3 + 3 are 20 each.
    "everything":     (20, 20, 20, 20, 20, 20, 20, 20, 160, 100, 5),
    # 16 + 2.5; 17 + 1.5; 20; 2 + 3 + 5 without the fits, + 2; 17 + 2; 17 - 3 + 3; 17 + 1.5; 17 - 2 + 3.
    "no bonus":       (18.5, 18.5, 20, 12, 19, 17, 18.5, 18, 141.5, 88.44, 4),
    # The form of an answer is worth a tenth of what its exercise's tests are worth with it: 1 beside each 9.
    # linear without its bias: 6 of 13 (product 3, one input 1, rows 1, arguments 1) and the form's 1.444, of 14.444, of 3 points:
    # 13 + 1.546 + 4. mse over all entries: 3.5 of 8.5 (one output 1, no error 1.5, both directions 0.5, arguments 0.5) and
    # 0.944, of 9.444, of 3 points: 14 + 1.412 + 3. The summed gradient: 6 of 10 (all but test_values 3 and rows apart 1) and
    # 1.111, of 11.111, of 3 points: 17 + 1.92. What builds on them costs nothing more.
    # Week 5 without hebb and energy, on which settle builds: 17 - 3 - 3 + 3.
    "mistaken":       (18.55, 18.41, 18.92, 0, 14, 0, 0, 0, 69.88, 43.68, 0),
    # 14 + 2 + 3; 16 + 3 + 3, at most 20; 17 + 2; 3 + 5 + 0 + 3; 14 + 1 + 3; 13 + 3 + 3; 13 + 0 + 3; 15 + 2 + 3.
    "bonus makes up": (19, 20, 19, 11, 18, 19, 16, 20, 142, 88.75, 4),
    "stub":           (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    "never":          (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    # 16 + 4 + 3 is 20, x 0.9; 25 hours late is two days: 20 x 0.8; in time; 8 days late: nothing; a day late: 20 x 0.9; in
    # time; 9 days late: nothing; not handed in.
    "late":           (18, 16, 20, 0, 18, 20, 0, 0, 92, 57.5, 1),
    # In time by the extension; a day late by it: 20 x 0.9; in time; in time by the extension: 10 + 3; in time; in time by
    # the extension; 17 + 2; a day late, without an extension: 20 x 0.9.
    "extended":       (20, 18, 20, 13, 20, 20, 19, 18, 148, 92.5, 5),
    # First the stub, then a day late 20 x 0.9; the second of two in time; an older file changes nothing; 10 + 1.5; 17 + 1.5;
    # 17 + 3; 17; 17 + 3. 145 of 160 is 90.625%.
    "resubmits":      (18, 20, 20, 11.5, 18.5, 20, 17, 20, 145, 90.63, 5),
    # Cells without metadata: 16 + 2; no notebook at all; a deleted test cell costs nothing; 10 + 0; the same once more: 17 + 2;
    # nothing; 17 + 3; 17 - 4 - 4. Exactly 60%.
    "broken":         (18, 0, 20, 10, 19, 0, 20, 9, 96, 60, 2),
    # Nothing but an os._exit and an answer worth 4; 17 + 3 while trying to read the tests; 20; 10 + 3; solved, with an
    # os._exit at the end; reading again; 17 + 3 twice.
    "hostile":        (4, 20, 20, 13, 20, 20, 20, 20, 137, 85.63, 4),
    # 13 + 1 given by a person + 4; 17 + 0; 20 - 4 - 4; nothing; 17 + 0; 17 + 3; nothing twice.
    "overruled":      (18, 17, 12, 0, 17, 20, 0, 0, 84, 52.5, 1),
}

STUDENTS = {f"s{number:02}": kind for number, kind in
            enumerate((kind for kind in PLAN for _ in range(EACH)), start=1)}
#: The full name, and the LMS's number of the person.
PEOPLE = {student: (f"Student Ä {student[1:]}", 1000 + int(student[1:])) for student in STUDENTS}
#: Moodle's participants of week 1's assignment: numbered anew, so that each number is another's in the class list.
PARTICIPANTS = {student: (name, 1061 - int(student[1:])) for student, (name, _) in PEOPLE.items()}


@pytest.fixture(scope="module")
def term(tmp_path_factory) -> Term:
    """The course after its eight weeks."""
    term = Term(tmp_path_factory.mktemp("term"))
    term.week_by_moodle()
    term.week_by_canvas()
    term.week_by_folder()
    term.week_by_checkouts()
    for week in WEEKS[4:]:
        term.collected_from_folder(week)
        term.grade_and_mark(week)
    return term


class Term:
    """A course folder, and what its instructor does in it. said: what the commands printed, by what they were."""

    def __init__(self, root: Path):
        self.root, self.said = root / "course", {}
        self.downloads = root / "downloads"
        self.downloads.mkdir()
        for kind in ("assignments", "source", "release"):
            shutil.copytree(ROOT / kind, self.root / kind)
        shutil.copy(ROOT / "nbgrader_config.py", self.root)
        settings, replaced = re.subn(r'(?<=\[late\]\n)policy = .*\ndays = .*\n', LATE,
                                     (ROOT / "course.toml").read_text(encoding="utf-8"))
        assert replaced == 1
        settings += "".join(f"\n[extensions.{student}]\n{EXTENSION}" for student in self.students("extended"))
        (self.root / "course.toml").write_text(settings, encoding="utf-8")
        rows = [f"{s},{name},{number},{number}" for s, (name, number) in PEOPLE.items()]
        (self.root / "students.csv").write_text("\n".join(["id,name,moodle,canvas", *rows]) + "\n", encoding="utf-8")
        self.weeks = {week: Week.load(self.root, week) for week in WEEKS}

    def run(self, *args: str | Path) -> str:
        """Run a command; what it printed, errors included."""
        done = subprocess.run([Path(sys.executable).parent / "autograder", *args], cwd=self.root, text=True,
                              capture_output=True,
                              env=os.environ | {"AUTOGRADER_ROOT": str(self.root), "PYTHONPATH": str(ROOT)})
        said = done.stdout + done.stderr
        assert done.returncode == 0, f"autograder {' '.join(map(str, args))}: {done.returncode}\n{said}"
        return said

    def week_by_moodle(self) -> None:
        """Week 1: a zip with the worksheet's times; then a second zip, in which some handed in again."""
        week = "week1"
        notebooks, times = self.notebooks(week), self.times(week)
        first = notebooks | {s: hand_ins.stub(self.weeks[week]) for s in self.students("resubmits")}
        before = times | {s: at(IN_TIME[week]) for s in self.students("resubmits")}
        for name, handed_in, when in (("first", first, before), ("second", notebooks, times)):
            people = PARTICIPANTS | {"stranger": ("A Stranger", 5)}
            path = hand_ins.moodle(self.downloads / f"{name}.zip", week, handed_in | {"stranger": b"{}"}, people)
            sheet = hand_ins.worksheet(self.downloads / f"{name}.csv", PARTICIPANTS, when)
            if name == "first":
                self.said["dry run"] = self.run("collect", week, path, "--times", sheet, "--dry-run")
                assert not (self.root / "submitted").exists()
            self.said[f"{name} collect"] = self.run("collect", week, path, "--times", sheet)
            self.said[f"{name} grade"] = self.run("grade", week)
            self.mark_written(week)
        self.run("grade", week, "--anew", "--student", self.students("overruled")[0])
        self.said["regraded"] = self.run("grades")
        self.said["again"] = self.run("grade", week)
        self.mark_written(week)

    def week_by_canvas(self) -> None:
        """Week 2: two of Canvas's zips, and a table of times for those it calls late."""
        week = "week2"
        notebooks, times = self.notebooks(week), self.times(week)
        late = set(self.students("late") + self.students("extended"))
        told = self.downloads / "times.csv"
        told.write_text("id,time\n" + "".join(f"{s},{times[s]:%Y-%m-%d %H:%M}\n" for s in sorted(late)))
        first = notebooks | {s: hand_ins.stub(self.weeks[week]) for s in self.students("resubmits")}
        for name, handed_in in (("canvas1", first), ("canvas2", notebooks)):
            path = hand_ins.canvas(self.downloads / f"{name}.zip", week, handed_in, PEOPLE, late)
            self.run("collect", week, path, "--times", told)
        self.grade_and_mark(week)

    def week_by_folder(self) -> None:
        """Week 3: a folder of files named by student; then another with older files of some."""
        week = "week3"
        self.collected_from_folder(week)
        older = {s: hand_ins.stub(self.weeks[week]) for s in self.students("resubmits")}
        earlier = {s: at("2021-02-09 12:00") for s in older}
        self.said["older"] = self.run("collect", week, hand_ins.folder(self.downloads / "older", older, earlier))
        self.grade_and_mark(week)

    def week_by_checkouts(self) -> None:
        """Week 4: a git checkout a student; the last commit counts."""
        week = "week4"
        notebooks, times = self.notebooks(week), self.times(week)
        draft = (at("2021-02-13 12:00"), hand_ins.stub(self.weeks[week]))
        commits = {s: [(times[s], raw)] for s, raw in notebooks.items()}
        commits |= {s: [draft, *commits[s]] for s in self.students("resubmits")}
        self.run("collect", week, hand_ins.checkouts(self.downloads / "week4", week, commits))
        self.grade_and_mark(week)

    def collected_from_folder(self, week: str) -> None:
        """A folder of files named by student, with the files' own times."""
        self.run("collect", week, hand_ins.folder(self.downloads / week, self.notebooks(week), self.times(week)))

    def students(self, kind: str) -> list[str]:
        return [student for student, its in STUDENTS.items() if its == kind]

    def notebooks(self, week: str) -> dict[str, bytes]:
        """What everybody hands in at last."""
        made = {kind: self.notebook(week, weeks[week]) for kind, weeks in PLAN.items() if week in weeks}
        return {student: made[kind] for student, kind in STUDENTS.items() if kind in made}

    def notebook(self, week: str, plan: HandIn) -> bytes:
        """One kind's file."""
        if plan.how == "stub":
            return hand_ins.stub(self.weeks[week])
        raw = hand_ins.notebook(self.weeks[week], plan.unwritten, own=plan.own, **plan.texts)
        if plan.how == "stripped":
            return hand_ins.stripped(raw)
        if plan.how == "not json":
            return raw[: len(raw) // 2]
        if plan.how:
            return hand_ins.without_a_cell(raw, plan.how.removeprefix("without "))
        return raw

    def times(self, week: str) -> dict:
        """When everybody hands in at last."""
        return {student: at(PLAN[kind][week].when or IN_TIME[week])
                for student, kind in STUDENTS.items() if week in PLAN[kind]}

    def grade_and_mark(self, week: str) -> None:
        self.run("grade", week)
        self.mark_written(week)

    def mark_written(self, week: str) -> None:
        """Give the points a person gives, as formgrader does it, to every answer that waits."""
        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}", "ccn") as book:
            for student, kind in STUDENTS.items():
                plan, name = PLAN[kind].get(week), WRITTEN[week]
                if plan is None:
                    continue
                grade = book.find_grade(name, week, week, student)
                if grade.needs_manual_grade:
                    points = plan.written
                    grade.manual_score, grade.extra_credit = (0, points) if week == "week3" else (points, None)
                    grade.needs_manual_grade = False
                    book.find_comment(name, week, week, student).manual_comment = f"Read by a person, {student}."
                if OVERRULED.get(kind, (None,))[0] == week:
                    _, exercise, points = OVERRULED[kind]
                    grade = book.find_grade(f"test_{exercise}", week, week, student)
                    grade.manual_score, grade.needs_manual_grade = points, False
            book.db.commit()

    def table(self, name: str) -> list[dict[str, str]]:
        """A CSV file of the exports."""
        with (self.exports / name).open(newline="", encoding="utf-8-sig") as file:
            return list(csv.DictReader(file))

    @property
    def exports(self) -> Path:
        folder = self.root / "exports"
        if not folder.exists():
            self.said["export"] = self.run("export", folder)
        return folder


def test_the_final_grades_are_those_worked_out_by_hand(term):
    rows = {line.split()[0]: line.split()[1:] for line in term.run("grades").splitlines() if line[:1] == "s"}
    found = {student: tuple(map(float, rows[student])) for student in STUDENTS}
    assert found == {student: BY_HAND[kind] for student, kind in STUDENTS.items()}


def test_the_table_is_the_one_of_the_export(term):
    for row in term.table("grades.csv"):
        *weeks, total, percent, grade = BY_HAND[STUDENTS[row["student"]]]
        assert [float(row[week]) for week in WEEKS] == weeks
        assert (float(row["total (of 160)"]), float(row["percent"]), int(row["grade"])) == (total, percent, grade)
        assert row["waiting"] == ""


def test_the_class_of_an_lms_is_told_who_came_and_who_did_not(term):
    for name in ("dry run", "first collect"):
        assert "55 new, 0 newer" in term.said[name]
        assert f"missing (5): {', '.join(term.students('never'))}" in term.said[name]
        assert "unknown: A Stranger_5_assignsubmission_file_/week1.ipynb" in term.said[name]
        assert f"late (5): {', '.join(f'{s} (1 d)' for s in term.students('late'))}" in term.said[name]
    assert "0 new, 5 newer than before, 50 unchanged" in term.said["second collect"]
    assert f"newer (5): {', '.join(term.students('resubmits'))}" in term.said["second collect"]
    assert "5 older than what is there" in term.said["older"]


def test_earlier_attempts_are_kept(term):
    student = term.students("resubmits")[0]
    for week in ("week1", "week2", "week3"):
        kept = {path.read_bytes() for path in term.root.glob(f"collected/{week}/{student}/*/{week}.ipynb")}
        assert hand_ins.stub(term.weeks[week]) in kept and len(kept) == 2


def test_only_what_changed_is_marked_again(term):
    def row(said: str, name: str) -> int:
        return int(re.search(rf"{name} +\S +(\d+)", said)[1])

    assert (row(term.said["first grade"], "marked"), row(term.said["first grade"], "unchanged")) == (55, 0)
    assert (row(term.said["second grade"], "marked"), row(term.said["second grade"], "unchanged")) == (5, 50)
    assert (row(term.said["again"], "marked"), row(term.said["again"], "unchanged")) == (0, 55)


def test_moodles_worksheet_comes_back_with_everybodys_own_total(term, tmp_path):
    sheet = hand_ins.worksheet(tmp_path / "worksheet.csv", PARTICIPANTS, {})
    term.run("export", tmp_path, "--week", "week1", "--moodle-worksheet", sheet)
    with (tmp_path / "moodle-week1.csv").open(newline="", encoding="utf-8-sig") as file:
        grades = {row["Full name"]: row["Grade"] for row in csv.DictReader(file)}
    for student, kind in STUDENTS.items():
        assert grades[PEOPLE[student][0]] == ("" if kind == "never" else f"{BY_HAND[kind][0]:g}")


def test_canvas_gradebook_comes_back_with_everybodys_own_total(term, tmp_path):
    path = hand_ins.canvas_gradebook(tmp_path / "canvas-before.csv", "Week 2", PEOPLE)
    term.run("export", tmp_path, "--week", "week2", "--canvas", path)
    with (tmp_path / "canvas.csv").open(newline="", encoding="utf-8-sig") as file:
        grades = {row["Student"]: row["Week 2 (9001)"] for row in csv.DictReader(file)}
    for student, kind in STUDENTS.items():
        assert grades[PEOPLE[student][0]] == ("" if kind == "never" else f"{BY_HAND[kind][1]:g}")


def test_a_persons_marks_and_comments_survive_and_are_told(term):
    student = term.students("overruled")[0]
    # After a regrade the marks still count, and a person is asked to look at them again.
    row = next(line.split() for line in term.said["regraded"].splitlines() if line.startswith(student))
    assert (row[1], row[-1]) == ("18", "*")
    rows = {row["exercise"]: row for row in term.table("questions.csv")
            if (row["student"], row["week"]) == (student, "week1")}
    assert (rows["sigmoid"]["points"], rows["why_nonlinear"]["points"]) == ("1", "4")
    term.run("feedback", "week1")
    page = (term.root / "feedback" / student / "week1" / "week1.html").read_text(encoding="utf-8")
    assert f"Read by a person, {student}." in page and "18" in page


def test_the_report_is_written_and_names_the_classes_mistakes(term):
    term.run("report", "week2")
    page = (term.root / "reports" / "week2.html").read_text(encoding="utf-8")
    assert all(f"feedback/{student}/week2/week2.html" in page for student in term.students("mistaken"))
    assert "mse" in page


def test_nothing_of_a_hostile_notebook_reached_the_tests(term):
    for student in term.students("hostile"):
        page = (term.root / "feedback" / student / "week2" / "week2.html").read_text(encoding="utf-8")
        assert "expect_array" not in page and "SQLite format" not in page
