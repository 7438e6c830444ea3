"""Write down the return visit that ends a loop, with the final satisfaction."""

from __future__ import annotations

import click

from crmkit.cli.command import Use, command
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.tickets import contact_kind, find_open, person_of, step_of, want, write, writes
from crmkit.view.ticket import VISIT


@command(Use.WRITES)
@click.argument("ticket")
@click.argument("kind")
@click.argument("subject", default="")
@click.option("--score", required=True, metavar="SCORE", help="How satisfied the customer is, such as 8/10.")
@click.option("--with", "contact", default="", metavar="CONTACT", help="Which contact of theirs.")
@writes
@pass_rim
def COMMAND(
    rim: Rim, ticket: str, kind: str, subject: str, score: str, contact: str, when: str | None,
    by: str | None, dry_run: bool,
) -> int:  # fmt: skip
    """Write down the return visit that ends a loop, with the final satisfaction.

    crmkit ticket visit TK-202509001 电话 --score 8/10 --with 李雷
    """
    found = find_open(rim, ticket)
    if found.ticket.done is None:
        raise rim.fail("{ticket} is not done yet: the return visit comes after it", ticket=found.ticket.key)
    said = [*person_of(rim, found, contact), step_of(rim, VISIT)]
    said += [("score", want(rim, score, "--score"))]
    return write(rim, found, contact_kind(rim, kind), subject, said, when, by, dry_run=dry_run)
