"""List customers with tier, owner, amounts and last touch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from crmkit.cli.book import listed
from crmkit.cli.command import Use, command
from crmkit.cli.lookup import fitting
from crmkit.cli.present import print_table_json
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.shown import show_table
from crmkit.language import Label, Word
from crmkit.schema.names import fold
from crmkit.table import Column, Row, Table

if TYPE_CHECKING:
    from crmkit.schema.names import Names

COLUMNS = (
    Column("id", Label("编号", "Number")),
    Column("name", Label("名称", "Name")),
    Column("type", Label("类型", "Type")),
    Column("status", Label("状态", "Status")),
    Column("tier", Label("等级", "Tier")),
    Column("owner", Label("客户经理", "Owner")),
    Column("amount_12m", Label("近12个月金额", "12-month amount"), "right"),
    Column("last_touch", Label("最近互动", "Last touch")),
    Column("tags", Label("标签", "Tags")),
)


@command(Use.READS)
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
    wanted = {
        "owner": rim.person(owner).id if owner is not None else None,
        "tier": _known(rim, "no tier is called '{word}'", tier, lambda: rim.policy.tiers.names),
        "status": _known(rim, "no status is called '{word}'", status, lambda: rim.policy.statuses.names),
    }
    if not all(word.strip() for word in words):
        raise rim.fail("name a customer: by number, name, a part of it, or pinyin")
    book = listed(rim)
    meant = _tag(rim, tag, book) if tag is not None else None
    called = fitting(rim, words) if words else None
    found = [
        row
        for row in book
        if all(key in (None, _key(row[column])) for column, key in wanted.items())
        and (meant is None or meant in map(fold, row["tags"]))
        and (called is None or row["path"] in called)
    ]
    table = Table(COLUMNS, tuple(found))
    if as_json:
        print_table_json(table, as_of=rim.as_of, lang=rim.lang)
    else:
        show_table(rim, table)
    return rim.whole()


def _tag(rim: Rim, word: str, book: Sequence[Row]) -> str:
    """A tag as records are compared with it: one of the vocabulary, or one that a record has."""
    meant = fold(word)
    if any(meant in map(fold, row["tags"]) for row in book) or rim.policy.vocabulary.tag(word) is not None:
        return meant
    raise rim.nearest("no tag is called '{word}'", word, rim.policy.vocabulary.near_tag(word))


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
