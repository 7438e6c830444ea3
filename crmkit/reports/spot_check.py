"""Draw the week's sample of each owner's records for the supervisor to look at."""

from __future__ import annotations

from typing import Any

from crmkit.compute.profile import SAID
from crmkit.compute.spot_checks import SPOT_CHECKS, last_checked
from crmkit.figure import Figure, Unit
from crmkit.followups import see
from crmkit.followups.sources.gaps import items
from crmkit.language import Label
from crmkit.policy.labels import field_word, word
from crmkit.reports import ID, LAST_TOUCH, NAME, OWNER, Report, customer, written
from crmkit.table import Column, Table
from crmkit.view import Standing, View
from crmkit.view.quality import drawn, week

COLUMNS = (
    Column("week", Label("周", "Week")),
    OWNER,
    ID,
    NAME,
    Column("completeness", Label("完整率", "Completeness"), "right"),
    Column("missing", Label("缺项", "Missing")),
    LAST_TOUCH,
    Column("checked", Label("上次抽查", "Last checked")),
    Column("fill_by", Label("补齐期限", "Fill by")),
)


def table(view: View) -> Table:
    """So many records an owner as the policy asks (C3)."""
    said = week(view.as_of)
    rows = [_row(said, owner, one, view) for owner, found in drawn(view).items() for one in found]
    return Table(COLUMNS, tuple(rows))


def _row(week: str, owner: str, standing: Standing, view: View) -> dict[str, Any]:
    full = standing.quantity("completeness")
    checked = last_checked(standing.facts.of(SPOT_CHECKS), as_of=view.as_of)
    fill_by = min((item.day for item in items(see(standing, view))), default=None)
    missing = standing.facts.of(SAID).missing
    return {
        **customer(standing, view.policy),
        "week": week,
        "owner": word(view.policy, "owner", owner),
        "completeness": Figure(standing.number("completeness"), Unit.SHARE, sources=full.sources),
        "missing": [field_word(view.policy, path) for path in missing],
        "checked": written(checked),
        "fill_by": written(fill_by),
    }


REPORT = Report("spot-check", Label("本周抽查哪些档案？", "Which records are spot-checked this week?"), table)
