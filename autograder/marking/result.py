"""What grading a submission came to: plain, frozen, and the same JSON for the same submission every time."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")


class Test(_Frozen):
    """One hidden test. `says` is what it checks, `message` what was wrong (None when passed)."""

    #: pytest would collect it by its name.
    __test__: ClassVar[bool] = False

    name: str
    says: str
    worth: float
    passed: bool
    message: str | None = None


class Mistake(_Frozen):
    """A known mistake that behaves exactly as the student's function did, and a hint at it."""

    name: str
    hint: str
    sure: bool = True


class ExerciseResult(_Frozen):
    """One automatically graded exercise. `used_reference` names the exercises the reference stood in for.
    `group`: of a wrong one that no name explains, whom it does the same as. `unwritten`: it could not be run because
    nobody has written it."""

    id: str
    score: float
    max_score: float
    bonus: bool = False
    outcome: Literal["passed", "failed", "could_not_run"]
    reason: str | None = None
    unwritten: bool = False
    used_reference: tuple[str, ...] = ()
    mistake: Mistake | None = None
    group: str | None = None
    tests: tuple[Test, ...] = ()

    @property
    def right_alone(self) -> bool:
        """Whether the student's own functions, without any of the reference's, do all that is asked."""
        return self.outcome == "passed" and not self.used_reference


class Result(_Frozen):
    """One submission. score and max_score count the automatically graded exercises without bonus; bonus is what the
    bonus exercises earned; manual_points is what a person can still give. repairs: sentences on what was mended; notes:
    on what was odd or failed and is for the student alone."""

    file: str
    week: str
    score: float
    max_score: float
    bonus: float
    manual_points: float
    repairs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    exercises: tuple[ExerciseResult, ...]


class Output(_Frozen):
    """One output of a cell, already harmless: text, or a PNG image that was decoded and encoded again.

    kind: "stdout", "stderr", "result" (the value of the last line), "error" (an exception, as text) or "png".
    """

    kind: Literal["stdout", "stderr", "result", "error", "png"]
    text: str = ""
    png: bytes = b""


class Picture(_Frozen):
    """A picture of a student's own, decoded and encoded again. `name` is how the cell's text calls it, "photo-3"."""

    name: str
    kind: Literal["png", "jpeg"]
    data: bytes


class MarkedCell(_Frozen):
    """A cell of the repaired notebook with what running it showed. `position` is that in the release, None for a
    student's own cell; `note` says what the sandbox has to add ("stopped after 60 s"); `photos` are those its text has
    as `![photo](attachment:photo-3)`."""

    type: Literal["code", "markdown", "raw"]
    source: str
    grade_id: str | None = None
    position: int | None = None
    outputs: tuple[Output, ...] = ()
    note: str | None = None
    photos: tuple[Picture, ...] = ()


class Marked(_Frozen):
    """All that grading a submission gives: the marks, and the notebook to record and show."""

    result: Result
    cells: tuple[MarkedCell, ...]
