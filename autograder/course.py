"""course.toml: everything about a course that is not in its notebooks."""

from __future__ import annotations

import datetime
import tomllib
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, PositiveInt

from autograder.errors import UserError


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))


class Limits(_Strict):
    """What a submission may use."""

    cell_seconds: PositiveInt = 60
    call_seconds: PositiveInt = 10
    submission_seconds: PositiveInt = 300
    memory_mb: PositiveInt = 2048
    output_kb: PositiveInt = 256


class CourseWeek(_Strict):
    """A week as course.toml names it."""

    id: str
    title: str
    given: tuple[str, ...] = ()


class Course(_Strict):
    """The whole of course.toml. `root` is the folder it lies in."""

    root: Path
    name: str
    institution: str
    time_zone: str
    first_thursday: datetime.date
    weeks: tuple[CourseWeek, ...]
    limits: Limits = Limits()

    @classmethod
    def load(cls, root: Path) -> Course:
        """Read and validate course.toml in `root`. Raises UserError that names the mistake."""
        path = root / "course.toml"
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise UserError(f"There is no course.toml in {root}. Run the command in the course's folder.") from None
        except tomllib.TOMLDecodeError as error:
            raise UserError(f"course.toml cannot be read: {error}") from None
        return cls(root=root, **values)

    def week(self, name: str) -> CourseWeek:
        """The week with this id. Raises UserError when course.toml does not name it."""
        for week in self.weeks:
            if week.id == name:
                return week
        raise UserError(f"course.toml names no week {name!r} (weeks there: {', '.join(w.id for w in self.weeks)}).")
