"""JupyterHub: the service as one of a real hub's, behind its real proxy, signed in to by a real browser."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.served import SERVE, course_in, free_port, wait_for
from tests.this_course import ROOT

CHROMIUM = shutil.which("chromium")
PROXY = shutil.which("configurable-http-proxy", path=f"{ROOT / 'build/node/node_modules/.bin'}{os.pathsep}{os.environ['PATH']}")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here (apt-get install chromium)"),
    pytest.mark.skipif(PROXY is None, reason="there is no configurable-http-proxy here (npm install -g configurable-http-proxy)"),
]
PASSWORD = "the same for all: a test's"
CONFIG = """
c.JupyterHub.bind_url = "http://127.0.0.1:{port}/{base}"
c.JupyterHub.hub_port = {hub}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.ConfigurableHTTPProxy.command = {proxy!r}
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = {password!r}
c.Authenticator.allow_all = True
c.JupyterHub.db_url = "sqlite://"
c.JupyterHub.services = [dict(name="ccn", url="http://127.0.0.1:{service}", oauth_no_confirm=True, command={command!r})]
c.JupyterHub.load_roles = [dict(name="handing-in", scopes=["self", "access:services!service=ccn"], groups=["course"]),
                           dict(name="user", scopes=["self"])]
c.JupyterHub.load_groups = dict(course=dict(users=["s1", "ada@example.org", "stranger"]))
"""


@dataclass(frozen=True)
class Hub:
    """url: the hub behind its proxy. service: the service there."""

    url: str

    @property
    def service(self) -> str:
        return self.url + "/services/ccn"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    folder = tmp_path_factory.mktemp("hub")
    root = course_in(folder, SERVE + 'sign_in = "jupyterhub"\n')
    port, log = free_port(), folder / "hub.log"
    command = [sys.executable, "-m", "autograder", "serve", "--root", str(root)]
    config = folder / "jupyterhub_config.py"
    config.write_text(CONFIG.format(port=port, base="lab", hub=free_port(), api=free_port(), service=free_port(), proxy=[PROXY],
                                    password=PASSWORD, command=command), encoding="utf-8")
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, "-m", "jupyterhub", "-f", str(config)], cwd=folder, stdout=out,
                                   stderr=subprocess.STDOUT, start_new_session=True,
                                   env={**os.environ, "PYTHONPATH": str(ROOT), "JUPYTERHUB_CRYPT_KEY": "0" * 64})
    try:
        wait_for(port, process, log, 90)
        _wait_for_service(Hub(f"http://127.0.0.1:{port}/lab"), process, log)
        yield Hub(f"http://127.0.0.1:{port}/lab")
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_for_service(hub: Hub, process: subprocess.Popen, log: Path) -> None:
    ends = time.monotonic() + 90
    while httpx.get(hub.service + "/", headers={"Accept": "text/html"}).status_code not in (303, 401):
        assert process.poll() is None and time.monotonic() < ends, log.read_text(errors="replace")[-4000:]
        time.sleep(0.3)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=CHROMIUM, args=[
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"])
        yield one
        one.close()


def signed_in(browser: Browser, hub: Hub, name: str, page: str = "/") -> Page:
    """A browser's page after its owner gave name and password to the hub."""
    one = browser.new_context().new_page()
    one.goto(hub.service + page)
    one.fill("#username_input", name)
    one.fill("#password_input", PASSWORD)
    one.click("#login_submit")
    one.wait_for_load_state("networkidle")
    return one


def test_a_student_of_the_hub_is_one_of_the_course(hub: Hub, browser: Browser):
    page = signed_in(browser, hub, "s1")
    assert page.url == hub.service + "/"
    assert page.inner_text(".who") == "Maja Lind"
    [cookie] = [c for c in page.context.cookies() if c["name"] == "autograder"]
    assert (cookie["path"], cookie["httpOnly"], cookie["sameSite"]) == ("/lab/services/ccn", True, "Lax")
    answer = page.goto(hub.service + "/class")
    assert answer is not None
    assert answer.status == 404
    # The style sheet came by way of the proxy.
    assert page.evaluate("document.styleSheets.length") == 1


def test_an_instructor_comes_back_to_the_page_asked_for(hub: Hub, browser: Browser):
    page = signed_in(browser, hub, "ada@example.org", "/class")
    assert page.url == hub.service + "/class"


def test_a_user_who_is_not_on_the_class_list_stays_outside(hub: Hub, browser: Browser):
    page = signed_in(browser, hub, "stranger")
    assert "Nobody on the class list" in page.inner_text("main")
    assert not [c for c in page.context.cookies() if c["name"] == "autograder"]


def test_a_user_whom_the_hub_keeps_from_the_service_stays_outside(hub: Hub, browser: Browser):
    # A student of the course by the class list, but in none of the hub's groups that may use the service.
    page = signed_in(browser, hub, "otso")
    assert "403" in page.inner_text("body")
    assert not [c for c in page.context.cookies() if c["name"] == "autograder"]


def test_an_answer_that_nobody_asked_for_is_none(hub: Hub):
    answer = httpx.get(hub.service + "/oauth_callback", params={"code": "stolen", "state": "guessed"})
    assert answer.status_code == 403
    assert "not begun here" in answer.text
