"""Write down that a need is solved, in the profile and the log."""

from __future__ import annotations

import click

from crmkit.cli.command import Use, command
from crmkit.cli.needs import move
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.tickets import writes
from crmkit.view.needs import need_states


@command(Use.WRITES)
@click.argument("customer")
@click.argument("subject", default="")
@click.option("--id", "id", metavar="ID", help="Which need; else the only one that is not solved.")
@click.option("--result", metavar="TEXT", help="What came of it.")
@writes
@pass_rim
def COMMAND(
    rim: Rim, customer: str, subject: str, id: str | None, result: str | None, when: str | None,
    by: str | None, dry_run: bool,
) -> int:  # fmt: skip
    """Write down that a need is solved, in the profile and the log.

    crmkit need solve 曾国藩 报表上线 --result 三个车间都在用
    """
    last = (need_states(rim.policy) or ("",))[-1]
    return move(rim, customer, subject, id, last, None, None, result, when, by, dry_run=dry_run)
