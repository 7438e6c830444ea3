"""Tell which days are to be marked with a greeting now, and which greeting marked which (E4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import NamedTuple

from crmkit.calendar.span import WORKDAY, Span, after, before
from crmkit.calendar.working import Calendar
from crmkit.compute.greetings import GREETINGS, Greeted
from crmkit.compute.milestones import Mark, Marks, coming, next_on
from crmkit.diagnostics import MOST_SHOWN
from crmkit.followups.seen import Seen
from crmkit.history import stood
from crmkit.naming import key
from crmkit.policy.files.milestones import MilestonePolicy
from crmkit.policy.greetings import Greeting
from crmkit.view import Standing, View

PREFIX = "greet-"


class DayToMark(NamedTuple):
    """A day to mark: `on` when it is kept, `since` when it may be greeted first; `who` is whose, folded."""

    on: date
    since: date
    mark: Mark
    greeting: Greeting
    who: str = ""
    nth: int = 1

    @property
    def key(self) -> str:
        """How `snooze` and `skip` name it: by milestone and day, and a number from the second on."""
        again = f"-{self.nth}" if self.nth > 1 else ""
        return f"{PREFIX}{self.mark.key}-{self.on.isoformat()}{again}"


def open_days(seen: Seen) -> list[DayToMark]:
    """Those whose time has come, that nobody has greeted and that have not lapsed, by day."""
    found = days_to_mark(seen.standing.marks, seen)
    if not found:
        return []
    for one in stood(seen.standing.facts.of(GREETINGS), as_of=seen.as_of):
        for met in _met(one, found, seen) if one.meant else ():
            found.remove(met)
    return [one for one in found if not (one.greeting.any_contact and _talked(one, seen))]


def _talked(one: DayToMark, seen: Seen) -> bool:
    """Whether there was any contact by its channels since its time came."""
    return any(
        each.date >= one.since and each.reached and not each.automatic and fits(each.kind, one.greeting, seen)
        for each in reversed(seen.interactions)
        if seen.cadence.inbound or not each.inbound
    )


def days_to_mark(marks: Marks, seen: Seen) -> list[DayToMark]:
    """The days whose time has come, by day; two of one milestone on one day are told apart by their order."""
    rules = seen.policy.get(MilestonePolicy)
    first = before(seen.as_of, rules.lapses, seen.calendar) if rules.lapses else seen.as_of
    found, counted = list[DayToMark](), dict[tuple[str, date], int]()
    for mark in marks.yearly:
        on = next_on(mark.day, marks, as_of=first)
        if on is None or not mark.since <= seen.as_of < mark.until or on >= mark.left:
            continue
        counted[mark.key, on] = counted.get((mark.key, on), 0) + 1
        greeting = rules.greeting(mark.key)
        since = begins(on, greeting, seen.calendar)
        if since <= seen.as_of and on > mark.since:
            found.append(
                DayToMark(on, since, mark, greeting, key(mark.who) if mark.who else "", counted[mark.key, on])
            )
    return sorted(found, key=lambda one: (one.on, one.mark.line, one.key))


def _met(one: Greeted, found: Iterable[DayToMark], seen: Seen) -> list[DayToMark]:
    """What a greeting marks: every day of the customer's own, of days of people those it names, else one.

    No customer has as many as are looked at: a hostile one of thousands stays linear (P8).
    """
    fitting = [
        each
        for each in islice(found, MOST_SHOWN)
        if each.since <= one.date and fits(one.kind, each.greeting, seen)
    ]
    named = [each for each in fitting if each.who and each.who in one.whom]
    nobody = [] if one.whom else [each for each in fitting if each.who][:1]
    return [each for each in fitting if not each.who] + (named or nobody)


def fits(kind: str, greeting: Greeting, seen: Seen) -> bool:
    """Whether a greeting came by one of the channels, or by one that weighs more than all of them."""
    weight = seen.cadence.promises.weight
    most = max((weight.get(each, 0) for each in greeting.channels), default=-1)
    return not greeting.channels or kind in greeting.channels or weight.get(kind, 0) > most


def near_days(standing: Standing, view: View) -> list[tuple[date, Mark | None]]:
    """A customer's days and ends of contracts (None) as far ahead as the policy shows them.

    Where it does not say how far, the days whose time has come.
    """
    rules, calendar, as_of = view.policy.get(MilestonePolicy), view.policy.get(Calendar), view.as_of
    days = coming(standing.marks, as_of=as_of)
    if rules.shown is not None:
        last = after(as_of, rules.shown, calendar)
        return [each for each in days if each[0] <= last]
    return [(on, m) for on, m in days if m and begins(on, rules.greeting(m.key), calendar) <= as_of]


def begins(on: date, greeting: Greeting, calendar: Calendar) -> date:
    """From when on it is greeted: so long before, and no later than the working day before a rest."""
    day = before(on, greeting.before, calendar)
    if calendar.moves and not calendar.works(day):
        return before(day, Span(1, WORKDAY), calendar)
    return day
