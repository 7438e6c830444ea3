"""Read lengths of time as policies write them (`2 weeks`, `24 hours`, `1 workday`) and reckon with them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from crmkit.calendar.months import MONTHS_A_YEAR, months_after, months_before
from crmkit.calendar.working import Calendar, add_working_days, add_working_time
from crmkit.language import Label

MINUTE, HOUR, DAY, WEEK, MONTH, QUARTER, YEAR, WORKDAY, WORKHOUR = (
    "minute", "hour", "day", "week", "month", "quarter", "year", "workday", "workhour",
)  # fmt: skip
_WRITTEN = re.compile(r"([0-9]{1,4})\s*(minute|hour|day|week|month|quarter|year|workday|workhour)s?")
_DAYS = {DAY: 1, WEEK: 7}
MONTHS = {MONTH: 1, QUARTER: 3, YEAR: MONTHS_A_YEAR}
_MINUTES = {MINUTE: 1, HOUR: 60, WORKHOUR: 60}


class Span(NamedTuple):
    """So many of a unit; hours and minutes are natural time, workdays and workhours those of the calendar."""

    number: int
    unit: str

    @property
    def natural(self) -> bool:
        """Whether it is a limit in hours or minutes, which no rest day stops."""
        return self.unit in (MINUTE, HOUR)

    @property
    def by_minutes(self) -> bool:
        """Whether it ends at a minute, and not with a day."""
        return self.unit in _MINUTES

    @property
    def length(self) -> timedelta:
        """About how long it is, only to compare one with another."""
        if self.unit in _MINUTES:
            return timedelta(minutes=self.number * _MINUTES[self.unit])
        days = _DAYS.get(self.unit) or MONTHS.get(self.unit, 0) * 30 or 1
        return timedelta(days=self.number * days)


_SAID = {
    MINUTE: ("分钟", "minute"), HOUR: ("小时", "hour"), DAY: ("天", "day"), WEEK: ("周", "week"),
    MONTH: ("个月", "month"), QUARTER: ("个季度", "quarter"), YEAR: ("年", "year"),
    WORKDAY: ("个工作日", "working day"), WORKHOUR: ("个工作小时", "working hour"),
}  # fmt: skip


def said(span: Span) -> Label:
    """How long it is, in words."""
    zh, en = _SAID[span.unit]
    return Label(f"{span.number} {zh}", f"{span.number} {en}{'s' if span.number != 1 else ''}")


def parse(text: str) -> Span | None:
    """A span from `1 week` or `24 hours`; None when it is none."""
    found = _WRITTEN.fullmatch(text.strip())
    return Span(int(found[1]), found[2]) if found else None


def after(day: date, span: Span, calendar: Calendar, at: time = time()) -> date:
    """The day so long after a moment; month ends are clipped, the last date there is when beyond it."""
    if span.unit in MONTHS:
        return months_after(day, span.number * MONTHS[span.unit])
    if span.unit == WORKDAY:
        return add_working_days(day, span.number, calendar)
    try:
        if span.unit == WORKHOUR:
            return add_working_time(datetime.combine(day, at), span.length, calendar).date()
        if span.unit in _MINUTES:
            return (datetime.combine(day, at) + span.length).date()
        return day + timedelta(days=span.number * _DAYS[span.unit])
    except OverflowError:
        return date.max


def before(day: date, span: Span, calendar: Calendar) -> date:
    """The day so long before; hours count as the days they touch, working hours as the working days."""
    if span.unit in MONTHS:
        return months_before(day, span.number * MONTHS[span.unit])
    if span.unit == WORKDAY:
        return add_working_days(day, -span.number, calendar)
    if span.unit == WORKHOUR and calendar.hours:
        return _hours_before(day, span.length, calendar)
    try:
        if span.unit in _MINUTES:
            return (datetime.combine(day, time()) - span.length).date()
        return day - timedelta(days=span.number * _DAYS[span.unit])
    except OverflowError:
        return date.min


def _hours_before(day: date, length: timedelta, calendar: Calendar) -> date:
    """The working day that holds the beginning of so many working hours before a day."""
    days = -(-length // calendar.working_day)
    return add_working_days(day, -days, calendar)


def part(span: Span, times: int) -> Span:
    """The even distance of so many times within a span of days or weeks, in whole days, at least one."""
    return Span(max(span.length.days // max(times, 1), 1), DAY)
