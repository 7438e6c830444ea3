"""Find dates of fields that cannot be meant: done tomorrow, too far off or long ago, before their entry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from crmkit.calendar.span import Span, after
from crmkit.calendar.working import Calendar
from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.document.decode import Places
from crmkit.language import Label, Word
from crmkit.load import Loaded
from crmkit.model import Event, Group
from crmkit.policy import Policy
from crmkit.policy.files.cadence import Cadence
from crmkit.schema.classes.plan import CLASS as PLAN
from crmkit.schema.fields import Fields
from crmkit.schema.read import MASK
from crmkit.schema.values import Value

FUTURE = Code("CRM414", "date-in-the-future", Severity.WARNING)
FAR = Code("CRM470", "date-far-off", Severity.WARNING)
OLD = Code("CRM471", "date-very-old", Severity.WARNING)
BEFORE = Code("CRM472", "date-before-its-entry", Severity.WARNING)

DONE = frozenset((
    "recorded.date", "verified.date", "confirmed.date", "source.date", "arrived.date", "signed",
    "first_cooperation", "contracts.signed", "needs.since", "attachments.date",
))  # fmt: skip
"""Days on which something was done: they cannot lie ahead."""
AHEAD = ("until", "due", "close")
"""Fields of an entry that name a day to come."""
BOOK, CADENCE = "sop/book.md", "sop/cadence.md"


class DatedField(NamedTuple):
    """A date in a profile or an entry, how its field is called, and what a finding may say of it."""

    name: str
    day: date
    label: Label
    start: int
    length: int
    shown: str

    @property
    def said(self) -> dict[str, Any]:
        """What every finding about it says."""
        return {"field": Word(self.name, self.label), "length": self.length, "date": self.shown}


def now(loaded: Loaded, policy: Policy, day: date) -> Iterator[Diagnostic]:
    """Dates of the profile, then those that entries set, against the real day, whichever is asked about."""
    customer = loaded.customer
    if customer is None:
        return
    at = Places(customer.path, loaded.document.text)
    last, earliest = _last(policy.book.farthest, day, policy), policy.book.earliest
    for found in _dates(customer.profile, policy.schema.profile):
        if found.day > day and found.name in DONE:
            yield FUTURE.at(at(found.start), **found.said, today=day)
        elif found.day > last:
            yield _far(found, last, BOOK, at)
        elif found.day < earliest:
            yield OLD.at(at(found.start), **found.said, earliest=earliest)
    for event in customer.events:
        if event.voided_on is None and any(type(value.data) is date for value in event.fields.values()):
            yield from _event(event, last, policy, at)


def _event(event: Event, last: date, policy: Policy, at: Places) -> Iterator[Diagnostic]:
    for found in _dates(event.fields, policy.schema.entry_fields(event.cls)):
        limit, file = last, BOOK
        if event.cls is PLAN:
            limit, file = _last(policy.get(Cadence).promises.farthest, event.date, policy), CADENCE
        if found.day > limit:
            yield _far(found, limit, file, at)
        elif found.name in AHEAD and found.day < event.date:
            yield BEFORE.at(at(found.start), **found.said, made=event.date)


def _last(farthest: Span | None, day: date, policy: Policy) -> date:
    return after(day, farthest, policy.get(Calendar)) if farthest else date.max


def _far(found: DatedField, last: date, file: str, at: Places) -> Diagnostic:
    return FAR.at(at(found.start), **found.said, last=last, file=file)


def _dates(group: Group, fields: Fields, outer: str = "") -> Iterator[DatedField]:
    """Every date in a group, in lists and groups within it too."""
    for key, value in group.items():
        data, name = value.data, outer + key
        if type(data) is date:
            field = fields.find(key)
            shown = MASK if field is not None and field.hidden else data.isoformat()
            label = field.label if field is not None else Label(key, key)
            yield DatedField(name, data, label, value.node.start, value.node.end - value.node.start, shown)
        elif type(data) is dict or type(data) is tuple:
            inner = fields.find(key)
            for one in (data,) if type(data) is dict else data:
                within = one.data if type(one) is Value else one
                if type(within) is dict:
                    yield from _dates(within, inner.fields if inner else Fields(), f"{name}.")


CHECK = Check("field dates", now=now)
