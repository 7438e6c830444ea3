"""Show how complete each owner's records are against the target, and what is missing most."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

from crmkit.compute.profile import SAID
from crmkit.figure import Figure, Unit, count, share
from crmkit.language import Label, Word
from crmkit.policy import Policy
from crmkit.policy.files.quality import Quality
from crmkit.policy.labels import field_word, word
from crmkit.reports import OWNER, Report, records
from crmkit.table import Column, Table
from crmkit.view import Standing, View

COLUMNS = (
    OWNER,
    Column("customers", Label("客户数", "Customers"), "right"),
    Column("required", Label("应填项", "Required"), "right"),
    Column("lacking", Label("缺项", "Lacking"), "right"),
    Column("completeness", Label("完整率", "Completeness"), "right"),
    Column("target", Label("目标", "Target"), "right"),
    Column("reached", Label("达标", "Reached")),
    Column("missing", Label("缺得最多的", "Missing most")),
    Column("records", Label("待补的档案", "Records to fill")),
)


def table(view: View) -> Table:
    """A row per owner by id, customers without one last; percents are in points, to one hundredth."""
    owned: dict[str, list[Standing]] = defaultdict(list)
    for standing in view.standings.values():
        owned[standing.owner.value if isinstance(standing.owner.value, str) else ""].append(standing)
    return Table(
        COLUMNS, tuple(_row(id, owned[id], view) for id in sorted(owned, key=lambda id: (not id, id)))
    )


def _row(owner: str, standings: list[Standing], view: View) -> dict[str, Any]:
    target = view.policy.get(Quality).target
    said = {standing.facts.id: standing.facts.of(SAID) for standing in standings}
    required, lacking = sum(s.required for s in said.values()), sum(s.lacking for s in said.values())
    incomplete = [standing for standing in standings if said[standing.facts.id].lacking]
    reached = share(required - lacking, required, records(incomplete))
    missing = Counter(path for s in said.values() for path in s.missing)
    return {
        "owner": word(view.policy, "owner", owner),
        "customers": count(len(standings), records(standings)),
        "required": count(required, records(standings)),
        "lacking": count(lacking, records(incomplete)),
        "completeness": reached,
        "target": Figure(target, Unit.SHARE),
        "reached": _reaches(reached, target),
        "missing": _often(missing, view.policy),
        "records": [standing.facts.id for standing in incomplete],
    }


def _reaches(reached: Figure, target: Decimal | None) -> bool | None:
    return None if target is None or reached.value is None else reached.value >= target


def _often(missing: Counter[str], policy: Policy) -> list[Word]:
    """The fields with how many lack them, those that most lack first."""
    return [
        Word(f"{path} {number}", Label(f"{field.zh} {number}", f"{field.en} {number}"))
        for path, number in sorted(missing.items(), key=lambda each: (-each[1], each[0]))
        for field in [field_word(policy, path).label]
    ]


REPORT = Report("completeness", Label("谁的档案还不完整？", "Whose records are incomplete?"), table)
