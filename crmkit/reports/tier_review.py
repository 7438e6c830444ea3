"""List who is due for promotion or demotion at the review of tiers, with the rule that says so."""

from __future__ import annotations

from crmkit.policy.said import word
from crmkit.reports import Report, evidence
from crmkit.table import Column, Table
from crmkit.view import View
from crmkit.view.moves import pending

COLUMNS = (
    Column("id", "编号", "Number"),
    Column("name", "名称", "Name"),
    Column("owner", "客户经理", "Owner"),
    Column("held", "现记等级", "Held"),
    Column("computed", "按规则", "By the rules"),
    Column("evidence", "依据", "Evidence"),
    Column("recorded", "记录日", "Recorded"),
    Column("until", "有效期至", "Until"),
)


def table(view: View) -> Table:
    """A row per customer; `until` is the last day of a tier that a hand set (D6)."""
    policy = view.policy
    rows = []
    for standing, held, tier, entry, until in pending(view):
        rows.append(
            (
                standing.facts.id, standing.facts.name, word(policy, "owner", standing.owner.value),
                word(policy, "tier.value", held), word(policy, "tier.value", tier),
                evidence(standing.tiering.reasons, policy),
                entry.date.isoformat() if entry else None, until.isoformat() if until else None,
            )
        )  # fmt: skip
    return Table(COLUMNS, tuple(rows))


REPORT = Report("tier-review", "谁的等级该复核了？", "Whose tier is due for review?", table)
