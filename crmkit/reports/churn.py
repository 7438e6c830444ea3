"""List customers who may leave, with the evidence."""

from __future__ import annotations

from collections.abc import Iterable

from crmkit.calendar.period import Period
from crmkit.language import Label
from crmkit.reports import (
    ID,
    LAST_TOUCH,
    NAME,
    OWNER,
    TIER,
    During,
    Report,
    customer,
    earlier,
    evidence,
)
from crmkit.table import Column, Table
from crmkit.view import Belonging, Standing, View

COLUMNS = (
    ID,
    NAME,
    TIER,
    OWNER,
    Column("evidence", Label("依据", "Evidence")),
    Column("lines", Label("出处", "Lines")),
    LAST_TOUCH,
)


def table(view: View) -> Table:
    """A row per customer who is served and in a segment that warns (D8)."""
    return _table(_warned(view).values(), view)


def during(view: View, period: Period) -> Table:
    """Of these rows those that the period brought: on its eve the customer was not in the segment."""
    before = _warned(earlier(view, period.start))
    return _table((risk for key, risk in _warned(view).items() if key not in before), view)


Risk = tuple[Standing, Belonging]


def _warned(view: View) -> dict[tuple[str, str], Risk]:
    """Who is followed and in a segment that warns, by number and segment."""
    return {
        (id, belonging.key): (standing, belonging)
        for id, standing in view.standings.items()
        for belonging in standing.warnings
    }


def _table(risks: Iterable[Risk], view: View) -> Table:
    rows = []
    for standing, belonging in risks:
        why = evidence(belonging.reasons, view.policy)
        lines = dict.fromkeys(f"{source.path}:{source.line}" for source in why.sources)
        rows.append(customer(standing, view.policy) | {"evidence": why, "lines": list(lines)})
    return Table(COLUMNS, tuple(rows))


REPORT = Report(
    "churn",
    Label("哪些客户可能流失，凭什么这么说？", "Who may leave, and why do we think so?"),
    table,
    During(Label("哪些客户新出现流失风险？", "Who came to be at risk of leaving?"), during),
)
