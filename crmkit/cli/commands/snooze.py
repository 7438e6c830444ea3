"""Put off something that is due, with a reason, as an entry of the log."""

from __future__ import annotations

from datetime import date

import click

from crmkit.cli.agenda import item as find
from crmkit.cli.agenda import write
from crmkit.cli.command import Use, command
from crmkit.cli.days import ahead
from crmkit.cli.failure import Failure
from crmkit.cli.rim import Rim, pass_rim
from crmkit.followups import source_of


@command(Use.WRITES)
@click.argument("customer")
@click.argument("item", required=False)
@click.option("--until", callback=ahead, required=True, metavar="DATE", help="The new day.")
@click.option("--reason", required=True, metavar="TEXT", help="Why.")
@click.option("--by", metavar="PERSON", help="Who of ours; else git's user.")
@click.option("--dry-run", is_flag=True, help="Show what would be written and change nothing.")
@pass_rim
def COMMAND(
    rim: Rim, customer: str, item: str | None, until: date, reason: str, by: str | None, dry_run: bool
) -> int:
    """Put off something that is due, with a reason, as an entry of the log.

    crmkit snooze 曾国藩 --until 2025-06-09 --reason 客户出差
    crmkit snooze CRM-202405001 a_visit --until 2025-07-01 --reason 等新产品上市
    """
    path, due = find(rim, customer, item)
    source = source_of(due)
    if source.fixed and source.stays is not None:
        raise Failure(source.stays.said(rim.lang))
    if until <= due.day:
        raise rim.fail("it is due on {due}: name a later day", due=due.said)
    if until < rim.as_of:
        raise rim.fail("{day} is past: name a later day", day=until)
    return write(rim, path, "snooze", due, [("until", until.isoformat())], reason, by, dry_run=dry_run)
