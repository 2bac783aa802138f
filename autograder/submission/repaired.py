"""A submission after repair: the cells to run, in order, each known by its place in the release."""

from __future__ import annotations

from dataclasses import dataclass, field

from autograder.submission.photos import Photo


@dataclass(frozen=True)
class SubmittedCell:
    """A cell of a repaired submission.

    grade_id: as in the release, None for a cell that has none there. position: the index of the release's cell it was
    matched to, None for a cell the student added. Locked cells (tests, setup) hold the release's text. pictures: what
    it was saved with, PNG in base64.
    """

    type: str
    source: str
    grade_id: str | None = None
    position: int | None = None
    pictures: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Submission:
    """What is graded. `unreadable` says why there is nothing to grade, else it is None and `cells` holds the notebook.
    photos: the pictures its texts name. notes: what was odd and cost nothing."""

    cells: tuple[SubmittedCell, ...] = ()
    repairs: tuple[str, ...] = ()
    unreadable: str | None = None
    photos: tuple[Photo, ...] = field(default=(), repr=False)
    notes: tuple[str, ...] = ()
