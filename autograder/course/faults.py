"""What is wrong in course.toml: each mistake with its line, what was expected and an example, all at once."""

from __future__ import annotations

import datetime
import difflib
import itertools
import re
import typing
import zoneinfo
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from autograder.course.folders import STUDENT_ID

#: Where a value stands: ("weeks", 1, "title").
Place = tuple[str | int, ...]
Fault = tuple[Place, str]


def told(faults: list[Fault], text: str) -> str:
    """All faults as one message, a line each, in the order of the file."""
    lines = line_numbers(text)
    found = sorted({(_line(lines, place), sentence) for place, sentence in faults})
    sentences = [f"course.toml, line {line}: {sentence}" for line, sentence in found]
    if len(sentences) == 1:
        return sentences[0]
    return f"course.toml has {len(sentences)} mistakes:\n" + "\n".join(f"  {s}" for s in sentences)


def in_values(model: type[BaseModel], error: ValidationError) -> list[Fault]:
    """The faults pydantic found: unknown and missing keys, and values of a wrong type or size."""
    faults: dict[Place, str] = {}
    for item in error.errors():
        place = _real(item["loc"])
        owner, info = _field(model, place)
        key = place[-1]
        if item["type"] == "extra_forbidden":
            known = [name for name in owner.model_fields if name != "root"]
            sentence = f"{key!r} is not a key here{_meant(key, known)}; the keys are {', '.join(known)}."
        elif item["type"] == "missing":
            sentence = f"the key {key!r} is missing; {_expected(key, info)}"
        else:
            sentence = f"{_dotted(place)} is {_shown(item['input'])}; {_expected(key, info)}"
        # A union gives an error for each of its members: one is enough.
        faults.setdefault(place, sentence)
    # A list with a bad item is "too short" as well, which says nothing new.
    return [(p, s) for p, s in faults.items() if not any(q[: len(p)] == p and q != p for q in faults)]


def across_tables(values: dict[str, Any]) -> list[Fault]:
    """The faults that one value alone does not show. Values of a wrong type are passed over: pydantic names them."""
    if faults := list(_far_dates(values)):
        return faults
    return [*_dates(values), *_weeks(values), *_late(values), *_extensions(values), *_thresholds(values)]


def _far_dates(value: Any, place: Place = ()) -> Iterator[Fault]:
    """Dates that are surely mistyped, and with which no other date could be worked out."""
    if isinstance(value, (dict, list)):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _far_dates(part, (*place, key))
    elif _is_date(value) and not 1990 <= value.year <= 2200:
        yield place, (f"{place[-1]} is in the year {value.year}; a year from 1990 to 2200 is expected, for example: "
                      f"2021-01-21")


def _dates(values: dict[str, Any]) -> Iterator[Fault]:
    if "root" in values:
        yield ("root",), "'root' is not a key here; the course's folder is the one course.toml lies in."
    zone = values.get("time_zone")
    if isinstance(zone, str) and zone not in (known := zoneinfo.available_timezones()):
        yield ("time_zone",), (f"there is no time zone {zone!r}{_meant(zone, known)}; a time zone by its place is "
                               f'expected, for example: time_zone = "Europe/Helsinki"')
    first = values.get("first_thursday")
    if type(first) is datetime.date and first.weekday() != 3:
        right = first + datetime.timedelta(days=(3 - first.weekday()) % 7)
        yield ("first_thursday",), (f"{first} is a {first:%A}; a Thursday is expected, for example: "
                                    f"first_thursday = {right}")


def _weeks(values: dict[str, Any]) -> Iterator[Fault]:
    earlier: list[str] = []
    for index, week in enumerate(_tables(values.get("weeks"))):
        name = week.get("id")
        if name in earlier:
            yield ("weeks", index, "id"), f"a second week has the id {name!r}; give one of them another."
        given = week.get("given")
        for other in given if isinstance(given, list) else []:
            if isinstance(other, str) and other not in earlier:
                yield ("weeks", index, "given"), (f"given names {other!r}, which is not an earlier week"
                                                  f"{_meant(other, earlier)}; for example: given = "
                                                  f"{_toml_list(earlier) if earlier else '[]'}")
        release, due = week.get("release"), week.get("due")
        start = release or _thursday(values, index)
        if _is_date(start) and _is_date(due) and _day(due) <= _day(start):
            yield ("weeks", index, "due"), (f"{name} would be due on {_day(due)}, not after its release on "
                                            f"{_day(start)}; for example: due = "
                                            f"{_day(start) + datetime.timedelta(days=7)}")
        if isinstance(name, str):
            earlier.append(name)


def _late(values: dict[str, Any]) -> Iterator[Fault]:
    late = values.get("late")
    if not isinstance(late, dict):
        return
    policy = late.get("policy", "none")
    if not isinstance(policy, str):
        return
    needs = {"percent": ("percent", "10"), "hard": ("days", "7")}
    allowed = {"none": (), "percent": ("percent",), "hard": ("percent", "days")}
    if policy in needs and needs[policy][0] not in late:
        key, example = needs[policy]
        yield ("late", "policy"), f'policy = "{policy}" needs the key {key!r}, for example: {key} = {example}'
    for key in ("percent", "days"):
        if policy in allowed and key in late and key not in allowed[policy]:
            fitting = ' or '.join(f'policy = "{p}"' for p, keys in allowed.items() if key in keys)
            yield ("late", key), f'{key} says nothing under policy = "{policy}"; remove it, or write {fitting}'


