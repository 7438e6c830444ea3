"""List what is due: for whom, by when, how, about what, by which rule."""

from __future__ import annotations

from datetime import timedelta

import click

from crmkit.cli.command import command
from crmkit.cli.lookup import chosen
from crmkit.cli.plan import plan_of
from crmkit.cli.present import print_lines, print_table_json
from crmkit.cli.queue import print_queue
from crmkit.cli.rim import Rim, pass_rim
from crmkit.followups import Bucket, DueItem, due, due_for, in_order, served
from crmkit.policy.said import word
from crmkit.table import Column, Table, Word
from crmkit.view import Standing, View

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
NOTHING = Word("nothing_planned", "暂无安排", "nothing planned")


@command()
@click.argument("customer", required=False)
@click.option("--owner", metavar="PERSON", help="Only customers of this person.")
@click.option(
    "--days", type=click.IntRange(min=0, max=3660), metavar="N", help="So many days ahead; else this week."
)
@click.option("--json", "as_json", is_flag=True, help="Rows as JSON.")
@pass_rim
def COMMAND(rim: Rim, customer: str | None, owner: str | None, days: int | None, as_json: bool) -> int:
    """List what is due: for whom, by when, how, about what, by which rule.

    crmkit due
    crmkit due --owner 张伟 --days 14
    crmkit due 海沃
    crmkit --as-of 2025-06-30 due --json

    With a CUSTOMER everything ahead, with what reset each item and what would fulfil it.
    """
    person = rim.person(owner).id if owner is not None else None
    view = rim.sweep().view
    if customer is not None:
        return _of_one(rim, customer, view, as_json=as_json)
    planned = due(view)
    items = [
        each
        for found in planned.values()
        for each in found
        if person in (None, each.owner) and _near(rim, each, days)
    ]
    idle = [
        view.standings[id]
        for id, found in planned.items()
        if not found
        and person in (None, view.standings[id].owner.value)
        and served(view.standings[id], view.policy)
    ]
    rows = [*(_row(each, view) for each in in_order(items)), *(_idle(each, view) for each in idle)]
    table = Table(COLUMNS, tuple(rows))
    if as_json:
        print_table_json(table, as_of=rim.as_of)
    else:
        print_queue(rim, table)
    return 0


def _of_one(rim: Rim, word: str, view: View, *, as_json: bool) -> int:
    """Everything ahead of one customer: as rows for programs, in full for people."""
    id = chosen(rim, word, [standing.facts for standing in view.standings.values()]).id
    items = due_for(view.standings[id], view)
    if as_json:
        print_table_json(Table(COLUMNS, tuple(_row(each, view) for each in items)), as_of=rim.as_of)
    else:
        print_lines(plan_of(rim, view.standings[id], view, items))
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
    return (
        *_who(view.standings[each.customer], each.tier, each.owner, view),
        each.due.isoformat(), BUCKETS[each.bucket], channel if kinds else None,
        Word(each.about.said(policy.book.language), each.about.zh, each.about.en),
        f"{each.rule.path}:{each.rule.line}", each.last_touch.isoformat() if each.last_touch else None,
    )  # fmt: skip


def _idle(standing: Standing, view: View) -> tuple[object, ...]:
    """The row of a customer for whom nothing is planned."""
    owner, touch = str(standing.owner.value or ""), standing.last_touch
    who = _who(standing, standing.tiering.key, owner, view)
    return (*who, None, NOTHING, None, None, None, touch.isoformat() if touch else None)


def _who(standing: Standing, tier: str, owner: str, view: View) -> tuple[object, ...]:
    known, facts = view.policy.tiers.find(tier), standing.facts
    called = Word(tier, known.label.zh, known.label.en) if known else None
    return facts.id, facts.name, called, word(view.policy, "owner", owner)
