"""Say how one limit of a ticket stands at a moment: met, running, at risk, stopped or broken (G2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from crmkit.calendar.deadline import Deadline, Pause, Stopped, deadline, natural
from crmkit.calendar.span import MINUTE, Span
from crmkit.calendar.working import Calendar
from crmkit.rules.percent import part

_MINUTE = timedelta(minutes=1)


def last_minute(due: Deadline) -> tuple[date, str]:
    """The day of a deadline and its minute, midnight as 24:00 of the day before; empty for a day."""
    if due.at is None:
        return due.day, ""
    if due.at.time() == time():
        return due.day - timedelta(days=1), "24:00"
    return due.day, f"{due.at:%H:%M}"


class State(StrEnum):
    """How a limit stands."""

    MET = "met"
    RUNNING = "running"
    PAUSED = "paused"
    BREACHED = "breached"


class Limit(NamedTuple):
    """`key` says what is owed, from `start` until `due`; `met` is when it was done, by the entry at `line`.

    `told` is the deadline before it was lengthened, None where nobody did; `pauses` are those of its clock.
    """

    key: str
    start: datetime
    due: Deadline | Stopped
    met: datetime | None = None
    line: int = 0
    told: Deadline | None = None
    pauses: tuple[Pause, ...] = ()

    def state(self, moment: datetime) -> State:
        """How it stands; what was done too late stays broken."""
        if isinstance(self.due, Stopped):
            return State.PAUSED if self.met is None else State.MET
        # What says no time was done at midnight, an instant behind its day, to which it belongs.
        met = self.met
        if self.due.passed(moment) if met is None else self.due.left(met) < -timedelta.resolution:
            return State.BREACHED
        return State.RUNNING if self.met is None else State.MET

    def open(self) -> bool:
        """Whether it is still owed."""
        return self.met is None

    def left(self, moment: datetime) -> timedelta | None:
        """How long it may still take, below zero where it is late; None while its clock stands."""
        return None if isinstance(self.due, Stopped) else self.due.left(moment)

    def reached(self, percent: Decimal, moment: datetime, calendar: Calendar) -> bool:
        """Whether so many percent of its net time are over and it is not done."""
        at = self.rung(percent, calendar)
        return at is not None and moment >= at

    def rung(self, percent: Decimal, calendar: Calendar) -> datetime | None:
        """When so many percent of its net time are over; None where it is done or its clock stands."""
        if self.met is not None or isinstance(self.due, Stopped):
            return None
        last = self.due.last(self.start.tzinfo)
        whole = natural(self.start, last) - sum(
            (natural(max(one.start, self.start), min(one.end, last)) for one in self.pauses if one.end),
            timedelta(),
        )
        minutes = int(part(percent, whole // _MINUTE))
        at = deadline(self.start, Span(minutes, MINUTE), calendar, self.pauses)
        return at.last(self.start.tzinfo) if isinstance(at, Deadline) else None


def next_of(limits: Iterable[Limit]) -> Limit | None:
    """The one that is owed first; one whose clock stands only where no other is owed."""
    owed = [one for one in limits if one.open()]
    running = [one for one in owed if isinstance(one.due, Deadline)]
    return min(running or owed, key=_last, default=None)


def _last(limit: Limit) -> datetime:
    return datetime.max if isinstance(limit.due, Stopped) else limit.due.last()
