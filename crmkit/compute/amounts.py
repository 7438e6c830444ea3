"""What is a customer worth: amounts, margins and numbers of orders in windows of months."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from crmkit.calendar.months import MONTHS_A_YEAR, months_before
from crmkit.compute import Ask, Question, stands
from crmkit.model import Customer, Event
from crmkit.policy import Policy
from crmkit.rules import Quantity
from crmkit.rules.percent import change
from crmkit.schema.values import Money

ORDER, REFUND = "order", "refund"


class Sale(NamedTuple):
    """An order, or a refund with negative amounts, in the book's currency; margin None when not said."""

    date: datetime.date
    amount: Decimal
    margin: Decimal | None
    order: bool
    line: int
    voided_on: datetime.date | None


def facts(customer: Customer, policy: Policy) -> tuple[Sale, ...]:
    """Orders and refunds; one in a currency without a rate is left out, and a check says so."""
    sales = []
    for event in customer.events:
        if event.cls not in (ORDER, REFUND):
            continue
        amount = _in_book_currency(event, "amount", policy)
        if amount is None:
            continue
        sign = 1 if event.cls == ORDER else -1
        margin = _in_book_currency(event, "margin", policy)
        signed = None if margin is None else sign * margin
        sales.append(Sale(event.date, sign * amount, signed, sign == 1, event.line, event.voided_on))
    return tuple(sales)


def _in_book_currency(event: Event, key: str, policy: Policy) -> Decimal | None:
    money = event.get(key)
    if not isinstance(money, Money):
        return None
    rate = policy.book.rate(money.currency or event.say("currency"))
    return None if rate is None else money.at(rate)


def per_customer(sales: tuple[Sale, ...], ask: Ask) -> Quantity:
    """The sum over the window, or its change in percent; a change on a base not above zero is unknown."""
    metric = ask.metric
    standing = [sale for sale in sales if stands(sale.voided_on, as_of=ask.as_of)]
    if not metric.months:
        return _since_order(standing, ask)
    of = _MEASURES[metric.family]
    start = months_before(ask.as_of, metric.months)
    now = _window(standing, of, start, ask.as_of)
    if not metric.variant:
        return Quantity(_total(now, of, standing), tuple(ask.place(sale.line) for sale in now))
    end = months_before(ask.as_of, MONTHS_A_YEAR) if metric.variant == "yoy" else start
    base = _window(standing, of, months_before(end, metric.months), end)
    before, total = _total(base, of, standing), _total(now, of, standing)
    if before is None or total is None:
        return Quantity(None)
    return Quantity(change(before, total), tuple(ask.place(sale.line) for sale in (*base, *now)))


def _window(sales: list[Sale], of: Callable[[Sale], Decimal | None], start: date, end: date) -> list[Sale]:
    return [sale for sale in sales if start < sale.date <= end and of(sale) is not None]


def _total(window: list[Sale], of: Callable[[Sale], Decimal | None], all_sales: list[Sale]) -> Decimal | None:
    """The sum; unknown when no sale of the customer ever said this figure, as margins often are not."""
    if not window and all_sales and all(of(sale) is None for sale in all_sales):
        return None
    return sum((value for sale in window if (value := of(sale)) is not None), Decimal(0))


def _since_order(standing: list[Sale], ask: Ask) -> Quantity:
    """Days since the first or the last order, or months of trade."""
    orders = sorted(sale for sale in standing if sale.order and sale.date <= ask.as_of)
    if not orders:
        return Quantity(None)
    first = ask.metric.name == "days_since_first_order"
    chosen = orders[0] if first else orders[-1]
    return Quantity(Decimal((ask.as_of - chosen.date).days), (ask.place(chosen.line),))


_MEASURES: dict[str, Callable[[Sale], Decimal | None]] = {
    "amount": lambda sale: sale.amount,
    "margin": lambda sale: sale.margin,
    "orders": lambda sale: Decimal(1) if sale.order else None,
}

QUESTION = Question(
    "amounts", frozenset({*_MEASURES, "days_since_order", "days_since_first_order"}), facts, per_customer
)
