"""List what is due: for whom, by when, how, about what, by which rule."""

from __future__ import annotations

from datetime import timedelta

import click

from crmkit.cli.command import command
from crmkit.cli.present import print_table, print_table_json
from crmkit.cli.rim import Rim, pass_rim
from crmkit.followups import Bucket, DueItem, due, in_order
from crmkit.table import Column, Table
from crmkit.view import View

COLUMNS = (
    Column("id", "编号", "Number"),
    Column("name", "名称", "Name"),
    Column("tier", "等级", "Tier"),
    Column("owner", "客户经理", "Owner"),
    Column("due", "到期", "Due"),
    Column("bucket", "紧急程度", "When"),
    Column("channel", "渠道", "Channel"),
    Column("about", "事项", "About"),
    Column("rule", "依据", "Rule"),
    Column("last_touch", "最近互动", "Last touch"),
)


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
    person = rim.policy.people.names.find(owner) if owner else None
    if owner and person is None:
        raise rim.fail("no {what} is called '{word}'", what=rim._("person"), word=owner)
    view = rim.sweep().view
    planned = due(view)
    items = [
        each
        for found in planned.values()
        for each in found
        if person in (None, each.owner) and _near(rim, each, days)
    ]
    if as_json:
        print_table_json(Table(COLUMNS, tuple(_row(each, view) for each in in_order(items))), as_of=rim.as_of)
        return 0
    print_table(Table(COLUMNS, tuple(_said(rim, each, view) for each in in_order(items))), rim.lang)
    idle = sum(
        not found and person in (None, view.standings[id].owner.value) for id, found in planned.items()
    )
    if idle:
        click.echo(rim._("{count} customers have nothing planned").format(count=idle), err=True)
    return 0


def _near(rim: Rim, each: DueItem, days: int | None) -> bool:
    if days is None:
        return each.bucket is not Bucket.LATER
    return each.due <= rim.as_of + timedelta(days=days)


def _row(each: DueItem, view: View) -> tuple[object, ...]:
    """Keys, for programs."""
    return (
        each.customer, view.standings[each.customer].facts.name, each.tier or None, each.owner or None,
        each.due.isoformat(), each.bucket.value, "/".join(each.channels) or None,
        each.about.said(view.policy.book.language) or None, f"{each.rule.path}:{each.rule.line}",
        each.last_touch.isoformat() if each.last_touch else None,
    )  # fmt: skip


def _said(rim: Rim, each: DueItem, view: View) -> tuple[object, ...]:
    """Words, for people."""
    tier, person = view.policy.tiers.find(each.tier), view.policy.people.find(each.owner)
    kinds = [view.policy.vocabulary.kinds.get(channel) for channel in each.channels]
    words = {
        Bucket.OVERDUE: rim._("overdue"), Bucket.TODAY: rim._("today"), Bucket.TOMORROW: rim._("tomorrow"),
        Bucket.THIS_WEEK: rim._("this week"), Bucket.LATER: rim._("later"),
    }  # fmt: skip
    row = list(_row(each, view))
    row[2] = tier.label.said(rim.lang) if tier else row[2]
    row[3] = person.name if person else row[3]
    row[5] = words[each.bucket]
    row[6] = "/".join(kind.label.said(rim.lang) for kind in kinds if kind) or None
    row[7] = each.about.said(rim.lang) or None
    return tuple(row)
