"""Write down that a solution was proposed, with the root cause and the remedy."""

from __future__ import annotations

import click

from crmkit.cli.command import Use, command
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.tickets import choice, contact_kind, find_open, person_of, said_step, step_of, write, writes
from crmkit.policy.files.tickets import Tickets
from crmkit.view.ticket import CAUSE, REMEDY, SOLUTION


@command(Use.WRITES)
@click.argument("ticket")
@click.argument("kind")
@click.argument("subject", default="")
@click.option("--cause", metavar="WORD", help="The root cause, such as 系统故障.")
@click.option("--remedy", metavar="WORD", help="The remedy, such as 退换货.")
@click.option("--with", "contact", default="", metavar="CONTACT", help="Which contact of theirs.")
@writes
@pass_rim
def COMMAND(
    rim: Rim, ticket: str, kind: str, subject: str, cause: str | None, remedy: str | None, contact: str,
    when: str | None, by: str | None, dry_run: bool,
) -> int:  # fmt: skip
    """Write down that a solution was proposed, with the root cause and the remedy.

    crmkit ticket solve TK-202509001 拜访 换新传感器 --cause 系统故障 --remedy 退换货

    Where the loop asks for a cause or a remedy, they are said here or stand in an entry before.
    """
    found = find_open(rim, ticket)
    loop = rim.policy.get(Tickets).loop if found.ticket.type.loop else ()
    for step, given in ((CAUSE, cause), (REMEDY, remedy)):
        if step in loop and not given and step not in found.ticket.steps:
            raise rim.fail("{ticket} lacks {what}", ticket=found.ticket.key, what=said_step(rim, step))
    said = [step_of(rim, SOLUTION), *person_of(rim, found, contact)]
    said += [("cause", choice(rim, "cause", cause, "--cause"))] if cause else []
    said += [("remedy", choice(rim, "remedy", remedy, "--remedy"))] if remedy else []
    return write(rim, found, contact_kind(rim, kind), subject, said, when, by, dry_run=dry_run)
