"""Marks out: the files that people, Moodle and Canvas read, from real gradebooks made with nbgrader's own API."""

import csv
import datetime
import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties
from traitlets.config import Config

from autograder.cli import main
from autograder.course.class_list import ClassList, Sender, Student
from autograder.course.course import Course
from autograder.course.marks import as_points
from autograder.course.people import found_by
from autograder.errors import UserError
from autograder.lms.export import export, grades, questions, waiting_told, week_table, write
from autograder.lms.tables import Table, as_number, harmless
from autograder.records.ledger import Ledger, built_weeks, opened
from tests.this_course import ROOT

EXERCISES = {  # id: (points, bonus, written)
    "week1": {"linear": (8, 0, False), "relu": (8, 0, False), "why": (4, 0, True), "extra": (0, 3, False)},
    "week2": {"softmax": (16, 0, False), "derive": (4, 0, True), "prove": (0, 3, True)},
}
#: student -> week -> (exercise -> points or (points, extra credit), days after the due date)
MARKS = {
    "s01": {"week1": ({"linear": 8, "relu": 8, "why": 3, "extra": (0, 3)}, -1),  # 19 + 3 -> 20
            "week2": ({"softmax": 12, "derive": 2, "prove": (0, 1)}, -1)},  # 15
    "s02": {"week1": ({"linear": 8, "relu": 4, "why": 4}, 1.5),  # 16, two started days late: x 0.8 = 12.8
            "week2": ({"softmax": 16, "derive": None}, -1)},  # 16, derive still to be marked
    "s03": {"week1": ({"linear": 8, "relu": 8, "why": 4}, 9)},  # after the hard stop: 0
    "s04": {},
}
#: total of each week, sum, percent of 40, grade: by hand
BY_HAND = {
    "s01": (20, 15, 35, 87.5, 4),
    "s02": (12.8, 16, 28.8, 72, 3),
    "s03": (0, 0, 0, 0, 0),
    "s04": (0, 0, 0, 0, 0),
}
NAMES = {"s01": "Ä Öinen", "s02": 'Comma, "Quote"', "s03": '=HYPERLINK("http://x")', "s04": ""}


@pytest.fixture
def course(tmp_path, made_course) -> Course:
    """A course of its own for each test."""
    return Course.load(Path(shutil.copytree(made_course, tmp_path / "course")))


@pytest.fixture(scope="module")
def made_course(tmp_path_factory) -> Path:
    """A course of two weeks with notebooks of our making, and a gradebook of four students."""
    root = tmp_path_factory.mktemp("course")
    (root / "course.toml").write_text(
        'name = "C"\ninstitution = "U"\ntime_zone = "Europe/Helsinki"\nfirst_thursday = 2021-01-21\n'
        '[[weeks]]\nid = "week1"\ntitle = "Layers"\n[[weeks]]\nid = "week2"\ntitle = "Losses"\n'
        '[late]\npolicy = "hard"\ndays = 7\npercent = 10\n[grades]\nthresholds = [50, 60, 70, 80, 90]\n')
    shutil.copy(ROOT / "nbgrader_config.py", root)
    for week, exercises in EXERCISES.items():
        notebook = nbformat.v4.new_notebook(cells=[_cell(*item) for item in exercises.items()])
        for kind in ("source", "release"):
            (root / kind / week).mkdir(parents=True)
            nbformat.write(notebook, root / kind / week / f"{week}.ipynb")
        (root / "assignments" / week / "hidden").mkdir(parents=True)
    course = Course.load(root)
    os.environ["PATH"] = _env()["PATH"]  # nbgrader calls alembic by name when it makes a gradebook
    with Gradebook(f"sqlite:///{root}/gradebook.db", "ccn") as gradebook:
        for week, exercises in EXERCISES.items():
            _add_week(gradebook, week, exercises)
        for student, weeks in MARKS.items():
            first, _, last = NAMES[student].partition(" ")
            gradebook.add_student(student, first_name=first, last_name=last, email=f"{student}@example.org")
            for week, (marks, days) in weeks.items():
                _add_marks(gradebook, week, student, marks, course.due(week) + datetime.timedelta(days=days))
        gradebook.db.commit()
    return root


