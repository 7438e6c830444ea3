"""List customers who were silent for so long that the team decides what becomes of them."""

from __future__ import annotations

from crmkit.policy.said import word
from crmkit.reports import Report
from crmkit.table import Column, Table
from crmkit.view import View
from crmkit.view.quality import silent

COLUMNS = (
    Column("id", "编号", "Number"),
    Column("name", "名称", "Name"),
    Column("status", "状态", "Status"),
    Column("tier", "等级", "Tier"),
    Column("owner", "客户经理", "Owner"),
    Column("last_touch", "最近互动", "Last touch"),
    Column("days", "沉默天数", "Days silent", "right"),
)


def table(view: View) -> Table:
    """Nobody was in touch for longer than the policy's span; the longest silence first (E10)."""
    rows = []
    for standing, since in silent(view):
        touch = standing.last_touch.isoformat() if standing.last_touch else None
        rows.append(
            (
                standing.facts.id, standing.facts.name, word(view.policy, "status", standing.status.value),
                word(view.policy, "tier.value", standing.tiering.key),
                word(view.policy, "owner", standing.owner.value),
                touch, (view.as_of - since).days,
            )
        )  # fmt: skip
    return Table(COLUMNS, tuple(rows))


REPORT = Report("cleanup", "哪些客户沉默太久，要由团队决定？", "Who was silent too long?", table)
