"""List whose tier moved in a period, because of what, and whether it was recorded."""

from __future__ import annotations

from typing import Any

from crmkit.calendar.period import Period, quarter_of
from crmkit.language import Label
from crmkit.policy.labels import word
from crmkit.reports import ID, NAME, OWNER, PERIOD, During, Report, customer, evidence, written
from crmkit.table import Cell, Column, Table
from crmkit.view import Tiering, View
from crmkit.view.moves import moves, newest

QUARTER = Column("quarter", Label("季度", "Quarter"))
COLUMNS = (
    ID,
    NAME,
    OWNER,
    Column("from", Label("原等级", "From")),
    Column("to", Label("现等级", "To")),
    Column("since", Label("变动日", "Since")),
    Column("evidence", Label("依据", "Evidence")),
    Column("recorded", Label("记录日", "Recorded")),
    Column("approved_by", Label("批准人", "Approved by")),
)


def table(view: View) -> Table:
    """The same in the quarter of the day, up to it."""
    return Table((QUARTER, *COLUMNS), _rows(view, quarter_of(view.as_of)))


def during(view: View, period: Period) -> Table:
    """A row per customer whose tier is not that of the period's eve: first who is not recorded (D6)."""
    return Table((PERIOD, *COLUMNS), _rows(view, period))


def _rows(view: View, period: Period) -> tuple[dict[str, Any], ...]:
    policy = view.policy
    return tuple(
        customer(standing, policy)
        | {
            QUARTER.key: period.written,
            PERIOD.key: period.written,
            "from": word(policy, "tier.value", before),
            "to": word(policy, "tier.value", standing.tiering.key),
            "since": written(since),
            "evidence": _evidence(standing.tiering, view),
            "recorded": written(entry.date if entry else None),
            "approved_by": word(policy, "owner", entry.approved_by if entry else ""),
        }
        for (standing, before, entry), since in newest(moves(view, period), view, period)
    )


def _evidence(tiering: Tiering, view: View) -> Cell | str:
    """What made the tier: a hand's reason, else the comparisons."""
    if tiering.hand:
        return tiering.hand_reason
    return evidence(tiering.reasons, view.policy)


REPORT = Report(
    "tier-moves",
    Label("本季度谁的等级变了？", "Whose tier moved this quarter?"),
    table,
    During(Label("谁的等级变了？", "Whose tier moved?"), during),
)
