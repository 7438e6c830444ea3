"""Say by when something must be done: a day or an instant, on a clock of its own that may be stopped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from crmkit.calendar.span import HOUR, MINUTE, WORKDAY, WORKHOUR, Span, after
from crmkit.calendar.working import (
    Calendar,
    add_working_time,
    next_working_day,
    working_time,
)

_DAY = timedelta(days=1)


def end_of(day: date, zone: tzinfo | None = None) -> datetime:
    """The last moment of a day: a view as of a date is as of this."""
    return datetime.combine(day, time.max, zone)


class Deadline(NamedTuple):
    """The last day on which something is in time, or, where `at` is given, the last minute of that day.

    It knows nothing of now, so that it can be kept; lateness is asked of it with a moment.
    """

    day: date
    at: datetime | None = None

    def last(self, zone: tzinfo | None = None) -> datetime:
        """The last moment that is in time; a day's in a zone."""
        return self.at or end_of(self.day, zone)

    @property
    def written(self) -> str:
        """`2025-09-26`, or `2025-09-26 14:30` where it ends at a minute."""
        return f"{self.day} {self.at:%H:%M}" if self.at else self.day.isoformat()

    @property
    def minute(self) -> str | None:
        """The minute in ISO 8601, with how far the zone is from UTC; None where the day ends it."""
        return self.at.isoformat(timespec="minutes") if self.at else None

    @property
    def order(self) -> tuple[date, bool, datetime]:
        """What sorts deadlines of one zone: an instant goes before the end of its day."""
        return self.day, self.at is None, _utc(self.at or datetime.min)

    def passed(self, moment: datetime) -> bool:
        """Whether it is too late at a moment, also in an hour that a clock put back shows twice."""
        return moment.date() > self.day if self.at is None else self.left(moment) < timedelta()

    def left(self, moment: datetime) -> timedelta:
        """How long from a moment on; below zero where it has passed."""
        return natural(moment, self.last(moment.tzinfo))


class Pause(NamedTuple):
    """A stretch in which the clock stands; one without an end still lasts."""

    start: datetime
    end: datetime | None = None


class Stopped(NamedTuple):
    """No deadline yet: the clock stands since a moment, with so much of the span left on it."""

    since: datetime
    left: timedelta | int


def deadline(
    start: datetime, span: Span, calendar: Calendar, pauses: Iterable[Pause] = ()
) -> Deadline | Stopped:
    """When a span from a moment on is over, each pause taken off in the span's own clock.

    Minutes and hours are natural time; working hours run inside the hours of the calendar alone; days, weeks
    and months last through the end of their last day; working days through closing time, the first not
    counted: it is the next one where the span begins on a rest day or after closing.
    """
    stops = _joined(pauses, start)
    if span.unit in (MINUTE, HOUR, WORKHOUR):
        return _running(start, span, calendar, stops)
    return _counting(start, span, calendar, stops)


def natural(start: datetime, end: datetime) -> timedelta:
    """The time between two moments as it passes, also where clocks are put forward or back."""
    return _utc(end) - _utc(start)


def _running(start: datetime, span: Span, calendar: Calendar, stops: Sequence[Pause]) -> Deadline | Stopped:
    """The moment at which a clock that runs has gone through the span."""
    working = span.unit == WORKHOUR and bool(calendar.hours)
    left, moment = span.length, start
    for stop in stops:
        ran = working_time(moment, stop.start, calendar) if working else natural(moment, stop.start)
        if left <= ran:
            break
        left -= ran
        if stop.end is None:
            return Stopped(stop.start, left)
        moment = stop.end
    try:
        end = add_working_time(moment, left, calendar) if working else _later(moment, left)
    except OverflowError:
        return Deadline(date.max)
    return Deadline(end.date(), end)


def _counting(start: datetime, span: Span, calendar: Calendar, stops: Sequence[Pause]) -> Deadline | Stopped:
    """The end of the day at which so many ends of days were counted; those within a pause are not."""
    if not stops and span.unit != WORKDAY:  # a span of years is as quick as one of days
        today = start.date()
        return Deadline(max(after(today, span, calendar), today + min(_DAY, date.max - today)))
    ends, count = _ends(start, span, calendar)
    left = count
    for end in ends:
        stop = next((stop for stop in stops if _holds(stop, end.last(start.tzinfo))), None)
        if stop is not None and stop.end is None:
            return Stopped(stop.start, left)
        left -= stop is None
        if left <= 0:
            return end
    return Deadline(date.max)


def _ends(start: datetime, span: Span, calendar: Calendar) -> tuple[Iterator[Deadline], int]:
    """The ends of days that a span counts, without that of the first, and how many it counts."""
    zone, today = start.tzinfo, start.date()
    if span.unit != WORKDAY:
        days = (after(today, span, calendar) - today).days
        return (Deadline(day) for day in _days(today)), max(days, 1)
    first = next_working_day(today, calendar)
    closes = calendar.hours[-1].end if calendar.hours else None
    if first == today and closes is not None and start.time() > closes:
        first = next_working_day(today + _DAY, calendar)
    ends = (
        Deadline(day, datetime.combine(day, closes, zone) if closes else None)
        for day in _days(first)
        if calendar.works(day)
    )
    return ends, max(span.number, 1)


def _days(day: date) -> Iterator[date]:
    """The days behind one, to the end of the calendar."""
    while day < date.max:
        day += _DAY
        yield day


def _holds(stop: Pause, moment: datetime) -> bool:
    return stop.start <= moment and (stop.end is None or stop.end > moment)


def _joined(pauses: Iterable[Pause], start: datetime) -> list[Pause]:
    """Pauses from a moment on in their order, those that overlap or touch as one."""
    found: list[Pause] = []
    for pause in sorted(pauses, key=lambda pause: pause.start):
        if pause.end is not None and pause.end <= max(start, pause.start):
            continue
        begins = max(pause.start, start)
        if found and (found[-1].end is None or begins <= found[-1].end):
            ends = (found[-1].end, pause.end)
            last = None if None in ends else max(end for end in ends if end is not None)
            found[-1] = Pause(found[-1].start, last)
        else:
            found.append(Pause(begins, pause.end))
    return found


def _later(moment: datetime, length: timedelta) -> datetime:
    """The moment after so much natural time, told in the zone of the first."""
    later = _utc(moment) + length
    return later.astimezone(moment.tzinfo) if moment.tzinfo else later


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment
