"""Count where customers came from and what they are worth."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from crmkit.policy.said import word
from crmkit.reports import Report, sum_cell
from crmkit.table import Column, Table
from crmkit.view import Standing, View

COLUMNS = (
    Column("source", "来源渠道", "Source"),
    Column("customers", "客户数", "Customers", "right"),
    Column("buying", "近12个月有订单", "With orders in 12 months", "right"),
    Column("amount_12m", "近12个月金额", "12-month amount", "right"),
)


def table(view: View) -> Table:
    """A row per channel, the one that brought most customers first."""
    came: dict[str, list[Standing]] = defaultdict(list)
    for standing in view.standings.values():
        came[standing.facts.came_through].append(standing)
    rows = []
    for channel in sorted(came, key=lambda key: (-len(came[key]), key)):
        amounts = [standing.number("amount_12m") or Decimal(0) for standing in came[channel]]
        buying = sum(amount > 0 for amount in amounts)
        rows.append(
            (
                word(view.policy, "source.channel", channel),
                len(amounts),
                buying,
                sum_cell(came[channel], "amount_12m"),
            )
        )
    return Table(COLUMNS, tuple(rows))


REPORT = Report("sources", "客户从哪里来?", "Where do customers come from?", table)
