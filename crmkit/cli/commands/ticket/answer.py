"""Write down the first answer to a ticket: a person who reached the customer."""

from __future__ import annotations

import click

from crmkit.cli.command import Use, command
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.tickets import contact_kind, find_open, person_of, write, writes


@command(Use.WRITES)
@click.argument("ticket")
@click.argument("kind")
@click.argument("subject", default="")
@click.option("--with", "contact", default="", metavar="CONTACT", help="Which contact of theirs.")
@writes
@pass_rim
def COMMAND(
    rim: Rim, ticket: str, kind: str, subject: str, contact: str, when: str | None, by: str | None,
    dry_run: bool,
) -> int:  # fmt: skip
    """Write down the first answer to a ticket: a person who reached the customer.

    crmkit ticket answer TK-202509001 电话 先安抚，约明早上门
    crmkit ticket answer 曾国藩 wechat "We are looking into it"

    TICKET is a number, or a customer who has one open ticket.
    """
    found = find_open(rim, ticket)
    if found.ticket.answered is not None:
        day = f"{found.ticket.answered.date} {found.ticket.answered.time}".rstrip()
        raise rim.fail("{ticket} was answered on {day}: use update", ticket=found.ticket.key, day=day)
    said = person_of(rim, found, contact)
    return write(rim, found, contact_kind(rim, kind), subject, said, when, by, dry_run=dry_run)
