"""List whose key facts are due for verification."""

from __future__ import annotations

from crmkit.language import Label
from crmkit.reports import ID, NAME, OWNER, Report, customer, written
from crmkit.table import Column, Table
from crmkit.view import View
from crmkit.view.quality import verifications

COLUMNS = (
    ID,
    NAME,
    OWNER,
    Column("last", Label("上次核实", "Last verified")),
    Column("due", Label("应核实日", "Due")),
    Column("overdue", Label("逾期", "Overdue")),
)


def table(view: View) -> Table:
    """Every customer who is followed, the longest overdue first (C5)."""
    rows = []
    for standing, due in verifications(view):
        said = {"last": written(due.last), "due": written(due.day), "overdue": due.day < view.as_of}
        rows.append(customer(standing, view.policy) | said)
    return Table(COLUMNS, tuple(sorted(rows, key=lambda row: (row["due"], row["id"]))))


REPORT = Report(
    "verification", Label("谁的关键信息该核实了？", "Whose key facts are due for verification?"), table
)
