"""List which interactions and leads were written down too late, by the history of the book (B5)."""

from __future__ import annotations

from typing import Any

from crmkit.followups.logged import Evidence, Logging, Timeliness, loggings
from crmkit.language import Label, Word
from crmkit.policy import Policy
from crmkit.policy.files.recording import INTERACTION, LEAD
from crmkit.policy.labels import minder
from crmkit.reports import ID, NAME, Report
from crmkit.table import Column, Table
from crmkit.view import View

WHAT = {
    INTERACTION: Word(INTERACTION, Label("互动", "Interaction")),
    LEAD: Word(LEAD, Label("线索", "Lead")),
}
COLUMNS = (
    ID,
    NAME,
    Column("what", Label("事项", "What")),
    Column("kind", Label("类型", "Kind")),
    Column("by", Label("记录人", "By")),
    Column("at", Label("发生", "Happened")),
    Column("due", Label("应记于", "To be logged by")),
    Column("seen", Label("入库", "In the history")),
    Column("place", Label("位置", "Where")),
    Column("rule", Label("依据", "Rule")),
)


def table(view: View) -> Table:
    """Nothing: without a history nobody knows."""
    return judged(view, Evidence())


def judged(view: View, evidence: Evidence) -> Table:
    """A row for each that was late, or is not committed though its time is over; the latest first."""
    late = [one for one in loggings(view, evidence) if one.verdict is Timeliness.LATE]
    late.sort(key=lambda one: (one.place, one.what))
    late.sort(key=lambda one: one.at, reverse=True)
    return Table(COLUMNS, tuple(_row(one, view.policy) for one in late))


def _row(one: Logging, policy: Policy) -> dict[str, Any]:
    kind = policy.vocabulary.kinds.get(one.kind)
    return {
        ID.key: one.customer,
        NAME.key: one.name,
        "what": WHAT[one.what],
        "kind": Word(kind.key, kind.label) if kind else None,
        "by": minder(policy, one.by),
        "at": one.at,
        "due": one.due.written,
        "seen": f"{one.seen:%Y-%m-%d %H:%M}" if one.seen else None,
        "place": f"{one.place.path}:{one.place.line}",
        "rule": f"{one.rule.path}:{one.rule.line}",
    }


REPORT = Report(
    "late-logging", Label("哪些记录补得太晚？", "What was written down too late?"), table, judged=judged
)