def _extensions(values: dict[str, Any]) -> Iterator[Fault]:
    extensions = values.get("extensions")
    due = {w["id"]: _due(values, i) for i, w in enumerate(_tables(values.get("weeks"))) if isinstance(w.get("id"), str)}
    for student, weeks in extensions.items() if isinstance(extensions, dict) else []:
        if not re.fullmatch(STUDENT_ID, student):
            yield ("extensions", student), (f"{student!r} cannot be a student's id (letters, digits, - _ . only), "
                                            f"for example: [extensions.student07]")
        for week, more in weeks.items() if isinstance(weeks, dict) else []:
            place = ("extensions", student, week)
            if week not in due:
                yield place, (f"an extension for {week!r}, which is not a week{_meant(week, due)}; "
                              f"for example: {next(iter(due), 'week1')} = 3")
            elif type(more) is int and not 1 <= more <= 366:
                yield place, f"an extension of {more} days; 1 to 366 are expected, for example: {week} = 3"
            elif _is_date(more) and _is_date(due[week]) and _day(more) < _day(due[week]):
                yield place, (f"{_day(more)} is before the due date {_day(due[week])}; a later date or a number of "
                              f"days is expected, for example: {week} = 3")


def _thresholds(values: dict[str, Any]) -> Iterator[Fault]:
    grades = values.get("grades")
    thresholds = grades.get("thresholds") if isinstance(grades, dict) else None
    if not isinstance(thresholds, list) or not all(type(t) in (int, float) for t in thresholds):
        return
    rising = all(a < b for a, b in itertools.pairwise(thresholds))
    if len(thresholds) != 5 or not rising or not all(0 < t <= 100 for t in thresholds):
        yield ("grades", "thresholds"), (f"thresholds is {thresholds}; five rising percentages above 0 and up to 100 "
                                         f"are expected, for the grades 1 to 5, for example: "
                                         f"thresholds = [50, 60, 70, 80, 90]")


def line_numbers(text: str) -> dict[Place, int]:
    """Where each table and key of a TOML text stands. tomllib tells no places, so this reads the lines once more; a
    key inside a list or an inline table over several lines is told by the line where that begins."""
    lines: dict[Place, int] = {(): 1}
    counts: dict[Place, int] = {}
    table: Place = ()
    quoted = None
    for number, line in enumerate(text.splitlines(), start=1):
        if quoted:
            quoted = None if quoted in line else quoted
            continue
        if header := re.match(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]", line):
            table = _place(header[2])
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            for end in range(1, len(table) + 1):
                lines.setdefault(table[:end], number)
        elif key := re.match(r"""\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""",
                             line):
            place = (*table, *_place(key[1]))
            for end in range(len(table) + 1, len(place) + 1):
                lines.setdefault(place[:end], number)
            quoted = next((q for q in ('"""', "'''") if line.count(q) == 1), None)
    return lines


def _place(dotted: str) -> Place:
    return tuple(part.strip("\"' ") for part in re.findall(r"""[\w-]+|"[^"]*"|'[^']*'""", dotted))


def _line(lines: dict[Place, int], place: Place) -> int:
    while place not in lines:
        place = place[:-1]
    return lines[place]


def _real(loc: tuple[Any, ...]) -> Place:
    """pydantic's place without the names of union members, which are no keys of the file."""
    return tuple(part for part in loc if not (isinstance(part, str) and part in ("int", "date", "datetime")))


def _field(model: type[BaseModel], place: Place) -> tuple[type[BaseModel], FieldInfo | None]:
    """The model that owns a place's key and the key's field; the nearest field above where it has none itself."""
    info = None
    for part in place:
        if isinstance(part, int) or part not in model.model_fields:
            continue
        info = model.model_fields[part]
        inner = next((t for t in (info.annotation, *typing.get_args(info.annotation))
                      if isinstance(t, type) and issubclass(t, BaseModel)), None)
        if inner is not None and part != place[-1]:
            model = inner
    return model, info


def _expected(key: str | int, info: FieldInfo | None) -> str:
    if info is None:
        return "see the comments in course.toml."
    example = (info.examples or [""])[0]
    shown = example if " with " in example else f"{key} = {example}"
    return f"{info.description} is expected, for example: {shown}"


def _meant(key: str | int, known: Any) -> str:
    near = difflib.get_close_matches(str(key), list(known), n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""


def _shown(value: Any) -> str:
    kinds = {str: "the text ", bool: "the truth value ", dict: "a table", list: "the list ", int: "the number ",
             float: "the number ", datetime.date: "the date ", datetime.datetime: "the time "}
    kind = kinds.get(type(value), "")
    if isinstance(value, dict):
        return kind
    text = repr(value).lower() if isinstance(value, bool) else repr(value)
    if isinstance(value, datetime.date):
        text = str(value)
    return kind + (text if len(text) < 60 else text[:57] + "...")


def _dotted(place: Place) -> str:
    return ".".join(str(p) for p in place if not isinstance(p, int))


def _tables(value: Any) -> list[dict[str, Any]]:
    return [item if isinstance(item, dict) else {} for item in value] if isinstance(value, list) else []


def _thursday(values: dict[str, Any], index: int) -> datetime.date | None:
    first = values.get("first_thursday")
    return first + datetime.timedelta(days=7 * index) if type(first) is datetime.date else None


def _due(values: dict[str, Any], index: int) -> datetime.date | None:
    week = _tables(values["weeks"])[index]
    start = week.get("release", _thursday(values, index))
    return week.get("due", start + datetime.timedelta(days=7) if start is not None and _is_date(start) else None)


def _is_date(value: Any) -> bool:
    return isinstance(value, datetime.date)


def _day(value: Any) -> datetime.date:
    return value.date() if isinstance(value, datetime.datetime) else value


def _toml_list(names: list[str]) -> str:
    return "[" + ", ".join(f'"{n}"' for n in names) + "]"
