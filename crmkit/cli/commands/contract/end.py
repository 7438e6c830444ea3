"""Write down that a contract is not renewed and why."""

from __future__ import annotations

import click

from crmkit.cli.command import Use, command
from crmkit.cli.contracts import contract_kind, find, settled
from crmkit.cli.days import moment
from crmkit.cli.dealings import chosen, says, with_number
from crmkit.cli.entry import Said, append
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.tickets import writes
from crmkit.compute.contracts import TERMINATION
from crmkit.schema.classes.contract import CLASS as CONTRACT


@command(Use.WRITES)
@click.argument("customer")
@click.argument("subject", default="")
@click.option("--because", required=True, metavar="WORD", help="Why, in a word of not_renewed_reasons.")
@click.option("--reason", metavar="TEXT", help="What more there is to say of it.")
@click.option("--id", "id", metavar="ID", help="Which contract; else the only one that ends.")
@writes
@pass_rim
def COMMAND(
    rim: Rim, customer: str, subject: str, because: str, reason: str | None, id: str | None,
    when: str | None, by: str | None, dry_run: bool,
) -> int:  # fmt: skip
    """Write down that a contract is not renewed and why.

    crmkit contract end 曾国藩 到期不续 --because 竞争对手替代

    Where the cooperation ends with it, change the status too: crmkit set
    """
    why = chosen(rim, CONTRACT, "not_renewed_because", because, "--because")
    found = find(rim, customer, id)
    settled(rim, found)
    said: list[Said] = [("by", (rim.person(by) if by else rim.author).id)]
    said += [("contract", with_number(rim, found.contract)), ("not_renewed_because", why.label)]
    said += says(rim, CONTRACT, "reason", reason, "--reason")
    heading = (moment(rim, when), contract_kind(rim, TERMINATION), subject)
    return append(rim, found.loaded.document.path, heading, said, "", dry_run=dry_run)
