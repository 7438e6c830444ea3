"""Show one ticket: its limits and how each stands, its pauses, what the loop lacks, its entries."""

from __future__ import annotations

from collections.abc import Iterator

import click

from crmkit.calendar.deadline import Stopped
from crmkit.cli.command import Use, command
from crmkit.cli.layout import fit, width
from crmkit.cli.present import one_line, print_lines
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.tickets import TicketInRecord, find, now, said_moment, said_step
from crmkit.policy.labels import entry_word, word
from crmkit.schema.classes.need import CLASS as NEED
from crmkit.view.doers import doer
from crmkit.view.left import left


@command(Use.READS)
@click.argument("ticket")
@pass_rim
def COMMAND(rim: Rim, ticket: str) -> int:
    """Show one ticket: its limits and how each stands, its pauses, what the loop lacks, its entries.

    crmkit ticket show TK-202509001

    TICKET is a number, or a customer who has one open ticket.
    """
    found = find(rim, ticket)
    one = found.ticket
    head = [one.key, one.type.label.said(rim.lang), found.standing.facts.name, one.opened.subject]
    rows = list(_rows(rim, found))
    wide = max(width(label) for label, _ in rows)
    lines = ["  ".join(one_line(part) for part in head if part)]
    lines += [f"    {fit(label, wide)}  {one_line(text)}" for label, text in rows]
    lines.append("")
    path = one_line(found.loaded.document.path)
    for move in [one.opened, *one.taken]:
        at = f"{move.date} {move.time or '     '}"
        step = said_step(rim, move.step) if move.step else ""
        lines.append("  ".join(one_line(part) for part in (at, step, move.subject) if part))
        lines[-1] += f"  {path}:{move.line}"
    print_lines(lines)
    return 0


def _rows(rim: Rim, found: TicketInRecord) -> Iterator[tuple[str, str]]:
    ticket, moment = found.ticket, now(rim)
    owner = found.standing.owner.value
    yield rim._("state"), entry_word(rim.policy, NEED, "state", ticket.state).said(rim.lang)
    ours = doer(ticket, owner if isinstance(owner, str) else "", rim.policy, as_of=rim.as_of)
    does = word(rim.policy, "owner", ours)
    yield rim._("handler"), does.said(rim.lang) if does else ""
    received = f"{ticket.opened.date} {ticket.opened.time}".rstrip()
    if not ticket.opened.time:
        received += " " + rim._("(no time is written: counted from the day's end)")
    yield rim._("received"), received
    for limit in ticket.limits(moment):
        due = "" if isinstance(limit.due, Stopped) else said_moment(limit.due) + "  "
        longer = "  " + rim._("before: {due}").format(due=said_moment(limit.told)) if limit.told else ""
        yield said_step(rim, limit.key), due + left(limit, moment).said(rim.lang) + longer
    for pause in ticket.pauses:
        end = f"{pause.end:%Y-%m-%d %H:%M}" if pause.end else "…"
        yield rim._("paused"), f"{pause.start:%Y-%m-%d %H:%M} – {end}"
    if ticket.missing():
        yield rim._("lacks"), rim._(", ").join(said_step(rim, step) for step in ticket.missing())
