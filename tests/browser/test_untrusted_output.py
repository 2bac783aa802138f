"""In a real browser: what a student wrote, printed or drew runs no script and fetches nothing, on nbgrader's own pages."""

import base64
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import nbgrader
import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets.config import Config

from autograder.marking.shown.sanitize import safe_markdown, safe_png, safe_text
from tests.untrusted import ATTACKS

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine (apt-get install chromium)")

PAGE = "https://course.example/page.html"
FORMGRADER = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader"
#: The pages' own: MathJax, and formgrader's scripts and styles.
OWN = ("https://cdnjs.cloudflare.com/ajax/libs/mathjax/", "https://course.example/formgrader/")
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC")
WATCH = """
window.marks = [];
window.fired = name => (window.top.marks || window.marks).push(name);
window.alert = window.prompt = window.confirm = name => window.fired('dialog ' + name);
"""
#: Between clicks a pause: a second javascript: link takes the place of the first while that has not run.
TOUCH = """
async () => {
  for (const element of document.querySelectorAll('body *')) {
    for (const kind of ['mouseover', 'mouseenter', 'focus', 'pointerdown'])
      element.dispatchEvent(new MouseEvent(kind, {bubbles: true}));
    if (element.matches('a[href]') && !['http:', 'https:', 'mailto:'].includes(element.protocol)) {
      element.click();
      await new Promise(done => setTimeout(done, 5));
    }
  }
}
"""


@dataclass
class Visit:
    """What a page did: scripts that ran, addresses it asked for, and the protocols of its links."""

    marks: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    protocols: set[str] = field(default_factory=set)

    @property
    def foreign(self) -> list[str]:
        return [url for url in self.requests if url != PAGE and not url.startswith(OWN)]


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
             "--disable-quic", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


def visit(browser, html: str) -> Visit:
    """Open a page, touch and click all that is on it, and tell what it did."""
    seen = Visit()
    context = browser.new_context()
    context.add_init_script(WATCH)

    def answer(route):
        seen.requests.append(route.request.url)
        if route.request.url == PAGE:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        else:
            route.abort()

    context.route("**/*", answer)
    page = context.new_page()
    page.on("dialog", lambda dialog: (seen.marks.append("dialog"), dialog.dismiss()))
    page.goto(PAGE, wait_until="load")
    seen.protocols = set(page.evaluate("() => [...document.querySelectorAll('#notebook a[href]')].map(a => a.protocol)"))
    page.evaluate(TOUCH)
    page.wait_for_timeout(300)
    seen.marks += page.evaluate("() => window.marks")
    context.close()
    return seen


def notebook(markdown, text, pictures) -> nbformat.NotebookNode:
    """A graded notebook: every attack as a written answer, as a student's own cell and as every kind of output."""
    cells = []
    for number, attack in enumerate(ATTACKS):
        if "attachment:" in attack and markdown is not safe_markdown:
            continue  # nbconvert itself raises on it
        nbgrader_metadata = {"grade": True, "solution": True, "locked": False, "grade_id": f"answer_{number}", "points": 1,
                             "score": 0, "schema_version": 3, "task": False}
        cells.append(new_markdown_cell(markdown(attack), metadata={"nbgrader": nbgrader_metadata}))
        cells.append(new_markdown_cell(markdown(attack)))
        outputs = [new_output("stream", name="stdout", text=text(attack)),
                   new_output("stream", name="stderr", text=text(attack)),
                   new_output("execute_result", {"text/plain": text(attack)}, execution_count=1),
                   new_output("error", ename="Error", evalue=text(attack), traceback=[text(attack)])]
        cells.append(new_code_cell(text(attack), outputs=outputs))
    shown = [new_output("display_data", {"image/png": base64.b64encode(png).decode()}) for png in pictures]
    return new_notebook(cells=[*cells, new_code_cell("plt.plot(x)", outputs=shown)])


def rendered(template: str, content: nbformat.NotebookNode) -> str:
    """The page nbgrader makes: "feedback" for the student, "formgrade" for the instructor."""
    config = Config()
    config.HTMLExporter.template_name = template
    config.HTMLExporter.extra_template_basedirs = [str(FORMGRADER / "templates")]
    styles = FORMGRADER.glob("static/node_modules/bootstrap/dist/css")
    config.HTMLExporter.extra_template_paths = [str(FORMGRADER / "templates" / template), *map(str, styles)]
    about = {"notebook": "week1", "score": 0, "max_score": 1, "late_penalty": 0}
    resources = {"nbgrader": about, "base_url": "https://course.example", "notebook_id": "week1", "assignment_id": "week1",
                 "submission_id": "1", "index": 0, "total": 1, "student": "s001", "notebook_path": "week1.ipynb"}
    return HTMLExporter(config=config).from_notebook_node(content, resources=resources)[0]


@pytest.mark.parametrize("template", ["feedback", "formgrade"])
def test_nothing_runs_and_nothing_is_fetched(browser, template):
    svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload=\"fired('svg picture')\"/>"
    pictures = [png for png in map(safe_png, (PIXEL, svg, PIXEL + b"<script>fired('tail')</script>")) if png]
    assert len(pictures) == 2
    seen = visit(browser, rendered(template, notebook(safe_markdown, safe_text, pictures)))
    assert seen.marks == []
    assert seen.foreign == []
    assert seen.protocols <= {"https:", "http:", "mailto:"}


@pytest.mark.parametrize("template", ["feedback", "formgrade"])
def test_the_same_attacks_work_where_nothing_is_done(browser, template):
    # Without those that nbconvert itself stops at, or that take the page away from under the others.
    attacks = [a for a in ATTACKS if "attachment:" not in a and not a.startswith(("<meta", "<base"))]
    seen = visit(browser, rendered(template, new_notebook(cells=[new_markdown_cell(a) for a in attacks])))
    assert {"script", "onerror", "svg", "srcdoc", "mermaid", "link", "ref", "a", "heading"} <= set(seen.marks)
    assert len(set(seen.marks)) > 20
    assert {"https://evil.example/image.png", "https://evil.example/frame", "https://evil.example/style.css"} <= set(seen.foreign)
    assert "javascript:" in seen.protocols


@pytest.mark.parametrize("template", ["feedback", "formgrade"])
def test_no_heading_takes_the_place_of_a_field_to_mark(browser, template):
    cells = [new_markdown_cell(safe_markdown(text)) for text in ("# answer_1", "answer_1\n===", "> ## answer_1", "- # answer_1")]
    html = rendered(template, new_notebook(cells=cells))
    context = browser.new_context()
    context.route("**/*", lambda route: route.abort())
    page = context.new_page()
    page.set_content(html, wait_until="domcontentloaded")
    assert page.evaluate("() => document.getElementById('answer_1')") is None
    context.close()
