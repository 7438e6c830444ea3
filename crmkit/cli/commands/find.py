"""Find customers by any text: name, pinyin, contact, tag, phone, what was said."""

from __future__ import annotations

from collections.abc import Iterator

import click

from crmkit.cli.book import names, readings
from crmkit.cli.command import Use, command
from crmkit.cli.fits import RecordNames, fits
from crmkit.cli.lookup import unread
from crmkit.cli.present import print_table_json
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.shown import show_table
from crmkit.document.decode import decode
from crmkit.language import Label
from crmkit.naming.text import Wanted, wanted
from crmkit.table import Column, Row, Table

COLUMNS = (
    Column("id", Label("编号", "Number")),
    Column("name", Label("名称", "Name")),
    Column("line", Label("行", "Line"), "right"),
    Column("text", Label("内容", "Text")),
)
_SHOWN = 72


@command(Use.READS)
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="Rows as JSON.")
@pass_rim
def COMMAND(rim: Rim, text: str, as_json: bool) -> int:
    """Find customers by any text: name, pinyin, contact, tag, phone, what was said.

    crmkit find zgf
    crmkit find 预算
    crmkit find 12600138000

    Case, width, accents, simplified or traditional characters, and what parts the digits of a phone number do
    not count, nor does +86. Exit code 1: a record could not be read.
    """
    sought = wanted(text)
    if sought is None:
        raise rim.fail("say what to find")
    day = rim.as_of.isoformat()
    book = [known for known in names(rim) if known.began <= day]
    by_name = {each.known.path for each in fits(text, book, lambda: readings(rim))}
    called: list[Row] = []
    rows: list[Row] = []
    for known in book:
        lines = list(_lines(rim, known, sought))
        is_called = known.path in by_name
        found = lines or ([(known.line, known.name)] if is_called else [])
        (called if is_called else rows).extend(
            {"id": known.id, "name": known.name, "line": line, "text": text} for line, text in found
        )
    table = Table(COLUMNS, (*called, *rows))  # who is called so comes before what was said
    if as_json:
        print_table_json(table, as_of=rim.as_of, lang=rim.lang)
    else:
        show_table(rim, table)
    missed = unread(rim, (known for known in book if known.broken))
    for line in missed:
        click.echo(f"crmkit: {line}", err=True)
    return int(bool(missed))


def _lines(rim: Rim, known: RecordNames, sought: Wanted) -> Iterator[tuple[int, str]]:
    """The lines of a record that hold the text, each once."""
    data = rim.snapshot.get(known.path)
    if not isinstance(data, bytes) or not sought.may_hold(data):
        return
    text = decode(known.path, data)[0].text
    line, position = 1, 0
    for match in sought.pattern.finditer(text):
        if match.start() < position:
            continue
        line += text.count("\n", position, match.start())
        begin = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.start())
        position = end if end >= 0 else len(text)
        yield line, _around(text[begin:position], match.start() - begin)


def _around(line: str, at: int) -> str:
    """The part of a line about what was found."""
    bare = line.strip()
    if len(bare) <= _SHOWN:
        return bare
    start = max(at - (len(line) - len(line.lstrip())) - _SHOWN // 2, 0)
    return ("…" if start else "") + bare[start : start + _SHOWN] + "…"
