"""List what is due: for whom, by when, how, about what, by which rule."""

from __future__ import annotations

from datetime import timedelta

import click

from crmkit.cli.command import command
from crmkit.cli.present import print_table, print_table_json
from crmkit.cli.rim import Rim, pass_rim
from crmkit.followups import Bucket, DueItem, due, in_order
from crmkit.policy.said import word
from crmkit.table import Column, Table, Word
from crmkit.view import View

COLUMNS = (
    Column("id", "编号", "Number"),
    Column("name", "名称", "Name"),
    Column("tier", "等级", "Tier"),
    Column("owner", "客户经理", "Owner"),
    Column("due", "到期", "Due"),
    Column("bucket", "时限", "When"),
    Column("channel", "渠道", "Channel"),
    Column("about", "事项", "About"),
    Column("rule", "依据", "Rule"),
    Column("last_touch", "最近互动", "Last touch"),
)

BUCKETS = {
    Bucket.OVERDUE: Word("overdue", "逾期", "overdue"),
    Bucket.TODAY: Word("today", "今天", "today"),
    Bucket.TOMORROW: Word("tomorrow", "明天", "tomorrow"),
    Bucket.THIS_WEEK: Word("this_week", "本周", "this week"),
    Bucket.LATER: Word("later", "以后", "later"),
}


@command()
@click.option("--owner", metavar="PERSON", help="Only customers of this person.")
@click.option(
    "--days", type=click.IntRange(min=0, max=3660), metavar="N", help="So many days ahead; else this week."
)
@click.option("--json", "as_json", is_flag=True, help="Rows as JSON.")
@pass_rim
def COMMAND(rim: Rim, owner: str | None, days: int | None, as_json: bool) -> int:
    """List what is due: for whom, by when, how, about what, by which rule.

    crmkit due
    crmkit due --owner 张伟 --days 14
    crmkit --as-of 2025-06-30 due --json
    """
    person = rim.person(owner).id if owner is not None else None
    view = rim.sweep().view
    planned = due(view)
    items = [
        each
        for found in planned.values()
        for each in found
        if person in (None, each.owner) and _near(rim, each, days)
    ]
    table = Table(COLUMNS, tuple(_row(each, view) for each in in_order(items)))
    if as_json:
        print_table_json(table, as_of=rim.as_of)
        return 0
    print_table(table, rim.lang)
    idle = sum(
        not found and person in (None, view.standings[id].owner.value) for id, found in planned.items()
    )
    if idle:
        said = rim.many(
            "for {count} customer nothing is planned", "for {count} customers nothing is planned", idle
        )
        click.echo(said, err=True)
    return 0


def _near(rim: Rim, each: DueItem, days: int | None) -> bool:
    if days is None:
        return each.bucket is not Bucket.LATER
    return each.due <= rim.as_of + timedelta(days=days)


def _row(each: DueItem, view: View) -> tuple[object, ...]:
    """Keys for programs, words for people; what it is about is said in the book's language to programs."""
    policy = view.policy
    kinds = [
        policy.vocabulary.kinds[channel] for channel in each.channels if channel in policy.vocabulary.kinds
    ]
    channel = Word(
        "/".join(each.channels), "/".join(k.label.zh for k in kinds), "/".join(k.label.en for k in kinds)
    )
    tier = policy.tiers.find(each.tier)
    return (
        each.customer, view.standings[each.customer].facts.name,
        Word(each.tier, tier.label.zh, tier.label.en) if tier else None, word(policy, "owner", each.owner),
        each.due.isoformat(), BUCKETS[each.bucket], channel if kinds else None,
        Word(each.about.said(policy.book.language), each.about.zh, each.about.en),
        f"{each.rule.path}:{each.rule.line}", each.last_touch.isoformat() if each.last_touch else None,
    )  # fmt: skip
