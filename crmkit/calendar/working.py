"""Know working days and hours: weekdays, holidays, moved workdays, by a table that covers named years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from crmkit.language import Label

DAYS_A_WEEK = 7
_LONGEST_REST = 366  # a table without any working day must not make us search for ever
_DAY = timedelta(days=1)


class Hours(NamedTuple):
    """A stretch of a working day, from its first minute to its end."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Calendar:
    """Weekdays are 0 (Monday) to 6. `holidays` have a name in zh and en; `years` are those the table covers.

    `moves` says whether a follow-up that falls on a rest day waits for the next working day.
    """

    timezone: str = ""
    week_starts: int = 0
    weekdays: frozenset[int] = frozenset(range(DAYS_A_WEEK))
    hours: tuple[Hours, ...] = ()
    parts: Mapping[str, Hours] = field(default_factory=dict)
    holidays: Mapping[date, Label] = field(default_factory=dict)
    moved: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()
    moves: bool = True

    def covers(self, day: date) -> bool:
        """Whether the table knows the holidays of the day's year; outside, only weekdays are known."""
        return day.year in self.years

    def works(self, day: date) -> bool:
        """Whether people work on a day."""
        if day in self.moved:
            return True
        return day.weekday() in self.weekdays and day not in self.holidays

    @property
    def working_day(self) -> timedelta:
        """How long people work on a working day; a whole day where no hours are named."""
        spans = (_since_midnight(hours.end) - _since_midnight(hours.start) for hours in self.hours)
        return sum(spans, timedelta()) or _DAY

    def week(self, day: date) -> tuple[date, date]:
        """The first and the last day of the day's week; clipped at the ends of the calendar."""
        past = (day.weekday() - self.week_starts) % DAYS_A_WEEK
        first = day - timedelta(days=min(past, (day - date.min).days))
        left = DAYS_A_WEEK - 1 - past
        return first, day + timedelta(days=min(left, (date.max - day).days))


def next_working_day(day: date, calendar: Calendar) -> date:
    """The day itself when people work on it, else the first working day behind it."""
    for _ in range(_LONGEST_REST):
        if calendar.works(day) or day == date.max:
            return day
        day += _DAY
    return day


def add_working_days(day: date, days: int, calendar: Calendar) -> date:
    """The working day so many behind (or, below zero, before) a day; the day itself does not count."""
    step, left, idle = (_DAY if days > 0 else -_DAY), abs(days), 0
    while left and idle < _LONGEST_REST and day not in (date.min, date.max):
        day += step
        works = calendar.works(day)
        left, idle = left - works, 0 if works else idle + 1
    return day


def working_days(start: date, end: date, calendar: Calendar) -> int:
    """How many working days lie in (start, end]."""
    return sum(calendar.works(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def add_working_time(moment: datetime, length: timedelta, calendar: Calendar) -> datetime:
    """The moment after so much working time; without working hours, natural time."""
    if not calendar.hours:
        return moment + length
    left, idle = length, 0
    while idle < _LONGEST_REST and moment.date() < date.max:
        idle += 1
        for hours in calendar.hours if calendar.works(moment.date()) else ():
            start = max(moment, datetime.combine(moment.date(), hours.start, moment.tzinfo))
            end = datetime.combine(moment.date(), hours.end, moment.tzinfo)
            if start >= end:
                continue
            idle = 0
            if left <= end - start:
                return start + left
            left -= end - start
        moment = datetime.combine(moment.date() + _DAY, time(), moment.tzinfo)
    return moment


def working_time(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """How much working time lies between two moments; without working hours, natural time."""
    if not calendar.hours:
        return max(end - start, timedelta())
    found, day = timedelta(), start.date()
    while day <= end.date():
        for hours in calendar.hours if calendar.works(day) else ():
            opens = max(start, datetime.combine(day, hours.start, start.tzinfo))
            closes = min(end, datetime.combine(day, hours.end, start.tzinfo))
            found += max(closes - opens, timedelta())
        if day == date.max:
            break
        day += _DAY
    return found


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute)
