"""Deadlines by four clocks that can be stopped, each computed by hand (E11, G2)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.calendar.deadline import Deadline, Pause, Stopped, deadline, end_of
from crmkit.calendar.span import parse
from crmkit.calendar.working import Calendar
from crmkit.document import read
from crmkit.policy.files import Parts
from crmkit.policy.files.calendar import read_calendar
from crmkit.policy.reading import Cursor

FILE = Path(__file__).resolve().parents[2] / "sop" / "calendar.md"
T = datetime.fromisoformat


def china() -> Calendar:
    document, _ = read("sop/calendar.md", FILE.read_bytes())
    return read_calendar(Cursor(document, document.profile, ""), Parts("calendar.md", {}))


CHINA = china()


def by(start: str, span: str, *pauses: tuple[str, str], calendar: Calendar = CHINA) -> str:
    """The deadline in a line: a day, an instant, or since when it stands and what is left."""
    length = parse(span)
    assert length is not None
    stops = [Pause(T(one), T(other) if other else None) for one, other in pauses]
    found = deadline(T(start), length, calendar, stops)
    if isinstance(found, Stopped):
        return f"stopped {found.since:%m-%d %H:%M}, {found.left} left"
    return f"{found.at:%Y-%m-%d %H:%M}" if found.at else f"{found.day}"


# 2025-09-26 is a Friday, 09-27 a Saturday, 09-28 a Sunday on which people work, 10-01 to 10-08 are holidays,
# 10-11 is a Saturday on which people work. Working hours are 09:00-12:00 and 13:30-18:00: 7.5 hours a day.
@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        ("2025-09-26 17:30", "1 hour", "2025-09-26 18:30"),
        ("2025-09-26 17:30", "24 hours", "2025-09-27 17:30"),
        ("2025-09-30 23:59", "90 minutes", "2025-10-01 01:29"),
        ("2025-09-26 17:30", "3 days", "2025-09-29"),
        ("2025-09-28 09:00", "3 days", "2025-10-01"),  # a rest day moves nothing
        ("2025-09-26 17:30", "1 week", "2025-10-03"),
        ("2025-01-31 10:00", "1 month", "2025-02-28"),
        ("2025-09-26 17:30", "1 workday", "2025-09-28 18:00"),  # the Sunday that was moved
        ("2025-09-26 18:00", "1 workday", "2025-09-28 18:00"),  # at closing it is still that day
        ("2025-09-26 18:01", "1 workday", "2025-09-29 18:00"),  # after closing the Sunday is the first
        ("2025-09-27 10:00", "1 workday", "2025-09-29 18:00"),  # so it is from the Saturday
        ("2025-09-30 09:00", "1 workday", "2025-10-09 18:00"),  # the eve of National Day
        ("2025-10-01 09:00", "2 workdays", "2025-10-11 18:00"),  # 10-09 is the first, then 10-10, 10-11
        ("2025-09-26 17:30", "4 workhours", "2025-09-28 14:00"),  # 0:30, then 3 h to noon, then 0:30
        ("2025-09-26 12:00", "30 minutes", "2025-09-26 12:30"),
        ("2025-09-26 12:00", "1 workhour", "2025-09-26 14:30"),
        ("2025-09-26 20:00", "8 workhours", "2025-09-29 09:30"),
        ("2025-09-30 16:30", "3 workhours", "2025-10-09 10:30"),
        ("9999-12-31 10:00", "3 days", "9999-12-31"),
        ("9999-12-31 10:00", "48 hours", "9999-12-31"),
    ],
)
def test_each_clock_ends_where_a_hand_computes_it(start: str, span: str, end: str) -> None:
    assert by(start, span) == end


@pytest.mark.parametrize(
    ("span", "pauses", "end"),
    [
        ("24 hours", [("2025-09-26 18:00", "2025-09-26 20:00")], "2025-09-27 19:30"),
        ("24 hours", [("2025-09-27 18:00", "2025-09-28 18:00")], "2025-09-27 17:30"),  # it was over by then
        ("24 hours", [("2025-09-26 18:00", "")], "stopped 09-26 18:00, 23:30:00 left"),
        (
            "24 hours",
            [("2025-09-26 19:00", "2025-09-26 21:00"), ("2025-09-26 18:00", "2025-09-26 20:00")],
            "2025-09-27 20:30",  # two that overlap take off three hours, not four
        ),
        ("24 hours", [("2025-09-26 09:00", "2025-09-26 18:30")], "2025-09-27 18:30"),  # from the start on
        ("24 hours", [("2025-09-26 19:00", "2025-09-26 18:00")], "2025-09-27 17:30"),  # ends before it begins
        ("4 workhours", [("2025-09-26 18:00", "2025-09-28 09:00")], "2025-09-28 14:00"),  # nobody worked
        ("4 workhours", [("2025-09-28 10:00", "2025-09-28 14:00")], "2025-09-28 16:30"),
        ("3 days", [("2025-09-27 10:00", "2025-09-27 20:00")], "2025-09-29"),  # no midnight in it
        ("3 days", [("2025-09-27 10:00", "2025-09-28 08:00")], "2025-09-30"),
        ("3 days", [("2025-09-27 10:00", "")], "stopped 09-27 10:00, 3 left"),
        ("1 workday", [("2025-09-27 10:00", "2025-09-28 19:00")], "2025-09-29 18:00"),
        ("1 workday", [("2025-09-27 10:00", "2025-09-28 17:00")], "2025-09-28 18:00"),
    ],
)
def test_a_pause_is_taken_off_in_the_clock_of_the_limit(
    span: str, pauses: list[tuple[str, str]], end: str
) -> None:
    assert by("2025-09-26 17:30", span, *pauses) == end


def test_natural_hours_pass_also_where_clocks_are_put_forward() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    night = datetime(2025, 3, 30, 1, 30, tzinfo=berlin)
    length = parse("2 hours")
    assert length is not None
    found = deadline(night, length, Calendar())
    assert found == Deadline(date(2025, 3, 30), datetime(2025, 3, 30, 4, 30, tzinfo=berlin))
    assert isinstance(found, Deadline)
    assert found.left(night) == timedelta(hours=2)


def test_without_a_table_of_hours_a_working_day_lasts_through_its_end() -> None:
    weekdays = Calendar(weekdays=frozenset(range(5)))
    assert by("2025-09-26 23:30", "1 workday", calendar=weekdays) == "2025-09-29"
    assert by("2025-09-26 23:30", "2 workhours", calendar=weekdays) == "2025-09-27 01:30"


def test_a_day_is_in_time_through_its_end_and_an_instant_to_its_minute() -> None:
    day, instant = Deadline(date(2025, 9, 26)), Deadline(date(2025, 9, 26), T("2025-09-26 18:00"))
    assert not day.passed(end_of(date(2025, 9, 26)))
    assert day.passed(T("2025-09-27 00:00"))
    assert not instant.passed(T("2025-09-26 18:00"))
    assert instant.passed(T("2025-09-26 18:00:01"))
    assert instant.passed(end_of(date(2025, 9, 26)))  # a view of the day is as of its end


MOMENTS = st.datetimes(T("2024-06-01"), T("2025-06-01")).map(lambda at: at.replace(second=0, microsecond=0))
SPANS = st.sampled_from(["90 minutes", "24 hours", "5 workhours", "3 days", "1 month", "2 workdays"])


@given(
    MOMENTS, SPANS, st.lists(st.tuples(MOMENTS, st.timedeltas(timedelta(), timedelta(days=9))), max_size=4)
)
def test_a_pause_never_brings_a_deadline_forward(
    start: datetime, span: str, pauses: list[tuple[datetime, timedelta]]
) -> None:
    length = parse(span)
    assert length is not None
    plain = deadline(start, length, CHINA)
    stopped = deadline(start, length, CHINA, [Pause(at, at + long) for at, long in pauses])
    assert isinstance(plain, Deadline)
    assert isinstance(stopped, Deadline)
    assert plain.last() <= stopped.last()
    assert stopped.last() > start
