"""List customers who were silent for so long that the team decides what becomes of them."""

from __future__ import annotations

from crmkit.figure import days
from crmkit.language import Label
from crmkit.policy.labels import word
from crmkit.reports import ID, LAST_TOUCH, NAME, OWNER, TIER, Report, customer
from crmkit.table import Column, Table
from crmkit.view import View
from crmkit.view.quality import silent

COLUMNS = (
    ID,
    NAME,
    Column("status", Label("状态", "Status")),
    TIER,
    OWNER,
    LAST_TOUCH,
    Column("days", Label("沉默天数", "Days silent"), "right"),
)


def table(view: View) -> Table:
    """Nobody was in touch for longer than the policy's span; the longest silence first (E10)."""
    rows = []
    for standing, since in silent(view):
        silence = days((view.as_of - since).days, standing.quantity("days_silent").sources)
        status = word(view.policy, "status", standing.status.value)
        rows.append(customer(standing, view.policy) | {"status": status, "days": silence})
    return Table(COLUMNS, tuple(rows))


REPORT = Report("cleanup", Label("哪些客户沉默太久，要由团队决定？", "Who was silent too long?"), table)
