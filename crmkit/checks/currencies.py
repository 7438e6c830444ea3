"""Find amounts that name another currency than the field beside them, in entries and in the profile (A8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic
from crmkit.document.decode import Places
from crmkit.language import Word, same
from crmkit.load import Loaded
from crmkit.policy import Policy
from crmkit.schema.fields import Fields
from crmkit.schema.types.currency import named
from crmkit.schema.values import Money, Value

DISAGREE = Code("CRM445", "currencies-disagree")

CURRENCY = "currency"


def record(loaded: Loaded, policy: Policy, _: date) -> Iterator[Diagnostic]:
    """Groups of the profile's lists, such as contracts, then the entries that nobody voided."""
    customer = loaded.customer
    if customer is None:
        return
    at = Places(customer.path, loaded.document.text)
    for key, value in customer.profile.items():
        for item in value.data if isinstance(value.data, tuple) else ():
            if isinstance(item, Value) and isinstance(item.data, dict) and CURRENCY in item.data:
                field = policy.schema.profile.find(key)
                yield from _amounts(item.data, field.fields if field else Fields(), at)
    for event in customer.events:
        if CURRENCY in event.fields and event.voided_on is None:
            yield from _amounts(event.fields, policy.schema.entry_fields(event.cls), at)


def _amounts(group: Mapping[str, Value], fields: Fields, at: Places) -> Iterator[Diagnostic]:
    """Told at the field beside the amount."""
    beside = group[CURRENCY]
    said = named(beside)
    for key, value in group.items():
        money = value.data
        if isinstance(money, Money) and said and money.currency not in ("", said):
            place, length = at(beside.node.start), beside.node.end - beside.node.start
            field = fields.find(key)
            called = Word(key, field.label if field else same(key))
            yield DISAGREE.at(place, length=length, field=called, amount=money.currency, currency=said)


CHECK = Check("currencies", record=record)
