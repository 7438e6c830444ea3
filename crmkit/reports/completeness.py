"""Show how complete each owner's records are against the target, and what is missing most."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal

from crmkit.policy.files.quality import Quality
from crmkit.policy.said import field_word, word
from crmkit.reports import Report
from crmkit.rules.percent import share
from crmkit.table import Column, Table, Word
from crmkit.view import Standing, View

COLUMNS = (
    Column("owner", "客户经理", "Owner"),
    Column("customers", "客户数", "Customers", "right"),
    Column("required", "应填项", "Required", "right"),
    Column("lacking", "缺项", "Lacking", "right"),
    Column("completeness", "完整率", "Completeness", "right"),
    Column("target", "目标", "Target", "right"),
    Column("reached", "达标", "Reached"),
    Column("missing", "缺得最多的", "Missing most"),
    Column("records", "待补的档案", "Records to fill"),
)


def table(view: View) -> Table:
    """A row per owner by id, customers without one last; percents are in points, to one hundredth."""
    owned: dict[str, list[Standing]] = defaultdict(list)
    for standing in view.standings.values():
        owned[standing.owner.value if isinstance(standing.owner.value, str) else ""].append(standing)
    return Table(
        COLUMNS, tuple(_row(id, owned[id], view) for id in sorted(owned, key=lambda id: (not id, id)))
    )


def _row(owner: str, standings: list[Standing], view: View) -> tuple[object, ...]:
    target = view.policy.get(Quality).target
    said = [standing.facts.answers["profile"] for standing in standings]
    required, lacking = sum(s.required for s in said), sum(s.lacking for s in said)
    reached = share(required - lacking, required)
    missing = Counter(path for s in said for path in s.missing)
    often = [
        Word(f"{path} {count}", f"{field.zh} {count}", f"{field.en} {count}")
        for path, count in sorted(missing.items(), key=lambda each: (-each[1], each[0]))
        for field in [field_word(view.policy, path)]
    ]
    return (
        word(view.policy, "owner", owner), len(standings), required, lacking,
        _percent(reached), _percent(target), None if target is None or reached is None else reached >= target,
        often, [standing.facts.id for standing, s in zip(standings, said, strict=True) if s.lacking],
    )  # fmt: skip


def _percent(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


REPORT = Report("completeness", "谁的档案还不完整？", "Whose records are incomplete?", table)
