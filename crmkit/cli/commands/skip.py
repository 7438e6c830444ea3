"""Leave out something that is due, this once, with a reason, as an entry of the log."""

from __future__ import annotations

import click

from crmkit.cli.agenda import item as find
from crmkit.cli.agenda import write
from crmkit.cli.command import Use, command
from crmkit.cli.failure import Failure
from crmkit.cli.rim import Rim, pass_rim
from crmkit.followups import source_of


@command(Use.WRITES)
@click.argument("customer")
@click.argument("item", required=False)
@click.option("--reason", required=True, metavar="TEXT", help="Why.")
@click.option("--by", metavar="PERSON", help="Who of ours; else git's user.")
@click.option("--dry-run", is_flag=True, help="Show what would be written and change nothing.")
@pass_rim
def COMMAND(rim: Rim, customer: str, item: str | None, reason: str, by: str | None, dry_run: bool) -> int:
    """Leave out something that is due, this once, with a reason, as an entry of the log.

    crmkit skip 曾国藩 promise-2025-06-05 --reason 客户已自行解决
    crmkit skip CRM-202405001 b_newsletter --reason 本月合并发送
    """
    path, due = find(rim, customer, item)
    stays = source_of(due).stays
    if stays is not None:
        raise Failure(stays.said(rim.lang))
    return write(rim, path, "skip", due, [], reason, by, dry_run=dry_run)
