"""Print tables and JSON: columns aligned by display width, nothing that a terminal would obey."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import zip_longest
from typing import Any

import click

from crmkit.cli.layout import fit, width, wrapped
from crmkit.diagnostics import Source
from crmkit.language import Lang
from crmkit.plain import json_text, one_line, safe
from crmkit.table import Table, said

__all__ = [
    "one_line", "place", "print_file", "print_json", "print_lines", "print_plain_json", "print_table",
    "print_table_json", "safe",
]  # fmt: skip

SCHEMA_VERSION = 1
_GAP, _NARROWEST = "  ", 12


def place(source: Source) -> str:
    """`path:line:column` on one line."""
    path = safe(source.path).replace("\n", "\\x0a").replace("\t", "\\x09")
    return f"{path}:{source.line}:{source.column}"


def print_table(table: Table, lang: Lang, room: int | None = None) -> None:
    """Rows under headings, the widest columns broken into lines where the terminal has less `room`.

    An empty table prints nothing.
    """
    if not table.rows:
        return
    rows = [table.heads(lang), *([_cell(said(value, lang)) for value in row] for row in table.cells())]
    sizes = [list(map(width, row)) for row in rows]
    full = [max(column) for column in zip(*sizes, strict=True)]
    widths = full if room is None else _narrowed(full, room)
    right = [column.align == "right" for column in table.columns]
    lines: list[str] = []
    for row, size in zip(rows, sizes, strict=True):
        if widths is full:  # every cell fits, and how much is missing is known
            padded = zip(row, size, widths, right, strict=True)
            cells = [
                " " * (to - has) + cell if end else cell + " " * (to - has) for cell, has, to, end in padded
            ]
            lines.append(_GAP.join(cells).rstrip())
            continue
        broken = [wrapped(cell, columns) for cell, columns in zip(row, widths, strict=True)]
        for line in zip_longest(*broken, fillvalue=""):
            cells = [fit(cell, to, right=end) for cell, to, end in zip(line, widths, right, strict=True)]
            lines.append(_GAP.join(cells).rstrip())
    print_lines(lines)


def _narrowed(widths: list[int], room: int) -> list[int]:
    """The widths, the widest made narrower step by step until all fit, none below what can be read."""
    left = list(widths)
    while sum(left) + len(_GAP) * (len(left) - 1) > room and max(left) > _NARROWEST:
        left[left.index(max(left))] -= 1
    return left


def _cell(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, list):
        return one_line("; ".join(str(item) for item in value))
    return one_line(str(value))


def print_table_json(table: Table, *, as_of: date, lang: Lang) -> None:
    """The rows as every read command gives them to programs: keys, and what has none in the language."""
    columns = [column.key for column in table.columns]
    print_json({"as_of": as_of.isoformat(), "columns": columns, "rows": table.records(lang)})


def print_json(said: Mapping[str, Any]) -> None:
    """A document with its schema version in front."""
    print_plain_json({"schema_version": SCHEMA_VERSION, **said})


def print_plain_json(document: Mapping[str, Any]) -> None:
    """JSON, with escapes for what a console would obey; one that is not of UTF gets ASCII."""
    narrow = sys.stdout.isatty() and "utf" not in (getattr(sys.stdout, "encoding", "") or "").lower()
    print_file(json_text(document, narrow=narrow) + "\n")


def print_file(text: str) -> None:
    """Text that others read as a file: the same bytes, UTF-8, whatever the system's encoding and line ends.

    A terminal is no file: it gets what it can show, without a mark in front.
    """
    if sys.stdout.isatty():
        click.echo(text.removeprefix("\ufeff"), nl=False)
    else:
        click.echo(text.encode("utf-8"), nl=False)


def print_lines(lines: Iterable[str], color: bool | None = None) -> None:
    """Lines of text on stdout, handed over at once: a record can have very many findings."""
    text = "\n".join(lines)
    if text:
        click.echo(text, color=color)
