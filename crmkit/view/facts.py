"""Read what is kept of a customer, once: who they are, what changed, and every question's facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from crmkit.compute import Change, Facts, HandTier, Question
from crmkit.diagnostics import Source
from crmkit.document import Document
from crmkit.model import Customer, Event, Group
from crmkit.policy import Policy
from crmkit.resources import discover
from crmkit.schema.field_type import Problem
from crmkit.schema.fields import LIST, REFERENCE, Fields

CHANGE = "change"

BEGINNINGS = (
    ("recorded", "date"),
    ("arrived", "date"),
    ("source", "date"),
    ("first_cooperation",),
    ("signed",),
)


@cache
def questions() -> tuple[Question, ...]:
    """Every question file of `compute`, by file name."""
    return tuple(discover("crmkit.compute", "QUESTION", Question))


def facts_of(customer: Customer, policy: Policy, document: Document) -> Facts:
    """All facts of one customer; they know no date and are small enough to keep for every customer."""
    potential, number = customer.get("potential"), customer.profile.get("id")
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
        changes=_changes(customer, policy),
        references=tuple(_references(customer.profile, policy.schema.profile, document)),
        place=document.source(number.node.start if number else 0),
        began=_began(customer),
        named=document.source(name.node.start) if (name := customer.profile.get("name")) else None,
        answers={question.name: question.facts(customer, policy) for question in questions()},
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


def _changes(customer: Customer, policy: Policy) -> tuple[Change, ...]:
    """Change entries as data in the order of time: what a field went from and to, read by its own type."""
    found = []
    events = [event for event in customer.events if event.cls == CHANGE]
    for event in sorted(events, key=lambda event: (event.date, event.time, event.number)):
        step = policy.schema.profile.step(event.say("field"))
        if step is None or step.field.type == LIST:
            continue
        field = step.field
        if not step.scalar:  # a group such as the tier set by hand: its first field is what changes
            inner = next(iter(field.fields), None)
            step = field.fields.step(inner.key) if inner else None
        if step is None:
            continue
        old, new = (_read(step, event, key, policy) for key in ("from", "to"))
        until = event.get("until")
        last, reason = until if isinstance(until, date) else None, event.say("reason")
        found.append(Change(event.date, field.key, old, new, event.line, reason, last, event.voided_on))
    return tuple(found)


def _read(step: Any, event: Event, key: str, policy: Policy) -> Any:
    said = event.say(key)
    data = step.read(said, step.field, policy.context) if said else None
    return data.data if isinstance(data, Problem) else data


def _references(group: Group, fields: Fields, document: Document) -> list[tuple[str, Source]]:
    """Numbers of other customers in fields of type reference, each with its place."""
    found: list[tuple[str, Source]] = []
    for field in fields.referring:
        value = group.get(field.key)
        if value is None:
            continue
        if field.type == REFERENCE and isinstance(value.data, str):
            found.append((value.data, document.source(value.node.start)))
        elif field.fields:
            inside = (value,) if isinstance(value.data, dict) else value.data
            for item in inside if isinstance(inside, tuple) else ():
                if isinstance(item.data, dict):
                    found += _references(item.data, field.fields, document)
    return found
