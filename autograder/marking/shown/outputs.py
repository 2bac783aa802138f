"""What a submission's cells showed, made harmless within a budget: the graded notebook and the feedback are made of it."""

from __future__ import annotations

import base64
import contextlib
import math
import struct
from collections.abc import Sequence

from autograder.marking.result import MarkedCell, Output, Picture
from autograder.marking.shown.photos import kept
from autograder.marking.shown.sanitize import safe_png, safe_text
from autograder.sandbox import CellRun
from autograder.sandbox.budget import Over, within
from autograder.submission.photos import PHOTO, Photo
from autograder.submission.repaired import SubmittedCell

#: All pictures of a notebook together: making one anew takes time by its pixels, whatever its file weighs.
_PIXELS = 40_000_000


def kept_photos(photos: Sequence[Photo]) -> tuple[dict[str, Picture], list[str]]:
    """`kept`, within the budget."""
    try:
        return within(kept, photos) if photos else ({}, [])
    except Over as over:
        return {}, [f"The pictures pasted into the notebook could not be kept: making them anew takes more than {over}."]


def marked_cells(
    cells: Sequence[SubmittedCell], runs: Sequence[CellRun | None], photos: dict[str, Picture]
) -> tuple[MarkedCell, ...]:
    """The cells with what they showed, made harmless; without their pictures where these cost more than the budget."""
    pictures = [[body for _, body in run.outputs if isinstance(body, bytes)] if run else [] for run in runs]
    clean: Sequence[Sequence[bytes | None]] = pictures
    try:
        if any(pictures):
            clean = within(_clean_pictures, pictures)
    except Over:
        clean = [[] for _ in cells]
    return tuple(_marked_cell(cell, run, kept, photos) for cell, run, kept in zip(cells, runs, clean))


def _clean_pictures(found: list[list[bytes]]) -> list[list[bytes | None]]:
    """Each cell's pictures as fresh PNGs while there is room for their pixels, None for one that is left out."""
    room = _PIXELS
    clean: list[list[bytes | None]] = []
    for pictures in found:
        clean.append([])
        for picture in pictures:
            png = safe_png(picture, room)
            clean[-1].append(png)
            # By the file that was made: what the other says of its size need not be so.
            room -= 0 if png is None else math.prod(struct.unpack(">II", png[16:24]))
    return clean


def as_handed_in(cell: SubmittedCell) -> CellRun:
    """What a cell that was not run again showed to the student: its pictures, as the notebook was saved with them."""
    pictures = []
    for text in cell.pictures:
        with contextlib.suppress(ValueError):
            pictures.append(("png", base64.b64decode(text)))
    return CellRun(tuple(pictures))


def _marked_cell(
    cell: SubmittedCell, run: CellRun | None, pictures: Sequence[bytes | None], photos: dict[str, Picture]
) -> MarkedCell:
    outputs: list[Output] = []
    clean = iter(pictures)
    for kind, body in run.outputs if run else ():
        if isinstance(body, bytes):
            if (png := next(clean, None)) is not None:
                outputs.append(Output(kind="png", png=png))
        else:
            outputs.append(Output(kind=kind, text=safe_text(body)))
    if run is not None and run.error is not None:
        outputs.append(Output(kind="error", text=safe_text(run.error)))
    source = cell.source
    if cell.type == "markdown":
        source = PHOTO.sub(lambda m: m[0] if m[1] in photos else f"[{m[1].replace('-', ' ')} was not kept]", source)
    return MarkedCell(
        type=cell.type, source=source, grade_id=cell.grade_id, position=cell.position, outputs=tuple(outputs),
        note=None if run is None or run.note is None else safe_text(run.note),
        photos=tuple(photos[name] for name in dict.fromkeys(PHOTO.findall(source)) if name in photos) if photos else (),
    )
