"""Draw the week's sample of each owner's records for the supervisor to look at."""

from __future__ import annotations

import hashlib
from collections import defaultdict

from crmkit.policy.said import word
from crmkit.reports import Report
from crmkit.table import Column, Table
from crmkit.view import Standing, View

COLUMNS = (
    Column("week", "周", "Week"),
    Column("owner", "客户经理", "Owner"),
    Column("id", "编号", "Number"),
    Column("name", "名称", "Name"),
    Column("completeness", "完整率", "Completeness", "right"),
    Column("missing", "缺项", "Missing"),
    Column("last_touch", "最近互动", "Last touch"),
)


def table(view: View) -> Table:
    """So many records an owner as the policy asks; the same all week, on every machine (C3).

    A record is drawn by the digest of the ISO week and its number, so that one more customer changes
    little, and nobody can choose.
    """
    year, number, _ = view.as_of.isocalendar()
    week = f"{year}-W{number:02}"
    owned: dict[str, list[Standing]] = defaultdict(list)
    for standing in view.standings.values():
        if isinstance(standing.owner.value, str) and standing.owner.value and _served(standing, view):
            owned[standing.owner.value].append(standing)
    rows = []
    for owner in sorted(owned):
        drawn = sorted(owned[owner], key=lambda s: _lot(week, s.facts.id))[: view.policy.quality.per_owner]
        rows += [_row(week, owner, standing, view) for standing in drawn]
    return Table(COLUMNS, tuple(rows))


def _served(standing: Standing, view: View) -> bool:
    """Records of customers who are gone are not checked."""
    status = view.policy.statuses.statuses.get(str(standing.status.value))
    return status is None or status.stage != "ended"


def _lot(week: str, id: str) -> str:
    return hashlib.sha256(f"{week} {id}".encode()).hexdigest()


def _row(week: str, owner: str, standing: Standing, view: View) -> tuple[object, ...]:
    full = standing.number("completeness")
    return (
        week, word(view.policy, "owner", owner), standing.facts.id, standing.facts.name,
        None if full is None else f"{full:.2f}", list(standing.facts.answers["profile"].missing),
        standing.last_touch.isoformat() if standing.last_touch else None,
    )  # fmt: skip


REPORT = Report("spot-check", "本周抽查哪些档案？", "Which records are spot-checked this week?", table)
