"""Write down how far a need is, in the profile and the log."""

from __future__ import annotations

import click

from crmkit.cli.command import Use, command
from crmkit.cli.needs import move
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.tickets import writes


@command(Use.WRITES)
@click.argument("customer")
@click.argument("subject", default="")
@click.option("--id", "id", metavar="ID", help="Which need; else the only one that is not solved.")
@click.option("--state", metavar="WORD", help="How far it is now.")
@click.option("--handler", metavar="PERSON", help="Who does it from now on.")
@click.option("--due", metavar="DATE", help="By when the customer was promised it.")
@writes
@pass_rim
def COMMAND(
    rim: Rim, customer: str, subject: str, id: str | None, state: str | None, handler: str | None,
    due: str | None, when: str | None, by: str | None, dry_run: bool,
) -> int:  # fmt: skip
    """Write down how far a need is, in the profile and the log.

    crmkit need update 曾国藩 先出样表 --state 跟进中
    crmkit need update CRM-202405001 --id n2 --handler 徐峰
    """
    return move(rim, customer, subject, id, state, handler, due, None, when, by, dry_run=dry_run)
