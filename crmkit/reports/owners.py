"""Count each owner's customers by tier, with their amounts."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from crmkit.policy.said import word
from crmkit.reports import Report
from crmkit.table import Column, Table
from crmkit.view import Standing, View


def table(view: View) -> Table:
    """A row per owner in the order of their ids, customers without one last; a column per tier."""
    owned: dict[str, list[Standing]] = defaultdict(list)
    for standing in view.standings.values():
        owner = standing.owner.value
        owned[owner if isinstance(owner, str) else ""].append(standing)
    tiers = sorted(view.policy.tiers.tiers, key=lambda tier: tier.rank)
    columns = (
        Column("owner", "客户经理", "Owner"),
        Column("customers", "客户数", "Customers", "right"),
        *(Column(f"tier_{tier.key}", tier.label.zh, tier.label.en, "right") for tier in tiers),
        Column("amount_12m", "近12个月金额", "12-month amount", "right"),
    )
    rows = []
    for owner in sorted(owned, key=lambda id: (not id, id)):
        standings = owned[owner]
        counts = [sum(s.tiering.key == tier.key for s in standings) for tier in tiers]
        amount = sum((s.number("amount_12m") or Decimal(0) for s in standings), Decimal(0))
        rows.append((word(view.policy, "owner", owner), len(standings), *counts, f"{amount:.2f}"))
    return Table(columns, tuple(rows))


REPORT = Report("owners", "每位客户经理有哪些客户?", "Who looks after what?", table)
