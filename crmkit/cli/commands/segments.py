"""Show which segments customers belong to, and why."""

from __future__ import annotations

from typing import Any

import click

from crmkit.cli.command import Use, command
from crmkit.cli.kept import rows_in, rows_out
from crmkit.cli.present import print_table_json
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.shown import show_table
from crmkit.language import Label
from crmkit.policy.files.segments import Segments
from crmkit.table import Column, Table

COLUMNS = (
    Column("id", Label("编号", "Number")),
    Column("name", Label("名称", "Name")),
    Column("tier", Label("等级", "Tier")),
    Column("owner", Label("客户经理", "Owner")),
    Column("segment", Label("分群", "Segment")),
    Column("evidence", Label("依据", "Evidence")),
)
LINES = Column("lines", Label("出处", "Lines"))


@command(Use.READS)
@click.argument("segment", required=False)
@click.option("--owner", metavar="PERSON", help="Only customers of this person.")
@click.option("--json", "as_json", is_flag=True, help="Rows as JSON.")
@pass_rim
def COMMAND(rim: Rim, segment: str | None, owner: str | None, as_json: bool) -> int:
    """Show which segments customers belong to, and why.

    crmkit segments
    crmkit segments churn_risk --owner 张伟
    crmkit --as-of 2025-06-30 segments --json
    """
    wanted = _wanted(rim, segment) if segment is not None else None
    person = rim.person(owner).id if owner is not None else None
    rows = tuple(
        row
        for row in rows_in(rim.answer("segments", lambda: _kept(rim)))
        if (person is None or (row["owner"] and row["owner"].key == person))
        and wanted in (None, row["segment"].key)
    )
    if as_json:
        print_table_json(Table((*COLUMNS, LINES), rows), as_of=rim.as_of, lang=rim.lang)
    else:
        show_table(rim, Table(COLUMNS, rows))
    return rim.whole()


def _wanted(rim: Rim, word: str) -> str:
    """The key of the segment that a word means."""
    segments = rim.policy.get(Segments)
    known = {name: one.key for one in segments for name in (one.key, one.label.zh, one.label.en)}
    if word not in known:
        listed = ", ".join(one.key for one in segments)
        raise rim.fail("no segment is called '{word}': there are {known}", word=word, known=listed)
    return known[word]


def _kept(rim: Rim) -> list[Any]:
    from crmkit.cli.answers.segments import rows

    return rows_out(rows(rim.sweep().view))
