"""List who is due for promotion or demotion at the review of tiers, with the rule that says so."""

from __future__ import annotations

from crmkit.language import Label
from crmkit.policy.labels import word
from crmkit.reports import ID, NAME, OWNER, Report, customer, evidence, written
from crmkit.table import Column, Table
from crmkit.view import View
from crmkit.view.moves import pending

COLUMNS = (
    ID,
    NAME,
    OWNER,
    Column("held", Label("现记等级", "Held")),
    Column("computed", Label("按规则", "By the rules")),
    Column("evidence", Label("依据", "Evidence")),
    Column("recorded", Label("记录日", "Recorded")),
    Column("until", Label("有效期至", "Until")),
)


def table(view: View) -> Table:
    """A row per customer; `until` is the last day of a tier that a hand set (D6)."""
    policy = view.policy
    rows = []
    for standing, held, tier, entry, until in pending(view):
        rows.append(
            customer(standing, policy)
            | {
                "held": word(policy, "tier.value", held),
                "computed": word(policy, "tier.value", tier),
                "evidence": evidence(standing.tiering.reasons, policy),
                "recorded": written(entry.date if entry else None),
                "until": written(until),
            }
        )
    return Table(COLUMNS, tuple(rows))


REPORT = Report("tier-review", Label("谁的等级该复核了？", "Whose tier is due for review?"), table)
