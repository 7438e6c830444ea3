"""Read the change entries of a record as data, so that what a field was on a day can be told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from crmkit.history import Change, by_field
from crmkit.model import Customer, Event
from crmkit.policy import Policy
from crmkit.schema.classes.change import CLASS as CHANGE
from crmkit.schema.field_type import Problem
from crmkit.schema.fields import LIST, FieldReading


class Changes(NamedTuple):
    """A record's changes in the order of time, the same by field, and what its profile says today."""

    every: tuple[Change, ...]
    changed: Mapping[str, tuple[Change, ...]]
    customer: Customer

    def present(self, field: str) -> object:
        """What the profile says of a field, None when nothing."""
        return self.customer.get(field)


def changes_of(customer: Customer, policy: Policy) -> Changes:
    """What each field went from and to, read by its own type; of a list nothing is told."""
    found = []
    events = [event for event in customer.events if event.cls is CHANGE]
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
    return Changes(tuple(found), by_field(found), customer)


def _read(step: FieldReading, event: Event, key: str, policy: Policy) -> Any:
    said = event.say(key)
    data = step.read(said, step.field, policy.context) if said else None
    return data.data if isinstance(data, Problem) else data
