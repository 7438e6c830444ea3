"""Stop the clock of a ticket until the customer says something again, with the reason."""

from __future__ import annotations

import click

from crmkit.cli.command import Use, command
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.tickets import contact_kind, find_open, step_of, want, write, writes
from crmkit.view.ticket import WAITING


@command(Use.WRITES)
@click.argument("ticket")
@click.argument("subject", default="")
@click.option("--reason", required=True, metavar="TEXT", help="Why.")
@writes
@pass_rim
def COMMAND(
    rim: Rim, ticket: str, subject: str, reason: str, when: str | None, by: str | None, dry_run: bool
) -> int:
    """Stop the clock of a ticket until the customer says something again, with the reason.

    crmkit ticket pause TK-202509001 --reason 等客户寄回样机

    The customer's next incoming entry starts it again. The first answer is never put off.
    """
    found = find_open(rim, ticket)
    if found.ticket.answered is None:
        raise rim.fail("{ticket} is not answered yet: nothing stops that clock", ticket=found.ticket.key)
    if found.ticket.paused is not None:
        since = f"{found.ticket.paused:%Y-%m-%d %H:%M}"
        raise rim.fail("{ticket} is paused since {since}", ticket=found.ticket.key, since=since)
    said = [step_of(rim, WAITING), ("reason", want(rim, reason, "--reason"))]
    return write(rim, found, contact_kind(rim, None), subject, said, when, by, dry_run=dry_run)
