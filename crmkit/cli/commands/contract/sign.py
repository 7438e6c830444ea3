"""Write down that a contract was signed, in the profile and the log."""

from __future__ import annotations

import click

from crmkit.cli.command import Use, command
from crmkit.cli.contracts import SIGN, contract_kind, fresh
from crmkit.cli.dealings import whose
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.tickets import writes


@command(Use.WRITES)
@click.argument("customer")
@click.argument("number")
@click.argument("subject", default="")
@click.option("--start", required=True, metavar="DATE", help="Its first day.")
@click.option("--end", required=True, metavar="DATE", help="Its last day.")
@click.option("--amount", metavar="MONEY", help="What it is worth, such as 24万.")
@click.option("--product", metavar="TEXT", help="What it is about.")
@writes
@pass_rim
def COMMAND(
    rim: Rim, customer: str, number: str, subject: str, start: str, end: str, amount: str | None,
    product: str | None, when: str | None, by: str | None, dry_run: bool,
) -> int:  # fmt: skip
    """Write down that a contract was signed, in the profile and the log.

    crmkit contract sign 曾国藩 HT-2025-030 --start 2025-04-01 --end 2026-03-31 --amount 24万
    """
    loaded, _ = whose(rim, customer)
    said, kind = (start, end, amount, product), contract_kind(rim, SIGN)
    return fresh(rim, loaded, kind, number, subject, said, "", when, by, dry_run=dry_run)
