"""Follow what is due for a customer through a day: entries that say their time change it at that minute."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time
from typing import NamedTuple

from crmkit.calendar.deadline import end_of
from crmkit.compute.contacts import CONTACTS
from crmkit.compute.spot_checks import SPOT_CHECKS
from crmkit.diagnostics import MOST_SHOWN
from crmkit.followups.discovery import due_sources
from crmkit.followups.item import DueItem
from crmkit.followups.seen import clock
from crmkit.view import Standing, View


class DayPart(NamedTuple):
    """A part of a day, from a minute up to another; None for its end."""

    start: time
    end: time | None = None

    def holds(self, moment: datetime) -> bool:
        """Whether a moment of the day lies in it."""
        return self.start <= moment.time() and (self.end is None or moment.time() < self.end)


WHOLE = DayPart(time())


def turns(standing: Standing, view: View) -> list[time]:
    """The minutes of the view's day at which an entry of the customer, or a source, may change what is due.

    No day of work has as many as are looked at: a hostile one of a thousand stays linear (P8).
    """
    contacts, day = standing.facts.of(CONTACTS), view.as_of
    said = {one.time for one in contacts.interactions if one.date == day and one.time}
    said.update(one.time for one in standing.facts.of(SPOT_CHECKS) if one.date == day and one.time)
    for began in contacts.began.values():
        said.update(one.time for one in began if one.date == day and one.time)
    own = {at for source in due_sources().values() for at in source.turns(standing, view)}
    return sorted(({clock(each) for each in said} | own) - {time()})[:MOST_SHOWN]


def through_the_day(
    standing: Standing, view: View, find: Callable[[Standing, View], tuple[DueItem, ...]]
) -> list[tuple[DayPart, tuple[DueItem, ...]]]:
    """What `find` says is due, by the parts of the view's day in which it stays the same, in their order."""
    starts = [time(), *turns(standing, view)]
    if len(starts) == 1:
        return [(WHOLE, find(standing, view))]
    found: list[tuple[DayPart, tuple[DueItem, ...]]] = []
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        last = end_of(view.as_of, view.moment.tzinfo)
        moment = datetime.combine(view.as_of, start, view.moment.tzinfo) if end else last
        items = find(standing, replace(view, moment=moment))
        if found and found[-1][1] == items:
            found[-1] = DayPart(found[-1][0].start, end), items
        else:
            found.append((DayPart(start, end), items))
    return found
