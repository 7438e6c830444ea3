"""Read what people type for a day or a moment, seen from the day of the run.

`day_in` and `moment_in` are pure: a text and `today` in, a day or `NoDay` out; `wanted` says in words why a
text is none. `ahead` is the callback of options that name a day to come, `as_of` reads the option before the
commands, `moment` the date and time of an entry.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import NamedTuple

import click

from crmkit.calendar.clock import clock
from crmkit.calendar.spoken import NoDay, begins
from crmkit.calendar.spoken import day as day_in
from crmkit.cli.failure import Failure
from crmkit.cli.language import spoken
from crmkit.cli.rim import Rim

__all__ = ["Moment", "NoDay", "ahead", "as_of", "day_in", "moment", "moment_in", "wanted"]

_BETWEEN = re.compile(r"[ \t\u3000\u00a0]*(?:[Tt](?=[0-9])|[,，]|at\b)?[ \t\u3000\u00a0]*")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Limit of the format, not of a team's policy: what reaches back from a day needs days before it.
_EARLIEST = date(1000, 1, 1)


class Moment(NamedTuple):
    """A day, and `HH:MM` or `HH:MM-HH:MM`, empty when no time was said."""

    day: date
    time: str

    @property
    def written(self) -> str:
        """As the heading of an entry says it."""
        return f"{self.day} {self.time}".rstrip()


def moment_in(text: str, today: date, *, past: bool | None) -> Moment | NoDay:
    """The moment that a text says, such as `昨天下午3点`, `2024-05-20 14:30` or `9:30`, or why it says none.

    `past` is that of `day_in`; a time alone is today's.
    """
    whole = text.strip()
    said = begins(whole, today, past=past)
    if said is not None and said.end == len(whole):
        return Moment(said.day, "") if isinstance(said.day, date) else said.day
    between = _BETWEEN.match(whole, said.end) if said is not None else None
    hour = clock(whole, between.end() if between is not None else 0)
    if hour is None or hour.end < len(whole):
        return NoDay.UNREAD
    day = said.day if said is not None else today
    if isinstance(day, NoDay):
        return day
    return Moment(day, hour.written) if hour.start else NoDay.HOUR


def wanted(_: Callable[[str], str], text: str, why: NoDay) -> str:
    """Why a text is no day and what to write instead, in the language of `_`."""
    said = {
        NoDay.UNREAD: _("{value} is no day: write 2024-05-18, 5月18日, tomorrow, next wed or +3d"),
        NoDay.AMBIGUOUS: _("{value} may be several days: write it as 2024-05-18"),
        NoDay.STRETCH: _("{value} is no single day: name one, such as 下周三, next wed or 2024-05-18"),
        NoDay.MISSING: _("{value} is no day of the calendar"),
        NoDay.HOUR: _("{value} leaves the hour open: write it as 15:00 or 下午3点"),
    }
    return said[why].format(value=text.strip())


def ahead(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """An option that names a day to come: 周三 is the next one, today included."""
    if value is None:
        return None
    rim = ctx.find_object(Rim)
    day = day_in(value, rim.as_of if rim else datetime.now().date(), past=False)
    if isinstance(day, NoDay):
        raise click.BadParameter(wanted(lambda message: spoken(ctx, message), value, day), ctx, param)
    return day


def as_of(rim: Rim, said: str) -> tuple[date, time | None]:
    """The day that `--as-of` names, seen from the real today, and its time if any; 周三 is the last one."""
    at = None
    try:
        if _ISO.fullmatch(said):
            day = date.fromisoformat(said)
        else:
            day, at = _past(rim, said)
    except ValueError:
        raise Failure(wanted(rim._, said, NoDay.MISSING)) from None
    if day < _EARLIEST:
        raise rim.fail("{value} is out of range: no day before {earliest}", value=said, earliest=_EARLIEST)
    return day, at


def _past(rim: Rim, said: str) -> tuple[date, time | None]:
    try:
        today = rim.now.date()
    except Failure:  # outside a book: the day of the machine
        today = datetime.now().date()
    found = moment_in(said, today, past=True)
    if isinstance(found, NoDay):
        raise Failure(wanted(rim._, said, found))
    if "-" in found.time:  # from one time to another is no moment
        raise Failure(wanted(rim._, said, NoDay.STRETCH))
    return found.day, time.fromisoformat(found.time) if found.time else None


def moment(rim: Rim, when: str | None) -> str:
    """Date and time of an entry; today with the time, so that two real contacts never look like one."""
    if when is None:
        return f"{rim.as_of} {rim.at or rim.now:%H:%M}"
    said = moment_in(when, rim.as_of, past=True)
    if isinstance(said, NoDay):
        raise Failure("--on: " + wanted(rim._, when, said))
    return said.written
