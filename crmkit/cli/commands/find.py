"""Find customers by any text: name, pinyin, contact, tag, phone, what was said."""

from __future__ import annotations

import click

from crmkit.cli.command import command
from crmkit.cli.lookup import listed, named
from crmkit.cli.present import print_table, print_table_json
from crmkit.cli.rim import Rim, pass_rim
from crmkit.document.decode import decode
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
    by_path = {known.path: known for known, _ in listed(rim)}
    called: list[tuple[object, ...]] = []
    rows: list[tuple[object, ...]] = []
    for path, known in sorted(by_path.items()):
        lines = _lines(path, rim.snapshot.get(path), text)
        by_name = named(text, known)
        found = lines or ([(known.line, known.name)] if by_name else [])
        (called if by_name else rows).extend((known.id, known.name, *each) for each in found)
    table = Table(COLUMNS, (*called, *rows))  # who is called so comes before what was said
    if as_json:
        print_table_json(table, as_of=rim.as_of)
    else:
        print_table(table, rim.lang, rim.room)
    return rim.whole()


def _lines(path: str, data: object, text: str) -> list[tuple[int, str]]:
    """The lines that contain the text, in any case."""
    if not isinstance(data, bytes):
        return []
    wanted = text.casefold()
    whole = decode(path, data)[0].text
    if wanted not in whole.casefold():
        return []
    lines = enumerate(whole.split("\n"), 1)
    return [(number, _around(line, wanted)) for number, line in lines if wanted in line.casefold()]


def _around(line: str, wanted: str) -> str:
    """The part of a line about what was found."""
    line = line.strip()
    if len(line) <= _SHOWN:
        return line
    start = max(line.casefold().find(wanted) - _SHOWN // 2, 0)
    return ("…" if start else "") + line[start : start + _SHOWN] + "…"