def _cell(name, settings):
    points, bonus, written = settings
    metadata = {"nbgrader": {"grade": True, "grade_id": name if written else f"test_{name}", "points": points,
                             "solution": written, "locked": not written, "schema_version": 3, "task": False}}
    if bonus:
        metadata["autograder"] = {"bonus": bonus}
    new = nbformat.v4.new_markdown_cell if written else nbformat.v4.new_code_cell
    return new("", metadata=metadata)


def _add_week(gradebook, week, exercises):
    gradebook.add_assignment(week)
    gradebook.add_notebook(week, week)
    for name, (points, _, written) in exercises.items():
        cell = name if written else f"test_{name}"
        gradebook.add_grade_cell(cell, week, week, max_score=points, cell_type="markdown" if written else "code")
        gradebook.add_solution_cell(name, week, week)


def _add_marks(gradebook, week, student, marks, handed_in):
    gradebook.add_submission(week, student, timestamp=handed_in.astimezone(datetime.UTC).replace(tzinfo=None))
    for name, (_, _, written) in EXERCISES[week].items():
        earned = marks.get(name, 0)
        earned, extra = earned if isinstance(earned, tuple) else (earned, None)
        grade = gradebook.find_grade(name if written else f"test_{name}", week, week, student)
        setattr(grade, "manual_score" if written else "auto_score", earned)
        grade.extra_credit, grade.needs_manual_grade = extra, earned is None
    gradebook.find_comment("linear" if week == "week1" else "softmax", week, week, student).manual_comment = (
        "=1+1 is not\nan answer, <b>" if student == "s01" else None)


@pytest.fixture
def ledger(course) -> Ledger:
    listed = [Student(s, moodle=f"10{s[2:]}", canvas=f"20{s[2:]}") for s in MARKS]
    with opened(course) as gradebook:
        return Ledger.read(course, built_weeks(course), gradebook, listed)


