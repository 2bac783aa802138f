"""course.toml: everything about a course that is not in its notebooks."""

from __future__ import annotations

import datetime
import math
import tomllib
import zoneinfo
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, ValidationError

from autograder.course import faults
from autograder.course.folders import ASSIGNMENT_ID
from autograder.errors import UserError

#: Given out before midnight, due at the end of the same weekday a week later.
RELEASE_TIME = datetime.time(23, 59)
DUE_TIME = datetime.time(23, 59, 59)
WEEK = datetime.timedelta(days=7)

#: A date in course.toml, or a date with a time, which is local where it has no offset.
Moment = datetime.datetime | datetime.date


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, ignored_types=(cached_property,))


class Limits(_Strict):
    """What a submission may use. checks: whether grading runs the visible checks and the plots again.

    Of weeks that test cells mark, as stock nbgrader's: stock_warnings, stock_values: whether a warning in a test cell costs all
    of its points, and a value of a test cell that is no number of points is full marks; both are nbgrader's rules.
    """

    cell_seconds: PositiveInt = Field(10, description="a whole number of seconds above 0", examples=["60"])
    call_seconds: PositiveInt = Field(5, description="a whole number of seconds above 0", examples=["10"])
    submission_seconds: PositiveInt = Field(120, description="a whole number of seconds above 0", examples=["300"])
    memory_mb: PositiveInt = Field(2048, description="a whole number of megabytes above 0", examples=["2048"])
    output_kb: PositiveInt = Field(256, description="a whole number of kilobytes above 0", examples=["256"])
    checks: bool = Field(False, description="true or false", examples=["true"])
    stock_warnings: bool = Field(True, description="true or false", examples=["false"])
    stock_values: bool = Field(True, description="true or false", examples=["false"])


class CourseWeek(_Strict):
    """A week as course.toml names it. `release` and `due` stand where the first Thursday does not decide,
    `cell_seconds` and `submission_seconds` where the week's own training needs longer than [limits] gives."""

    id: Annotated[str, Field(pattern=rf"^{ASSIGNMENT_ID}$", description="a text of small letters, digits and _",
                             examples=['"week1"'])]
    title: str = Field(description="a text", examples=['"Layers"'])
    given: tuple[str, ...] = Field((), strict=False, description="a list of the ids of earlier weeks",
                                   examples=['["week1", "week2"]'])
    release: Moment | None = Field(None, description="a date (or a date and a time)",
                                   examples=["2021-01-21", "2021-01-21T12:00:00"])
    due: Moment | None = Field(None, description="a date (or a date and a time)",
                               examples=["2021-01-28", "2021-01-28T12:00:00"])
    cell_seconds: PositiveInt | None = Field(None, description="a whole number of seconds above 0", examples=["60"])
    submission_seconds: PositiveInt | None = Field(None, description="a whole number of seconds above 0",
                                                   examples=["300"])


class Late(_Strict):
    """What late work is worth.

    policy: "none", it costs nothing; "percent", each started day costs `percent` of the marks; "hard", nothing is
    kept from more than `days` days after the due date, and until then each started day costs `percent` (0 without).
    """

    policy: Literal["none", "percent", "hard"] = Field("none", description='"none", "percent" or "hard"',
                                                       examples=['"percent"'])
    percent: float = Field(0, ge=0, le=100, description="percent of the marks a day, 0 to 100", examples=["10"])
    days: int = Field(0, ge=0, description="a whole number of days, 0 or more", examples=["7"])

    def factor(self, days_late: int) -> float:
        """The part of the marks kept by work that is so many started days late, 0 to 1."""
        if days_late <= 0 or self.policy == "none":
            return 1.0
        if self.policy == "hard" and days_late > self.days:
            return 0.0
        return max(0.0, 1 - self.percent / 100 * days_late)


class Bonus(_Strict):
    """How extra credit counts: "cap" makes up for lost points, "add" goes on top of them, "ignore" counts nothing."""

    rule: Literal["cap", "add", "ignore"] = Field("cap", description='"cap", "add" or "ignore"', examples=['"cap"'])

    def total(self, earned: float, bonus: float, points: float) -> float:
        """A week's total out of `points`, from what was earned in it without bonus and the bonus."""
        if self.rule == "ignore":
            return earned
        return earned + bonus if self.rule == "add" else min(earned + bonus, max(points, earned))


class Grades(_Strict):
    """The course grade, 0 to 5: thresholds[k] is the percentage of all points that earns grade k + 1."""

    thresholds: tuple[float, ...] = Field(
        (50, 60, 70, 80, 90), strict=False, description="five rising percentages, for the grades 1 to 5",
        examples=["[50, 60, 70, 80, 90]"])

    def grade(self, percent: float) -> int:
        """The grade of a percentage of all points. One that is a threshold but for rounding reaches it."""
        return sum(percent >= threshold - 1e-9 for threshold in self.thresholds)


