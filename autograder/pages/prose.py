"""Markdown with math, and Python code, as HTML that no browser can do anything with but show.

A student's text is hostile until shown otherwise: raw HTML stays text, images are left out, links lead only to http(s)
and mailto, and of MathML only plain elements and attributes pass.
"""

from __future__ import annotations

import functools
import html
import re
import secrets
from collections.abc import Callable, Mapping
from typing import Any
from xml.etree import ElementTree

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers.python import PythonLexer

#: Longer texts and formulas are shown as they are: nobody writes them by hand.
LONGEST_TEXT = 40_000
LONGEST_FORMULA = 2_000
#: Texts kept ready: a class shares the cells of the release and many a solution.
KEPT = 512

_TAGS = set(
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd "
    "mstyle mpadded mphantom menclose".split()
)
_ATTRIBUTES = set(
    "display accent accentunder fence form stretchy separator mathvariant displaystyle scriptlevel columnalign "
    "columnspacing rowspacing linethickness movablelimits largeop symmetric lspace rspace minsize maxsize width height "
    "depth linebreak notation mathcolor".split()
)
_NO_HEADING = re.compile(r"<th( [^>]*)?></th>")
_MATHML = "{http://www.w3.org/1998/Math/MathML}"


@functools.lru_cache(KEPT)
def markdown(text: str) -> str:
    """Markdown with $math$ as safe HTML."""
    if len(text) > LONGEST_TEXT:
        return as_text(text)
    try:
        # A heading that says nothing is none to a screen reader; a long formula is scrolled, by keyboard too.
        shown = _NO_HEADING.sub(r"<td\1></td>", _parser().render(text))
        return shown.replace('<div class="math block">', '<div class="math block" tabindex="0">')
    except (RecursionError, ValueError, IndexError):
        return as_text(text)


def as_text(text: str) -> str:
    """Markdown as it was written."""
    if len(text) > LONGEST_TEXT:
        return f"<pre>{html.escape(text[:LONGEST_TEXT])}\n[the rest is left out]</pre>"
    return f"<pre>{html.escape(text)}</pre>"


def with_photos(text: str, photos: Mapping[str, str], render: Callable[[str], str] = markdown) -> str:
    """The text as `render` makes it, with an img in place of each `![photo](attachment:photo-3)` in it.

    photos: name -> the picture as a data: address of our own making.
    """
    marks = {}
    for number, name in enumerate(photos):
        # Letters alone: no rule of markdown touches them; and none that a student could have written.
        marks[f"photo{secrets.token_hex(16)}n{number}"] = name
    for mark, name in marks.items():
        text = text.replace(f"![photo](attachment:{name})", mark)
    shown = getattr(render, "__wrapped__", render)(text)
    for mark in marks:
        # A picture inside an address of a link is none.
        shown = re.sub(r"<[^>]*>", lambda tag, mark=mark: tag[0].replace(mark, ""), shown)
    for mark, name in marks.items():
        image = f'<img class="photo" src="{photos[name]}" alt="{name.replace("-", " ")}">'
        shown = shown.replace(mark, image) if mark in shown else shown + image
    return shown


@functools.lru_cache(KEPT)
def code(text: str) -> str:
    """Python in colours (spans of pygments' short classes), for a pre element."""
    if len(text) > LONGEST_TEXT:
        return html.escape(text[:LONGEST_TEXT]) + "\n[the rest is left out]"
    return highlight(text.rstrip(), _LEXER, _FORMATTER).rstrip()


@functools.lru_cache(KEPT)
def math(formula: str, display: bool = False) -> str:
    """LaTeX as MathML; as text where it is not understood or asks for more than a formula."""
    as_text = f'<code class="tex">{html.escape(formula)}</code>'
    if len(formula) > LONGEST_FORMULA:
        return as_text
    known = re.sub(r"\{(aligned|split)\}", "{align*}", formula).replace(r"\!", r"\kern{-0.167em}")
    try:
        tree = ElementTree.fromstring(convert(known, display="block" if display else "inline"))
    except (Exception, RecursionError):
        # The converter raises errors of many kinds for what it does not know.
        return as_text
    for element in tree.iter():
        element.tag = element.tag.removeprefix(_MATHML)
        if element.tag == "mtext":
            element.text = re.sub(r"\\([_%&#${}])", r"\1", element.text or "")
        plain = all(re.fullmatch(r"[\w .%+-]{0,12}", value) for value in element.attrib.values())
        if element.tag not in _TAGS or not plain or (element.text or "").startswith("\\"):
            return as_text
        for name in set(element.attrib) - _ATTRIBUTES:
            del element.attrib[name]
    return ElementTree.tostring(tree, encoding="unicode")


def sentence(text: str) -> str:
    """A sentence of a hidden test or a result, which may quote a student: plain text with `code` in it."""
    return re.sub(r"`([^`\n]+)`", r"<code>\1</code>", html.escape(text))


_LEXER = PythonLexer(stripnl=False)
_FORMATTER = HtmlFormatter(nowrap=True)


@functools.cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": 20})
    parser.enable(["table", "strikethrough"])
    parser.use(dollarmath_plugin, renderer=_formula, double_inline=True, allow_digits=False)
    parser.validateLink = _is_web_address  # type: ignore[method-assign]  # as its documentation has it
    parser.add_render_rule("link_open", _link)
    parser.add_render_rule("image", _image)
    parser.add_render_rule("fence", _fence)
    return parser


def _is_web_address(url: str) -> bool:
    return bool(re.match(r"(https?://|mailto:)", url, re.I))


def _formula(text: str, options: dict[str, Any]) -> str:
    return math(text, options["display_mode"])


def _image(self: Any, tokens: Any, index: Any, options: Any, env: Any) -> str:
    return f"<em>[image: {escapeHtml(tokens[index].content)}]</em>"


def _link(self: Any, tokens: Any, index: Any, options: Any, env: Any) -> str:
    tokens[index].attrSet("rel", "noopener noreferrer nofollow")
    return self.renderToken(tokens, index, options, env)


def _fence(self: Any, tokens: Any, index: Any, options: Any, env: Any) -> str:
    token = tokens[index]
    shown = code(token.content) if token.info.strip() in ("python", "py") else html.escape(token.content)
    # A long line is scrolled, by keyboard too.
    return f'<pre tabindex="0"><code>{shown}</code></pre>\n'
