"""How long do we know them: months of trade and of cooperation, days to the end of a contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from crmkit.calendar.months import left_on, months_between
from crmkit.compute import Ask, Question, Start, beginnings, counting, first_of, in_time, passing
from crmkit.model import Customer
from crmkit.policy import Policy
from crmkit.policy.relationship import ORDER
from crmkit.rules import Quantity

HISTORY, COOPERATION, DAYS, END = (
    "history_months", "cooperation_months", "days_since_cooperation", "days_to_contract_end",
)  # fmt: skip


class Tenure(NamedTuple):
    """Orders, beginnings of the cooperation by source, both in order of time, and ends of contracts."""

    orders: tuple[Start, ...]
    began: tuple[tuple[Start, ...], ...]
    ends: tuple[tuple[date, int], ...]


def facts(customer: Customer, policy: Policy) -> Tenure:
    """Orders, what begins a cooperation by the policy, and ends of contracts."""
    orders = [Start(e.date, e.line, e.voided_on) for e in customer.events if e.cls == ORDER]
    line = customer.line("contracts")
    ends = tuple((contract.end, line) for contract in customer.contracts if contract.end)
    ordered = tuple(sorted(orders, key=in_time))
    return Tenure(ordered, beginnings(customer, policy), ends)


def per_customer(tenure: Tenure, ask: Ask) -> Quantity:
    """Months or days since the first order or cooperation, days to the next contract's end; else unknown."""
    name, as_of = ask.metric.name, ask.as_of
    if name == END:
        coming = min((pair for pair in tenure.ends if pair[0] >= as_of), default=None)
        if coming is None:
            return Quantity(None)
        return Quantity(Decimal((coming[0] - as_of).days), (ask.place(coming[1]),))
    first = first_of(_sources(tenure, name), as_of=as_of)
    if first is None:
        return Quantity(None)
    since = (as_of - first.date).days if name == DAYS else months_between(first.date, as_of)
    return Quantity(Decimal(since), (ask.place(first.line),))


def _sources(tenure: Tenure, name: str) -> tuple[tuple[Start, ...], ...]:
    return (tenure.orders,) if name == HISTORY else tenure.began


def turns(tenure: Tenure, ask: Ask) -> Iterator[date]:
    """When months or days come to a limit or pass it, from whatever may be the first or to each end."""
    name = ask.metric.name
    if name == DAYS:
        return counting([(s.date, s.voided_on) for source in tenure.began for s in source], ask)
    return _down(tenure.ends, ask) if name == END else _monthly(_sources(tenure, name), ask)


def _down(ends: Iterable[tuple[date, int]], ask: Ask) -> Iterator[date]:
    """When an end is past, and when the days to it come down to a limit or go below it."""
    numbers = passing(ask.limits)
    for end, _ in ends:
        for number in numbers:
            back = number - 1
            if (end - ask.as_of).days <= back <= (end - date.min).days:
                yield end - timedelta(days=back)


def _monthly(sources: Iterable[Iterable[Start]], ask: Ask) -> Iterator[date]:
    firsts = []
    for source in sources:
        for start in source:
            firsts.append(start.date)
            if start.voided_on is None:
                break  # none after it is ever the first
            yield start.voided_on
    numbers = passing(ask.limits)
    for first in firsts:
        last = months_between(first, ask.as_of)
        yield from (left_on(first, months) for months in numbers if months <= last)


QUESTION = Question("tenure", frozenset({HISTORY, COOPERATION, DAYS, END}), facts, per_customer, turns=turns)
