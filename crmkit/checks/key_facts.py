"""Ask a reason of each change of a key fact, and of the profile what the last one left (C7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity, Source
from crmkit.document.decode import Places
from crmkit.load import Loaded
from crmkit.model import Customer, Event
from crmkit.policy import Policy
from crmkit.schema.classes.change import CLASS as CHANGE
from crmkit.schema.field_path import Wrong, read_path
from crmkit.schema.field_type import Problem
from crmkit.schema.fields import Field, FieldReading, Fields, named
from crmkit.schema.read import MASK, shown

NO_REASON = Code("CRM430", "change-without-reason", Severity.WARNING)
DIFFERS = Code("CRM431", "value-differs")
NO_VALUE = Code("CRM432", "change-without-value", Severity.WARNING)

STATUS = "status"
"""The status has moves, and a check of its own that knows which of them want a reason."""
TIER = "tier"
"""Whether a tier set by hand wants a reason is said in `sop/tiers.md` (D5, D6)."""
FOLLOWED = ("owner", "potential", TIER)
"""Fields whose past is read from change entries, so that the last of these must agree with the profile."""


def record(loaded: Loaded, policy: Policy, _: date) -> Iterator[Diagnostic]:
    """Each change that nobody voided; a later one takes the place of an earlier."""
    customer = loaded.customer
    if customer is None:
        return
    last: dict[str, Event] = {}
    at = Places(customer.path, loaded.document.text)
    for event in customer.events:
        if event.cls is not CHANGE or event.voided_on is not None:
            continue
        field = _field(event.say("field"), policy.schema.profile)
        if field is None:
            continue
        entry = loaded.document.entries[event.number - 1]
        place = Source(customer.path, event.line, entry.kind_start - entry.start + 1)
        # With what it was and nothing after, the value was taken away; a customer always has a status.
        taken = field.key != STATUS and event.say("from")
        if not event.say("to") and not taken and field.key in (STATUS, *FOLLOWED):
            yield NO_VALUE.at(place, length=len(event.word), **named(field))
        asked = field.reason and (field.key != TIER or policy.tiers.hand_reason)
        if asked and field.key != STATUS and not event.say("reason"):
            yield NO_REASON.at(place, length=len(event.word), **named(field))
        if field.key in FOLLOWED and event.say("to"):
            best = last.setdefault(field.key, event)
            last[field.key] = max(best, event, key=lambda one: (one.date, one.time, one.number))
    for key, event in last.items():
        yield from _present(customer, key, event, policy, at)


def _field(name: str, fields: Fields) -> Field | None:
    """The field that a change names: of the profile, or within a group, as in `contacts[李雷].phone`."""
    path = read_path(name, fields)
    return None if isinstance(path, Wrong) else path[-1].field


def _present(customer: Customer, key: str, event: Event, policy: Policy, at: Places) -> Iterator[Diagnostic]:
    """The profile's value against the one that the last change names, read the same way."""
    step: FieldReading | None = policy.schema.profile.step(key)
    value = customer.profile.get(key)
    if value is not None and isinstance(value.data, dict) and step is not None:
        # Of a group such as the tier the first field is what changes.
        first = next(iter(step.field.fields), None)
        step = step.field.fields.step(first.key) if first else None
        value = value.data.get(first.key) if first else None
    if value is None or value.data is None or step is None:
        return
    changed = step.read(event.say("to"), step.field, policy.context)
    if isinstance(changed, Problem) or changed == value.data:
        return
    node, field = value.node, policy.schema.profile.find(key)
    called = named(field) if field else {"field": key}
    yield DIFFERS.at(
        at(node.start),
        length=node.end - node.start,
        **called,
        value=MASK if step.field.hidden else shown(getattr(node, "text", "")),
        to=MASK if step.field.hidden else shown(event.say("to")),
        date=event.date,
        line=event.line,
    )


CHECK = Check("key facts", record=record)
