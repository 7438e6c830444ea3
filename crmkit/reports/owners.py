"""Count each owner's customers by tier, with their amounts."""

from __future__ import annotations

from collections import defaultdict

from crmkit.figure import count
from crmkit.followups import owner_of
from crmkit.language import Label
from crmkit.policy.labels import minder, word
from crmkit.reports import OWNER, Report, records, summed
from crmkit.table import Column, Table
from crmkit.view import Standing, View

FORMER = Column("former_owner", Label("原客户经理", "Former owner"))


def table(view: View) -> Table:
    """A row per owner in the order of their ids, customers without one last; a column per tier.

    The customers of somebody who left are a row of their own, behind those of who does the work now.
    """
    owned: dict[tuple[str, str], list[Standing]] = defaultdict(list)
    for standing in view.standings.values():
        owned[owner_of(standing, view)].append(standing)
    tiers = {
        Column(f"tier_{tier.key}", tier.label, "right"): tier.key
        for tier in sorted(view.policy.tiers.tiers, key=lambda tier: tier.rank)
    }
    columns = (
        OWNER,
        Column("customers", Label("客户数", "Customers"), "right"),
        *tiers,
        Column("amount_12m", Label("近12个月金额", "12-month amount"), "right"),
        *([FORMER] if any(former for _, former in owned) else ()),
    )
    rows = []
    for owner, former in sorted(owned, key=lambda who: (not who[0], *who)):
        standings = owned[owner, former]
        counted = {column.key: _of_tier(standings, key) for column, key in tiers.items()}
        rows.append(
            {
                "owner": minder(view.policy, owner, former),
                "customers": count(len(standings), records(standings)),
                **{key: count(len(found), records(found)) for key, found in counted.items()},
                "amount_12m": summed(standings, "amount_12m", view.policy),
                "former_owner": word(view.policy, "owner", former),
            }
        )
    return Table(columns, tuple(rows))


def _of_tier(standings: list[Standing], key: str) -> list[Standing]:
    return [standing for standing in standings if standing.tiering.key == key]


REPORT = Report("owners", Label("每位客户经理有哪些客户?", "Who looks after what?"), table)
