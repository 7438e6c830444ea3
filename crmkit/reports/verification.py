"""List whose key facts are due for verification."""

from __future__ import annotations

from crmkit.policy.said import word
from crmkit.reports import Report
from crmkit.table import Column, Table
from crmkit.view import View
from crmkit.view.quality import verifications

COLUMNS = (
    Column("id", "编号", "Number"),
    Column("name", "名称", "Name"),
    Column("owner", "客户经理", "Owner"),
    Column("last", "上次核实", "Last verified"),
    Column("due", "应核实日", "Due"),
    Column("overdue", "逾期", "Overdue"),
)

DUE = [column.key for column in COLUMNS].index("due")


def table(view: View) -> Table:
    """Every customer who is followed, the longest overdue first (C5)."""
    rows = []
    for standing, due in verifications(view):
        rows.append(
            (
                standing.facts.id, standing.facts.name, word(view.policy, "owner", standing.owner.value),
                due.last.isoformat() if due.last else None, due.day.isoformat(), due.day < view.as_of,
            )
        )  # fmt: skip
    return Table(COLUMNS, tuple(sorted(rows, key=lambda row: (row[DUE], row[0]))))


REPORT = Report("verification", "谁的关键信息该核实了？", "Whose key facts are due for verification?", table)
