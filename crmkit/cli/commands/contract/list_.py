"""List the contracts that end soon or ended unsettled: until when, told or not."""

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
    """List the contracts that end soon or ended unsettled: until when, told or not.

    crmkit contract list
    crmkit contract list --owner 张伟

    What became of those that ended is a report: crmkit report renewals --period 2025-12
    """
    return print_report(rim, "renewals", owner, as_json=as_json)