def _rows(table: Table) -> dict[str, dict[str, str]]:
    """student -> column -> text, read back from the bytes as any program would."""
    text = table.bytes().decode("utf-8-sig")
    return {row.get("student") or row["Identifier"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def test_final_grades_are_those_worked_out_by_hand(ledger):
    rows = _rows(grades(ledger))
    columns = ("week1", "week2", "total (of 40)", "percent", "grade")
    got = {s: tuple(float(r[c]) for c in columns) for s, r in rows.items()}
    assert got == BY_HAND


def test_a_week_shows_how_its_total_comes_about(ledger):
    rows = _rows(week_table(ledger, ledger.weeks[0]))
    assert (rows["s01"]["earned"], rows["s01"]["bonus"], rows["s01"]["before_late"]) == ("19", "3", "20")
    assert (rows["s02"]["late_days"], rows["s02"]["late_factor"], rows["s02"]["total (of 20)"]) == ("2", "0.8", "12.8")
    assert rows["s02"]["handed_in"] == "2021-01-30 11:59:59"
    assert (rows["s04"]["linear"], rows["s04"]["total (of 20)"]) == ("", "0")


def test_questions_have_a_row_a_student_and_exercise_with_the_comment(ledger):
    table = questions(ledger, ledger.weeks)
    assert len(table.rows) == 3 * 4 + 2 * 3
    row = next(r for r in table.rows if r[:3] == ["week1", "linear", "s01"])
    assert row[-1] == "'=1+1 is not\nan answer, <b>"
    assert table.bytes().startswith(b"\xef\xbb\xbf")


def test_answers_that_wait_for_a_person_are_told(ledger):
    assert export(ledger, ["week2"]).waiting == 1
    assert waiting_told(ledger, ["week1", "week2"]) == ["week2 derive: 1 to mark: s02."]
    assert _rows(grades(ledger))["s02"]["waiting"] == "week2:derive"


def test_names_survive_and_formulas_do_not(ledger):
    rows = _rows(grades(ledger))
    assert rows["s01"]["name"] == "Ä Öinen"
    assert rows["s02"]["name"] == 'Comma, "Quote"'
    assert rows["s03"]["name"] == "'" + NAMES["s03"]
    for content in export(ledger, ["week1", "week2"]).files.values():
        for cell in (c for row in csv.reader(io.StringIO(_text(content), newline="")) for c in row):
            assert not cell.startswith(("=", "+", "@")) and (not cell.startswith("-") or cell == "-")


def _text(content: bytes) -> str:
    return "" if content.startswith(b"PK") else content.decode("utf-8-sig")


@pytest.mark.parametrize("text, cell", [
    ("=1", "'=1"), ("+358", "'+358"), ("-x", "'-x"), ("@a", "'@a"), ("\t=1", "'\t'=1"), ("O'Neil", "O'Neil"), ("", ""),
    ("Student;=1+2", "Student;'=1+2"), ("a,@b", "a,'@b"), ("a\t-b", "a\t'-b"), ("a\n+1", "a\n'+1"), ('a; "=1"', 'a; "\'=1"'),
    ("Meier; Max", "Meier; Max"), ("x = 1; y - 2", "x = 1; y - 2")])
def test_a_cell_that_looks_like_a_formula_in_any_reading_gets_an_apostrophe(text, cell):
    assert harmless(text) == cell


def test_marks_are_written_as_every_platform_reads_them():
    assert [as_points(x) for x in (17, 17.5, 12.02, 0, 0.1, 100)] == ["17", "17.5", "12.02", "0", "0.1", "100"]


# Moodle

WORKSHEET = '''Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",\
"Last modified (submission)","Last modified (grade)","Feedback comments"
"Participant 9001","Ä Öinen",s01@example.org,Submitted,,20.00,Yes,"Monday, 1 February 2021, 8:00 AM",-,"Well done"
"Participant 9002","Comma, ""Quote""",S02@EXAMPLE.ORG,Submitted,3.00,20.00,Yes,-,"Monday, 1 March 2021, 8:00 AM",
"Participant 101","@Somebody",s03@example.org,"Submitted for grading",,20.00,No,-,-,
"Participant 104","Nobody Here",s04@example.org,"No submission",,20.00,Yes,-,-,
"Participant 9005","A Stranger",stranger@example.org,"No submission",,20.00,Yes,-,-,
'''


@pytest.fixture
def worksheet(tmp_path) -> Path:
    path = tmp_path / "Grades-CCN-Week 1.csv"
    path.write_text(WORKSHEET, encoding="utf-8-sig")
    return path


def test_a_downloaded_worksheet_comes_back_with_only_grades_and_comments_changed(ledger, worksheet):
    before = Table.read(worksheet)
    found = export(ledger, ["week1"], worksheet=worksheet)
    worksheet.write_bytes(found.files["moodle-week1.csv"])
    after = Table.read(worksheet)
    assert after.header == before.header and after.bom and len(after.rows) == len(before.rows)
    changed = {(r, after.header[c]) for r, (a, b) in enumerate(zip(after.rows, before.rows))
               for c, (x, y) in enumerate(zip(a, b)) if x != y}
    assert changed == {(0, "Grade"), (0, "Feedback comments"), (1, "Grade"), (1, "Feedback comments"), (2, "Full name")}
    assert [row[4] for row in after.rows] == ["20", "12.8", "", "", ""]


def test_a_worksheet_told_what_it_left_out(ledger, worksheet):
    notes = " ".join(export(ledger, ["week1"], worksheet=worksheet).notes)
    assert "locked" in notes and "s03" in notes and "Participant 9005" in notes


def test_a_participants_number_from_another_assignment_gives_nobody_anothers_marks(ledger, worksheet):
    worksheet.write_text(WORKSHEET.splitlines()[0] + "\nParticipant 101,A Stranger,,,,20,Yes,-,-,\n")
    found = export(ledger, ["week1"], worksheet=worksheet)
    worksheet.write_bytes(found.files["moodle-week1.csv"])
    assert Table.read(worksheet).rows[0][4] == "" and any("Participant 101" in note for note in found.notes)


def test_a_worksheet_without_names_goes_by_the_numbers_of_the_class_list(ledger, worksheet):
    worksheet.write_text("Identifier,Grade,Last modified (grade)\nParticipant 102,,-\n")
    found = export(ledger, ["week1"], worksheet=worksheet)
    worksheet.write_bytes(found.files["moodle-week1.csv"])
    assert Table.read(worksheet).rows == [["Participant 102", "12.8", "-"]]


def test_a_comment_keeps_what_was_there_and_is_not_added_twice(ledger, worksheet):
    for _ in range(2):
        worksheet.write_bytes(export(ledger, ["week1"], worksheet=worksheet).files["moodle-week1.csv"])
    first, second = (row[9] for row in Table.read(worksheet).rows[:2])
    assert first == "Well done<br>Marks: 20 of 20. Bonus: 3.<br>linear: =1+1 is not<br>an answer, &lt;b&gt;"
    assert second == "Marks: 12.8 of 20. Late by 2 days: 16 x 80%."


def test_marks_are_scaled_to_moodles_maximum_and_that_is_told(ledger, worksheet):
    worksheet.write_text(WORKSHEET.replace("20.00", "100.00"), encoding="utf-8")
    found = export(ledger, ["week1"], worksheet=worksheet)
    worksheet.write_bytes(found.files["moodle-week1.csv"])
    assert [row[4] for row in Table.read(worksheet).rows][:2] == ["100", "64"]
    assert any("maximum is 100" in note for note in found.notes)


def test_a_worksheet_made_from_the_class_list_has_moodles_columns(ledger):
    rows = _rows(Table.read(_saved(export(ledger, ["week1"]), "moodle-week1.csv", ledger)))
    assert rows["Participant 101"]["Grade"] == "20"
    assert rows["Participant 104"]["Grade"] == "" and rows["Participant 104"]["Status"] == "No submission"
    assert rows["Participant 103"]["Grade"] == "0"


def _saved(found, name, ledger) -> Path:
    write(found.files, ledger.course.root / "exports")
    return ledger.course.root / "exports" / name


def test_feedback_goes_into_folders_that_moodle_splits_at_the_right_underscores(ledger, worksheet):
    for student in ("s01", "s02"):
        page = ledger.course.root / "feedback" / student / "week1" / "week1.html"
        page.parent.mkdir(parents=True)
        page.write_text(f"<p>{student}</p>")
    found = export(ledger, ["week1"], worksheet=worksheet)
    with zipfile.ZipFile(io.BytesIO(found.files["moodle-week1-feedback.zip"])) as archive:
        names = archive.namelist()
        assert archive.read(names[0]) == b"<p>s01</p>"
    # What importziplib.php does with a path: the first part split at most five times at underscores.
    assert [name.split("/")[0].split("_", 4)[1:] for name in names] == [
        ["9001", "assignsubmission", "file", ""], ["9002", "assignsubmission", "file", ""]]
    assert names == ["Ä Öinen_9001_assignsubmission_file_/week1.html",
                     "Comma, Quote_9002_assignsubmission_file_/week1.html"]
    again = export(ledger, ["week1"], worksheet=worksheet).files["moodle-week1-feedback.zip"]
    assert again == found.files["moodle-week1-feedback.zip"]


@pytest.mark.parametrize("content, word", [
    (b"", "empty"), (b"Tunniste,Arvosana\n1,2\n", "English"), (b"\xff\xfe\x00", "UTF-8"),
    (b'Identifier,"Grade\n' + b"x" * 200000, "CSV"),
])
def test_what_is_no_worksheet_is_refused_with_a_reason(ledger, tmp_path, content, word):
    path = tmp_path / "sheet.csv"
    path.write_bytes(content)
    with pytest.raises(UserError, match=word):
        export(ledger, ["week1"], worksheet=path)


def test_a_missing_file_and_two_weeks_for_one_worksheet_are_refused(ledger, tmp_path, worksheet):
    with pytest.raises(UserError, match="cannot be read"):
        export(ledger, ["week1"], worksheet=tmp_path / "none.csv")
    with pytest.raises(UserError, match="one week"):
        export(ledger, ["week1", "week2"], worksheet=worksheet)


# Canvas

GRADEBOOK = '''Student,ID,SIS User ID,SIS Login ID,Section,Week 1 (1234),Week 2: Losses (1235),Essay (77),Final Score
,,,,,Manual Posting,,,
    Points Possible,,,,,20,40,10,(read only)
"Öinen, Ä",201,,,Group A,,,9,80
"Quote"", ""Comma",7777,s02,,Group A,EX,,,
"=cmd()",7778,,s03@example.org,Group B,5,,,
"Student, Test",9999,,,Group A,,,,
'''


def test_a_canvas_gradebook_comes_back_with_only_the_weeks_changed(ledger, tmp_path):
    path = tmp_path / "2021-02-01_Grades-CCN.csv"
    path.write_text(GRADEBOOK, encoding="utf-8")
    before = Table.read(path)
    found = export(ledger, ["week1", "week2"], gradebook=path)
    path.write_bytes(found.files["canvas.csv"])
    after = Table.read(path)
    assert after.header == before.header and not after.bom
    assert [row[5] for row in after.rows] == ["Manual Posting", "20", "20", "EX", "0", ""]
    assert [row[6] for row in after.rows] == ["", "40", "30", "32", "", ""]  # scaled from 20 to 40
    assert [row[7:] for row in after.rows] == [row[7:] for row in before.rows]
    assert after.rows[4][0] == "'=cmd()"
    notes = " ".join(found.notes)
    assert "Student, Test" in notes and "scaled" in notes and "EX" in notes


def test_a_canvas_gradebook_made_from_the_class_list_has_canvas_columns(ledger):
    table = Table.read(_saved(export(ledger, ["week1"]), "canvas.csv", ledger))
    assert table.header == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Week 1: Layers"]
    assert table.rows[0] == ["    Points Possible", "", "", "", "", "20"]
    assert table.rows[1] == ["Ä Öinen", "201", "s01", "s01@example.org", "", "20"]
    assert table.rows[4] == ["s04", "204", "s04", "s04@example.org", "", ""]


@pytest.mark.parametrize("content, word", [
    ("Name,Points\na,1\n", "not a Canvas gradebook"),
    ("Student,ID,Section,Essay (1)\na,1,A,\n", "no column for week1"),
    ("Student,ID,Section,Week 1 (1),week1 (2)\na,1,A,,\n", "2 columns"),
])
def test_what_is_no_canvas_gradebook_is_refused_with_a_reason(ledger, tmp_path, content, word):
    path = tmp_path / "grades.csv"
    path.write_text(content)
    with pytest.raises(UserError, match=word):
        export(ledger, ["week1"], gradebook=path)


def test_a_semicolon_file_saved_by_excel_is_read_and_written_as_it_came(ledger, tmp_path):
    path = tmp_path / "grades.csv"
    path.write_text("Student;ID;Section;Week 1 (1)\nPoints Possible;;;20,00\nx;201;A;\n", encoding="utf-8-sig")
    path.write_bytes(export(ledger, ["week1"], gradebook=path).files["canvas.csv"])
    assert path.read_text("utf-8-sig").splitlines()[2] == "x;201;A;20"


# Lateness in nbgrader

def test_nbgraders_late_penalty_arrives_at_the_same_total(course, ledger):
    """Its own preprocessor, with our plugin, on a gradebook that knows the due date."""
    settings = Config({"CourseDirectory": {"root": str(course.root)}})
    settings.AssignLatePenalties.plugin_class = "autograder.nbgrader_plugins.CourseLatePenalty"
    url = f"sqlite:///{course.root}/gradebook.db"
    with Gradebook(url, "ccn") as gradebook:
        due = course.due("week1").astimezone(datetime.UTC)
        gradebook.find_assignment("week1").duedate = due.replace(tzinfo=None)
        gradebook.find_grade("test_extra", "week1", "week1", "s02").extra_credit = 3
        gradebook.db.commit()
    for student in ("s01", "s02", "s03"):
        resources = {"nbgrader": {"notebook": "week1", "assignment": "week1", "student": student, "db_url": url}}
        AssignLatePenalties(config=settings).preprocess(nbformat.v4.new_notebook(), resources)
    with Gradebook(url, "ccn") as gradebook:
        off = {s: gradebook.find_submission_notebook("week1", "week1", s).late_submission_penalty
               for s in ("s01", "s02", "s03")}
    assert off == {"s01": None, "s02": pytest.approx(16 + 3 - 15.2), "s03": 20}  # (16 + 3) x 0.8, and nothing


# Matching

def test_a_clue_that_two_students_share_finds_nobody():
    listed = ClassList([Student("a", "Same Name"), Student("b", "Name, Same"), Student("c", "Other", "c@x.org")])
    assert found_by(listed, Sender("Same Name", lms="canvas")) is None
    assert found_by(listed, Sender("Same Name", lms="canvas"), Sender(" C@X.org ")).id == "c"


def test_nobody_gets_anothers_marks_by_taking_their_id_or_address_for_a_name(ledger, worksheet):
    for stolen in ("s01", "s01@example.org"):
        worksheet.write_text(WORKSHEET.splitlines()[0] + f"\nParticipant 9009,{stolen},me@example.org,,,20,Yes,-,-,\n")
        found = export(ledger, ["week1"], worksheet=worksheet)
        worksheet.write_bytes(found.files["moodle-week1.csv"])
        assert Table.read(worksheet).rows[0][4] == ""


# The commands

@pytest.fixture
def run(course, capsys, monkeypatch):
    """Runs `autograder` as at the command line; returns exit code, standard output and standard error."""
    def running(*args: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["autograder", *args, "--root", str(course.root)])
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code, *capsys.readouterr()
    return running


def test_the_command_writes_warns_and_with_strict_refuses(course, run):
    out = course.root / "out"
    code, told, _ = run("export", str(out), "--dry-run")
    assert code == 0 and not out.exists() and "would write" in told
    code, _, warned = run("export", str(out), "--strict")
    assert code == 1 and not out.exists() and "week2 derive: 1 to mark: s02" in warned
    code, _, warned = run("export", str(out))
    assert code == 0 and "week2 derive: 1 to mark: s02" in warned
    assert {p.name for p in out.iterdir()} == {
        "questions.csv", "week1.csv", "week2.csv", "canvas.csv", "grades.csv"}


@pytest.mark.parametrize("args", [("export", "out", "--week", "week9"), ("grades", "--week", "x"),
                                  ("export", "out", "--canvas", "none.csv"), ("export",)])
def test_a_users_mistake_exits_2(run, args):
    assert run(*args)[0] == 2


def test_without_a_gradebook_the_next_step_is_told(course, run):
    (course.root / "gradebook.db").unlink()
    code, _, told = run("grades")
    assert code == 2 and told.count("\n") == 1 and "autograder grade week1" in told


def test_the_grades_command_prints_the_table(run):
    code, table, _ = run("grades")
    assert code == 0
    line = next(line for line in table.splitlines() if line.startswith("s02"))
    assert line.split()[1:] == ["12.8", "16", "28.8", "72", "3", "*"]


def test_the_class_list_brings_platform_numbers_and_those_who_never_handed_in(course, run):
    (course.root / "students.csv").write_text("id,name,moodle\ns01,Ä Öinen,77\ns99,Never There,78\n", encoding="utf-8")
    run("export", str(course.root / "out"), "--week", "week1")
    sheet = Table.read(course.root / "out" / "moodle-week1.csv")
    assert [row[0] for row in sheet.rows] == ["Participant 77", "Participant 78"]
    assert Table.read(course.root / "out" / "grades.csv").rows[-1][0] == "s99"


def test_nbgraders_own_export_writes_the_same_files(course):
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "export", "--exporter=autograder.lms.export.CourseExporter", "--to", "out"],
        cwd=course.root, capture_output=True, text=True, env=_env())
    assert done.returncode == 0, done.stderr
    with opened(course) as gradebook:
        ledger = Ledger.read(course, built_weeks(course), gradebook)
    found = export(ledger, ["week1", "week2"])
    assert {p.name: p.read_bytes() for p in (course.root / "out").iterdir()} == found.files


