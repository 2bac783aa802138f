"""A university's sign-in: OpenID Connect against a real provider in a process of its own."""

from __future__ import annotations

import base64
import contextlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.served import SERVE, Served, course_in, free_port, serving, wait_for

CLIENT, SECRET = "ccn", "a secret of the test's own"


class Provider:
    """An identity provider. url: its issuer."""

    def __init__(self, port: int):
        self.url = f"http://127.0.0.1:{port}"

    def knows(self, subject: str, **claims: object) -> None:
        """Let it know somebody."""
        httpx.put(f"{self.url}/users/{subject}", json=claims).raise_for_status()


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    port, log = free_port(), tmp_path_factory.mktemp("provider") / "log"
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true"],
                                   stdout=out, stderr=subprocess.STDOUT)
    try:
        wait_for(port, process, log)
        yield Provider(port)
    finally:
        process.terminate()
        process.wait(20)


@contextlib.contextmanager
def university(folder: Path, provider: Provider, more: str = "", first: str = "") -> Iterator[Served]:
    serve = f'{SERVE}sign_in = "oidc"\n[serve.oidc]\nissuer = "{provider.url}"\nclient = "{CLIENT}"\n{more}'
    with serving(course_in(folder, serve), {"AUTOGRADER_OIDC_SECRET": SECRET}, first) as served:
        yield served


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, provider: Provider) -> Iterator[Served]:
    with university(tmp_path_factory.mktemp("oidc"), provider) as one:
        yield one


def sign_in(client: httpx.Client, subject: str, page: str = "/") -> httpx.Response:
    """Go to a page as a browser would, give one's name to the provider, come back."""
    begun = client.get(page, headers={"Accept": "text/html"})
    assert begun.status_code == 303
    away = client.get(begun.headers["location"])
    assert away.status_code == 302
    assert "code_challenge=" in away.headers["location"]
    back = httpx.post(away.headers["location"], data={"sub": subject}, follow_redirects=False)
    return client.get(back.headers["location"])


def test_a_student_is_known_by_the_verified_address(served: Served, provider: Provider):
    provider.knows("sub-1", email="Maja.Lind@example.org", email_verified=True)
    with served.client() as client:
        answer = sign_in(client, "sub-1")
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert "Maja Lind" in client.get("/").text
        assert client.get("/class").status_code == 404


def test_an_instructor_is_led_back_to_the_page_asked_for(served: Served, provider: Provider):
    provider.knows("sub-2", email="ada@example.org", email_verified=True)
    with served.client() as client:
        assert sign_in(client, "sub-2", "/class").headers["location"] == "/class"
        assert client.get("/class").status_code == 200


def test_sign_out_is_not_undone_by_the_provider_that_still_knows_them(served: Served, provider: Provider):
    provider.knows("sub-1", email="maja.lind@example.org", email_verified=True)
    with served.client() as client:
        sign_in(client, "sub-1")
        hint = client.cookies["autograder-there"]
        page = client.post("/sign-out", data={"csrf": served.csrf(client)})
        assert "sign out there, too" in page.text
        assert "Maja" not in page.text
        # The provider is asked to end its own session, and knows whose.
        away = httpx.URL(page.headers["refresh"].partition("url=")[2])
        assert str(away).startswith(f"{provider.url}/oauth2/end_session?")
        assert away.params["id_token_hint"] == hint
        assert json.loads(base64.urlsafe_b64decode(hint.split(".")[1] + "=="))["sub"] == "sub-1"
        asked = httpx.get(away)
        assert asked.status_code == 200
        leads_back = re.search(r"redirected to <code>(.*?)</code>", asked.text)
        assert leads_back and leads_back[1].partition("?")[0] == f"{served.url}/signed-out"
        back = httpx.post(f"{provider.url}/oauth2/end_session/confirm", data={"redirect_uri": leads_back[1]})
        page = client.get(back.headers["location"])
        assert (page.status_code, "refresh" in page.headers) == (200, False), "led to sign in, or away, again at once"
        assert "has ended, too" in page.text and "may still know you" not in page.text
        assert "may still know you" in client.get("/signed-out").text, "nobody has said that it ended"
        assert client.get("/", headers={"Accept": "text/html"}).status_code == 303
        assert not client.cookies, "something is kept of who has signed out"


