"""Tell a longer time before the old limit is over, with its reason and how the customer was told."""

from __future__ import annotations

from datetime import datetime, time

import click

from crmkit.calendar.deadline import Deadline
from crmkit.cli.command import Use, command
from crmkit.cli.days import NoDay, moment, wanted
from crmkit.cli.days import moment_in as read_moment
from crmkit.cli.failure import Failure
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.tickets import contact_kind, find_open, said_moment, step_of, want, write, writes
from crmkit.policy.files.tickets import Tickets
from crmkit.view.ticket import PROGRESS


@command(Use.WRITES)
@click.argument("ticket")
@click.argument("subject", default="")
@click.option("--until", required=True, metavar="DATE[ TIME]", help="The new time.")
@click.option("--reason", required=True, metavar="TEXT", help="Why.")
@click.option("--told", required=True, metavar="TEXT", help="How the customer was told, and what they said.")
@writes
@pass_rim
def COMMAND(
    rim: Rim, ticket: str, subject: str, until: str, reason: str, told: str, when: str | None,
    by: str | None, dry_run: bool,
) -> int:  # fmt: skip
    """Tell a longer time before the old limit is over, with its reason and how the customer was told.

    crmkit ticket extend TK-202509001 --until "2025-09-30 12:00" --reason 等厂家发货 --told 电话说明，客户同意

    After the limit it is too late: the breach stands, and the command says so.
    """
    found = find_open(rim, ticket)
    day = read_moment(until, rim.as_of, past=False)
    if isinstance(day, NoDay):
        raise Failure("--until: " + wanted(rim._, until, day))
    old = found.ticket.solution() if found.ticket.proposed is None else None
    if isinstance(old, Deadline):
        at = _at(moment(rim, when))
        if rim.policy.get(Tickets).beforehand and old.passed(at):
            limit = said_moment(old)
            raise rim.fail("the limit was {limit}: a longer time is told before it", limit=limit)
        new = datetime.combine(day.day, time.fromisoformat(day.time[:5]) if day.time else time.max)
        if new <= old.last():
            raise rim.fail("it is due on {due}: name a later day", due=said_moment(old))
    said = [step_of(rim, PROGRESS), ("due", day.day.isoformat())]
    said += [("due_time", day.time[:5])] if day.time else []
    said += [("delay", want(rim, told, "--told")), ("reason", want(rim, reason, "--reason"))]
    return write(rim, found, contact_kind(rim, None), subject, said, when, by, dry_run=dry_run)


def _at(written: str) -> datetime:
    """The moment of an entry; one without a time is at the day's end."""
    day, _, clock = written.partition(" ")
    at = time.fromisoformat(clock[:5]) if clock else time.max
    return datetime.combine(datetime.fromisoformat(day).date(), at)