class OpenIDConnect(_Strict):
    """A university's own sign-in. issuer: its address; client: what it calls us (our secret comes from the environment).

    claim: which of its claims says who somebody is: "email" is compared with the class list's addresses, any other with its
    ids. verified: this issuer's addresses are all its own, though it does not say so of each.
    """

    issuer: str = Field("", pattern=r"^(https?://\S+)?$", description="https:// and a name",
                        examples=['"https://login.example.org"'])
    client: str = Field("", description="a text", examples=['"ccn-autograder"'])
    claim: str = Field("email", min_length=1, description="a claim's name", examples=['"email"'])
    scope: str = Field("openid email profile", description="scopes, with openid", examples=['"openid email profile"'])
    verified: bool = Field(False, description="true or false", examples=["true"])


class Serve(_Strict):
    """What `autograder serve` answers, and where.

    looks: how many hand-ins of a week a student may see in full before it is due, at a time; look_hours: after so long one
    more; "free": all. shown_after_due: all is shown as soon as a week is due, else from when the instructor says.
    address, port: where it listens; path: below which it lies behind a proxy ("/ccn"); url: how the world reaches it, for
    links. database: SQLAlchemy's address for the service's state and the gradebook, "" for SQLite in .autograder/ and
    gradebook.db. sign_in: who says who somebody is.
    instructors, assistants: ids, logins or addresses of those who teach. formgrader: where nbgrader's
    is, for links to what a person has to mark.
    """

    looks: int | Literal["free"] = Field(3, ge=0, description='a whole number, or "free"', examples=["3"])
    look_hours: float = Field(24, gt=0, description="hours above 0", examples=["24"])
    shown_after_due: bool = Field(False, description="true or false", examples=["true"])
    address: str = Field("127.0.0.1", description="an address of this machine", examples=['"127.0.0.1"'])
    port: int = Field(8000, ge=1, le=65535, description="a port, 1 to 65535", examples=["8000"])
    path: str = Field("", pattern=r"^(/[A-Za-z0-9._~-]+)*$", description="a path without a slash at its end",
                      examples=['"/ccn"'])
    url: str = Field("", pattern=r"^(https?://[^\s/]+)?$", description="http(s):// and a name",
                     examples=['"https://ccn.example.org"'])
    database: str = Field("", description="an address as SQLAlchemy reads it",
                          examples=['"postgresql+psycopg://ccn@localhost/ccn"'])
    largest_mb: PositiveInt = Field(20, description="a whole number of megabytes above 0", examples=["20"])
    sign_in: Literal["links", "jupyterhub", "oidc"] = Field("links", description='"links", "jupyterhub" or "oidc"',
                                                            examples=['"links"'])
    instructors: tuple[str, ...] = Field((), strict=False, description="a list of ids", examples=['["ada"]'])
    assistants: tuple[str, ...] = Field((), strict=False, description="a list of ids", examples=['["ben"]'])
    formgrader: str = Field("", pattern=r"^(https?://\S+)?$", description="where nbgrader's formgrader answers",
                            examples=['"http://localhost:8888"'])
    oidc: OpenIDConnect = Field(OpenIDConnect(), description="a table",
                                examples=['[serve.oidc] with issuer = "https://login.example.org" and client = "ccn"'])


