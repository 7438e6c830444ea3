"""List the procedures: what starts each, who answers for it, how many steps, how many run."""

from __future__ import annotations

from collections import Counter
from typing import Any

import click

from crmkit.cli.command import Use, command
from crmkit.cli.present import print_table, print_table_json
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.runs import open_runs
from crmkit.language import Label
from crmkit.policy.files.playbooks import Playbook, Playbooks
from crmkit.policy.labels import word
from crmkit.table import Column, Table
from crmkit.view.procedure import starts

COLUMNS = (
    Column("playbook", Label("流程", "Procedure")),
    Column("name", Label("名称", "Name")),
    Column("starts", Label("启动", "Starts")),
    Column("role", Label("责任人", "Answers for it")),
    Column("steps", Label("步骤", "Steps"), "right"),
    Column("running", Label("进行中", "Running"), "right"),
    Column("rule", Label("规则", "Rule")),
)


@command(Use.READS)
@click.option("--json", "as_json", is_flag=True, help="Rows as JSON.")
@pass_rim
def COMMAND(rim: Rim, as_json: bool) -> int:
    """List the procedures: what starts each, who answers for it, how many steps, how many run.

    crmkit sop list
    """
    running = Counter(run.playbook.key for _, run in open_runs(rim.sweep().view))
    rows = [_row(rim, one, running[one.key]) for one in rim.policy.get(Playbooks).values()]
    table = Table(COLUMNS, tuple(rows))
    if as_json:
        print_table_json(table, as_of=rim.as_of, lang=rim.lang)
    else:
        print_table(table, rim.lang, rim.room)
    return rim.whole()


def _row(rim: Rim, one: Playbook, running: int) -> dict[str, Any]:
    return {
        "playbook": one.key,
        "name": one.label,
        "starts": starts(one, rim.policy),
        "role": word(rim.policy, "owner", one.role),
        "steps": len(one.steps),
        "running": running,
        "rule": f"{one.source.path}:{one.source.line}",
    }
