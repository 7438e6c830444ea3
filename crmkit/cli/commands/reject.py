"""Send a record or a change back, and say what is to be mended."""

from __future__ import annotations

from datetime import date

import click

from crmkit.cli.approval import approver, find, kind, onward, result, spelled_status, writes
from crmkit.cli.command import Use, command
from crmkit.cli.days import moment
from crmkit.cli.entry import with_entry
from crmkit.cli.fields import blank, read_changes
from crmkit.cli.profile import Work
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.writing import change_record
from crmkit.compute import STATUS
from crmkit.diagnostics import Findings
from crmkit.document import Document
from crmkit.language import Label
from crmkit.load.gaps import known
from crmkit.policy.stages import Stage
from crmkit.schema.names import nearest

REJECTED = "fill"


@command(Use.WRITES)
@click.argument("customer")
@click.argument("field", required=False)
@click.option("--reason", required=True, metavar="TEXT", help="What is wrong.")
@click.option("--missing", multiple=True, metavar="FIELD", help="A field that is to be mended; repeatable.")
@writes
@pass_rim
def COMMAND(
    rim: Rim, customer: str, field: str | None, reason: str, missing: tuple[str, ...], by: str | None,
    when: str | None, dry_run: bool,
) -> int:  # fmt: skip
    """Send a record or a change back, and say what is to be mended.

    crmkit reject 云杉 --reason 资料不全 --missing 行业 --missing 联系人.电话 --by 陈刚
    crmkit reject CRM-202405001 owner --reason 新负责人还没到岗

    FIELD is the changed field where several changes wait. Whoever handed it in has it among what is due.
    """
    if blank(reason):
        raise rim.fail("say with --reason why")
    fields = rim.policy.schema.profile
    for name in missing:
        if not known(name, fields):
            raise rim.nearest("there is no field '{word}'", name, nearest(name, fields.words()))
    loaded, wait = find(rim, customer, field)
    on = moment(rim, when)
    who = approver(rim, by, wait.role, date.fromisoformat(on[:10]))
    back = [m.target for m in onward(rim, loaded) if rim.policy.statuses.stage(m.target) is Stage.OPEN]
    path = loaded.document.path
    given = (
        []
        if wait.field or len(back) != 1
        else read_changes(rim, (f"{STATUS}={spelled_status(rim, loaded, back[0])}",))
    )
    work = Work(rim, path, given, reason, who, on, who)
    said: dict[str, Label | str] = {
        "by": who,
        "field": wait.field,
        "result": result(rim, REJECTED),
        "missing": "、".join(missing),
        "reason": reason,
        "approved_by": who,
    }
    pairs = [(key, value) for key, value in said.items() if value]

    def edit(document: Document) -> tuple[Document, Findings]:
        after, findings = with_entry(rim, document, (on, kind(rim), ""), pairs, "")
        return (document, findings) if findings else work.edit(after)

    code = change_record(rim, path, edit, dry_run=dry_run)
    work.tell(code)
    return code
