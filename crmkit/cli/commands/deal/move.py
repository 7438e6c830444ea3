"""Write down that an opportunity came into another stage, in the profile and the log."""

from __future__ import annotations

import click

from crmkit.cli.command import Use, command
from crmkit.cli.dealings import chosen
from crmkit.cli.deals import find, move
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.tickets import writes
from crmkit.policy.files.deals import LOST, OPEN, Deals
from crmkit.schema.classes.opportunity import CLASS as OPPORTUNITY


@command(Use.WRITES)
@click.argument("customer")
@click.argument("stage")
@click.argument("subject", default="")
@click.option("--id", "id", metavar="ID", help="Which opportunity; else the only open one.")
@click.option("--amount", metavar="MONEY", help="What it would bring now.")
@click.option("--probability", metavar="PERCENT", help="How likely it is now.")
@click.option("--close", metavar="DATE", help="When it is expected to be won.")
@writes
@pass_rim
def COMMAND(
    rim: Rim, customer: str, stage: str, subject: str, id: str | None, amount: str | None,
    probability: str | None, close: str | None, when: str | None, by: str | None, dry_run: bool,
) -> int:  # fmt: skip
    """Write down that an opportunity came into another stage, in the profile and the log.

    crmkit deal move 曾国藩 方案报价 报价已送 --amount 26万
    crmkit deal move CRM-202405001 negotiation --id op2 --probability 80%
    """
    far = chosen(rim, OPPORTUNITY, "stage", stage, "STAGE")
    ends = rim.policy.get(Deals).ends(far.key)
    if ends != OPEN:
        verb = "lose" if ends == LOST else "win"
        raise rim.fail("{stage} ends an opportunity: use crmkit deal {verb}", stage=stage, verb=verb)
    found = find(rim, customer, id)
    return move(rim, found, far.key, subject, (amount, probability, close), (), when, by, dry_run=dry_run)
