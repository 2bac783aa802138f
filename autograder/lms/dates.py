"""Dates and times as platforms and people write them in a table: read for certain, or refused with an example.

Nothing is completed or guessed. A library that reads whatever may be a date takes 3.2.2021 for the second of March and
"23:59" for today, and forgets the zone in "22:00 EST"; each of these has cost somebody's marks.
"""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Iterable, Mapping

EXAMPLE = "2021-01-28 23:59 is one, and so is Thursday, 28 January 2021, 11:59 PM (set Moodle to English)"

#: Hours east of Greenwich, of abbreviations that mean one thing; others count where the course's own zone has them.
ZONES = {
    "Z": 0,
    "UTC": 0,
    "GMT": 0,
    "WET": 0,
    "WEST": 1,
    "CET": 1,
    "CEST": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "AST": -4,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "AKST": -9,
    "AKDT": -8,
    "HST": -10,
    "JST": 9,
    "KST": 9,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
}

_TIME = re.compile(r"[ T](\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:[.,]\d{1,9})?)?(?: ?([ap])\.?m\b\.?)?", re.I)
_ZONE = re.compile(r" ?\(?(?:(UTC|GMT|Z)?([+-]\d{1,2}):?(\d\d)?|([A-Za-z]{1,5}))\)?")
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})([./-]?)(\d\d)\2(\d\d)|(\d{4})([./-])(\d{1,2})\6(\d{1,2})")
_WEEKDAY = re.compile(r"(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b[.]? ?", re.I)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_IN_WORDS = ("%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y", "%Y %B %d", "%Y %b %d")


class NoTime(Exception):
    """A text that is no date, or may be two. The message says which, and what to write."""


def day_first(texts: Iterable[str]) -> dict[str, bool]:
    """Separator -> whether dates written with it begin with the day, where a day above 12 leaves no doubt of it."""
    found: dict[str, set[bool]] = {}
    for text in texts:
        for first, separator, second, _ in _NUMBERS.findall(text):
            if max(int(first), int(second)) > 12:
                found.setdefault(separator, set()).add(int(first) > 12)
    return {separator: seen.pop() for separator, seen in found.items() if len(seen) == 1}


def moment(text: str, zone: datetime.tzinfo, order: Mapping[str, bool]) -> datetime.datetime:
    """The moment a text tells, with its zone, or `zone` where it has none; a date alone is the beginning of its day.

    order: what `day_first` found in the whole table. Raises NoTime.
    """
    if re.match(r"\d{4}-?\d\d-?\d\d", text.strip()):
        with contextlib.suppress(ValueError):
            when = datetime.datetime.fromisoformat(text.strip())
            return when if when.tzinfo else when.replace(tzinfo=zone)
    plain = " ".join(re.sub(r",|\bat\b|\bklo\b|(?<=\d)(?:st|nd|rd|th)\b", " ", text).split())
    weekday = _WEEKDAY.match(plain)
    plain = plain[weekday.end() :] if weekday else plain
    # As C's ctime and Ruby write it, the year behind the clock: Jan 28 23:59:00 2021.
    plain = re.sub(r"^([A-Za-z]{3} \d{1,2})( \d\d:\d\d:\d\d.*?) (\d{4})$", r"\1 \3\2", plain)
    clock = _TIME.search(plain)
    day = _day(plain[: clock.start()] if clock else plain, order)
    if weekday and _DAYS[day.weekday()] != weekday[1][:3].casefold():
        raise NoTime(f"is a {day:%A}")
    time = _clock(clock) if clock else datetime.time()
    rest = plain[clock.end() :] if clock else ""
    when = datetime.datetime.combine(day, time)
    return when.replace(tzinfo=_zone(rest, when, zone) if rest else zone)


def _day(text: str, order: Mapping[str, bool]) -> datetime.date:
    try:
        if found := _YEAR_FIRST.fullmatch(text):
            year, month, day = (part for part in found.group(1, 3, 4, 5, 7, 8) if part)
            return datetime.date(int(year), int(month), int(day))
        if found := _NUMBERS.fullmatch(text):
            return _by_numbers(int(found[1]), found[2], int(found[3]), int(found[4]), order)
        words = " ".join(re.sub(r"(?<=[A-Za-z\d])[.-](?= |[A-Za-z\d])", " ", text).split()).replace("Sept ", "Sep ")
        for form in _IN_WORDS:
            try:
                return datetime.datetime.strptime(words, form).date()
            except ValueError:
                continue
    except ValueError:
        pass
    raise NoTime(f"is not a time; {EXAMPLE}")


def _by_numbers(first: int, separator: str, second: int, year: int, order: Mapping[str, bool]) -> datetime.date:
    by_day = max(first, second) <= 12 and datetime.date(year, second, first)
    by_month = max(first, second) <= 12 and datetime.date(year, first, second)
    if separator not in order and by_day and by_month and by_day != by_month:
        raise NoTime(
            f"may be {by_day:%-d %B} or {by_month:%-d %B}, and no other date here settles it; write {by_day} "
            f"or {by_month}"
        )
    return datetime.date(year, second, first) if order.get(separator, True) else datetime.date(year, first, second)


def _clock(found: re.Match[str]) -> datetime.time:
    hour, half = int(found[1]), (found[4] or "").casefold()
    if (half and not 1 <= hour <= 12) or hour > 23 or int(found[2]) > 59 or int(found[3] or 0) > 59:
        raise NoTime("has no such time of day; " + EXAMPLE)
    return datetime.time(hour % 12 + 12 * (half == "p") if half else hour, int(found[2]), int(found[3] or 0))


def _zone(text: str, when: datetime.datetime, zone: datetime.tzinfo) -> datetime.tzinfo:
    found = _ZONE.fullmatch(text)
    if not found:
        raise NoTime(f"is not a time; {EXAMPLE}")
    if found[2]:
        hours, minutes = int(found[2]), int(found[3] or 0)
        if abs(hours) <= 14 and minutes < 60:
            return datetime.timezone(
                datetime.timedelta(hours=hours, minutes=-minutes if found[2][0] == "-" else minutes)
            )
    elif name := found[4].upper():
        # What an abbreviation means where the course is comes first: CST is another in Shanghai than in Chicago.
        for month in range(1, 13):
            there = datetime.datetime(when.year, month, 1, tzinfo=zone)
            if there.tzname() == name and (offset := there.utcoffset()) is not None:
                return datetime.timezone(offset)
        if name in ZONES:
            return datetime.timezone(datetime.timedelta(hours=ZONES[name]))
    raise NoTime(f"has a zone that is not known; write it as an offset: {when:%Y-%m-%d %H:%M}+02:00")
