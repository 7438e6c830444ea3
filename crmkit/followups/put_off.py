"""Move an item to the day to which somebody put it off."""

from __future__ import annotations

from datetime import date

from crmkit.followups.item import DueItem, Note
from crmkit.followups.seen import Seen


def put_off(item: DueItem, seen: Seen, since: date = date.min) -> DueItem:
    """The item on the day that the last `snooze` since a day names, when that is later."""
    days = [p.until for p in seen.put_off_of.get(item.key, ()) if p.until and p.date >= since]
    return item.moved(days[-1], Note.SNOOZED) if days else item


def skipped(seen: Seen, since: date = date.min) -> frozenset[str]:
    """The items that somebody left out on a day or later."""
    return frozenset(p.item for p in seen.put_off if p.until is None and p.date >= since)
