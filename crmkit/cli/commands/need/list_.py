"""List the needs that are not solved: how far each is, who does it, by when it is answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from crmkit.calendar.deadline import Stopped
from crmkit.cli.command import Use, command
from crmkit.cli.needs import state_word
from crmkit.cli.present import print_table, print_table_json
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.tickets import now, said_moment
from crmkit.compute.needs import NEEDS
from crmkit.followups.seen import owner_of
from crmkit.language import Label
from crmkit.policy.labels import word
from crmkit.table import Column, Table
from crmkit.view import Standing, View
from crmkit.view.left import left
from crmkit.view.needs import FollowedNeed, needs_of

COLUMNS = (
    Column("id", Label("编号", "Number")),
    Column("name", Label("名称", "Name")),
    Column("need", Label("需求编号", "Need")),
    Column("text", Label("需求", "What")),
    Column("state", Label("状态", "State")),
    Column("since", Label("提出", "Since")),
    Column("due", Label("答复期限", "Answer by")),
    Column("left", Label("时限", "Time left")),
    Column("doer", Label("处理人", "Handler")),
)


@command(Use.READS)
@click.option("--owner", metavar="PERSON", help="Only needs of this person.")
@click.option("--all", "everything", is_flag=True, help="Solved needs too.")
@click.option("--json", "as_json", is_flag=True, help="Rows as JSON.")
@pass_rim
def COMMAND(rim: Rim, owner: str | None, everything: bool, as_json: bool) -> int:
    """List the needs that are not solved: how far each is, who does it, by when it is answered.

    crmkit need list
    crmkit need list --owner 高远 --all
    """
    person = rim.person(owner).id if owner is not None else None
    view, moment = rim.sweep().view, now(rim)
    found = [
        (_when(need, rim), _row(rim, standing, view, need, moment))
        for standing in view.standings.values()
        for need in needs_of(standing.facts.of(NEEDS), rim.policy, moment)
        if everything or not need.solved
    ]
    rows = [row for _, row in sorted(found, key=lambda pair: pair[0])]
    rows = [row for row in rows if person is None or (row["doer"] and row["doer"].key == person)]
    table = Table(COLUMNS, tuple(rows))
    if as_json:
        print_table_json(table, as_of=rim.as_of, lang=rim.lang)
    else:
        print_table(table, rim.lang, rim.room)
    return rim.whole()


def _when(need: FollowedNeed, rim: Rim) -> tuple[datetime, str]:
    """Those to answer by their limit, then the others, solved ones last."""
    limit = need.limit(rim.policy)
    if limit is None or isinstance(limit.due, Stopped) or not limit.open():
        return (datetime.max, "~" if need.solved else "")
    return limit.due.last(), need.key


def _row(rim: Rim, standing: Standing, view: View, need: FollowedNeed, moment: datetime) -> dict[str, Any]:
    limit = None if need.solved else need.limit(rim.policy)
    due = limit.due if limit and not isinstance(limit.due, Stopped) else None
    return {
        "id": standing.facts.id,
        "name": standing.facts.name,
        "need": need.key,
        "text": need.text or None,
        "state": state_word(rim, need.state),
        "since": need.since.isoformat() if need.since else None,
        "due": said_moment(due) if due else None,
        "left": left(limit, moment) if limit else None,
        "doer": word(rim.policy, "owner", need.handler or owner_of(standing, view)[0]),
    }
