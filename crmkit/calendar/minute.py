"""Say at which minute an entry happened: at the time that it says, else when its day ends."""

from __future__ import annotations

import datetime

_DAY = datetime.timedelta(days=1)


def clock_of(said: str) -> datetime.time | None:
    """The time of an entry; None where it says none that can be, which is a finding of its own."""
    try:
        return datetime.time.fromisoformat(said) if said else None
    except ValueError:
        return None


def minute_of(day: datetime.date, said: str) -> datetime.datetime:
    """When an entry happened; what says no time, when its day ends: at the beginning of the next."""
    at = clock_of(said)
    if at is not None:
        return datetime.datetime.combine(day, at)
    if day == datetime.date.max:
        return datetime.datetime.max
    return datetime.datetime.combine(day + _DAY, datetime.time())
