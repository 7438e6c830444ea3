"""How long do we know them: months of trade and of cooperation, days to the end of a contract."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from crmkit.calendar.months import left_on, months_between
from crmkit.compute import Ask, Question, stands
from crmkit.model import Customer
from crmkit.policy import Policy
from crmkit.rules import Quantity

BEGINNINGS = ("first_cooperation", "signed")


class Tenure(NamedTuple):
    """Days on which something began or ends, each with the line that says so."""

    orders: tuple[tuple[date, int, date | None], ...]
    began: tuple[tuple[date, int], ...]
    ends: tuple[tuple[date, int], ...]


def facts(customer: Customer, policy: Policy) -> Tenure:
    """First-cooperation and signing days, orders, and ends of contracts."""
    orders = tuple((e.date, e.line, e.voided_on) for e in customer.events if e.cls == "order")
    began = tuple(
        (day, customer.line(key)) for key in BEGINNINGS if isinstance(day := customer.get(key), date)
    )
    line = customer.line("contracts")
    ends = tuple((contract.end, line) for contract in customer.contracts if contract.end)
    return Tenure(orders, began, ends)


def per_customer(tenure: Tenure, ask: Ask) -> Quantity:
    """Months since the first order or cooperation, or days to the next contract's end; else unknown."""
    if ask.metric.name == "days_to_contract_end":
        coming = min((pair for pair in tenure.ends if pair[0] >= ask.as_of), default=None)
        if coming is None:
            return Quantity(None)
        return Quantity(Decimal((coming[0] - ask.as_of).days), (ask.place(coming[1]),))
    starts = [
        (day, line)
        for day, line, voided in tenure.orders
        if day <= ask.as_of and stands(voided, as_of=ask.as_of)
    ]
    if ask.metric.name == "cooperation_months":
        starts = [pair for pair in tenure.began if pair[0] <= ask.as_of] or starts
    first = min(starts, default=None)
    if first is None:
        return Quantity(None)
    return Quantity(Decimal(months_between(first[0], ask.as_of)), (ask.place(first[1]),))


def turns(tenure: Tenure, ask: Ask) -> Iterator[date] | None:
    """The monthly days of whatever may be the first; days to a contract's end change every day."""
    return None if ask.metric.name == "days_to_contract_end" else _monthly(tenure, ask)


def _monthly(tenure: Tenure, ask: Ask) -> Iterator[date]:
    firsts = [min(day for day, _ in tenure.began)] if tenure.began else []
    for day, _, voided in sorted(tenure.orders, key=lambda order: order[0]):
        firsts.append(day)
        if voided is None:
            break  # none after it is ever the first
        yield voided
    for first in firsts:
        for months in range(months_between(first, ask.as_of) + 1):
            yield left_on(first, months)


QUESTION = Question(
    "tenure",
    frozenset({"history_months", "cooperation_months", "days_to_contract_end"}),
    facts,
    per_customer,
    turns=turns,
)