#: A provider's metadata with what a file says of the endpoint.
ENDS_AT = """import json, pathlib
from authlib.integrations.base_client.async_app import AsyncOAuth2Mixin as client
load = client.load_server_metadata
async def other(self):
    return {**await load(self), "end_session_endpoint": json.loads(pathlib.Path(FILE).read_text())}
client.load_server_metadata = other"""


def test_where_no_session_can_be_ended_it_is_told_so(tmp_path: Path, provider: Provider):
    provider.knows("sub-1", email="maja.lind@example.org", email_verified=True)
    file = tmp_path / "end"
    file.write_text("null")
    with university(tmp_path, provider, first=ENDS_AT.replace("FILE", repr(str(file)))) as served:
        for end in (None, "javascript:alert(1)", "https://x.example/\r\nSet-Cookie: a=b", "https://x.example:port/"):
            file.write_text(json.dumps(end))
            with served.client() as client:
                sign_in(client, "sub-1")
                answer = client.post("/sign-out", data={"csrf": served.csrf(client)})
                assert (answer.status_code, answer.headers["location"]) == (303, "/signed-out"), end
                assert "sign out there, too" in client.get("/signed-out").text


@pytest.mark.parametrize("claims, word", [
    ({"email": "maja.lind@example.org"}, "verified"),
    ({"email": "maja.lind@example.org", "email_verified": False}, "verified"),
    ({"email": "maja.lind@example.org", "email_verified": "true"}, "verified"),
    ({"email": "somebody@example.org", "email_verified": True}, "Nobody"),
    ({"email": "<script>alert(1)</script>", "email_verified": True}, "&lt;script&gt;")])
def test_who_is_not_surely_on_the_class_list_stays_outside(served: Served, provider: Provider, claims: dict, word: str):
    provider.knows("sub-3", **claims)
    with served.client() as client:
        answer = sign_in(client, "sub-3")
        assert answer.status_code == 403
        assert word in answer.text
        assert "<script>alert" not in answer.text
        assert client.get("/").status_code == 401


def test_a_code_of_somebody_elses_sign_in_is_worth_nothing(served: Served, provider: Provider):
    provider.knows("sub-1", email="maja.lind@example.org", email_verified=True)
    with served.client() as victim, served.client() as attacker:
        away = attacker.get("/sign-in")
        back = httpx.post(away.headers["location"], data={"sub": "sub-1"}, follow_redirects=False).headers["location"]
        # Another browser, which never went away (login CSRF).
        assert victim.get(back).status_code == 403
        assert "autograder" not in victim.cookies
        assert attacker.get(back).status_code == 303
        # The same answer a second time (replay).
        assert attacker.get(back).status_code == 403


def test_nobody_is_led_to_another_site(served: Served, provider: Provider):
    provider.knows("sub-1", email="maja.lind@example.org", email_verified=True)
    for page in ("//evil.example", "https://evil.example", "/\\evil.example", "/%5Cevil.example", "/x\r\nSet-Cookie: a=b"):
        with served.client() as client:
            away = client.get("/sign-in", params={"page": page})
            back = httpx.post(away.headers["location"], data={"sub": "sub-1"}, follow_redirects=False).headers["location"]
            assert client.get(back).headers["location"] == "/"


def test_by_number_and_an_issuer_that_is_away(tmp_path: Path, provider: Provider):
    provider.knows("sub-4", student_number="s2", email="x@example.org")
    with university(tmp_path, provider, 'claim = "student_number"\n') as served, served.client() as client:
        assert sign_in(client, "sub-4").status_code == 303
        assert "Otso Virta" in client.get("/").text
    nowhere = Provider(free_port())
    with university(tmp_path / "away", nowhere) as served, served.client() as client:
        answer = client.get("/sign-in")
        assert answer.status_code == 503
        assert "does not answer" in answer.text


def test_neither_log_nor_cookie_tells_a_secret(served: Served, provider: Provider):
    provider.knows("sub-1", email="maja.lind@example.org", email_verified=True)
    with served.client() as client:
        sign_in(client, "sub-1")
        said = served.log.read_text(errors="replace") + json.dumps(dict(client.cookies))
    assert SECRET not in said
    assert not re.search(r"code=|access_token|id_token", said)
