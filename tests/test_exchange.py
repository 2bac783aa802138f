"""A JupyterHub's way from end to end: nbgrader's own commands on both sides of its exchange, and ours in the middle."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course.week import Week
from tests.this_course import course_copy

WRONG = "def linear(X, W, b):\n    return X @ W"


class Hub:
    """root: the course's folder. home: a student's. Both know the exchange."""

    def __init__(self, folder: Path):
        self.root, self.home, exchange = course_copy(folder / "course"), folder / "home", folder / "exchange"
        self.home.mkdir()
        exchange.mkdir()
        exchange.chmod(0o777)
        settings = f"\nc.Exchange.root = {str(exchange)!r}\n"
        with (self.root / "nbgrader_config.py").open("a") as file:
            file.write(settings)
        (self.home / "nbgrader_config.py").write_text(f"c = get_config()\nc.CourseDirectory.course_id = 'ccn'{settings}")
        self._environment = os.environ | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "HOME": str(self.home),
            "JUPYTER_DATA_DIR": str(folder / "data"), "JUPYTER_CONFIG_DIR": str(folder / "config"),
        }
        self.week = Week.load(self.root, "week1")

    def teacher(self, *words: str) -> str:
        return self._run(self.root, *words)

    def student(self, *words: str) -> str:
        return self._run(self.home, *words)

    def solve(self, texts: dict[str, str]) -> None:
        """Fill the fetched notebook in: the solutions, but `texts` where they name an exercise."""
        path = self.home / "week1" / "week1.ipynb"
        notebook = json.loads(path.read_text(encoding="utf-8"))
        solved = {e.id: re.sub("### (BEGIN|END) SOLUTION", "", self.week.solution(e.id)) for e in self.week.exercises} | texts
        for cell in notebook["cells"]:
            cell["source"] = solved.get(cell["metadata"].get("nbgrader", {}).get("grade_id"), cell["source"])
        path.write_text(json.dumps(notebook), encoding="utf-8")

    def pages(self) -> list[str]:
        """What the student has fetched, by the time of the submission."""
        return [path.read_text(encoding="utf-8") for path in sorted(self.home.glob("week1/feedback/*/week1.html"))]

    def _run(self, folder: Path, *words: str) -> str:
        done = subprocess.run([sys.executable, "-m", *words], cwd=folder, env=self._environment, capture_output=True, text=True)
        said = done.stdout + done.stderr
        assert done.returncode == 0 and "Traceback" not in said and "ERROR" not in said, said
        return said


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    return Hub(tmp_path_factory.mktemp("hub"))


def test_everything_from_the_release_to_the_second_feedback(hub):
    released = (hub.root / "release/week1/week1.ipynb").read_bytes()
    hub.teacher("nbgrader", "generate_assignment", "week1", "--force")
    assert (hub.root / "release/week1/week1.ipynb").read_bytes() == released
    hub.teacher("nbgrader", "release_assignment", "week1")

    hub.student("nbgrader", "fetch_assignment", "week1")
    hub.solve({"linear": WRONG})
    hub.student("nbgrader", "submit", "week1")

    # One who handed in by another way has no secret, and must not end the run for all.
    other = hub.root / "submitted/by_mail/week1"
    other.mkdir(parents=True)
    (other / "week1.ipynb").write_bytes((hub.home / "week1/week1.ipynb").read_bytes())

    hub.teacher("nbgrader", "collect", "week1")
    assert len(list(hub.root.glob("submitted/*/week1/submission_secret.txt"))) == 1
    hub.teacher("autograder", "grade", "week1")
    hub.teacher("nbgrader", "release_feedback", "week1")
    hub.student("nbgrader", "fetch_feedback", "week1")
    (first,) = hub.pages()
    assert "could not run" not in first and '<b>3</b> / 3' not in first.split('id="row-relu"')[0]

    hub.solve({})
    hub.student("nbgrader", "submit", "week1")
    hub.teacher("nbgrader", "collect", "week1", "--update")
    hub.teacher("autograder", "grade", "week1")
    hub.teacher("nbgrader", "release_feedback", "week1")
    hub.student("nbgrader", "fetch_feedback", "week1")
    before, after = hub.pages()
    assert before == first and after != first and '<b>3</b> / 3' in after.split('id="row-relu"')[0]


def test_a_regrade_and_nbgraders_own_autograde_reach_the_student_too(hub):
    page = next(p for p in hub.root.glob("feedback/*/week1/week1.html") if "by_mail" not in p.parts)
    latest = hub.pages()[-1]
    page.unlink()
    hub.teacher("nbgrader", "autograde", "week1", "--student", page.parts[-3], "--force")
    assert page.read_text(encoding="utf-8") == latest
    hub.teacher("autograder", "grade", "week1", "--anew")
    page.write_text("changed since", encoding="utf-8")
    hub.teacher("nbgrader", "release_feedback", "week1")
    hub.student("nbgrader", "fetch_feedback", "week1")
    assert "changed since" in hub.pages()
    assert "unchanged" in hub.teacher("autograder", "grade", "week1")
