"""Put the channel that a contact prefers first, and say when they like to be reached (A5, E8)."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from crmkit.calendar.working import Calendar
from crmkit.followups.seen import Seen

RESPECTED = "prefers"
_PARTS = re.compile(r"[,，、;；/]\s*|\s+")


class Preference(NamedTuple):
    """Who, the channels they prefer, and the rest of what they said, such as a part of the day."""

    name: str
    channels: tuple[str, ...]
    when: str


def preferences(seen: Seen) -> tuple[Preference, ...]:
    """What the customer's people asked for, as far as the policy respects it."""
    if RESPECTED not in seen.cadence.respect:
        return ()
    found = []
    for wish in seen.contacts.wishes:
        if wish.left is not None and wish.left <= seen.as_of:
            continue
        words = [word for word in _PARTS.split(wish.says) if word]
        kinds = {word: kind.key for word in words if (kind := seen.policy.vocabulary.kind(word))}
        rest = "、".join(_hours(word, seen.calendar) for word in words if word not in kinds)
        found.append(Preference(wish.name, tuple(kinds.values()), rest))
    return tuple(found)


def _hours(word: str, calendar: Calendar) -> str:
    """A part of the day with its hours, where the calendar says them; any other word as it is."""
    hours = calendar.parts.get(word)
    return word if hours is None else f"{word} {hours.start:%H:%M}-{hours.end:%H:%M}"


def preferred_first(channels: tuple[str, ...], liked: Collection[str]) -> tuple[str, ...]:
    """The same channels, those that somebody prefers in front."""
    return tuple(sorted(channels, key=lambda channel: channel not in liked))
