"""List whose tier moved in the quarter, because of what, and whether it was recorded."""

from __future__ import annotations

from crmkit.policy.said import word
from crmkit.reports import Report, evidence
from crmkit.table import Column, Table, Word
from crmkit.view import Tiering, View
from crmkit.view.moves import moves, newest, quarter_name

COLUMNS = (
    Column("quarter", "季度", "Quarter"),
    Column("id", "编号", "Number"),
    Column("name", "名称", "Name"),
    Column("owner", "客户经理", "Owner"),
    Column("from", "原等级", "From"),
    Column("to", "现等级", "To"),
    Column("since", "变动日", "Since"),
    Column("evidence", "依据", "Evidence"),
    Column("recorded", "记录日", "Recorded"),
    Column("approved_by", "批准人", "Approved by"),
)


def table(view: View) -> Table:
    """A row per customer whose tier is not that of the quarter's eve: first who is not recorded (D6)."""
    policy = view.policy
    rows = []
    for (standing, before, entry), since in newest(moves(view), view):
        rows.append(
            (
                quarter_name(view.as_of), standing.facts.id, standing.facts.name,
                word(policy, "owner", standing.owner.value),
                word(policy, "tier.value", before), word(policy, "tier.value", standing.tiering.key),
                since.isoformat() if since else None, _evidence(standing.tiering, view),
                entry.date.isoformat() if entry else None,
                word(policy, "owner", entry.approved_by if entry else ""),
            )
        )  # fmt: skip
    return Table(COLUMNS, tuple(rows))


def _evidence(tiering: Tiering, view: View) -> Word | str:
    """What made the tier: a hand's reason, else the comparisons."""
    if tiering.hand:
        return tiering.hand_reason
    return evidence(tiering.reasons, view.policy)


REPORT = Report("tier-moves", "本季度谁的等级变了？", "Whose tier moved this quarter?", table)