def _env() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}


@pytest.mark.parametrize("text, value", [
    ("20.00", 20), ("20,00", 20), ("1,000.00", 1000), ("1.000,00", 1000), ("1,000", 1000), ("1 000,5", 1000.5), ("7", 7),
    ("12,345,678.9", 12_345_678.9), ("1.000", 1), ("", 0), ("-", 0), ("A-F", None), ("1,00,0", None), ("nan", None),
])
def test_a_number_is_read_as_platforms_write_it(text, value):
    assert as_number(text) == value


@pytest.mark.parametrize("most, grade, told", [
    ("1,000.00", "1000", "Moodle's maximum is 1000: marks were scaled to it."),
    ("Scale A-F", "20", "maxima in Moodle that are no number; marks were not scaled to them: Scale A-F."),
])
def test_a_maximum_of_moodles_is_scaled_to_or_told(ledger, tmp_path, most, grade, told):
    path = tmp_path / "sheet.csv"
    path.write_text(WORKSHEET.splitlines()[0] + f'\nParticipant 1001,,s01@example.org,,,"{most}",Yes,-,-,\n')
    found = export(ledger, ["week1"], worksheet=path)
    row, = csv.DictReader(io.StringIO(found.files["moodle-week1.csv"].decode("utf-8-sig")))
    assert row["Grade"] == grade and any(told in note for note in found.notes)
