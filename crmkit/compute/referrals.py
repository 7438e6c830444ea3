"""Whom did they bring: customers that name them as the one who referred them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from crmkit.calendar.months import months_before
from crmkit.compute import Ask, Extract, Facts, Measure, Question, Shared, turning
from crmkit.diagnostics import Source
from crmkit.model import Customer
from crmkit.policy import Policy
from crmkit.rules import MetricType, Quantity, family, plain


class Referral(NamedTuple):
    """Who referred a customer, when, and where that customer's record says so."""

    by: str
    date: datetime.date
    place: Source


def read(customer: Customer, policy: Policy) -> Referral | None:
    """Who referred this customer; on the day they came, or else were recorded."""
    by = customer.get("source", "referred_by")
    day = customer.get("source", "date") or customer.get("recorded", "date")
    if not isinstance(by, str) or not isinstance(day, date):
        return None
    return Referral(by, day, Source(customer.path, customer.line("source")))


def across(referrals: Mapping[str, Referral | None]) -> dict[str, list[Referral]]:
    """What each customer brought."""
    brought: dict[str, list[Referral]] = {}
    for referral in referrals.values():
        if referral:
            brought.setdefault(referral.by, []).append(referral)
    return brought


REFERRED: Extract[Referral | None] = Extract("referrals", read)
BROUGHT: Shared[Referral | None, dict[str, list[Referral]]] = Shared("referrals", REFERRED, across)


def brought(facts: Facts, ask: Ask) -> Quantity:
    """How many in the window, or whether any at all so far."""
    months = ask.metric.months
    start = months_before(ask.as_of, months) if months else date.min
    found = [one for one in ask.together.of(BROUGHT).get(facts.id, ()) if start < one.date <= ask.as_of]
    value = Decimal(len(found)) if months else bool(found)
    return Quantity(value, tuple(one.place for one in found))


def turns(facts: Facts, ask: Ask) -> Iterable[date]:
    """When somebody they referred came, and left the window."""
    theirs = ask.together.of(BROUGHT).get(facts.id, ())
    return turning([(one.date, None) for one in theirs], ask.metric)


METRICS = (
    family("referrals", MetricType.COUNT, "转介绍数", "referrals"),
    plain("referrer", MetricType.FLAG, "转介绍过客户", "has referred customers"),
)
QUESTION = Question(REFERRED, (Measure(METRICS, brought, turns),), BROUGHT)
