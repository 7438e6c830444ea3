"""Show every customer's tier, computed as of a day, and why."""

from __future__ import annotations

from typing import Any

import click

from crmkit.cli.command import Use, command
from crmkit.cli.kept import rows_in, rows_out
from crmkit.cli.present import print_lines, print_table_json
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.shown import show_table
from crmkit.language import Label
from crmkit.table import Column, Table

COLUMNS = (
    Column("id", Label("编号", "Number")),
    Column("name", Label("名称", "Name")),
    Column("tier", Label("等级", "Tier")),
    Column("amount_12m", Label("近12个月金额", "12-month amount"), "right"),
    Column("amount_3m", Label("近3个月金额", "3-month amount"), "right"),
    Column("potential", Label("潜力", "Potential"), "right"),
    Column("reasons", Label("依据", "Reasons")),
)


@command(Use.READS)
@click.option(
    "--explain", "word", metavar="CUSTOMER", help="Say why one customer has the tier, down to the lines."
)
@click.option("--json", "as_json", is_flag=True, help="Rows as JSON.")
@pass_rim
def COMMAND(rim: Rim, word: str | None, as_json: bool) -> int:
    """Show every customer's tier, computed as of a day, and why.

    crmkit tiers
    crmkit --as-of 2025-12-31 tiers --json
    crmkit tiers --explain zgf
    """
    if word is not None:
        from crmkit.cli.answers.others import called
        from crmkit.cli.answers.tiers import explained, row

        asked, _ = called(rim, word)
        if not as_json:
            print_lines(explained(asked, rim.policy, rim.lang, as_of=rim.as_of))
            return 0
        rows = [row(asked, rim.policy)]
    else:
        rows = rows_in(rim.answer("tiers", lambda: _kept(rim)))
    table = Table(COLUMNS, tuple(rows))
    if as_json:
        print_table_json(table, as_of=rim.as_of, lang=rim.lang)
    else:
        show_table(rim, table)
    return rim.whole()


def _kept(rim: Rim) -> list[Any]:
    from crmkit.cli.answers.tiers import rows

    return rows_out(rows(rim.sweep().view))
