"""Pictures that students paste into their text: a derivation on paper, photographed. Nothing here opens one.

A notebook keeps them as attachments of the cell, `![](attachment:image.png)`, or inside the text, as base64. Both
become `![photo](attachment:photo-3)`, numbered through the notebook, with the bytes beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

#: Photos of a notebook, and characters of one in base64: 20 MB.
MOST_PHOTOS, LONGEST_PHOTO = 20, 28_000_000

_INLINE = r"data:image/[\w.+-]{1,20};base64,[\w+/=]++"
_PLACE = rf"attachment:[^)>\"'\s]{{1,300}}|{_INLINE}"
#: As markdown and as HTML; both are looked for where they begin, and end soon or not at all.
_IN_MARKDOWN = re.compile(
    rf"!\[[^\]\n]{{0,300}}\]\(\s{{0,5}}<?({_PLACE})>?(?:\s{{1,5}}[\"'][^\"'\n]{{0,200}}[\"'])?\s{{0,5}}\)"
)
_IN_HTML = re.compile(rf"<img\b[^>]{{0,300}}?\bsrc\s{{0,3}}=\s{{0,3}}[\"']?({_PLACE})[\"']?[^>]{{0,300}}>", re.I)
_ELSEWHERE = re.compile(r"!\[[^\]\n]{0,300}\]\(\s{0,5}<?(?!attachment:|data:)([^)>\s]{1,300})")
#: What `taken` leaves in the text, and whoever shows it looks for.
PHOTO = re.compile(r"!\[photo\]\(attachment:(photo-\d{1,3})\)")


@dataclass(frozen=True)
class Photo:
    """A picture as it was handed in. name: as in the text, "photo-3". data: base64, not looked into."""

    name: str
    data: str = field(repr=False)


class Photos:
    """Takes the photos out of a notebook's texts. found: all of them; told: sentences about those that are not."""

    def __init__(self) -> None:
        self.found: list[Photo] = []
        self.told: list[str] = []

    def taken(self, text: str, attachments: Mapping[str, str], place: str) -> str:
        """The text with each picture as `![photo](attachment:photo-N)`. place: whose text it is, for people."""
        if "![" not in text and "<img" not in text.lower():
            return text

        def take(match: re.Match[str]) -> str:
            address = match[1]
            inside = address.startswith("data:")
            name = "" if inside else unquote(address.removeprefix("attachment:"))
            data = address.partition("base64,")[2] if inside else attachments.get(name, "")
            problem = None
            if not data:
                problem = f"is not in the notebook ({_named(name)}); paste it into the cell again"
            elif len(data) > LONGEST_PHOTO:
                problem = f"is larger than {LONGEST_PHOTO // 1_400_000} MB; make it smaller"
            elif len(self.found) >= MOST_PHOTOS:
                problem = f"is one too many: {MOST_PHOTOS} are kept"
            if problem:
                self.told.append(f"A picture of {place} {problem}.")
                return f"[a picture that was not kept: it {problem.partition(';')[0].partition(':')[0]}]"
            self.found.append(Photo(f"photo-{len(self.found) + 1}", data))
            return f"![photo](attachment:{self.found[-1].name})"

        text = _IN_HTML.sub(take, _IN_MARKDOWN.sub(take, text))
        for name in _ELSEWHERE.findall(text)[:3]:
            self.told.append(
                f"The picture {_named(name)} of {place} is not in the notebook itself; only pictures pasted "
                f"into the cell are shown."
            )
        return text


def attached(value: object) -> dict[str, str]:
    """Name -> base64 of a cell's attachments, whatever else stands there."""
    found: dict[str, str] = {}
    for name, kinds in list(value.items())[:MOST_PHOTOS] if isinstance(value, dict) else ():
        for kind in ("image/png", "image/jpeg", *kinds) if isinstance(kinds, dict) else ():
            data = kinds.get(kind)
            data = "".join(part for part in data if isinstance(part, str)) if isinstance(data, list) else data
            if isinstance(data, str) and isinstance(name, str) and str(kind).startswith("image/"):
                found[name] = "".join(data.split()) if len(data) <= 2 * LONGEST_PHOTO else data
                break
    return found


def without_inline(text: str) -> tuple[str, dict[str, str]]:
    """A long text with the pictures inside it as attachments of it, and these."""
    found: dict[str, str] = {}

    def move(match: re.Match[str]) -> str:
        name = f"inside-the-text-{len(found) + 1}"
        found[name] = match[1]
        return f"attachment:{name}"

    return re.sub(r"data:image/[\w.+-]{1,20};base64,([\w+/=%]{500,}+)", move, text), found


def _named(name: str) -> str:
    shown = "".join(c if c.isprintable() else "?" for c in name)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
