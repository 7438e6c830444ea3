"""Count each owner's customers by tier, with their amounts."""

from __future__ import annotations

from collections import defaultdict

from crmkit.followups import owner_of
from crmkit.policy.said import minder, word
from crmkit.reports import Report, sum_cell
from crmkit.table import Column, Table
from crmkit.view import Standing, View


def table(view: View) -> Table:
    """A row per owner in the order of their ids, customers without one last; a column per tier.

    The customers of somebody who left are a row of their own, behind those of who does the work now.
    """
    owned: dict[tuple[str, str], list[Standing]] = defaultdict(list)
    for standing in view.standings.values():
        owned[owner_of(standing, view)].append(standing)
    tiers = sorted(view.policy.tiers.tiers, key=lambda tier: tier.rank)
    columns = (
        Column("owner", "客户经理", "Owner"),
        Column("customers", "客户数", "Customers", "right"),
        *(Column(f"tier_{tier.key}", tier.label.zh, tier.label.en, "right") for tier in tiers),
        Column("amount_12m", "近12个月金额", "12-month amount", "right"),
    )
    rows = []
    left = (
        (Column("former_owner", "原客户经理", "Former owner"),) if any(former for _, former in owned) else ()
    )
    for owner, former in sorted(owned, key=lambda who: (not who[0], *who)):
        standings = owned[owner, former]
        counts = [sum(s.tiering.key == tier.key for s in standings) for tier in tiers]
        figures = (len(standings), *counts, sum_cell(standings, "amount_12m"))
        rows.append(
            (
                minder(view.policy, owner, former),
                *figures,
                *(word(view.policy, "owner", former) for _ in left),
            )
        )
    return Table((*columns, *left), tuple(rows))


REPORT = Report("owners", "每位客户经理有哪些客户?", "Who looks after what?", table)
