"""A second course, of statistics with pandas: data frames, texts, dicts and a class cross the wall; every command works there,
and two courses in one process do not see each other."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder.cli import app
from autograder.course.course import Course
from autograder.course.week import Week
from autograder.errors import UserError
from autograder.graders.variants import variants
from autograder.marking.marker import Marker
from autograder.sandbox import Sandbox
from tests.solved import with_texts
from tests.this_course import ROOT

STATISTICS = ROOT / "tests/courses/statistics"


def run(course: Path, *words: str) -> str:
    """A command of the course, to its end; it must go well."""
    done = subprocess.run([sys.executable, "-m", "autograder", *words], cwd=course, capture_output=True, text=True, timeout=600,
                          env=os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"})
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """The course, built."""
    folder = tmp_path_factory.mktemp("second") / "statistics"
    shutil.copytree(STATISTICS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    assert "release/week2" in run(folder, "release")
    return folder


@pytest.fixture(scope="module")
def marker(course):
    with Marker(Course.load(course).limits_of, Sandbox(packages=("numpy", "pandas"))) as marker:
        yield marker


@pytest.fixture(scope="module")
def weeks(course) -> dict[str, Week]:
    return {name: Week.load(course, name) for name in ("week1", "week2")}


def marked(marker, week: Week, **texts: str):
    """Exercise -> its result, for a solved notebook with these texts."""
    result = marker.mark(week, with_texts(week, texts), f"{week.id}.ipynb").result
    return {e.id: e for e in result.exercises}


def told(exercise) -> list[str]:
    return [test.message for test in exercise.tests if not test.passed]


def mistake(week: Week, exercise: str, name: str) -> str:
    """The text of a known mistake, bound to the exercise's name."""
    return next(v.source for v in variants(week, "mistakes", exercise) if v.name == name)


@pytest.mark.parametrize("words", [("week2", "--exercise", "Line"), ("--local",)])
def test_the_course_is_proved(course, words):
    said = run(course, "check", *words)
    assert re.search(r"Line +│ +5 / 5 │ +5 / 5 │", said)


def test_right_answers_get_full_marks_and_nothing_written_gets_none(marker, weeks):
    for week in weeks.values():
        assert {e.outcome for e in marked(marker, week).values()} == {"passed"}
        empty = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
        assert marker.mark(week, empty, "x.ipynb").result.score == 0


def test_pandas_is_there_before_a_notebook_asks_for_it(marker, weeks):
    week = weeks["week1"]
    look = "import sys\nassert 'pandas' in sys.modules\n" + week.solution("commonest")
    assert marked(marker, week, commonest=look)["commonest"].outcome == "passed"


@pytest.mark.parametrize("text, says", [
    ("def group_means(data):\n    return data.groupby(['group', 'value']).size()",
     "The result is a series with a MultiIndex; a data frame was expected. reset_index() makes columns of an index."),
    ("def group_means(data):\n    return None", "The result is None; a data frame was expected. Is a return missing?"),
    ("def group_means(data):\n    return data",
     "The result has no column 'mean'; the columns 'group', 'mean', 'n' were expected."),
    ("class Own(pd.DataFrame):\n    pass\n\n\ndef group_means(data):\n    return Own(data)",
     "The result is a data frame of a type of its own; a data frame was expected."),
    ("def group_means(data):\n    return pd.DataFrame({'mean': [object()]})",
     "The result is a data frame that holds a value of type object; a data frame was expected."),
    ("def group_means(data):\n    return pd.DataFrame(index=range(10**12))",
     "The result is a data frame that is very large; a data frame was expected."),
    ("def group_means(data):\n    return pd.concat([data, data], axis=1)",
     "The result is a data frame with two columns of one name; a data frame was expected."),
])
def test_whatever_comes_back_in_place_of_a_frame_is_a_sentence(marker, weeks, text, says):
    exercise = marked(marker, weeks["week1"], group_means=text)["group_means"]
    assert exercise.outcome == "failed" and told(exercise)[0] == says


def test_right_values_in_a_wrong_form_cost_what_a_form_is_worth(marker, weeks):
    text = "def group_means(data):\n    return data.groupby('group')['value'].agg(['mean', 'size']).rename(columns={'size': 'n'})"
    exercise = marked(marker, weeks["week1"], group_means=text)["group_means"]
    assert exercise.score == pytest.approx(0.9 * exercise.max_score)
    assert told(exercise) == ["'group' is the index of the result; a column was expected."]


def test_a_frame_that_was_written_into_is_told_and_named(marker, weeks):
    text = mistake(weeks["week1"], "group_means", "group_means_in_place")
    exercise = marked(marker, weeks["week1"], group_means=text)["group_means"]
    assert any("changed its argument data" in sentence for sentence in told(exercise))
    assert exercise.mistake.name == "group_means_in_place"


@pytest.mark.parametrize("name, says", [
    ("LineShared", "What a line answers changes when another one is made and used: what it keeps has to be its own (self.x), and "
                   "neither the class's nor a global variable."),
    ("LineMoves", "predict gives something else the second time after another call, with the same arguments: something of an "
                  "earlier call is left."),
    ("LineFittedOnce", "(the line was fitted to other data before)."),
    ("LineWithoutPredict", "The class Line has no predict: an object of it has neither a method nor an attribute of that name."),
])
def test_each_mistake_of_a_class_has_its_sentence_and_its_name(marker, weeks, name, says):
    exercise = marked(marker, weeks["week2"], Line=mistake(weeks["week2"], "Line", name))["Line"]
    assert any(says in sentence for sentence in told(exercise)), told(exercise)
    assert exercise.mistake.name == name


