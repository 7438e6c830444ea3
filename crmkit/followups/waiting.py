"""Let what comes back by itself wait where the contact cap has no room (E8)."""

from __future__ import annotations

from crmkit.followups.caps import cap_of, room
from crmkit.followups.discovery import source_of
from crmkit.followups.item import DueItem, Note
from crmkit.followups.seen import Seen


def wait(items: list[DueItem], seen: Seen) -> list[DueItem]:
    """The items, those that come back by themselves moved to the first day on which the cap has room."""
    cap = cap_of(seen)
    if cap is None:
        return items
    found = []
    for item in items:
        if not source_of(item).regular:
            found.append(item)
            continue
        day = room(cap, seen, item.day)
        if day < seen.as_of:  # there was room, and may be none left now
            today = room(cap, seen, seen.as_of)
            day = today if today > seen.as_of else day
        found.append(item.moved(day, Note.CAPPED))
    return found
