"""Read what is kept of a customer, once: who they are, what changed, and every question's facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from crmkit.compute import Facts, HandTier
from crmkit.diagnostics import Source
from crmkit.document import Document
from crmkit.load.changes import changes_of
from crmkit.model import Customer, Group
from crmkit.policy import Policy
from crmkit.schema.fields import Fields
from crmkit.schema.types.reference import TYPE as REFERENCE
from crmkit.view.asked import extracts

BEGINNINGS = (
    ("recorded", "date"),
    ("arrived", "date"),
    ("source", "date"),
    ("first_cooperation",),
    ("signed",),
)


def facts_of(customer: Customer, policy: Policy, document: Document) -> Facts:
    """All facts of one customer; they know no date and are small enough to keep for every customer."""
    potential, number = customer.get("potential"), customer.profile.get("id")
    changes = changes_of(customer, policy)
    return Facts(
        id=customer.id,
        path=customer.path,
        name=customer.name or customer.id,
        short_name=_text(customer.get("short_name")),
        type=customer.type,
        status=customer.status,
        owner=customer.owner,
        hand_tier=_hand_tier(customer),
        tags=customer.words("tags"),
        industry=_text(customer.get("industry")),
        came_through=_text(customer.get("source", "channel")),
        potential=potential if isinstance(potential, Decimal) else None,
        potential_line=customer.line("potential"),
        people=tuple(contact.name for contact in customer.contacts if contact.name),
        changes=changes.every,
        changed=changes.changed,
        references=tuple(_references(customer.profile, policy.schema.profile, document)),
        place=document.source(number.node.start if number else 0),
        extracts={extract.name: extract.read(customer, policy) for extract in extracts()},
        began=_began(customer),
        named=document.source(name.node.start) if (name := customer.profile.get("name")) else None,
    )


def _began(customer: Customer) -> date | None:
    """The earliest day of the record: an entry, its recording, the lead's arrival, the first cooperation."""
    told = (customer.get(*path) for path in BEGINNINGS)
    days = [day for day in told if isinstance(day, date)]
    return min([*days, *(event.date for event in customer.events)], default=None)


def _text(said: object) -> str:
    return said if isinstance(said, str) else ""


def _hand_tier(customer: Customer) -> HandTier | None:
    tier = customer.get("tier", "value")
    if not isinstance(tier, str):
        return None
    until = customer.get("tier", "until")
    return HandTier(tier, _text(customer.get("tier", "reason")), until if isinstance(until, date) else None)


def _references(group: Group, fields: Fields, document: Document) -> list[tuple[str, Source]]:
    """Numbers of other customers in fields of type reference, each with its place."""
    found: list[tuple[str, Source]] = []
    for field in fields.referring:
        value = group.get(field.key)
        if value is None:
            continue
        inside = value.data if type(value.data) is tuple else (value,)
        for item in inside:
            if field.text_type is REFERENCE and isinstance(item.data, str):
                found.append((item.data, document.source(item.node.start)))
            elif isinstance(item.data, dict):
                found += _references(item.data, field.fields, document)
    return found
