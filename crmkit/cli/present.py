"""Print tables and JSON: columns aligned by display width, nothing that a terminal would obey."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import click

from crmkit.table import Table

SCHEMA_VERSION = 1
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def safe(text: str) -> str:
    """Text of a record as a terminal may show it: what would steer the terminal is written out."""
    return _UNSEEN.sub(lambda match: f"\\x{ord(match.group()):02x}", text)


def width(text: str) -> int:
    """Columns that a text takes: two for wide characters, none for combining ones."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def fit(text: str, columns: int, *, right: bool = False) -> str:
    """The text filled with spaces to a width."""
    space = " " * max(columns - width(text), 0)
    return space + text if right else text + space


def print_table(table: Table, lang: str) -> None:
    """Rows under headings; an empty table prints nothing."""
    if not table.rows:
        return
    heads = [column.zh if lang == "zh" else column.en for column in table.columns]
    rows = [[_cell(value) for value in row] for row in table.rows]
    widths = [max(width(row[i]) for row in (heads, *rows)) for i in range(len(heads))]
    for row in (heads, *rows):
        cells = [
            fit(cell, columns, right=column.align == "right")
            for cell, columns, column in zip(row, widths, table.columns, strict=True)
        ]
        click.echo("  ".join(cells).rstrip())


def _cell(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, list | tuple):
        return safe("; ".join(str(item) for item in value)).replace("\n", " ")
    return safe(str(value)).replace("\n", " ").replace("\t", " ")


def print_table_json(table: Table, *, as_of: date) -> None:
    """The rows as every read command gives them to programs."""
    print_json(
        {"as_of": as_of.isoformat(), "columns": [c.key for c in table.columns], "rows": table.records()}
    )


def print_json(said: Mapping[str, Any]) -> None:
    """A document with its schema version in front."""
    click.echo(
        json.dumps({"schema_version": SCHEMA_VERSION, **said}, ensure_ascii=False, indent=2, default=str)
    )


def print_lines(lines: Iterable[str]) -> None:
    """Lines of text on stdout."""
    for line in lines:
        click.echo(line)
