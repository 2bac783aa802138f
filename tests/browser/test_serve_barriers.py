"""Every page of the live service in a real browser: axe-core finds no barrier, nothing comes from elsewhere, nothing is large."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.served import WEEK, Served, course_in, serving
from tests.test_serve_instructor import hand_in, notebook
from tests.this_course import ROOT

CHROMIUM = shutil.which("chromium")
AXE = ROOT / "build" / "node" / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here (apt-get install chromium)")
RUN = "axe.run().then(told => told.violations.map(one => [one.id, one.nodes.map(node => node.html.slice(0, 200))]))"
WIDTHS = (360, 1400)
#: A page's own bytes, with its style and script, at most.
LARGEST = 100_000


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(course_in(tmp_path_factory.mktemp("pages"))) as one:
        yield one


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=CHROMIUM, args=[
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"])
        yield one
        one.close()


@pytest.fixture(scope="module")
def pages(served: Served) -> dict[str, tuple[str, ...]]:
    """Who -> the pages they have, when s3 has handed in and looked."""
    with served.client("s3") as client:
        one = hand_in(served, client, notebook({"linear": "def linear(X, W, b):\n    return X @ W\n"}))
        client.post(f"/hand-in/{one}/look", headers={"X-CSRF-Token": served.csrf(client, f"/hand-in/{one}")})
    return {"": ("/", "/in/x", "/signed-out"),
            "s3": ("/", f"/week/{WEEK}", f"/hand-in/{one}", f"/hand-in/{one}/notebook", "/nothing", served.link("s1")),
            "ada@example.org": ("/class", f"/class/week/{WEEK}", "/class/student/s3", "/class/trail", f"/hand-in/{one}?as=s3")}


@pytest.mark.skipif(not AXE.is_file(), reason="there is no axe-core here (npm install --prefix build/node axe-core)")
@pytest.mark.parametrize("width", WIDTHS)
def test_no_barrier_on_any_page(served: Served, browser: Browser, pages: dict[str, tuple[str, ...]], width: int):
    found = []
    for person, theirs in pages.items():
        for scheme in ("light", "dark"):
            # axe-core is the test's, which the page itself would not let in.
            context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True, color_scheme=scheme)
            page = context.new_page()
            if person:
                page.goto(f"http://127.0.0.1:{served.port}" + served.link(person))
            for path in theirs:
                page.goto(f"http://127.0.0.1:{served.port}{path}")
                page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
                page.evaluate(AXE.read_text(encoding="utf-8"))
                for rule, nodes in page.evaluate(RUN):
                    found.append(f"{person or 'a stranger'}, {path}, {scheme}: {rule}: {nodes[:3]}")
                wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                if wide > 0:
                    found.append(f"{person or 'a stranger'}, {path}: {wide} pixels wider than the window of {width}")
            context.close()
    assert not found, "\n".join(found)


def test_pages_are_small_and_nothing_comes_from_elsewhere(served: Served, browser: Browser, pages: dict[str, tuple[str, ...]]):
    for person, theirs in pages.items():
        for path in theirs:
            context = browser.new_context()
            page = context.new_page()
            if person:
                page.goto(f"http://127.0.0.1:{served.port}" + served.link(person))
            sizes: dict[str, int] = {}
            page.on("response", lambda answer, sizes=sizes: sizes.update(
                {answer.url: len(answer.body())} if "/events" not in answer.url and answer.ok else {answer.url: 0}))
            page.goto(f"http://127.0.0.1:{served.port}{path}")
            page.wait_for_timeout(100)
            assert all(url.startswith(f"http://127.0.0.1:{served.port}/") for url in sizes), sizes
            assert sum(sizes.values()) <= LARGEST or path.endswith("/notebook"), (path, sizes)
            context.close()