@pytest.mark.parametrize("text, reason", [
    ("x = 1", "There is no class Line in the notebook."),
    ("def Line(x, y):\n    return 1", "Line is a function; a class of that name was expected."),
    ("class Line:\n    def __init__(self, x, y):\n        raise NotImplementedError", "Line is not written yet"),
])
def test_a_class_that_is_not_there_could_not_be_run(marker, weeks, text, reason):
    exercise = marked(marker, weeks["week2"], Line=text)["Line"]
    assert exercise.outcome == "could_not_run" and reason in exercise.reason and exercise.score == 0


def test_a_method_that_ends_its_process_costs_its_own_test(marker, weeks):
    text = weeks["week2"].solution("Line").replace("return self.intercept + self.slope * data[self.x]", "import os; os._exit(1)")
    exercise = marked(marker, weeks["week2"], Line=text)["Line"]
    assert {t.name for t in exercise.tests if t.passed} == {"test_fitted", "test_fitted_anew", "test_two_lines", "form"}
    assert told(exercise)[0].startswith("Line.predict gave no answer: its process ended")


def test_a_wrong_function_below_a_class_is_stood_in_for(marker, weeks):
    found = marked(marker, weeks["week2"], slope="def slope(x, y):\n    return 0.0")
    assert found["slope"].outcome == "failed"
    assert found["Line"].outcome == "passed" and found["Line"].used_reference == ("slope",)


def test_a_class_of_pupils_is_graded_and_reads_what_became_of_it(course, weeks):
    week = weeks["week2"]
    for student, texts in (("anna", {}), ("bert", {"Line": mistake(week, "Line", "LineShared")}),
                           ("cleo", {"slope": "def slope(x, y):\n    return 1"})):
        folder = course / "submitted" / student / "week2"
        folder.mkdir(parents=True)
        (folder / "week2.ipynb").write_bytes(with_texts(week, texts))
    assert "3 submissions" in run(course, "grade", "week2")
    assert "3 pages" in run(course, "feedback", "week2")
    page = (course / "feedback/bert/week2/week2.html").read_text(encoding="utf-8")
    assert "Slope and intercept stand in the class" in page
    assert "anna" in run(course, "grades")


def test_two_courses_of_one_week_id_do_not_see_each_other(course, marker, weeks, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(course, other, ignore=shutil.ignore_patterns("submitted", "feedback", ".autograder", "*.db"))
    text = other / "assignments/week1/hidden/test_commonest.py"
    text.write_text(text.read_text().replace('"lime")\n', '"date")\n'))
    theirs = Week.load(other, "week1")
    assert theirs.id == weeks["week1"].id and theirs.key != weeks["week1"].key
    ours = Week.load(ROOT, "week1")
    for _ in range(2):
        assert marked(marker, weeks["week1"])["commonest"].outcome == "passed"
        assert marked(marker, theirs)["commonest"].outcome == "failed"
        assert marked(marker, ours)["linear"].outcome == "passed"


@pytest.mark.parametrize("words", [("check",), ("grade", "week1"), ("mark", "week1", "x.ipynb"), ("release",), ("grades",),
                                   ("feedback", "week1"), ("report", "week1")])
def test_a_folder_without_a_course_is_a_sentence(tmp_path, words):
    done = CliRunner().invoke(app, [*words, "--root", str(tmp_path)])
    assert isinstance(done.exception, UserError) and "There is no course.toml in" in str(done.exception)


def test_two_weeks_of_one_id_are_a_sentence(course, tmp_path):
    text = (course / "course.toml").read_text().replace('id = "week2"', 'id = "week1"')
    (tmp_path / "course.toml").write_text(text)
    with pytest.raises(UserError, match="a second week has the id 'week1'; give one of them another"):
        Course.load(tmp_path)


def test_a_course_without_nbgraders_settings_cannot_be_built_and_says_so(course, tmp_path):
    shutil.copytree(course / "assignments", tmp_path / "assignments")
    shutil.copy(course / "course.toml", tmp_path)
    done = CliRunner().invoke(app, ["release", "--root", str(tmp_path)])
    assert isinstance(done.exception, UserError) and "There is no nbgrader_config.py" in str(done.exception)


@pytest.mark.parametrize("words", [("mark", "week1", "release/week1/week1.ipynb"), ("grade", "week1"),
                                   ("check", "week1", "--local")])
def test_a_week_without_hidden_tests_is_a_sentence(course, tmp_path, words):
    for kind in ("source", "release"):
        shutil.copytree(course / kind / "week1", tmp_path / kind / "week1")
    for name in ("course.toml", "students.csv", "nbgrader_config.py"):
        shutil.copy(course / name, tmp_path)
    chosen = [str(tmp_path / word) if word.endswith(".ipynb") else word for word in words]
    done = CliRunner().invoke(app, [*chosen, "--root", str(tmp_path)])
    assert isinstance(done.exception, UserError)
    says = "week1 has no hidden tests for group_means, describe, commonest. Write assignments/week1/hidden/test_group_means.py"
    assert says in str(done.exception)
