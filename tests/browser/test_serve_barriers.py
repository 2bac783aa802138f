"""Every page of the live service in a real browser: axe-core finds no barrier, nothing comes from elsewhere, nothing is large."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from autograder.serve import hand_ins
from autograder.serve.state import engine_of
from tests.served import SERVE, WEEK, Served, course_in, free_port, serving
from tests.test_serve_instructor import hand_in, notebook, sent
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
def pages(served: Served) -> dict[str, tuple[tuple[str, str], ...]]:
    """Who -> (template, address) of the pages they have, when s3 has handed in and looked, s2's could not be marked, s4's waits,
    marking is paused and a message stands on all pages."""
    with served.client("s3") as client:
        one = hand_in(served, client, notebook({"linear": "def linear(X, W, b):\n    return X @ W\n"}))
        client.post(f"/hand-in/{one}/look", headers={"X-CSRF-Token": served.csrf(client, f"/hand-in/{one}")})
        unseen = hand_in(served, client, notebook({"linear": "def linear(X, W, b):\n    return X\n"}))
    with served.client("ada@example.org") as instructor:
        token = served.csrf(instructor, "/class")
        instructor.post("/class/pause", data={"csrf": token, "paused": "1"})
        instructor.post("/class/message", data={"csrf": token, "message": "The lecture hall is C2"})
    with served.client("s4") as client:
        waiting = sent(served, client, notebook())
    engine = engine_of(served.course)
    failed = hand_ins.take_in(served.course, engine, "s2", WEEK, notebook(), "mine.ipynb").id
    hand_ins.fail(engine, failed, "It could not be marked here. Your instructor can see that, and it is kept.")
    return {
        "": (("stranger", "/"), ("stranger", "/in/x"), ("signed_out", "/signed-out")),
        "s3": (("weeks", "/"), ("week", f"/week/{WEEK}"), ("hand_in", f"/hand-in/{one}"), ("hand_in", f"/hand-in/{unseen}"),
               ("notebook", f"/hand-in/{one}/notebook"), ("nothing", "/nothing"), ("another", served.link("s1"))),
        "s2": (("hand_in", f"/hand-in/{failed}"),),
        "s4": (("hand_in", f"/hand-in/{waiting}"),),
        "ada@example.org": (("class", "/class"), ("class_week", f"/class/week/{WEEK}"), ("class_student", "/class/student/s3"),
                            ("trail", "/class/trail"), ("hand_in", f"/hand-in/{one}?as=s3")),
    }


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A course whose students sign in at a university that does not answer."""
    serve = f'{SERVE}sign_in = "oidc"\n[serve.oidc]\nissuer = "http://127.0.0.1:{free_port()}"\nclient = "ccn"\n'
    with serving(course_in(tmp_path_factory.mktemp("elsewhere"), serve), {"AUTOGRADER_OIDC_SECRET": "x" * 20}) as one:
        yield one


def barriers(page: Page, address: str) -> list[str]:
    """What axe-core finds on the page as it stands, and whether it is wider than the window."""
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = [f"{address}: {rule}: {nodes[:3]}" for rule, nodes in page.evaluate(RUN)]
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return found + ([f"{address}: {wide} pixels wider than the window"] if wide > 0 else [])


def test_every_page_is_among_them(pages: dict[str, tuple[tuple[str, str], ...]]):
    templates = (ROOT / "autograder" / "serve" / "templates").glob("*.html.j2")
    made = {path.name.removesuffix(".html.j2") for path in templates if "{% extends" in path.read_text(encoding="utf-8")}
    assert made == {template for theirs in pages.values() for template, _ in theirs}


@pytest.mark.skipif(not AXE.is_file(), reason="there is no axe-core here (npm install --prefix build/node axe-core)")
@pytest.mark.parametrize("width", WIDTHS)
def test_no_barrier_on_any_page(served: Served, elsewhere: Served, browser: Browser,
                                pages: dict[str, tuple[tuple[str, str], ...]], width: int):
    found = []
    for scheme in ("light", "dark"):
        for person, theirs in pages.items():
            # axe-core is the test's, which the page itself would not let in.
            context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True, color_scheme=scheme)
            page = context.new_page()
            if person:
                assert context.request.get(served.url + served.link(person)).ok
            for template, path in theirs:
                page.goto(served.url + path)
                found += barriers(page, f"{person or 'a stranger'}, {template}, {path}, {scheme}")
            if person == "s3":
                page.goto(f"{served.url}/week/{WEEK}")
                page.locator("#notebook").set_input_files(ROOT / "release" / WEEK / f"{WEEK}.ipynb")
                page.get_by_role("button", name="Hand in").click()
                page.locator("#ask").wait_for()
                found += barriers(page, f"a question back, {scheme}")
            if not person:
                for path in ("/sign-in", "/signed-out"):
                    page.goto(elsewhere.url + path)
                    found += barriers(page, f"signing in elsewhere, {path}, {scheme}")
            context.close()
    assert not found, "\n".join(found)


def test_pages_are_small_and_nothing_comes_from_elsewhere(
        served: Served, browser: Browser, pages: dict[str, tuple[tuple[str, str], ...]]):
    for person, theirs in pages.items():
        for template, path in theirs:
            context = browser.new_context()
            page = context.new_page()
            if person:
                # Not as a page: one that loads itself anew, as its events say, would come between.
                assert context.request.get(served.url + served.link(person)).ok
            sizes: dict[str, int] = {}
            page.on("response", lambda answer, sizes=sizes: sizes.update(
                {answer.url: len(answer.body())} if "/events" not in answer.url and answer.ok else {answer.url: 0}))
            page.goto(served.url + path)
            page.wait_for_timeout(100)
            assert all(url.startswith(served.url + "/") for url in sizes), sizes
            assert sum(sizes.values()) <= LARGEST or template == "notebook", (path, sizes)
            context.close()
