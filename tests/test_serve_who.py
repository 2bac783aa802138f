"""Who gets in, and as whom: each way in against the real thing in a process of its own."""

from __future__ import annotations

import csv
import io
import itertools
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from autograder.course.course import Course
from autograder.serve.roll import Roll
from autograder.serve.state import engine_of
from tests.served import SERVE, Served, course_in, serving


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(course_in(tmp_path_factory.mktemp("links"))) as one:
        yield one


def invite(root: Path, *words: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "autograder", "invite", "--root", str(root), *words],
                          capture_output=True, text=True)


def rows_of(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))


def age(served: Served, person: str) -> None:
    """Make a person's sessions older than any may be."""
    engine = engine_of(served.course)
    with engine.begin() as db:
        db.execute(text("UPDATE sessions SET made = made - 181 * 86400 WHERE person = :person"), {"person": person})
    engine.dispose()


def test_a_stranger_is_asked_to_sign_in(served: Served):
    with served.client() as stranger:
        answer = stranger.get("/")
        assert answer.status_code == 401
        assert "personal link" in answer.text
        assert stranger.get("/class").status_code == 401


def test_a_link_opens_a_session_that_only_the_browser_holds(served: Served):
    link = served.link("s1")
    with served.client() as client:
        answer = client.get(link)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert link.removeprefix("/in/") not in cookie
        assert "Maja Lind" in client.get("/").text


def test_a_link_shown_by_a_program_is_as_good_as_a_cookie(served: Served):
    token = served.link("s2").removeprefix("/in/")
    with served.client() as program:
        assert "Otso Virta" in program.get("/", headers={"Authorization": f"Bearer {token}"}).text
        assert program.get("/", headers={"Authorization": f"Bearer {token}x"}).status_code == 401


def test_nothing_on_disk_is_a_link_or_a_cookie(served: Served):
    link = served.link("s1").removeprefix("/in/")
    with served.client("s1") as client:
        kept = b"".join(file.read_bytes() for file in (served.root / ".autograder").iterdir() if file.is_file())
        assert link.encode() not in kept
        assert client.cookies["autograder"].encode() not in kept


def test_roles_come_from_course_toml_today(served: Served):
    with served.client("s1") as student, served.client("ada@example.org") as instructor, served.client("ben") as assistant:
        assert student.get("/class").status_code == 404
        assert instructor.get("/class").status_code == 200
        assert assistant.get("/class").status_code == 200


def test_whoever_leaves_the_class_list_is_out_at_once(served: Served):
    listed = served.root / "students.csv"
    before = listed.read_text(encoding="utf-8")
    with served.client("s2") as client:
        assert client.get("/").status_code == 200
        listed.write_text("\n".join(line for line in before.splitlines() if not line.startswith("s2")) + "\n", encoding="utf-8")
        try:
            assert client.get("/").status_code == 401
            listed.write_text("id,nonsense\n1,2\n", encoding="utf-8")
            # A broken list locks nobody out, and lets nobody in.
            assert client.get("/").status_code == 401
            with served.client("s1") as other:
                assert other.get("/").status_code == 200
        finally:
            listed.write_text(before, encoding="utf-8")
        assert client.get("/").status_code == 200


def test_sign_out_ends_this_session_where_it_is_kept(served: Served):
    """A cookie that was copied before is worth nothing; the same person's other browser stays signed in."""
    for person, page in (("s1", "/"), ("ada@example.org", "/class")):
        with served.client(person) as client, served.client(person) as other, served.client() as thief:
            copied = client.cookies["autograder"]
            assert client.post("/sign-out").status_code == 403
            assert client.get(page).status_code == 200, "signed out without the page's token"
            assert re.search(r'action="/sign-out".*?<button[^>]*>Sign out</button>', client.get(page).text)
            answer = client.post("/sign-out", data={"csrf": served.csrf(client, page)})
            assert (answer.status_code, answer.headers["location"]) == (303, "/signed-out")
            assert "autograder" not in client.cookies
            gone = client.get("/signed-out")
            assert "You are signed out" in gone.text and "<button" not in gone.text
            assert client.get(page).status_code == 401
            assert thief.get(page, headers={"Cookie": f"autograder={copied}"}).status_code == 401
            assert other.get(page).status_code == 200


def test_the_events_of_other_tabs_end_with_the_session(served: Served):
    with (
        served.client("s1") as client,
        served.client("s1") as other,
        client.stream("GET", "/events") as tab,
        other.stream("GET", "/events", timeout=2) as elsewhere,
    ):
        lines, theirs = tab.iter_lines(), elsewhere.iter_lines()
        assert next(lines) == next(theirs) == "retry: 2000"
        assert client.post("/sign-out", data={"csrf": served.csrf(client)}).status_code == 303
        assert list(lines) == [""]
        with pytest.raises(httpx.ReadTimeout):
            list(theirs)


def test_events_end_when_a_link_is_revoked(tmp_path: Path):
    """By the command, in another process, though a quiet stream is looked at every hour only."""
    with (
        serving(course_in(tmp_path), first="import autograder.serve.events as events; events.BEAT = 3600") as served,
        served.client("s4") as client,
        client.stream("GET", "/events", timeout=30) as tab,
    ):
        lines = tab.iter_lines()
        assert next(lines) == "retry: 2000"
        assert "1 link" in invite(served.root, "--revoke", "s4").stdout
        assert list(lines) == [""]


