"""Write down that a contract was renewed: by a new one, or until a later day."""

from __future__ import annotations

import click

from crmkit.cli.command import Use, command
from crmkit.cli.contracts import contract_kind, extend, find, following, fresh, settled
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.tickets import writes
from crmkit.compute.contracts import RENEWAL


@command(Use.WRITES)
@click.argument("customer")
@click.argument("number", default="")
@click.argument("subject", default="")
@click.option("--end", required=True, metavar="DATE", help="The last day from now on.")
@click.option("--start", metavar="DATE", help="The first day of the new one; else that behind the old one.")
@click.option("--amount", metavar="MONEY", help="What it is worth from now on.")
@click.option("--product", metavar="TEXT", help="What it is about, where that changes.")
@click.option("--id", "id", metavar="ID", help="Which contract is renewed; else the only one that ends.")
@writes
@pass_rim
def COMMAND(
    rim: Rim, customer: str, number: str, subject: str, end: str, start: str | None, amount: str | None,
    product: str | None, id: str | None, when: str | None, by: str | None, dry_run: bool,
) -> int:  # fmt: skip
    """Write down that a contract was renewed: by a new one, or until a later day.

    crmkit contract renew 曾国藩 HT-2026-030 第二年 --end 2027-03-31 --amount 26万
    crmkit contract renew CRM-202405001 --end 2027-03-31

    NUMBER is the new contract's; without it the old one lasts longer.
    """
    found = find(rim, customer, id)
    settled(rim, found)
    kind = contract_kind(rim, RENEWAL)
    if not number:
        for option, text in (("--start", start), ("--product", product)):
            if text is not None:
                raise rim.fail("{option} is of a new contract: name its number", option=option)
        return extend(rim, found, kind, (end, amount), when, by, dry_run=dry_run)
    said = (start or following(found), end, amount, product or found.contract.product or None)
    old = found.contract.id
    return fresh(rim, found.loaded, kind, number, subject, said, old, when, by, dry_run=dry_run)
