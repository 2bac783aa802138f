"""Fuzzing of what makes a student's text harmless: markdown and TeX for our page, markdown for formgrader, printed text.

Whatever the text is, HTML of it holds only plain elements and attributes, and what is for other renderers holds no
tag, no image and no foreign link."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import atheris

with atheris.instrument_imports(include=["autograder.pages", "autograder.marking", "mdit_py_plugins", "latex2mathml"]):
    from autograder.marking.shown.sanitize import safe_markdown, safe_text
    from autograder.pages import prose

from fuzz.pieces import bounded, run, text_of

PIECES = [
    "[", "]", "(", ")", "!", "<", ">", "&", "`", "~", "#", "\\", " ", "\n", "\t", "-", "=", "{", "}", "$", "$$", "*", "_",
    ":", "|", "a", "1. ", "> ", "- ",
    "http://a.b/", "javascript:", "mailto:a", "&lt;", "&#60;", "<script>", "</", "<img src=x onerror=y>", "<!--", "![](",
    "](", "]: ", "```", "~~~", "```python\n",
    "\\frac{", "\\href{", "\\begin{aligned}", "\\end{aligned}", "\\left(", "\\unicode{", "^", "\\\\", "\\def\\a{", "\x1b[",
    "\x1b]", "\x9b", "\u202e", "\u0301", "\u200b",
    "\ud7ff", "<a href='", "onclick=", "style=", "data:text/html,", "&colon;", "| a | b |\n|---|---|\n", "photo",
    "attachment:", " at 0x",
]
TAGS = {"p", "em", "strong", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "hr", "br",
        "a", "s",
        "table", "thead", "tbody", "tr", "th", "td", "span", "div", "section", "eqn", "eq"} | prose._TAGS
ATTRIBUTES = {"class", "href", "rel", "title", "start", "style", "tabindex"} | prose._ATTRIBUTES | {"xmlns"}


class Tame(HTMLParser):
    """Fails for what a browser could do something with."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert name in ATTRIBUTES, (tag, name)
            if name == "href":
                assert re.match(r"(https?://|mailto:)", value or "", re.I), value
            if name == "style":
                assert re.fullmatch(r"text-align:\s?(left|right|center);?", value or ""), value
            if name == "tabindex":
                # Ours alone: what scrolls can be reached by keys.
                assert value == "0", (tag, value)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    handle_decl = handle_pi = unknown_decl = handle_comment  # type: ignore[assignment]


def one(data: bytes) -> None:
    """Show the text in every way there is."""
    text = text_of(atheris.FuzzedDataProvider(data), PIECES, 3000)
    with bounded(2):
        plain = safe_text(text)
        tame = safe_markdown(text)
    assert not re.search(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e]", plain + tame)
    assert not re.search(r"<[A-Za-z/!?]|!\[|\]:|&#", tame), tame
    assert all(re.match(r"(https?://|mailto:)", link) for link in re.findall(r"\]\((.*?)", tame) if link), tame
    with bounded(60):
        for make in (prose.markdown.__wrapped__, prose.code.__wrapped__, prose.math.__wrapped__, prose.as_text):
            page = Tame()
            page.feed(make(text))
            page.close()


if __name__ == "__main__":
    run(one, [bytes((37 * i + n) % 256 for i in range(200)) for n in range(12)])
