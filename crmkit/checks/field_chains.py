"""Ask that the changes of each field follow on each other (C7, P5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity, Source
from crmkit.history import Change
from crmkit.load import Loaded
from crmkit.load.changes import changes_of
from crmkit.model import Event
from crmkit.policy import Policy
from crmkit.schema.classes.change import CLASS as CHANGE

BROKEN = Code("CRM762", "field-chain-broken", Severity.WARNING)

STATUS = "status"
"""The status has a check of its own, which knows what may follow on what."""


def record(loaded: Loaded, policy: Policy, _: date) -> Iterator[Diagnostic]:
    """Of each field the changes that nobody voided, in the order of time."""
    customer = loaded.customer
    if customer is None or not any(event.cls is CHANGE for event in customer.events):
        return
    events = {event.line: event for event in customer.events}
    for field, changes in changes_of(customer, policy).changed.items():
        if field != STATUS:
            stood = [change for change in changes if change.voided_on is None]
            yield from _chain(loaded, field, stood, events, policy)


def _chain(
    loaded: Loaded, field: str, changes: list[Change], events: dict[int, Event], policy: Policy
) -> Iterator[Diagnostic]:
    known = policy.schema.profile.find(field)
    if known is None or loaded.customer is None:
        return
    before: Change | None = None
    for change in changes:
        if before and change.old is not None and before.new is not None and change.old != before.new:
            place, length = _where(loaded, events[change.line], "from")
            yield BROKEN.at(place, length=length, field=known.label, line=before.line)
        before = change


def _where(loaded: Loaded, event: Event, key: str) -> tuple[Source, int]:
    """The place of a value, and how long it is. It is not quoted: it may be somebody's."""
    return loaded.document.source(event.fields[key].node.start), len(event.say(key))


CHECK = Check("field chains", record=record)
