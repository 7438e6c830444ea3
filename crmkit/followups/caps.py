"""Count our own contacts against what a tier may bear (E8)."""

from __future__ import annotations

from datetime import date

from crmkit.calendar.span import DAY, Span, after, before
from crmkit.compute.contacts import Interaction
from crmkit.followups.seen import Seen
from crmkit.policy.bounds import Cap


def cap_of(seen: Seen) -> Cap | None:
    """The cap of the customer's tier; None without one, or when they agreed to more."""
    if seen.cadence.exceed.needs and seen.agreed(seen.cadence.exceed.needs):
        return None
    return next((cap for cap in seen.cadence.caps if cap.tier == seen.standing.tiering.key), None)


def outbound(cap: Cap, seen: Seen, day: date) -> tuple[Interaction, ...]:
    """The contacts in the cap's span up to a day that the policy counts: ours, theirs, answers, machines'."""
    start = before(day, cap.per, seen.calendar)
    return tuple(
        one
        for one in seen.interactions
        if start < one.date <= day
        and (not cap.outbound or not one.inbound)
        and (cap.answers or not one.answer)
        and (cap.automatic or not one.automatic)
    )


def room(cap: Cap, seen: Seen, day: date) -> date:
    """The first day from one on in whose span there is room; the day itself where no contact is borne."""
    if cap.at_most <= 0:
        return day
    while len(ours := outbound(cap, seen, day)) >= cap.at_most and day < date.max:
        free = after(ours[-cap.at_most].date, cap.per, seen.calendar)
        day = seen.working(max(free, after(day, Span(1, DAY), seen.calendar)))
    return day
