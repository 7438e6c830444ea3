"""What is a customer worth: amounts, margins and numbers of orders in windows of months."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from crmkit.calendar.months import window
from crmkit.compute import Ask, Extract, Facts, Measure, Question, base_back, counting, turning
from crmkit.diagnostics import Source
from crmkit.history import stood
from crmkit.language import Label
from crmkit.model import Customer, Event
from crmkit.policy import Policy
from crmkit.rules import MetricType, Quantity, family, plain
from crmkit.rules.percent import change
from crmkit.schema.classes.order import CLASS as ORDER
from crmkit.schema.classes.refund import CLASS as REFUND
from crmkit.schema.types.currency import currency_of
from crmkit.schema.values import Money

SINCE_LAST, SINCE_FIRST = "days_since_order", "days_since_first_order"


class Sale(NamedTuple):
    """An order, or a refund with negative figures, in the book's currency.

    A figure is None when it is not said or cannot be counted: unreadable, below zero, in a currency that is
    not clear or has no rate. Those that are written all the same are `left_out`, by their names.
    """

    date: datetime.date
    amount: Decimal | None
    margin: Decimal | None
    order: bool
    line: int
    voided_on: datetime.date | None
    left_out: tuple[str, ...] = ()


FIGURES = ("amount", "margin")


def read(customer: Customer, policy: Policy) -> tuple[Sale, ...]:
    """Orders and refunds."""
    sales = []
    for event in customer.events:
        if event.cls is ORDER or event.cls is REFUND:
            order = event.cls is ORDER
            amount, margin = (_figure(event, key, policy, order) for key in FIGURES)
            figures = zip(FIGURES, (amount, margin), strict=True)
            left_out = tuple(key for key, said in figures if said is None and key in event.fields)
            sales.append(Sale(event.date, amount, margin, order, event.line, event.voided_on, left_out))
    return tuple(sales)


def _figure(event: Event, key: str, policy: Policy, order: bool) -> Decimal | None:
    """Money in the book's currency; what a refund says counts against.

    An amount below zero is an error, and which way its money went nobody can tell: it counts nowhere.
    """
    money = event.get(key)
    if not isinstance(money, Money) or (key == "amount" and money.amount < 0):
        return None
    currency = currency_of(money, event.fields.get("currency"))
    rate = policy.book.rate(currency) if currency is not None else None
    if rate is None:
        return None
    value = money.at(rate)
    return value if order else -value


SALES: Extract[tuple[Sale, ...]] = Extract("amounts", read)


def over_window(facts: Facts, ask: Ask) -> Quantity:
    """The sum over the window, or its change in percent; a change on a base not above zero is unknown.

    What could not be counted is said beside the sum. A change is unknown then: part of a window would look
    like a fall.
    """
    metric, as_of = ask.metric, ask.as_of
    past, of = list(stood(facts.of(SALES), as_of=as_of)), _SUMMED[metric.family]
    if of is _one:
        past = [sale for sale in past if sale.order]
    begin, _ = window(as_of, metric.months)
    now = [sale for sale in past if sale.date > begin]
    if not metric.variant:
        return Quantity(_total(now, of), _places(now, of, facts), _without(now, metric.family))
    begin, end = window(as_of, metric.months, back=base_back(metric))
    base = [sale for sale in past if begin < sale.date <= end]
    before, total = _total(base, of), _total(now, of)
    both = (*base, *now)
    without = _without(both, metric.family)
    if before is None or total is None or without:
        return Quantity(None, (), without)
    return Quantity(change(before, total), _places(both, of, facts))


def turns(facts: Facts, ask: Ask) -> Iterator[date]:
    """When a sale comes into a window, leaves it or is voided."""
    return turning([(sale.date, sale.voided_on) for sale in facts.of(SALES)], ask.metric)


def passed(facts: Facts, ask: Ask) -> Iterator[date]:
    """When a sale comes or is voided, or is as long ago as a limit says."""
    return counting([(sale.date, sale.voided_on) for sale in facts.of(SALES)], ask)


AmountOf = Callable[[Sale], Decimal | None]


def _total(window: list[Sale], of: AmountOf) -> Decimal | None:
    """The sum; what says no figure is left out, but where none says one the sum is unknown, not zero."""
    values = [value for sale in window if (value := of(sale)) is not None]
    return sum(values, Decimal(0)) if values or not window else None


def _without(window: Iterable[Sale], figure: str) -> Label | None:
    """How many sales of the window say a figure that could not be counted; None when all could."""
    count = sum(figure in sale.left_out for sale in window)
    return Label(f"有 {count} 笔未能计入", f"{count} not counted") if count else None


def _places(window: Iterable[Sale], of: AmountOf, facts: Facts) -> tuple[Source, ...]:
    return tuple([facts.source(sale.line) for sale in window if of(sale) is not None])


def since_order(facts: Facts, ask: Ask) -> Quantity:
    """Days since the first or the last order."""
    days = [(sale.date, sale.line) for sale in stood(facts.of(SALES), as_of=ask.as_of) if sale.order]
    if not days:
        return Quantity(None)
    day, line = min(days) if ask.metric.name == SINCE_FIRST else max(days)
    return Quantity(Decimal((ask.as_of - day).days), (facts.source(line),))


_ONE = Decimal(1)


def _one(sale: Sale) -> Decimal:
    """Each sale counts as one."""
    return _ONE


_SUMMED: dict[str, AmountOf] = {
    "amount": lambda sale: sale.amount,
    "margin": lambda sale: sale.margin,
    "orders": _one,
}

SUMS = (
    family("amount", MetricType.MONEY, "金额", "amount", "change", "yoy", "top"),
    family("margin", MetricType.MONEY, "毛利", "margin", "change", "yoy", "top"),
    family("orders", MetricType.COUNT, "订单数", "orders", "change", "yoy"),
)
DAYS = (
    plain(SINCE_LAST, MetricType.COUNT, "距最近订单天数", "days since the last order"),
    plain(SINCE_FIRST, MetricType.COUNT, "距首单天数", "days since the first order"),
)
QUESTION = Question(
    SALES,
    (
        Measure(SUMS, over_window, turns),
        Measure(DAYS, since_order, passed),
    ),
)
