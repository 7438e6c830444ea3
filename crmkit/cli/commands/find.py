"""Find customers by any text: name, pinyin, contact, tag, phone, what was said."""

from __future__ import annotations

import click

from crmkit.cli.command import command
from crmkit.cli.lookup import named
from crmkit.cli.present import print_table, print_table_json
from crmkit.cli.rim import Rim, pass_rim
from crmkit.document import read
from crmkit.load import Absent, record_paths
from crmkit.table import Column, Table

COLUMNS = (
    Column("id", "编号", "Number"),
    Column("name", "名称", "Name"),
    Column("line", "行", "Line", "right"),
    Column("text", "内容", "Text"),
)
_SHOWN = 72


@command()
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="Rows as JSON.")
@pass_rim
def COMMAND(rim: Rim, text: str, as_json: bool) -> int:
    """Find customers by any text: name, pinyin, contact, tag, phone, what was said.

    crmkit find zgf
    crmkit find 预算
    crmkit find 8000
    """
    book = [standing.facts for standing in rim.sweep().view.standings.values()]
    by_path = {facts.path: facts for facts in book}
    called: list[tuple[object, ...]] = []
    rows: list[tuple[object, ...]] = []
    for path in record_paths(rim.snapshot):
        facts = by_path.get(path)
        if facts is None:
            continue
        lines = _lines(path, rim.snapshot[path], text)
        by_name = named(text, facts)
        found = lines or ([(facts.place.line, facts.name)] if by_name else [])
        (called if by_name else rows).extend((facts.id, facts.name, *each) for each in found)
    table = Table(COLUMNS, (*called, *rows))  # who is called so comes before what was said
    if as_json:
        print_table_json(table, as_of=rim.as_of)
    else:
        print_table(table, rim.lang, rim.room)
    return 0


def _lines(path: str, data: bytes | Absent, text: str) -> list[tuple[int, str]]:
    """The lines that contain the text, in any case."""
    if isinstance(data, Absent):
        return []
    wanted = text.casefold()
    lines = read(path, data)[0].text.split("\n")
    return [
        (number, _around(line, wanted)) for number, line in enumerate(lines, 1) if wanted in line.casefold()
    ]


def _around(line: str, wanted: str) -> str:
    """The part of a line about what was found."""
    line = line.strip()
    if len(line) <= _SHOWN:
        return line
    start = max(line.casefold().find(wanted) - _SHOWN // 2, 0)
    return ("…" if start else "") + line[start : start + _SHOWN] + "…"
