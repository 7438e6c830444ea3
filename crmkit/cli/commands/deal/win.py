"""Write down that an opportunity was won, in the profile and the log."""

from __future__ import annotations

import click

from crmkit.cli.command import Use, command
from crmkit.cli.days import moment
from crmkit.cli.deals import find, move, still_open
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.tickets import writes
from crmkit.policy.files.deals import WON


@command(Use.WRITES)
@click.argument("customer")
@click.argument("subject", default="")
@click.option("--id", "id", metavar="ID", help="Which opportunity; else the only open one.")
@click.option("--amount", metavar="MONEY", help="What it brings in the end.")
@writes
@pass_rim
def COMMAND(
    rim: Rim, customer: str, subject: str, id: str | None, amount: str | None, when: str | None,
    by: str | None, dry_run: bool,
) -> int:  # fmt: skip
    """Write down that an opportunity was won, in the profile and the log.

    crmkit deal win 曾国藩 合同已签 --amount 24万
    """
    found, at = find(rim, customer, id), moment(rim, when)
    stage = still_open(rim, found, WON)
    return move(rim, found, stage, subject, (amount, None, at[:10]), (), when, by, dry_run=dry_run)