class Course(_Strict):
    """The whole of course.toml. `root` is the folder it lies in; extensions: student -> week -> days or a new date. packages:
    what is imported ahead for every notebook, beside numpy, matplotlib and IPython."""

    root: Path
    name: str = Field(description="a text", examples=['"Computational Cognitive Neuroscience"'])
    institution: str = Field(description="a text", examples=['"University of Helsinki"'])
    time_zone: str = Field(description="a time zone by its place", examples=['"Europe/Helsinki"'])
    first_thursday: datetime.date = Field(description="a date that is a Thursday", examples=["2021-01-21"])
    weeks: tuple[CourseWeek, ...] = Field(strict=False, min_length=1, description="one or more [[weeks]] tables",
                                          examples=['[[weeks]] with id = "week1" and title = "Layers"'])
    packages: tuple[Annotated[str, Field(pattern=r"^[A-Za-z_]\w*(\.\w+)*$")], ...] = Field(
        (), strict=False, description="a list of packages, by the names they are imported by", examples=['["numpy", "pandas"]'])
    class_list: str = Field("students.csv", description="the class list's file name", examples=['"students.csv"'])
    late: Late = Field(Late(), description="a table", examples=['[late] with policy = "percent" and percent = 10'])
    extensions: dict[str, dict[str, int | Moment]] = Field(
        {}, description="a number of days more (or a new due date)",
        examples=["[extensions.student07] with week2 = 3 (days), or week2 = 2021-02-07"])
    bonus: Bonus = Field(Bonus(), description="a table", examples=['[bonus] with rule = "cap"'])
    grades: Grades = Field(Grades(), description="a table",
                           examples=["[grades] with thresholds = [50, 60, 70, 80, 90]"])
    limits: Limits = Field(Limits(), description="a table", examples=["[limits] with call_seconds = 10"])
    serve: Serve = Field(Serve(), description="a table", examples=["[serve] with looks = 3"])

    @classmethod
    def load(cls, root: Path | str) -> Course:
        """Read and validate course.toml in `root`. Raises UserError that names every mistake with its line."""
        root = Path(root)
        try:
            text = (root / "course.toml").read_bytes().decode("utf-8-sig")
            values = tomllib.loads(text)
        except FileNotFoundError:
            raise UserError(f"There is no course.toml in {root}. Run the command in the course's folder.") from None
        except OSError as error:
            raise UserError(f"course.toml cannot be read: {error.strerror}.") from None
        except UnicodeDecodeError:
            raise UserError("course.toml is not UTF-8 text. Save it as UTF-8.") from None
        except tomllib.TOMLDecodeError as error:
            raise UserError(f"course.toml cannot be read: {error}.") from None
        found = faults.across_tables(values)
        try:
            course = cls(**{**values, "root": root})
        except ValidationError as error:
            found += faults.in_values(cls, error)
        if found:
            raise UserError(faults.told(found, text))
        return course

    def week(self, name: str) -> CourseWeek:
        """The week with this id. Raises UserError when course.toml does not name it."""
        for week in self.weeks:
            if week.id == name:
                return week
        raise UserError(f"course.toml names no week {name!r} (weeks there: {', '.join(w.id for w in self.weeks)}).")

    def limits_of(self, name: str) -> Limits:
        """The limits of one week: [limits], with what the week itself says in their place."""
        week = self.week(name)
        own = {key: value for key in ("cell_seconds", "submission_seconds")
               if (value := getattr(week, key)) is not None}
        return self.limits.model_copy(update=own)

    @cached_property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def released(self, week: str) -> datetime.datetime:
        """When the week is given out, with its time zone: week k on the k-th Thursday at 23:59, or as it says."""
        known = self.week(week)
        if known.release is not None:
            return self._moment(known.release, RELEASE_TIME)
        return self._moment(self.first_thursday + WEEK * self.weeks.index(known), RELEASE_TIME)

    def due(self, week: str, student: str | None = None) -> datetime.datetime:
        """When the week must be handed in, with its time zone: a week after the release, 23:59:59, unless it says
        otherwise, or the student's own extension does."""
        known = self.week(week)
        if known.due is not None:
            due = self._moment(known.due, DUE_TIME)
        else:
            due = self._moment(self.released(week).date() + WEEK, DUE_TIME)
        more = self.extensions.get(student or "", {}).get(week)
        if more is None:
            return due
        return due + datetime.timedelta(days=more) if isinstance(more, int) else self._moment(more, DUE_TIME)

    def late_days(self, week: str, student: str | None, handed_in: datetime.datetime) -> int:
        """Started days between the student's due date and the hand-in, by the local clock; 0 in time.

        `handed_in` is UTC where it has no time zone, as nbgrader's timestamps are.
        """
        due = self.due(week, student)
        # LMSs tell whole seconds, so a fraction of the last second is in time.
        handed_in = self.local(handed_in).replace(microsecond=0)
        if handed_in.timestamp() <= due.timestamp():
            return 0
        # Two times in one zone subtract as wall clocks do: a day of 23 or 25 hours is a day.
        return max(1, math.ceil((handed_in - due) / datetime.timedelta(days=1)))

    def late_factor(self, week: str, student: str | None, handed_in: datetime.datetime | None) -> float:
        """The part of the marks that is kept, 0 to 1, by the late policy. Unknown when: all of them."""
        return 1.0 if handed_in is None else self.late.factor(self.late_days(week, student, handed_in))

    def local(self, moment: datetime.datetime) -> datetime.datetime:
        """The moment by the course's clock; one without a time zone is UTC."""
        return (moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)).astimezone(self.zone)

    def _moment(self, moment: Moment, time: datetime.time) -> datetime.datetime:
        if not isinstance(moment, datetime.datetime):
            return datetime.datetime.combine(moment, time, self.zone)
        return moment.astimezone(self.zone) if moment.tzinfo else moment.replace(tzinfo=self.zone)
