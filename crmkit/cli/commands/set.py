"""Change fields of a customer's profile; key facts with a reason."""

from __future__ import annotations

import click

from crmkit.cli.command import Use, command
from crmkit.cli.days import moment
from crmkit.cli.fields import blank, read_changes
from crmkit.cli.lookup import one
from crmkit.cli.profile import Work
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.writing import change_record


@command(Use.WRITES)
@click.argument("customer")
@click.argument("changes", nargs=-1, required=True, metavar="FIELD=VALUE…")
@click.option(
    "--reason", metavar="TEXT", help="Why; key facts such as status, owner or potential ask for it."
)
@click.option("--by", metavar="PERSON", help="Who of ours; else git's user.")
@click.option("--approved-by", metavar="PERSON", help="Who of ours approved it, where somebody must.")
@click.option("--on", metavar="DATE[ TIME]", help="When it changed; else now. Key facts keep it.")
@click.option("--dry-run", is_flag=True, help="Show what would change and change nothing.")
@pass_rim
def COMMAND(
    rim: Rim,
    customer: str,
    changes: tuple[str, ...],
    reason: str | None,
    by: str | None,
    approved_by: str | None,
    on: str | None,
    dry_run: bool,
) -> int:
    """Change fields of a customer's profile; key facts with a reason.

    crmkit set CRM-202405001 potential=40% --reason 二期预算获批
    crmkit set zgf contacts+=王芳 contacts.王芳.title=出纳 tags=技术关注、价格敏感
    crmkit set zgf 联系人.李雷.离职日期=2024-05-01 special=

    CUSTOMER is a number, part of a name, or pinyin; FIELD a key or name of sop/fields.md.

    FIELD= removes the field. FIELD+=VALUE and FIELD-=VALUE add to and take from a list, also a contact,
    a contract, a need; contacts.李雷.title or "contacts[J. Li].title" is a field of one of them.
    """
    given = read_changes(rim, changes)
    if reason is not None and blank(reason):
        raise rim.fail("say with --reason why")
    loaded = one(rim, customer)
    author = rim.person(by).id if by else ""
    approver = rim.person(approved_by).id if approved_by else ""
    work = Work(rim, loaded.document.path, given, reason or "", author, moment(rim, on), approver)
    code = change_record(rim, loaded.document.path, work.edit, dry_run=dry_run)
    work.tell(code)
    return code
