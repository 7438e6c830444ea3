"""Say what is due as of a day: for whom, by when, how, about what, because of which rule (E1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crmkit.calendar.bucket import Bucket
from crmkit.followups.discovery import by_contact, due_sources, source_of
from crmkit.followups.item import NOTES, DueItem, Fulfil, Note
from crmkit.followups.seen import Seen, owner_of, see
from crmkit.followups.source import DueSource, Rank
from crmkit.followups.waiting import wait
from crmkit.followups.wishes import Preference, preferences, preferred_first
from crmkit.view import Standing, View

__all__ = [
    "NOTES", "Bucket", "DueItem", "DueSource", "Fulfil", "Note", "Preference", "Rank", "Seen", "by_contact",
    "due", "due_for", "due_sources", "in_order", "owner_of", "place", "planned", "preferences", "see",
    "source_of",
]  # fmt: skip


def due_for(standing: Standing, view: View) -> tuple[DueItem, ...]:
    """Everything due for one customer, the earliest first; empty when nothing is planned."""
    seen = see(standing, view)
    items = wait([item for source in due_sources().values() for item in source.items(seen)], seen)
    liked = [channel for wish in preferences(seen) for channel in wish.channels] if items else []
    if liked:
        liked_first = [preferred_first(item.channels, liked) for item in items]
        items = [
            item if item.channels == channels else replace(item, channels=channels)
            for item, channels in zip(items, liked_first, strict=True)
        ]
    return in_order(items)


def due(view: View) -> dict[str, tuple[DueItem, ...]]:
    """What is due, by customer number; a customer for whom nothing is planned has an empty tuple."""
    return {id: due_for(standing, view) for id, standing in view.standings.items()}


def planned(items: Iterable[DueItem]) -> bool:
    """Whether something is planned: what stands aside of every plan, such as a greeting, is none."""
    return any(not source_of(item).aside for item in items)


def in_order(items: Iterable[DueItem]) -> tuple[DueItem, ...]:
    """By deadline, then as their sources rank, then by customer."""
    return tuple(sorted(items, key=place))


def place(item: DueItem) -> tuple[object, ...]:
    """What sorts items."""
    return item.due.order, source_of(item).rank, item.customer, item.key
