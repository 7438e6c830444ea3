"""Draw the week's sample of each owner's records for the supervisor to look at."""

from __future__ import annotations

from crmkit.compute.spot_checks import last_checked
from crmkit.followups import see
from crmkit.followups.sources.gaps import items
from crmkit.policy.said import field_word, word
from crmkit.reports import Report
from crmkit.table import Column, Table
from crmkit.view import Standing, View
from crmkit.view.quality import drawn, week

COLUMNS = (
    Column("week", "周", "Week"),
    Column("owner", "客户经理", "Owner"),
    Column("id", "编号", "Number"),
    Column("name", "名称", "Name"),
    Column("completeness", "完整率", "Completeness", "right"),
    Column("missing", "缺项", "Missing"),
    Column("last_touch", "最近互动", "Last touch"),
    Column("checked", "上次抽查", "Last checked"),
    Column("fill_by", "补齐期限", "Fill by"),
)


def table(view: View) -> Table:
    """So many records an owner as the policy asks (C3)."""
    said = week(view.as_of)
    rows = [_row(said, owner, one, view) for owner, found in drawn(view).items() for one in found]
    return Table(COLUMNS, tuple(rows))


def _row(week: str, owner: str, standing: Standing, view: View) -> tuple[object, ...]:
    full = standing.number("completeness")
    checked = last_checked(standing.facts.answers["spot_checks"], as_of=view.as_of)
    fill_by = min((item.said for item in items(see(standing, view))), default=None)
    return (
        week, word(view.policy, "owner", owner), standing.facts.id, standing.facts.name,
        None if full is None else f"{full:.2f}", 
        [field_word(view.policy, path) for path in standing.facts.answers["profile"].missing],
        standing.last_touch.isoformat() if standing.last_touch else None,
        checked.isoformat() if checked else None, fill_by,
    )  # fmt: skip


REPORT = Report("spot-check", "本周抽查哪些档案？", "Which records are spot-checked this week?", table)