def test_events_end_at_the_next_beat_when_the_session_is_too_old(tmp_path: Path):
    with (
        serving(course_in(tmp_path), first="import autograder.serve.events as events; events.BEAT = 0.2") as served,
        served.client("s1") as client,
        served.client("s2") as other,
        client.stream("GET", "/events") as tab,
        other.stream("GET", "/events") as elsewhere,
    ):
        lines, theirs = tab.iter_lines(), elsewhere.iter_lines()
        assert list(itertools.islice(lines, 6)) == ["retry: 2000", "", ": ", "", ": ", ""]
        age(served, "s1")
        # A beat has two lines.
        assert len(list(itertools.islice(lines, 100))) < 100, "it goes on"
        assert len(list(itertools.islice(theirs, 40))) == 40, "another person's ended, too"


def test_another_persons_link_asks_first(served: Served):
    with served.client("s1") as client:
        other = served.link("s2")
        page = client.get(other)
        assert page.status_code == 200
        assert "another person" in page.text
        assert "Maja Lind" in client.get("/").text
        token = page.text.split('name="csrf" value="')[1].split('"')[0]
        assert client.post(other, data={"csrf": "0" * 32}).status_code == 403
        assert client.post(other, data={"csrf": token}).status_code == 303
        assert "Otso Virta" in client.get("/").text


def test_invitations_are_a_csv_that_no_spreadsheet_runs(tmp_path: Path):
    root = course_in(tmp_path, SERVE + 'url = "https://ccn.example.org"\npath = "/course"\n')
    done = invite(root)
    assert done.returncode == 0, done.stderr
    file = root / "invitations.csv"
    rows = rows_of(file)
    assert [row["id"] for row in rows] == ["s1", "s2", "s3", "s4", "ada@example.org", "ben"]
    assert rows[2]["name"].startswith("'=")
    assert rows[2]["email"] == "'+41@example.org"
    assert all(row["link"].startswith("https://ccn.example.org/course/in/") for row in rows)
    assert len({row["link"] for row in rows}) == 6
    assert file.stat().st_mode & 0o777 == 0o600
    # Nobody gets a second link by chance, and a file that may not be sent yet is not overwritten.
    assert "has one already" in invite(root).stdout
    again = invite(root, "--anew", "s1")
    assert (again.returncode, "exists" in again.stderr) == (2, True)
    assert invite(root, "nobody").returncode == 2


def test_a_link_can_be_renewed_and_revoked(tmp_path: Path):
    root = course_in(tmp_path)
    invite(root, "s1", "--output", str(tmp_path / "1.csv"))
    with serving(root) as served, served.client() as client:
        first = "/in/" + rows_of(tmp_path / "1.csv")[0]["link"].split("/in/")[1]
        assert client.get(first).status_code == 303
        assert client.get("/").status_code == 200
        assert invite(root, "s1", "--anew", "--output", str(tmp_path / "2.csv")).returncode == 0
        # The old link and what was opened by it are worth nothing now.
        assert client.get("/").status_code == 401
        assert client.get(first).status_code == 404
        assert client.get("/in/" + rows_of(tmp_path / "2.csv")[0]["link"].split("/in/")[1]).status_code == 303
        assert "1 link no longer" in invite(root, "--revoke", "s1").stdout
        assert client.get("/").status_code == 401


def test_an_old_session_is_none(served: Served):
    with served.client("s1") as client:
        assert client.get("/").status_code == 200
        age(served, "s1")
        assert client.get("/").status_code == 401


@pytest.mark.parametrize("clue, found", [
    ("S1", "s1"), ("Maja.Lind@example.org", "s1"), ("otso", "s2"), ("ADA@example.org", "ada@example.org"),
    ("nobody", None), ("", None), ("twice@example.org", None), ("ⓢ1", None), ("s1\u0131", None), ("maja.lınd@example.org", None)])
def test_a_clue_finds_one_person_or_none(tmp_path: Path, clue: str, found: str | None):
    root = course_in(tmp_path)
    with (root / "students.csv").open("a", encoding="utf-8") as file:
        file.write("t1,A,twice@example.org,\nt2,B,twice@example.org,\n")
    person = Roll(Course.load(root)).called(clue)
    assert (person and person.id) == found


def test_below_a_path_everything_stays_below_it(tmp_path: Path):
    root = course_in(tmp_path, SERVE + 'path = "/ccn"\n')
    with serving(root) as served, served.client() as client:
        answer = client.get(served.link("s1"))
        assert answer.headers["location"] == "/ccn/"
        assert "Path=/ccn" in answer.headers["set-cookie"]
        assert 'href="/ccn/static/' in client.get("/").text
        answer = client.post("/sign-out", data={"csrf": served.csrf(client)})
        assert answer.headers["location"] == "/ccn/signed-out"
        assert "Path=/ccn" in answer.headers["set-cookie"]
        assert "autograder" not in client.cookies


def test_what_is_missing_is_said_in_a_sentence(tmp_path: Path):
    for way, word in (("jupyterhub", "jupyterhub_config.py"), ("oidc", "[serve.oidc]")):
        root = course_in(tmp_path / way, SERVE + f'sign_in = "{way}"\n')
        bare = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTERHUB")}
        done = subprocess.run([sys.executable, "-m", "autograder", "serve", "--root", str(root), "--port", "1"],
                              capture_output=True, text=True, env=bare)
        assert done.returncode == 2
        assert word in done.stderr
        assert "Traceback" not in done.stderr
