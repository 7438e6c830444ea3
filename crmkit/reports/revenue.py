"""Add up by month what open opportunities and ending contracts may bring; of a period what was won (A8)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from crmkit.calendar.period import Period
from crmkit.figure import Figure, amount, count
from crmkit.language import Label
from crmkit.policy.files.deals import WON
from crmkit.reports import SOME_LACK, During, Report
from crmkit.table import Column, Table
from crmkit.view import View
from crmkit.view.pipeline import Month, Sum, ended, hopes, months, together

MONTH = Column("month", Label("月份", "Month"))
DEALS = Column("deals", Label("商机数", "Opportunities"), "right")
AMOUNT = Column("amount", Label("商机金额", "Their amount"), "right")
COLUMNS = (
    MONTH, DEALS, AMOUNT,
    Column("weighted", Label("加权金额", "Weighted"), "right"),
    Column("contracts", Label("到期合同数", "Contracts that end"), "right"),
    Column("renewals", Label("到期合同金额", "Their amount"), "right"),
    Column("expected", Label("预计收入", "Expected"), "right"),
)  # fmt: skip
_UNDATED = Label("未定", "No date")


def table(view: View) -> Table:
    """A row per month in which something may come, from that of the day on; undated opportunities last."""
    return Table(COLUMNS, tuple(_row(month, view) for month in months(view)))


def during(view: View, period: Period) -> Table:
    """A row per month of the period in which something was won."""
    won = [each for each in ended(hopes(view), period.start, period.end) if each.deal.ends == WON]
    by_month: dict[str, list[Any]] = {}
    for each in won:
        by_month.setdefault(f"{each.deal.ended:%Y-%m}", []).append(each)
    rows = []
    for month in sorted(by_month):
        total = together(by_month[month])
        rows.append(
            {
                "month": month,
                "deals": count(total.number, total.sources),
                "amount": _money(total.amount, total, view),
            }
        )
    return Table((MONTH, DEALS, AMOUNT), tuple(rows))


def _row(month: Month, view: View) -> dict[str, Any]:
    deals, contracts = month.deals, month.contracts
    both = deals._replace(sources=(*deals.sources, *contracts.sources), lacks=deals.lacks + contracts.lacks)
    return {
        "month": f"{month.first:%Y-%m}" if month.first else _UNDATED,
        "deals": count(deals.number, deals.sources),
        "amount": _money(deals.amount, deals, view),
        "weighted": _money(deals.weighted, deals, view),
        "contracts": count(contracts.number, contracts.sources),
        "renewals": _money(contracts.amount, contracts, view),
        "expected": _money(month.expected, both, view),
    }


def _money(total: Decimal, of: Sum, view: View) -> Figure:
    return amount(total, view.policy.book.currency, of.sources, lacks=SOME_LACK if of.lacks else None)


REPORT = Report(
    "revenue",
    Label("往后各月预计能收入多少？", "What may each month bring?"),
    table,
    During(Label("各月赢了多少？", "What was won in each month?"), during),
)
