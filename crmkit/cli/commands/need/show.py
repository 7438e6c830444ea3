"""Show one need: its state, who does it, by when it is answered, and its history."""

from __future__ import annotations

import click

from crmkit.calendar.deadline import Stopped
from crmkit.cli.command import Use, command
from crmkit.cli.dealings import lines_of, pick, whose
from crmkit.cli.needs import state_label
from crmkit.cli.present import one_line, print_lines
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.tickets import now, said_moment
from crmkit.compute.needs import NEEDS
from crmkit.policy.labels import word
from crmkit.view.left import left
from crmkit.view.needs import needs_of


@command(Use.READS)
@click.argument("customer")
@click.option("--id", "id", metavar="ID", help="Which need; else the only one that is not solved.")
@pass_rim
def COMMAND(rim: Rim, customer: str, id: str | None) -> int:
    """Show one need: its state, who does it, by when it is answered, and its history.

    crmkit need show 曾国藩 --id n2
    """
    loaded, standing = whose(rim, customer)
    needs = needs_of(standing.facts.of(NEEDS), rim.policy, now(rim))
    need = pick(rim, needs, [one for one in needs if not one.solved], id, standing.facts.name)
    limit = need.limit(rim.policy)
    does = word(rim.policy, "owner", need.handler)
    rows = [
        (rim._("state"), state_label(rim, need.state)),
        (rim._("handler"), does.said(rim.lang) if does else ""),
        (rim._("since"), need.since.isoformat() if need.since else ""),
        (rim._("source"), need.source),
    ]
    if limit is not None:
        due = "" if isinstance(limit.due, Stopped) else said_moment(limit.due) + "  "
        rows.append((rim._("answer by"), due + left(limit, now(rim)).said(rim.lang)))
    if need.due is not None:
        rows.append((rim._("promised for"), said_moment(need.due)))
    path = one_line(loaded.document.path)
    history = [
        (
            f"{move.date} {move.time or '     '}",
            state_label(rim, move.state),
            move.subject,
            f"{path}:{move.line}",
        )
        for move in need.moves
    ]
    print_lines(lines_of([need.key, need.text, standing.facts.name], rows, history))
    return 0
