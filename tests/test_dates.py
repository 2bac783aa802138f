"""Dates in tables: read for certain or refused, never completed or guessed."""

import contextlib
import datetime
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.course.class_list import ClassList, Student
from autograder.errors import UserError
from autograder.lms.dates import NoTime, day_first, moment
from autograder.lms.hand_in_times import hand_in_times

HELSINKI = zoneinfo.ZoneInfo("Europe/Helsinki")
DUE = datetime.datetime(2021, 1, 28, 23, 59, tzinfo=HELSINKI)


@pytest.mark.parametrize(
    "text",
    [
        "2021-01-28 23:59",
        "2021-01-28T23:59:00+02:00",
        "2021-01-28T21:59:00Z",
        "20210128T215900Z",
        "2021-01-28 21:59:00 UTC",
        "2021-01-28 21:59:00.000000000 Z",
        "2021-01-28 13:59:00 -0800",
        "2021/1/28 23:59",
        "Thursday, 28 January 2021, 11:59 PM",
        "Thursday, January 28, 2021 11:59:00 PM EET",
        "Jan 28, 2021 at 11:59pm",
        "28 January 2021, 23:59",
        "28-Jan-2021 11:59 p.m.",
        "Thu, 28 Jan 2021 23:59:00 +0200",
        "Thu Jan 28 23:59:00 2021",
        "28.1.2021 klo 23.59",
        "1/28/2021 23:59",
        "2021-01-28 16:59 EST",
        "2021-01-28 22:59 CET",
    ],
)
def test_what_platforms_and_people_write_is_read(text):
    assert moment(text, HELSINKI, day_first([text])) == DUE


@pytest.mark.parametrize(
    "text",
    [
        "23:59",
        "2021",
        "Thursday",
        "22:00 EST",
        "2021-01",
        "January 2021",
        "28 January, 23:59",
        "28.1. 23:59",
        "1611878340",
        "44224.99",
        "28/01/21 10:00",
        "tomorrow",
        "10",
        "2021-02-30",
        "31.6.2021",
        "2021-01-28 25:00",
        "28 January 2021, 13:05 PM",
        "Friday, 28 January 2021, 11:59 PM",
        "28 tammikuuta 2021 23:59",
        "13/13/2021",
        "2021-01-28 22:00 IST",
        "2021-01-28 22:00 Europe/Nowhere",
        "2021-01-28 23:59 or later",
        "99999999999999999999",
    ],
)
def test_what_would_have_to_be_completed_or_guessed_is_refused(text):
    with pytest.raises(NoTime):
        moment(text, HELSINKI, day_first([text]))


def test_an_abbreviated_zone_is_the_courses_own_first():
    assert moment("2021-01-28 22:00 CST", zoneinfo.ZoneInfo("Asia/Shanghai"), {}).isoformat().endswith("+08:00")
    assert moment("2021-01-28 22:00 CST", HELSINKI, {}).isoformat().endswith("-06:00")


@pytest.fixture
def table(tmp_path):
    """Reads a table of times from rows of a class of three."""

    def read(*rows, header="id,time"):
        path = tmp_path / "times.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return hand_in_times(path, ClassList([Student(f"s{n}", f"Name {n}") for n in (1, 2, 3)]), HELSINKI)

    return read


def test_a_day_and_month_that_may_be_swapped_are_refused_with_the_line_and_an_example(table):
    with pytest.raises(
        UserError,
        match=r"line 3: '3.2.2021 23:00' may be 3 February or 2 March, and no other date here "
        r"settles it; write 2021-02-03 or 2021-03-02",
    ):
        table("s1,2021-01-28 10:00", "s2,3.2.2021 23:00")


@pytest.mark.parametrize(
    "rows, day, month",
    [
        (("s1,3.2.2021 23:00", "s2,13.2.2021 10:00"), 3, 2),
        (("s1,3/2/2021 23:00", "s2,2/13/2021 10:00"), 2, 3),
    ],
)
def test_a_day_above_12_settles_the_order_of_all(table, rows, day, month):
    when = table(*rows)[0]["s1"]
    assert (when.day, when.month) == (day, month)


def test_two_orders_in_one_table_settle_nothing(table):
    with pytest.raises(UserError, match="line 4: '2/3/2021' may be"):
        table("s1,13/2/2021", "s2,2/13/2021", "s3,2/3/2021")


def test_the_line_is_the_files_own(table):
    with pytest.raises(UserError, match="line 5: '23:59' is not a time"):
        table('s1,2021-01-28,"two', 'lines"', "", "s2,23:59,", header="id,time,comment")


def test_of_several_times_of_one_id_the_latest_counts_whatever_their_order(table):
    assert table("s1,2021-01-28 10:00", "s1,2021-01-27 10:00")[0]["s1"].day == 28


def test_two_rows_that_share_only_a_name_give_nobody_a_time(table):
    times, notes = table(
        "Name 1,2021-01-28 10:00", "Name 1,2021-01-30 10:00", "Name 2,2021-01-28 10:00", header="name,time"
    )
    assert set(times) == {"s2"} and notes == [
        "rows of times.csv that may be about two people; their times were not taken: Name 1, Name 1."
    ]


FORMS = (
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S%z",
    "%A, %d %B %Y, %I:%M %p",
    "%b %d, %Y at %I:%M%p",
    "%d.%m.%Y %H:%M",
    "%m/%d/%Y %I:%M %p",
    "%a, %d %b %Y %H:%M:%S %z",
)


@given(
    st.datetimes(datetime.datetime(2001, 1, 1), datetime.datetime(2099, 1, 1)),
    st.sampled_from(FORMS),
    st.lists(st.dates(datetime.date(2001, 1, 1), datetime.date(2099, 1, 1)), max_size=5),
)
def test_a_time_is_read_as_it_was_written_or_not_at_all(when, form, others):
    when = when.replace(second=0, microsecond=0, tzinfo=HELSINKI)
    texts = [
        when.strftime(form),
        *(datetime.datetime.combine(day, datetime.time(), HELSINKI).strftime(form) for day in others),
    ]
    try:
        read = moment(texts[0], HELSINKI, day_first(texts))
    except NoTime:
        assert "/" in form or "." in form
    else:
        assert read.replace(tzinfo=None) == when.replace(tzinfo=None)


@given(st.text(alphabet="0123456789.:/- TZ+,ADEJMPSTabehnpruy", max_size=30))
def test_whatever_stands_there_is_a_time_with_a_zone_or_refused(text):
    with contextlib.suppress(NoTime, OverflowError):
        assert moment(text, HELSINKI, day_first([text])).tzinfo
