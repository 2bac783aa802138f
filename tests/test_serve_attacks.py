"""The live service under attack: each row of the table `web` against a real process."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest

from tests.attacks.web import WEB, Siege, post
from tests.served import WEEK, course_in, serving
from tests.test_serve_instructor import hand_in, notebook

#: The service's own patience, so much shorter that waiting for its end is a matter of seconds.
IMPATIENT = """import autograder.serve.guard as guard, autograder.serve.patience as patience
guard.PART_SECONDS, guard.BODY_SECONDS, patience.SECONDS = 2.0, 4.0, 3.0"""


@pytest.fixture(scope="module")
def siege(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Siege]:
    root = course_in(tmp_path_factory.mktemp("siege"))
    with serving(root, first=IMPATIENT) as served, contextlib.ExitStack() as open:
        owner, mallory = open.enter_context(served.client("s1")), open.enter_context(served.client("s2"))
        instructor = open.enter_context(served.client("ada@example.org"))
        victim, own = hand_in(served, owner, notebook()), hand_in(served, mallory, notebook())
        yield Siege(served, victim, own, mallory, owner, instructor)


@pytest.fixture
def fresh(siege: Siege) -> Iterator[Siege]:
    """With a session of Mallory's own for each attack: what one may send in a minute is bounded."""
    with siege.served.client("s2") as mallory, siege.served.client("ada@example.org") as instructor:
        yield Siege(siege.served, siege.victim, siege.own, mallory, siege.owner, instructor)


@pytest.mark.parametrize("name", WEB)
def test_nothing_gained_and_nothing_lost(fresh: Siege, name: str):
    web = WEB[name]
    assert web.control or web.why
    before = fresh.owner.get(f"/hand-in/{fresh.victim}", headers={"Accept": "application/json"}).json()
    got = web.attack(fresh)
    assert not got, got
    if web.control:
        assert web.control(fresh), "the attack proves nothing: whoever may cannot do it either"
    after = fresh.owner.get(f"/hand-in/{fresh.victim}", headers={"Accept": "application/json"}).json()
    assert {key: after[key] for key in ("state", "time", "points")} == {key: before[key] for key in ("state", "time", "points")}


def test_every_answer_of_the_service_is_dressed(siege: Siege):
    with siege.served.client() as stranger:
        pages = [(stranger, page) for page in ("/", "/in/x", "/static/serve.css", "/static/nothing")]
        pages += [(siege.owner, page) for page in ("/", f"/week/{WEEK}", "/nothing")] + [(siege.instructor, "/class")]
        for client, page in pages:
            headers = client.get(page).headers
            assert "default-src 'none'" in headers["content-security-policy"], page
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "same-origin"
            assert "server" not in headers
            assert headers.get("cache-control") == "no-store" or page.startswith("/static/")


def test_the_log_tells_no_secret(siege: Siege):
    link = siege.served.link("s1")
    with siege.served.client() as client:
        # Where the guesses before have used up what there is for a minute, a second gives two more.
        while client.get(link).status_code == 429:
            time.sleep(1)
        said = siege.served.log.read_text(errors="replace")
        assert link.removeprefix("/in/") not in said
        assert client.cookies["autograder"] not in said
    assert "GET /in/... 303" in said
    assert "Traceback" not in said, said[said.index("Traceback"):][:3000]


def test_changes_are_bounded_by_session(siege: Siege):
    with siege.served.client("s4") as client:
        codes = [post(client, "/nothing").status_code for _ in range(80)]
        assert codes[:50] == [404] * 50
        assert 429 in codes
        # Reading goes on.
        assert client.get("/").status_code == 200


@pytest.mark.parametrize("announced", [True, False])
def test_who_sends_too_much_and_reads_only_then_is_told_so(siege: Siege, announced: bool):
    """As nginx does, which hands on a whole body before it listens."""
    token = siege.served.link("s4").rpartition("/")[2]
    size = 40_000_000
    body = [b"{", *[b" " * 1_000_000] * (size // 1_000_000)]
    connection = HTTPConnection(*siege.served.url.removeprefix("http://").split(":"), timeout=60)
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    if announced:
        headers["Content-Length"] = str(size + 1)
    connection.request("POST", f"/week/{WEEK}?name=a.ipynb", iter(body), headers, encode_chunked=not announced)
    answer = connection.getresponse()
    assert (answer.status, answer.read()) == (413, b'{"error":"This is larger than 20 MB, the most that is taken here."}')
