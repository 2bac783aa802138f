"""What is shown of a student's text: harmless in nbconvert's renderer, and still readable."""

import io
import random
import re
import zlib
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbconvert.filters import markdown2html
from PIL import Image, PngImagePlugin

from autograder.marking.shown.outputs import _clean_pictures
from autograder.marking.shown.sanitize import MAX_MARKDOWN, safe_markdown, safe_png, safe_text
from autograder.sandbox.budget import within
from tests.untrusted import ATTACKS

#: All that nbconvert makes of markdown itself.
TAGS = {"p", "em", "strong", "del", "code", "pre", "span", "div", "h1", "h2", "h3", "h4", "h5", "h6", "a", "ul", "ol", "li",
        "blockquote", "br", "hr", "table", "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd", "input"}
ATTRIBUTES = {"href", "class", "id", "start", "style", "type", "disabled", "checked"}


class Harmless(HTMLParser):
    """Collects whatever in a piece of HTML is more than text, structure and links to the web."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            fine = name in ATTRIBUTES
            if name == "href":
                fine = re.match(r"(https?://|mailto:|#)", value) is not None
            if name == "style":
                fine = re.fullmatch(r"text-align:(left|right|center);?", value.replace(" ", "")) is not None
            if name == "id":
                fine = value.startswith(("\u200b", "%E2%80%8B"))
            if name == "class":
                fine = "mermaid" not in value
            if not fine:
                self.found.append(f"{tag} {name}={value}")

    def handle_comment(self, data):
        self.found.append(f"<!--{data}")

    def handle_decl(self, decl):
        self.found.append(f"<!{decl}")

    def handle_pi(self, data):
        self.found.append(f"<?{data}")

    unknown_decl = handle_decl


def harm(markdown: str) -> list[str]:
    html = markdown2html(markdown)
    found = Harmless(html).found
    text = re.sub(r"<[^>]*>", "", html)
    return found + re.findall(r"\\(?:href|style|class|cssId|unicode|require|bbox|def|newcommand|let|rule)\b", text)


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_in_markdown_is_only_text(attack):
    assert harm(safe_markdown(attack)) == []


def test_most_attacks_are_real_where_nothing_is_done():
    real = [attack for attack in ATTACKS if "attachment:" in attack or harm(attack)]
    assert len(real) > 0.7 * len(ATTACKS)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from([*ATTACKS, *(c for c in "<>!?/&#;[]():`~$\\{}|*_-=\n\t \"'aA0"), "    ", "\n> ", "\n- ", "\r",
                                 "\n1. ", "img", "mermaid", "javascript:", "https://", "&lt;", "&bsol;", "~~~", "```", "\0"]),
                max_size=12))
def test_no_mixture_of_attacks_and_syntax_makes_harm(parts):
    assert harm(safe_markdown("".join(parts))) == []


@pytest.mark.parametrize("text", [
    "If a < b and c > d, then *so*.",
    "Layers collapse: $W_2 (W_1 x + b_1) + b_2 = (W_2 W_1) x + (W_2 b_1 + b_2)$.",
    "$$\\begin{aligned} Z &= X W + b \\\\ \\hat{Y} &= \\mathrm{softmax}(Z) \\end{aligned}$$",
    "1. first\n2. second\n\n| a | b |\n|:--|--:|\n| 1 | 2 |",
    "```python\nif a < b and c <= d:\n    x[0] = 1\n```",
    "See [the book](https://www.deeplearningbook.org/contents/mlp.html) or https://example.org/a?b=1&c=2.",
    "R&D, 5 &lt; 6, `x & y`, **bold**, ~~gone~~, e-mail",
    "Päivää, 你好, مرحبا, 🙂",
    "aside: $\\frac{\\partial L}{\\partial W} = \\sum_{i=1}^n \\left( y_i - \\hat y_i \\right)$",
    "",
])
def test_honest_markdown_stays_as_it_is(text):
    assert safe_markdown(text) == text


def test_what_is_neutralised_stays_readable():
    assert safe_markdown("if a<b: x[0](1)") == "if a< b: x[0] (1)"
    assert safe_markdown("![plot](plot.png)") == "! [plot] (plot.png)"
    assert safe_markdown(r"$\href{a}{b}$") == r"$\ href{a}{b}$"


def test_sanitising_twice_is_sanitising_once():
    for attack in ATTACKS:
        once = safe_markdown(attack)
        assert safe_markdown(once) == once


@pytest.mark.parametrize("piece", ["[", "![", "*", "_a", "> ", "- ", "`", "$", "$$", "<", "<a ", "\\begin{a}", "[a](", "| ",
                                   "|-\n", "~~", "&", "\n#", "**a ", "https://", "```\n", "]", "[]:", "{", "\\(", "\n    a"])
def test_a_flood_of_one_thing_is_rendered_within_the_budget(piece):
    safe = within(safe_markdown, piece * 1_000_000)
    assert len(safe) < 3 * MAX_MARKDOWN
    within(markdown2html, safe)


def test_a_long_text_is_cut_and_says_so():
    assert "cut here: 80000 more" in safe_markdown("a" * 100_000)


def test_safe_text_drops_what_moves_the_cursor_or_turns_the_reading():
    assert safe_text("\x1b[31mred\x1b[0m \x1b]0;title\x07 a\x00\x08b \u202eevil\u202c \x9b2J") == "red  ab evil "[:5] + "ab evil "
    assert safe_text("one\rtwo\r\nthree\u2028four") == "one\ntwo\nthree\nfour"
    assert safe_text("\ud800x").encode() == b"?x"
    assert len(safe_text("e" + "\u0301" * 10_000)) == 5


def test_safe_text_keeps_both_ends_of_a_long_text():
    text = safe_text("start" + "x" * 1_000_000 + "end", most=1000)
    assert text.startswith("start") and text.endswith("end") and len(text) < 1100


def test_safe_text_keeps_honest_text():
    text = "Päivää\n\tz = [1. 2.]\n🙂 é"
    assert safe_text(text) == text


# -- pictures

def png(picture: Image.Image, **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", **options)
    return out.getvalue()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_a_sound_picture_keeps_its_pixels(mode):
    noise = Image.frombytes("RGB", (30, 20), random.Random(0).randbytes(1800))
    picture = noise.convert("RGBA").convert(mode) if mode == "LA" else noise.convert(mode)
    clean = Image.open(io.BytesIO(safe_png(png(picture))))
    assert clean.convert("RGBA").tobytes() == picture.convert("RGBA").tobytes()


def test_nothing_but_pixels_comes_through():
    about = PngImagePlugin.PngInfo()
    about.add_text("Comment", "<script>fired()</script>")
    about.add_itxt("XML:com.adobe.xmp", "<script>fired()</script>")
    raw = png(Image.new("RGB", (5, 5)), pnginfo=about, dpi=(72, 72), icc_profile=b"x" * 200) + b"<script>fired()</script>"
    clean = safe_png(raw)
    assert [clean[i - 4:i] for i in range(len(clean)) if clean[i - 4:i] in (b"tEXt", b"iTXt", b"iCCP", b"pHYs")] == []
    assert b"script" not in clean and clean.endswith(b"IEND\xaeB`\x82")


def test_what_is_no_sound_png_is_none():
    good = png(Image.new("RGB", (50, 50), "red"))
    jpeg = io.BytesIO()
    Image.new("RGB", (5, 5)).save(jpeg, "JPEG")
    for raw in (b"", b"\x89PNG\r\n\x1a\n", good[:-30], good[:60], jpeg.getvalue(), b"<svg/>", b"GIF89a", good[8:]):
        assert safe_png(raw) is None


def test_a_decompression_bomb_is_refused_at_once():
    text = b"zTXtk\0\0" + zlib.compress(b"a" * 50_000_000)
    chunk = (len(text) - 4).to_bytes(4, "big") + text + zlib.crc32(text).to_bytes(4, "big")
    good = png(Image.new("RGB", (5, 5)))
    pixels, side = png(Image.new("1", (20_000, 20_000))), png(Image.new("L", (4097, 1)))
    assert within(safe_png, pixels, memory_mb=100) is None
    assert within(safe_png, side, memory_mb=100) is None
    within(safe_png, good[:33] + chunk + good[33:], memory_mb=100)


def test_pixels_are_counted_wherever_a_png_tells_them():
    """A chunk before IHDR moves the size away from where it is in every other file."""
    large = png(Image.new("L", (4096, 4096)))
    odd = large[:8] + b"\0\0\0\0teXt" + zlib.crc32(b"teXt").to_bytes(4, "big") + large[8:]
    (kept,) = _clean_pictures([[odd] * 60])
    assert sum(picture is not None for picture in kept) <= 2


def test_bytes_at_random_never_raise():
    chance = random.Random(1)
    good = png(Image.frombytes("RGB", (20, 20), chance.randbytes(1200)))
    for _ in range(300):
        raw = bytearray(good)
        for _ in range(chance.randrange(1, 8)):
            raw[chance.randrange(8, len(raw))] = chance.randrange(256)
        safe_png(bytes(raw))
