"""Say what had happened by a minute and stood, and by when a span from an entry on is over."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from crmkit.calendar.deadline import Deadline, Pause, Stopped, deadline, end_of
from crmkit.calendar.minute import minute_of
from crmkit.calendar.span import Span
from crmkit.calendar.working import Calendar
from crmkit.history import Dated, stands


class Dateable(Protocol):
    """Something with its day, its time, empty where it says none, and the moment for which it counts."""

    @property
    def date(self) -> datetime.date:
        """The day."""

    @property
    def time(self) -> str:
        """As it is written."""

    @property
    def at(self) -> datetime.datetime:
        """When it happened; what says no time, when the day ends."""


class Timed(Dated, Dateable, Protocol):
    """The same that an entry may void."""


class Stamp(NamedTuple):
    """Something that happened at an entry, `time` empty where it says none; line 0 is none of the record."""

    date: datetime.date
    time: str = ""
    line: int = 0
    by: str = ""

    @property
    def at(self) -> datetime.datetime:
        """When it happened; what says no time, when the day ends."""
        return minute_of(self.date, self.time)


def happened(one: Timed, moment: datetime.datetime) -> bool:
    """Whether it had happened by the minute, and nobody had voided it."""
    day = moment.date()
    past = one.date < day or (one.date == day and (not one.time or one.at <= moment))
    return past and stands(one.voided_on, as_of=day)


def owed_until(
    start: Dateable, span: Span, calendar: Calendar, pauses: Iterable[Pause] = ()
) -> Deadline | Stopped:
    """When a span from an entry on is over: of one without a time, minutes run from the end of its day, and
    days are counted from the day itself.
    """
    at = start.at if span.by_minutes or start.time else end_of(start.date)
    return deadline(at, span, calendar, pauses)
