"""What was recorded of the tier: entries that set it, and reviews that say what it is (D6)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from crmkit.compute import Extract, Question
from crmkit.model import Customer, Event
from crmkit.policy import Policy
from crmkit.schema.classes.change import CLASS as CHANGE
from crmkit.schema.classes.review import CLASS as REVIEW
from crmkit.schema.values import Value

TIER = "tier"


class TierEntry(NamedTuple):
    """An entry that says the tier from its day on; `approved_by` is the id of who approved, or empty.

    `known_to` are the ids of whoever wrote it, approved it, or was told of it.
    """

    date: datetime.date
    line: int
    tier: str
    approved_by: str
    voided_on: datetime.date | None = None
    known_to: frozenset[str] = frozenset()


def read(customer: Customer, policy: Policy) -> tuple[TierEntry, ...]:
    """Every such entry in the order of time; one whose word names no tier says nothing."""
    found = []
    for event in sorted(customer.events, key=lambda event: (event.date, event.time, event.line)):
        if event.cls is REVIEW or (event.cls is CHANGE and _about_tier(event, policy)):
            tier = policy.tiers.find(event.say("to"))
            if tier is not None:
                approver = policy.people.find(event.say("approved_by"))
                by = approver.id if approver else ""
                known = frozenset(_known_to(event, policy))
                found.append(TierEntry(event.date, event.line, tier.key, by, event.voided_on, known))
    return tuple(found)


def _known_to(event: Event, policy: Policy) -> Iterator[str]:
    told = event.get("told")
    items = told if isinstance(told, tuple) else ()
    said = [item.data for item in items if isinstance(item, Value)]
    for name in (event.get("by"), event.get("approved_by"), *said):
        person = policy.people.find(name) if isinstance(name, str) else None
        if person is not None:
            yield person.id


def _about_tier(event: Event, policy: Policy) -> bool:
    field = policy.schema.profile.find(event.say("field"))
    return field is not None and field.key == TIER


TIER_ENTRIES: Extract[tuple[TierEntry, ...]] = Extract("tier_entries", read)
QUESTION = Question(TIER_ENTRIES)
