"""Count where customers came from and what they are worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from crmkit.calendar.period import Period
from crmkit.compute.amounts import SALES, Sale
from crmkit.diagnostics import Source
from crmkit.figure import amount, count, share
from crmkit.history import stood
from crmkit.language import Label
from crmkit.policy.labels import word
from crmkit.reports import SOME_LACK, During, Report, records, summed
from crmkit.table import Column, Table
from crmkit.view import Standing, View

SOURCE = Column("source", Label("来源渠道", "Source"))
COLUMNS = (
    SOURCE,
    Column("customers", Label("客户数", "Customers"), "right"),
    Column("buying", Label("近12个月有订单", "With orders in 12 months"), "right"),
    Column("amount_12m", Label("近12个月金额", "12-month amount"), "right"),
)
OF_PERIOD = (
    SOURCE,
    Column("customers", Label("新客户数", "New customers"), "right"),
    Column("share", Label("占比（%）", "Share, %"), "right"),
    Column("buying", Label("期内有订单", "With orders"), "right"),
    Column("amount", Label("期内金额", "Amount"), "right"),
)


def table(view: View) -> Table:
    """A row per channel, the one that brought most customers first."""
    rows = []
    for channel, came in _by_channel(view.standings.values()):
        worth = {standing.facts.id: standing.number("amount_12m") or Decimal(0) for standing in came}
        total = summed(came, "amount_12m", view.policy)
        rows.append(_row(channel, came, worth, view) | {"amount_12m": total})
    return Table(COLUMNS, tuple(rows))


def during(view: View, period: Period) -> Table:
    """The same of those who came in the period, with what they bought in it.

    When somebody came whose record says no day is not known: they are in no period.
    """
    new = [s for s in view.standings.values() if s.facts.began is not None and s.facts.began in period]
    rows = []
    for channel, came in _by_channel(new):
        sales = {standing.facts.id: list(_sales(standing, period)) for standing in came}
        worth = {id: _sum(found) for id, found in sales.items()}
        lines = [Source(s.facts.path, sale.line) for s in came for sale in sales[s.facts.id]]
        lacks = SOME_LACK if any(map(_lacks, sales.values())) else None
        total = amount(sum(worth.values(), Decimal(0)), view.policy.book.currency, lines, lacks=lacks)
        said = {"share": share(len(came), len(new), records(came)), "amount": total}
        rows.append(_row(channel, came, worth, view) | said)
    return Table(OF_PERIOD, tuple(rows))


def _by_channel(standings: Iterable[Standing]) -> list[tuple[str, list[Standing]]]:
    """The customers of each channel, the one that brought most first."""
    came: dict[str, list[Standing]] = defaultdict(list)
    for standing in standings:
        came[standing.facts.came_through].append(standing)
    return sorted(came.items(), key=lambda each: (-len(each[1]), each[0]))


def _row(channel: str, came: list[Standing], worth: Mapping[str, Decimal], view: View) -> dict[str, Any]:
    buying = [standing for standing in came if worth[standing.facts.id] > 0]
    return {
        "source": word(view.policy, "source.channel", channel),
        "customers": count(len(came), records(came)),
        "buying": count(len(buying), records(buying)),
    }


def _sales(standing: Standing, period: Period) -> Iterator[Sale]:
    """The orders and refunds of a period that stand."""
    return (sale for sale in stood(standing.facts.of(SALES), as_of=standing.as_of) if sale.date in period)


def _sum(sales: Iterable[Sale]) -> Decimal:
    return sum((sale.amount for sale in sales if sale.amount is not None), Decimal(0))


def _lacks(sales: Sequence[Sale]) -> bool:
    """Whether an amount is written that could not be counted, or none is known at all."""
    known = any(sale.amount is not None for sale in sales)
    return any("amount" in sale.left_out for sale in sales) or bool(sales and not known)


REPORT = Report(
    "sources",
    Label("客户从哪里来?", "Where do customers come from?"),
    table,
    During(Label("新客户从哪里来？", "Where did new customers come from?"), during),
)
