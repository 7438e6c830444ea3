"""List customers with tier, owner, amounts and last touch."""

from __future__ import annotations

import click

from crmkit.cli.command import command
from crmkit.cli.lookup import matching
from crmkit.cli.present import print_table, print_table_json
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.saying import word_of
from crmkit.schema.names import Names
from crmkit.table import Column, Table
from crmkit.view import Standing

COLUMNS = (
    Column("id", "编号", "Number"),
    Column("name", "名称", "Name"),
    Column("type", "类型", "Type"),
    Column("status", "状态", "Status"),
    Column("tier", "等级", "Tier"),
    Column("owner", "客户经理", "Owner"),
    Column("amount_12m", "近12个月金额", "12-month amount", "right"),
    Column("last_touch", "最近互动", "Last touch"),
    Column("tags", "标签", "Tags"),
)


@command()
@click.argument("words", nargs=-1)
@click.option("--owner", metavar="PERSON", help="Only customers of this person.")
@click.option("--tier", metavar="TIER", help="Only customers of this tier.")
@click.option("--status", metavar="STATUS", help="Only customers with this status.")
@click.option("--tag", metavar="TAG", help="Only customers with this tag.")
@click.option("--json", "as_json", is_flag=True, help="Rows as JSON.")
@pass_rim
def COMMAND(
    rim: Rim, words: tuple[str, ...], owner: str | None, tier: str | None, status: str | None,
    tag: str | None, as_json: bool,
) -> int:  # fmt: skip
    """List customers with tier, owner, amounts and last touch.

    crmkit list
    crmkit list --owner 张伟 --tier A
    crmkit list 科技 --json
    """
    policy = rim.policy
    wanted_owner = rim.person(owner).id if owner is not None else None
    wanted_tier = _known(rim, "no tier is called '{word}'", tier, policy.tiers.names)
    wanted_status = _known(rim, "no status is called '{word}'", status, policy.statuses.names)
    found = [
        standing
        for standing in rim.sweep().view.standings.values()
        if wanted_owner in (None, standing.owner.value)
        and wanted_tier in (None, standing.tiering.key)
        and wanted_status in (None, standing.status.value)
        and (tag is None or tag in standing.facts.tags)
    ]
    for word in words:
        fitting = {facts.id for facts in matching(word, [standing.facts for standing in found])}
        found = [standing for standing in found if standing.facts.id in fitting]
    rows = tuple(_row(standing) for standing in found)
    if as_json:
        print_table_json(Table(COLUMNS, rows), as_of=rim.as_of)
    else:
        print_table(Table(COLUMNS, tuple(_in_words(rim, row) for row in rows)), rim.lang, rim.room)
    return 0


def _known(rim: Rim, otherwise: str, word: str | None, names: Names) -> str | None:
    """The key that a word means, None without a word; the failure that names the nearest, `otherwise`."""
    if word is None:
        return None
    key = names.find(word)
    if key is None:
        raise rim.nearest(otherwise, word, names.near(word))
    return key


def _row(standing: Standing) -> tuple[object, ...]:
    facts = standing.facts
    amount = standing.number("amount_12m")
    return (
        facts.id, facts.name, facts.type, standing.status.value, standing.tiering.key or None,
        standing.owner.value,
        None if amount is None else f"{amount:.2f}",
        standing.last_touch.isoformat() if standing.last_touch else None, list(facts.tags),
    )  # fmt: skip


def _in_words(rim: Rim, row: tuple[object, ...]) -> tuple[object, ...]:
    """A row as people read it: labels and names instead of keys."""
    fields = [rim.policy.schema.profile.find(column.key) for column in COLUMNS]
    return tuple(
        word_of(rim, value, field) if field is not None and isinstance(value, str) else value
        for value, field in zip(row, fields, strict=True)
    )
