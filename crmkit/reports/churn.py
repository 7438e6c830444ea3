"""List customers who may leave, with the evidence."""

from __future__ import annotations

from crmkit.policy.said import word
from crmkit.reports import Report, evidence
from crmkit.table import Column, Table
from crmkit.view import View

COLUMNS = (
    Column("id", "编号", "Number"),
    Column("name", "名称", "Name"),
    Column("tier", "等级", "Tier"),
    Column("owner", "客户经理", "Owner"),
    Column("evidence", "依据", "Evidence"),
    Column("lines", "出处", "Lines"),
    Column("last_touch", "最近互动", "Last touch"),
)


def table(view: View) -> Table:
    """A row per customer who is served and in a segment that warns (D8)."""
    policy = view.policy
    rows = []
    for standing in view.standings.values():
        for belonging in standing.warnings:
            lines = dict.fromkeys(f"{s.path}:{s.line}" for r in belonging.reasons for s in r.sources)
            rows.append(
                (
                    standing.facts.id, standing.facts.name, word(policy, "tier.value", standing.tiering.key),
                    word(policy, "owner", standing.owner.value),
                    evidence(belonging.reasons, policy), list(lines),
                    standing.last_touch.isoformat() if standing.last_touch else None,
                )
            )  # fmt: skip
    return Table(COLUMNS, tuple(rows))


REPORT = Report("churn", "哪些客户可能流失，凭什么这么说？", "Who may leave, and why do we think so?", table)
