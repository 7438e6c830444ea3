"""Say what is due as of a day: for whom, by when, how, about what, because of which rule (E1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from crmkit.followups.caps import wait
from crmkit.followups.gaps import gaps
from crmkit.followups.idle import served
from crmkit.followups.item import NOTES, Bucket, DueItem, Fulfil, Note, Sort
from crmkit.followups.promises import promises
from crmkit.followups.seen import Seen, owner_of, see
from crmkit.followups.steps import steps
from crmkit.followups.tracks import tracks
from crmkit.followups.wishes import Preference, preferences, preferred_first
from crmkit.view import Standing, View

__all__ = [
    "NOTES", "Bucket", "DueItem", "Fulfil", "Note", "Preference", "Seen", "Sort", "due", "due_for",
    "in_order", "order", "owner_of", "preferences", "see", "served",
]  # fmt: skip


def due_for(standing: Standing, view: View) -> tuple[DueItem, ...]:
    """Everything due for one customer, the earliest first; empty when nothing is planned."""
    seen = see(standing, view)
    items = wait([*promises(seen), *gaps(seen), *steps(seen), *tracks(seen)], seen)
    liked = [channel for wish in preferences(seen) for channel in wish.channels] if items else []
    if liked:
        liked_first = [preferred_first(item.channels, liked) for item in items]
        items = [
            item if item.channels == channels else replace(item, channels=channels)
            for item, channels in zip(items, liked_first, strict=True)
        ]
    _, former = owner_of(standing, view)
    if former:
        items = [replace(item, former=former) for item in items]
    return in_order(items)


def due(view: View) -> dict[str, tuple[DueItem, ...]]:
    """What is due, by customer number; a customer for whom nothing is planned has an empty tuple."""
    return {id: due_for(standing, view) for id, standing in view.standings.items()}


_RANK = {
    sort: rank
    for rank, sort in enumerate((Sort.PROMISE, Sort.GAP, Sort.ONBOARDING, Sort.DECISION, Sort.CADENCE))
}


def in_order(items: Iterable[DueItem]) -> tuple[DueItem, ...]:
    """By day; promises before what a rule asks for; then by customer."""
    return tuple(sorted(items, key=order))


def order(item: DueItem) -> tuple[date, int, str, str]:
    """What `in_order` sorts by."""
    return item.due, _RANK[item.sort], item.customer, item.key
