"""Whom did they bring: customers that name them as the one who referred them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from crmkit.calendar.months import within
from crmkit.compute import Ask, Question
from crmkit.model import Customer
from crmkit.policy import Policy
from crmkit.rules import Quantity

Referral = tuple[str, date] | None


def facts(customer: Customer, policy: Policy) -> Referral:
    """Who referred this customer, and when."""
    by = customer.get("source", "referred_by")
    day = customer.get("source", "date") or customer.get("recorded", "date")
    return (by, day) if isinstance(by, str) and isinstance(day, date) else None


def across(referrals: Mapping[str, Referral]) -> dict[str, list[date]]:
    """The days on which each customer brought another."""
    brought: dict[str, list[date]] = {}
    for referral in referrals.values():
        if referral:
            brought.setdefault(referral[0], []).append(referral[1])
    return brought


def per_customer(_: Referral, ask: Ask) -> Quantity:
    """How many in the window, or whether any at all so far."""
    days = [day for day in ask.shared.get(ask.id, ()) if day <= ask.as_of]
    if not ask.metric.months:
        return Quantity(bool(days))
    return Quantity(Decimal(sum(within(day, ask.metric.months, as_of=ask.as_of) for day in days)))


QUESTION = Question("referrals", frozenset({"referrals", "referrer"}), facts, per_customer, across)
