"""Show which segments customers belong to, and why."""

from __future__ import annotations

import click

from crmkit.cli.command import command
from crmkit.cli.present import print_table, print_table_json
from crmkit.cli.rim import Rim, pass_rim
from crmkit.policy.said import word
from crmkit.rules import say_all
from crmkit.table import Column, Table, Word
from crmkit.view import Belonging, Standing

COLUMNS = (
    Column("id", "编号", "Number"),
    Column("name", "名称", "Name"),
    Column("tier", "等级", "Tier"),
    Column("owner", "客户经理", "Owner"),
    Column("segment", "分群", "Segment"),
    Column("evidence", "依据", "Evidence"),
    Column("lines", "出处", "Lines"),
)


@command()
@click.argument("segment", required=False)
@click.option("--owner", metavar="PERSON", help="Only customers of this person.")
@click.option("--json", "as_json", is_flag=True, help="Rows as JSON.")
@pass_rim
def COMMAND(rim: Rim, segment: str | None, owner: str | None, as_json: bool) -> int:
    """Show which segments customers belong to, and why.

    crmkit segments
    crmkit segments churn_risk --owner 张伟
    crmkit --as-of 2025-06-30 segments --json
    """
    known = {word: one.key for one in rim.policy.segments for word in (one.key, one.label.zh, one.label.en)}
    if segment is not None and segment not in known:
        listed = ", ".join(one.key for one in rim.policy.segments)
        raise rim.fail("no segment is called '{word}': there are {known}", word=segment, known=listed)
    person = rim.person(owner).id if owner is not None else None
    rows = tuple(
        _row(rim, standing, belonging)
        for standing in rim.sweep().view.standings.values()
        if person in (None, standing.owner.value)
        for belonging in standing.segments
        if segment is None or belonging.key == known[segment]
    )
    if as_json:
        print_table_json(Table(COLUMNS, rows), as_of=rim.as_of)
    else:
        print_table(Table(COLUMNS[:-1], tuple(row[:-1] for row in rows)), rim.lang, rim.room)
    return 0


def _row(rim: Rim, standing: Standing, belonging: Belonging) -> tuple[object, ...]:
    segment = next(one for one in rim.policy.segments if one.key == belonging.key)
    tier = rim.policy.tiers.find(standing.tiering.key)
    lines = dict.fromkeys(f"{s.path}:{s.line}" for reason in belonging.reasons for s in reason.sources)
    return (
        standing.facts.id, standing.facts.name,
        Word(tier.key, tier.label.zh, tier.label.en) if tier else None,
        word(rim.policy, "owner", standing.owner.value), Word(segment.key, *segment.label),
        say_all(belonging.reasons, rim.lang, rim.policy.book.currency), list(lines),
    )  # fmt: skip
