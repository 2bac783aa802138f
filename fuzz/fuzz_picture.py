"""Fuzzing of what makes pictures anew: outputs of cells, and photos pasted into answers."""

from __future__ import annotations

import base64
import io
import struct
import zlib

import atheris

with atheris.instrument_imports(include=["PIL", "autograder.marking"]):
    from PIL import Image

    from autograder.marking.shown.photos import PAGE, kept
    from autograder.marking.shown.sanitize import MAX_PNG_SIDE, safe_png
    from autograder.submission.photos import Photo

from fuzz.pieces import bounded, run

KINDS = [b"IHDR", b"IDAT", b"IEND", b"PLTE", b"tRNS", b"eXIf", b"iCCP", b"acTL", b"fcTL", b"fdAT", b"zTXt", b"iTXt", b"gAMA",
         b"pHYs", b"abcd"]


def one(data: bytes) -> None:
    """Make the picture anew, as a cell's output and as a photo."""
    raw = data[1:] if data[:1] and data[0] % 2 else composed(atheris.FuzzedDataProvider(data[1:]))
    # A picture of the most pixels that there may be takes a second or two.
    with bounded(10):
        clean = safe_png(raw)
    if clean is not None:
        width, height = struct.unpack(">II", clean[16:24])
        assert 0 < width <= MAX_PNG_SIDE
        assert 0 < height <= MAX_PNG_SIDE
        assert {clean[i:i + 4] for i in _chunks(clean)} <= {b"IHDR", b"IDAT", b"IEND"}
    with bounded(20):
        found, told = kept([Photo("photo-1", base64.b64encode(raw).decode())])
    assert len(found) + len(told) == 1
    assert sum(len(p.data) for p in found.values()) <= PAGE


def _chunks(png: bytes) -> list[int]:
    at, found = 8, []
    while at < len(png):
        found.append(at + 4)
        at += 12 + int.from_bytes(png[at:at + 4], "big")
    return found


def composed(choices: atheris.FuzzedDataProvider) -> bytes:
    """A PNG of right and wrong chunks, each with its checksum."""
    sizes = [0, 1, 2, 7, 300, 4096, 4097, 100_000, 2**31 - 1]
    made = [b"\x89PNG\r\n\x1a\n"]
    for _ in range(choices.ConsumeIntInRange(1, 8)):
        kind = choices.PickValueInList(KINDS)
        if kind == b"IHDR":
            asked = (sizes, sizes, [1, 2, 4, 8, 16], [0, 2, 3, 4, 6, 7])
            width, height, bits, colours = (choices.PickValueInList(some) for some in asked)
            body = struct.pack(">IIBBBBB", width, height, bits, colours, 0, 0, choices.ConsumeIntInRange(0, 1))
        elif choices.ConsumeBool():
            body = zlib.compress(choices.ConsumeBytes(20) * 2 ** choices.ConsumeIntInRange(0, 16))
        else:
            body = choices.ConsumeBytes(40)
        made.append(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)))
    return b"".join(made)


def seeds() -> list[bytes]:
    made = [b"\0" + bytes((31 * i + n) % 256 for i in range(200)) for n in range(6)]
    for mode in ("L", "RGB", "RGBA", "P", "1", "I;16", "CMYK"):
        for form in ("PNG", "JPEG"):
            out = io.BytesIO()
            try:
                Image.new(mode, (9, 7)).save(out, form)
            except (OSError, KeyError):
                continue
            made.append(b"\1" + out.getvalue())
    return made


if __name__ == "__main__":
    run(one, seeds())
