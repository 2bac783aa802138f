"""What a student's code or text may show to a person's browser: text, tame markdown, PNG pictures made anew.

Markdown is not parsed here: a renderer that reads it otherwise than we do would undo the work. Instead a space is put
into whatever any renderer needs unbroken to make a tag, an image, a link or a TeX command of it. So the rules hold in
text, code and mathematics alike, and what they touch stays readable.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING

from autograder.marking.shown.tex import TEX_COMMANDS

if TYPE_CHECKING:
    from PIL.Image import Image

#: Characters of one markdown cell; eight pages. A longer one takes a renderer's patience, not a reader's.
MAX_MARKDOWN = 20_000
MAX_TEXT = 100_000
MAX_PNG_BYTES = 16_000_000
MAX_PNG_SIDE = 4096

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]{0,4096}(?:\x07|\x1b\\)|[ -/]*[0-~])|\x9b[0-?]*[ -/]*[@-~]")
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_CONTROLS = dict.fromkeys([*range(32), *range(127, 160), *map(ord, _BIDI), 65279, 65529, 65530, 65531])
_CONTROLS |= {0x09: "\t", 0x0A: "\n", 0x0B: " ", 0x0C: " ", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}

_WATCHED = re.compile("[" + re.escape("".join(map(chr, _CONTROLS.keys() - {0x09, 0x0A}))) + "]")
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
#: A letter may carry a few marks, not a tower of a thousand over the whole page.
_TOWER = re.compile(f"({_MARK}{{4}}){_MARK}+")


_ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]+")


def safe_text(text: str, most: int = MAX_TEXT) -> str:
    """Text without control characters, terminal escapes, changes of reading direction and lone surrogates.

    Longer than `most` characters, its middle is left out. It is still text: escape it where HTML is made of it.
    """
    cut = len(text) - most
    if cut > 0:
        text = f"{text[:most // 2]}\n... ({cut} characters left out) ...\n{text[-(most - most // 2):]}"
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if " at 0x" in text:
        # Where an object lay in memory differs from run to run, and a Result must not.
        text = _ADDRESS.sub(" at 0x…", text)
    if _WATCHED.search(text):
        text = _ESCAPES.sub("", text).translate(_CONTROLS)
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode("utf-8")
    return _TOWER.sub(r"\1", text)


_URL = r"(?:https?://|mailto:)[A-Za-z0-9._~:/?#@!$&*+,;=%-]*"
_KEPT_ENTITIES = r"(?:lt|gt|amp|quot|nbsp);"
_PLAIN_CODE = ("python", "py", "python3", "text", "latex", "tex")

#: Each rule puts a space into one piece of syntax. None of them can make anew what an earlier one has broken.
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # An address in angle brackets would be a tag to the next rule; the address alone becomes a link as well.
    (re.compile(rf"<({_URL})>"), r"< \1 >"),
    # Tags, comments, declarations, processing instructions: "< b" is text to every HTML parser, "<b" is not.
    (re.compile(r"<(?=[A-Za-z/!?])"), "< "),
    # Entities could spell any of the characters watched for here.
    (re.compile(rf"&(?=#|(?!{_KEPT_ENTITIES})[^\t\n\f <&#;]{{1,40}};)"), "& "),
    (re.compile(r"!(?=\[)"), "! "),
    # Links only to the web or by mail; a definition of a link could be named from anywhere, so there are none.
    (re.compile(rf"\](?=\((?!{_URL}\)))"), "] "),
    (re.compile(r"\](?=:)"), "] "),
    # What stands behind a fence chooses a highlighter, or a renderer of diagrams that takes HTML.
    (re.compile(rf"(?m)^([^\nA-Za-z`~]*(?:~{{3,}}+|`{{3,}}+(?=[^\n`]*$)))[ \t]*+(?!(?:{'|'.join(_PLAIN_CODE)})(?:[ \t]|$))"
                r"(?=[^ \t\n])"), "\\1text "),
    # A heading becomes an anchor of its own name, and formgrader finds its own fields by name.
    (re.compile(r"(?m)^([^\nA-Za-z#]*#++[ \t]*+)(?!\u200b)"), "\\1\u200b"),
    (re.compile(r"(?m)(?<=[^ \t\n])([ \t]*\n[ \t>]*[-=]+)(?=[ \t]*$)"), "\\1\u200b"),
)

_COMMAND = re.compile(r"\\([A-Za-z]{2,})")


def safe_markdown(text: str) -> str:
    """Markdown that no renderer of HTML or TeX can make a script or a request of.

    Raw HTML, images, foreign links and TeX commands outside mathematics' own are shown as they were written, broken by
    a space. Emphasis, lists, tables, code, formulas and links to the web stay.
    """
    cut = len(text) - MAX_MARKDOWN
    # Flat first: round brackets made of braces must meet the rules too.
    text = _flat(safe_text(text[:MAX_MARKDOWN]))
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    text = _COMMAND.sub(lambda m: m[0] if m[1] in TEX_COMMANDS else f"\\ {m[1]}", text)
    if cut > 0:
        text += f"\n\n(cut here: {cut} more characters are in the submitted notebook)"
    return text


#: Stands for a picture while the rules go over a text; no text of a student's holds one.
_FIRST_PICTURE, _MOST_PICTURES = 0xE000, 100


def safe_markdown_with_photos(text: str, photos: Mapping[str, str]) -> str:
    """`safe_markdown`, but for the pictures `![photo](attachment:photo-3)`: they become ones of the names in `photos`.

    photos: photo's name -> attachment's name, both ours.
    """
    names = list(photos)[:_MOST_PICTURES]
    text = re.sub(f"[{chr(_FIRST_PICTURE)}-{chr(_FIRST_PICTURE + _MOST_PICTURES)}]", "", text)
    for number, name in enumerate(names):
        text = text.replace(f"![photo](attachment:{name})", chr(_FIRST_PICTURE + number))
    text = safe_markdown(text)
    for number, name in enumerate(names):
        shown = f"![{name}](attachment:{photos[name]})"
        mark = chr(_FIRST_PICTURE + number)
        # Where the text was cut off, its pictures still stand below it.
        text = text.replace(mark, shown) if mark in text else f"{text}\n\n{shown}"
    return text


def _flat(text: str, deepest: int = 30) -> str:
    """The text with braces nested deeper than any formula needs turned into round ones."""
    depth, parts, last = 0, [], 0
    for match in re.finditer(r"[{}]|\n[ \t]*\n", text):
        brace = match[0]
        if brace == "{":
            depth += 1
        if brace in "{}" and depth > deepest:
            parts += [text[last:match.start()], "(" if brace == "{" else ")"]
            last = match.end()
        if brace == "}":
            depth = max(0, depth - 1)
    return "".join([*parts, text[last:]])


def safe_png(raw: bytes, most_pixels: int = MAX_PNG_SIDE**2) -> bytes | None:
    """The picture in a PNG file, encoded anew without anything but its pixels; None when it is not a sound PNG.

    At most MAX_PNG_SIDE pixels a side, and `most_pixels` in all. Of an animation only the first frame stays.
    """
    from PIL import Image

    if len(raw) > MAX_PNG_BYTES or not raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(raw), formats=["PNG"]) as picture:
                if not (0 < picture.width <= MAX_PNG_SIDE and 0 < picture.height <= MAX_PNG_SIDE):
                    return None
                if picture.width * picture.height > most_pixels:
                    return None
                pixels = _plain_mode(picture)
                clean = Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, OverflowError, IndexError, KeyError, TypeError,
            Image.DecompressionBombError):
        return None
    out = io.BytesIO()
    clean.save(out, "PNG", compress_level=1)
    return out.getvalue()


def _plain_mode(picture: Image) -> Image:
    """The picture as grey, RGB or RGBA of 8 bits."""
    if picture.mode in ("L", "RGB", "RGBA"):
        picture.load()
        return picture
    if picture.mode == "1":
        return picture.convert("L")
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda v: v / 257).convert("L")
    return picture.convert("RGBA" if "transparency" in picture.info or picture.mode in ("LA", "PA") else "RGB")
