"""Write down that an opportunity was lost and why, in the profile and the log."""

from __future__ import annotations

import click

from crmkit.cli.command import Use, command
from crmkit.cli.days import moment
from crmkit.cli.dealings import chosen, says
from crmkit.cli.deals import find, move, still_open
from crmkit.cli.entry import Said
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.tickets import writes
from crmkit.policy.files.deals import LOST
from crmkit.schema.classes.opportunity import CLASS as OPPORTUNITY


@command(Use.WRITES)
@click.argument("customer")
@click.argument("subject", default="")
@click.option("--because", required=True, metavar="WORD", help="Why, in a word of deal_lost_reasons.")
@click.option("--reason", metavar="TEXT", help="What more there is to say of it.")
@click.option("--id", "id", metavar="ID", help="Which opportunity; else the only open one.")
@writes
@pass_rim
def COMMAND(
    rim: Rim, customer: str, subject: str, because: str, reason: str | None, id: str | None,
    when: str | None, by: str | None, dry_run: bool,
) -> int:  # fmt: skip
    """Write down that an opportunity was lost and why, in the profile and the log.

    crmkit deal lose 曾国藩 选了别家 --because 竞争对手替代

    The reasons are those of sop/vocabulary.md.
    """
    why = chosen(rim, OPPORTUNITY, "lost_because", because, "--because")
    found, at = find(rim, customer, id), moment(rim, when)
    stage = still_open(rim, found, LOST)
    further: list[Said] = [("lost_because", why.label), *says(rim, OPPORTUNITY, "reason", reason, "--reason")]
    return move(rim, found, stage, subject, (None, None, at[:10]), further, when, by, dry_run=dry_run)
