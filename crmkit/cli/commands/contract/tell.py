"""Write down that a customer was told of the end of a contract, with the plan for its renewal."""

from __future__ import annotations

import click

from crmkit.cli.command import Use, command
from crmkit.cli.contacts import meant
from crmkit.cli.contracts import channel, find, purpose_label, settled
from crmkit.cli.days import moment
from crmkit.cli.dealings import says, with_number
from crmkit.cli.entry import Said, append
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.tickets import writes
from crmkit.schema.classes.contact import CLASS as CONTACT


@command(Use.WRITES)
@click.argument("customer")
@click.argument("kind")
@click.argument("subject", default="")
@click.option("--with", "contact", default="", metavar="CONTACT", help="Which contact of theirs.")
@click.option("--feedback", metavar="TEXT", help="What they say to it.")
@click.option("--id", "id", metavar="ID", help="Which contract; else the only one that ends.")
@writes
@pass_rim
def COMMAND(
    rim: Rim, customer: str, kind: str, subject: str, contact: str, feedback: str | None, id: str | None,
    when: str | None, by: str | None, dry_run: bool,
) -> int:  # fmt: skip
    """Write down that a customer was told of the end of a contract, with the plan for its renewal.

    crmkit contract tell 曾国藩 电话 送上续约方案 --with 曾国藩

    KIND is one of the channels of contracts in sop/milestones.md.
    """
    found = find(rim, customer, id)
    settled(rim, found)
    word = channel(rim, kind)
    said: list[Said] = [("by", (rim.person(by) if by else rim.author).id)]
    said += [("with", meant(rim, found.loaded, contact))] if contact else []
    said += [("purpose", purpose_label(rim)), ("contract", with_number(rim, found.contract))]
    said += says(rim, CONTACT, "feedback", feedback, "--feedback")
    heading = (moment(rim, when), word, subject)
    return append(rim, found.loaded.document.path, heading, said, "", dry_run=dry_run)
