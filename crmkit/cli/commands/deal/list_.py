"""List the open opportunities: stage, days in it against the limit, amount, weighted amount."""

from __future__ import annotations

import click

from crmkit.cli.command import Use, command
from crmkit.cli.dealings import print_report
from crmkit.cli.rim import Rim, pass_rim


@command(Use.READS)
@click.option("--owner", metavar="PERSON", help="Only those of this person's customers.")
@click.option("--json", "as_json", is_flag=True, help="Rows as JSON.")
@pass_rim
def COMMAND(rim: Rim, owner: str | None, as_json: bool) -> int:
    """List the open opportunities: stage, days in it against the limit, amount, weighted amount.

    crmkit deal list
    crmkit deal list --owner 张伟

    What was won and lost is a report: crmkit report pipeline --period 2025-12
    """
    return print_report(rim, "pipeline", owner, as_json=as_json)
