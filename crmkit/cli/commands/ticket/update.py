"""Write down that the customer was told how a ticket goes."""

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
    """Write down that the customer was told how a ticket goes.

    crmkit ticket update TK-202509001 微信 配件已发出，明天到

    TICKET is a number, or a customer who has one open ticket.
    """
    found = find_open(rim, ticket)
    said = person_of(rim, found, contact)
    return write(rim, found, contact_kind(rim, kind), subject, said, when, by, dry_run=dry_run)
