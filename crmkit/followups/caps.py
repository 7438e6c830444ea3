"""Count our own contacts against what a tier may bear, and let the cadence wait (E8)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from crmkit.calendar.span import after, before
from crmkit.compute.contacts import Interaction
from crmkit.followups.item import DueItem, Note, Sort, moved
from crmkit.followups.seen import Seen
from crmkit.policy.cadence import Cap


class Load(NamedTuple):
    """A cap that holds for the customer, our own contacts in its span, and the first day with room."""

    cap: Cap
    contacts: tuple[Interaction, ...]
    free: date

    @property
    def full(self) -> bool:
        """Whether there is no room left."""
        return len(self.contacts) >= self.cap.at_most


def load(seen: Seen) -> Load | None:
    """The cap of the customer's tier; None without one, or when they agreed to more."""
    cap = next((cap for cap in seen.cadence.caps if cap.tier == seen.standing.tiering.key), None)
    if cap is None or (seen.cadence.exceed.needs and seen.agreed(seen.cadence.exceed.needs)):
        return None
    ours = outbound(cap, seen)
    if len(ours) < cap.at_most or not ours:
        return Load(cap, ours, seen.as_of)
    oldest = ours[max(len(ours) - cap.at_most, 0)] if cap.at_most else ours[-1]
    return Load(cap, ours, after(oldest.date, cap.per, seen.calendar))


def outbound(cap: Cap, seen: Seen) -> tuple[Interaction, ...]:
    """Our own contacts in the cap's span up to the day; answers only where the policy counts them."""
    start = before(seen.as_of, cap.per, seen.calendar)
    return tuple(
        one
        for one in seen.interactions
        if one.date > start and not one.inbound and (cap.answers or not one.answer)
    )


def wait(items: list[DueItem], seen: Seen) -> list[DueItem]:
    """The items, those of the cadence moved behind the day on which the cap has room again."""
    held = load(seen)
    if held is None or not held.full:
        return items
    free = seen.working(held.free)
    return [
        moved(item, free, Note.CAPPED, seen.calendar, as_of=seen.as_of)
        if item.sort is Sort.CADENCE and item.due < free
        else item
        for item in items
    ]
