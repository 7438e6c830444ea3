"""How long do we know them: months of trade and of cooperation, days to the end of a contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from crmkit.calendar.months import left_on, months_between
from crmkit.compute import Ask, Extract, Facts, Measure, Question, beginnings, counting, passing
from crmkit.history import Start, first_of, in_time
from crmkit.model import Customer
from crmkit.policy import Policy
from crmkit.rules import MetricType, Quantity, plain
from crmkit.schema.classes.order import CLASS as ORDER

HISTORY = "history_months"


class Tenure(NamedTuple):
    """Orders, beginnings of the cooperation by source, both in order of time, and ends of contracts."""

    orders: tuple[Start, ...]
    began: tuple[tuple[Start, ...], ...]
    ends: tuple[tuple[date, int], ...]


def read(customer: Customer, policy: Policy) -> Tenure:
    """Orders, what begins a cooperation by the policy, and ends of contracts."""
    orders = [Start(e.date, e.line, e.voided_on) for e in customer.events if e.cls is ORDER]
    line = customer.line("contracts")
    ends = tuple((contract.end, line) for contract in customer.contracts if contract.end)
    ordered = tuple(sorted(orders, key=in_time))
    return Tenure(ordered, beginnings(customer, policy), ends)


TENURE: Extract[Tenure] = Extract("tenure", read)


def months_since(facts: Facts, ask: Ask) -> Quantity:
    """Months since the first order or cooperation; unknown without any."""
    return _since(facts, ask, months_between)


def days_since(facts: Facts, ask: Ask) -> Quantity:
    """Days since the first cooperation; unknown without any."""
    return _since(facts, ask, lambda first, day: (day - first).days)


def days_to_end(facts: Facts, ask: Ask) -> Quantity:
    """Days to the end of the contract that ends next; unknown without any."""
    coming = min((pair for pair in facts.of(TENURE).ends if pair[0] >= ask.as_of), default=None)
    if coming is None:
        return Quantity(None)
    return Quantity(Decimal((coming[0] - ask.as_of).days), (facts.source(coming[1]),))


def _since(facts: Facts, ask: Ask, count: Callable[[date, date], int]) -> Quantity:
    first = first_of(_sources(facts, ask.metric.name), as_of=ask.as_of)
    if first is None:
        return Quantity(None)
    return Quantity(Decimal(count(first.date, ask.as_of)), (facts.source(first.line),))


def _sources(facts: Facts, name: str) -> tuple[tuple[Start, ...], ...]:
    tenure = facts.of(TENURE)
    return (tenure.orders,) if name == HISTORY else tenure.began


def by_day(facts: Facts, ask: Ask) -> Iterator[date]:
    """When the days since whatever may be the first come to a limit or pass it."""
    return counting([(s.date, s.voided_on) for source in facts.of(TENURE).began for s in source], ask)


def down(facts: Facts, ask: Ask) -> Iterator[date]:
    """When an end is past, and when the days to it come down to a limit or go below it."""
    numbers = passing(ask.limits)
    for end, _ in facts.of(TENURE).ends:
        for number in numbers:
            back = number - 1
            if (end - ask.as_of).days <= back <= (end - date.min).days:
                yield end - timedelta(days=back)


def by_month(facts: Facts, ask: Ask) -> Iterator[date]:
    """When the months since whatever may be the first come to a limit or pass it."""
    return _monthly(_sources(facts, ask.metric.name), ask)


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


MONTHS = (
    plain(HISTORY, MetricType.COUNT, "历史月数", "months of history"),
    plain("cooperation_months", MetricType.COUNT, "合作月数", "months of cooperation"),
)
SINCE = plain(
    "days_since_cooperation", MetricType.COUNT, "距首次合作天数", "days since the first cooperation"
)
TO_END = plain("days_to_contract_end", MetricType.COUNT, "距合同到期天数", "days to the contract's end")
QUESTION = Question(
    TENURE,
    (
        Measure(MONTHS, months_since, by_month),
        Measure((SINCE,), days_since, by_day),
        Measure((TO_END,), days_to_end, down),
    ),
)
