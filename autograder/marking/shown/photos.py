"""Photos of a student's paper made anew: pixels only, turned upright, of a size that a page holds."""

from __future__ import annotations

import base64
import binascii
import io
import warnings
from collections.abc import Iterable

from PIL import Image, ImageOps

from autograder.marking.result import Picture
from autograder.submission.photos import Photo

#: A photo's longer side, in pixels, as it is kept.
SIDE = 2000
#: Pixels of one picture as it came, and of all of a notebook's together: decoding takes time and memory by these.
LARGEST, ALL = 64_000_000, 250_000_000
#: A JPEG photo has one scan, or about ten; each costs a pass over all its pixels, however few bytes it has.
MOST_SCANS = 40
#: A PNG larger than this is a photo, not a drawing, and becomes a JPEG; and all that a page shall carry, in bytes.
LARGEST_PNG, PAGE = 400_000, 12_000_000


class _Unkept(Exception):
    """The text says why, as the end of a sentence."""


def kept(photos: Iterable[Photo]) -> tuple[dict[str, Picture], list[str]]:
    """Name -> picture of those that can be kept, and a sentence about each that cannot."""
    found: dict[str, Picture] = {}
    told, pixels, room = [], ALL, PAGE
    for photo in photos:
        try:
            picture, used = _made_anew(photo, pixels)
            pixels -= used
            room -= len(picture.data)
            if room < 0:
                raise _Unkept("all pictures together are too large for a page; fewer or smaller ones are kept")
            found[photo.name] = picture
        except _Unkept as why:
            told.append(f"{photo.name.replace('-', ' ').capitalize()} of the notebook could not be kept: {why}.")
    return found, told


def _made_anew(photo: Photo, left: int) -> tuple[Picture, int]:
    """The picture, and the pixels it had."""
    raw = _bytes(photo.data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(raw), formats=["PNG", "JPEG"]) as picture:
                size = picture.width * picture.height
                if size > LARGEST or size > left:
                    raise _Unkept(f"it has {picture.width} x {picture.height} pixels; {SIDE} a side are enough")
                # JPEG is decoded at a half, a quarter or an eighth where that is still large enough.
                picture.draft("RGB", (SIDE, SIDE))
                upright = ImageOps.exif_transpose(picture)
                upright.thumbnail((SIDE, SIDE))
                return _encoded(photo.name, upright, picture.format == "PNG"), size
    except Image.DecompressionBombError:
        raise _Unkept(f"it has far too many pixels; {SIDE} a side are enough") from None
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        MemoryError,
        OverflowError,
        IndexError,
        KeyError,
        TypeError,
        AttributeError,
        ZeroDivisionError,
    ):
        raise _Unkept("it is damaged") from None


def _bytes(data: str) -> bytes:
    try:
        raw = base64.b64decode(data.replace("%2B", "+").replace("%2F", "/").replace("%3D", "="), validate=True)
    except (binascii.Error, ValueError):
        raise _Unkept("it is damaged") from None
    if raw.startswith(b"\xff\xd8\xff"):
        if raw.count(b"\xff\xda") > MOST_SCANS:
            raise _Unkept("it is not a plain JPEG; save it anew")
    elif not raw.startswith(b"\x89PNG\r\n\x1a\n"):
        kind = "a HEIC photo" if raw[4:8] == b"ftyp" else "neither"
        raise _Unkept(f"PNG and JPEG are shown, and it is {kind}; save it as JPEG and paste it again")
    return raw


def _encoded(name: str, picture: Image.Image, as_png: bool) -> Picture:
    """What is kept: a drawing as PNG, a photo as JPEG; on white where it was see-through."""
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda v: v / 257).convert("L")
    elif picture.mode not in ("L", "RGB"):
        layer = picture.convert("RGBA")
        picture = Image.new("RGB", layer.size, "white")
        picture.paste(layer, mask=layer.getchannel("A"))
    clean = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    if as_png:
        out = io.BytesIO()
        clean.save(out, "PNG", compress_level=6)
        if out.tell() <= LARGEST_PNG:
            return Picture(name=name, kind="png", data=out.getvalue())
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=80, optimize=False)
    return Picture(name=name, kind="jpeg", data=out.getvalue())
