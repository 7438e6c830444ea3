"""List the open tickets: what is owed next, by when, how long is left, who does it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from crmkit.calendar.deadline import Stopped
from crmkit.cli.command import Use, command
from crmkit.cli.present import print_table_json
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.shown import show_table
from crmkit.cli.tickets import now, of_all, said_moment
from crmkit.cli.whose import whose, whose_options
from crmkit.language import Label, Word
from crmkit.policy.labels import entry_word, word
from crmkit.schema.classes.need import CLASS as NEED
from crmkit.schema.classes.ticket import CLASS as TICKET
from crmkit.table import Column, Table
from crmkit.view import Standing
from crmkit.view.doers import doer
from crmkit.view.left import left
from crmkit.view.limit import next_of
from crmkit.view.ticket import Ticket

COLUMNS = (
    Column("ticket", Label("工单号", "Ticket")),
    Column("id", Label("编号", "Number")),
    Column("name", Label("名称", "Name")),
    Column("type", Label("类型", "Type")),
    Column("state", Label("状态", "State")),
    Column("next", Label("下一环节", "Next")),
    Column("due", Label("期限", "Due")),
    Column("left", Label("时限", "Time left")),
    Column("doer", Label("处理人", "Handler")),
    Column("subject", Label("事由", "About")),
)


@command(Use.READS)
@whose_options
@click.option("--all", "everything", is_flag=True, help="Closed tickets too.")
@click.option("--json", "as_json", is_flag=True, help="Rows as JSON.")
@pass_rim
def COMMAND(
    rim: Rim, owner: str | None, team: str | None, role: str | None, everything: bool, as_json: bool
) -> int:
    """List the open tickets: what is owed next, by when, how long is left, who does it.

    crmkit ticket list
    crmkit ticket list --owner 周婷 --all
    crmkit ticket list --role 客服专员
    """
    names = whose(rim, owner, team, role)
    moment = now(rim)
    found = [
        (_when(ticket, moment), _row(rim, standing, ticket, moment))
        for standing, ticket in of_all(rim.sweep().view, moment)
        if everything or not ticket.closed
    ]
    rows = [row for _, row in sorted(found, key=lambda pair: pair[0])]
    rows = [row for row in rows if names is None or (row["doer"] and row["doer"].key in names)]
    table = Table(COLUMNS, tuple(rows))
    if as_json:
        print_table_json(table, as_of=rim.as_of, lang=rim.lang)
    else:
        show_table(rim, table)
    return rim.whole()


def _when(ticket: Ticket, moment: datetime) -> tuple[datetime, str]:
    """Open ones by their next limit, those without one behind them, closed ones last."""
    limit = next_of(ticket.limits(moment))
    if limit is None or isinstance(limit.due, Stopped):
        return datetime.max, ticket.key
    return limit.due.last(), ticket.key


def _row(rim: Rim, standing: Standing, ticket: Ticket, moment: datetime) -> dict[str, Any]:
    owner = standing.owner.value if isinstance(standing.owner.value, str) else ""
    limit = None if ticket.closed else next_of(ticket.limits(moment))
    state = entry_word(rim.policy, NEED, "state", ticket.state)
    lacking = ticket.missing()
    step = limit.key if limit else lacking[0] if lacking else ""
    return {
        "ticket": ticket.key,
        "id": standing.facts.id,
        "name": standing.facts.name,
        "type": Word(ticket.type.key, ticket.type.label),
        "state": Word(ticket.state, state),
        "next": Word(step, entry_word(rim.policy, TICKET, "step", step)) if step else None,
        "due": said_moment(limit.due) if limit and not isinstance(limit.due, Stopped) else None,
        "left": left(limit, moment) if limit else None,
        "doer": word(rim.policy, "owner", doer(ticket, owner, rim.policy, as_of=rim.as_of)),
        "subject": ticket.opened.subject or None,
    }
