"""Write down that a ticket is done, once every step of its loop before was taken."""

from __future__ import annotations

import click

from crmkit.cli.command import Use, command
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.tickets import contact_kind, find_open, said_step, step_of, want, write, writes
from crmkit.view.ticket import DONE, SCORE, VISIT


@command(Use.WRITES)
@click.argument("ticket")
@click.argument("subject", default="")
@click.option("--result", metavar="TEXT", help="What came of it.")
@click.option("--score", metavar="SCORE", help="How satisfied the customer is at last, such as 8/10.")
@writes
@pass_rim
def COMMAND(
    rim: Rim, ticket: str, subject: str, result: str | None, score: str | None, when: str | None,
    by: str | None, dry_run: bool,
) -> int:  # fmt: skip
    """Write down that a ticket is done, once every step of its loop before was taken.

    crmkit ticket close TK-202509001 --result 两台传感器已换新

    A return visit, where the loop asks for one, comes after it: crmkit ticket visit.
    """
    found = find_open(rim, ticket)
    if found.ticket.done is not None:
        raise rim.fail("{ticket} is done already: what is left is the return visit", ticket=found.ticket.key)
    lacking = [said_step(rim, step) for step in found.ticket.missing() if step not in (DONE, VISIT, SCORE)]
    if lacking:
        raise rim.fail("{ticket} lacks {what}", ticket=found.ticket.key, what=rim._(", ").join(lacking))
    said = [step_of(rim, DONE)]
    said += [("result", want(rim, result, "--result"))] if result is not None else []
    said += [("score", want(rim, score, "--score"))] if score is not None else []
    return write(rim, found, contact_kind(rim, None), subject, said, when, by, dry_run=dry_run)
