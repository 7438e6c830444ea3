"""List customers with tier, owner, amounts and last touch."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from crmkit.cli.command import command
from crmkit.cli.lookup import listed, matching
from crmkit.cli.present import print_table, print_table_json
from crmkit.cli.rim import Rim, pass_rim
from crmkit.table import Column, Table, Word

if TYPE_CHECKING:
    from crmkit.schema.names import Names

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
STATUS, TIER, OWNER, TAGS = 3, 4, 5, 8


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
    wanted = [
        (OWNER, rim.person(owner).id if owner is not None else None),
        (TIER, _known(rim, "no tier is called '{word}'", tier, lambda: rim.policy.tiers.names)),
        (STATUS, _known(rim, "no status is called '{word}'", status, lambda: rim.policy.statuses.names)),
    ]
    found = [
        (known, row)
        for known, row in listed(rim)
        if all(key in (None, _key(row[column])) for column, key in wanted)
        and (tag is None or tag in row[TAGS])
    ]
    for word in words:
        fitting = {known.id for known in matching(word, [known for known, _ in found])}
        found = [(known, row) for known, row in found if known.id in fitting]
    table = Table(COLUMNS, tuple(tuple(row) for _, row in found))
    if as_json:
        print_table_json(table, as_of=rim.as_of)
    else:
        print_table(table, rim.lang, rim.room)
    return rim.whole()


def _known(rim: Rim, otherwise: str, word: str | None, names: Callable[[], Names]) -> str | None:
    """The key that a word means, None without a word; the failure that names the nearest, `otherwise`."""
    if word is None:
        return None
    known = names()
    key = known.find(word)
    if key is None:
        raise rim.nearest(otherwise, word, known.near(word))
    return key


def _key(cell: object) -> object:
    return cell.key if isinstance(cell, Word) else cell
