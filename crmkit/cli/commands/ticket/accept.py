"""Write down that a named contact accepts the solution, or does not."""

from __future__ import annotations

import click

from crmkit.cli.command import Use, command
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.tickets import contact_kind, find_open, person_of, step_of, want, write, writes
from crmkit.language import Label
from crmkit.view.ticket import ACCEPTED

_YES, _NO = Label("是", "yes"), Label("否", "no")


@command(Use.WRITES)
@click.argument("ticket")
@click.argument("subject", default="")
@click.option("--with", "contact", required=True, metavar="CONTACT", help="Who of theirs says so.")
@click.option("--no", "refused", is_flag=True, help="They do not accept it: the same limit holds.")
@writes
@pass_rim
def COMMAND(
    rim: Rim, ticket: str, subject: str, contact: str, refused: bool, when: str | None, by: str | None,
    dry_run: bool,
) -> int:  # fmt: skip
    """Write down that a named contact accepts the solution, or does not.

    crmkit ticket accept TK-202509001 --with 李雷
    crmkit ticket accept TK-202509001 只换一台不行 --with 李雷 --no
    """
    found = find_open(rim, ticket)
    if found.ticket.proposed is None:
        raise rim.fail("{ticket} has no solution yet that could be accepted", ticket=found.ticket.key)
    said = [*person_of(rim, found, want(rim, contact, "--with")), ("accepted", _NO if refused else _YES)]
    said += [] if refused else [step_of(rim, ACCEPTED)]
    return write(rim, found, contact_kind(rim, None), subject, said, when, by, dry_run=dry_run)
