"""Say of each procedure that runs who is at which step, until when, and for whom it waits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from crmkit.cli.command import Use, command
from crmkit.cli.present import print_table, print_table_json
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.runs import known, open_runs, order, person_label, said_limit
from crmkit.language import Label, Word, joined
from crmkit.table import Column, Table
from crmkit.view import Standing
from crmkit.view.at_step import AtStep, at_steps
from crmkit.view.left import left
from crmkit.view.run import Run, StepState

COLUMNS = (
    Column("id", Label("编号", "Number")),
    Column("name", Label("名称", "Name")),
    Column("playbook", Label("流程", "Procedure")),
    Column("of", Label("对象", "Of")),
    Column("since", Label("开始", "Since")),
    Column("step", Label("步骤", "Step")),
    Column("state", Label("状态", "State")),
    Column("due", Label("期限", "Due")),
    Column("left", Label("时限", "Time left")),
    Column("doer", Label("负责人", "Who")),
    Column("waits", Label("等待", "Waits for")),
)
STATES = {
    StepState.WAITING: Label("等待", "waiting"),
    StepState.OPEN: Label("进行中", "open"),
    StepState.HANDED: Label("待接收", "handed over"),
    StepState.DONE: Label("已完成", "done"),
    StepState.GIVEN_UP: Label("已放弃", "given up"),
}
REFUSED = Label("被退回", "sent back")


@command(Use.READS)
@click.argument("customer", required=False)
@click.option("--owner", metavar="PERSON", help="Only steps of this person.")
@click.option("--all", "everything", is_flag=True, help="Waiting and finished steps too.")
@click.option("--json", "as_json", is_flag=True, help="Rows as JSON.")
@pass_rim
def COMMAND(rim: Rim, customer: str | None, owner: str | None, everything: bool, as_json: bool) -> int:
    """Say of each procedure that runs who is at which step, until when, and for whom it waits.

    crmkit sop status
    crmkit sop status 曾国藩 --all
    crmkit sop status --owner 何平
    """
    person = rim.person(owner).id if owner is not None else None
    if customer is None:
        runs = list(open_runs(rim.sweep().view))
    else:
        here = known(rim, customer)
        runs = [(here.standing, run) for run in here.found.runs if everything or not run.closed]
    found = [(run, one, standing) for standing, run in runs for one in _steps(run, standing, everything)]
    if not everything:
        found.sort(key=lambda each: (order(each[1].limit), each[2].facts.id))
    rows = [
        _row(rim, run, one, standing) for run, one, standing in found if person is None or one.doer == person
    ]
    table = Table(COLUMNS, tuple(rows))
    if as_json:
        print_table_json(table, as_of=rim.as_of, lang=rim.lang)
    else:
        print_table(table, rim.lang, rim.room)
    return rim.whole()


def _steps(run: Run, standing: Standing, everything: bool) -> Iterator[AtStep]:
    for one in at_steps(run, standing):
        if everything or one.state in (StepState.OPEN, StepState.HANDED):
            yield one


def _row(rim: Rim, run: Run, one: AtStep, standing: Standing) -> dict[str, Any]:
    moment = rim.moment.replace(tzinfo=None)
    state = REFUSED if one.refused and one.state is StepState.OPEN else STATES[one.state]
    return {
        "id": standing.facts.id,
        "name": standing.facts.name,
        "playbook": Word(run.playbook.key, run.playbook.label),
        "of": run.of or None,
        "since": f"{run.start.date} {run.start.time}".rstrip(),
        "step": Word(one.step.key, one.step.label),
        "state": Word(one.state.value, state),
        "due": said_limit(one.limit) or None,
        "left": left(one.limit, moment) if one.limit is not None else None,
        "doer": Word(one.doer, person_label(rim, one.doer)) if one.doer else None,
        "waits": joined(each.label for each in one.waits) if one.waits else None,
    }
