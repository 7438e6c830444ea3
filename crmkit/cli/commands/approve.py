"""Approve a record or a change that waits for it."""

from __future__ import annotations

from datetime import date

import click

from crmkit.cli.approval import approver, find, kind, onward, result, said_in, spelled_status, writes
from crmkit.cli.command import Use, command
from crmkit.cli.days import moment
from crmkit.cli.entry import append
from crmkit.cli.fields import blank, read_changes
from crmkit.cli.profile import Work
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.writing import change_record
from crmkit.compute import STATUS
from crmkit.compute.approvals import FINE
from crmkit.language import Label
from crmkit.load import Loaded
from crmkit.policy.stages import Stage
from crmkit.schema.presence import wanted

_YES = Label("审核通过", "Approved")


@command(Use.WRITES)
@click.argument("customer")
@click.argument("field", required=False)
@click.option("--note", default="", metavar="TEXT", help="What else there is to say.")
@writes
@pass_rim
def COMMAND(
    rim: Rim, customer: str, field: str | None, note: str, by: str | None, when: str | None, dry_run: bool
) -> int:
    """Approve a record or a change that waits for it.

    crmkit approve 云杉 --by 陈刚
    crmkit approve CRM-202405001 owner --note 已和双方谈过

    FIELD is the changed field where several changes wait. What sop/cadence.md and sop/people.md say decides
    who may.
    """
    loaded, wait = find(rim, customer, field)
    on = moment(rim, when)
    who = approver(rim, by, wait.role, date.fromisoformat(on[:10]))
    path = loaded.document.path
    said = note if note and not blank(note) else said_in(rim, loaded, _YES)
    if wait.field:
        fields: list[tuple[str, Label | str]] = [
            ("by", who),
            ("field", wait.field),
            ("result", result(rim, FINE)),
            ("approved_by", who),
        ]
        return append(rim, path, (on, kind(rim), said), fields, "", dry_run=dry_run)
    given = read_changes(rim, (f"{STATUS}={spelled_status(rim, loaded, _target(rim, loaded))}",))
    work = Work(rim, path, given, said, who, on, who)
    code = change_record(rim, path, work.edit, dry_run=dry_run)
    work.tell(code)
    return code


def _target(rim: Rim, loaded: Loaded) -> str:
    """The status of those who are served to which the record may move, with every field that it requires."""
    statuses = rim.policy.statuses
    served = [move.target for move in onward(rim, loaded) if statuses.stage(move.target) is Stage.ACTIVE]
    if len(served) != 1:
        raise rim.fail("sop/status.md names no single status that approval leads to: use set")
    customer = loaded.customer
    fields = wanted(rim.policy.schema.profile, customer.type, served[0]) if customer else ()
    lacking = [
        f.label.said(rim.lang) for f in fields if customer is not None and f.key not in customer.profile
    ]
    if lacking:
        raise rim.fail(
            "{fields}: required, and missing; reject it with --missing, or have them filled",
            fields=rim._(", ").join(lacking),
        )
    return served[0]
